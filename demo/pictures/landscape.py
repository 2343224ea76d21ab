"""Landscapes of the districts: sky, far hills, a skyline, then river or fields, then the trade."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sin
from random import Random

from PIL import Image

from demo.pictures.canvas import Pen, Point, Points, mirror, round_points, smooth
from demo.pictures.colour import (
    INDIGO,
    IVORY,
    LEAF,
    MAROON,
    ORANGE,
    RANI,
    TEAL,
    Colour,
    Ink,
    darker,
    hex_colour,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.ornament import MOTIFS, Motif, flower
from demo.pictures.recipe import DistrictRecipe, primary_crafts
from demo.pictures.scenes import arch_points

_FINE = 2
_HORIZON = 31.0  # of 56


def _districts(slugs: str) -> frozenset[str]:
    return frozenset(slugs.split())


# On the Ganga, the Yamuna, the Sarayu: steps go down to the water.
_RIVER = _districts(
    "agra auraiya ayodhya ballia banda bijnor chitrakoot etawah farrukhabad fatehpur ghazipur"
    " gonda hamirpur jalaun jaunpur kannauj kanpur-nagar kasganj kaushambi lucknow mathura"
    " mirzapur prayagraj sultanpur unnao varanasi"
)
_HILLS = _districts(
    "banda chandauli chitrakoot hamirpur jhansi lalitpur mahoba mirzapur prayagraj sonbhadra"
)
# Below the Himalaya, which is seen from them on a clear day.
_FOOTHILLS = _districts(
    "bahraich balrampur bijnor gonda gorakhpur kushinagar lakhimpur-kheri maharajganj pilibhit"
    " saharanpur shravasti siddharthnagar"
)
_DOMES = _districts(
    "agra amroha azamgarh bareilly budaun jaunpur lucknow mau moradabad muzaffarnagar"
    " rampur sambhal shahjahanpur"
)
_TEMPLES = _districts(
    "ayodhya chitrakoot gonda hathras kannauj mathura mirzapur prayagraj shravasti varanasi"
)
_FORTS = _districts("banda jhansi lalitpur mahoba hamirpur jalaun kaushambi")
_WORKS = _districts(
    "aligarh bulandshahr firozabad gautam-buddha-nagar ghaziabad hapur kanpur-dehat kanpur-nagar"
    " meerut shamli unnao bhadohi"
)

# Top of the sky, the sky at the horizon, the sun.
_SKIES = (
    ("#f2b27a", "#fbe3b5", "#f7d27e"), ("#8fc1c4", "#f4e7c8", "#fbe9b0"),
    ("#e58f6e", "#f8d7a4", "#fbe7b4"), ("#a9bfd6", "#f6dcc8", "#fdf0cf"),
    ("#c98aa0", "#f6cfa6", "#fbdc9a"), ("#f0c878", "#f8ecc9", "#fff5d6"),
)  # fmt: skip
_LANDS = {
    "handloom-textiles": "#8f9f58", "embroidery-zari": "#a9a062", "garments-hosiery": "#8aa06c",
    "leather-footwear": "#b08a54", "carpets-durries": "#a2924e", "woodcraft-furniture": "#6f8f54",
    "toys-sports-music": "#8ea25a", "metalware": "#b59a55", "hardware-engineering": "#9a9468",
    "glass-pottery-ceramics": "#b98a5c", "stone-horn-bone": "#b7926a",
    "jewellery-adornment": "#ad9a5c", "natural-fibre-paper": "#84985a",
    "fragrance-incense": "#7f9a5e", "food-agri": "#93a84c",
}  # fmt: skip
_DYES = (MAROON, TEAL, INDIGO, RANI, ORANGE, LEAF, IVORY)


@dataclass(frozen=True, slots=True)
class View:
    """A district's colours, and its own dice."""

    slug: str
    category: str
    chance: Random
    sky: Colour
    haze: Colour
    sun: Colour
    land: Colour

    def far(self, distance: float) -> Colour:
        """The land's colour as the air shows it, from 0 (here) to 1 (at the horizon)."""
        return mix(darker(self.land, 0.3), self.haze, distance)


