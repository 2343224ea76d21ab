"""Reading and checking the texts of the demo in `data/demo/`.

`python -m demo.words.content [category …]` prints all faults of these or of all files.
"""

import csv
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from demo.words.claims import NO_EVIDENCE, Evidence, unproven
from demo.words.kinds import KindWords, kinds
from demo.words.texts import Text
from models import EvidenceKind

DATA = Path(__file__).resolve().parents[2] / "data"
DEMO = DATA / "demo"

KINDS = {"CHOICE", "NUMBER", "TEXT", "BOOLEAN"}
GENDERS = {"m", "f", "mp"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLOT = re.compile(r"\{([^}]*)\}")
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
# Evidence that some weavers have, so that some descriptions may speak of it.
OF_WEAVERS = frozenset({EvidenceKind.HANDLOOM_MARK, EvidenceKind.WEAVER_CARD})
DESCRIPTION_PARTS = ("opening", "making", "detail", "closing")


@dataclass(frozen=True, slots=True)
class Colour:
    slug: str
    en: str
    m: str
    f: str
    mp: str
    tint: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an option. `factor` multiplies price and weight of the smallest value."""

    slug: str
    label: Text
    factor: Decimal
    net: tuple[Decimal, str] | None


@dataclass(frozen=True, slots=True)
class Option:
    slug: str
    name: Text
    values: tuple[Choice, ...]
    scales_net: bool
    # Whether its values are called by what a package contains, as "500 g".
    is_named_by_net: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    slug: str
    name: Text
    kind: str
    unit: Text | None


@dataclass(frozen=True, slots=True)
class Item:
    """Goods of a kind: a short kurti, a shutter lock, petha in a box. Rupees, grams, cm."""

    slug: str
    kind: KindWords
    name: Text
    gender: str
    price: tuple[int, int]
    weight: tuple[int, int]
    option: str
    size_cm: tuple[tuple[Decimal, ...], tuple[Decimal, ...]] | None
    net: tuple[Decimal, str]
    attributes: Mapping[str, list[Any]]
    motifs: bool
    crafts: tuple[str, ...]

    def choices(self, family: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """The values it can have: its own, else the family's, of attributes that fit its kind."""
        return {
            slug: values
            for slug, values in {**family, **self.attributes}.items()
            if slug in self.kind.attributes
        }


@dataclass(frozen=True, slots=True)
class Family:
    slug: str
    crafts: tuple[str, ...]
    colours: tuple[str, ...]
    motifs: tuple[Text, ...]
    made_to_order: float
    lead_days: tuple[int, int]
    returns: int
    returns_reason: Text | None
    # Whether its titles may begin with the craft's; canvas shoes are no leather.
    craft_title: bool
    care: tuple[Text, ...]
    attributes: Mapping[str, list[Any]]
    description: Mapping[str, tuple[Text, ...]]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class CategoryWords:
    category: str
    attributes: tuple[Attribute, ...]
    values: Mapping[str, Mapping[str, Text]]
    families: tuple[Family, ...] = field(default=())


def read_csv(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / name).read_text(encoding="utf-8"), parse_float=Decimal)


@cache
def palette() -> dict[str, Colour]:
    return {slug: Colour(slug=slug, **words) for slug, words in read_toml("palette.toml").items()}


@cache
def options() -> dict[str, Option]:
    found = {}
    for raw in read_toml("options.toml")["options"]:
        values = tuple(
            Choice(
                v["slug"],
                Text(v["en"], v["hi"]),
                Decimal(v["factor"]),
                (Decimal(v["net"][0]), v["net"][1]) if "net" in v else None,
            )
            for v in raw["values"]
        )
        found[raw["slug"]] = Option(
            raw["slug"],
            _text(raw["name"]),
            values,
            raw.get("scales_net", False),
            raw.get("named_by_net", False),
        )
    return found


@cache
def craft_titles(craft: str) -> tuple[Text, ...]:
    """How titles of a craft's goods may begin: with the craft if it names them, or the district."""
    own, district = _leads()[craft]
    place = Text(district["name_en"], f"{district['name_hi']} {{ka}}")
    return (_text(own), place) if own else (place,)


@cache
def _leads() -> dict[str, tuple[Mapping[str, str] | None, Mapping[str, str]]]:
    """The title that a craft has of its own, if any, and the row of its district."""
    words = tomllib.loads((DATA / "crafts.toml").read_text(encoding="utf-8"))
    districts = {row["slug"]: row for row in read_csv("districts.csv")}
    return {
        row["product_slug"]: (
            words[row["product_slug"]].get("title"),
            districts[row["district_slug"]],
        )
        for row in read_csv("crafts.csv")
    }


