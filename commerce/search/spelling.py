"""Correction of unknown words to known ones."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from commerce.search.fold import Word, fold_words
from commerce.search.search_keys import PRODUCTS
from commerce.search.tsquery import lexeme
from commerce.search.vocabulary import counts_of
from database.connect import fetch

MIN_KEY_CHARACTERS = 3  # shorter keys are an edit away from too many words
MAX_WORDS = 6
SAMPLE = 30
FEW = 3  # products whose whole text is read


def one_edit(key: str) -> set[str]:
    """All keys at an edit distance of 1: a letter dropped, added or changed, or two swapped."""
    halves = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    near = {left + right[1:] for left, right in halves if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    near |= {left + letter + right for left, right in halves for letter in ascii_lowercase}
    changed = [(left, right[1:]) for left, right in halves if right]
    near |= {left + letter + right for left, right in changed for letter in ascii_lowercase}
    return near - {key}


def _splits(key: str) -> list[tuple[str, str]]:
    return [
        (key[:place], key[place:])
        for place in range(MIN_KEY_CHARACTERS, len(key) - MIN_KEY_CHARACTERS + 1)
    ]


async def respell(words: Sequence[Word]) -> dict[Word, list[Word]]:
    """Map each unknown word to the nearest known word, or to the two words it consists of.

    The nearest is one edit away; of several the one with the same first letter, then the one with
    the most products. Words without a correction, or one that nobody has written, are left out.
    """
    candidates = [word for word in words if len(word.k1[0]) >= MIN_KEY_CHARACTERS][:MAX_WORDS]
    if not candidates:
        return {}
    near: dict[Word, set[str]] = {word: set() for word in candidates}
    for word in candidates:
        near[word].update(*(one_edit(key) for key in word.k1))
    parts = {part for word in candidates for pair in _splits(word.k1[0]) for part in pair}
    counts = await counts_of(parts.union(*near.values()))
    corrections = {word: _nearest(word, near[word], counts) for word in candidates}
    spellings = await _spellings(
        [(key, word) for word, keys in corrections.items() for key in keys]
    )
    return {
        word: [fold_words(spellings[key, word], stop_words=True)[0] for key in keys]
        for word, keys in corrections.items()
        if keys and all((key, word) in spellings for key in keys)
    }


def _nearest(word: Word, near: Iterable[str], counts: dict[str, int]) -> list[str]:
    keys = [key for key in near if key in counts]
    if keys:
        first = word.k1[0][0]
        return [max(keys, key=lambda key: (key[0] == first, counts[key], key))]
    pairs = [pair for pair in _splits(word.k1[0]) if pair[0] in counts and pair[1] in counts]
    if pairs:
        return [*max(pairs, key=lambda both: (min(counts[both[0]], counts[both[1]]), both))]
    return []


_SPELLED = """
SELECT asked.key, said.texts
FROM unnest($1::text[], $2::text[]) AS asked (key, query)
CROSS JOIN LATERAL (
  SELECT ARRAY[p.name_en, p.name_hi, d.name_en, d.name_hi, c.name_en, c.name_hi,
         n.name_en, n.name_hi]::text[] || d.aliases || coalesce(n.spellings, '{}') AS texts
  FROM product_search s JOIN product p ON p.id = s.product_id
  JOIN district d ON d.id = p.district_id JOIN craft c ON c.id = p.craft_id
  LEFT JOIN kind n ON n.id = p.kind_id
  WHERE s.keys @@ asked.query::tsquery AND p.is_on_sale LIMIT $3
) said
UNION ALL
SELECT m.key, array_agg(m.term::text) FROM search_synonym m WHERE m.key = ANY($1) GROUP BY 1
"""


# Of words that occur in no name.
_HAVING = """
SELECT asked.key, found.product_id
FROM unnest($1::text[], $2::text[]) AS asked (key, query)
CROSS JOIN LATERAL (
  SELECT s.product_id FROM product_search s
  WHERE s.keys @@ asked.query::tsquery AND s.is_on_sale LIMIT $3
) found
"""


async def _spellings(typed_words: list[tuple[str, Word]]) -> dict[tuple[str, Word], str]:
    """The most common spelling of each key, if possible in the script of the typed word.

    A key by itself is none: it is shown to nobody.
    """
    keys = sorted({key for key, _ in typed_words})
    seen: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for row in await fetch(_SPELLED, keys, [lexeme(key) for key in keys], SAMPLE) if keys else ():
        _count(seen[row["key"]], row["key"], row["texts"])
    rest = [key for key in keys if not seen[key]]
    if rest:
        having = await fetch(_HAVING, rest, [lexeme(key) for key in rest], FEW)
        found = await fetch(PRODUCTS, [row["product_id"] for row in having])
        products = {row["id"]: row for row in found}
        for row in having:
            product = products.get(row["product_id"])
            if product is not None:
                texts = [*product["origin"], *product["details"], *product["description"]]
                _count(seen[row["key"]], row["key"], texts)
    return {(key, word): _best(word, seen[key]) for key, word in typed_words if seen[key]}


def _count(spellings: Counter[str], key: str, texts: Iterable[str | None]) -> None:
    words = fold_words(" ".join(filter(None, texts)))
    spellings.update(word.text for word in words if key in word.k1)


def _best(word: Word, spellings: Counter[str]) -> str:
    ours = [text for text in spellings if text.isascii() == word.text.isascii()]
    return max(ours or list(spellings), key=lambda text: (spellings[text], text))


def corrected_text(words: Iterable[str]) -> str:
    return unicodedata.normalize("NFC", " ".join(words))
