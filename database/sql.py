"""Pieces of SQL with their arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with a `{}` for each argument."""

    text: str
    arguments: tuple[Any, ...] = ()

    def __and__(self, more: "Sql") -> "Sql":
        return Sql(f"{self.text} AND {more.text}", (*self.arguments, *more.arguments))

    def bound(self, already: int = 0) -> tuple[str, tuple[Any, ...]]:
        """The text with numbered parameters, starting after `already`, and the arguments."""
        pieces = self.text.split("{}")
        if len(pieces) - 1 != len(self.arguments):
            raise AssertionError(f"arguments do not fit {self.text!r}")
        numbered = [
            f"{piece}${already + place}" for place, piece in enumerate(pieces[:-1], start=1)
        ]
        return "".join([*numbered, pieces[-1]]), self.arguments


def joined(separator: str, pieces: Sequence[Sql]) -> Sql:
    return Sql(
        separator.join(piece.text for piece in pieces),
        tuple(argument for piece in pieces for argument in piece.arguments),
    )
