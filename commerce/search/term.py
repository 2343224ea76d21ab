"""One thing asked for, in all the ways it may be said."""

from collections.abc import Iterator
from dataclasses import dataclass

from commerce.search.tsquery import any_of, either, together
from commerce.search.vocabulary import Phrase
from database.sql import Sql

# Weights of `product_search.keys`, each with those above it, and what a match there is worth, in
# tenths.
FIELDS = ((":A", 30), (":AB", 20), (":ABC", 15), ("", 10))


@dataclass(frozen=True, slots=True)
class Kind:
    """Ways of saying a thing that are worth the same, in tenths."""

    weight: int
    phrases: tuple[Phrase, ...]

    def tsquery(self, labels: str = "") -> str:
        alone = {key: None for phrase in self.phrases if len(phrase) == 1 for key in phrase[0]}
        # Each key once: PostgreSQL takes one that stands twice for two that find twice as many.
        ways = [any_of(alone, labels)] if alone else []
        ways += [
            together(any_of(keys, labels) for keys in phrase)
            for phrase in self.phrases
            if len(phrase) > 1
        ]
        return either(ways)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; `idf` says how telling it is: the logarithm of how few products have it.

    It is in hundredths, so that scores are whole numbers: the same wherever they are worked out.
    """

    text: str
    idf: int
    kinds: tuple[Kind, ...]

    @property
    def tsquery(self) -> str:
        return either(kind.tsquery() for kind in self.kinds)

    @property
    def single_keys(self) -> Iterator[str]:
        """Keys that alone stand for the thing."""
        for kind in self.kinds:
            for phrase in kind.phrases:
                if len(phrase) == 1:
                    yield from phrase[0]

    def levels(self) -> list[tuple[int, str]]:
        """What a match is worth, in hundredths, the best first, with the tsquery of such matches.

        A product that matches several has the best of them; one that is found at all has the last.
        """
        return sorted(
            [
                (kind.weight * worth, kind.tsquery(labels))
                for kind in self.kinds
                for labels, worth in FIELDS
            ],
            reverse=True,
        )

    def score(self, keys: str) -> Sql:
        """What the best match in the vector `keys` is worth, for a product that has one."""
        *better, (least, _) = self.levels()
        tried = " ".join(f"WHEN {keys} @@ {{}}::tsquery THEN {worth}" for worth, _ in better)
        return Sql(
            f"{{}}::bigint * (CASE {tried} ELSE {least} END)",
            (self.idf, *(tsquery for _, tsquery in better)),
        )
