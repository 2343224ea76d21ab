"""The vocabulary: existing keys, their frequency and synonyms."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from commerce.search.fold import Word, fold_words
from database.connect import fetch

# Words that must all match, each by any of its keys.
Phrase = tuple[tuple[str, ...], ...]

ALL_PRODUCTS = ""  # the key that counts all products

# The count of a phrase is that of its rarest word.
_COUNTED = """(
  SELECT min(coalesce(t.products, 0))
  FROM unnest(string_to_array(m.key, ' ')) AS word (key) LEFT JOIN search_term t USING (key)
)"""
_KNOWN = f"""
SELECT key, products, NULL::text AS term, NULL::text AS asked, NULL::text AS asked_term
FROM search_term WHERE key = ANY($1::text[])
UNION ALL
SELECT m.key, {_COUNTED}, m.term, a.key, a.term
FROM search_synonym a JOIN search_synonym m USING (group_slug)
WHERE a.key = ANY($2::text[])
"""
_AMONG = f"""
SELECT key, products FROM search_term WHERE key = ANY($1::text[])
UNION ALL
SELECT a.key, max({_COUNTED})
FROM search_synonym a JOIN search_synonym m USING (group_slug)
WHERE a.key = ANY($1::text[]) GROUP BY a.key
"""


def spelled(words: Iterable[Word]) -> str:
    """The words as typed."""
    return " ".join(word.text for word in words)


@dataclass(frozen=True, slots=True)
class Synonym:
    """A synonym, with the approximate number of products that have it.

    `phrase` are its words by sound, `letters` as they are written; `for_letters` the letters of the
    term that it is a synonym of.
    """

    phrase: Phrase
    products: int
    for_term: str
    letters: Phrase
    for_letters: str


@dataclass(slots=True)
class Vocabulary:
    """The part of the vocabulary for one search: counts by key, synonyms by key."""

    products: dict[str, int] = field(default_factory=dict)
    synonyms: dict[str, list[Synonym]] = field(default_factory=lambda: defaultdict(list))

    @property
    def total(self) -> int:
        return max(self.products.get(ALL_PRODUCTS, 0), *self.products.values(), 1)

    def knows(self, keys: Iterable[str]) -> bool:
        return any(key in self.products for key in keys)

    def max_products(self, keys: Iterable[str]) -> int:
        """Products of the most common of `keys`: a lower bound of those that have any."""
        return max((self.products.get(key, 0) for key in keys), default=0)

    def is_heard(self, keys: Iterable[str]) -> bool:
        """Whether some word or phrase in the synonyms sounds so, however it is written."""
        return any(self.synonyms.get(key) for key in keys)

    def written_synonyms(self, word: Word) -> list[Synonym]:
        """Synonyms of a word as it is written, itself among them.

        Empty if it only sounds like a word that has synonyms. A phrase is left out if one of its
        words matches alone.
        """
        found = [
            one
            for key in word.k1
            for one in self.synonyms.get(key, ())
            if one.for_letters == word.letters and one.products > 0
        ]
        alone = {one.letters[0] for one in found if len(one.letters) == 1}
        return list(
            {
                one.letters: one
                for one in found
                if len(one.letters) == 1 or alone.isdisjoint(one.letters)
            }.values()
        )

    def synonyms_of(self, text: str, keys: Collection[str]) -> list[Synonym]:
        """Synonyms of a word or phrase that some product has; `text` is as typed, `keys` its keys.

        Different words may share a key (brass and ब्रास, but also ball and balla): if `text` itself
        is in a group, groups that only share its key are ignored. A phrase is left out if one of
        its words matches alone.
        """
        found = [one for key in keys for one in self.synonyms.get(key, ())]
        found = [one for one in found if one.for_term == text] or found
        used = {one.phrase: one for one in found if one.products > 0}
        alone = {key for phrase in used if len(phrase) == 1 for key in phrase[0]}.union(keys)
        return [
            one
            for phrase, one in used.items()
            if (
                alone.isdisjoint(key for word in phrase for key in word)
                if len(phrase) > 1
                else not set(phrase[0]) <= set(keys)
            )
        ]


async def look_up(keys: Collection[str], phrases: Collection[str]) -> Vocabulary:
    """Read the counts of `keys` and the synonyms of `phrases` in one statement.

    Phrases are keys in the form of `search_keys.phrase_key`.
    """
    vocabulary = Vocabulary()
    for row in await fetch(_KNOWN, [ALL_PRODUCTS, *keys], list(phrases)):
        if row["term"] is None:
            vocabulary.products[row["key"]] = row["products"]
        else:
            words, origin = fold_words(row["term"]), fold_words(row["asked_term"])
            if not words:
                continue
            vocabulary.synonyms[row["asked"]].append(
                Synonym(
                    phrase=tuple(word.k1 for word in words),
                    products=row["products"],
                    for_term=spelled(origin),
                    letters=tuple((word.letters,) if word.letters else word.k1 for word in words),
                    for_letters=" ".join(word.letters for word in origin),
                )
            )
    return vocabulary


async def counts_of(keys: Collection[str]) -> dict[str, int]:
    """Product counts of those `keys` that a product has, itself or by a synonym."""
    counts: dict[str, int] = {}
    for row in await fetch(_AMONG, list(keys)):
        if row["products"]:
            counts[row["key"]] = max(row["products"], counts.get(row["key"], 0))
    return counts
