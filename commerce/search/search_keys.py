"""The search index: keys of products, vocabulary and synonyms.

See `docs/decisions/search.md`.
"""

import asyncio
import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from tortoise.transactions import in_transaction

from commerce.core.visibility import PUBLIC_ARTISAN, of_alias
from commerce.search.fold import Word, fold_words, head_word
from commerce.search.tsquery import MAX_KEY_LENGTH, POSITION, vector, weighed
from database.connect import execute, fetch, fetch_value
from database.locks import Lock, lock
from database.pool.transactions import run_write
from models import ProductSearch

SYNONYMS = Path(__file__).resolve().parents[2] / "data" / "synonyms.csv"
BATCH = 500
MAX_KEYS = 4_000  # of one product: a tsvector is limited to a megabyte
MAX_STORED_LENGTH = 200  # names recur in many products, descriptions don't

Texts = Sequence[str | None]


class KeyWeight(IntEnum):
    """Weight of a word by its field; a greater one says more about the product."""

    D = 0
    C = 1
    B = 2
    A = 3


_LABELS = {KeyWeight.A: "A", KeyWeight.B: "B", KeyWeight.C: "C", KeyWeight.D: ""}


@dataclass(frozen=True, slots=True)
class ProductWords:
    """Indexed texts of a product, in both languages; None for missing ones.

    `kind`: what the thing is called, in all spellings. `origin`: names of district, with aliases
    and headquarters, and craft. `details`: attribute values, category, artisan, vendor, generic
    name.
    """

    kind: Texts
    origin: Texts
    title: Texts
    details: Texts = ()
    description: Texts = ()


# Lexemes with their weight, by key.
Lexemes = Mapping[str, str]
Folding = Callable[[str, KeyWeight], Lexemes]


def lexemes(text: str, weight: KeyWeight) -> Lexemes:
    """Weighted lexemes of a text, by key.

    Words of a description have only their likeliest key: letters and other spellings matter in
    names, and a short vector ranks fast.
    """
    label = _LABELS[weight]
    return {
        key: weighed(key, label)
        for word in fold_words(text)
        for key in (word.k1[:1] if weight is KeyWeight.D else word.all_keys)
    }


_cached_lexemes = lru_cache(maxsize=4096)(lexemes)


def _folded(text: str, weight: KeyWeight) -> Lexemes:
    return (_cached_lexemes if len(text) <= MAX_STORED_LENGTH else lexemes)(text, weight)


def product_vector(words: ProductWords, folded: Folding = _folded) -> str:
    """The value of `product_search.keys` for a product: every key once, with its greatest weight.

    A text split at blanks has the same keys as the whole.
    """
    found: dict[str, str] = {}
    for weight, texts in (
        (KeyWeight.D, words.description),
        (KeyWeight.C, words.details),
        (KeyWeight.B, words.title),
        (KeyWeight.B, words.origin),
        (KeyWeight.A, words.kind),
    ):
        for text in texts:
            if text:
                found.update(folded(text, weight))
    for text in filter(None, words.kind):
        if (head := head_word(text)) is not None:
            found[head.head] = weighed(head.head, _LABELS[KeyWeight.A])
    if len(found) <= MAX_KEYS:
        return vector(found.values())
    # Lexemes that end with a position have no label: they are of the least weight.
    telling = sorted(found.values(), key=lambda each: each[-1].replace(POSITION, "D"))
    return vector(telling[:MAX_KEYS])


# --- Products ----------------------------------------------------------------------------------

