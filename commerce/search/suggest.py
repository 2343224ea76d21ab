"""Suggestions while the user is typing, and the entries that they are found by: every word of the
names of districts, crafts, kinds and so on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tortoise.transactions import in_transaction

from commerce.core.texts.language import Language
from commerce.core.visibility import ON_SALE as PRODUCT_ON_SALE
from commerce.core.visibility import PUBLIC_ARTISAN, of_alias
from commerce.search.fold import LETTERS, Word, cleaned, fold_words, prefix_keys, written
from commerce.search.relax import ON_SALE
from commerce.search.tsquery import any_of, beginning_with, together
from database.connect import execute, fetch
from database.locks import Lock, lock

Noun = Literal["kind", "district", "craft", "category", "artisan", "product"]

MIN_QUERY_CHARACTERS = 2
MAX_QUERY_CHARACTERS = 100
MAX_SUGGESTIONS = 50
MAX_WORDS = 8
# Suggestions per noun; more only if others leave places.
PLACES: dict[str, int] = {
    "kind": 3, "district": 3, "craft": 3, "category": 2, "artisan": 2, "product": 8,
}  # fmt: skip
MAX_ENDINGS = 20


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion, with the name in the reader's language if there is one."""

    noun: Noun
    target_id: int
    text: str


async def suggest(text: str, first: int, language: str) -> list[Suggestion]:
    """At most `first` suggestions whose names have all words of `text`; the last may be a prefix.

    Both scripts find both languages. Kinds of goods come first, then districts, crafts and
    categories, artisans with a public profile, and products on sale, each by relevance and
    popularity: names with the letters as typed before those that sound so, which are left out if
    some product has the last word as typed. A single letter has no suggestions.
    """
    text = cleaned(text[:MAX_QUERY_CHARACTERS])
    words = fold_words(text, stop_words=True)[:MAX_WORDS]
    if not words or len(text.strip()) < MIN_QUERY_CHARACTERS or first < 1:
        return []
    whole = fold_words(" ".join(word.text for word in words[:-1]))
    found = await _named(whole, words[-1]) + await _products(
        whole, words[-1], min(first, MAX_SUGGESTIONS)
    )
    return _mixed(found, Language(language), min(first, MAX_SUGGESTIONS))


# More than any weight of an entry.
STEP = 40_000

_NAMED = f"""
WITH asked AS (
  SELECT place, key FROM unnest($1::int[], $2::text[]) AS given (place, key)
), hit AS (
  SELECT e.noun, e.target_id, a.place,
    max(e.weight + CASE WHEN e.key LIKE '{LETTERS}%' THEN {STEP} ELSE 0 END) AS weight
  FROM asked a JOIN search_entry e ON e.key = a.key GROUP BY 1, 2, 3
  UNION ALL
  SELECT e.noun, e.target_id, -1, max(e.weight + CASE
    WHEN e.key = $7 THEN {3 * STEP} WHEN e.key LIKE $8 THEN {2 * STEP}
    WHEN e.key = ANY($6) THEN {STEP} ELSE 0 END)
  FROM search_entry e
  WHERE e.key LIKE ANY(ARRAY[$8, coalesce($7, $8)] || CASE
    WHEN EXISTS (SELECT FROM search_term WHERE key = $7) THEN '{{}}'::text[] ELSE $3::text[] END)
  GROUP BY 1, 2
), best AS (
  SELECT noun, target_id, sum(weight) AS weight,
         row_number() OVER (PARTITION BY noun ORDER BY sum(weight) DESC, target_id) AS place
  FROM hit GROUP BY 1, 2 HAVING count(*) = $4
)
SELECT b.noun, b.target_id,
  coalesce(n.name_en, d.name_en, c.name_en, k.name_en, a.name_en) AS name_en,
  coalesce(n.name_hi, d.name_hi, c.name_hi, k.name_hi, a.name_hi) AS name_hi,
  cd.name_en AS district_en, cd.name_hi AS district_hi
FROM best b
LEFT JOIN kind n ON b.noun = 'kind' AND n.id = b.target_id
LEFT JOIN district d ON b.noun = 'district' AND d.id = b.target_id
LEFT JOIN craft c ON b.noun = 'craft' AND c.id = b.target_id
LEFT JOIN district cd ON cd.id = c.district_id
LEFT JOIN category k ON b.noun = 'category' AND k.id = b.target_id
LEFT JOIN artisan a ON b.noun = 'artisan' AND a.id = b.target_id
  AND {of_alias(PUBLIC_ARTISAN, "a")}
WHERE b.place <= $5 AND num_nonnulls(n.id, d.id, c.id, k.id, a.id) = 1
ORDER BY array_position('{{kind,district,craft,category,artisan}}', b.noun::text), b.place
"""