@cache
def category_slugs() -> tuple[str, ...]:
    return tuple(row["slug"] for row in read_csv("categories.csv"))


@cache
def category_words(slug: str) -> CategoryWords:
    raw = read_toml(f"{slug}.toml")
    return CategoryWords(
        raw["category"],
        tuple(
            Attribute(
                a["slug"], _text(a["name"]), a["kind"], _text(a["unit"]) if "unit" in a else None
            )
            for a in raw["attributes"]
        ),
        {
            name: {key: _text(v) for key, v in values.items()}
            for name, values in raw.get("values", {}).items()
        },
        tuple(_family(f) for f in raw["families"]),
    )


def _text(raw: Mapping[str, str]) -> Text:
    return Text(unicodedata.normalize("NFC", raw["en"]), unicodedata.normalize("NFC", raw["hi"]))


def _texts(raw: list[Mapping[str, str]]) -> tuple[Text, ...]:
    return tuple(_text(t) for t in raw)


def _family(raw: Mapping[str, Any]) -> Family:
    return Family(
        slug=raw["slug"],
        crafts=tuple(raw["crafts"]),
        colours=tuple(raw["colours"]),
        motifs=_texts(raw["motifs"]),
        made_to_order=float(raw["made_to_order"]),
        lead_days=(raw["lead_days"][0], raw["lead_days"][1]),
        returns=raw["returns"],
        returns_reason=_text(raw["returns_reason"]) if "returns_reason" in raw else None,
        craft_title=raw.get("craft_title", True),
        care=_texts(raw["care"]),
        attributes=raw.get("attributes", {}),
        description={part: _texts(raw["description"][part]) for part in DESCRIPTION_PARTS},
        items=tuple(_item(i) for i in raw["items"]),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    net = raw.get("net", [1, "piece"])
    size = raw.get("size_cm")
    return Item(
        slug=raw["slug"],
        kind=kinds()[raw["kind"]],
        name=_text(raw["name"]),
        gender=raw["gender"],
        price=(raw["price"][0], raw["price"][1]),
        weight=(raw["weight"][0], raw["weight"][1]),
        option=raw.get("option", ""),
        size_cm=(tuple(map(Decimal, size[0])), tuple(map(Decimal, size[1]))) if size else None,
        net=(Decimal(net[0]), net[1]),
        attributes=raw.get("attributes", {}),
        motifs=raw.get("motifs", True),
        crafts=tuple(raw.get("crafts", ())),
    )


def faults(slug: str) -> Iterator[str]:
    """Faults of a category's file, as messages for its editor."""
    try:
        words = category_words(slug)
    except (OSError, tomllib.TOMLDecodeError, KeyError, IndexError, TypeError) as fault:
        yield f"{slug}: cannot be read: {fault!r}"
        return
    crafts = {r["product_slug"] for r in read_csv("crafts.csv") if r["category_slug"] == slug}
    attributes = {a.slug: a for a in words.attributes}
    if words.category != slug:
        yield f"{slug}: category says {words.category!r}"
    for attribute in words.attributes:
        yield from _text_faults(f"{slug}: attribute {attribute.slug}", attribute.name)
        if attribute.kind not in KINDS:
            yield f"{slug}: attribute {attribute.slug}: kind {attribute.kind!r}"
        if attribute.kind == "CHOICE" and not words.values.get(attribute.slug):
            yield f"{slug}: no values for {attribute.slug}"
    for name, values in words.values.items():
        if name not in attributes:
            yield f"{slug}: values for unknown attribute {name!r}"
        for key, text in values.items():
            if not SLUG.fullmatch(key):
                yield f"{slug}: value slug {key!r}"
            yield from _text_faults(f"{slug}: value {key}", text)
    for missing in crafts - {c for f in words.families for c in f.crafts}:
        yield f"{slug}: no family makes {missing}"
    for family in words.families:
        for found in _family_faults(slug, family, crafts, attributes, words.values):
            yield f"{slug}/{family.slug}: {found}"


def _family_faults(
    category: str,
    family: Family,
    crafts: set[str],
    attributes: Mapping[str, Attribute],
    values: Mapping[str, Mapping[str, Text]],
) -> Iterator[str]:
    for craft in set(family.crafts) - crafts:
        yield f"unknown craft {craft}"
    for colour in set(family.colours) - set(palette()):
        yield f"colour {colour!r} is not in palette.toml"
    if len(family.motifs) < 8:
        yield "fewer than 8 motifs"
    if len(family.care) < 2:
        yield "fewer than 2 care instructions"
    if not 2 <= len(family.items) <= 14:
        yield f"{len(family.items)} items; 2 to 14 expected"
    if (family.returns == 0) != (family.returns_reason is not None):
        yield "returns_reason is for returns = 0 and required there"
    reasons = [family.returns_reason] if family.returns_reason else []
    for text in (*family.motifs, *family.care, *reasons):
        yield from _text_faults("motif or care", text)
    for part, texts in family.description.items():
        if len(texts) < 4:
            yield f"{part}: fewer than 4 sentences"
        for text in texts:
            yield from _text_faults(part, text, OF_WEAVERS)
            yield from _slot_faults(text, {"district", "village", "days"}, attributes)
    yield from _attribute_faults(family.attributes, attributes, values)
    seen: set[str] = set()
    for item in family.items:
        where = f"item {item.slug}"
        if item.slug in seen or not SLUG.fullmatch(item.slug):
            yield f"{where}: slug repeated or malformed"
        seen.add(item.slug)
        yield from _text_faults(where, item.name)
        yield from _text_faults(f"{where}: kind", item.kind.name)
        if item.kind.category != category:
            yield f"{where}: {item.kind.slug} is a kind of {item.kind.category}"
        if item.gender not in GENDERS:
            yield f"{where}: gender {item.gender!r}"
        if not 0 < item.price[0] <= item.price[1] <= 500_000:
            yield f"{where}: price {item.price}"
        if not 0 < item.weight[0] <= item.weight[1] <= 200_000:
            yield f"{where}: weight {item.weight}"
        if item.option and item.option not in options():
            yield f"{where}: option {item.option!r} is not in options.toml"
        if item.net[1] != item.kind.unit:
            yield f"{where}: net {item.net}, but the kind is sold by {item.kind.unit}"
        for craft in set(item.crafts) - set(family.crafts):
            yield f"{where}: craft {craft} is not the family's"
        for fault in _attribute_faults(item.attributes, attributes, values):
            yield f"{where}: {fault}"
        taken = item.choices(family.attributes)
        for slug in _attributes_in_texts(family):
            if not taken.get(slug):
                yield f"{where}: a sentence speaks of {slug}, which it has not"


def _attribute_faults(
    chosen: Mapping[str, list[Any]],
    attributes: Mapping[str, Attribute],
    values: Mapping[str, Mapping[str, Text]],
) -> Iterator[str]:
    for slug, allowed in chosen.items():
        if slug not in attributes:
            yield f"attribute {slug!r} is not declared"
        elif attributes[slug].kind == "CHOICE":
            for value in set(allowed) - set(values.get(slug, {})):
                yield f"attribute {slug}: value {value!r} is not declared"
        elif attributes[slug].kind == "NUMBER" and len(allowed) not in (0, 2):
            yield f"attribute {slug}: a number needs [least, most]"


def _attributes_in_texts(family: Family) -> set[str]:
    """Attributes with a slot in the family's descriptions."""
    texts = (text.en + text.hi for part in family.description.values() for text in part)
    slots = {slot for text in texts for slot in SLOT.findall(text)}
    return {slot.removeprefix("value:") for slot in slots if slot.startswith("value:")}


def _slot_faults(
    text: Text, allowed: set[str], attributes: Mapping[str, Attribute]
) -> Iterator[str]:
    for slot in SLOT.findall(text.en + text.hi):
        kind, _, name = slot.partition(":")
        if kind == "value" and name in attributes and attributes[name].kind == "CHOICE":
            continue
        if slot not in allowed:
            yield f"slot {{{slot}}} in {text.en!r}"


def _text_faults(where: str, text: Text, evidence: Evidence = NO_EVIDENCE) -> Iterator[str]:
    if not text.en.strip() or not text.hi.strip():
        yield f"{where}: empty"
    if DEVANAGARI.search(text.en):
        yield f"{where}: Devanagari in English {text.en!r}"
    if re.search(r"[A-Za-z]{4,}", SLOT.sub("", text.hi)):
        yield f"{where}: Latin words in Hindi {text.hi!r}"
    if "  " in text.en + text.hi or "!" in text.en:
        yield f"{where}: double space or exclamation mark in {text.en!r}"
    for phrase in (*unproven(text.en, evidence), *unproven(text.hi, evidence)):
        yield f"{where}: {phrase!r} needs evidence in {text.en!r}"


def main(names: list[str]) -> int:
    found = [fault for slug in names or category_slugs() for fault in faults(slug)]
    print("\n".join(found) or "no faults")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
