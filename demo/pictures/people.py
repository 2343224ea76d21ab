"""Portraits of artisans who do not exist: flat, warm, all chosen by the seed."""

from dataclasses import dataclass
from random import Random

from PIL import Image

from demo.pictures.canvas import Pen, Point, Points, mirror, round_points, smooth, star_points
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
    Ink,
    brightness,
    darker,
    hex_colour,
    ink,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.ornament import border, cloth, flower, leaf, lining
from demo.pictures.recipe import ArtisanRecipe
from demo.pictures.scenes import arch_points

_FINE = 2
_SKINS = ("#e3b78c", "#d6a377", "#c68e60", "#b47b4f", "#9c6640", "#845434")
_WALLS = ("#e9c9a4", "#dcb48b", "#c9d0ae", "#b3cdc6", "#efcf90", "#e2b3a2", "#b9b4cf", "#d7a27c")
_CLOTHS = (MAROON, TEAL, INDIGO, RANI, ORANGE, LEAF, IVORY, GOLD, (244, 240, 230), (110, 80, 120))
_HAIR: Colour = (38, 28, 28)
_GREY: Colour = (214, 208, 200)
_LIP: Colour = (158, 62, 58)
_WHITE: Colour = (248, 243, 234)


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


def draw_portrait(recipe: ArtisanRecipe, width: int, height: int) -> Image.Image:
    look = look_of(recipe)
    inks = ink(look.wears, look.pattern)
    pen = Pen(width * _FINE, height * _FINE, width * _FINE / 100, inks, look.pattern, look.wall)
    _behind(pen, look)
    with pen.moved(0, 6, 1.1, about=(50, 50)):
        _person(pen, look)
    return pen.colours.reduce(_FINE)


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
        mix(_HAIR, _GREY, grey),
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
        _hair_behind(pen, look)
    if look.head == "veil":
        pen.poly(smooth(_VEIL_BACK), darker(look.over, 0.28))
    _neck_and_body(pen, look)
    _face(pen, look)
    _features(pen, look)
    if look.beard:
        _beard(pen, look)
    _mouth(pen, look)
    _HEADS[look.head](pen, look)
    if look.glasses:
        _glasses(pen, look)


# ---- clothes


def _body(half: float) -> Points:
    right: Points = [(50, 71), (56, 72), (50 + half * 0.72, 77), (50 + half, 86), (51 + half, 104)]
    return mirror(smooth(right, closed=False))


def _neck_and_body(pen: Pen, look: Look) -> None:
    half = 29.0 if look.woman else 34.0
    body = _body(half)
    if look.clothes in ("shirt", "vest", "shawl") or look.pattern % 3 == 0:
        pen.poly(body, look.wears)
    else:
        pen.cloth(body, cloth(pen, 9) if look.woman else lining(pen, 6))
    for side in (-1, 1):
        across = (half - 7, half - 7.5, half - 6)
        sleeve = [(50 + side * x, y) for x, y in zip(across, (87, 94, 104), strict=True)]
        pen.curve(sleeve, 0.7, darker(look.wears, 0.45), 130)
    deep = 82.0 if look.woman else 77.5
    neck = [(43.5, 58), (56.5, 58), (57, 69), (61, 73), (50, deep), (39, 73), (43, 69)]
    pen.poly(smooth(neck), darker(look.skin, 0.06))
    pen.shade(smooth([(43, 60), (57, 60), (57, 66), (50, 72), (43, 66)]), 60)
    _CLOTHES[look.clothes](pen, look)


def _kurta(pen: Pen, look: Look) -> None:
    lit, dark = lighter(look.wears, 0.22), darker(look.wears, 0.3)
    for side in (-1, 1):
        pen.blob([(50 + side * x, y) for x, y in ((8, 69), (10.8, 72), (1.4, 80), (0, 77.6))], lit)
    pen.rect(48, 78, 52, 104, lit)
    for y in (82, 88, 94):
        pen.ellipse(50, y, 0.8, 0.8, dark)
    if look.pattern % 2:
        border(pen, [(45.6, 80), (45.6, 103)], 3)
        border(pen, [(54.4, 80), (54.4, 103)], 3)


