"""What generated code calls while a plan runs."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from commerce.language import Language, other
from database.held import HELD, HeldTable
from graph.context import Context
from graph.fields import One
from graph.loaders import rows_by

Made = dict[str, Any]


class Surprise(Exception):  # noqa: N818 - not an error: the ordinary executor answers instead
    """Something a plan has no answer to: null where none may be, a type it does not know."""


class Asked:
    """What a resolver is told, in the place of Info: the context and what is selected below."""

    __slots__ = ("columns", "context", "selected")

    def __init__(
        self, context: Context, selected: frozenset[str], columns: tuple[str, ...] | None
    ) -> None:
        self.context, self.selected, self.columns = context, selected, columns


class Run:
    """One answering of one operation. `args` and `asked` are numbered by the compiler."""

    __slots__ = ("args", "asked", "context", "own", "served")

    def __init__(self, context: Context, args: list[Made], asked: list[Asked]) -> None:
        self.context, self.args, self.asked = context, args, asked
        self.own, self.served = context.language is Language.EN, 0

    def text(self, english: str | None, hindi: str | None) -> str | None:
        """The text in the request's language, else in the other; remembers which was given."""
        if self.own:
            if english is not None:
                self.served |= 1
                return english
            if hindi is not None:
                self.served |= 2
            return hindi
        if hindi is not None:
            self.served |= 1
            return hindi
        if english is not None:
            self.served |= 2
        return english

    def close(self) -> None:
        """Tell the context which languages were given."""
        language = self.context.language
        if self.served & 1:
            self.context.served.add(language)
        if self.served & 2:
            self.context.served.add(other(language))


def null() -> Any:
    """Null where none may be: what becomes of its parents is the ordinary executor's business."""
    raise Surprise("null in a field that may not be null")


@dataclass(frozen=True, slots=True)
class Level:
    """The functions generated for one selection on one type.

    `one` makes the answer of one source where nothing has to be fetched for it; `every` makes
    those of many. Sources of a shape are rows. An answer that is `constant` depends on nothing but
    the row, the language and the day.
    """

    one: Callable[[Any, Run], Made] | None
    every: Callable[[Sequence[Any], Run], Awaitable[list[Made]]]
    takes_row: bool
    constant: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """A composite type: its level by the class of a value; one entry that fits all when None."""

    by_class: dict[type, Level]
    single: Level | None

    async def made(self, values: Sequence[Any], run: Run) -> list[Made]:
        if self.single:
            return await _level(self.single, values, run)
        found: list[Made | None] = [None] * len(values)
        groups: dict[type, list[int]] = {}
        for place, value in enumerate(values):
            groups.setdefault(type(value), []).append(place)
        for kind, places in groups.items():
            level = self.by_class.get(kind)
            if level is None:
                raise Surprise(f"no plan for {kind.__name__}")
            answers = await _level(level, [values[place] for place in places], run)
            for place, answer in zip(places, answers, strict=True):
                found[place] = answer
        return found  # type: ignore[return-value]


async def _level(level: Level, values: Sequence[Any], run: Run) -> list[Made]:
    sources = [value.row for value in values] if level.takes_row else values
    return await level.every(sources, run)


# The wrapping of a type, from the outside in: "!" not null, "[" a list of.
Wrapping = tuple[str, ...]


async def finished(
    values: Sequence[Any], wrapping: Wrapping, levels: Levels, run: Run
) -> list[Any]:
    """The answers for composite values, each perhaps null or a list."""
    flat: list[Any] = []
    for value in values:
        _flatten(value, wrapping, flat)
    answers = iter(await levels.made(flat, run) if flat else ())
    return [_nested(value, wrapping, answers) for value in values]


def _flatten(value: Any, wrapping: Wrapping, flat: list[Any]) -> None:
    if value is None:
        if wrapping and wrapping[0] == "!":
            null()
        return
    inner = wrapping[1:] if wrapping and wrapping[0] == "!" else wrapping
    if inner:
        for item in value:
            _flatten(item, inner[1:], flat)
    else:
        flat.append(value)


def _nested(value: Any, wrapping: Wrapping, answers: Iterator[Made]) -> Any:
    if value is None:
        return None
    inner = wrapping[1:] if wrapping and wrapping[0] == "!" else wrapping
    if inner:
        return [_nested(item, inner[1:], answers) for item in value]
    return next(answers)


async def one(
    declared: One, sources: Sequence[Any], level: Level, run: Run, must: bool
) -> list[Any]:
    """The answers for a relation to one row, made once for each row that is pointed at."""
    keys = [getattr(source, declared.key) for source in sources]
    held = await HELD.table(declared.model, declared.visible)
    if held is not None and level.one is not None and level.constant:
        found = _remembered(held, keys, level, run)
        if must and None in found:
            null()
        return found
    wanted = list(dict.fromkeys(key for key in keys if key is not None))
    made: dict[Any, Any] = {None: None}
    if wanted:
        rows = await run.context.loaders.rows(declared.model, declared.visible, wanted)
        present = [(key, row) for key, row in zip(wanted, rows, strict=True) if row is not None]
        answers = await level.every([row for _, row in present], run)
        made.update(zip((key for key, _ in present), answers, strict=True))
    found = [made.get(key) for key in keys]
    if must and None in found:
        null()
    return found


def _remembered(held: HeldTable, keys: Sequence[Any], level: Level, run: Run) -> list[Any]:
    """The answers for rows of a held table, each made once until the table changes."""
    make, rows, served = level.one, held.rows, run.served
    assert make is not None
    made = held.made.setdefault((level.every, run.own, run.context.now.date()), {})
    found = []
    for key in keys:
        known = made.get(key)
        if known is None:
            row = rows.get(key)
            run.served = 0
            known = made[key] = (None if row is None else make(row, run), run.served)
        served |= known[1]
        found.append(known[0])
    run.served = served
    return found


async def many(
    model: Any, key: str, order: str, where: Any, join: str, sources: Sequence[Any], level: Level,
    run: Run,
) -> list[list[Made]]:  # fmt: skip
    """The answers for a relation to a short list of rows, in one statement."""
    grouped = await rows_by(model, key, [source.id for source in sources], where, order, join)
    lists = [grouped.get(source.id, ()) for source in sources]
    answers = iter(await level.every([row for rows in lists for row in rows], run))
    return [[next(answers) for _ in rows] for rows in lists]


async def each(calls: Sequence[Any]) -> Sequence[Any]:
    """The results of resolvers, one for each source, waited for together."""
    return [await calls[0]] if len(calls) == 1 else await asyncio.gather(*calls)


async def together(*work: Awaitable[None]) -> None:
    if len(work) == 1:
        await work[0]
    else:
        await asyncio.gather(*work)