def draw_landscape(recipe: DistrictRecipe, width: int, height: int) -> Image.Image:
    view = view_of(recipe.slug)
    inks = Ink(view.land, lighter(view.land, 0.4), darker(view.land, 0.4))
    pen = Pen(width * _FINE, height * _FINE, width * _FINE / 100, inks, 0, view.haze)
    _sky(pen, view)
    _distance(pen, view)
    _skyline(view)(pen, view)
    if view.slug in _RIVER:
        _river(pen, view)
    else:
        _fields(pen, view)
    _TRADES.get(view.category, _trees_near)(pen, view)
    return pen.colours.reduce(_FINE)


def view_of(slug: str) -> View:
    category = primary_crafts()[slug][1]
    chance = Random(f"landscape {slug}")
    sky, haze, sun = (hex_colour(colour) for colour in chance.choice(_SKIES))
    land = mix(hex_colour(_LANDS[category]), haze, chance.uniform(0, 0.16))
    return View(slug, category, chance, sky, haze, sun, land)


def _skyline(view: View) -> Callable[[Pen, View], None]:
    for slugs, drawn in ((_TEMPLES, _temples), (_FORTS, _fort), (_DOMES, _domes), (_WORKS, _works)):
        if view.slug in slugs:
            return drawn
    return _village


# ---- far away


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
    if view.slug in _FOOTHILLS:
        _ridge(pen, view, 17, 6, mix((250, 250, 250), view.haze, 0.3))
        _ridge(pen, view, 21, 4.5, mix((120, 140, 170), view.haze, 0.5))
    if view.slug in _HILLS:
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


# ---- skylines


def _lit(view: View, share: float = 0.3) -> Colour:
    """The colour of sunlit walls."""
    return mix(mix(view.haze, (206, 140, 96), 0.55), view.haze, share)