def _vest(pen: Pen, look: Look) -> None:
    """A sadri over the kurta."""
    _kurta(pen, look)
    for side in (-1, 1):
        edge = [(50 + side * x, y) for x, y in ((9, 70), (20, 75), (29, 80), (28, 104), (3, 104))]
        pen.poly([*edge, (50 + side * 3.4, 90)], look.over)
        pen.line([edge[0], (50 + side * 3.4, 90), edge[4]], 0.7, darker(look.over, 0.35))
        pen.line([edge[2], edge[3]], 0.6, darker(look.over, 0.3))
        pen.rect(50 + side * 17 - 4, 92, 50 + side * 17 + 4, 93, darker(look.over, 0.35))


def _shirt(pen: Pen, look: Look) -> None:
    lit, dark = lighter(look.wears, 0.25), darker(look.wears, 0.25)
    for x in range(-30, 31, 5):
        pen.line([(50 + x, 76 + abs(x) * 0.26), (50 + x, 104)], 0.5, look.over, 90)
    pen.line([(50, 80), (50, 104)], 0.5, dark)
    for side in (-1, 1):
        collar = [(50 + side * x, y) for x, y in ((8, 69), (13, 73), (8, 83), (0.4, 79.5))]
        pen.poly(collar, lit)
        pen.line([*collar[1:], collar[1]], 0.35, dark)
    for y in (85, 92):
        pen.ellipse(51.6, y, 0.7, 0.7, IVORY)


def _gamchha(pen: Pen, look: Look) -> None:
    """A checked towel around the neck."""
    _kurta(pen, look)
    red = look.over if brightness(look.over) < 0.7 else MAROON
    for side in (-1, 1):
        band = [(50 + side * x, y) for x, y in ((8, 67), (15, 71), (19, 104), (8.5, 104), (6, 78))]
        pen.poly(band, _WHITE)
        for y in range(74, 104, 5):
            pen.line([(50 + side * 7.5, y), (50 + side * 17, y - 1)], 1.1, red, 190)
        for x in (9.5, 13.5):
            pen.line([(50 + side * x, 72), (50 + side * (x + 2), 104)], 1, red, 190)
        pen.line([band[1], band[2]], 0.5, darker(red, 0.3), 150)


def _shawl(pen: Pen, look: Look) -> None:
    _kurta(pen, look)
    wool = mix(look.over, (120, 100, 84), 0.45)
    for side in (-1, 1):
        edge = [(50 + side * x, y) for x, y in
                ((7, 66), (18, 70), (34, 80), (38, 104), (6 + 5 * side, 104), (8, 84))]  # fmt: skip
        pen.poly(smooth(edge, closed=False), wool)
        for x in (17, 23, 29):
            fold = [(50 + side * (x - 6), 73), (50 + side * x, 86), (50 + side * (x + 1), 104)]
            pen.curve(fold, 0.7, darker(wool, 0.3), 140)
        rim = [edge[0], edge[5], edge[4]]
        pen.line(rim, 2.2, lighter(wool, 0.25))
        pen.line(rim, 0.6, darker(wool, 0.4))


def _saree(pen: Pen, look: Look) -> None:
    """The pallu goes over one shoulder, its border along the edge."""
    inks = ink(look.over, look.pattern + 3)
    end: Points = [(62, 71), (76, 76), (81, 86), (82, 104), (20, 104), (31, 97), (46, 88), (57, 78)]
    _dressed(pen, inks, end, 10)
    edge = smooth([(61, 71), (56, 79), (45, 88.5), (31, 97.5), (19, 105)], closed=False)
    _edged(pen, inks, edge)
    for x in (66, 71, 76):
        pen.curve([(x, 75), (x - 4, 88), (x - 14, 104)], 0.8, darker(look.over, 0.4), 90)
    _beads(pen, look)


def _dupatta(pen: Pen, look: Look) -> None:
    inks = ink(look.over, look.pattern + 5)
    for side in (-1, 1):
        half = (10, 68), (19, 74), (27, 83), (27, 104), (13, 104), (12.5, 84)
        fall = [(50 + side * x, y) for x, y in half]
        _dressed(pen, inks, fall, 8)
        _edged(pen, inks, [fall[0], fall[5], fall[4]])
    _beads(pen, look)


def _dressed(pen: Pen, inks: Ink, points: Points, side: float) -> None:
    """Cloth in other inks than the pen's own."""
    own, pen.ink = pen.ink, inks
    pen.cloth(points, cloth(pen, side) if pen.pattern % 2 else lining(pen, side * 0.6))
    pen.ink = own


def _edged(pen: Pen, inks: Ink, edge: Points) -> None:
    pen.line(edge, 2.6, inks.accent)
    pen.line(edge, 0.7, darker(inks.accent, 0.35))


