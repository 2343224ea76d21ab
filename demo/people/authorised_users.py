"""Invented entries of artisans and vendors as authorised users of geographical indications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from demo.people.artisans import Maker
from demo.people.vendors import Seller
from demo.places import Indication, Trade
from demo.random_source import TODAY, dice

# Shares of the people of a craft with an entry that is valid, and with one that has expired.
MAKERS = (0.42, 0.1)
SELLERS = (0.22, 0.08)
YEARS = 10
COLUMNS = (
    "id", "gi_registration_id", "artisan_id", "vendor_id", "number", "valid_from", "valid_to",
    "verified_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, valid or expired at the time of the demo."""

    id: int
    valid_from: date
    valid_to: date

    @property
    def is_valid(self) -> bool:
        return self.valid_from <= TODAY.date() <= self.valid_to


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of artisans and of vendors by registration and person."""

    of_makers: Mapping[tuple[int, int], Entry]
    of_sellers: Mapping[tuple[int, int], Entry]


def entries(
    makers: Sequence[Maker], sellers: Sequence[Seller], trades: Sequence[Trade]
) -> tuple[Entries, list[tuple[Any, ...]]]:
    """The entries, and their table rows."""
    rows: list[tuple[Any, ...]] = []
    of_makers = {
        (indication.id, maker.id): entry
        for maker in makers
        for indication in _indications(maker.trades)
        if (entry := _entry(f"maker {maker.id}", indication, MAKERS, (maker.id, None), rows))
    }
    of_sellers = {
        (indication.id, seller.id): entry
        for seller in sellers
        if seller.is_open
        for indication in _indications([t for t in trades if t.district == seller.place.slug])
        if (entry := _entry(f"seller {seller.id}", indication, SELLERS, (None, seller.id), rows))
    }
    return Entries(of_makers, of_sellers), rows


def _indications(trades: Sequence[Trade]) -> list[Indication]:
    return list(dict.fromkeys(trade.indication for trade in trades if trade.indication))


def _entry(
    person: str,
    indication: Indication,
    shares: tuple[float, float],
    holder: tuple[int | None, int | None],
    rows: list[tuple[Any, ...]],
) -> Entry | None:
    """An entry of some of the people, added to `rows`; None for the others."""
    chance = dice(f"authorised user {indication.name}", person)
    valid, expired = shares
    share = chance.random()
    if share < valid:
        first = _day(chance, 900, 60)
        last = first.replace(year=first.year + YEARS, day=min(first.day, 28)) - timedelta(days=1)
    elif indication.is_old and share < valid + expired:
        last = _day(chance, 240, 10)
        first = last.replace(year=last.year - YEARS, day=min(last.day, 28))
    else:
        return None
    entry = Entry(len(rows) + 1, first, last)
    verified = datetime.combine(max(first, _day(chance, 800, 800)), time(9), TODAY.tzinfo)
    number = f"AU/DEMO/{entry.id:04d}"
    rows.append((entry.id, indication.id, *holder, number, first, last, verified))
    return entry


def _day(chance: Random, oldest: int, newest: int) -> date:
    """A day so many days before that of the demo."""
    return TODAY.date() - timedelta(days=chance.randint(newest, oldest))
