"""Sort orders of products as *bands*: some hundreds of ranges, one after another.

The number of a product's band is stored bit by bit, for each bit the set of products whose band has
it (a bit-sliced index); a thousand bands take ten bits. To find the first of some hits from any
position, in either direction, each bit halves what is left, until few products or one band are
left.
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
# At most so many bits; with fewer products, about so many in a band.
MAX_BITS = 10
BAND = 64


def key_of(value: int, product_id: int) -> int:
    """The position of a product in a sort order: by value, then by id."""
    return value << ID_BITS | product_id


def id_of(key: int) -> int:
    return key & ID_MASK


def value_of(key: int) -> int:
    return key >> ID_BITS


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a sort order: keys above `low` and below `high`, from one end."""

    descending: bool
    low: int | None = None
    high: int | None = None

    def has(self, key: int) -> bool:
        return (self.low is None or key > self.low) and (self.high is None or key < self.high)


# A whole sort order, from its end or its beginning.
WHOLE = {descending: Span(descending) for descending in (True, False)}


class Bands:
    """The bands of one order."""

    def __init__(self) -> None:
        # The least key of each band but the first.
        self._lowest: list[int] = []
        self._bits: list[BitMap] = []
        self._highest = -(1 << 63)  # keys of all products
        self._in_last = 0
        self._room = BAND

    def draw(self, sample: Sequence[int], products: int) -> None:
        """Set the bounds of empty bands for a number of products, from the keys of a sample.

        They are filled in steps: there may be a million products.
        """
        bits = min((products // BAND).bit_length(), MAX_BITS)
        # Products after all others, such as the newest, open further bands.
        number = (1 << bits) * 7 // 8
        ordered = sorted(sample)
        places = [len(ordered) * place // number for place in range(1, number)] if ordered else []
        self._lowest = sorted({ordered[place] for place in places})
        self._bits = [BitMap() for _ in range(bits)]
        self._room = max(BAND, 2 * products // max(number, 1))

    def fill(self, values: Sequence[int], ids: Sequence[int], start: int) -> None:
        """Put products into bands, from the ordinal `start` on."""
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
        """Put a product into its band, wherever it was. Products off sale may stay in theirs."""
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
        """All sets."""
        return self._bits

    def walk(self, hits: BitMap, span: Span, few: int) -> Iterator[tuple[BitMap, bool]]:
        """The products of `hits` in the order of the bands: all of one band, or of several but
        `few`.

        Each piece has a flag whether all of it is inside the span; none inside is left out.
        """
        return self._walk(hits, len(self._bits), 0, self._edges(span), span.descending, few)

    def within(self, hits: BitMap, span: Span) -> Iterator[tuple[BitMap, bool]]:
        """The same in pieces as large as possible of products inside the span."""
        return self._walk(hits, len(self._bits), 0, self._edges(span), span.descending, None)

    def _edges(self, span: Span) -> tuple[int, int]:
        """The first and last band that are only partly inside the span."""
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
        """Of the bands from `begin` that differ from it in the lowest `bits` only."""
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
