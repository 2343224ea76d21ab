"""Titles, `[district or craft] [thing] – [what sets it apart]`, and filled sentences."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from demo.words.claims import NO_EVIDENCE, Evidence, unproven
from demo.words.content import SLOT, Colour, Family, Item, craft_titles
from demo.words.stems import overlaps, repeated, stems
from demo.words.texts import Text

KA = {"m": "का", "f": "की", "mp": "के"}
WALA = {"m": "वाला", "f": "वाली", "mp": "वाले"}
DASH = " – "
MAX_CHARACTERS = 90
SMALL_WORDS = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
}  # fmt: skip
# Attributes that say for whom or what a thing is, which sets few things apart.
PURPOSES = frozenset({"age", "diet", "fit", "for-whom", "level", "occasion", "room", "use"})
# An attribute that names the ornament itself, so that no other ornament is named beside it.
ORNAMENT = "pattern"
# Words of attribute values that say too little to contradict a title, and crafts with many
# techniques.
GENERIC = frozenset(
    stems(
        "art clear coat colour craft design dry fine finish fresh full half hand handloom heavy"
        " home joint large light line made natural piece plain pure set single small soft solid"
        " style thick thin traditional whole work zari zardozi"
    )
)
# A plural that needs a word after it: पायों, जालियों.
OBLIQUE = re.compile(r"ों$")
# Adjectives without their ending, which agrees with the thing.
ADJECTIVES = frozenset({
    "साद", "हल्क", "गहर", "मोट", "पतल", "छोट", "बड़", "लंब", "चौड़", "ऊँच", "गाढ़", "तीख", "मीठ",
    "खट्ट", "कच्च", "पक्क", "सूख", "भुन",
})  # fmt: skip
ENDINGS = {"m": "ा", "f": "ी", "mp": "े"}


# Labels of values by attribute.
Values = Mapping[str, Collection[Text]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a product is: `values` are the labels of its CHOICE attributes."""

    item: Item
    motif: Text | None
    colour: Colour | None
    values: Mapping[str, Text]


def values_of(family: Family, item: Item, labels: Mapping[str, Mapping[str, Text]]) -> Values:
    """The labels of the values that goods of a family, or this item, may have."""
    return {
        slug: [labels[slug][key] for key in {*family.attributes.get(slug, ()), *own}]
        for slug, own in item.choices(family.attributes).items()
        if slug in labels
    }


@lru_cache(maxsize=1 << 14)
def subject(
    craft: str,
    item_name: Text,
    gender: str,
    evidence: Evidence = NO_EVIDENCE,
    *,
    by_district: bool = False,
) -> Text:
    """The thing with its craft or district: the first of them that says no word twice.

    Nor anything without evidence: Handloom.
    """
    for lead in craft_titles(craft)[-1 if by_district else 0 :]:
        hindi = lead.hi.replace("{ka}", KA[gender])
        if unproven(f"{lead.en} {hindi}", evidence):
            continue
        if not overlaps(lead.en, item_name.en) and not overlaps(hindi, item_name.hi):
            return Text(f"{lead.en} {item_name.en}", f"{hindi} {item_name.hi}")
    return item_name


@lru_cache(maxsize=1 << 16)
def fits(thing: Text, *apart: Text) -> bool:
    """Whether a title of these says nothing twice and is short enough."""
    title = joined(thing, *apart)
    return (
        max(len(title.en), len(title.hi)) <= MAX_CHARACTERS
        and not repeated(thing.en, *(text.en for text in apart))
        and not repeated(thing.hi, *(text.hi for text in apart))
    )


def joined(thing: Text, *apart: Text) -> Text:
    return Text(
        DASH.join([thing.en, *filter(None, [", ".join(t.en for t in apart)])]),
        DASH.join([thing.hi, *filter(None, [", ".join(t.hi for t in apart)])]),
    )


def contradicted(text: str, chosen: Mapping[str, Text], values: Values) -> list[str]:
    """Attributes of which a text names another of the values than the chosen one."""
    words = named(text)
    return [
        slug
        for slug, value in chosen.items()
        if any((words & named(other.en)) - set(stems(value.en)) for other in values[slug])
    ]


@lru_cache(maxsize=1 << 14)
def named(label: str) -> frozenset[str]:
    """Stems of the words that name a value."""
    return frozenset(stems(label)) - GENERIC


def agreeing(hindi: str, gender: str) -> str:
    """What stands after the dash, in the gender of the thing: सादी, किनारी वाली, पायों वाली."""
    if OBLIQUE.search(hindi):
        return f"{hindi} {WALA[gender]}"
    if hindi[:-1] in ADJECTIVES and hindi[-1] in ENDINGS.values():
        return hindi[:-1] + ENDINGS[gender]
    before, _, last = hindi.rpartition(" ")
    for forms in (KA, WALA):
        if before and last in forms.values():
            return f"{before} {forms[gender]}"
    return hindi


@cache
def titled(text: str) -> str:
    """Title case; existing capitals stay."""
    first, *rest = text.split(" ")
    return " ".join([capital(first), *(w if w in SMALL_WORDS else capital(w) for w in rest)])


def capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def sentence(pattern: str, words: Mapping[str, str]) -> str:
    """Fill the slots of a sentence. It begins with a capital letter, whatever its first slot is."""
    if "{" not in pattern:
        return pattern
    return capital(SLOT.sub(lambda slot: words[slot[0]], pattern))


def slugified(text: str) -> str:
    """A slug: lower-case Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
