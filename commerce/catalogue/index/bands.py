"""Products in an order: which of some hundreds of *bands* each is in, one after another.

The number of a band is held bit by bit: for each bit the set of the products whose band has it (a
bit-sliced index). A thousand bands take ten bits of a product. From any place on, in either
direction, what of some hits comes first is found by going down the bits: each halves what is left,
until few are left or one band is.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from pyroaring import BitMap

ID_BITS = 32
ID_MASK = (1 << ID_BITS) - 1
# At most so many bits, and about so many products in a band where there are less.
MAX_BITS = 10
BAND = 64


def key_of(value: int, product_id: int) -> int:
    """Where a product stands in an order by a value, then by id."""
    return value << ID_BITS | product_id


def id_of(key: int) -> int:
    return key & ID_MASK


def value_of(key: int) -> int:
    return key >> ID_BITS


@dataclass(frozen=True, slots=True)
class Span:
    """What of an order is wanted: the keys above `low` and below `high`, from which end on."""

    descending: bool
    low: int | None = None
    high: int | None = None

    def has(self, key: int) -> bool:
        return (self.low is None or key > self.low) and (self.high is None or key < self.high)


# The whole of an order, from its end on or from its beginning.
WHOLE = {descending: Span(descending) for descending in (True, False)}


class Bands:
    """The bands of one order."""

    def __init__(self) -> None:
        # The least key of each band but the first.
        self._lowest: list[int] = []
        self._bits: list[BitMap] = []
        self._highest = -(1 << 63)  # key of all that were put in
        self._in_last = 0
        self._room = BAND

    def draw(self, sample: Sequence[int], products: int) -> None:
        """Draw the bounds of empty bands for so many products, by the keys of some of them.

        They are to be filled bit by bit: there may be a million products.
        """
        bits = min((products // BAND).bit_length(), MAX_BITS)
        # What comes after all others, as the newest do, opens more bands.
        number = (1 << bits) * 7 // 8
        ordered = sorted(sample)
        places = [len(ordered) * place // number for place in range(1, number)] if ordered else []
        self._lowest = sorted({ordered[place] for place in places})
        self._bits = [BitMap() for _ in range(bits)]
        self._room = max(BAND, 2 * products // max(number, 1))

    def fill(self, values: Sequence[int], ids: Sequence[int], start: int) -> None:
        """Put in the products from the ordinal `start` on."""
        keys = [value << ID_BITS | row_id for value, row_id in zip(values, ids, strict=True)]
        alike: defaultdict[int, list[int]] = defaultdict(list)
        for place, number in enumerate(map(partial(bisect_right, self._lowest), keys), start):
            alike[number].append(place)
        sets = {number: BitMap(array("I", places)) for number, places in alike.items()}
        for bit, members in enumerate(self._bits):
            members |= BitMap.union(
                BitMap(), *[each for number, each in sets.items() if number >> bit & 1]
            )
        self._highest = max(self._highest, *keys)
        self._in_last += len(alike.get(len(self._lowest), ()))

    def put(self, place: int, key: int) -> None:
        """Put a product into its band, wherever it was. What is not on sale may stay in one."""
        number = bisect_right(self._lowest, key)
        if number == len(self._lowest):
            if (
                key > self._highest
                and self._in_last >= self._room
                and len(self._lowest) + 1 < 1 << len(self._bits)
            ):
                self._lowest.append(key)
                self._in_last, number = 0, number + 1
            self._in_last += 1
        self._highest = max(self._highest, key)
        for bit, members in enumerate(self._bits):
            if number >> bit & 1:
                members.add(place)
            else:
                members.discard(place)

    def sets(self) -> list[BitMap]:
        """All there are."""
        return self._bits

    def walk(self, hits: BitMap, span: Span, few: int) -> Iterator[tuple[BitMap, bool]]:
        """The products of `hits` in the order of the bands: of one band all, of several but `few`.

        None that is wanted is left out; the second says whether all of these are wanted.
        """
        return self._walk(hits, len(self._bits), 0, self._edges(span), span.descending, few)

    def within(self, hits: BitMap, span: Span) -> Iterator[tuple[BitMap, bool]]:
        """The same, as many at a time as are all wanted."""
        return self._walk(hits, len(self._bits), 0, self._edges(span), span.descending, None)

    def _edges(self, span: Span) -> tuple[int, int]:
        """The first band and the last of which not all is wanted."""
        return (
            -1 if span.low is None else bisect_right(self._lowest, span.low),
            1 << len(self._bits) if span.high is None else bisect_right(self._lowest, span.high),
        )

    def _walk(
        self,
        members: BitMap,
        bits: int,
        begin: int,
        edges: tuple[int, int],
        descending: bool,
        few: int | None,
    ) -> Iterator[tuple[BitMap, bool]]:
        """Of the bands from `begin` on that differ from it in the lowest `bits` only."""
        if not members:
            return
        first, last = edges
        end = begin + (1 << bits) - 1
        is_whole = first < begin and end < last
        if not bits or (is_whole if few is None else len(members) <= few):
            yield members, is_whole
            return
        bits -= 1
        middle = begin + (1 << bits)
        of_bit = self._bits[bits]
        for upper in (descending, not descending):
            if upper and middle <= last:
                yield from self._walk(members & of_bit, bits, middle, edges, descending, few)
            elif not upper and middle > first:
                yield from self._walk(members - of_bit, bits, begin, edges, descending, few)