# Products are locked before what is indexed of them is read: a change that is open is read after it
# ends, and one that comes later finds the search row. Shared locks would let two writers pass each
# other; references to the products stay possible.
_LOCK_NEXT = """
SELECT id FROM product WHERE id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE"""
_LOCK_GIVEN = """
SELECT id FROM product WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE"""
PRODUCTS = f"""
SELECT p.id,
  ARRAY[n.name_en, n.name_hi]::text[] || n.spellings AS kind,
  ARRAY[d.name_en, d.name_hi, d.headquarters_en, d.headquarters_hi,
        c.name_en, c.name_hi, c.short_name_en, c.short_name_hi]::text[] || d.aliases AS origin,
  ARRAY[p.name_en, p.name_hi] AS title,
  ARRAY[k.name_en, k.name_hi, a.name_en, a.name_hi, v.display_name_en, v.display_name_hi,
        g.generic_name_en, g.generic_name_hi]::text[] || coalesce(t.words, '{{}}') AS details,
  ARRAY[p.description_en, p.description_hi] AS description
FROM product p
JOIN district d ON d.id = p.district_id
JOIN craft c ON c.id = p.craft_id
JOIN category k ON k.id = p.category_id
JOIN vendor v ON v.id = p.vendor_id
LEFT JOIN kind n ON n.id = p.kind_id
LEFT JOIN artisan a ON a.id = p.artisan_id AND {of_alias(PUBLIC_ARTISAN, "a")}
LEFT JOIN declaration g ON g.product_id = p.id
LEFT JOIN LATERAL (
  SELECT array_agg(word) AS words
  FROM product_attribute pa
  LEFT JOIN attribute_value x ON x.id = pa.value_id
  CROSS JOIN LATERAL unnest(ARRAY[x.label_en, x.label_hi, pa.text_en, pa.text_hi]) word
  WHERE pa.product_id = p.id AND word IS NOT NULL
) t ON true
WHERE p.id = ANY($1::int[]) ORDER BY p.id
"""
# A trigger fills the other columns from the product, also of a row that is there already.
_WRITTEN = ", ".join(
    f"{name} = excluded.{name}" for name in ProductSearch._meta.fields_map if name != "product_id"
)
# By how many products each word has become more or less frequent. Words count while a product is on
# sale, as of when it was indexed; each product has the empty one. `$3` are those that products have
# lost otherwise. Of rows that an earlier version wrote it is not known whether they were counted,
# so their words are looked at.
_WRITE = f"""
WITH given AS MATERIALIZED (
  SELECT p.id, g.keys::tsvector AS keys, p.is_on_sale
  FROM unnest($1::int[], $2::text[]) AS g (id, keys) JOIN product p USING (id)
), written AS (
  INSERT INTO product_search (product_id, keys, is_counted) SELECT id, keys, is_on_sale FROM given
  ON CONFLICT (product_id) DO UPDATE SET {_WRITTEN}
  WHERE product_search.* IS DISTINCT FROM excluded.*
)
SELECT key, sum(products)::int AS products FROM (
  SELECT unnest(tsvector_to_array(keys) || ''::text) AS key, -1 AS products,
    is_counted IS NULL AS is_unsure
  FROM product_search WHERE product_id = ANY($1) AND is_counted IS NOT FALSE
  UNION ALL
  SELECT unnest(tsvector_to_array(keys) || ''::text), 1, false FROM given WHERE is_on_sale
  UNION ALL
  SELECT unnest($3::text[]), -1, false
) changed
GROUP BY key HAVING sum(products) <> 0 OR bool_or(is_unsure) ORDER BY key
"""


# Words of fewer products than this are counted anew whenever one of their products changes, so that
# a word without products is removed whatever its count was; to others the change is added.
RARE = 100
# Before they are counted: whoever hides a name counts its words, too (`search_words_held`). New
# words are added and all are locked, so that of two who change one the second waits.
_LOCK_TERMS = """
INSERT INTO search_term AS t (key, products) SELECT unnest($1::text[]), 0
ON CONFLICT (key) DO UPDATE SET products = t.products WHERE false
"""
_WRITE_COUNTED = """, forgotten AS (
  DELETE FROM search_term t USING counted c WHERE t.key = c.key AND c.products = 0
)
INSERT INTO search_term (key, products)
SELECT key, products FROM counted WHERE products > 0 ORDER BY key
ON CONFLICT (key) DO UPDATE SET products = excluded.products
WHERE search_term.products <> excluded.products
"""
_RECOUNT = f"""
WITH added AS MATERIALIZED (
  SELECT key, t.products + a.products AS products
  FROM unnest($1::text[], $2::int[]) AS a (key, products) JOIN search_term t USING (key)
), counted AS MATERIALIZED (
  SELECT key, CASE WHEN products < $3 THEN search_word_products(key) ELSE products END AS products
  FROM added
){_WRITE_COUNTED}"""


async def reindex(product_ids: Sequence[int] | None, lost: Sequence[str] = ()) -> int:
    """Index these products, or all of them, and return their number.

    `commerce.search.follow` calls it for changes, with words that products have `lost` otherwise,
    once for each product. An artisan's name is indexed while the profile is public. Words are
    counted, too; after indexing all products call `refresh_vocabulary`.
    """
    done, last = 0, 0
    if product_ids is not None:
        ids = sorted({*product_ids})
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            done += len(await _index(_LOCK_GIVEN, part, lost=() if start else lost))
        return done
    # A rebuild counts no word anew: all are counted after it. A statement that changes many
    # products locks them in no order.
    while batch := await run_write(None, partial(_index, _LOCK_NEXT, last, BATCH, bound=1)):
        done, last = done + len(batch), batch[-1]
    return done


