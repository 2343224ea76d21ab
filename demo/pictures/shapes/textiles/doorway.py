"""What hangs at a door on feast days."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, WOOD, Colour, darker, lighter
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, border_cloth, cloth, flower, grain, motif
from demo.pictures.shapes.parts.sewing import sewn, tassel
from demo.pictures.shapes.shape import hangs, stands

_MIRROR: Colour = (214, 232, 238)


def _small_mirror(pen: Pen, x: float, y: float, size: float) -> None:
    """A round mirror sewn into the cloth."""
    pen.ellipse(x, y, size, size, pen.ink.second)
    pen.ellipse(x, y, size * 0.7, size * 0.7, _MIRROR)
    pen.glow(round_points(x - size * 0.2, y - size * 0.2, size * 0.3, size * 0.2, -40), 200)


def _bell(pen: Pen, x: float, y: float, size: float) -> None:
    """A small brass bell hanging from (x, y)."""
    body: Points = [(x, y), (x + size * 0.3, y + size * 0.2), (x + size * 0.4, y + size * 0.7),
                    (x + size * 0.56, y + size)]  # fmt: skip
    pen.ellipse(x, y + size * 1.1, size * 0.18, size * 0.18, darker(BRASS, 0.4))
    pen.poly(mirror([*body, (x, y + size)], x), darker(BRASS, 0.15))
    pen.glow([(x - size * 0.2, y + size * 0.3), (x - size * 0.06, y + size * 0.3),
              (x - size * 0.16, y + size * 0.9), (x - size * 0.34, y + size * 0.9)],
              130)  # fmt: skip


@stands("toran", "#c8302f", (50, 46))
def toran(pen: Pen) -> None:
    """Over a door: a worked band, tongues of cloth in two lengths, mirrors and tassels."""
    pen.rect(10, 20, 90, 108, (92, 66, 58))
    for x0, x1 in ((10, 48.6), (51.4, 90)):
        pen.cloth(box_points(x0 + 2, 30, x1 - 2, 108), grain(darker(WOOD, 0.36)))
        for y in (56, 84):
            pen.rect(x0 + 8, y, x1 - 8, y + 20, darker(WOOD, 0.56), 1)
            pen.rect(x0 + 9, y + 1, x1 - 9, y + 19, darker(WOOD, 0.44), 1)
    for knob in (45, 55):
        pen.ring(knob, 94, 2, 2.6, 0.9, BRASS)
    for box in ((4, 16, 12, 108), (88, 16, 96, 108)):
        pen.cloth(box_points(*box), grain(WOOD))
    pen.cloth(box_points(1, 12, 99, 22, 1), grain(lighter(WOOD, 0.1)))
    for index in range(9):
        x = 11 + index * 9.75
        long = 40 if index % 2 else 29
        colour = (pen.ink.base, pen.ink.accent)[index % 2]
        tongue = mirror(
            smooth([(x + 5.4, 36), (x + 5.4, 36 + long * 0.6), (x, 36 + long)], closed=False), x
        )
        pen.shade([(px + 1.2, py + 1.6) for px, py in tongue], 90)
        pen.poly([(x - 5.4, 34), (x + 5.4, 34), *tongue], darker(colour, 0.25))
        pen.poly([(x + (px - x) * 0.84, py - 1.2) for px, py in tongue], colour)
        _small_mirror(pen, x, 46, 2.8)
        motif(pen)(pen, x, 36 + long * 0.6, 9, pen.ink.second, lighter(colour, 0.5))
        tassel(pen, x, 35 + long, 12, pen.ink.second if index % 2 else pen.ink.accent)
    pen.shade(box_points(5, 26, 96, 41), 80)
    sewn(pen, box_points(4, 20, 96, 37, 1), cloth(pen, 8))
    for top in (20, 33.6):
        pen.cloth(box_points(4, top, 96, top + 3.6), border_cloth(pen, 4))
    for index in range(8):
        _small_mirror(pen, 15.6 + index * 9.8, 28.6, 2.4)
    border(pen, [(5.8, 28.6), (94, 28.6)], 4.4, 9)


@hangs("latkan", "#c8302f", (30, 60))
def latkan(pen: Pen) -> None:
    """A pair of strings: parrots, discs and bells of cloth, each ending in a tassel."""
    base, accent, second = pen.ink.base, pen.ink.accent, pen.ink.second
    for x, way in ((28, 1), (72, -1)):
        pen.ring(x, 10, 3, 3, 1.2, BRASS)
        pen.line([(x, 13), (x, 100)], 1, darker(second, 0.3))
        for y, size, colour in ((24, 8, base), (62, 9.6, accent)):
            pen.ellipse(x + 0.6, y + 0.8, size, size, darker(colour, 0.45))
            pen.ellipse(x, y, size, size, colour)
            for share in (0.86, 0.6):
                pen.ring(x, y, size * share, size * share, 0.7, second)
            flower(pen, x, y, size * 1.1, lighter(colour, 0.6), second)
            _small_mirror(pen, x, y, size * 0.24)
        for y in (34, 51, 75):
            pen.ellipse(x, y, 2.2, 2.2, darker(second, 0.2))
            pen.ellipse(x - 0.4, y - 0.5, 1.2, 1.1, lighter(second, 0.3))
        bird = [(x + way * px, 43 + py) for px, py in (
            (-8, -3), (-5, -6.6), (-1, -6), (2, -2), (8, 0), (13, 6), (6, 5), (0, 6),
            (-5, 3))]  # fmt: skip
        pen.blob([(px + 0.6, py + 0.8) for px, py in bird], darker(accent, 0.5))
        pen.blob(bird, accent)
        pen.poly(
            [(x - way * 7.6, 38.6), (x - way * 11.4, 41), (x - way * 7.4, 42.4)], (226, 92, 52)
        )
        pen.ellipse(x - way * 5, 39, 0.9, 0.9, (38, 30, 34))
        pen.blob([(x + way * px, 43 + py) for px, py in ((-2, -2), (4, 0), (6, 4), (0, 3))], base)
        cone = mirror(smooth([(x, 79), (x + 4, 82), (x + 8, 93)], closed=False), x)
        pen.poly(cone, base)
        pen.line([(x - 8, 92.4), (x + 8, 92.4)], 2, accent)
        border(pen, [(x - 6, 88), (x + 6, 88)], 3, 4)
        for step in range(-2, 3):
            at = x + step * 3.6
            if step % 2:
                _bell(pen, at, 94, 5)
            else:
                tassel(pen, at, 93, 16 if step == 0 else 11, (accent, second)[step == 0])
