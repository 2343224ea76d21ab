"""Pictures: drawn from their ID, the same everywhere."""

import hashlib
from dataclasses import replace

import pytest
from blurhash_rs import blurhash_decode
from PIL import ImageStat

from demo.pictures import (
    artisan_picture,
    district_picture,
    is_recipe,
    product_picture,
    size,
)
from demo.pictures.blur import blurhash_of
from demo.pictures.drawing import draw, draw_piece
from demo.pictures.facts import primary_crafts, tints
from demo.pictures.facts import shapes as listed
from demo.pictures.recipe import PATTERN, SIZES, VIEWS, ProductRecipe, parse
from demo.pictures.shapes import SHAPES
from demo.pictures.shapes.shape import stands
from demo.words.kinds import kinds

KINDS = {
    "product": product_picture("bottle", "teal", 7),
    "close look": product_picture("jar", "maroon", 8, view=1),
    "plain": product_picture("basket", "", 9, view=3),
    "woman": artisan_picture(11, "female", 34),
    "man": artisan_picture(12, "male", 71),
    "district": district_picture("varanasi"),
}
STRANGE = (
    "",
    "demo/product/bottle/teal/16-0-0",
    "demo/product/bottle/teal/0-8-0",
    "demo/product/bottle/no-colour/0-0-0",
    "demo/product/spaceship/teal/0-0-0",
    "demo/artisan/f-17-1",
    "demo/artisan/x-40-1",
    "demo/district/atlantis",
    "demo/district/agra\n",
)
# Categories without a kind that shows the pattern of its craft.
DRAWN = (
    "food-agri",
    "fragrance-incense",
    "glass-pottery-ceramics",
    "natural-fibre-paper",
    "stone-horn-bone",
    "woodcraft-furniture",
)


def digest(public_id: str, width: int) -> str:
    return hashlib.sha256(draw(public_id, width).tobytes()).hexdigest()


def test_every_shape_listed_is_drawn_and_no_other() -> None:
    assert set(SHAPES) == set(listed())


def test_no_two_drawings_share_a_name() -> None:
    with pytest.raises(ValueError, match="two drawings are named tap"):
        stands("tap", "#ffffff")(lambda pen: None)


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_shape_is_seen_in_every_view(shape: str) -> None:
    for view in range(VIEWS):
        recipe = parse(product_picture(shape, "", 3, view))
        assert isinstance(recipe, ProductRecipe)
        colours, silhouette = draw_piece(recipe, 80, 100)
        assert colours.size == silhouette.size == (80, 100)
        assert ImageStat.Stat(silhouette).mean[0] > 255 * 0.03


def test_two_wheel_hoes_do_not_look_like_a_bicycle(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = product_picture("wheel-hoe", "", 3, view=2)
    one_behind_the_other = digest(pair, 80)
    facing = replace(SHAPES["wheel-hoe"], has_mirrored_pair=True)
    monkeypatch.setitem(SHAPES, "wheel-hoe", facing)
    assert digest(pair, 80) != one_behind_the_other


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_shape_takes_its_tint(shape: str) -> None:
    one, other = (f"demo/product/{shape}/{tint}/1-0-0" for tint in ("navy", "rust"))
    assert digest(one, 80) != digest(other, 80)


@pytest.mark.parametrize("width", [80, 320])
@pytest.mark.parametrize("public_id", KINDS.values(), ids=KINDS.keys())
def test_a_picture_has_the_width_asked_and_its_own_proportions(public_id: str, width: int) -> None:
    full_width, full_height = size(public_id)
    picture = draw(public_id, width)
    assert (picture.mode, picture.size) == ("RGB", (width, round(width * full_height / full_width)))


def test_no_picture_is_wider_than_the_full_one() -> None:
    assert draw(KINDS["woman"], 4000).size == SIZES["artisan"]


@pytest.mark.parametrize("public_id", KINDS.values(), ids=KINDS.keys())
def test_the_same_id_is_the_same_picture(public_id: str) -> None:
    assert digest(public_id, 80) == digest(public_id, 80)


def test_every_district_has_its_own_landscape() -> None:
    seen = {digest(district_picture(slug), 80) for slug in primary_crafts()}
    assert len(seen) == len(primary_crafts()) == 75


def test_artisans_do_not_look_alike() -> None:
    seen = {
        digest(artisan_picture(seed, gender, age), 80)
        for seed in range(12)
        for gender in ("f", "m")
        for age in (18, 45, 90)
    }
    assert len(seen) == 72


@pytest.mark.parametrize("public_id", STRANGE)
def test_an_unknown_id_is_refused(public_id: str) -> None:
    assert not is_recipe(public_id)
    for asked in (size, blurhash_of, lambda one: draw(one, 80)):
        with pytest.raises(ValueError, match="no recipe"):
            asked(public_id)


@pytest.mark.parametrize("public_id", KINDS.values(), ids=KINDS.keys())
def test_a_blurhash_decodes_to_the_picture_blurred(public_id: str) -> None:
    code = blurhash_of(public_id)
    assert len(code) == 4 + 2 * 3 * 3
    width, height = 8, 10
    blurred = blurhash_decode(code, width, height)
    drawn = draw(public_id, 80).resize((width, height))
    apart = [
        abs(drawn.getpixel((x, y))[part] - blurred.getpixel((x, y))[part])  # type: ignore[index]
        for x in range(width)
        for y in range(height)
        for part in range(3)
    ]
    assert sum(apart) / len(apart) < 45


def test_views_and_colours_have_blurhashes_of_their_own() -> None:
    seen = {blurhash_of(f"demo/product/bottle/{tint}/0-0-0") for tint in tints()}
    assert len(seen) > 0.9 * len(tints())


def test_every_kind_has_a_picture() -> None:
    """One of its own, or the pattern of its craft."""
    for kind in kinds().values():
        shown = parse(product_picture(kind.drawing, "", 7, craft="lucknow-chikankari"))
        assert isinstance(shown, ProductRecipe), kind.slug
        assert (shown.shape == PATTERN) == (kind.drawing is None), kind.slug


@pytest.mark.parametrize("category", DRAWN)
def test_every_kind_of_these_categories_has_a_drawing_of_its_own(category: str) -> None:
    assert [k.slug for k in kinds().values() if k.category == category and not k.drawing] == []


def test_a_drawing_names_the_colour_of_goods_without_one() -> None:
    assert product_picture("box:ivory", "", 7).startswith("demo/product/box/ivory/")
    assert product_picture("box:ivory", "teal", 7).startswith("demo/product/box/teal/")
