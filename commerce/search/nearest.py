"""The craft or district with the name most similar to unknown words."""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.search.fold import LETTERS, SKELETON, Word
from database.connect import fetch

_ENTRIES = """
SELECT noun, target_id, key, weight FROM search_entry
WHERE noun IN ('district', 'craft') AND left(key, 1) <> ALL($1::text[])
"""
_NAMES = {
    "district": "SELECT name_en, name_hi FROM district WHERE id = $1",
    "craft": "SELECT name_en, name_hi FROM craft WHERE id = $1",
}


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A district or craft with its names; `core.texts.language.in_language` selects one."""

    noun: str
    target_id: int
    name_en: str | None
    name_hi: str | None


async def nearest_name(words: Sequence[Word]) -> NamedEntity | None:
    """The entry that shares most letter pairs, then the one with the most products.

    None in a shop without entries.
    """
    query_words = [_pairs(key) for word in words for key in word.k1]
    rows = await fetch(_ENTRIES, [SKELETON, LETTERS])
    while rows:
        best = max(
            rows,
            key=lambda row: (
                _similarity(query_words, _pairs(row["key"])),
                row["weight"],
                row["noun"],
                row["key"],
            ),
        )
        noun, target = best["noun"], best["target_id"]
        for row in await fetch(_NAMES[noun], target):
            return NamedEntity(noun, target, row["name_en"], row["name_hi"])
        # It was deleted a moment ago.
        rows = [row for row in rows if (row["noun"], row["target_id"]) != (noun, target)]
    return None


def _pairs(key: str) -> set[str]:
    framed = f"^{key}$"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def _similarity(query_words: Sequence[set[str]], pairs: set[str]) -> float:
    """Dice's coefficient with the most similar word of the query."""
    return max(2 * len(one & pairs) / (len(one) + len(pairs)) for one in query_words)
