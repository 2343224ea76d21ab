"""The products on sale as sets: one for every choice of every facet.

A product has an *ordinal*, its position in the index. Ordinals are assigned by district, craft,
category, artisan and vendor, so that the sets of these are ranges and take little memory; a later
product gets the next ordinal.

Every sort order has bands (`bands.py`). Prices and ranks are stored as well; of publication and
popularity only the band is, and PostgreSQL sorts inside a band.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from random import Random
from typing import Any, TypeVar

from pyroaring import BitMap

from commerce.catalogue.facet_specs import NOUNS, SPEC_OF, SPECS, Facet, FacetSpec
from commerce.catalogue.index.bands import ID_BITS, Bands, Span, key_of
from commerce.catalogue.index.prices import Prices

Key = TypeVar("Key")

# Columns of product that the index reads besides those of facets.
ORDERED = ("id", "rating_rank", "published_at", "popularity")
# Rows that are read together, by column.
Columns = Mapping[str, "array[int]"]
# By the key of a choice, which is text everywhere.
Sets = defaultdict[str, BitMap]
NOTHING = BitMap()
# Arrays by id: ids may go up to this multiple of the products.
SPARSE = 8
SPARE_IDS = 100_000
MAX_SHORT_RUNS = (1 << 16) - 1  # the maximum of two bytes
NONE = -1
MAX_PRICE_PAISE = 1 << 62  # paise; no price is so high
PRICE = SPEC_OF[Facet.PRICE]
OTHERS = [spec for spec in SPECS if spec is not PRICE and spec.table is None]
# Number of products from which the bounds of bands are set.
SAMPLE = 8192
# PostgreSQL counts microseconds from here.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Column(StrEnum):
    """Sort orders."""

    RANK = "rating_rank"
    PRICE = "min_price_paise"
    PUBLISHED = "published_at"
    POPULARITY = "popularity"

    @property
    def is_exact(self) -> bool:
        """Whether the values are stored, not only the bands."""
        return self is Column.RANK or self is Column.PRICE


class TooSparseError(Exception):
    """Ids are too far apart for an array by id."""


class Ordinals:
    """The ordinals of products by id.

    Ordinals are assigned in runs of ascending ids. By id only the number of its run is stored,
    in two bytes while there are few enough, and the run is searched.
    """

    def __init__(self, ids: "array[int]") -> None:
        self._ids = ids  # by ordinal
        self._starts = array("I")  # first ordinals of runs
        self._runs = array("H")  # by id; runs count from 1, 0 is none

    def of(self, product_id: int) -> int:
        """The product's ordinal, or NONE."""
        if product_id >= len(self._runs) or not (run := self._runs[product_id]):
            return NONE
        end = self._starts[run] if run < len(self._starts) else len(self._ids)
        return bisect_left(self._ids, product_id, self._starts[run - 1], end)

    def extend(self, end: int) -> None:
        """Make room for ids below `end`."""
        self._runs.extend([0] * (end - len(self._runs)))

    def put(self, product_id: int, place: int) -> None:
        """Make the product at the next ordinal findable; there is room for its id."""
        if not place or product_id < self._ids[place - 1]:
            self._starts.append(place)
            if len(self._starts) == MAX_SHORT_RUNS + 1:
                self._runs = array("I", self._runs)
        self._runs[product_id] = len(self._starts)

    @property
    def end_of_ids(self) -> int:
        """One more than the highest id."""
        return len(self._runs)


