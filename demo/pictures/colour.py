"""Colours of the palette and of ornaments, and mixing of colours."""

from dataclasses import dataclass
from functools import cache

from demo.pictures.facts import tints
from demo.pictures.recipe import PLAIN

Colour = tuple[int, int, int]

LIGHT: Colour = (255, 250, 238)
DEEP: Colour = (44, 22, 36)

GOLD: Colour = (217, 169, 58)
IVORY: Colour = (247, 236, 212)
BRASS: Colour = (196, 160, 74)
STEEL: Colour = (176, 182, 190)
IRON: Colour = (96, 100, 110)
WOOD: Colour = (150, 96, 56)
INDIGO: Colour = (46, 62, 134)
MAROON: Colour = (138, 34, 51)
TEAL: Colour = (31, 122, 120)
LEAF: Colour = (79, 138, 69)
RANI: Colour = (196, 48, 107)
ORANGE: Colour = (229, 118, 44)
LEATHER: Colour = (140, 84, 48)

_ACCENTS = (GOLD, IVORY, MAROON, TEAL, INDIGO, RANI, LEAF, ORANGE)
_APART = 150  # of 765: minimal difference between an ornament and its ground


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours one piece is drawn in: its own, lit and shaded, and two of its ornament."""

    base: Colour
    accent: Colour
    second: Colour

    @property
    def light(self) -> Colour:
        return lighter(self.base, 0.35)

    @property
    def dark(self) -> Colour:
        return darker(self.base, 0.25)

    @property
    def deep(self) -> Colour:
        return darker(self.base, 0.5)


def hex_colour(text: str) -> Colour:
    """`#rrggbb` as numbers from 0 to 255."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` (0-1) of the other colour in the one."""
    keep = 1 - share
    return (
        round(one[0] * keep + other[0] * share),
        round(one[1] * keep + other[1] * share),
        round(one[2] * keep + other[2] * share),
    )


def lighter(colour: Colour, share: float) -> Colour:
    return mix(colour, LIGHT, share)


def darker(colour: Colour, share: float) -> Colour:
    return mix(colour, DEEP, share)


def brightness(colour: Colour) -> float:
    """Perceived brightness, from 0 (black) to 1 (white)."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


@cache
def tint_of(slug: str, plain: str) -> Colour:
    """The palette's colour, or the shape's own if the goods have no colours."""
    return hex_colour(plain if slug == PLAIN else tints()[slug])


@cache
def ink(base: Colour, pattern: int) -> Ink:
    """The piece's inks; the pattern selects the ornament's colours among the visible ones."""
    order = [_ACCENTS[(pattern * 3 + step) % len(_ACCENTS)] for step in range(len(_ACCENTS))]
    seen = [colour for colour in order if _apart(colour, base) > _APART]
    return Ink(base, seen[0], seen[1])


def _apart(one: Colour, other: Colour) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
