"""What products on sale have: for every choice of every facet the set of products with it.

A product has an *ordinal*, its place here. Ordinals are given out by district, craft, category,
artisan and vendor, so that the sets of these are runs and take next to nothing; a product that
comes later gets the next one.

For every order of a list there are bands (`bands.py`). Prices and ranks are kept as well, of when a
product was published and how popular it is only the band: PostgreSQL puts those of a band in order.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from random import Random
from typing import Any, TypeVar

from pyroaring import BitMap

from commerce.catalogue.facet_types import PAISE_EDGES, Facet
from commerce.catalogue.index.bands import ID_BITS, Bands, Span, key_of
from commerce.catalogue.index.prices import Prices

Key = TypeVar("Key")

# The columns of a product that are looked at here.
COLUMNS = (
    "id", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id", "country_of_origin",
    "min_price_paise", "is_gi_tagged", "is_available", "is_made_to_order", "rating_sum",
    "rating_count", "rating_rank", "published_at", "popularity",
)  # fmt: skip
# Products are ordered by these.
NOUNS = {
    "district_id": Facet.DISTRICTS,
    "craft_id": Facet.CRAFTS,
    "category_id": Facet.CATEGORIES,
    "artisan_id": Facet.ARTISANS,
    "vendor_id": Facet.VENDORS,
}
# Of rows that are read together, each column.
Columns = Mapping[str, "array[int]"]
# The key of a facet's choice is text, as facets have it everywhere.
Sets = defaultdict[str, BitMap]
NOTHING = BitMap()
# A map from ids to ordinals is an array: ids may be this many times as many as products, no more.
SPARSE = 8
SPARE_IDS = 100_000
NONE = -1
MAX_PRICE_PAISE = 1 << 62  # paise; no price is so high
# Bounds of bands are drawn by so many products.
SAMPLE = 8192
# PostgreSQL counts microseconds from here.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Column(StrEnum):
    """What products are put in order by."""

    RANK = "rating_rank"
    PRICE = "min_price_paise"
    PUBLISHED = "published_at"
    POPULARITY = "popularity"

    @property
    def is_exact(self) -> bool:
        """Whether its values are kept, not the bands alone."""
        return self is Column.RANK or self is Column.PRICE


class TooSparseError(Exception):
    """Ids lie too far apart for an array by id."""


class Values:
    """The sets, and by ordinal what can't be said by a set."""

    def __init__(self) -> None:
        self.ids = array("i")
        self.ranks = array("H")  # thousandths of a star
        self.prices = Prices()
        self.all = BitMap()
        self.facets: dict[Facet, Sets] = {facet: defaultdict(BitMap) for facet in Facet}
        self.bands = {column: Bands() for column in Column}
        self._ordinals = array("i")
        self._highest = 0  # id of all that were taken
        # Of the products that were taken, until they are in bands.
        self._taken: dict[Column, array[int]] = {
            Column.PUBLISHED: array("q"),
            Column.POPULARITY: array("i"),
        }

    # --- Products ------------------------------------------------------------------------------

    def ordinal(self, product_id: int) -> int:
        """The product's place, or NONE."""
        return self._ordinals[product_id] if product_id < len(self._ordinals) else NONE

    @property
    def end_of_ids(self) -> int:
        """No id is as great."""
        return len(self._ordinals)

    def places(self, start: int, end: int) -> "array[int]":
        """The places, or NONE, of the products with the ids from one up to another."""
        return self._ordinals[start:end]

    def ordinals(self, product_ids: Iterable[int]) -> BitMap:
        """The places of those products that have one, on sale or not."""
        places, known = self._ordinals, len(self._ordinals)
        return BitMap([at for each in product_ids if each < known and (at := places[each]) != NONE])

    def put(self, row: Any) -> None:
        """Take a product in, or take in anew what it has; see COLUMNS. Raises TooSparseError."""
        place = self.ordinal(row["id"])
        if place == NONE:
            place = self._place(row["id"])
        elif place in self.all:
            self._take_out(place)
        rank, price = row["rating_rank"], row["min_price_paise"]
        self.ranks[place], self.prices[place] = rank, price
        self.all.add(place)
        for column, value in (
            (Column.RANK, rank),
            (Column.PRICE, price),
            (Column.PUBLISHED, microseconds(row["published_at"])),
            (Column.POPULARITY, row["popularity"]),
        ):
            if (bands := self.bands.get(column)) is not None:
                bands.put(place, key_of(value, row["id"]))
        for facet, key in _keys(row):
            self.facets[facet][key].add(place)

    def has_attributes(self, product_id: int, value_ids: Iterable[int]) -> None:
        """What a product that was just put in has for its attributes."""
        for value_id in value_ids:
            self.facets[Facet.ATTRIBUTES][str(value_id)].add(self.ordinal(product_id))

    def drop(self, product_id: int) -> None:
        """A product is no longer on sale."""
        place = self.ordinal(product_id)
        if place != NONE and place in self.all:
            self._take_out(place)

    def _place(self, product_id: int) -> int:
        self._refuse_sparse(product_id)
        missing = product_id + 1 - len(self._ordinals)
        if missing > 0:
            self._ordinals.extend([NONE] * missing)
        place = self._ordinals[product_id] = len(self.ids)
        self.ids.append(product_id)
        self.ranks.append(0)
        self.prices.append(0)
        return place

    def _refuse_sparse(self, product_id: int) -> None:
        if product_id >= SPARSE * len(self.ids) + SPARE_IDS:
            raise TooSparseError

    # --- All at once (see `loading.py`) --------------------------------------------------------

    def take(self, rows: Columns) -> None:
        """The products that come next, in the order of their ordinals."""
        start = len(self.ids)
        self.ids += rows["id"]
        self.ranks += rows["rating_rank"]
        self.prices.extend(rows["min_price_paise"])
        for taken, values in self._taken.items():
            values += rows[taken]
        self._highest = max(self._highest, *rows["id"])
        for column, facet in NOUNS.items():
            sets = self.facets[facet]
            for key, first, end in _runs(rows[column]):
                if key:
                    sets[str(key)].add_range(start + first, start + end)
        for paise, places in _grouped(rows["min_price_paise"], start).items():
            self.facets[Facet.PRICE][_price_key(paise)].update(places)
        others = zip(*[rows[column] for column in OTHERS], strict=True)
        for kind, places in _grouped(others, start).items():
            for of, choice in _other_keys(*kind):
                self.facets[of][choice].update(places)

    def take_attributes(self, rows: Columns) -> None:
        """What products that were taken have for their attributes."""
        sets = self.facets[Facet.ATTRIBUTES]
        for value_id, first, end in _runs(rows["value_id"]):
            if members := self.ordinals(rows["product_id"][first:end]):
                sets[str(value_id)] |= members

    def open(self) -> None:
        """All products were taken. Raises TooSparseError."""
        self.all = BitMap(range(len(self.ids)))
        if self.ids:
            self._refuse_sparse(self._highest)
            self._ordinals = array("i", [NONE]) * (self._highest + 1)

    def place(self, start: int, end: int) -> None:
        """Let the products from one ordinal up to another be found by their ids."""
        ordinals = self._ordinals
        for at, product_id in enumerate(self.ids[start:end], start):
            ordinals[product_id] = at

    def _take_out(self, place: int) -> None:
        self.all.discard(place)
        for sets in self.facets.values():
            for members in sets.values():
                members.discard(place)

    def sets(self) -> Iterator[BitMap]:
        """All there are."""
        yield self.all
        for bands in self.bands.values():
            yield from bands.sets()
        for sets in self.facets.values():
            yield from sets.values()

    # --- Choices -------------------------------------------------------------------------------

    def having(self, facet: Facet, keys: Iterable[object]) -> BitMap:
        """The products with any of these choices."""
        sets = self.facets[facet]
        return BitMap.union(*[sets.get(str(key), NOTHING) for key in keys], NOTHING)

    def priced(self, least: int | None, most: int | None) -> BitMap:
        """The products whose least price, in paise, lies within bounds, both included."""
        low = 0 if least is None else max(least, 0)
        high = MAX_PRICE_PAISE if most is None else most
        found = BitMap()
        span = Span(False, key_of(low, 0) - 1, key_of(high + 1, 0))
        for members, is_whole in self.bands[Column.PRICE].within(self.all, span):
            if is_whole:
                found |= members
            else:
                places = members.to_array()
                found |= BitMap(
                    [
                        at
                        for at, price in zip(places, self.prices.of(places), strict=True)
                        if low <= price <= high
                    ]
                )
        return found

    def count(self, facet: Facet, hits: BitMap) -> list[tuple[str, int]]:
        """How many of `hits` each choice has, the most frequent first; those that have none not."""
        numbers = [
            (key, hits.intersection_cardinality(members))
            for key, members in self.facets[facet].items()
        ]
        found = [each for each in numbers if each[1]]
        found.sort(key=_frequent)
        return found

    # --- Orders --------------------------------------------------------------------------------

    def draw_bands(self) -> None:
        """Draw the bands of every order. They are to be filled (`fill_bands`) bit by bit."""
        for column, bands in self.bands.items():
            bands.draw(self.sampled(self._values_of(column)), len(self.ids))

    def sampled(self, values: "array[int] | Prices") -> list[int]:
        """The keys of some products, of which the values of all are given by ordinal."""
        places = Random(0).sample(range(len(values)), min(SAMPLE, len(values)))
        ids = self.ids
        return [values[place] << ID_BITS | ids[place] for place in places]

    def fill_bands(self, column: Column, start: int, end: int) -> None:
        """Put the products from one ordinal up to another into their bands."""
        values = self._values_of(column)
        some = values.some(start, end) if isinstance(values, Prices) else values[start:end]
        self.bands[column].fill(some, self.ids[start:end], start)

    def close(self) -> None:
        """All products are in their bands."""
        self._taken.clear()

    def keys(self, column: Column, members: BitMap) -> list[int]:
        """Where products stand in an order of which the values are kept."""
        ids, places = self.ids, members.to_array()
        if column is Column.PRICE:
            prices = self.prices.of(places)
            return [price << ID_BITS | ids[at] for price, at in zip(prices, places, strict=True)]
        ranks = self.ranks
        return [ranks[at] << ID_BITS | ids[at] for at in places]

    def _values_of(self, column: Column) -> "array[int] | Prices":
        if column is Column.RANK:
            return self.ranks
        return self.prices if column is Column.PRICE else self._taken[column]