async def _index(
    locking: str, *arguments: Any, lost: Sequence[str] = (), bound: int = RARE
) -> list[int]:
    """Index the products that are locked by a statement and return their ids.

    Words of fewer than `bound` products are counted anew.
    """
    async with in_transaction():
        batch = [row["id"] for row in await fetch(locking, *arguments)]
        rows = await fetch(PRODUCTS, batch)
        # Folding is CPU-bound: a thread keeps the event loop responsive.
        vectors = await asyncio.to_thread(_vectors, rows)
        changed = await fetch(_WRITE, batch, vectors, list(lost))
        if changed:
            keys = [row["key"] for row in changed]
            await execute(_LOCK_TERMS, keys)
            await execute(_RECOUNT, keys, [row["products"] for row in changed], bound)
    return batch


def _vectors(rows: Sequence[Any]) -> list[str]:
    return [
        product_vector(
            ProductWords(
                row["kind"], row["origin"], row["title"], row["details"], row["description"]
            )
        )
        for row in rows
    ]


# --- Vocabulary --------------------------------------------------------------------------------

_COUNT_TERMS = """
SELECT array_agg(key) AS keys, array_agg(counted.products) AS products,
  array_agg(t.products) AS stored
FROM (
  SELECT key, sum(products)::int AS products FROM (
    SELECT word AS key, ndoc AS products FROM ts_stat($$
      SELECT s.keys FROM product_search s WHERE coalesce(s.is_counted, s.is_on_sale)$$)
    UNION ALL
    SELECT '', count(*) FROM product_search s WHERE coalesce(s.is_counted, s.is_on_sale)
    UNION ALL
    SELECT unnest(lost), 1 FROM search_change WHERE lost IS NOT NULL
  ) part GROUP BY key
) counted LEFT JOIN search_term t USING (key)
"""
_LOCK_ALL_TERMS = "SELECT FROM search_term ORDER BY key FOR UPDATE"
# Words whose stored number has changed since the count are counted again.
_WRITE_TERMS = f"""
WITH counted AS MATERIALIZED (
  SELECT key, CASE WHEN c.products IS NOT NULL AND c.stored IS NOT DISTINCT FROM t.products
    THEN c.products ELSE search_word_products(key) END AS products
  FROM unnest($1::text[], $2::int[], $3::int[]) AS c (key, products, stored)
  FULL JOIN search_term t USING (key)
){_WRITE_COUNTED}"""


async def refresh_vocabulary() -> int:
    """Count the products on sale of each key; return the number of keys.

    The empty key counts all products. Words that products have lost, and whose loss is still to be
    followed, are counted until then. Following waits, so that what changes meanwhile is counted
    afterwards; who hides a name or deletes a product waits only while the counts are written.
    """
    async with in_transaction():
        await execute("SET LOCAL statement_timeout = 0")
        await lock(Lock.SEARCH_FOLLOWER)
        (counted,) = await fetch(_COUNT_TERMS)
        await execute(_LOCK_ALL_TERMS)
        await execute(_WRITE_TERMS, counted["keys"], counted["products"], counted["stored"])
        return int(await fetch_value("SELECT count(*) FROM search_term WHERE key <> ''"))


# --- Synonyms ----------------------------------------------------------------------------------


def phrase_key(words: Sequence[Word]) -> str:
    """The key of a word or phrase, as in `search_synonym.key`."""
    return " ".join(word.k1[0] for word in words)[:MAX_KEY_LENGTH]


async def load_synonyms(rows: Iterable[Mapping[str, str]] | None = None) -> int:
    """Load synonyms from `rows` (group, language, term, kind), or from `data/synonyms.csv`.

    Replaces the terms of the loaded groups; other groups, which staff added, stay. Terms of stop
    words only are skipped. Returns the number of terms.
    """
    terms = {
        (row["group"], row["term"]): (row["language"], row["kind"], phrase_key(words))
        for row in (_synonym_rows() if rows is None else rows)
        if (words := fold_words(row["term"]))
    }
    async with in_transaction():
        groups = sorted({group for group, _ in terms})
        await execute("DELETE FROM search_synonym WHERE group_slug = ANY($1::text[])", groups)
        await execute(
            "INSERT INTO search_synonym (group_slug, term, language, kind, key)"
            " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])",
            *[list(column) for column in zip(*(k + v for k, v in terms.items()), strict=True)]
            or [[]] * 5,
        )
    return len(terms)


def _synonym_rows() -> list[dict[str, str]]:
    if not SYNONYMS.exists():
        return []
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
