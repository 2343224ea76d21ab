"""Kinds of goods for the demo: `data/kinds/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from commerce.reference.files import listed
from commerce.reference.kinds import kind_rows, tariff_of
from demo.words.texts import Text


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of goods. `tariff` has attribute, value, item and condition of other materials."""

    slug: str
    category: str
    name: Text
    spellings: tuple[str, ...]
    hsn: str
    condition: str | None
    tariff: tuple[tuple[str, str, str, str | None], ...]
    unit: str
    drawing: str | None
    attributes: frozenset[str]

    def item_of(self, choices: Mapping[str, str]) -> tuple[str, str | None]:
        """The tariff item and rate condition of goods with these attribute values.

        The first entry of the kind's that fits counts.
        """
        for attribute, value, hsn, condition in self.tariff:
            if [choices.get(each) for each in attribute.split("+")] == value.split("+"):
                return hsn, condition
        return self.hsn, self.condition


@cache
def kinds() -> dict[str, KindWords]:
    """All kinds by slug."""
    return {
        row["slug"]: KindWords(
            row["slug"],
            row["category"],
            Text(row["name_en"], row["name_hi"]),
            tuple(listed(row["spellings"])),
            row["hsn"],
            row["condition"] or None,
            tuple(tariff_of(row)),
            row["unit"],
            row["drawing"] or None,
            frozenset(listed(row["attributes"])),
        )
        for row in kind_rows()
    }
