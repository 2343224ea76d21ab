"""Builders of PostgreSQL's text forms with keys: `tsquery`, `tsvector` and LIKE patterns.

Keys are checked to have no syntax of these languages: only letters, Devanagari signs and digits
after an optional mark.
"""

import re
from collections.abc import Iterable

MAX_KEY_LENGTH = 60  # of `search_term.key` and `search_entry.key`
KEY = re.compile(r"[~=+]?(?:[^\W_]|[ऀ-ॣॱ-ॿ])+")
POSITION = "1"  # where in a text a key stands is not kept; a weight wants a position beside it
NOTHING = "'~'"  # no product has the bare mark for a key


def lexeme(key: str) -> str:
    """A key as one lexeme. Raises ValueError for what is none."""
    if len(key) > MAX_KEY_LENGTH or not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a search key")
    return f"'{key}'"


def any_of(keys: Iterable[str], labels: str = "") -> str:
    """A tsquery of products that have any of `keys`; of none of them when there are no keys."""
    return " | ".join(f"{lexeme(key)}{labels}" for key in keys) or NOTHING


def either(queries: Iterable[str]) -> str:
    return _joined(" | ", queries)


def together(queries: Iterable[str]) -> str:
    return _joined(" & ", queries)


def _joined(operator: str, queries: Iterable[str]) -> str:
    """Join tsqueries, without empty ones. The join of none finds nothing."""
    return operator.join(f"({query})" for query in queries if query) or NOTHING


def weighed(key: str, label: str) -> str:
    """A key as a lexeme of a tsvector with its weight: A to C, or empty for D."""
    return f"{lexeme(key)}:{POSITION}{label}"


def vector(lexemes: Iterable[str]) -> str:
    """A tsvector of weighted lexemes."""
    return " ".join(lexemes)


def beginning_with(key: str) -> str:
    """A LIKE pattern for keys that begin with `key`."""
    return f"{lexeme(key)[1:-1]}%"
