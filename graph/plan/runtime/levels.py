"""The code of one selection, and the sources it makes answers of."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from database.caches.table_cache import TABLE_CACHE
from graph.fields.field_kinds import ToOne
from graph.plan.runtime.fallbacks import CacheMiss, PlanFallback
from graph.plan.runtime.run import Answer, Rows, Run

if TYPE_CHECKING:
    from graph.plan.runtime.row_answers import RowAnswerCache


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
    # The objects it makes of one source, if nothing in it is null.
    objects: int = 0
    cached: dict[bool, tuple[Any, "RowAnswerCache"]] = field(default_factory=dict, compare=False)
    # The same as of a version of all that is held, which need not be looked at one by one.
    current: dict[bool, tuple[Any, "RowAnswerCache"]] = field(default_factory=dict, compare=False)

    @property
    def is_cached(self) -> bool:
        """Whether all tables it needs are cached."""
        return all(
            TABLE_CACHE.ready(one.model, one.visible, one.by) is not None for one in self.needs
        )

    async def answers(self, sources: Rows, run: Run, *unpacked: Sequence[Any]) -> list[Answer]:
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

    async def answers(self, values: Rows, run: Run) -> list[Answer]:
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


def sync(
    make: Callable[..., list[Answer]],
) -> Callable[..., Awaitable[list[Answer]]]:
    """`make` for those who would wait for it."""

    async def every(*given: Any) -> list[Answer]:
        return make(*given)

    return every