class Values:
    """The sets, and by ordinal the values that sets cannot hold."""

    def __init__(self) -> None:
        self.ids = array("i")
        self.ranks = array("H")  # thousandths of a star
        self.prices = Prices()
        self.all = BitMap()
        self.facets: dict[Facet, Sets] = {facet: defaultdict(BitMap) for facet in Facet}
        self.bands = {column: Bands() for column in Column}
        self._ordinals = Ordinals(self.ids)
        self._highest = 0  # id
        # Ordinals by id, until attributes were added.
        self._direct = array("i")
        # Values of added products until they are in bands.
        self._taken: dict[Column, array[int]] = {
            Column.PUBLISHED: array("q"),
            Column.POPULARITY: array("i"),
        }

    # --- Products ------------------------------------------------------------------------------

    def ordinal(self, product_id: int) -> int:
        """The product's ordinal, or NONE."""
        return self._ordinals.of(product_id)

    @property
    def end_of_ids(self) -> int:
        """One more than the highest id."""
        return self._ordinals.end_of_ids

    def ordinals(self, product_ids: Iterable[int]) -> BitMap:
        """The ordinals of the products that have one, on sale or not."""
        of = self._ordinals.of
        return BitMap([at for each in product_ids if (at := of(each)) != NONE])

    def put(self, row: Any) -> None:
        """Add a product or replace its values. `row` is of `product_index.SOME`.

        Raises TooSparseError.
        """
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
        for spec in SPECS:
            if (key := spec.key(row[spec.copied.name])) is not None:
                self.facets[spec.facet][key].add(place)

    def has_attributes(self, product_id: int, value_ids: Iterable[int]) -> None:
        """Add the attribute values of a product that was just put in."""
        for value_id in value_ids:
            self.facets[Facet.ATTRIBUTES][str(value_id)].add(self.ordinal(product_id))

    def drop(self, product_id: int) -> None:
        """Remove a product that is no longer on sale."""
        place = self.ordinal(product_id)
        if place != NONE and place in self.all:
            self._take_out(place)

    def _place(self, product_id: int) -> int:
        self._refuse_sparse(product_id)
        self._ordinals.extend(product_id + 1)
        place = len(self.ids)
        self._ordinals.put(product_id, place)
        self.ids.append(product_id)
        self.ranks.append(0)
        self.prices.append(0)
        return place

    def _refuse_sparse(self, product_id: int) -> None:
        if product_id >= SPARSE * len(self.ids) + SPARE_IDS:
            raise TooSparseError

    # --- All at once (see `loading.py`) --------------------------------------------------------

    def take(self, rows: Columns) -> None:
        """Add the next products, in the order of their ordinals."""
        start = len(self.ids)
        self.ids += rows["id"]
        self.ranks += rows["rating_rank"]
        self.prices.extend(rows["min_price_paise"])
        for taken, values in self._taken.items():
            values += rows[taken]
        self._highest = max(self._highest, *rows["id"])
        for column, noun in NOUNS.items():
            sets = self.facets[noun.facet]
            for value, first, end in _runs(rows[column]):
                if (key := noun.key(value)) is not None:
                    sets[key].add_range(start + first, start + end)
        self._take_grouped([PRICE], rows, start)
        self._take_grouped(OTHERS, rows, start)

    def _take_grouped(self, specs: Sequence[FacetSpec], rows: Columns, start: int) -> None:
        """Add facets that have few combinations of values."""
        combinations = zip(*[rows[spec.copied.name] for spec in specs], strict=True)
        for values, places in _grouped(combinations, start).items():
            for spec, value in zip(specs, values, strict=True):
                if (key := spec.key(value)) is not None:
                    self.facets[spec.facet][key].update(places)

    def take_attributes(self, rows: Columns) -> None:
        """Add attribute values of products."""
        sets, direct, end_of_ids = self.facets[Facet.ATTRIBUTES], self._direct, len(self._direct)
        for value_id, first, end in _runs(rows["value_id"]):
            ids = rows["product_id"][first:end]
            members = [at for each in ids if each < end_of_ids and (at := direct[each]) != NONE]
            if members:
                sets[str(value_id)].update(members)

    def open(self) -> None:
        """Finish adding products. Raises TooSparseError."""
        self.all = BitMap(range(len(self.ids)))
        if self.ids:
            self._refuse_sparse(self._highest)
            self._ordinals.extend(self._highest + 1)
            self._direct = array("i", [NONE]) * (self._highest + 1)

    def place(self, start: int, end: int) -> None:
        """Make a range of ordinals findable by id."""
        direct, ordinals = self._direct, self._ordinals
        for at, product_id in enumerate(self.ids[start:end], start):
            direct[product_id] = at
            ordinals.put(product_id, at)

    def _take_out(self, place: int) -> None:
        self.all.discard(place)
        for sets in self.facets.values():
            for members in sets.values():
                members.discard(place)

    def sets(self) -> Iterator[BitMap]:
        """All sets."""
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
        """The products with a lowest price inside the bounds, in paise, both included."""
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
        """The number of `hits` for each choice, most frequent first, without zeros."""
        numbers = [
            (key, hits.intersection_cardinality(members))
            for key, members in self.facets[facet].items()
        ]
        found = [each for each in numbers if each[1]]
        found.sort(key=_frequent)
        return found

    # --- Orders --------------------------------------------------------------------------------

    def draw_bands(self) -> None:
        """Set the bounds of the bands of every sort order. Fill them with `fill_bands`."""
        for column, bands in self.bands.items():
            bands.draw(self.sampled(self._values_of(column)), len(self.ids))

    def sampled(self, values: "array[int] | Prices") -> list[int]:
        """Keys of a sample of products, whose values are given by ordinal."""
        places = Random(0).sample(range(len(values)), min(SAMPLE, len(values)))
        ids = self.ids
        return [values[place] << ID_BITS | ids[place] for place in places]

    def fill_bands(self, column: Column, start: int, end: int) -> None:
        """Put a range of ordinals into their bands."""
        values = self._values_of(column)
        some = values.some(start, end) if isinstance(values, Prices) else values[start:end]
        self.bands[column].fill(some, self.ids[start:end], start)

    def close(self) -> None:
        """Free what was only needed for loading."""
        self._taken.clear()
        self._direct = array("i")

    def keys(self, column: Column, members: BitMap) -> list[int]:
        """Keys of products in a sort order whose values are stored."""
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
    """Microseconds since 2000, as PostgreSQL sends them."""
    return (moment - EPOCH) // MICROSECOND


def _frequent(each: tuple[str, int]) -> tuple[int, str]:
    return -each[1], each[0]


def _runs(column: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal values, each with its range of positions."""
    end = 0
    for key, run in groupby(column):
        first, end = end, end + len(list(run))
        yield key, first, end


def _grouped(column: Iterable[Key], start: int) -> dict[Key, list[int]]:
    """The positions of each value, counted from `start`."""
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for place, key in enumerate(column, start):
        found[key].append(place)
    return found