async def _named(whole: Sequence[Word], last: Word) -> list[Any]:
    keys = [(place, key) for place, word in enumerate(whole) for key in word.all_keys]
    typed = _typed(last)
    return await fetch(
        _NAMED,
        [place for place, _ in keys],
        [key for _, key in keys],
        [beginning_with(key) for key in _beginnings(last)],
        len(whole) + 1,
        MAX_SUGGESTIONS,
        list(last.k1),
        last.letters or None,
        typed,
    )


def _typed(last: Word) -> str:
    """A pattern of the letters of words that begin so: मऊ begins with म, but its key is `mo`."""
    return beginning_with(LETTERS + written(last.text))


def _beginnings(last: Word) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*prefix_keys(last.text), *last.k1)))


# Completions come from the vocabulary, the most common first: thousands of words share a prefix
# of two letters. If some begin with the letters as typed, others that sound so are none.
_PRODUCTS = f"""
WITH written AS (
  SELECT key, products FROM search_term
  WHERE key LIKE $4 OR key = $5 ORDER BY products DESC, key LIMIT {MAX_ENDINGS}
), heard AS (
  SELECT key, products FROM search_term
  WHERE key LIKE ANY($2::text[]) AND NOT EXISTS (SELECT FROM written)
  ORDER BY products DESC, key LIMIT {MAX_ENDINGS}
), ending AS (
  SELECT quote_literal(key) AS lexeme FROM (TABLE written UNION ALL TABLE heard) either
), query AS (
  -- Without a completion there is no query, so nothing is found.
  SELECT (coalesce(nullif($1, '') || ' & ', '') || '(' || string_agg(lexeme, ' | ') || ')')::tsquery
    AS q
  FROM ending
)
SELECT 'product' AS noun, p.id AS target_id, p.name_en, p.name_hi,
  NULL AS district_en, NULL AS district_hi
FROM product p JOIN product_search s ON s.product_id = p.id
WHERE s.keys @@ (SELECT q FROM query) AND {ON_SALE}
ORDER BY p.popularity DESC, p.id DESC LIMIT $3
"""


async def _products(whole: Sequence[Word], last: Word, first: int) -> list[Any]:
    named = together(any_of(word.keys, ":AB") for word in whole) if whole else ""
    endings = [beginning_with(key) for key in _beginnings(last)]
    typed = _typed(last)
    return await fetch(_PRODUCTS, named, endings, 2 * first, typed, last.letters or last.k1[0])


def _mixed(rows: Sequence[Any], language: Language, first: int) -> list[Suggestion]:
    offered = _distinct([_suggestion(row, rows, language) for row in rows])
    chosen: list[Suggestion] = []
    for noun, places in PLACES.items():
        chosen += [suggestion for suggestion in offered if suggestion.noun == noun][:places]
    chosen = chosen[:first]
    chosen += [suggestion for suggestion in offered if suggestion not in chosen]
    order = {suggestion: place for place, suggestion in enumerate(offered)}
    return sorted(chosen[:first], key=order.__getitem__)


def _suggestion(row: Any, rows: Sequence[Any], language: Language) -> Suggestion:
    text = _name(row, "name", language)
    # Crafts of several districts share a name: add the district.
    if row["noun"] == "craft" and any(
        other["noun"] == "craft"
        and other["target_id"] != row["target_id"]
        and _name(other, "name", language) == text
        for other in rows
    ):
        text = f"{text}, {_name(row, 'district', language)}"
    return Suggestion(row["noun"], row["target_id"], text)


