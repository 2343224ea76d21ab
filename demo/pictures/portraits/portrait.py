"""Portraits of artisans who do not exist: flat, warm, all chosen by the seed."""

from PIL import Image

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    LEAF,
    darker,
    ink,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import smooth, star_points
from demo.pictures.ornament import flower, leaf
from demo.pictures.portraits.clothes import neck_and_body
from demo.pictures.portraits.face import beard, face, features, glasses, mouth
from demo.pictures.portraits.heads import HEADS, VEIL_BACK, hair_behind
from demo.pictures.portraits.look import Look, look_of
from demo.pictures.recipe import ArtisanRecipe
from demo.pictures.scenes import arch_points

_FINE = 2


def draw_portrait(recipe: ArtisanRecipe, width: int, height: int) -> Image.Image:
    look = look_of(recipe)
    inks = ink(look.wears, look.pattern)
    pen = Pen(width * _FINE, height * _FINE, width * _FINE / 100, inks, look.pattern, look.wall)
    _behind(pen, look)
    with pen.moved(0, 6, 1.1, about=(50, 50)):
        _person(pen, look)
    return pen.colours.reduce(_FINE)


def _behind(pen: Pen, look: Look) -> None:
    """The wall the person sits before."""
    wall, pale = look.wall, lighter(look.wall, 0.4)
    pen.fade([(-1, -1), (101, -1), (101, 101), (-1, 101)], lighter(wall, 0.2), darker(wall, 0.08))
    if look.behind == 0:
        pen.ellipse(50, 50, 43, 43, pale)
    elif look.behind == 1:
        pen.poly(arch_points(50, 3, 41, 101), darker(wall, 0.12))
        pen.poly(arch_points(50, 7, 37, 101), pale)
    elif look.behind == 2:
        pen.poly(star_points(50, 48, 46, 42, 24), darker(wall, 0.1))
        pen.ellipse(50, 48, 38, 38, pale)
    elif look.behind == 3:
        for x in range(6, 101, 22):
            for y in range(6, 101, 22):
                flower(pen, x, y, 9, darker(wall, 0.1), pale)
    else:
        for side in (-1, 1):
            for step in range(5):
                at = 50 + side * (33 + 3 * (step % 2)), 16 + step * 18
                with pen.moved(turn=side * (30 + 20 * (step % 2)), about=at):
                    leaf(pen, *at, 22, darker(mix(wall, LEAF, 0.3), 0.05 * step), wall)


def _person(pen: Pen, look: Look) -> None:
    if look.head in ("bun", "braid", "loose"):
        hair_behind(pen, look)
    if look.head == "veil":
        pen.poly(smooth(VEIL_BACK), darker(look.over, 0.28))
    neck_and_body(pen, look)
    face(pen, look)
    features(pen, look)
    if look.beard:
        beard(pen, look)
    mouth(pen, look)
    HEADS[look.head](pen, look)
    if look.glasses:
        glasses(pen, look)