def _dome(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    """An onion dome standing on y, with its finial."""
    right: Points = [(x, y - r * 1.75), (x + r * 0.28, y - r * 1.4), (x + r * 0.9, y - r * 0.95),
                     (x + r * 1.06, y - r * 0.5), (x + r * 0.9, y)]  # fmt: skip
    shape = mirror(smooth(right, closed=False), x)
    pen.poly(shape, colour)
    pen.poly([(px, py) for px, py in smooth(right, closed=False)] + [(x + r * 0.3, y)],
             darker(colour, 0.12))  # fmt: skip
    pen.rect(x - r * 0.95, y - r * 0.1, x + r * 0.95, y + r * 0.2, lighter(colour, 0.3))
    pen.line([(x, y - r * 1.7), (x, y - r * 2.2)], r * 0.09, darker(colour, 0.35))


def _domes(pen: Pen, view: View) -> None:
    stone = mix((248, 240, 226), view.haze, 0.2) if view.slug == "agra" else _lit(view, 0.25)
    x = view.chance.uniform(38, 62)
    for side in (-1, 1):
        for out in (15, 21):
            at, top = x + side * out, _HORIZON - (15 if out == 21 else 12)
            pen.rect(at - 0.9, top, at + 0.9, _HORIZON + 1, lighter(stone, 0.1))
            for y in (top + 4, top + 8):
                pen.rect(at - 1.3, y, at + 1.3, y + 0.5, darker(stone, 0.2))
            _dome(pen, at, top, 1.25, stone)
    pen.rect(x - 12, _HORIZON - 7, x + 12, _HORIZON + 1, stone)
    pen.rect(x - 4.5, _HORIZON - 9, x + 4.5, _HORIZON + 1, lighter(stone, 0.2))
    dark = darker(stone, 0.38)
    pen.poly(arch_points(x, _HORIZON - 7.6, 2.8, _HORIZON + 1), dark)
    for at in (x - 9.6, x - 6.6, x + 6.6, x + 9.6):
        pen.poly(arch_points(at, _HORIZON - 5, 1.1, _HORIZON + 1), dark)
    pen.rect(x - 3, _HORIZON - 10.4, x + 3, _HORIZON - 9, stone)
    _dome(pen, x, _HORIZON - 10, 4.6, stone)
    for at in (x - 8.4, x + 8.4):
        _dome(pen, at, _HORIZON - 7, 2.2, stone)
    _houses(pen, view, (x - 24, x + 24))


def _shikhara(pen: Pen, x: float, high: float, wide: float, colour: Colour) -> None:
    """A temple's tower with its flag."""
    top = _HORIZON - high
    right: Points = [
        (x + wide * 0.16, top),
        (x + wide * 0.3, top + high * 0.2),
        (x + wide * 0.46, top + high * 0.55),
        (x + wide * 0.5, _HORIZON + 1),
    ]
    edge = smooth(right, closed=False)
    pen.poly(mirror(edge, x), colour)
    pen.poly([*edge, (x + wide * 0.16, _HORIZON + 1)], darker(colour, 0.14))
    for step in range(1, 6):
        y = top + high * step / 6.5
        half = wide * (0.18 + 0.052 * step)
        pen.line([(x - half, y), (x + half, y)], 0.22, darker(colour, 0.3), 150)
    pen.ellipse(x, top, wide * 0.22, 0.7, lighter(colour, 0.25))
    pen.line([(x, top), (x, top - 4)], 0.25, darker(colour, 0.5))
    pen.poly([(x, top - 4), (x + 2.6, top - 3.2), (x, top - 2.4)], (222, 96, 40))
    pen.poly(arch_points(x, _HORIZON - 4, wide * 0.16, _HORIZON + 1), darker(colour, 0.45))


def _temples(pen: Pen, view: View) -> None:
    _houses(pen, view, (-3, -3))
    for index in range(5):
        x = 10 + index * 19 + view.chance.uniform(-4, 4)
        high = view.chance.uniform(9, 17)
        tone = mix(_lit(view), (190, 90, 60), view.chance.uniform(0, 0.35))
        _shikhara(pen, x, high, high * 0.52, tone)
        _shikhara(pen, x + high * 0.36, high * 0.55, high * 0.3, lighter(tone, 0.12))


def _houses(pen: Pen, view: View, spared: Point) -> None:
    """Flat roofs along the horizon, but for the spared stretch."""
    x = -2.0
    while x < 101:
        wide, high = view.chance.uniform(3.5, 7), view.chance.uniform(2, 6)
        if x + wide < spared[0] or x > spared[1]:
            wall = mix(_lit(view, 0.4), view.chance.choice(_DYES), 0.09)
            pen.rect(x, _HORIZON - high, x + wide, _HORIZON + 1, wall)
            pen.rect(x, _HORIZON - high, x + wide, _HORIZON - high + 0.4, lighter(wall, 0.35))
            for step in range(int(wide // 1.8)):
                at = x + 0.7 + step * 1.8
                pen.rect(at, _HORIZON - high + 1.2, at + 0.7, _HORIZON - high + 2.3,
                         darker(wall, 0.4))  # fmt: skip
        x += wide + view.chance.uniform(0, 1.5)


def _fort(pen: Pen, view: View) -> None:
    stone, rock = _lit(view, 0.15), view.far(0.3)
    x = view.chance.uniform(40, 62)
    mound: Points = [
        (x - 44, 32),
        (x - 27, 26),
        (x - 10, 22),
        (x + 12, 22),
        (x + 28, 26),
        (x + 42, 32),
    ]
    pen.poly(smooth(mound, closed=False), rock)
    pen.rect(x - 21, 17.5, x + 21, 24.5, stone)
    for step in range(21):
        pen.rect(x - 21 + step * 2, 16.7, x - 19.8 + step * 2, 17.6, stone)
    for at, wide, top in (
        (x - 21, 3.4, 14.5),
        (x - 7, 2.6, 15),
        (x + 7, 2.6, 15),
        (x + 21, 3.4, 14.5),
    ):
        pen.rect(at - wide, top, at + wide, 26, lighter(stone, 0.12))
        pen.rect(at + wide * 0.3, top, at + wide, 26, stone)
        pen.rect(at - wide - 0.4, top, at + wide + 0.4, top + 0.7, darker(stone, 0.2))
        _dome(pen, at, top, wide * 0.5, stone)
    pen.poly(arch_points(x, 17.8, 2.6, 25), darker(stone, 0.42))
    pen.poly(
        smooth([(x - 30, 30), (x - 12, 25), (x, 24.4), (x + 14, 25), (x + 32, 30)], closed=False),
        darker(rock, 0.1),
    )


def _works(pen: Pen, view: View) -> None:
    """Kilns and sheds under tall chimneys."""
    _houses(pen, view, (30, 74))
    brick = mix((176, 92, 66), view.haze, 0.22)
    for index in range(4):
        x = 16 + index * 21 + view.chance.uniform(-4, 4)
        high = view.chance.uniform(14, 21)
        top = _HORIZON - high
        for puff in range(5):
            pen.ellipse(x + 1 + puff * 2.6, top - 1 - puff * 1.1, 1.2 + puff * 0.55,
                        0.9 + puff * 0.34, lighter(view.haze, 0.45), 120 - puff * 18)  # fmt: skip
        pen.poly([(x - 0.9, top), (x + 0.9, top), (x + 1.7, 32), (x - 1.7, 32)], brick)
        pen.poly(
            [(x + 0.2, top), (x + 0.9, top), (x + 1.7, 32), (x + 0.4, 32)], darker(brick, 0.18)
        )
        for y in (top + 0.4, top + 2.2):
            pen.rect(x - 1.2, y, x + 1.2, y + 0.7, IVORY)
        shed = mix(_lit(view, 0.2), brick, 0.3)
        for step in range(3):
            at = x + 2.5 + step * 4
            pen.poly([(at, 28 - 2.6), (at + 4, 28), (at + 4, 32), (at, 32)], shed)
            pen.poly([(at, 28 - 2.6), (at + 4, 28), (at, 28)], lighter(shed, 0.35))
            pen.rect(at + 1, 29, at + 3, 30.2, darker(shed, 0.4))


def _village(pen: Pen, view: View) -> None:
    """Mud houses under thatch, a small white shrine, great trees."""
    for index in range(6):
        x = 4 + index * 17 + view.chance.uniform(-4, 4)
        if index % 3 == 1:
            _tree(pen, x + 9, 31.5, view.chance.uniform(6.5, 9), view.far(0.2))
        _hut(pen, view, x, view.chance.uniform(0.85, 1.25))
    at = view.chance.uniform(25, 75)
    white = mix((250, 244, 232), view.haze, 0.2)
    pen.rect(at - 2.6, 26.5, at + 2.6, 32, white)
    pen.poly(arch_points(at, 28, 1, 32), darker(white, 0.4))
    _dome(pen, at, 26.5, 2.1, white)


def _hut(pen: Pen, view: View, x: float, size: float) -> None:
    wall = mix((204, 146, 100), view.haze, view.chance.uniform(0.15, 0.4))
    with pen.moved(x, _HORIZON + 1, size):
        pen.rect(-4, -4, 4, 0, wall)
        pen.rect(1.6, -4, 4, 0, darker(wall, 0.1))
        pen.rect(-1, -3, 1, 0, darker(wall, 0.5))
        pen.rect(-4, -0.7, 4, 0, lighter(wall, 0.4))
        thatch = mix((150, 112, 62), view.haze, 0.2)
        pen.poly([(-5.2, -3.4), (-2.6, -7), (2.6, -7), (5.2, -3.4)], thatch)
        for step in range(-4, 5):
            pen.line([(step * 0.6, -6.9), (step * 1.1, -3.5)], 0.16, darker(thatch, 0.3))


def _tree(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    """A mango or a banyan: a wide crown on a short stem."""
    stem = darker(mix(colour, (110, 70, 50), 0.6), 0.2)
    pen.poly(
        [
            (x - size * 0.09, y),
            (x - size * 0.06, y - size * 0.6),
            (x + size * 0.06, y - size * 0.6),
            (x + size * 0.09, y),
        ],
        stem,
    )
    for dx, dy, r in (
        (-0.42, -0.66, 0.36),
        (0.42, -0.64, 0.36),
        (0, -0.9, 0.46),
        (-0.1, -0.6, 0.4),
    ):
        pen.ellipse(x + dx * size, y + dy * size, r * size, r * size * 0.78, colour)
    for dx, dy, r in ((-0.3, -0.85, 0.2), (0.12, -1.05, 0.22), (0.42, -0.76, 0.16)):
        pen.ellipse(x + dx * size, y + dy * size, r * size, r * size * 0.6, lighter(colour, 0.16))


def _palm(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    pen.curve([(x, y), (x + size * 0.06, y - size * 0.5), (x, y - size)], size * 0.06,
              darker(mix(colour, (130, 90, 60), 0.6), 0.1))  # fmt: skip
    for turn in (-160, -125, -90, -55, -20, 12, 168):
        pen.poly(_frond(x, y - size, size * 0.46, turn), colour)


def _frond(x: float, y: float, long: float, turn: float) -> Points:
    tip = round_points(x, y, long, long * 0.8, start=turn, end=turn + 1)[0]
    bend = (x + tip[0]) / 2, (y + tip[1]) / 2 - long * 0.22
    return smooth([(x, y), bend, (tip[0], tip[1] + long * 0.16), (bend[0], bend[1] + long * 0.16)])


# ---- the ground


def _river(pen: Pen, view: View) -> None:
    steps = _lit(view, 0.1)
    for step in range(5):
        y = _HORIZON + step * 1.25
        pen.rect(-1, y, 101, y + 1.3, darker(steps, 0.05 * step))
        pen.rect(-1, y, 101, y + 0.35, lighter(steps, 0.3))
    for pier in range(6, 100, 23):
        pen.poly(
            [(pier, 30), (pier + 4.5, 30), (pier + 5.5, 37.4), (pier - 1, 37.4)],
            darker(steps, 0.12),
        )
        pen.ellipse(pier + 2.2, 30, 2.4, 0.5, lighter(steps, 0.3))
        umbrella = view.chance.choice(_DYES[:5])
        pen.line([(pier + 10, 31), (pier + 10, 35)], 0.25, darker(steps, 0.5))
        pen.poly(round_points(pier + 10, 32, 3, 1.9, start=180, end=360), umbrella)
    water = mix(view.sky, (70, 130, 140), 0.5)
    pen.fade([(-1, 37.2), (101, 37.2), (101, 58), (-1, 58)], mix(water, view.haze, 0.45), water)
    for _ in range(46):
        x, y = view.chance.uniform(-4, 100), view.chance.uniform(38, 56)
        wide = view.chance.uniform(1, 2) * (y - 34) / 6
        pen.ellipse(x, y, wide, 0.16, lighter(water, 0.45), 120)
    for x, y, size in (
        (view.chance.uniform(14, 34), 42.5, 1.0),
        (view.chance.uniform(58, 84), 47, 1.5),
    ):
        _boat(pen, view, x, y, size)


def _boat(pen: Pen, view: View, x: float, y: float, size: float) -> None:
    wood = view.chance.choice(((120, 70, 46), (58, 88, 120), (150, 60, 50)))
    with pen.moved(x, y, size):
        pen.ellipse(0, 1.6, 8, 0.6, darker(view.sky, 0.45), 90)
        hull: Points = [(-8.4, -1.6), (-4, 0), (4, 0), (8.4, -1.6), (5.6, 1.6), (-5.6, 1.6)]
        pen.poly(smooth(hull), wood)
        pen.curve([(-7.6, -1.1), (-3, 0.4), (3, 0.4), (7.6, -1.1)], 0.4, lighter(wood, 0.45))
        pen.poly([(-2.4, 0), (-2, -3), (2.8, -3), (3.2, 0)], IVORY)
        pen.poly(
            smooth([(-3, -2.6), (0.4, -4), (3.8, -2.6)], closed=False),
            view.chance.choice(_DYES[:5]),
        )
        pen.line([(-4.8, 0.2), (-5, -4.2)], 0.5, darker(wood, 0.5))
        pen.ellipse(-5, -4.8, 0.65, 0.75, (120, 76, 52))
        pen.line([(-4.6, -3), (-8.5, 2.2)], 0.2, darker(wood, 0.4))


def _fields(pen: Pen, view: View) -> None:
    """Strips of crops that widen towards us, and a path between them."""
    pen.rect(-1, _HORIZON, 101, 58, view.land)
    vanish = view.chance.uniform(35, 65)
    crops = (LEAF, (214, 178, 62), (120, 150, 70), (186, 150, 84), (94, 132, 74))
    edges = [-130 + 36 * step + view.chance.uniform(-9, 9) for step in range(11)]
    start = view.chance.randrange(5)
    for index, edge in enumerate(edges[:-1]):
        crop = mix(crops[(index + start) % 5], view.land, 0.45)
        near = edges[index + 1]
        top = vanish + edge * 0.12 - 6, vanish + near * 0.12 - 6
        pen.fade([(top[0], _HORIZON), (top[1], _HORIZON), (near, 58), (edge, 58)],
                 mix(crop, view.haze, 0.35), crop)  # fmt: skip
        for row in range(1, 7):
            share = row / 7
            line = [
                (top[0] + (top[1] - top[0]) * share, _HORIZON),
                (edge + (near - edge) * share, 58),
            ]
            pen.line(line, 0.22, darker(crop, 0.22), 110)
    pen.poly(
        [(vanish - 0.5, _HORIZON), (vanish + 0.5, _HORIZON), (vanish + 12, 58), (vanish - 6, 58)],
        mix((226, 190, 140), view.haze, 0.25),
    )
    for step in range(6):
        _tree(pen, step * 20 + view.chance.uniform(-5, 5), 33 + step % 2, 3.4, view.far(0.15))


# ---- the trade, close by


def _bank(pen: Pen, view: View) -> Colour:
    """A rise of ground in front; its colour."""
    ground = darker(view.land, 0.22)
    lift = view.chance.uniform(-1.5, 1.5)
    crest: Points = [(-4, 51 + lift), (20, 52.2), (45, 54 - lift), (72, 52.4), (104, 50.5 - lift)]
    pen.poly([*smooth(crest, closed=False), (104, 60), (-4, 60)], ground)
    for _ in range(34):
        x = view.chance.uniform(0, 100)
        y = 53.5 + view.chance.uniform(0, 3)
        pen.line([(x, y), (x + 0.5, y - 1.3)], 0.22, lighter(ground, 0.2))
    return ground


def _cloths(pen: Pen, view: View) -> None:
    """Dyed lengths drying on a line."""
    _bank(pen, view)
    left = view.chance.choice((True, False))
    x0 = 3.0 if left else 55.0
    for x in (x0, x0 + 42):
        pen.line([(x, 36), (x + 0.4, 55)], 0.8, (110, 74, 50))
    pen.curve([(x0, 36.6), (x0 + 21, 38), (x0 + 42, 36.6)], 0.25, (90, 60, 44))
    dyes = view.chance.sample(_DYES, 6)
    for index, dye in enumerate(dyes):
        x, wide = x0 + 2.4 + index * 6.5, 5.7
        low = 48.6 + view.chance.uniform(-1.5, 2.5)
        top = 37.2 + 0.7 * sin(index * 0.62)
        pen.poly([(x, top), (x + wide, top), *smooth(
            [(x + wide, low - 1), (x + wide * 0.6, low), (x + wide * 0.3, low - 0.9), (x, low)],
            closed=False)], dye)  # fmt: skip
        for at in (0.3, 0.68):
            fold = [(x + wide * at, top + 0.4), (x + wide * at - 0.4, low - 0.8)]
            pen.line(fold, 0.4, darker(dye, 0.3), 110)
        kind: Motif = MOTIFS[view.chance.randrange(8)]
        for row in (0.3, 0.62):
            kind(
                pen,
                x + wide / 2,
                top + (low - top) * row,
                2.2,
                lighter(dye, 0.65),
                darker(dye, 0.3),
            )
        pen.rect(x, low - 2.4, x + wide, low - 1.5, lighter(dye, 0.5))


def _crops(pen: Pen, view: View) -> None:
    """Ears of grain, or mustard in bloom."""
    _bank(pen, view)
    bloom = view.chance.choice(((238, 196, 52), (226, 180, 96), (206, 168, 72)))
    stalk = mix(LEAF, view.land, 0.3)
    for step in range(54):
        x = step * 1.9 + view.chance.uniform(-0.8, 0.8)
        top = view.chance.uniform(43.5, 50) + 3 * sin(step * 0.21)
        lean = view.chance.uniform(-1, 1)
        pen.curve([(x, 58), (x + lean * 0.4, (top + 58) / 2), (x + lean, top)], 0.3, stalk)
        for grain in range(4):
            at = x + lean + (0.5 if grain % 2 else -0.5), top + grain * 0.75
            pen.ellipse(*at, 0.42, 0.7, bloom, turn=25 if grain % 2 else -25)


def _flowers(pen: Pen, view: View) -> None:
    """Roses, marigold and jasmine, grown for their scent."""
    _bank(pen, view)
    leafy = mix(LEAF, darker(view.land, 0.3), 0.4)
    for step in range(40):
        x = step * 2.6 + view.chance.uniform(-1, 1)
        y = 50 + (step % 3) * 2.2 + view.chance.uniform(-1.2, 1.2)
        pen.ellipse(x, y + 1.6, 2.4, 1.8, darker(leafy, 0.06 * (step % 3)))
        petals = ((204, 60, 104), (240, 150, 50), (250, 240, 226), (226, 110, 140))[step * 7 % 4]
        flower(pen, x, y, 3.1, petals, darker(petals, 0.3))


def _pots(pen: Pen, view: View) -> None:
    """Pots, of clay or of brass, set out in front of the workshop."""
    _bank(pen, view)
    metal = view.category == "metalware"
    for index in range(9):
        size = view.chance.uniform(2, 3.4)
        x = 4 + index * 5.2 + view.chance.uniform(-0.8, 0.8)
        clay: Colour = (
            (206, 160, 70)
            if metal
            else view.chance.choice(((190, 96, 62), (170, 84, 58), (70, 110, 150)))
        )
        with pen.moved(x, 55 - (index % 2) * 1.4, size):
            right: Points = [
                (0.42, -2.3),
                (0.3, -1.9),
                (0.8, -1.5),
                (1.02, -0.9),
                (0.66, -0.2),
                (0.4, 0),
            ]
            pen.poly(mirror(smooth(right, closed=False), 0), clay)
            pen.glow(smooth([(-0.7, -1.3), (-0.5, -1.4), (-0.5, -0.6), (-0.75, -0.8)]), 110)
            pen.ellipse(0, -2.3, 0.46, 0.13, darker(clay, 0.5))
            pen.line([(-0.9, -1.2), (0.9, -1.2)], 0.14, lighter(clay, 0.5))


def _reeds(pen: Pen, view: View) -> None:
    """Moonj and other long grasses, their plumes pale."""
    _bank(pen, view)
    stem, plume = mix(LEAF, view.land, 0.5), (246, 232, 206)
    for step in range(40):
        x = (step * 37 % 100) + view.chance.uniform(-2, 2)
        if 36 < x < 62:
            continue
        top = view.chance.uniform(35, 46)
        lean = view.chance.uniform(-3, 3)
        pen.curve([(x, 58), (x + lean * 0.3, (58 + top) / 2), (x + lean, top)], 0.3, stem)
        turn = lean * 7
        pen.ellipse(x + lean * 1.1, top - 1.4, 0.65, 2.5, plume, turn=turn)
        pen.curve([(x, 57), (x - 2, 51), (x - 4 + lean, 49)], 0.35, darker(stem, 0.15))


def _kites(pen: Pen, view: View) -> None:
    _trees_near(pen, view)
    for about, y, size in ((20, 14, 3.4), (46, 8, 2.6), (74, 17, 3)):
        x = about + view.chance.uniform(-7, 7)
        one, other = view.chance.sample(_DYES[:5], 2)
        pen.curve([(x, y + size), (x + 5, y + 14), (x + 2, 40)], 0.1, (120, 100, 90), 160)
        with pen.moved(turn=view.chance.uniform(-22, 22), about=(x, y)):
            pen.poly(
                [(x, y - size), (x + size * 0.85, y), (x, y + size), (x - size * 0.85, y)], one
            )
            pen.poly([(x, y - size), (x + size * 0.85, y), (x, y + size)], other)
            pen.poly([(x, y + size * 0.8), (x + 0.9, y + size + 1), (x - 0.9, y + size + 1)], one)


def _logs(pen: Pen, view: View) -> None:
    """A stack of timber by the trees."""
    _trees_near(pen, view)
    for row in range(3):
        for index in range(6 - row):
            x, y = 60 + index * 4.4 + row * 2.2, 54 - row * 3.6
            pen.ellipse(x, y, 2.2, 2.1, (126, 82, 52))
            pen.ellipse(x, y, 1.7, 1.6, (222, 178, 124))
            pen.ring(x, y, 0.9, 0.85, 0.18, (170, 120, 76))


def _stones(pen: Pen, view: View) -> None:
    """Blocks from the quarry, one half carved."""
    _bank(pen, view)
    pale = mix((226, 190, 156), view.haze, 0.1)
    for x, y, wide, high in ((60, 55, 13, 7), (71, 56, 15, 9), (86, 56, 16, 6), (80, 47.6, 10, 5)):
        block: Points = [(x, y), (x, y - high), (x + wide, y - high), (x + wide, y)]
        pen.poly(block, pale)
        lid: Points = [
            (x, y - high),
            (x + 2, y - high - 1.6),
            (x + wide + 2, y - high - 1.6),
            (x + wide, y - high),
        ]
        pen.poly(lid, lighter(pale, 0.5))
        pen.poly([block[2], lid[2], (x + wide + 2, y - 1.6), block[3]], darker(pale, 0.25))
    for step in range(3):
        flower(pen, 74 + step * 4.4, 51, 3.4, darker(pale, 0.3), lighter(pale, 0.4))


def _trees_near(pen: Pen, view: View) -> None:
    ground = _bank(pen, view)
    leafy = darker(mix(LEAF, ground, 0.35), 0.1)
    _tree(pen, view.chance.uniform(6, 16), 55, 20, leafy)
    if view.chance.random() < 0.5:
        _palm(pen, view.chance.uniform(84, 94), 55, 24, leafy)
    else:
        _tree(pen, view.chance.uniform(86, 98), 56, 15, darker(leafy, 0.1))


_TRADES: dict[str, Callable[[Pen, View], None]] = {
    "handloom-textiles": _cloths, "embroidery-zari": _cloths, "garments-hosiery": _cloths,
    "carpets-durries": _cloths, "food-agri": _crops, "fragrance-incense": _flowers,
    "glass-pottery-ceramics": _pots, "metalware": _pots, "natural-fibre-paper": _reeds,
    "toys-sports-music": _kites, "woodcraft-furniture": _logs, "stone-horn-bone": _stones,
}  # fmt: skip
