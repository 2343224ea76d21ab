"""The craft or district whose name is nearest to words nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.search.fold import SKELETON, Word
from commerce.search.search_keys import UNFOLDED
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
    """A thing with a name; `core.texts.language.said` tells it in the reader's language."""

    noun: str
    target_id: int
    name_en: str | None
    name_hi: str | None


async def nearest_name(words: Sequence[Word]) -> NamedEntity | None:
    """By letter pairs shared; without any, what sells the most. None in a shop without entries."""
    asked = [_pairs(key) for word in words for key in word.k1]
    rows = await fetch(_ENTRIES, [SKELETON, UNFOLDED])
    if not rows:
        return None
    best = max(
        rows,
        key=lambda row: (_alike(asked, _pairs(row["key"])), row["weight"], row["noun"], row["key"]),
    )
    names = await fetch(_NAMES[best["noun"]], best["target_id"])
    return NamedEntity(best["noun"], best["target_id"], names[0]["name_en"], names[0]["name_hi"])


def _pairs(key: str) -> set[str]:
    framed = f"^{key}$"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def _alike(query_words: Sequence[set[str]], pairs: set[str]) -> float:
    """Dice's coefficient with the likest word asked for."""
    return max(2 * len(one & pairs) / (len(one) + len(pairs)) for one in query_words)
