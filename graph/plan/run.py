"""Runtime of plans: the functions that generated code calls."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import itemgetter
from sys import getsizeof
from typing import Any

import asyncpg

from auth.permissions import Action, may
from commerce.core.texts.language import Language, other
from database.caches.table_cache import TABLE_CACHE, CachedTable
from database.keyset import JsonRow
from graph.access import note
from graph.context import Context
from graph.execution import FIELD_BYTES, AnswerTooLarge, length_of
from graph.field_types import Framed, ToOne
from graph.loaders import rows_by

Answer = dict[str, Any]
# What an entry takes in the dict of those that are kept.
ENTRY_BYTES = 100


class PlanFallback(Exception):  # noqa: N818 - not an error: the ordinary executor answers instead
    """The plan cannot answer: null in a non-null field, or an unknown type."""


class Null(PlanFallback):
    """Null in a non-null field."""


class Refused(PlanFallback):
    """The viewer may not read a field."""


class TooLong(PlanFallback):
    """Perhaps longer than an answer may be; the ordinary executor, which counts, cuts it."""


class CacheMiss(PlanFallback):
    """A table that was expected in the cache is not there."""


class ResolveInfo:
    """Replacement of Info for resolvers: field, context and selection.

    It `is_alone` when it is called for one source, so that waiting for others gains nothing.
    """

    __slots__ = ("columns", "context", "field_name", "is_alone", "selected")

    def __init__(
        self,
        context: Context,
        field_name: str,
        selected: frozenset[str],
        columns: tuple[str, ...] | None,
    ) -> None:
        self.context, self.field_name = context, field_name
        self.selected, self.columns = selected, columns
        self.is_alone = False


class Run:
    """One run of a plan. `args` and `infos` are numbered by the compiler."""

    __slots__ = (
        "_day",
        "args",
        "bytes",
        "cached_bytes",
        "context",
        "infos",
        "is_counted",
        "languages_used",
        "objects",
        "own",
    )  # fmt: skip

    def __init__(self, context: Context, args: list[Answer], infos: list[ResolveInfo]) -> None:
        self.context, self.args, self.infos = context, args, infos
        self.own, self.languages_used = context.language is Language.EN, 0
        # The answer itself is no object that anybody asked for.
        self.objects, self.bytes = -1, 0
        # Whether the objects are those of the answer, and not only about as many.
        self.is_counted = True
        # What its plan remembers more since, of rows that are held.
        self.cached_bytes = 0
        self._day: date | None = None

    @property
    def day(self) -> date:
        """The day of the request (UTC)."""
        if self._day is None:
            self._day = self.context.now.date()
        return self._day

    def count(self, objects: int, size: int) -> None:
        """Count what is about to be made, `size` in bytes. Raises AnswerTooLarge at a bound."""
        self.objects += objects
        self.bytes += size
        if self.objects > self.context.max_objects:
            raise AnswerTooLarge(self.context.max_objects)
        if self.bytes > self.context.max_bytes:
            raise AnswerTooLarge(self.context.max_bytes, "bytes")

    def counted_value(self, value: Any) -> Any:
        """A value that may be long, counted by its length."""
        if value is not None:
            self.count(0, length_of(value))
        return value

    def several(self, values: Any, objects: int, size: int) -> Any:
        """Values of each of which so many objects are made, and so many bytes."""
        self.count(len(values) * objects, len(values) * size)
        return values

    def without(self, objects: int) -> None:
        """Null in the place of objects that were counted."""
        self.objects -= objects

    def text(self, english: str | None, hindi: str | None) -> str | None:
        """The text in the request's language, else in the other; remembers which was given."""
        if self.own:
            if english:
                self.languages_used |= 1
                return english
            if hindi:
                self.languages_used |= 2
            return hindi or None
        if hindi:
            self.languages_used |= 1
            return hindi
        if english:
            self.languages_used |= 2
        return english or None

    def second(self, text: str | None) -> str | None:
        """A text in the language that was not asked for."""
        if text:
            self.languages_used |= 2
        return text or None

    def add_language(self, sources: Sequence[Any], names: tuple[str, ...]) -> None:
        """Remember that a text was given in the request's language, if one was."""
        if any(getattr(source, name) for source in sources for name in names):
            self.languages_used |= 1

    def close(self) -> None:
        """Report the languages used to the context."""
        language = self.context.language
        if self.languages_used & 1:
            self.context.languages_used.add(language)
        if self.languages_used & 2:
            self.context.languages_used.add(other(language))