def _beads(pen: Pen, look: Look) -> None:
    if look.pattern % 4 == 1:
        return
    low = 78.5 if look.pattern % 2 else 81
    string = smooth([(42, 70), (44.5, low - 4), (50, low), (55.5, low - 4), (58, 70)], closed=False)
    for point in string[::3]:
        pen.ellipse(*point, 0.75, 0.75, MAROON if look.pattern % 4 == 3 else GOLD)
    pen.ellipse(50, low + 1.4, 1.7, 1.9, GOLD)


_CLOTHES = {
    "kurta": _kurta, "vest": _vest, "shirt": _shirt, "gamchha": _gamchha, "shawl": _shawl,
    "saree": _saree, "dupatta": _dupatta,
}  # fmt: skip


# ---- face


def _cheek(look: Look) -> Points:
    """The right half of the face's outline, from the brow to the chin."""
    w, chin = look.wide, 65.5 if look.woman else 67.0
    jaw = 0.7 if look.woman else 0.8
    right: Points = [
        (50, 23), (50 + w * 0.7, 26.5), (50 + w, 38), (50 + w * 0.96, 49),
        (50 + w * jaw, 58.5), (50 + w * 0.38, chin - 1.2), (50, chin),
    ]  # fmt: skip
    return smooth(right, closed=False)


def _face(pen: Pen, look: Look) -> None:
    skin, w = look.skin, look.wide
    for side in (-1, 1):
        x = 50 + side * (w + 0.6) - look.turn * 0.4
        pen.ellipse(x, 46, 2.4, 4, darker(skin, 0.12), turn=side * 8)
        pen.ellipse(x, 46.4, 1.2, 2.3, darker(skin, 0.26), turn=side * 8)
    cheek = _cheek(look)
    pen.poly(mirror(cheek), skin)
    lit = [(50 + (x - 50) * 0.84, y - (y - 44) * 0.03) for x, y in reversed(cheek)]
    pen.shade([*cheek, *lit], 22)
    for side in (-1, 1):
        pen.ellipse(50 + side * w * 0.58 + look.turn, 53, 3.6, 2.6, (206, 88, 70), 38)


def _features(pen: Pen, look: Look) -> None:
    x, brow = 50 + look.turn, mix(look.hair, _HAIR, 0.4)
    thick = 0.8 if look.woman else 1.25
    for side in (-1, 1):
        eye = x + side * look.wide * 0.44
        _eye(pen, look, eye, side)
        arch = [(eye - 3.6, 41.3), (eye, 39.7 - 0.4 * look.woman), (eye + 3.6, 41.3)]
        pen.curve(arch, thick, brow)
    line = darker(look.skin, 0.38)
    pen.curve([(x + 0.9, 43.5), (x + 1.5, 49), (x + 2.7, 52), (x + 1, 53.4), (x - 1.4, 53)],
              0.7, line)  # fmt: skip
    pen.glow(round_points(x - 0.3, 49, 0.8, 3.4), 50)
    if look.age > 45:
        _lines(pen, look, x)
    if look.woman:
        if look.pattern % 5:
            pen.ellipse(x, 36.4, 1, 1.1, MAROON if look.pattern % 2 else RANI)
        if look.pattern % 3:
            pen.ellipse(x - 2.7, 52.2, 0.6, 0.6, GOLD)


def _eye(pen: Pen, look: Look, x: float, side: int) -> None:
    almond = smooth([(x - 3, 45.5), (x, 43.6), (x + 3, 45.3), (x, 46.9)])
    pen.poly(almond, _WHITE)
    pen.ellipse(x + look.turn * 0.3, 45.2, 1.45, 1.5, (58, 34, 26))
    pen.ellipse(x + look.turn * 0.3 + 0.45, 44.7, 0.45, 0.45, _WHITE)
    lash = [(x - 3.2, 45.6), (x, 43.5), (x + 3.2, 45.2)]
    if look.woman:
        lash = [*lash, (x + 4, 44.4)] if side > 0 else [(x - 4, 44.6), *lash]
    pen.curve(lash, 0.75, (36, 24, 26))