def _name(row: Any, stem: str, language: Language) -> str:
    return str(row[f"{stem}_{language}"] or row[f"{stem}_en"] or row[f"{stem}_hi"])


def _distinct(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    return list({(one.noun, one.text): one for one in reversed(suggestions)}.values())[::-1]


# --- Entries ---

_NAMES = f"""
SELECT * FROM (
SELECT 'district' AS noun, d.id, ARRAY[d.name_en, d.name_hi] AS names, d.aliases,
  (SELECT count(*) FROM product t WHERE t.district_id = d.id AND {PRODUCT_ON_SALE.text}) AS products
FROM district d
UNION ALL
SELECT 'craft', c.id, ARRAY[c.name_en, c.name_hi], ARRAY[c.short_name_en, c.short_name_hi],
  (SELECT count(*) FROM product t WHERE t.craft_id = c.id AND {PRODUCT_ON_SALE.text})
FROM craft c
UNION ALL
SELECT 'category', k.id, ARRAY[k.name_en, k.name_hi], '{{}}',
  (SELECT count(*) FROM product t WHERE t.category_id = k.id AND {PRODUCT_ON_SALE.text})
FROM category k
UNION ALL
SELECT 'kind', n.id, ARRAY[n.name_en, n.name_hi], n.spellings,
  (SELECT count(*) FROM product t WHERE t.kind_id = n.id AND {PRODUCT_ON_SALE.text})
FROM kind n
UNION ALL
SELECT 'artisan', a.id, ARRAY[a.name_en, a.name_hi], '{{}}',
  (SELECT count(*) FROM product t WHERE t.artisan_id = a.id AND {PRODUCT_ON_SALE.text})
FROM artisan a WHERE {of_alias(PUBLIC_ARTISAN, "a")}
) named WHERE $1::text IS NULL OR noun = $1 AND id = ANY($2::int[])
"""
_FIRST_WORD, _LATER_WORD, _ALIAS_WORD = 3, 2, 1


async def refresh_entries(noun: str | None = None, ids: Sequence[int] = ()) -> int:
    """Rewrite the suggestion entries of districts, crafts, categories, kinds and artisans.

    Of all of them, or of those of a noun with the given ids. Artisans without a public profile have
    none. Returns the number of entries.
    """
    async with in_transaction():
        if noun is None:
            # Following waits, so that names that change meanwhile are refreshed afterwards; who
            # hides a name waits, too, and then deletes its entries.
            await lock(Lock.SEARCH_FOLLOWER)
            await fetch("SELECT FROM artisan ORDER BY id FOR SHARE")
        named = await fetch(_NAMES, noun, list(ids))
        rows = [entry for row in named for entry in _entries(dict(row))]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
        await execute(
            "DELETE FROM search_entry WHERE $1::text IS NULL"
            " OR noun = $1 AND target_id = ANY($2::int[])",
            noun,
            list(ids),
        )
        await execute(
            "INSERT INTO search_entry (noun, target_id, key, weight)"
            " SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::int[])",
            *columns,
        )
    return len(rows)


def _entries(row: dict[str, object]) -> Iterator[tuple[object, object, str, int]]:
    """A row for each key, weighted by the word's position in the name, then by products."""
    ranks: dict[str, int] = {}
    for texts, is_alias in ((row["names"], False), (row["aliases"], True)):
        assert isinstance(texts, list)
        for text in filter(None, texts):
            for place, word in enumerate(fold_words(text)):
                rank = _ALIAS_WORD if is_alias else _LATER_WORD if place else _FIRST_WORD
                for key in word.all_keys:
                    ranks[key] = max(rank, ranks.get(key, 0))
    products = row["products"]
    assert isinstance(products, int)
    for key, rank in ranks.items():
        yield row["noun"], row["id"], key, rank * 8_000 + min(products, 7_999)
