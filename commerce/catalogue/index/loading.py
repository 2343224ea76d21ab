"""Reading all products on sale into the index, while requests are answered.

Rows come as COPY sends them: all of one length, thousands at a time, so that a column of them is
taken out at once and no object is made for a value. Of the loop it takes a few milliseconds at a
time. In PostgreSQL two indexes have all that is asked for, in the order that is wanted (migrations
0025 and 0027): neither the products themselves are read there, nor anything sorted.
"""

import asyncio
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from commerce.catalogue.index.bands import Bands
from commerce.catalogue.index.facet_bitmaps import NONE, NOUNS, Columns, Values
from commerce.core.visibility import ON_SALE
from database.connect import copied, snapshot

ROWS = 2_500  # looked at in one go
AT_ONCE = 16_384  # of an order
SETS = 50
# What stands before the rows of a binary COPY, and after them.
HEAD, END = 19, b"\xff\xff"


class Column(NamedTuple):
    """What is read of each row; `kind` is as `array` has it. PostgreSQL sends it in that size."""

    sql: str
    kind: str


PRODUCT = {
    "district_id": Column("t.district_id", "i"),
    "craft_id": Column("t.craft_id", "i"),
    "category_id": Column("t.category_id", "i"),
    "id": Column("t.id", "i"),
    # Numbers of rows begin with 1: where there is no artisan stands 0.
    "artisan_id": Column("coalesce(t.artisan_id, 0)", "i"),
    "vendor_id": Column("t.vendor_id", "i"),
    "country_of_origin": Column("t.country_of_origin", "H"),  # its two letters
    "min_price_paise": Column("t.min_price_paise", "q"),
    "rating_rank": Column("t.rating_rank::int2", "H"),
    "stars": Column("coalesce(t.rating_sum / nullif(t.rating_count, 0), 0)::int2", "H"),
    "is_gi_tagged": Column("t.is_gi_tagged", "B"),
    "is_available": Column("t.is_available", "B"),
    "is_made_to_order": Column("t.is_made_to_order", "B"),
    "published_at": Column("t.published_at", "q"),  # microseconds
    "popularity": Column("t.popularity", "i"),
}
ATTRIBUTE = {"value_id": Column("value_id", "i"), "product_id": Column("product_id", "i")}
PRODUCTS = (
    f"SELECT {', '.join(column.sql for column in PRODUCT.values())} FROM product t"
    f" WHERE {ON_SALE.text} ORDER BY {', '.join(f't.{column}' for column in (*NOUNS, 'id'))}"
)
ATTRIBUTES = (
    f"SELECT {', '.join(column.sql for column in ATTRIBUTE.values())} FROM product_attribute"
    " WHERE value_id IS NOT NULL ORDER BY value_id, product_id"
)


POPULARITY = {"id": PRODUCT["id"], "popularity": PRODUCT["popularity"]}
POPULARITIES = (
    f"SELECT {', '.join(column.sql for column in POPULARITY.values())} FROM product t"
    f" WHERE {ON_SALE.text}"
)


async def read_values() -> Values:
    """All products on sale as of one moment. Raises TooSparseError."""
    values = Values()
    async with snapshot() as connection:
        products = Rows(PRODUCT, values.take)
        await copied(connection, PRODUCTS, products.feed)
        products.end()
        number = len(values.ids)
        values.open()
        for start in range(0, number, ROWS):
            values.place(start, min(start + ROWS, number))
            await asyncio.sleep(0)
        attributes = Rows(ATTRIBUTE, values.take_attributes)
        await copied(connection, ATTRIBUTES, attributes.feed)
        attributes.end()
    values.draw_bands()
    for order in values.bands:
        for start in range(0, number, AT_ONCE):
            values.fill_bands(order, start, min(start + AT_ONCE, number))
            await asyncio.sleep(0)
    values.close()
    for at, members in enumerate(values.sets()):
        # Runs where that is smaller.
        members.run_optimize()
        members.shrink_to_fit()
        if at % SETS == 0:
            await asyncio.sleep(0)
    return values


async def read_popularity(values: Values) -> Bands:
    """The bands of popularity, read anew."""
    known = array("i", [0]) * len(values.ids)

    def take(rows: Columns) -> None:
        for product_id, popularity in zip(rows["id"], rows["popularity"], strict=True):
            # What is new has its place after these, and is told of.
            if NONE < (place := values.ordinal(product_id)) < len(known):
                known[place] = popularity

    async with snapshot() as connection:
        rows = Rows(POPULARITY, take)
        await copied(connection, POPULARITIES, rows.feed)
        rows.end()
    bands = Bands()
    bands.draw(values.sampled(known), len(known))
    for start in range(0, len(known), AT_ONCE):
        bands.fill(known[start : start + AT_ONCE], values.ids[start : start + AT_ONCE], start)
        await asyncio.sleep(0)
    for members in bands.sets():
        members.run_optimize()
        members.shrink_to_fit()
    return bands


class Rows:
    """The rows of a binary COPY, handed on column by column as they arrive."""

    def __init__(self, columns: Mapping[str, Column], take: Callable[[Columns], None]) -> None:
        self._columns, self._take = columns, take
        # Before each row stands the number of its columns, before each value its size.
        self._length = 2 + sum(4 + array(column.kind).itemsize for column in columns.values())
        self._waiting = bytearray()
        self._begin = HEAD

    async def feed(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) - self._begin >= ROWS * self._length:
            self._take_first(ROWS)
            await asyncio.sleep(0)

    def end(self) -> None:
        """Hand the last rows on. Raises ValueError unless all rows were of one length."""
        self._take_first((len(self._waiting) - self._begin) // self._length)
        if self._waiting != END:
            raise ValueError("rows of a COPY are not as long as their columns")

    def _take_first(self, number: int) -> None:
        end = self._begin + number * self._length
        rows = bytes(self._waiting[self._begin : end])
        del self._waiting[:end]
        self._begin = 0
        if number:
            self._take(dict(self._split(rows, number)))

    def _split(self, rows: bytes, number: int) -> Iterator[tuple[str, "array[int]"]]:
        at = 2
        for name, column in self._columns.items():
            at += 4
            values = array(column.kind)
            size = values.itemsize
            packed = bytearray(number * size)
            for byte in range(size):
                # PostgreSQL sends the greatest byte first.
                place = size - 1 - byte if sys.byteorder == "little" else byte
                packed[place::size] = rows[at + byte :: self._length]
            values.frombytes(packed)
            yield name, values
            at += size