def _lines(pen: Pen, look: Look, x: float) -> None:
    """Draw the wrinkles of age."""
    alpha = min(150, 40 + (look.age - 45) * 4)
    line = darker(look.skin, 0.4)
    for side in (-1, 1):
        eye = x + side * look.wide * 0.44
        pen.curve([(eye - 2.4, 48.4), (eye, 49.1), (eye + 2.4, 48.4)], 0.4, line, alpha)
        pen.curve([(x + side * 4.6, 53), (x + side * 6.6, 57.5)], 0.5, line, alpha)
        for y in (44.4, 46.6):
            tip = x + side * look.wide * 0.86
            pen.line([(x + side * look.wide * 0.74, y), (tip, y + (y - 45.5) * 0.5)],
                     0.35, line, alpha)  # fmt: skip
    if look.age > 55:
        for y in (31.5, 34.2):
            pen.curve([(x - 6, y), (x, y - 0.7), (x + 6, y)], 0.4, line, alpha)


def _mouth(pen: Pen, look: Look) -> None:
    x, wide, up = 50 + look.turn, 4.6, look.smile
    lip = mix(_LIP, look.skin, 0.15 if look.woman else 0.5)
    corners: tuple[Point, Point] = ((x - wide, 58 - up * 0.5), (x + wide, 58 - up * 0.5))
    full = 1.9 if look.woman else 1.3
    pen.poly(
        smooth([corners[0], (x - 1.3, 57.2), (x, 57.6), (x + 1.3, 57.2), corners[1],
                (x, 58.6 + full + up * 0.3)]), lip)  # fmt: skip
    if up > 1.3:
        pen.poly(smooth([(x - 3.4, 57.9), (x, 58.2), (x + 3.4, 57.9), (x, 59.5)]), _WHITE)
    pen.curve([corners[0], (x, 58.3 + up * 0.4), corners[1]], 0.5, darker(lip, 0.45))


def _beard(pen: Pen, look: Look) -> None:
    x, w, hair = 50 + look.turn, look.wide, look.hair
    if look.beard in ("full", "long", "short"):
        low = {"full": 71.0, "long": 80.0, "short": 68.6}[look.beard]
        reach = 0.98 if look.beard != "short" else 0.93
        right: Points = [
            (50 + w * reach + 0.4, 45), (50 + w * reach, 54), (50 + w * 0.8, 62),
            (50 + w * 0.4, low - 2), (50, low),
        ]  # fmt: skip
        outer = smooth(right, closed=False)
        inner: Points = [(50 + w * 0.86, 46), (50 + w * 0.78, 53), (x + 6.4, 55.4), (x, 54.9)]
        half = smooth(inner, closed=False)
        whole = [*outer, *((100 - px, py) for px, py in reversed(outer))]
        back = [*((2 * x - px if px < 50 + w * 0.7 else 100 - px, py) for px, py in half)]
        pen.poly([*whole, *back, *reversed(half)], hair)
        pen.poly(smooth([(x - 5.4, 57.4), (x, 56.4), (x + 5.4, 57.4), (x, 61.4)]), look.skin)
        for step in (-6, -2, 2, 6):
            pen.curve([(x + step, 62.5), (x + step * 0.7, low - 3)], 0.4, lighter(hair, 0.3), 110)
    if look.beard == "stubble":
        jaw = [(50 + w * 0.96, 50), (50 + w * 0.8, 58.5), (50 + w * 0.38, 65.8), (50, 67)]
        rim = mirror(smooth(jaw, closed=False))
        pen.poly([*rim, (x - w * 0.7, 55), (x, 54.8), (x + w * 0.7, 55)], hair, 45)
    for side in (-1, 1):
        wing = [
            (x, 54.6),
            (x + side * 3.4, 54.5),
            (x + side * 6.8, 57.6),
            (x + side * 3, 57),
            (x, 56.6),
        ]
        pen.poly(smooth(wing), hair, 90 if look.beard == "stubble" else 255)


def _glasses(pen: Pen, look: Look) -> None:
    x, frame = 50 + look.turn, (52, 40, 40) if look.pattern % 2 else (150, 110, 60)
    for side in (-1, 1):
        eye = x + side * look.wide * 0.44
        pen.glow(round_points(eye, 45.4, 4.7, 4), 40)
        pen.ring(eye, 45.4, 4.7, 4.0, 0.75, frame)
        pen.line([(eye + side * 4.7, 44.6), (50 + side * (look.wide + 0.4), 43.6)], 0.7, frame)
    gap = look.wide * 0.44 - 4.7
    pen.curve([(x - gap, 44.6), (x, 43.9), (x + gap, 44.6)], 0.7, frame)


# ---- heads

_VEIL_BACK: Points = [
    (50, 13), (64, 18), (70, 34), (71, 56), (78, 76), (72, 90), (28, 90), (22, 76), (29, 56),
    (30, 34), (36, 18),
]  # fmt: skip


