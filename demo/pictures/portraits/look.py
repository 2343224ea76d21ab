"""The look of a person, chosen by a seed."""

from dataclasses import dataclass
from random import Random

from demo.pictures.colour import (
    GOLD,
    INDIGO,
    IVORY,
    LEAF,
    MAROON,
    ORANGE,
    RANI,
    TEAL,
    Colour,
    hex_colour,
    mix,
)  # fmt: skip
from demo.pictures.recipe import ArtisanRecipe

_SKINS = ("#e3b78c", "#d6a377", "#c68e60", "#b47b4f", "#9c6640", "#845434")
_WALLS = ("#e9c9a4", "#dcb48b", "#c9d0ae", "#b3cdc6", "#efcf90", "#e2b3a2", "#b9b4cf", "#d7a27c")
_CLOTHS = (MAROON, TEAL, INDIGO, RANI, ORANGE, LEAF, IVORY, GOLD, (244, 240, 230), (110, 80, 120))
HAIR: Colour = (38, 28, 28)
_GREY: Colour = (214, 208, 200)


@dataclass(frozen=True, slots=True)
class Look:
    """Features chosen by the seed."""

    woman: bool
    age: int
    skin: Colour
    hair: Colour
    wall: Colour
    behind: int
    wears: Colour
    over: Colour
    pattern: int
    head: str
    clothes: str
    beard: str
    glasses: bool
    wide: float  # half the face's width
    turn: float  # how far the face looks to a side
    smile: float


def look_of(recipe: ArtisanRecipe) -> Look:
    """Everything about the person, from the seed."""
    woman, age = recipe.woman, recipe.age
    chance = Random(f"portrait {woman} {age} {recipe.seed}")
    wall = hex_colour(chance.choice(_WALLS))
    wears, over = chance.sample([one for one in _CLOTHS if _differ(one, wall)], 2)
    grey = min(0.95, max(0.0, (age - 38 + chance.randint(-6, 6)) / 32))
    old = age > 50
    if woman:
        uncovered = ("bun", "braid", "loose") if not old else ("bun", "veil", "bun")
        head = chance.choice(("veil", "veil", *uncovered))
        clothes, beard = chance.choice(("saree", "saree", "dupatta")), ""
    else:
        plain = ("bare", "bare", "bare", "cap") if not old else ("bare", "turban", "cap", "turban")
        head = chance.choice((*plain, "turban", "boat-cap"))
        clothes = chance.choice(("kurta", "vest", "shirt", "gamchha", "shawl" if old else "kurta"))
        young_beards = ("", "", "moustache", "stubble", "short")
        beard = chance.choice(("moustache", "full", "long", "") if old else young_beards)
    return Look(
        woman,
        age,
        hex_colour(chance.choice(_SKINS)),
        mix(HAIR, _GREY, grey),
        wall,
        chance.randrange(5),
        wears,
        over,
        chance.randrange(16),
        head,
        clothes,
        beard,
        chance.random() < (0.42 if old else 0.14),
        chance.uniform(13.2, 15.2) - woman * 0.7,
        chance.uniform(-1.4, 1.4),
        chance.uniform(0.6, 1.8),
    )


def _differ(one: Colour, other: Colour) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 90


LIP: Colour = (158, 62, 58)
WHITE: Colour = (248, 243, 234)
