"""What a person wears."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    GOLD,
    IVORY,
    MAROON,
    Ink,
    brightness,
    darker,
    ink,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, mirror, smooth
from demo.pictures.ornament import border, cloth, lining
from demo.pictures.portraits.look import WHITE, Look


def _body(half: float) -> Points:
    right: Points = [(50, 71), (56, 72), (50 + half * 0.72, 77), (50 + half, 86), (51 + half, 104)]
    return mirror(smooth(right, closed=False))


def neck_and_body(pen: Pen, look: Look) -> None:
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
        pen.poly(band, WHITE)
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
    dressed(pen, inks, end, 10)
    edge = smooth([(61, 71), (56, 79), (45, 88.5), (31, 97.5), (19, 105)], closed=False)
    edged(pen, inks, edge)
    for x in (66, 71, 76):
        pen.curve([(x, 75), (x - 4, 88), (x - 14, 104)], 0.8, darker(look.over, 0.4), 90)
    _beads(pen, look)


def _dupatta(pen: Pen, look: Look) -> None:
    inks = ink(look.over, look.pattern + 5)
    for side in (-1, 1):
        half = (10, 68), (19, 74), (27, 83), (27, 104), (13, 104), (12.5, 84)
        fall = [(50 + side * x, y) for x, y in half]
        dressed(pen, inks, fall, 8)
        edged(pen, inks, [fall[0], fall[5], fall[4]])
    _beads(pen, look)


def dressed(pen: Pen, inks: Ink, points: Points, side: float) -> None:
    """Cloth in other inks than the pen's own."""
    own, pen.ink = pen.ink, inks
    pen.cloth(points, cloth(pen, side) if pen.pattern % 2 else lining(pen, side * 0.6))
    pen.ink = own


def edged(pen: Pen, inks: Ink, edge: Points) -> None:
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
