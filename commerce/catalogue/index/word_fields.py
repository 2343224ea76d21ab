"""Where words are said: for each key the products that have it, by the field it stands in.

What a key is found in depends on nothing that was asked for, so it is read once for all the ways in
which shoppers spell and call a thing. To read a common one is to go through a good part of a large
shop. That is done as products are read: all keys that are lacking in one go, bit by bit, and for as
long as it takes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from commerce.catalogue.index.facet_bitmaps import NONE, Columns, Values
from commerce.catalogue.index.loading import Column, Rows
from commerce.search.term import FIELDS
from commerce.search.tsquery import any_of
from database.connect import copied, fetch, long_read
from database.sql import Sql, joined

# Everybody who asks for it waits for the same read and it is kept, so that it is no statement that
# anybody can have again and again.
MAX_READ_SECONDS = 120
# Each product comes with one number for all keys, of which each has three bits: 0 where it is not
# said, else one more than the place of its field.
BITS = 3
MAX_KEYS = 63 // BITS
ROW = {"said": Column("", "q"), "product_id": Column("", "i")}


@dataclass(slots=True)
class WordFields:
    """The products that say a key, by where they do; `fields` are disjoint, the best first."""

    fields: tuple[BitMap, ...]
    seen: int = 0  # how many changes it knows of
    bytes: int = 0

    def within(self, place: int) -> BitMap:
        """The products that say it in the field of that place or a better one."""
        return BitMap.union(*self.fields[: place + 1])

    def sets(self) -> Iterable[BitMap]:
        return self.fields


async def read_word_fields(
    values: Values, keys: Sequence[str], product_ids: list[int] | None
) -> dict[str, WordFields]:
    """Where at most MAX_KEYS keys are said: by all products, or by these.

    Products without an ordinal are not among them.
    """
    found = [tuple(BitMap() for _ in FIELDS) for _ in keys]

    def take(rows: Iterable[tuple[int, int]]) -> None:
        for (number, code), places in _apart(values, rows, len(keys)).items():
            found[number][code - 1].update(places)

    if product_ids is None:
        await _read_all(keys, lambda rows: take(zip(rows["said"], rows["product_id"], strict=True)))
    else:
        sql, arguments = _statement(keys, product_ids)
        take([(row["said"], row["product_id"]) for row in await fetch(sql, *arguments)])
    return {key: WordFields(fields) for key, fields in zip(keys, found, strict=True)}


async def _read_all(keys: Sequence[str], take: Callable[[Columns], None]) -> None:
    rows = Rows(ROW, take)
    sql, arguments = _statement(keys, None)
    async with long_read(MAX_READ_SECONDS) as connection:
        # However common the planner takes a word to be: the index knows where it is said, and to
        # look for it in each product's words takes many times as long.
        await connection.execute("SET LOCAL enable_seqscan = off")
        await copied(connection, sql, rows.feed, *arguments)
    rows.end()


def _statement(keys: Sequence[str], product_ids: list[int] | None) -> tuple[str, tuple[Any, ...]]:
    said = joined(" | ", [_code(key, number) for number, key in enumerate(keys)])
    found = Sql("keys @@ {}::tsquery", (any_of(keys),))
    if product_ids is not None:
        found &= Sql("product_id = ANY({}::int[])", (product_ids,))
    return Sql(
        f"SELECT {said.text} AS said, product_id FROM product_search WHERE {found.text}",
        (*said.arguments, *found.arguments),
    ).bound()


def _code(key: str, number: int) -> Sql:
    *better, _ = FIELDS
    tried = " ".join(f"WHEN keys @@ {{}}::tsquery THEN {code}" for code in range(1, len(FIELDS)))
    return Sql(
        f"((CASE WHEN NOT keys @@ {{}}::tsquery THEN 0 {tried} ELSE {len(FIELDS)} END)::int8"
        f" << {BITS * number})",
        (any_of([key]), *(any_of([key], labels) for labels, _ in better)),
    )


def _apart(
    values: Values, rows: Iterable[tuple[int, int]], keys: int
) -> dict[tuple[int, int], list[int]]:
    """The ordinals by a key's number and the code of the field it is said in."""
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for said, product_id in rows:
        if (place := values.ordinal(product_id)) != NONE:
            alike[said].append(place)
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for said, places in alike.items():
        for number in range(keys):
            if code := said >> BITS * number & (1 << BITS) - 1:
                found[number, code] += places
    return found