def allowed(run: Run, action: Action, subjects: Sequence[Any]) -> None:
    """Ask whether the viewer may read a field of each, as the ordinary resolver's guard does."""
    viewer = run.context.viewer
    for subject in subjects:
        if not may(viewer, action, subject):
            raise Refused(f"{action.value} is not for the viewer")
        note(run.context, action, subject)


def null() -> Any:
    """Null where none may be: what becomes of its parents is the ordinary executor's business."""
    raise Null("null in a field that may not be null")


@dataclass(frozen=True, slots=True)
class SelectionCode:
    """The functions generated for one selection on one type.

    `make` makes the answers of all sources where nothing has to be fetched for them, and raises
    CacheMiss where that was a mistake; `async_all` makes them in any case. Sources of a shape are
    rows. An answer that is `constant` depends on nothing but rows of held tables, the language and
    the day: `cached` has those of the rows of one table, as of a generation and a day. `needs` are
    the relations to tables that have to be held for `make`. What it makes of a source has `size`
    bytes, those of values counted where one `is_weighed`.
    """

    make: Callable[..., list[Answer]] | None
    async_all: Callable[..., Awaitable[list[Answer]]]
    takes_row: bool
    constant: bool
    needs: tuple[ToOne, ...] = ()
    size: int = 0
    is_weighed: bool = False
    cached: dict[bool, tuple[Any, "RowAnswerCache"]] = field(default_factory=dict, compare=False)
    # The same as of a version of all that is held, which need not be looked at one by one.
    current: dict[bool, tuple[Any, "RowAnswerCache"]] = field(default_factory=dict, compare=False)

    @property
    def is_cached(self) -> bool:
        """Whether all tables it needs are cached."""
        return all(
            TABLE_CACHE.ready(one.model, one.visible, one.by) is not None for one in self.needs
        )

    async def answers(
        self, sources: Sequence[Any], run: Run, *unpacked: Sequence[Any]
    ) -> list[Answer]:
        """The answers for its sources, made at once where that can be."""
        if self.make:
            try:
                return self.make(sources, run, *unpacked)
            except CacheMiss:
                pass
        return await self.async_all(sources, run, *unpacked)


@dataclass(frozen=True, slots=True)
class Levels:
    """A composite type: its level by the class of a value; one entry that fits all when None."""

    by_class: dict[type, SelectionCode]
    single: SelectionCode | None

    async def answers(self, values: Sequence[Any], run: Run) -> list[Answer]:
        if single := self.single:
            rows = [value.row for value in values] if single.takes_row else values
            return await single.answers(rows, run)
        found: list[Answer | None] = [None] * len(values)
        groups: dict[type, list[int]] = {}
        for place, value in enumerate(values):
            groups.setdefault(type(value), []).append(place)
        for kind, places in groups.items():
            level = self.by_class.get(kind)
            if level is None:
                raise PlanFallback(f"no plan for {kind.__name__}")
            found_here = [values[place] for place in places]
            rows = [value.row for value in found_here] if level.takes_row else found_here
            answers = await level.answers(rows, run)
            for place, answer in zip(places, answers, strict=True):
                found[place] = answer
        return found  # type: ignore[return-value]


# The wrapping of a type, from the outside in: "!" not null, "[" a list of.
Wrapping = tuple[str, ...]


