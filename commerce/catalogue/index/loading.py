"""Loading of all products on sale into the index, while requests are answered.

Rows come from COPY in binary form: all of one length, thousands at a time, so that a column is
extracted at once and no object is created per value. The event loop is blocked for a few
milliseconds at a time. Two indexes of PostgreSQL, `product_indexed` and `product_attribute_value`,
have everything that is read in the right order, so neither table rows nor a sort are needed.
"""

import asyncio
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence

from commerce.catalogue.facet_specs import NOUNS, SPECS, Copied
from commerce.catalogue.index.bands import Bands
from commerce.catalogue.index.facet_bitmaps import NONE, Columns, Values
from commerce.catalogue.product_filter import ATTRIBUTE_PREFIX, VALUES_MERGED_BY_SLUG
from commerce.core.visibility import ON_SALE
from database.connect import copied, fetch, snapshot

ROWS = 2_500  # in one step
AT_ONCE = 16_384  # of a sort order, in one step
SETS = 50
# Length of the header of a binary COPY, and its trailer.
HEAD, END = 19, b"\xff\xff"


PRODUCT = (
    Copied("id", "t.id", "i"),
    *(spec.copied for spec in SPECS),
    Copied("rating_rank", "t.rating_rank::int2", "H"),
    Copied("published_at", "t.published_at", "q"),  # microseconds
    Copied("popularity", "t.popularity", "i"),
)
ATTRIBUTE = (Copied("value_id", "value_id", "i"), Copied("product_id", "product_id", "i"))
PRODUCTS = (
    f"SELECT {', '.join(column.sql for column in PRODUCT)} FROM product t"
    f" WHERE {ON_SALE.text} ORDER BY {', '.join(f't.{column}' for column in (*NOUNS, 'id'))}"
)
ATTRIBUTES = (
    f"SELECT {', '.join(column.sql for column in ATTRIBUTE)} FROM product_attribute"
    " WHERE value_id IS NOT NULL ORDER BY value_id, product_id"
)


POPULARITY = (PRODUCT[0], PRODUCT[-1])
POPULARITIES = (
    f"SELECT {', '.join(column.sql for column in POPULARITY)} FROM product t WHERE {ON_SALE.text}"
)


async def read_values() -> Values:
    """All products on sale in one snapshot. Raises TooSparseError."""
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
        # Ranges where those are smaller.
        members.run_optimize()
        members.shrink_to_fit()
        if at % SETS == 0:
            await asyncio.sleep(0)
    return values


async def read_popularity(values: Values) -> Bands:
    """The bands of popularity, read again."""
    by_ordinal = array("i", [0]) * len(values.ids)

    def take(rows: Columns) -> None:
        for product_id, popularity in zip(rows["id"], rows["popularity"], strict=True):
            # Newer products have later ordinals; they are reported as changes.
            if NONE < (place := values.ordinal(product_id)) < len(by_ordinal):
                by_ordinal[place] = popularity

    async with snapshot() as connection:
        rows = Rows(POPULARITY, take)
        await copied(connection, POPULARITIES, rows.feed)
        rows.end()
    bands = Bands()
    bands.draw(values.sampled(by_ordinal), len(by_ordinal))
    for start in range(0, len(by_ordinal), AT_ONCE):
        end = start + AT_ONCE
        bands.fill(by_ordinal[start:end], values.ids[start:end], start)
        await asyncio.sleep(0)
    for members in bands.sets():
        members.run_optimize()
        members.shrink_to_fit()
    return bands


class Rows:
    """The rows of a binary COPY, passed on by column as they arrive."""

    def __init__(self, columns: Sequence[Copied], take: Callable[[Columns], None]) -> None:
        self._columns, self._take = columns, take
        # Each row begins with its number of columns, each value with its size.
        self._length = 2 + sum(4 + array(column.kind).itemsize for column in columns)
        self._waiting = bytearray()
        self._begin = HEAD

    async def feed(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) - self._begin >= ROWS * self._length:
            self._take_first(ROWS)
            await asyncio.sleep(0)

    def end(self) -> None:
        """Pass on the last rows. Raises ValueError unless all rows had one length."""
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
        for name, _, kind in self._columns:
            at += 4
            values = array(kind)
            size = values.itemsize
            packed = bytearray(number * size)
            for byte in range(size):
                # PostgreSQL sends the most significant byte first.
                place = size - 1 - byte if sys.byteorder == "little" else byte
                packed[place::size] = rows[at + byte :: self._length]
            values.frombytes(packed)
            yield name, values
            at += size


# By the ids of attribute and value: its facet, and the ids of all values of its slug, as text.
Options = dict[tuple[int, str], tuple[str, list[str]]]


async def read_options() -> Options:
    """The values of attributes, one for each slug."""
    found: Options = {}
    for row in await fetch(VALUES_MERGED_BY_SLUG):
        key = row["attribute_id"], str(row["first_id"])
        found.setdefault(key, (f"{ATTRIBUTE_PREFIX}{row['slug']}", []))[1].append(str(row["id"]))
    return found
