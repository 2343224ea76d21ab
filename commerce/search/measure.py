"""Relevance and speed of search, measured with the queries of two files.

Those of `data/search_queries.csv` name a place or a craft, of `data/thing_queries.csv` a thing.
"""

import csv
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

DATA = Path(__file__).resolve().parents[2] / "data"
QUERIES, THINGS = DATA / "search_queries.csv", DATA / "thing_queries.csv"
ROUNDS = 5
LOOKED_AT = 3
SHOWN = 6  # of things: all hits of a phone's first screen must be right

# Required shares of all queries.
FIRST_RIGHT = 29 / 30
LOOKED_AT_RIGHT = 1.0
SHOWN_RIGHT = 29 / 30
SLOWEST_MS = 30.0

Search = Callable[[str], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class MeasuredQuery:
    """A query with the expected districts or kinds, those of its first hits, and milliseconds."""

    number: str
    query: str
    expected: frozenset[str]
    found: tuple[str, ...]
    milliseconds: tuple[float, ...]

    @property
    def is_first_right(self) -> bool:
        return bool(self.found) and self.found[0] in self.expected

    @property
    def is_seen_right(self) -> bool:
        return not self.expected.isdisjoint(self.found[:LOOKED_AT])

    @property
    def is_all_right(self) -> bool:
        """Whether it has hits, and all that are shown first are right."""
        return bool(self.found) and self.expected.issuperset(self.found[:SHOWN])


@dataclass(frozen=True, slots=True)
class Measured:
    """All measured queries; `passes` if relevance and speed reach the targets."""

    queries: tuple[MeasuredQuery, ...]
    things: tuple[MeasuredQuery, ...]

    @property
    def things_right(self) -> int:
        return sum(one.is_all_right for one in self.things)

    @property
    def first_right(self) -> int:
        return sum(one.is_first_right for one in self.queries)

    @property
    def seen_right(self) -> int:
        return sum(one.is_seen_right for one in self.queries)

    def percentile(self, share: float) -> float:
        times = sorted(time for one in (*self.queries, *self.things) for time in one.milliseconds)
        return times[min(len(times) - 1, int(share * len(times)))] if times else 0.0

    @property
    def passes(self) -> bool:
        number = len(self.queries)
        return (
            number > 0
            and self.first_right >= FIRST_RIGHT * number
            and self.seen_right >= LOOKED_AT_RIGHT * number
            and self.things_right >= SHOWN_RIGHT * len(self.things)
            and self.percentile(0.95) < SLOWEST_MS
        )


async def measure(districts: Search, kinds: Search) -> Measured:
    """Run each query several times.

    `districts` and `kinds` search, and return those of the first hits by their slugs.
    """
    return Measured(
        await _measured(districts, QUERIES, "expected_district_slugs"),
        await _measured(kinds, THINGS, "expected_kind_slugs"),
    )


async def _measured(search: Search, path: Path, expected: str) -> tuple[MeasuredQuery, ...]:
    """The first round fills caches and is not timed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["id"]: tuple(await search(row["query"])) for row in rows}
    times: dict[str, list[float]] = {row["id"]: [] for row in rows}
    for _ in range(ROUNDS):
        for row in rows:
            began = time.perf_counter()
            await search(row["query"])
            times[row["id"]].append((time.perf_counter() - began) * 1000)
    return tuple(
        MeasuredQuery(
            row["id"],
            row["query"],
            frozenset(row[expected].split("|")),
            found[row["id"]],
            tuple(times[row["id"]]),
        )
        for row in rows
    )


def report(measured: Measured, console: Console) -> int:
    """Print the measurements; return the exit code, 1 if search misses a target."""
    table = Table("", "Query", "First hits", "First", "In three", "ms")
    for one in measured.queries:
        table.add_row(
            one.number,
            one.query,
            ", ".join(one.found[:LOOKED_AT]) or "nothing",
            "yes" if one.is_first_right else "no",
            "yes" if one.is_seen_right else "no",
            _middle(one),
        )
    console.print(table)
    table = Table("", "Thing", "First hits", f"First {SHOWN} right", "ms")
    for one in measured.things:
        shown = ", ".join(f"{slug} ×{n}" for slug, n in Counter(one.found[:SHOWN]).items())
        right = "yes" if one.is_all_right else "no"
        table.add_row(one.number, one.query, shown or "nothing", right, _middle(one))
    console.print(table)
    number = len(measured.queries)
    console.print(
        f"First right: {measured.first_right} of {number}."
        f" Among the first {LOOKED_AT}: {measured.seen_right} of {number}."
        f" Things: {measured.things_right} of {len(measured.things)}."
        f" p50 {measured.percentile(0.5):.1f} ms, p95 {measured.percentile(0.95):.1f} ms"
        f" (target: below {SLOWEST_MS:.0f} ms)."
    )
    return 0 if measured.passes else 1


def _middle(one: MeasuredQuery) -> str:
    return f"{sorted(one.milliseconds)[len(one.milliseconds) // 2]:.1f}"


async def measure_search(districts: Search, kinds: Search, console: Console | None = None) -> int:
    """Run `odop search measure`; return its exit code."""
    return report(await measure(districts, kinds), console or Console())
