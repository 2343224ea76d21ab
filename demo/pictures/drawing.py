"""Drawing of a picture from its public id."""

from PIL import Image, ImageChops, ImageFilter

from demo.pictures.canvas import Pen
from demo.pictures.colour import ink
from demo.pictures.landscapes.landscape import draw_landscape
from demo.pictures.portraits.portrait import draw_portrait
from demo.pictures.recipe import (
    SIZES,
    ArtisanRecipe,
    DistrictRecipe,
    ProductRecipe,
    parse,
)
from demo.pictures.scenes import background, wall_colour
from demo.pictures.shapes import SHAPES, Rest, Shape

# Supersampling in each direction; above this width less is needed.
_FINE = 2
EVENING = 3


def draw(public_id: str, width: int) -> Image.Image:
    """The picture, at most `width` pixels wide and never wider than the full picture."""
    recipe = parse(public_id)
    if recipe is None:
        raise ValueError(f"{public_id!r} is no recipe of a picture")
    full_width, full_height = SIZES[public_id.split("/")[1]]
    width = max(8, min(width, full_width))
    height = round(width * full_height / full_width)
    match recipe:
        case ProductRecipe():
            return _draw_product(recipe, width, height)
        case ArtisanRecipe():
            return draw_portrait(recipe, width, height)
        case DistrictRecipe():
            return draw_landscape(recipe, width, height)


def draw_piece(recipe: ProductRecipe, width: int, height: int) -> tuple[Image.Image, Image.Image]:
    """The piece without setting: its colours and silhouette, in the requested size."""
    shape = SHAPES[recipe.shape]
    tint = shape.colour(recipe.tint)
    ground = wall_colour(recipe.scene, tint, recipe.view == EVENING)
    pen = Pen(
        width * _FINE,
        height * _FINE,
        width * _FINE / 100,
        ink(tint, recipe.pattern),
        recipe.pattern,
        ground,
    )
    _pose(pen, shape, recipe.view)
    return pen.colours.reduce(_FINE), pen.silhouette.reduce(_FINE)


def draw_scene(recipe: ProductRecipe, width: int, height: int) -> Image.Image:
    """The setting without the piece."""
    shape = SHAPES[recipe.shape]
    tint = shape.colour(recipe.tint)
    return background(
        recipe.scene, tint, shape.rest is Rest.STANDS, recipe.view == EVENING, width, height
    )


def _draw_product(recipe: ProductRecipe, width: int, height: int) -> Image.Image:
    colours, silhouette = draw_piece(recipe, width, height)
    # Setting and shadow are soft, so half the pixels suffice.
    small = max(8, width // 2), max(10, height // 2)
    scene = draw_scene(recipe, *small).copy()
    _cast(scene, silhouette.resize(small), SHAPES[recipe.shape].rest)
    picture = scene.resize((width, height), Image.Resampling.BICUBIC)
    picture.paste(colours, (0, 0), silhouette)
    if recipe.view == EVENING:
        _evening(picture)
    return picture


def _pose(pen: Pen, shape: Shape, view: int) -> None:
    if view == 1:
        x, y = shape.focus
        with pen.moved(50 - x, 62.5 - y, 1.7, turn=-4, about=(x, y)):
            shape.draw(pen)
    elif view == 2:
        _pair(pen, shape)
    elif view == EVENING:
        standing = shape.rest is Rest.STANDS
        with pen.moved(
            0, 0 if standing else 2, 0.96, 0 if standing else 7, (50, 108 if standing else 62), True
        ):
            shape.draw(pen)
    else:
        shape.draw(pen)


def _pair(pen: Pen, shape: Shape) -> None:
    standing = shape.rest is Rest.STANDS
    about = (50.0, 108.0 if standing else 62.5)
    mirrored = shape.has_mirrored_pair
    with pen.moved(21, -5 if standing else -20, 0.58, 0 if standing else 9, about, mirrored):
        shape.draw(pen)
    with pen.moved(-12, 0 if standing else 10, 0.78, 0 if standing else -4, about):
        shape.draw(pen)


def _cast(scene: Image.Image, silhouette: Image.Image, rest: Rest) -> None:
    """Draw the shadow: under the piece on a table, beside it on a wall or surface."""
    width, _height = scene.size
    unit = width / 100
    if rest is Rest.STANDS:
        box = silhouette.getbbox()
        if box is None:
            return
        # The silhouette, flat on the table and leaning away from the light.
        flat_height = max(2, round((box[3] - box[1]) * 0.14))
        flat = silhouette.crop(box).resize((box[2] - box[0], flat_height))
        shadow = Image.new("L", scene.size, 0)
        shadow.paste(flat, (box[0] + round(3 * unit), box[3] - round(flat_height * 0.78)))
        soft = shadow.filter(ImageFilter.GaussianBlur(2.2 * unit))
        scene.paste((52, 26, 34), (0, 0), soft.point(lambda level: level * 120 // 255))
        return
    near = ImageChops.offset(silhouette, round(1.4 * unit), round(2.2 * unit))
    soft = near.filter(ImageFilter.GaussianBlur(1.8 * unit))
    scene.paste((52, 26, 34), (0, 0), soft.point(lambda level: level * 110 // 255))


def _evening(picture: Image.Image) -> None:
    """Warm light from the left and dusk on the right."""
    level = Image.linear_gradient("L").rotate(90).resize(picture.size)
    picture.paste((255, 196, 120), (0, 0), level.point(lambda value: (255 - value) // 6))
    picture.paste((40, 24, 60), (0, 0), level.point(lambda value: value // 5))
