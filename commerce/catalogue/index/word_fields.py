"""The products that contain a word: for each of its keys, by the field it occurs in.

This depends on no search, so it is read once for all spellings and synonyms of a term. A common key
takes a scan of much of a large shop; all missing keys are read together, in steps, for as long as
it takes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from commerce.catalogue.facet_specs import Copied
from commerce.catalogue.index.facet_bitmaps import NONE, Columns, Values
from commerce.catalogue.index.loading import Rows
from commerce.search.term import FIELDS
from commerce.search.tsquery import any_of
from database.connect import copied, fetch, long_read
from database.sql import Sql, joined

# More than other statements may take: all requests wait for one read, and its result is cached, so
# nobody can repeat the statement at will.
MAX_READ_SECONDS = 120
# Each product has one number with three bits for each key: 0 if the key does not occur, else the
# number of its field plus one.
BITS = 3
MAX_KEYS = 63 // BITS
ROW = (Copied("codes", "", "q"), Copied("product_id", "", "i"))


@dataclass(slots=True)
class WordFields:
    """The products with a key, by field; `fields` are disjoint, best first."""

    fields: tuple[BitMap, ...]
    seen: int = 0  # number of changes that are included
    bytes: int = 0

    def within(self, place: int) -> BitMap:
        """Products that have it in this field or a better one."""
        return BitMap.union(*self.fields[: place + 1])

    def sets(self) -> Iterable[BitMap]:
        return self.fields


async def read_word_fields(
    values: Values, keys: Sequence[str], product_ids: list[int] | None
) -> dict[str, WordFields]:
    """The fields of at most MAX_KEYS keys, for all products or for these.

    Products without an ordinal are not included.
    """
    found = [tuple(BitMap() for _ in FIELDS) for _ in keys]

    def take(rows: Iterable[tuple[int, int]]) -> None:
        for (number, code), places in _apart(values, rows, len(keys)).items():
            found[number][code - 1].update(places)

    if product_ids is None:
        await _read_all(
            keys, lambda rows: take(zip(rows["codes"], rows["product_id"], strict=True))
        )
    else:
        sql, arguments = _statement(keys, product_ids)
        take([(row["codes"], row["product_id"]) for row in await fetch(sql, *arguments)])
    return {key: WordFields(fields) for key, fields in zip(keys, found, strict=True)}


async def _read_all(keys: Sequence[str], take: Callable[[Columns], None]) -> None:
    rows = Rows(ROW, take)
    sql, arguments = _statement(keys, None)
    async with long_read(MAX_READ_SECONDS) as connection:
        # Use the index however common the planner expects a word to be: searching each product's
        # words takes many times as long.
        await connection.execute("SET LOCAL enable_seqscan = off")
        await copied(connection, sql, rows.feed, *arguments)
    rows.end()


def _statement(keys: Sequence[str], product_ids: list[int] | None) -> tuple[str, tuple[Any, ...]]:
    codes = joined(" | ", [_code(key, number) for number, key in enumerate(keys)])
    found = Sql("keys @@ {}::tsquery", (any_of(keys),))
    if product_ids is not None:
        found &= Sql("product_id = ANY({}::int[])", (product_ids,))
    return Sql(
        f"SELECT {codes.text} AS codes, product_id FROM product_search WHERE {found.text}",
        (*codes.arguments, *found.arguments),
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
    """The ordinals by the number of a key and the code of its field."""
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for codes, product_id in rows:
        if (place := values.ordinal(product_id)) != NONE:
            alike[codes].append(place)
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for codes, places in alike.items():
        for number in range(keys):
            if code := codes >> BITS * number & (1 << BITS) - 1:
                found[number, code] += places
    return found
