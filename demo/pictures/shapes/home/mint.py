"""What is made of mint."""

from math import cos, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import IVORY, LEAF, STEEL, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, round_points, smooth
from demo.pictures.ornament import motif, speckle
from demo.pictures.shapes.parts.turning import turned
from demo.pictures.shapes.shape import stands

_FROST: Colour = (236, 246, 244)


def sprig(pen: Pen, x: float, y: float, size: float = 1, turn: float = 0) -> None:
    """Mint in leaf: three pairs of toothed leaves on a stem, its foot at the place."""
    with pen.moved(x, y, size, turn):
        pen.curve([(0, 0), (1, -9), (0, -20)], 0.9, darker(LEAF, 0.25))
        for row, reach in ((-5, 8.4), (-11, 7.4), (-17, 5.6)):
            for side in (-1, 1):
                _mint_leaf(pen, row, side, reach)
        _mint_leaf(pen, -20, 0, 5)


def _mint_leaf(pen: Pen, y: float, side: int, reach: float) -> None:
    with pen.moved(0, y, 1, side * 62):
        edge: Points = [(0, 0), (2.6, -reach * 0.3), (2.2, -reach * 0.7), (0, -reach),
                        (-2.2, -reach * 0.7), (-2.6, -reach * 0.3)]  # fmt: skip
        pen.blob(edge, LEAF if side < 0 else darker(LEAF, 0.14))
        pen.line([(0, -0.6), (0, -reach * 0.9)], 0.4, lighter(LEAF, 0.35))
        for share in (0.35, 0.6):
            for way in (-1, 1):
                pen.line([(0, -reach * share), (way * 1.6, -reach * (share + 0.16))], 0.3,
                         lighter(LEAF, 0.3))  # fmt: skip


@stands("menthol-crystals", "#dcefee", (50, 76))
def menthol_crystals(pen: Pen) -> None:
    """Clear needles standing out of a glass dish, a sprig of mint beside them."""
    ice = mix(pen.ink.base, _FROST, 0.5)
    back = [(50 + way * far, 84 - tall) for way in (-1, 1) for far, tall in
            ((4, 40), (13, 36), (21, 29), (29, 19))]  # fmt: skip
    front = [(50 + way * far, 88 - tall) for way in (-1, 1) for far, tall in
             ((8, 33), (18, 25), (26, 15), (3, 24), (12, 17))]  # fmt: skip
    for step, tip in enumerate([*back, (50, 46), *front]):
        foot = 50 + (tip[0] - 50) * 0.62, 88.0
        _needle(pen, foot, tip, 2.4 + step % 3 * 0.5, darker(ice, 0.06 * (step % 3)))
    dish = turned(pen, [(82, 36), (86, 36), (98, 26), (103, 18), (106, 19)], mix(ice, STEEL, 0.25),
                  "glass", 190)  # fmt: skip
    for step in range(9):
        u = step / 4.4 - 0.9
        pen.poly([dish.at(86, u - 0.05), dish.at(86, u + 0.05), dish.at(99, u * 0.9)],
                 lighter(ice, 0.5), 120)  # fmt: skip
    dish.light(-0.75, 0.12, 150)
    for x, turn in ((17, 80), (32, 64), (62, 108), (74, 86)):
        with pen.moved(turn=turn, about=(x, 106)):
            _needle(pen, (x, 110), (x, 97), 1.7, ice)
    sprig(pen, 84, 107, 1.25, 24)


def _needle(
    pen: Pen, foot: tuple[float, float], tip: tuple[float, float], wide: float, colour: Colour
) -> None:
    """A six-sided crystal: a face in light, a face in shade, a point."""
    (x0, y0), (x1, y1) = foot, tip
    neck = (x1 + (x0 - x1) * 0.16, y1 + (y0 - y1) * 0.16)
    left: Points = [
        (x0 - wide, y0),
        (neck[0] - wide, neck[1]),
        tip,
        (neck[0], neck[1] + 1),
        (x0, y0),
    ]
    right: Points = [
        (x0 + wide, y0),
        (neck[0] + wide, neck[1]),
        tip,
        (neck[0], neck[1] + 1),
        (x0, y0),
    ]
    pen.poly(right, darker(mix(colour, (110, 160, 170), 0.35), 0.1), body=235)
    pen.poly(left, lighter(colour, 0.55), body=235)
    pen.line([tip, (neck[0], neck[1] + 1), (x0, y0)], 0.4, (255, 255, 255))
    for side in (left, right):
        pen.line(side[:3], 0.3, darker(colour, 0.4), 150)


