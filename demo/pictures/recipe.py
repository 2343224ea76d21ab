"""The recipe of a demo picture, which is its public id; nothing else is stored.

    demo/product/<shape>/<tint>/<pattern>-<scene>-<view>     4:5
    demo/artisan/<f or m>-<age>-<seed>                       1:1
    demo/district/<slug>                                     16:9

Ids consist of lower-case letters, digits, hyphens and slashes, so they need no quoting in a URL and
are valid for Cloudinary. The same id is the same picture on every machine.
"""

import re
from dataclasses import dataclass
from random import Random

from demo.pictures.facts import primary_crafts, shapes, tints

PATTERNS = 16
SCENES = 8
VIEWS = 4
SEEDS = 100_000
YOUNGEST, OLDEST = 18, 90

# Marks the natural colour of goods without a named colour. Not a slug of the palette.
PLAIN = "plain"
# The shape of goods of which there is no drawing.
PATTERN = "pattern"

SIZES = {"product": (1200, 1500), "artisan": (1000, 1000), "district": (1600, 900)}

_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_PRODUCT = re.compile(rf"demo/product/({_SLUG})/({_SLUG})/(1?[0-9])-([0-7])-([0-3])")
_ARTISAN = re.compile(r"demo/artisan/([fm])-([1-9][0-9])-(0|[1-9][0-9]{0,4})")
_DISTRICT = re.compile(rf"demo/district/({_SLUG})")
_MAX_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class ProductRecipe:
    """One piece: its shape and colour, its ornament (0-15), where it stands (0-7), the view (0-3).

    Views: 0 the whole piece, 1 a close look, 2 with a smaller one beside it, 3 in evening light.
    """

    shape: str
    tint: str
    pattern: int
    scene: int
    view: int


@dataclass(frozen=True, slots=True)
class ArtisanRecipe:
    """A person who does not exist: age in years, everything else from the seed."""

    woman: bool
    age: int
    seed: int


@dataclass(frozen=True, slots=True)
class DistrictRecipe:
    slug: str


Recipe = ProductRecipe | ArtisanRecipe | DistrictRecipe


def product_picture(
    shape: str | None, tint_slug: str, seed: int, view: int = 0, *, craft: str = ""
) -> str:
    """The id of a piece's picture. Views of one piece share the seed, so they show one piece.

    `tint_slug` is a colour of the palette, or "" for goods without one: these have the colour that
    a shape may name, as in `box:ivory`. Without a shape it is the pattern of the `craft`, the same
    for all its goods.
    """
    if shape is None:
        own = Random(f"pattern {craft}").randrange(PATTERNS)
        scene = Random(f"{craft} {seed}").randrange(SCENES)
        return f"demo/product/{PATTERN}/{tint_slug or PLAIN}/{own}-{scene}-{view % VIEWS}"
    shape, _, own_tint = shape.partition(":")
    tint_slug = tint_slug or own_tint
    if shape not in shapes():
        raise ValueError(f"{shape!r} is no shape of data/demo/README.md")
    if tint_slug and tint_slug not in tints():
        raise ValueError(f"{tint_slug!r} is no colour of data/demo/palette.toml")
    chance = Random(f"{shape} {seed}")
    pattern, scene = chance.randrange(PATTERNS), chance.randrange(SCENES)
    return f"demo/product/{shape}/{tint_slug or PLAIN}/{pattern}-{scene}-{view % VIEWS}"


def artisan_picture(seed: int, gender: str, age: int) -> str:
    """The id of a portrait. `gender` begins with f or w for a woman; `age` is in years."""
    letter = "f" if gender[:1].lower() in ("f", "w") else "m"
    return f"demo/artisan/{letter}-{min(max(age, YOUNGEST), OLDEST)}-{seed % SEEDS}"


def district_picture(slug: str) -> str:
    """The id of a district's landscape."""
    if slug not in primary_crafts():
        raise ValueError(f"{slug!r} is no district")
    return f"demo/district/{slug}"


def parse(public_id: str) -> Recipe | None:
    """The recipe in an id; None if it is malformed or not drawable."""
    if len(public_id) > _MAX_CHARACTERS:
        return None
    if found := _PRODUCT.fullmatch(public_id):
        return _product(*found.groups())
    if found := _ARTISAN.fullmatch(public_id):
        age = int(found[2])
        drawn = YOUNGEST <= age <= OLDEST
        return ArtisanRecipe(found[1] == "f", age, int(found[3])) if drawn else None
    if (found := _DISTRICT.fullmatch(public_id)) and found[1] in primary_crafts():
        return DistrictRecipe(found[1])
    return None


def is_recipe(public_id: str) -> bool:
    """Whether the id is a recipe. Their number is finite."""
    return parse(public_id) is not None


def size(public_id: str) -> tuple[int, int]:
    """Width and height in pixels of the full picture."""
    if not is_recipe(public_id):
        raise ValueError(f"{public_id!r} is no recipe of a picture")
    return SIZES[public_id.split("/")[1]]


def _product(shape: str, tint: str, pattern: str, scene: str, view: str) -> ProductRecipe | None:
    coloured = tint == PLAIN or tint in tints()
    if shape not in shapes() or not coloured or int(pattern) >= PATTERNS:
        return None
    return ProductRecipe(shape, tint, int(pattern), int(scene), int(view))
