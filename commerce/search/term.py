"""One thing asked for, in all the ways it may be said."""

from collections.abc import Iterator
from dataclasses import dataclass

from commerce.search.vocabulary import Phrase
from database.select import Sql

# Weights of `product_search.keys`, each with those above it, and what a match there is worth.
FIELDS = ((":A", 3.0), (":AB", 2.0), (":ABC", 1.5), ("", 1.0))


@dataclass(frozen=True, slots=True)
class Kind:
    """Ways of saying a thing that are worth the same."""

    worth: float
    phrases: tuple[Phrase, ...]

    def tsquery(self, labels: str = "") -> str:
        return " | ".join(
            " & ".join(
                "(" + " | ".join(f"'{key}'{labels}" for key in keys) + ")" for keys in phrase
            )
            for phrase in self.phrases
        )


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; `idf` says how telling it is: the logarithm of how few products have it."""

    text: str
    idf: float
    kinds: tuple[Kind, ...]

    @property
    def tsquery(self) -> str:
        return "(" + " | ".join(kind.tsquery() for kind in self.kinds) + ")"

    @property
    def single_keys(self) -> Iterator[str]:
        """Keys that alone stand for the thing."""
        for kind in self.kinds:
            for phrase in kind.phrases:
                if len(phrase) == 1:
                    yield from phrase[0]

    def score(self, keys: str) -> Sql:
        """What the best match in the vector `keys` is worth, for a product that has one."""
        levels = sorted(
            (
                (kind.worth * worth, kind.tsquery(labels))
                for kind in self.kinds
                for labels, worth in FIELDS
            ),
            reverse=True,
        )
        *better, (least, _) = levels
        tried = " ".join(f"WHEN {keys} @@ {{}}::tsquery THEN {worth:.2f}" for worth, _ in better)
        return Sql(
            f"{{}}::float8 * (CASE {tried} ELSE {least:.2f} END)::float8",
            (self.idf, *(tsquery for _, tsquery in better)),
        )
