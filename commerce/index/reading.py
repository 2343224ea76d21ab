"""Reading all products on sale into the index, while requests are answered.

PostgreSQL gives out the ordinals and packs each set into bytes, so that the process has a few
thousand rows to look at instead of a million. Of the loop it takes a few milliseconds at a time.
"""

import asyncio
import sys
from array import array
from collections.abc import Sequence

from pyroaring import BitMap

from commerce.facet import PAISE_EDGES, Facet
from commerce.index.values import BAND_EDGES, NOUNS, Values
from commerce.visible import ON_SALE
from database.connect import streamed

CHUNK = 10_000

# What a row of _READ says of no facet.
IDS, RANKS, PRICES, BANDS = "ids", "ranks", "prices", "bands"


def _bucket(edges: Sequence[int]) -> str:
    return f"width_bucket(min_price_paise, '{{{','.join(map(str, edges))}}}'::bigint[])"


_KEYS: dict[str, str] = {
    **{facet: f"{column}::text" for column, facet in NOUNS.items()},
    Facet.COUNTRIES: "country_of_origin",
    Facet.PRICE: _bucket(PAISE_EDGES),
    Facet.RATING: "rating_sum / nullif(rating_count, 0)",
    Facet.GI: "is_gi_tagged::text",
    Facet.AVAILABILITY: "is_available::text",
    Facet.MADE_TO_ORDER: "is_made_to_order::text",
    BANDS: _bucket(BAND_EDGES),
}
_COLUMNS = {
    IDS: "int4send(id)",
    RANKS: "int4send(rating_rank::int)",
    PRICES: "int8send(min_price_paise)",
}
_READ = " UNION ALL ".join(
    [
        *(
            f"SELECT '{name}', NULL, string_agg({column}, '' ORDER BY place) FROM placed"
            for name, column in _COLUMNS.items()
        ),
        *(
            f"SELECT '{name}', ({key})::text, string_agg(int4send(place), '') FROM placed"
            f" WHERE ({key}) IS NOT NULL GROUP BY 2"
            for name, key in _KEYS.items()
        ),
        f"SELECT '{Facet.ATTRIBUTES}', value_id::text, string_agg(int4send(place), '')"
        " FROM product_attribute a JOIN placed ON placed.id = a.product_id"
        " WHERE value_id IS NOT NULL GROUP BY 2",
    ]
)
EVERYTHING = f"""
WITH placed AS MATERIALIZED (
  SELECT (row_number() OVER (ORDER BY t.district_id, t.craft_id, t.category_id, t.id) - 1)::int
    AS place, t.id, t.district_id, t.craft_id, t.category_id, t.artisan_id, t.vendor_id,
    t.country_of_origin, t.min_price_paise, t.is_gi_tagged, t.is_available, t.is_made_to_order,
    t.rating_sum, t.rating_count, t.rating_rank
  FROM product t WHERE {ON_SALE.text})
{_READ}
"""


async def read_values() -> Values:
    """All products on sale as of one moment. Raises TooSparseError."""
    values = Values()
    async for rows in streamed(EVERYTHING, 1):
        for name, key, data in rows:
            if data is not None:
                _take(values, name, key, data)
        await asyncio.sleep(0)
    number = len(values.ids)
    values.open()
    for start in range(0, number, CHUNK):
        values.place(start, min(start + CHUNK, number))
        await asyncio.sleep(0)
    values.draw_tiers()
    for start in range(0, number, CHUNK):
        values.fill_tiers(start, min(start + CHUNK, number))
        await asyncio.sleep(0)
    values.settle()
    return values


def _take(values: Values, name: str, key: str | None, data: bytes) -> None:
    if name == IDS:
        values.ids = unpacked("i", data)
    elif name == RANKS:
        values.ranks = array("H", unpacked("i", data))
    elif name == PRICES:
        values.prices = unpacked("q", data)
    elif key is not None:
        members = BitMap(unpacked("I", data))
        if name == BANDS:
            values.take_band(int(key), members)
        else:
            values.facets[Facet(name)][key] = members


def unpacked(kind: str, data: bytes) -> "array[int]":
    """Numbers as PostgreSQL sends them, the greatest byte first."""
    found = array(kind)
    found.frombytes(data)
    if sys.byteorder == "little":
        found.byteswap()
    return found
