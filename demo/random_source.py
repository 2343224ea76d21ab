"""Deterministic random numbers, and the fixed date of the demo."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

# The catalogue is generated as of this time, so that loading it twice gives the same rows.
TODAY = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
OPENED = datetime(2024, 5, 20, 3, 30, tzinfo=UTC)


def dice(noun: str, number: int | str) -> Random:
    """A random source seeded by a noun and a number, independent of all others."""
    return Random(f"{noun} {number}")


def between(low: float, high: float, share: float) -> float:
    """Interpolate between `low` (share 0) and `high` (share 1)."""
    return low + (high - low) * share


def weighted(chance: Random, weights: Mapping[Thing, float]) -> Thing:
    return chance.choices(list(weights), list(weights.values()))[0]


def early(chance: Random, things: Sequence[Thing]) -> Thing:
    """One of `things`, with a preference for the first ones."""
    return things[min(int(len(things) * chance.random() ** 1.7), len(things) - 1)]


def moment(chance: Random, start: datetime, end: datetime, lean: float = 1.0) -> datetime:
    """A daytime moment in India; `lean` above 1 prefers late days."""
    days = max((end - start).days, 1)
    day = start + timedelta(days=int(days * chance.random() ** (1 / lean)))
    return day + timedelta(
        seconds=chance.randrange(13 * 3600), microseconds=chance.randrange(10**6)
    )