# Lists of what may not be null.
LISTS = (("!", "[", "!"), ("[", "!"))


def in_order(rows: Sequence[Any], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The values of these columns of the rows of one statement: tuples are unpacked fastest.

    As a rule the statement began with them, in this order. None stands for what it has not.
    """
    first = rows[0]
    if isinstance(first, asyncpg.Record) and tuple(first.keys())[: len(names)] == names:
        return list(map(_first(len(names)), rows))
    return [tuple([row.get(name) for name in names]) for row in rows]


@cache
def _first(number: int) -> "itemgetter[Any]":
    """What gives the first values of a row, so many of them."""
    return itemgetter(slice(number))


async def listed(
    values: Sequence[Sequence[Any]],
    made: Callable[..., Awaitable[list[Answer]]],
    run: Run,
    names: tuple[str, ...] = (),
) -> list[list[Answer]]:
    """The answers for lists of values, all made together; of rows to be unpacked by `names`."""
    if len(values) == 1:
        flat: Sequence[Any] = values[0]
    else:
        flat = [item for value in values for item in value]
    if None in flat:
        null()
    if not flat:
        answers = []
    elif names:
        rows = [row for value in values if value for row in in_order(value, names)]
        answers = await made(flat, run, rows)
    else:
        answers = await made(flat, run)
    if len(values) == 1:
        return [answers]
    found, start = [], 0
    for value in values:
        end = start + len(value)
        found.append(answers[start:end])
        start = end
    return found


async def finished(
    values: Sequence[Any], wrapping: Wrapping, levels: Levels, run: Run
) -> list[Any]:
    """The answers for composite values, each perhaps null or a list."""
    if None not in values:
        if "[" not in wrapping:
            return list(await levels.answers(values, run))
        if wrapping in LISTS:
            return await listed(values, levels.answers, run)
    flat: list[Any] = []
    for value in values:
        _flatten(value, wrapping, flat)
    answers = iter(await levels.answers(flat, run) if flat else ())
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


def _nested(value: Any, wrapping: Wrapping, answers: Iterator[Answer]) -> Any:
    if value is None:
        return None
    inner = wrapping[1:] if wrapping and wrapping[0] == "!" else wrapping
    if inner:
        return [_nested(item, inner[1:], answers) for item in value]
    return next(answers)


class RowAnswerCache(dict[Any, Any]):
    """Cached answers for the rows of a cached table, by id.

    Asked for a key it does not have it makes the answer, for the run it was last lent to. An answer
    stays here when its texts were given in the languages most are given in, `usual`; the others are
    kept apart with theirs.
    """

    __slots__ = ("_make", "_others", "_rows", "_sizes", "cached_bytes", "must", "run", "usual")

    def __init__(self, rows: dict[int, Any], level: SelectionCode) -> None:
        assert level.make is not None
        self._rows, self._make = rows, level.make
        self._others: dict[Any, tuple[Any, int]] = {}
        self._sizes: dict[Any, int] = {}
        self.usual: int = 0
        self.run: Run | None = None
        self.must, self.cached_bytes = False, 0

    def __missing__(self, key: Any) -> Any:
        run = self.run
        assert run is not None
        other = self._others.get(key)
        if other is None:
            row = self._rows.get(key)
            answer, served = (None, 0) if row is None else self._make_answer(row, run)
            taken = _bytes_of(answer)
            self.cached_bytes += taken
            run.cached_bytes += taken
            if answer is not None and served == (self.usual or served):
                self.usual = served
                self[key] = answer
                run.languages_used |= served
                return answer
            other = self._others[key] = (answer, served)
        run.languages_used |= other[1]
        return null() if other[0] is None and self.must else other[0]

    def _make_answer(self, row: Any, run: Run) -> tuple[Answer, int]:
        context, before, told = run.context, run.languages_used, run.context.languages_used
        objects, size = run.objects, run.bytes
        run.languages_used, context.languages_used = 0, set()
        try:
            (answer,) = self._make((row,), run)
            served = run.languages_used
            served |= (context.language in context.languages_used) | 2 * (
                other(context.language) in context.languages_used
            )
        finally:
            run.languages_used, context.languages_used = before, told
        # It is counted each time it is used.
        run.objects, run.bytes = objects, size
        return answer, served

    def count_bytes(self, sources: Sequence[Any], key: str, run: Run) -> None:
        """Count the bytes of the answers, each as often as it is used."""
        size = 0
        for source in sources:
            row_id = getattr(source, key)
            if row_id not in self._sizes:
                self._sizes[row_id] = size_of(self[row_id])
            size += self._sizes[row_id]
        run.count(0, size)

    def add_language(self, sources: Sequence[Any], key: str, run: Run) -> None:
        """Remember in which languages texts were given, when any of the answers is usual."""
        for source in sources:
            row_id = getattr(source, key)
            if row_id is not None and row_id in self:
                run.languages_used |= self.usual
                return


def _bytes_of(answer: Any) -> int:
    """Bytes of a cached answer, without its texts, which belong to the rows."""
    if isinstance(answer, dict):
        return ENTRY_BYTES + getsizeof(answer) + sum(map(_bytes_of, answer.values()))
    if isinstance(answer, list):
        return getsizeof(answer) + sum(map(_bytes_of, answer))
    return 0


def size_of(value: Any) -> int:
    """The bytes of what was made, reckoned as they are counted."""
    if isinstance(value, dict):
        return sum(len(key) + FIELD_BYTES + size_of(each) for key, each in value.items())
    if isinstance(value, list):
        return sum(1 + size_of(each) for each in value)
    return length_of(value)


class _Nothing(dict[Any, None]):
    """In the place of answers of a table that is not held: None for whatever is asked."""

    __slots__ = ()

    def __missing__(self, key: Any) -> None:
        return None


NOTHING = _Nothing()


def cached_answers(
    declared: ToOne, level: SelectionCode, run: Run, must: bool
) -> tuple[RowAnswerCache | None, Mapping[Any, Any]]:
    """The answers for a relation to a table, None when it is not held at the moment, and what to
    look them up in.

    They are lent to `run` until it next waits for something.
    """
    version = (TABLE_CACHE.version, run.own, run.day)
    current = level.current.get(must)
    if current is not None and current[0] == version:
        answers = current[1]
        answers.run = run
        return answers, answers
    held = TABLE_CACHE.ready(declared.model, declared.visible, declared.by)
    if held is None or (level.needs and not level.is_cached):
        return None, NOTHING
    answers = _answers(held, level, run, must)
    level.current[must] = (version, answers)
    return answers, answers


def _answers(table: CachedTable, level: SelectionCode, run: Run, must: bool) -> RowAnswerCache:
    stamp = (table, table.generation, run.own, run.day)
    known = level.cached.get(must)
    if known is not None and known[0] == stamp:
        answers = known[1]
    else:
        if known is not None:
            run.cached_bytes -= known[1].cached_bytes
        answers = RowAnswerCache(table.rows, level)
        answers.must = must
        if not must:
            # Where nothing is pointed at there is nothing to ask for.
            answers[None] = None
        level.cached[must] = (stamp, answers)
    answers.run = run
    return answers


async def one(
    declared: ToOne, sources: Sequence[Any], level: SelectionCode, run: Run, must: bool
) -> list[Any]:
    """The answers for a relation to one row, made once for each row that is pointed at."""
    # One answer may stand in several places.
    run.is_counted = False
    keys = [getattr(source, declared.key) for source in sources]
    held = await TABLE_CACHE.table(declared.model, declared.visible, declared.by)
    if held is not None and level.make is not None and level.constant and level.is_cached:
        answers = _answers(held, level, run, must)
        found = [answers[key] for key in keys]
        answers.add_language(sources, declared.key, run)
        if level.is_weighed:
            answers.count_bytes(sources, declared.key, run)
        else:
            run.count(0, len(found) * level.size)
        return found
    wanted = list(dict.fromkeys(key for key in keys if key is not None))
    made: dict[Any, Any] = {None: None}
    if wanted:
        rows = await run.context.loaders.rows(declared.model, declared.visible, declared.by, wanted)
        present = [(key, row) for key, row in zip(wanted, rows, strict=True) if row is not None]
        answers_now = await level.async_all([row for _, row in present], run)
        made.update(zip((key for key, _ in present), answers_now, strict=True))
        if len(keys) > len(wanted):
            # Made once, and sent as often as it is pointed at.
            uses = Counter(keys)
            again = ((uses[key] - 1, made.get(key)) for key in wanted if uses[key] > 1)
            run.count(0, sum(times * size_of(answer) for times, answer in again))
    found = [made.get(key) for key in keys]
    if must and None in found:
        null()
    return found


def fill_one(key: str, declared: ToOne, level: SelectionCode, must: bool) -> Any:
    """A function that puts the answers for a relation under `key` into what was made."""

    async def fill(sources: Sequence[Any], made: Sequence[Answer], run: Run) -> None:
        found = await one(declared, sources, level, run, must)
        for answer, value in zip(made, found, strict=True):
            answer[key] = value

    return fill


def sync(
    make: Callable[..., list[Answer]],
) -> Callable[..., Awaitable[list[Answer]]]:
    """`make` for those who would wait for it."""

    async def every(*given: Any) -> list[Answer]:
        return make(*given)

    return every


def has_column(sources: Sequence[Any], name: str) -> bool:
    """Whether the sources were read with a column that does not belong to their table."""
    return bool(sources) and isinstance(sources[0], asyncpg.Record | JsonRow) and name in sources[0]


def without_prefix(declared: Framed, source: Any, run: Run, **arguments: Any) -> Any:
    """A field of something framed, asked of the thing itself."""
    work_out = declared.prepare(run.context, source.stem, source.requested_width, **arguments)
    return work_out(*(getattr(source.row, name) for name in declared.columns(source.stem)))


async def many(
    model: Any, key: str, order: str, where: Any, join: str, sources: Sequence[Any],
    level: SelectionCode,
    run: Run,
) -> list[list[Answer]]:  # fmt: skip
    """The answers for a relation to a short list of rows, in one statement."""
    grouped = await rows_by(model, key, [source.id for source in sources], where, order, join)
    return await listed([grouped.get(source.id, ()) for source in sources], level.answers, run)


async def each(calls: Sequence[Coroutine[Any, Any, Any]]) -> Sequence[Any]:
    """The results of resolvers, one for each source, waited for together."""
    if len(calls) == 1:
        return [await calls[0]]
    tasks = [asyncio.create_task(call) for call in calls]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        _stop(tasks)
        raise


Fill = Callable[[Sequence[Any], Sequence[Answer], Run], Coroutine[Any, Any, None]]


async def together(
    fills: Sequence[Fill], sources: Sequence[Any], made: Sequence[Answer], run: Run
) -> None:
    """Fill in what has to be fetched, all of it at once.

    Functions are given, not coroutines: whatever fails before leaves none that nobody awaits. The
    first is not made a task of its own: most work comes alone.
    """
    others = [asyncio.create_task(fill(sources, made, run)) for fill in fills[1:]]
    try:
        await fills[0](sources, made, run)
        for other in others:
            await other
    except BaseException:
        _stop(others)
        raise


def _stop(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """End what nobody waits for any more, without waiting for that either."""
    for task in tasks:
        task.cancel()
        task.add_done_callback(_looked_at)


def _looked_at(task: asyncio.Task[Any]) -> None:
    """What failed beside something else that failed is not logged as forgotten."""
    if not task.cancelled():
        task.exception()
