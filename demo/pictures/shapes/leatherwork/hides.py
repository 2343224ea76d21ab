"""Leather as it is bought to work with, and a kit to sew a wallet."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, along, box_points, round_points, smooth
from demo.pictures.ornament import speckle
from demo.pictures.shapes.leatherwork.leather import INSOLE
from demo.pictures.shapes.parts.sewing import ribbon, stitched
from demo.pictures.shapes.shape import lies


def _sheet(pen: Pen, outline: Points, colour: Colour) -> None:
    """A cut piece of leather lying flat, thick enough to show its edge."""
    pen.shade([(x + 1.6, y + 2.4) for x, y in outline], 90)
    pen.poly([(x + 0.6, y + 1) for x, y in outline], darker(mix(colour, INSOLE, 0.5), 0.25))
    pen.cloth(outline, speckle(colour, 6))


@lies("leather-panel", "#9a6238", (50, 62))
def leather_panel(pen: Pen) -> None:
    """Two cut squares, a corner of the upper one turned to its rough side."""
    base = pen.ink.base
    with pen.moved(turn=8, about=(50, 62)):
        _sheet(pen, box_points(16, 20, 90, 104), pen.ink.dark)
    with pen.moved(turn=-4, about=(50, 62)):
        _sheet(pen, [(10, 22), (60, 22), (84, 46), (84, 108), (10, 108)], base)
        pen.glow([(14, 22), (34, 22), (20, 108), (10, 108), (10, 40)], 34)
        pen.shade([(56, 22), (84, 50), (80, 62), (48, 30)], 60)
        flap = smooth([(59, 22), (52, 34), (50, 50), (64, 50), (84, 47), (72, 36)])
        pen.cloth(flap, speckle(mix(base, INSOLE, 0.62), 4))
        pen.shade(smooth([(59, 22), (72, 34), (84, 46), (72, 42), (64, 34)]), 60)
        pen.line([*flap, flap[0]], 0.5, pen.ink.deep, 120)
        for y in (30, 102):
            pen.line([(14, y), (40, y)], 0.4, pen.ink.deep, 60)


@lies("leather-hide", "#a87446", (50, 62))
def leather_hide(pen: Pen) -> None:
    """Half a hide as it leaves the tannery: straight along the back, legs on the other side."""
    base = pen.ink.base
    hide: Points = [
        (30, 10), (38, 9), (48, 14), (56, 20), (70, 15), (84, 12), (90, 18), (82, 27), (72, 35),
        (71, 50), (75, 66), (74, 82), (82, 90), (92, 100), (88, 108), (76, 106), (64, 100),
        (54, 106), (46, 114), (36, 115), (30, 108),
    ]  # fmt: skip
    outline = [*smooth([(22, 104), (21.4, 62), (23, 20), *hide[:1]], closed=False),
               *smooth([*hide, (22, 104)], closed=False)]  # fmt: skip
    _sheet(pen, outline, base)
    pen.glow(smooth([(27, 20), (40, 16), (44, 60), (38, 106), (28, 100)]), 34)
    pen.shade(smooth([(58, 24), (70, 36), (68, 52), (72, 70), (70, 84), (60, 98), (64, 60)]), 36)
    for path in ([(60, 20), (66, 24), (74, 22)], [(62, 96), (70, 94), (78, 98)]):
        pen.curve(path, 0.5, pen.ink.deep, 110)


@lies("strap-blank", "#8a5a34", (50, 50))
def strap_blank(pen: Pen) -> None:
    """Three straps cut to a point, not yet punched or stitched."""
    tones = (pen.ink.dark, pen.ink.base, mix(pen.ink.base, INSOLE, 0.35))
    for index, colour in enumerate(tones):
        x = 24 + index * 25
        with pen.moved(turn=-7 + index * 5, about=(50, 116)):
            _sheet(pen, [(x - 6, 114), (x - 6, 20), (x, 11), (x + 6, 20), (x + 6, 114)], colour)
            for side in (-4.8, 4.8):
                pen.line([(x + side, 22), (x + side, 113)], 0.4, darker(colour, 0.4), 150)
            pen.glow(box_points(x - 4, 24, x - 1.6, 112), 50)


@lies("leather-lace", "#7a4a2a", (50, 62))
def leather_lace(pen: Pen) -> None:
    """A hank of thin cord, bound in its middle, both ends free."""
    base = pen.ink.base
    for end in (
        [(40, 70), (26, 88), (34, 104), (22, 114)],
        [(60, 70), (78, 90), (66, 104), (80, 116)],
    ):
        _cord(pen, smooth(end, closed=False), base)
    for index in range(7):
        wide, tall = 40 - index * 3.2, 27 - index * 2.4
        sway = (index % 3 - 1) * 1.6
        ring = round_points(50 + sway, 54 + sway * 0.6, wide, tall, turn=(index % 3 - 1) * 5)
        _cord(pen, [*ring, ring[0], ring[1]], (base, pen.ink.dark, lighter(base, 0.12))[index % 3])
    pen.shade(box_points(44, 66, 58, 84, 2), 60)
    for step in range(6):
        _cord(pen, [(42.6, 67 + step * 2.7), (57.4, 66 + step * 2.7)], base)


def _cord(pen: Pen, path: Points, colour: Colour) -> None:
    pen.shade(ribbon([(x + 0.8, y + 1.2) for x, y in path], 2.6), 70)
    pen.line(path, 2.6, darker(colour, 0.5))
    pen.line([(x - 0.2, y - 0.3) for x, y in path], 1.7, colour)
    pen.line([(x - 0.5, y - 0.7) for x, y in path], 0.5, lighter(colour, 0.5))


@lies("leather-offcuts", "#9a6238", (50, 66))
def leather_offcuts(pen: Pen) -> None:
    """A heap of scraps of several colours and shapes."""
    base = pen.ink.base
    tones = (base, (74, 50, 40), (196, 146, 92), pen.ink.accent, pen.ink.dark, (150, 58, 46))
    scraps: tuple[Points, ...] = (
        [(-16, -12), (10, -16), (18, 4), (2, 14), (-18, 8)],
        [(-20, -6), (18, -10), (22, 2), (-16, 9)],
        [(-12, -16), (12, -8), (8, 16), (-10, 12)],
        [(-18, -4), (0, -14), (18, -2), (12, 12), (-10, 12)],
        [(-14, -14), (14, -14), (2, 16)],
    )
    places = (
        (28, 38, 10), (70, 34, -24), (50, 28, 40), (22, 66, -34), (80, 62, 18), (48, 58, 70),
        (32, 92, 24), (72, 90, -16), (54, 100, 8), (60, 72, -40), (38, 76, 52), (54, 46, -8),
    )  # fmt: skip
    for index, (x, y, turn) in enumerate(places):
        colour = tones[(index + pen.pattern) % len(tones)]
        with pen.moved(turn=turn, about=(x, y)):
            outline = [(x + px, y + py) for px, py in scraps[index % len(scraps)]]
            _sheet(pen, outline, colour)
            pen.glow([outline[0], outline[1], (x, y - 4)], 40)
            if index % 4 == 1:
                stitched(pen, [(x - 14, y), (x + 14, y - 4)], lighter(colour, 0.5), 2)
            if index % 4 == 2:
                for hole in range(4):
                    pen.ellipse(x - 6 + hole * 4, y, 0.9, 0.9, darker(colour, 0.6))


@lies("sewing-kit", "#8a5a34", (46, 70))
def sewing_kit(pen: Pen) -> None:
    """The cut parts of a wallet with their holes, thread, needles and an awl."""
    base = pen.ink.base
    thread = pen.ink.accent
    for box, turn in (((10, 14, 62, 52), -5), ((14, 50, 66, 84), 4), ((10, 86, 44, 113), -6),
                      ((48, 88, 80, 114), 5)):  # fmt: skip
        x0, y0, x1, y1 = box
        with pen.moved(turn=turn, about=((x0 + x1) / 2, (y0 + y1) / 2)):
            _sheet(pen, box_points(x0, y0, x1, y1, 3), base if turn < 0 else pen.ink.dark)
            rim = [
                (x0 + 2.4, y0 + 2.4),
                (x0 + 2.4, y1 - 2.4),
                (x1 - 2.4, y1 - 2.4),
                (x1 - 2.4, y0 + 2.4),
            ]
            for (x, y), _turn in along(rim, round((x1 - x0 + 2 * (y1 - y0)) / 3)):
                pen.ellipse(x, y, 0.6, 0.6, darker(base, 0.7))
    pen.curve([(17, 49), (12.4, 46), (8, 30), (30, 22), (52, 36), (70, 52), (78, 44)], 0.8, thread)
    stitched(pen, [(13, 18), (15.4, 46)], thread, 2.6)
    pen.shade(box_points(74, 16, 95, 42, 3), 80)
    pen.rect(74, 14, 93, 18, WOOD, 1.6)
    pen.rect(74, 36, 93, 40, darker(WOOD, 0.15), 1.6)
    pen.rect(76, 18, 91, 36, thread)
    for step in range(8):
        pen.line([(76, 19.6 + step * 2.2), (91, 18.6 + step * 2.2)], 0.5, darker(thread, 0.35))
    pen.glow(box_points(78, 18, 81, 36), 70)
    for x, turn in ((76, 10), (81, 16)):
        with pen.moved(turn=turn, about=(x, 62)):
            pen.line([(x, 48), (x, 78)], 1.1, darker(STEEL, 0.3))
            pen.line([(x - 0.3, 48), (x - 0.3, 78)], 0.5, lighter(STEEL, 0.5))
            pen.ellipse(x, 49.6, 0.4, 1.2, IVORY)
    with pen.moved(turn=14, about=(90, 84)):
        pen.line([(90, 58), (90, 76)], 1.4, STEEL)
        pen.blob([(87.4, 76), (92.6, 76), (95, 88), (92.6, 98), (87.4, 98), (85, 88)], WOOD)
        pen.glow(round_points(88.4, 86, 1.2, 7), 80)