def microseconds(moment: datetime) -> int:
    """As PostgreSQL sends it."""
    return (moment - EPOCH) // MICROSECOND


def _frequent(each: tuple[str, int]) -> tuple[int, str]:
    return -each[1], each[0]


def _price_key(paise: int) -> str:
    return str(bisect_right(PAISE_EDGES, paise))


def _runs(column: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Values that come several times in a row, each with the places from one up to another."""
    end = 0
    for key, run in groupby(column):
        first, end = end, end + len(list(run))
        yield key, first, end


def _grouped(column: Iterable[Key], start: int) -> dict[Key, list[int]]:
    """Where each value stands, counted from `start`."""
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for place, key in enumerate(column, start):
        found[key].append(place)
    return found


# What few different products have: as many as there are kinds of them.
OTHERS = ("country_of_origin", "stars", "is_gi_tagged", "is_available", "is_made_to_order")


def _other_keys(
    country: int, stars: int, is_gi: int, is_available: int, is_made_to_order: int
) -> Iterator[tuple[Facet, str]]:
    """`country` is its two letters as a number; without a rating there are no stars."""
    yield Facet.COUNTRIES, country.to_bytes(2, "big").decode()
    if stars:
        yield Facet.RATING, str(stars)
    yield Facet.GI, _flag(is_gi)
    yield Facet.AVAILABILITY, _flag(is_available)
    yield Facet.MADE_TO_ORDER, _flag(is_made_to_order)


def _flag(value: object) -> str:
    return "true" if value else "false"


def _keys(row: Any) -> Iterable[tuple[Facet, str]]:
    for column, facet in NOUNS.items():
        if row[column] is not None:
            yield facet, str(row[column])
    yield Facet.COUNTRIES, row["country_of_origin"]
    yield Facet.PRICE, _price_key(row["min_price_paise"])
    if row["rating_count"]:
        yield Facet.RATING, str(row["rating_sum"] // row["rating_count"])
    yield Facet.GI, _flag(row["is_gi_tagged"])
    yield Facet.AVAILABILITY, _flag(row["is_available"])
    yield Facet.MADE_TO_ORDER, _flag(row["is_made_to_order"])
