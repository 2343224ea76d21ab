"""Words that claim what needs evidence, found in texts: `data/claim_words.csv`."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commerce.search.fold import fold_words
from database.caches.table_cache import TABLE_CACHE
from database.rows import fetch_as
from models import EvidenceKind

# Shorter sounds are of too many words: घी (ghee) and GI, खादी (khadi) and खड्डी (pit loom).
MIN_FOLDED_CHARACTERS = 5
# Marks that many writers leave out or write as another: the nukta, and chandrabindu for anusvara.
_SPELT_ALIKE = {0x093C: None, 0x0901: 0x0902}

Forms = frozenset[str]


class ClaimWordRow(NamedTuple):
    """A row of `claim_word`."""

    phrase: str
    evidence: list[str]


class Claim(NamedTuple):
    """A phrase that a text may have only with evidence of one of these kinds."""

    phrase: str
    evidence: frozenset[EvidenceKind]


class ClaimWords:
    """All phrases, by the forms of their first word."""

    def __init__(self, rows: Iterable[ClaimWordRow]) -> None:
        self._by_first: dict[str, list[tuple[list[Forms], Claim]]] = {}
        for phrase, evidence in rows:
            words = _forms(phrase)
            claim = Claim(phrase, frozenset(map(EvidenceKind, evidence)))
            for form in words[0] if words else ():
                self._by_first.setdefault(form, []).append((words, claim))

    def found_in(self, text: str) -> list[Claim]:
        """The phrases in a text, as whole words however they are spelt, in the text's order."""
        return list(dict.fromkeys(self._all_in(_forms(text))))

    def _all_in(self, text: list[Forms]) -> Iterator[Claim]:
        for place, forms in enumerate(text):
            for form in forms:
                for words, claim in self._by_first.get(form, ()):
                    part = text[place : place + len(words)]
                    if len(part) == len(words) and all(map(_is_same, words, part)):
                        yield claim


async def claim_words() -> ClaimWords:
    return await TABLE_CACHE.recall(("claim_word",), "claim_words", _load)


async def _load() -> ClaimWords:
    sql = "SELECT phrase, evidence FROM claim_word ORDER BY id"
    return ClaimWords(await fetch_as(ClaimWordRow, sql))


def _forms(text: str) -> list[Forms]:
    """What each word of a text is compared by; long ones also by their sound (organic, organik)."""
    return [
        frozenset(
            [
                word.text.translate(_SPELT_ALIKE),
                *(sound for sound in word.k1 if len(sound) >= MIN_FOLDED_CHARACTERS),
            ]
        )
        for word in fold_words(text, stop_words=True)
    ]


def _is_same(word: Forms, other: Forms) -> bool:
    return not word.isdisjoint(other)