@stands("mint-balm", "#3f8f74", (44, 84))
def mint_balm(pen: Pen) -> None:
    """A low jar open on the balm, its lid leaning against it."""
    base = pen.ink.base
    balm = mix((214, 238, 216), base, 0.14)
    pen.ellipse(69, 78, 24, 25, darker(STEEL, 0.45))
    pen.ellipse(67.6, 77.4, 24, 25, darker(base, 0.25))
    pen.ellipse(67, 77, 22.6, 23.6, base)
    for r in (21, 18.6):
        pen.ring(67, 77, r, r * 1.04, 0.6, pen.ink.accent)
    sprig(pen, 67, 90, 1.1)
    pen.glow(round_points(58, 62, 8, 3.4, -42), 70)
    jar = Lathe(pen, 38, [(84, 29), (88, 30), (102, 30), (106, 27)], tilt=0.26)
    jar.body(base, "glaze")
    jar.band(90, 101, lighter(IVORY, 0.3))
    for y in (90.8, 99.6):
        jar.band(y, y + 0.9, pen.ink.accent if pen.ink.accent != IVORY else base)
    x, y = jar.at(95, 0)
    motif(pen)(pen, x, y, 8, base, darker(base, 0.4))
    for way in (-1, 1):
        pen.line([jar.at(95, way * 0.22), jar.at(95, way * 0.52)], 0.8, darker(base, 0.1))
    jar.mouth(lighter(base, 0.2), 2, balm)
    pen.ellipse(38, 84, 26, 6.4, balm)
    swirl = [(38 + (4 + turn * 1.1) * cos(turn / 2), 84 + (1 + turn * 0.27) * sin(turn / 2))
             for turn in range(18)]  # fmt: skip
    pen.curve([(x, y + 0.5) for x, y in swirl], 1.2, darker(balm, 0.16))
    pen.curve(swirl, 1, lighter(balm, 0.7))
    jar.light(-0.72, 0.1, 110)


@stands("mint-soap", "#a9cfa4", (48, 84))
def mint_soap(pen: Pen) -> None:
    """Bars cut by hand, flecked with leaf; the one on top in its paper band."""
    base = pen.ink.base
    for x, y, turn in ((50.0, 92.0, 0.0), (48.0, 76.0, -1.5)):
        with pen.moved(turn=turn, about=(x, y)):
            _bar(pen, x, y, base if y > 80 else lighter(base, 0.1))
    pen.poly([(38, 62.4), (57, 62.4), (53, 70), (33, 70)], lighter(IVORY, 0.1))
    pen.rect(33, 70, 53, 84, IVORY)
    accent = pen.ink.accent if pen.ink.accent != IVORY else LEAF
    for side in (34.4, 51):
        pen.line([(side, 70), (side, 84)], 1, accent)
    sprig(pen, 43, 83, 0.55)
    sprig(pen, 17, 106, 1.1, -28)
    for x, y, r in ((84, 105, 4.4), (90, 101, 3), (79, 101.4, 2.2), (86, 97, 2)):
        pen.ellipse(x, y, r, r, (244, 250, 250), body=120)
        pen.ring(x, y, r, r, 0.4, (255, 255, 255), 180)
        pen.ellipse(x - r * 0.35, y - r * 0.4, r * 0.25, r * 0.2, (255, 255, 255))


def _bar(pen: Pen, x: float, y: float, colour: Colour) -> None:
    """A bar of soap: top, front and end."""
    top: Points = [(x - 30, y - 6), (x - 23, y - 14), (x + 33, y - 14), (x + 28, y - 6)]
    pen.poly([(x + 28, y - 6), (x + 33, y - 14), (x + 33, y + 1), (x + 28, y + 9)],
             darker(colour, 0.24))  # fmt: skip
    pen.cloth(top, speckle(lighter(colour, 0.22), 12))
    pen.cloth(box_points(x - 30, y - 6, x + 28, y + 9, 1.6), speckle(colour, 12))
    for step in range(22):
        at = x - 27 + step * 2.5, y - 3 + (step * 5) % 10
        pen.ellipse(*at, 0.9, 0.4, darker(LEAF, 0.2), turn=step * 40)
    pen.line(smooth([(x - 29, y - 5.6), (x, y - 6), (x + 27.6, y - 5.6)], closed=False), 0.9,
             lighter(colour, 0.6))  # fmt: skip
    pen.shade(box_points(x - 29.6, y + 6.6, x + 28, y + 9, 1), 40)
    pen.glow([(x - 26, y - 12), (x - 4, y - 12.6), (x - 8, y - 9), (x - 27, y - 9)],
             70)  # fmt: skip
