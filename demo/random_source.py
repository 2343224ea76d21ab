"""Dice that fall the same way on every machine, and the day on which the demo stands still."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

# The catalogue is made as of this morning, so that loading it twice gives the same bytes.
TODAY = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
OPENED = datetime(2024, 5, 20, 3, 30, tzinfo=UTC)


def dice(noun: str, number: int | str) -> Random:
    """The dice of one thing: what they show does not depend on any other thing."""
    return Random(f"{noun} {number}")


def between(low: float, high: float, share: float) -> float:
    """The point a `share` of the way from `low` to `high`."""
    return low + (high - low) * share


def weighted(chance: Random, weights: Mapping[Thing, float]) -> Thing:
    return chance.choices(list(weights), list(weights.values()))[0]


def early(chance: Random, things: Sequence[Thing]) -> Thing:
    """One of `things`, the first of them most often: as buyers and work are spread over people."""
    return things[min(int(len(things) * chance.random() ** 1.7), len(things) - 1)]


def moment(chance: Random, start: datetime, end: datetime, lean: float = 1.0) -> datetime:
    """A time of day at which people in India are awake; `lean` above 1 makes late days likelier."""
    days = max((end - start).days, 1)
    day = start + timedelta(days=int(days * chance.random() ** (1 / lean)))
    return day + timedelta(
        seconds=chance.randrange(13 * 3600), microseconds=chance.randrange(10**6)
    )
