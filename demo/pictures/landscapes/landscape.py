"""Landscapes of the districts: sky, far hills, a skyline, then river or fields, then the trade."""

from collections.abc import Callable
from math import sin

from PIL import Image

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    Colour,
    Ink,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, smooth
from demo.pictures.landscapes.ground import fields, river
from demo.pictures.landscapes.skylines import domes, fort, temples, village, works
from demo.pictures.landscapes.trades import TRADES, trees_near
from demo.pictures.landscapes.view import (
    DOMES,
    FOOTHILLS,
    FORTS,
    HILLS,
    RIVER,
    TEMPLES,
    WORKS,
    View,
    view_of,
)
from demo.pictures.recipe import DistrictRecipe

_FINE = 2


def draw_landscape(recipe: DistrictRecipe, width: int, height: int) -> Image.Image:
    view = view_of(recipe.slug)
    inks = Ink(view.land, lighter(view.land, 0.4), darker(view.land, 0.4))
    pen = Pen(width * _FINE, height * _FINE, width * _FINE / 100, inks, 0, view.haze)
    _sky(pen, view)
    _distance(pen, view)
    _skyline(view)(pen, view)
    if view.slug in RIVER:
        river(pen, view)
    else:
        fields(pen, view)
    TRADES.get(view.category, trees_near)(pen, view)
    return pen.colours.reduce(_FINE)


def _skyline(view: View) -> Callable[[Pen, View], None]:
    for slugs, drawn in ((TEMPLES, temples), (FORTS, fort), (DOMES, domes), (WORKS, works)):
        if view.slug in slugs:
            return drawn
    return village


def _sky(pen: Pen, view: View) -> None:
    pen.fade([(-1, -1), (101, -1), (101, 40), (-1, 40)], view.sky, view.haze)
    x, y = view.chance.uniform(20, 80), view.chance.uniform(12, 22)
    pen.ellipse(x, y, 9.5, 9.5, view.sun, 90)
    pen.ellipse(x, y, 6.5, 6.5, view.sun)
    for _ in range(3):
        x, y = view.chance.uniform(0, 90), view.chance.uniform(5, 16)
        for shift, wide in ((0, 7.0), (4, 9.0), (9, 6.0)):
            pen.ellipse(x + shift, y + shift % 2, wide, 0.9, lighter(view.haze, 0.5), 130)
    x, y = view.chance.uniform(15, 75), view.chance.uniform(8, 14)
    for bird in range(4):
        at, up = x + bird * 3.2, y + 1.3 * sin(bird * 2)
        wings = [(at - 1.2, up - 0.6), (at - 0.5, up - 0.7), (at, up), (at + 0.5, up - 0.7)]
        pen.curve([*wings, (at + 1.2, up - 0.6)], 0.25, darker(view.sky, 0.5))


def _distance(pen: Pen, view: View) -> None:
    if view.slug in FOOTHILLS:
        _ridge(pen, view, 17, 6, mix((250, 250, 250), view.haze, 0.3))
        _ridge(pen, view, 21, 4.5, mix((120, 140, 170), view.haze, 0.5))
    if view.slug in HILLS:
        _ridge(pen, view, 22, 4, view.far(0.68))
        _ridge(pen, view, 26, 3, view.far(0.5))
    _ridge(pen, view, 28.5, 1.3, view.far(0.6), 16)


def _ridge(pen: Pen, view: View, top: float, rise: float, colour: Colour, count: int = 7) -> None:
    """Hills, or a line of trees when they are many and low."""
    crest: Points = [
        (-5 + 110 * step / count, top + view.chance.uniform(-rise, rise) * (1 if step % 2 else 0.6))
        for step in range(count + 1)
    ]
    pen.poly([*smooth(crest, closed=False), (106, 40), (-6, 40)], colour)
