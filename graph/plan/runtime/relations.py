"""Relations to other rows, read for all sources of a level together."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import asyncpg

from database.caches.table_cache import TABLE_CACHE
from database.select import NestedRow
from graph.fields.field_kinds import Computed, ToMany, ToOne
from graph.loaders import rows_by
from graph.plan.runtime.fallbacks import gone
from graph.plan.runtime.levels import SelectionCode
from graph.plan.runtime.lists import listed
from graph.plan.runtime.row_answers import cached_answers_of, objects_of, size_of
from graph.plan.runtime.run import Answer, Rows, Run


async def one(
    declared: ToOne, sources: Rows, level: SelectionCode, run: Run, must: bool
) -> list[Any]:
    """The answers for a relation to one row, made once for each row that is pointed at.

    They are counted in each place they stand in.
    """
    keys = [getattr(source, declared.key) for source in sources]
    held = await TABLE_CACHE.table(declared.model, declared.visible, declared.by)
    if held is not None and level.make is not None and level.constant and level.is_cached:
        answers = cached_answers_of(held, level, run, must)
        most = len(keys) * level.objects
        run.doubt(most)
        run.count(most, 0 if level.is_weighed else len(keys) * level.size)
        found = [answers[key] for key in keys]
        run.without(found.count(None) * level.objects)
        answers.add_language(sources, declared.key, run)
        if level.is_weighed:
            answers.count_bytes(sources, declared.key, run)
        if answers.fewer:
            answers.count_fewer(sources, declared.key, run)
        run.doubt(-most)
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
            for key, answer in made.items():
                if answer is not None and uses[key] > 1:
                    again = uses[key] - 1
                    run.count(again * objects_of(answer), again * size_of(answer))
    found = [made.get(key) for key in keys]
    if must and None in found:
        gone()
    return found


def fill_one(key: str, declared: ToOne, level: SelectionCode, must: bool) -> Any:
    """A function that puts the answers for a relation under `key` into what was made."""

    async def fill(sources: Rows, made: Sequence[Answer], run: Run) -> None:
        found = await one(declared, sources, level, run, must)
        for answer, value in zip(made, found, strict=True):
            answer[key] = value

    return fill


def has_column(sources: Rows, name: str) -> bool:
    """Whether the sources were read with a column that does not belong to their table."""
    return (
        bool(sources) and isinstance(sources[0], asyncpg.Record | NestedRow) and name in sources[0]
    )


def of_object(declared: Computed, source: Any, run: Run, **arguments: Any) -> Any:
    """A prepared field of an object that is there itself."""
    compute = declared.compute(run.context, source.prefix, source.options, **arguments)
    columns = declared.columns_under(source.prefix)
    return compute(*(getattr(source.row, name) for name in columns))


async def many(
    declared: ToMany, sources: Rows, level: SelectionCode, run: Run
) -> list[list[Answer]]:
    """The answers for a relation to a short list of rows, in one statement."""
    ids = [source.id for source in sources]
    grouped = await rows_by(
        declared.model, declared.key, ids, declared.where, declared.order, declared.join
    )
    return await listed([grouped.get(source.id, ()) for source in sources], level.answers, run)
