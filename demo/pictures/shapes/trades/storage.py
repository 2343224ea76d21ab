"""What is bent and welded of sheet metal: boxes, bins, racks, brackets, a stool."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, round_points
from demo.pictures.ornament import grain, motif
from demo.pictures.shapes.parts.metal import bar, plate, screw, spindle
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import hangs, stands

_HOLE: Colour = (46, 40, 46)


def _side(pen: Pen, points: Points, colour: Colour) -> None:
    """A side of a box that lies in shade."""
    pen.fade(points, darker(colour, 0.2), darker(colour, 0.42))


def _front(pen: Pen, points: Points, colour: Colour) -> None:
    pen.fade(points, lighter(colour, 0.22), darker(colour, 0.1))
    pen.line([*points, points[0]], 0.6, darker(colour, 0.35))


@stands("tool-box", "#a8452f", (48, 76))
def tool_box(pen: Pen) -> None:
    """An open box with a tray of tools on either side and a handle above."""
    base = pen.ink.base
    # Handles of tools that stand in the box.
    for x, colour in ((34, pen.ink.accent), (44, WOOD), (66, pen.ink.accent)):
        spindle(pen, (x, 52), (x, 70), [(0, 2), (2, 3.4), (14, 2.8), (18, 2)], colour)
    bar(pen, [(54, 70), (54, 50), (56, 46)], 3, STEEL)
    pen.poly([(48, 44), (64, 44), (66, 50), (50, 51)], darker(STEEL, 0.2))
    pen.rect(18, 66, 82, 76, darker(base, 0.55))
    for x in (26, 74):
        plate(pen, [(x - 3, 44), (x + 3, 44), (x + 3, 78), (x - 3, 78)], darker(base, 0.1))
    bar(pen, [(26, 46), (26, 36), (50, 34), (74, 36), (74, 46)], 3.6, STEEL)
    pen.curve([(36, 34.6), (50, 34), (64, 34.6)], 6, (58, 46, 44))
    pen.line([(38, 33.2), (62, 33)], 1.2, (120, 104, 98), 180)
    for side in (-1, 1):
        with pen.moved(about=(50, 60), mirrored=side > 0):
            # A tray swung out on its arms.
            pen.line([(20, 84), (14, 66)], 2, STEEL)
            pen.line([(32, 84), (26, 66)], 2, STEEL)
            _side(pen, [(4, 58), (36, 58), (36, 62), (4, 62)], base)
            for x, tone in ((8, STEEL), (14, (206, 168, 84)), (20, STEEL), (26, (206, 168, 84))):
                pen.ellipse(x + 2, 59.6, 2.4, 1.6, tone)
            _front(pen, box_points(3, 61, 37, 70, 1), base)
    _front(pen, box_points(12, 76, 88, 108, 1.4), base)
    pen.shade(box_points(12, 98, 88, 108, 1.4), 40)
    pen.glow(box_points(15, 79, 85, 81.4, 1), 80)
    for y in (88, 98):
        pen.line([(14, y), (86, y)], 0.8, darker(base, 0.3))
    for x in (30, 70):
        pen.rect(x - 4, 73, x + 4, 84, lighter(STEEL, 0.2), 1)
        pen.rect(x - 2.4, 77, x + 2.4, 82, darker(STEEL, 0.3), 0.6)
    pen.rect(42, 86, 58, 97, pen.ink.accent, 1)
    motif(pen)(pen, 50, 91.4, 8, pen.ink.second, base)


@stands("slotted-rack", "#7f868e", (50, 60))
def slotted_rack(pen: Pen) -> None:
    """Four shelves bolted to four posts with rows of slots."""
    base = pen.ink.base
    for x in (26, 86):
        pen.rect(x, 10, x + 3.4, 98, darker(base, 0.45))
    for top in (18, 44, 70, 94):
        pen.poly([(12, top + 5), (26, top - 3), (90, top - 3), (82, top + 5)], lighter(base, 0.32))
        pen.poly([(12, top + 5), (26, top - 3), (90, top - 3), (88, top - 1.6), (28, top - 1.6),
                 (15, top + 5)], darker(base, 0.18))  # fmt: skip
        pen.poly([(82, top + 5), (90, top - 3), (90, top), (82, top + 9)], darker(base, 0.35))
        pen.fade(
            [(12, top + 5), (82, top + 5), (82, top + 9.4), (12, top + 9.4)],
            lighter(base, 0.2),
            darker(base, 0.2),
        )
        pen.line([(12, top + 5.2), (82, top + 5.2)], 0.6, lighter(base, 0.6))
    for x in (10, 80):
        pen.rect(x, 14, x + 5, 108, darker(base, 0.16))
        pen.rect(x, 14, x + 1.4, 108, lighter(base, 0.4))
        for y in range(17, 106, 4):
            pen.rect(x + 2.3, y, x + 3.7, y + 2.4, _HOLE)
        for top in (25, 51, 77, 101):
            screw(pen, x + 3, top, 1.5, STEEL)
        pen.rect(x - 0.6, 105, x + 5.6, 108.4, pen.ink.accent)


@stands("pedal-bin", "#aeb3b8", (50, 80))
def pedal_bin(pen: Pen) -> None:
    """A bin with its lid up and the pedal that lifts it."""
    base = pen.ink.base
    for across, down, y, tone in (
        (28.6, 21, 27, -0.4),
        (28, 20, 26.6, 0.35),
        (25, 17.4, 27.4, -0.12),
    ):
        pen.ellipse(50, y, across, down, lighter(base, tone) if tone > 0 else darker(base, -tone))
    pen.shade(round_points(53, 30, 20, 13), 30)
    pen.glow(round_points(38, 18, 9, 3, -34), 110)
    pen.rect(42, 40, 58, 48, darker(base, 0.45), 1)
    turned(pen, [(100, 26), (108, 26)], (70, 62, 66), "metal", soft=False)
    body = turned(pen, [(46, 28), (50, 28), (100, 24.6)], base, "metal", soft=False)
    ringed(pen, body, 70, 12, 6)
    body.light(-0.62, 0.1, 120)
    pen.ellipse(50, 46, 28, 5, lighter(base, 0.4))
    pen.ellipse(50, 46.4, 26, 4, darker(base, 0.75))
    pen.poly(round_points(50, 47.4, 23, 2.6), (70, 62, 66))
    pen.fade([(40, 105), (60, 105), (63, 111), (37, 111)], (96, 90, 94), (54, 48, 52))
    for x in (43, 48, 53, 58):
        pen.line([(x, 106), (x + (x - 50) * 0.1, 110)], 0.8, (140, 134, 138))
    pen.rect(35, 110.4, 65, 113, (40, 36, 40), 1)


@stands("grain-drum", "#c3c8cd", (50, 76))
def grain_drum(pen: Pen) -> None:
    """A tall ribbed drum with a lid and a spout low down that lets out wheat."""
    base = pen.ink.base
    body = turned(
        pen, [(30, 31), (33, 32), (99, 32), (102, 33), (105, 32)], base, "metal", soft=False
    )
    for y in (44, 62, 80, 97):
        body.band(y - 1.2, y, lighter(base, 0.4), 170)
        body.band(y, y + 1.6, darker(base, 0.4), 190)
    ringed(pen, body, 53, 9, 7)
    body.light(-0.62, 0.1, 110)
    lid = turned(pen, [(13, 5), (16, 16), (22, 28), (27, 33.4), (32, 33.6)], base, "metal")
    lid.band(28, 29.2, pen.ink.accent)
    bar(pen, [(42, 16), (43, 9), (57, 9), (58, 16)], 2.6, darker(base, 0.1))
    for x in (18, 82):
        bar(
            pen,
            [(x, 54), (x + (x - 50) * 0.12, 57), (x + (x - 50) * 0.12, 66), (x, 69)],
            2.4,
            darker(base, 0.1),
        )
    pen.rect(31, 84, 45, 97, darker(base, 0.45), 1)
    pen.rect(31, 83, 45, 95.4, lighter(base, 0.2), 1)
    pen.rect(34, 80, 42, 84, pen.ink.accent, 1)
    pen.poly([(30, 95), (46, 95), (43, 102), (33, 102)], darker(base, 0.25))
    for step in range(30):
        at = 38 + (step * 7 % 13 - 6) * (0.5 + step * 0.045), 103 + step * 0.27
        tone = ((214, 164, 78), (188, 132, 54), (232, 190, 110))[step % 3]
        pen.ellipse(*at, 1.5, 1, tone, turn=step * 40)


@hangs("letter-box", "#a8452f", (50, 62))
def letter_box(pen: Pen) -> None:
    """A box for a gate: a slot under its roof, a letter in it, a small lock."""
    base = pen.ink.base
    pen.poly([(80, 34), (85, 31), (85, 104), (80, 108)], darker(base, 0.45))
    _front(pen, box_points(20, 34, 80, 108, 2), base)
    pen.shade(box_points(70, 36, 79, 106, 1), 35)
    pen.glow(box_points(23, 50, 28, 104, 1), 70)
    roof: Points = [(14, 34), (22, 20), (82, 20), (88, 33), (86, 37), (14, 38)]
    plate(pen, roof, darker(base, 0.12))
    pen.line([(16, 35), (86, 34)], 0.9, lighter(base, 0.5))
    pen.rect(28, 43, 72, 49, _HOLE, 1)
    with pen.moved(turn=-7, about=(50, 44)):
        pen.rect(35, 26, 66, 46, (214, 204, 184))
        pen.rect(34, 25, 65, 46, (250, 244, 230))
        pen.line([(34, 25), (49.5, 37), (65, 25)], 0.8, (176, 160, 140))
        pen.rect(56, 39, 63, 44, pen.ink.accent)
    pen.rect(26, 45.6, 74, 50, darker(base, 0.1), 1)
    pen.line([(27, 46.2), (73, 46.2)], 0.7, lighter(base, 0.5))
    pen.rect(28, 57, 72, 101, darker(base, 0.35), 1)
    _front(pen, box_points(29, 58, 71, 100, 1), lighter(base, 0.06))
    motif(pen)(pen, 50, 76, 20, pen.ink.accent, pen.ink.second)
    pen.ellipse(50, 93, 3.6, 3.6, darker(STEEL, 0.3))
    pen.ellipse(49.8, 92.7, 3, 3, lighter(STEEL, 0.25))
    pen.line([(50, 91.6), (50, 94)], 1, _HOLE)
    for y in (64, 94):
        pen.rect(26.6, y - 3, 30, y + 3, darker(STEEL, 0.2), 0.6)


def _bracket(pen: Pen, x: float, top: float) -> None:
    """An arm along the wall, one below the shelf, and a scroll between them."""
    base = pen.ink.base
    pen.curve(
        [(x + 5, top + 38), (x + 15, top + 34), (x + 25, top + 22), (x + 34, top + 6)],
        3.6,
        darker(base, 0.35),
    )
    pen.curve(
        [
            (x + 5, top + 37.4),
            (x + 14.6, top + 33.4),
            (x + 24.6, top + 21.4),
            (x + 33.4, top + 5.6),
        ],
        2,
        lighter(base, 0.2),
    )
    pen.ring(x + 12, top + 14, 7, 7, 2.4, darker(base, 0.1))
    pen.ellipse(x + 12, top + 14, 2.4, 2.4, pen.ink.accent)
    plate(pen, box_points(x, top, x + 6, top + 52, 1), base)
    plate(pen, box_points(x, top, x + 44, top + 5, 1), base)
    for y in (10, 26, 44):
        pen.ellipse(x + 3, top + y, 1.6, 1.6, _HOLE)
        pen.ring(x + 3, top + y, 1.7, 1.7, 0.4, lighter(base, 0.5))
    for at in (16, 34):
        pen.ellipse(x + at, top + 2.5, 1.5, 1, _HOLE)


@hangs("shelf-brackets", "#4a4a50", (46, 56))
def shelf_brackets(pen: Pen) -> None:
    """A pair of brackets, one of them under a board."""
    wood = lighter(WOOD, 0.14)
    _bracket(pen, 12, 24)
    _bracket(pen, 46, 54)
    pen.cloth(box_points(8, 16, 64, 22.6, 1), grain(wood))
    pen.poly([(8, 22.6), (64, 22.6), (64, 24), (8, 24)], darker(wood, 0.4))


@stands("step-stool", "#4f7fae", (50, 70), has_mirrored_pair=False)
def step_stool(pen: Pen) -> None:
    """Two steps of ribbed plate on a frame of tubes, with a rail to hold."""
    base = pen.ink.base
    tread = mix(STEEL, base, 0.15)
    bar(pen, [(72, 50), (80, 76), (88, 106)], 3.6, darker(base, 0.25))
    bar(pen, [(42, 50), (48, 76), (54, 104)], 3.6, darker(base, 0.4))
    bar(pen, [(50, 88), (68, 89), (84, 92)], 2.6, darker(base, 0.3))
    bar(
        pen,
        [(34, 107), (39, 80), (44, 50), (46, 26), (52, 20), (70, 20), (76, 26), (75, 50)],
        4,
        base,
    )
    pen.curve([(52, 20), (60, 19.6), (70, 20)], 5.4, (58, 46, 44))
    bar(pen, [(10, 107), (14, 90), (18, 78), (30, 74), (44, 74)], 3.6, darker(base, 0.15))
    bar(pen, [(68, 107), (70, 84), (74, 50)], 4, base)
    for x, y, wide, shift in ((36, 50, 42, 8), (12, 76, 46, 8)):
        top = [(x, y), (x + shift, y - 7), (x + shift + wide, y - 7), (x + wide, y)]
        pen.poly(top, lighter(tread, 0.3))
        for step in range(1, 6):
            up = y - 7 * step / 6
            over = shift * step / 6
            pen.line([(x + over + 2, up), (x + over + wide - 2, up)], 0.6, darker(tread, 0.35))
        pen.fade(
            [(x, y), (x + wide, y), (x + wide, y + 5), (x, y + 5)],
            lighter(base, 0.15),
            darker(base, 0.25),
        )
        pen.rect(x, y, x + wide, y + 1.2, pen.ink.accent)
    bar(pen, [(40, 107), (44, 94), (52, 80)], 3.4, darker(base, 0.1))
    for x in (10, 34, 68, 88, 54):
        pen.rect(x - 2.8, 103, x + 2.8, 108.4, (46, 40, 44), 1)