def _hair_behind(pen: Pen, look: Look) -> None:
    w = look.wide
    if look.head == "bun":
        pen.ellipse(50 + (7 if look.pattern % 2 else 0), 17.5, 8.5, 7, darker(look.hair, 0.1))
    else:
        low = 80 if look.head == "loose" else 56
        right: Points = [(50, 17), (50 + w, 23), (52.5 + w, 40), (54 + w, low - 18), (52 + w, low)]
        pen.poly(mirror(smooth(right, closed=False)), darker(look.hair, 0.12))
    pen.ellipse(50, 40, w + 1.6, 20, darker(look.hair, 0.12))


def _parted(pen: Pen, look: Look) -> None:
    """Hair combed to both sides of a parting."""
    w, part = look.wide, 50 + look.turn * 1.5
    for side in (-1, 1):
        edge = 50 + side * w
        half = [
            (part, 18.5), (50 + side * w * 0.72, 21), (edge + side * 1.6, 33),
            (edge + side * 1.6, 47), (edge - side * 0.6, 44), (50 + side * w * 0.8, 33), (part, 25),
        ]  # fmt: skip
        pen.poly(smooth(half), look.hair)
        for turn in (0.35, 0.65):
            strand = [(part, 20.5), (50 + side * w * turn * 1.2, 24), (50 + side * w * 0.95, 35)]
            pen.curve(strand, 0.4, lighter(look.hair, 0.2), 90)
    if look.age > 24 and look.pattern % 2:
        pen.line([(part, 19), (part, 25)], 0.9, (190, 38, 40))
    _earrings(pen, look)


def _earrings(pen: Pen, look: Look) -> None:
    for side in (-1, 1):
        x = 50 + side * (look.wide + 1.1) - look.turn * 0.4
        pen.ellipse(x, 50.4, 1, 1, GOLD)
        if look.pattern % 2:
            bell = [(x, 51), (x + 1.9, 54.6), (x - 1.9, 54.6)]
            pen.poly(bell, GOLD)
            pen.ellipse(x, 54.8, 1.9, 0.6, darker(GOLD, 0.25))
            pen.ellipse(x, 56, 0.5, 0.5, RANI)


def _braid(pen: Pen, look: Look) -> None:
    _parted(pen, look)
    for step in range(11):
        y = 58 + step * 4
        x = 50 + look.wide + 1.4 + step * 0.3
        for side in (-1, 1):
            turn = side * 28
            shown = lighter(look.hair, 0.06 * (step % 2))
            pen.ellipse(x + side * 1.3, y, 3, 2, shown, turn=turn)
    pen.ellipse(50 + look.wide + 5.6, 101, 3, 2, look.over)


def _veil(pen: Pen, look: Look) -> None:
    _parted(pen, look)
    inks = ink(look.over, look.pattern + 3)
    outer: Points = [
        (26, 84), (28, 62), (28.5, 36), (35.5, 18), (50, 12.5), (64.5, 18), (71.5, 36), (72, 62),
        (74, 84),
    ]  # fmt: skip
    inner: Points = [
        (66, 84), (65.6, 66), (66.4, 50), (64.6, 34), (59, 25), (50, 21.5), (41, 25), (35.4, 34),
        (33.6, 50), (34.4, 66), (34, 84),
    ]  # fmt: skip
    edge = smooth(inner, closed=False)
    _dressed(pen, inks, [*smooth(outer, closed=False), *edge], 9)
    for side in (-1, 1):
        fold = [
            (50 + side * 10, 16),
            (50 + side * 19, 32),
            (50 + side * 19.6, 60),
            (50 + side * 21, 82),
        ]
        pen.curve(fold, 0.8, darker(look.over, 0.45), 90)
    _edged(pen, inks, edge)


def _short_hair(pen: Pen, look: Look) -> None:
    w = look.wide
    bald = look.age > 48 and look.pattern % 3 == 0
    line = 22.0 if bald else 28.5 - (look.pattern % 3)
    side_part = 44.0 if look.pattern % 2 else 56.0
    outer: Points = [
        (50 - w - 1, 46), (50 - w - 1.6, 34), (50 - w * 0.74, 21.5 if bald else 19.5),
        (50, 20.5 if bald else 15.6), (50 + w * 0.74, 21.5 if bald else 19.5), (50 + w + 1.6, 34),
        (50 + w + 1, 46),
    ]  # fmt: skip
    inner: Points = [
        (50 + w - 1, 42), (50 + w * 0.86, 33), (50 + w * 0.6, line + 1), (side_part, line - 1.4),
        (50 - w * 0.6, line + 1), (50 - w * 0.86, 33), (50 - w + 1, 42),
    ]  # fmt: skip
    pen.poly([*smooth(outer, closed=False), *smooth(inner, closed=False)], look.hair)
    if not bald:
        for step in (-8, -3, 3, 8):
            sweep = [(side_part, 18), (50 + step, 19.5), (50 + step * 1.4, 25)]
            pen.curve(sweep, 0.5, lighter(look.hair, 0.25), 80)


