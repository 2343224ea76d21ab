"""A term of a search, with all forms that match it."""

from collections.abc import Iterator
from dataclasses import dataclass

from commerce.search.tsquery import any_of, either, together
from commerce.search.vocabulary import Phrase
from database.sql import Sql

# Labels of `product_search.keys`, cumulative from the best field, and the worth of a match there,
# in tenths.
FIELDS = ((":A", 30), (":AB", 20), (":ABC", 15), ("", 10))


@dataclass(frozen=True, slots=True)
class Kind:
    """Forms of a term with the same weight, in tenths."""

    weight: int
    phrases: tuple[Phrase, ...]

    def tsquery(self, labels: str = "") -> str:
        alone = {key: None for phrase in self.phrases if len(phrase) == 1 for key in phrase[0]}
        # Each key once: PostgreSQL estimates twice as many hits for a repeated key.
        ways = [any_of(alone, labels)] if alone else []
        ways += [
            together(any_of(keys, labels) for keys in phrase)
            for phrase in self.phrases
            if len(phrase) > 1
        ]
        return either(ways)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase. `idf` is its inverse document frequency, logarithmic, in hundredths.

    Scores are integers, so that SQL and Python compute the same ones.
    """

    text: str
    idf: int
    kinds: tuple[Kind, ...]

    def __hash__(self) -> int:
        # The kinds follow from the text; to hash them would take longer than all else.
        return hash((self.text, self.idf))

    @property
    def tsquery(self) -> str:
        return either(kind.tsquery() for kind in self.kinds)

    @property
    def single_keys(self) -> Iterator[str]:
        """Keys that match the term by themselves."""
        for kind in self.kinds:
            for phrase in kind.phrases:
                if len(phrase) == 1:
                    yield from phrase[0]

    def levels(self) -> list[tuple[int, str]]:
        """Worth of matches in hundredths, the best first, with their tsqueries.

        The best match of a product counts. Every hit matches the last tsquery.
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
        """SQL for the worth of the best match in the vector `keys` of a hit."""
        *better, (least, _) = self.levels()
        tried = " ".join(f"WHEN {keys} @@ {{}}::tsquery THEN {worth}" for worth, _ in better)
        return Sql(
            f"{{}}::bigint * (CASE {tried} ELSE {least} END)",
            (self.idf, *(tsquery for _, tsquery in better)),
        )
