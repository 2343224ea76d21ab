"""Rows unpacked, and answers put into the lists they belong to."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

import asyncpg

from graph.plan.runtime.fallbacks import null
from graph.plan.runtime.levels import Levels
from graph.plan.runtime.run import Answer, Rows, Run

# The wrapping of a type, from the outside in: "!" not null, "[" a list of.
Wrapping = tuple[str, ...]


# Lists of what may not be null.
LISTS = (("!", "[", "!"), ("[", "!"))


def in_order(rows: Rows, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The values of these columns of the rows of one statement: tuples are unpacked fastest.

    As a rule the statement began with them, in this order. None stands for what it has not.
    """
    first = rows[0]
    if isinstance(first, asyncpg.Record):
        columns = tuple(first.keys())
        if columns[: len(names)] == names:
            return list(map(_first(len(names)), rows))
        if len(names) > 1 and set(names).issubset(columns):
            return list(map(itemgetter(*names), rows))
    return [tuple([row.get(name) for name in names]) for row in rows]


def _all_in_order(
    lists: Sequence[Rows], rows: Rows, names: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    """The same for all `rows` of several lists, which as a rule came by one statement."""
    if len({(type(each[0]), *each[0].keys()) for each in lists if each}) == 1:
        return in_order(rows, names)
    return [row for each in lists if each for row in in_order(each, names)]


@cache
def _first(number: int) -> "itemgetter[Any]":
    """A getter of the first `number` values of a row."""
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
        run.check(sum(map(len, values)))
        flat = [item for value in values for item in value]
    if None in flat:
        null()
    if not flat:
        answers = []
    elif names:
        answers = await made(flat, run, _all_in_order(values, flat, names))
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


async def finished(values: Rows, wrapping: Wrapping, levels: Levels, run: Run) -> list[Any]:
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