def _sideburns(pen: Pen, look: Look) -> None:
    for side in (-1, 1):
        x = 50 + side * look.wide
        half = (0.9, 30), (0.9, 45), (-1.8, 43), (-3, 30)
        pen.poly([(x + side * out, y) for out, y in half], look.hair)


def _turban(pen: Pen, look: Look) -> None:
    _sideburns(pen, look)
    w, colour = look.wide, look.over
    shape: Points = [
        (50 - w - 1.5, 35.5), (50 - w - 5.5, 27), (50 - w - 2.5, 16), (42, 9.5), (54, 8),
        (50 + w, 13), (50 + w + 5.6, 24), (50 + w + 2, 35.5), (58, 30.5), (50, 28.6), (42, 30.5),
    ]  # fmt: skip
    pen.poly(smooth(shape), colour)
    for step in range(5):
        y = 13 + step * 4.3
        fold = [(50 - w - 2, y + 7 - step), (45, y + 1.5), (50 + w - 2 + step, y + step)]
        pen.curve(fold, 0.8, darker(colour, 0.32), 170)
        pen.curve([(px, py + 1) for px, py in fold], 0.7, lighter(colour, 0.35), 120)
    wrap = [
        (50 - w - 2, 34),
        (44, 28),
        (56, 19),
        (50 + w + 3, 16),
        (50 + w + 4.4, 21),
        (57, 26),
        (47, 32.5),
    ]
    pen.poly(smooth(wrap), lighter(colour, 0.12))
    if look.pattern % 2:
        border(pen, [(50 - w, 33), (46, 28.5), (57, 22.5), (50 + w + 2, 18.6)], 2.6)


def _cap(pen: Pen, look: Look) -> None:
    """A round cap with stitched work."""
    _sideburns(pen, look)
    w = look.wide
    white = _WHITE if look.pattern % 3 else mix(look.over, _WHITE, 0.2)
    crown: Points = [(50 + w + 0.6, 32), (50 + w - 0.4, 22), (50 + w * 0.6, 16.6), (50, 15)]
    top = smooth(crown, closed=False)
    rim = [(50 - w - 0.6, 32), (50 - w * 0.5, 29.5), (50, 28.6), (50 + w * 0.5, 29.5)]
    pen.poly([*top, *((100 - x, y) for x, y in reversed(top)), *rim[1:]], white)
    dark = darker(white, 0.3)
    pen.curve([(50 - w - 0.2, 27), (50, 24), (50 + w + 0.2, 27)], 0.5, dark)
    for step in range(-3, 4):
        pen.curve(
            [(50 + step * 4.1, 24.6 + abs(step) * 0.5), (50 + step * 2.2, 16.4)], 0.4, dark, 150
        )
        flower(pen, 50 + step * 4.1, 27 + abs(step) * 0.6, 2.6, dark, white)


def _boat_cap(pen: Pen, look: Look) -> None:
    _short_hair(pen, look)
    w = look.wide
    felt = mix(look.over, (70, 60, 56), 0.4) if look.pattern % 2 else _WHITE
    side: Points = [
        (50 - w - 1.4, 29), (50 - w * 0.86, 15.5), (52, 11.5), (50 + w * 0.9, 15),
        (50 + w + 1.4, 29), (50, 25.2),
    ]  # fmt: skip
    pen.poly(side, felt)
    pen.poly([(50 - w * 0.86, 15.5), (52, 11.5), (50 + w * 0.9, 15), (51, 17.4)], darker(felt, 0.2))
    pen.curve([(50 - w - 1, 27), (50, 23), (50 + w + 1, 27)], 0.5, darker(felt, 0.3))


_HEADS = {
    "bare": _short_hair, "turban": _turban, "cap": _cap, "boat-cap": _boat_cap,
    "bun": _parted, "braid": _braid, "loose": _parted, "veil": _veil,
}  # fmt: skip
