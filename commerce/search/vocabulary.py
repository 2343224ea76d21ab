"""Which keys there are, how common each is, and what else is said for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from commerce.search.fold import Word, fold_words
from database.connect import fetch

# All of these words, each under any of its keys.
Phrase = tuple[tuple[str, ...], ...]

ALL_PRODUCTS = ""  # the key whose count is that of the products themselves

# A phrase is as common as its rarest word.
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
    """Words as they were typed."""
    return " ".join(word.text for word in words)


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another way to say a thing, and about how many products say it so."""

    phrase: Phrase
    products: int
    for_term: str


@dataclass(slots=True)
class Vocabulary:
    """What is known of the keys asked for."""

    products: dict[str, int] = field(default_factory=dict)
    synonyms: dict[str, list[Synonym]] = field(default_factory=lambda: defaultdict(list))

    @property
    def total(self) -> int:
        return max(self.products.get(ALL_PRODUCTS, 0), *self.products.values(), 1)

    def knows(self, keys: Iterable[str]) -> bool:
        return any(key in self.products for key in keys)

    def max_products(self, keys: Iterable[str]) -> int:
        """Products of the most common of `keys`, a lower bound of those that have any."""
        return max((self.products.get(key, 0) for key in keys), default=0)

    def synonyms_of(self, text: str, keys: Collection[str]) -> list[Synonym]:
        """Synonyms, used by some product, of the word or phrase spelled `text` with these keys.

        Two words may share a key (brass and ब्रास, but also ball and balla): if `text` itself is
        in a group, groups that only have its key do not count. A phrase is left out if one of its
        words will do alone.
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
    """What is known of `keys`, and the synonyms of `phrases`, in one statement.

    Phrases are keys in the form of `index.phrase_key`.
    """
    found = Vocabulary()
    for row in await fetch(_KNOWN, [ALL_PRODUCTS, *keys], list(phrases)):
        if row["term"] is None:
            found.products[row["key"]] = row["products"]
        else:
            phrase = tuple(word.k1 for word in fold_words(row["term"]))
            if not phrase:
                continue
            synonym = Synonym(phrase, row["products"], spelled(fold_words(row["asked_term"])))
            found.synonyms[row["asked"]].append(synonym)
    return found


async def counts_of(keys: Collection[str]) -> dict[str, int]:
    """Those of `keys` that stand in a product or are a synonym of what does, with counts."""
    counts: dict[str, int] = {}
    for row in await fetch(_AMONG, list(keys)):
        if row["products"]:
            counts[row["key"]] = max(row["products"], counts.get(row["key"], 0))
    return counts
