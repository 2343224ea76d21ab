"""Product names: patterns of `data/demo/` filled in English and Hindi."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from demo.words.content import SLOT, Colour, Item
from demo.words.texts import Text

KA = {"m": "का", "f": "की", "mp": "के"}
WALA = {"m": "वाला", "f": "वाली", "mp": "वाले"}
AGREEING = ("ka", "wala")
SMALL_WORDS = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
}  # fmt: skip
# Words to remove at the end of a part, if the slot after them is empty.
LEADING = r"(?:with|in|for|from|and|of)"
TONES = " रंग"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Slot values of a product's name; `values` are of CHOICE attributes."""

    item: Item
    motif: Text | None
    colour: Colour | None
    values: Mapping[str, Text]

    def english(self) -> dict[str, str]:
        return {
            "item": self.item.name.en,
            "motif": self.motif.en if self.motif else "",
            "colour": self.colour.en if self.colour else "",
            **{f"value:{slug}": titled(text.en) for slug, text in self.values.items()},
        }

    def hindi(self) -> dict[str, str]:
        gender = self.item.gender
        return {
            "item": self.item.name.hi,
            "motif": self.motif.hi if self.motif else "",
            "colour": getattr(self.colour, gender) if self.colour else "",
            "ka": KA[gender],
            "wala": WALA[gender],
            **{f"value:{slug}": text.hi for slug, text in self.values.items()},
        }


def english_name(pattern: str, chosen: Chosen) -> str:
    return _tidy(_filled(pattern, chosen.english()))


def hindi_name(pattern: str, chosen: Chosen) -> str:
    return _tidy(_filled(_linked(pattern), chosen.hindi(), chosen))


def _filled(pattern: str, words: Mapping[str, str], chosen: Chosen | None = None) -> str:
    text, empty = "", False
    for literal, slot in pieces(pattern):
        if literal.strip():
            empty = False
        text += literal
        word = words.get(slot.removesuffix("+ka"), "")
        if slot in AGREEING and empty:
            continue
        if chosen and slot == "colour+ka" and word.endswith(TONES):
            word = f"{word} {KA[chosen.item.gender]}"
        text, empty = text + word, bool(slot) and not word
    return text


@cache
def pieces(pattern: str) -> tuple[tuple[str, str], ...]:
    """Pairs of literal text and following slot; the last slot is empty."""
    parts = [*SLOT.split(pattern), ""]
    return tuple(zip(parts[::2], parts[1::2], strict=True))


@cache
def _linked(pattern: str) -> str:
    """Add का after colours that are nouns in Hindi, such as आड़ू रंग."""
    return re.sub(r"\{colour\}(?= \{(?!ka|wala))", "{colour+ka}", pattern)


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(rf"\s{LEADING}(?=\s*(?:,|$))", "", text)
    text = re.sub(r"(?:\s*,)+\s*", ", ", text).strip(" ,")
    # "Brass Brass Bowl": pattern and item both have the word.
    words = text.split()
    return " ".join(w for i, w in enumerate(words) if not i or w != words[i - 1])


@cache
def titled(text: str) -> str:
    """Title case; existing capitals stay."""
    first, *rest = text.split(" ")
    return " ".join([_capital(first), *(w if w in SMALL_WORDS else _capital(w) for w in rest)])


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def sentence(pattern: str, words: Mapping[str, str]) -> str:
    """Fill the slots of a sentence."""
    if "{" not in pattern:
        return pattern
    return SLOT.sub(lambda slot: words[slot[0]], pattern)


def slugified(text: str) -> str:
    """A slug: lower-case Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
