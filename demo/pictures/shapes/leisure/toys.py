"""Board games and toys."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, smooth
from demo.pictures.ornament import border, flower, grain, motif
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import lies, stands


@lies("carrom-board", "#a8703c", (50, 62))
def carrom_board(pen: Pen) -> None:
    base = pen.ink.base
    pen.poly(box_points(6, 19, 95, 107, 3), darker(base, 0.5))
    pen.cloth(box_points(5, 17, 95, 107, 3), grain(darker(base, 0.35)))
    pen.cloth(box_points(12, 24, 88, 100), grain((232, 206, 158)))
    for x in (15.6, 84.4):
        for y in (27.6, 96.4):
            pen.ellipse(x, y, 3.6, 3.6, (40, 28, 26))
    for turn in range(4):
        with pen.moved(turn=turn * 90, about=(50, 62)):
            pen.line([(26, 88), (74, 88)], 0.7, (60, 40, 34))
            pen.line([(26, 92), (74, 92)], 0.7, (60, 40, 34))
            for x in (26, 74):
                pen.ellipse(x, 90, 2, 2, pen.ink.accent)
            pen.line([(24, 88), (36, 76)], 0.5, (60, 40, 34))
    pen.ring(50, 62, 14, 14, 0.8, (60, 40, 34))
    motif(pen)(pen, 50, 62, 24, pen.ink.accent, pen.ink.second)
    for step in range(6):
        angle = step * pi / 3
        colour = IVORY if step % 2 else (58, 46, 44)
        x, y = 50 + 8 * cos(angle), 62 + 8 * sin(angle)
        pen.ellipse(x + 0.4, y + 0.6, 3, 3, (60, 40, 34))
        pen.ellipse(x, y, 3, 3, colour)
        pen.ring(x, y, 1.8, 1.8, 0.4, darker(colour, 0.3))
    pen.ellipse(50, 62, 3, 3, (186, 44, 50))
    pen.ellipse(42, 90, 4, 4, pen.ink.accent)
    pen.ellipse(42, 90, 2.6, 2.6, IVORY)


@lies("puzzle", "#d98a3c", (50, 62))
def puzzle(pen: Pen) -> None:
    """A jigsaw of wood, one piece taken out."""
    base = pen.ink.base
    tones = (base, pen.ink.accent, mix(base, IVORY, 0.5), pen.ink.second)
    pen.rect(9, 21, 92, 106, darker(WOOD, 0.4), 2)
    pen.cloth(box_points(8, 19, 91, 104, 2), grain(WOOD))
    pen.rect(13, 24, 86, 99, darker(WOOD, 0.45), 1)
    wide, tall = 73 / 4, 75 / 4
    for row in range(4):
        for column in range(4):
            out = (row, column) == (1, 2)
            x0, y0 = 13 + column * wide, 24 + row * tall
            colour = tones[(row * 2 + column + row // 2) % 4]
            shift, turn = ((11, -13, 14) if out else (0, 0, 0))[:2], 14 if out else 0
            with pen.moved(*shift, turn=turn, about=(x0 + wide / 2, y0 + tall / 2)):
                pen.rect(x0 + 0.4, y0 + 0.4, x0 + wide - 0.4, y0 + tall - 0.4, colour, 1)
                if column < 3:
                    pen.ellipse(x0 + wide + 1.6, y0 + tall / 2, 2.8, 2.8, colour)
                if row < 3:
                    pen.ellipse(x0 + wide / 2, y0 + tall + 1.6, 2.8, 2.8, colour)
                pen.glow(box_points(x0 + 1, y0 + 1, x0 + wide - 2, y0 + 3, 1), 60)
                if (row + column) % 2:
                    motif(pen)(pen, x0 + wide / 2, y0 + tall / 2, 9, lighter(colour, 0.6),
                               darker(colour, 0.35))  # fmt: skip


@stands("top", "#c4302f", (50, 74))
def top(pen: Pen) -> None:
    """A spinning top, leaning a little, and its cord."""
    cord: Points = [(66, 104), (82, 100), (90, 106), (76, 108), (60, 106), (40, 107), (22, 104)]
    pen.curve(cord, 1.6, IVORY)
    with pen.moved(turn=9, about=(50, 106)):
        pen.poly([(48.6, 96), (51.4, 96), (50, 107.6)], STEEL)
        body = turned(
            pen,
            [(32, 3), (36, 4), (44, 3.4), (50, 12), (58, 27), (66, 30), (78, 22), (90, 9), (98, 2)],
            pen.ink.base,
            "glaze",
        )
        tones = (pen.ink.accent, pen.ink.second, lighter(pen.ink.base, 0.5))
        for step, y in enumerate((50, 54, 72, 77, 82, 87)):
            body.band(y, y + 2.2, tones[step % 3])
        ringed(pen, body, 63, 8, 9)
        body.light(-0.66, 0.12, 110)


@stands("toy-cart", "#d8862f", (48, 74))
def toy_cart(pen: Pen) -> None:
    """A bullock cart of painted wood with a string to pull it."""
    base = pen.ink.base
    pen.curve([(12, 84), (6, 92), (14, 100), (4, 106)], 0.9, IVORY)
    pen.line([(12, 84), (40, 82)], 2.6, darker(base, 0.35))
    for side, x in ((0.25, 44), (0.0, 46)):
        hood = [
            (x, 74),
            (x, 54),
            (x + 8, 42),
            (x + 22, 39),
            (x + 36, 44),
            (x + 42, 56),
            (x + 42, 74),
        ]
        pen.poly(smooth(hood, steps=5), darker(pen.ink.accent, side))
    for step in range(5):
        pen.curve(
            [(50 + step * 8, 74), (50 + step * 8, 56), (53 + step * 7, 44 + abs(step - 2))],
            1,
            pen.ink.second,
        )
    pen.cloth(box_points(38, 74, 92, 86, 1), grain(base))
    pen.line([(38, 74), (92, 74)], 1.6, darker(base, 0.35))
    border(pen, [(42, 80), (88, 80)], 5)
    for x, y, r in ((66, 92, 15),):
        pen.ring(x, y, r - 1, r - 1, 4, darker(base, 0.4))
        pen.ring(x - 0.5, y - 0.5, r - 1, r - 1, 1.6, lighter(base, 0.3))
        for step in range(8):
            angle = step * pi / 4
            pen.line([(x, y), (x + (r - 2) * cos(angle), y + (r - 2) * sin(angle))], 1.8, base)
        pen.ellipse(x, y, 4, 4, pen.ink.accent)
        pen.ellipse(x, y, 1.6, 1.6, pen.ink.second)
    ox = mix(IVORY, WOOD, 0.12)
    for x in (16, 30):
        pen.line([(x, 90), (x, 105)], 3, darker(ox, 0.3))
        pen.ellipse(x, 106, 3, 2, darker(base, 0.3))
    pen.blob([(10, 78), (20, 74), (32, 76), (36, 84), (30, 93), (14, 92)], ox)
    pen.blob([(6, 68), (14, 66), (18, 74), (14, 82), (6, 80), (2, 74)], ox)
    for x, tip in ((7, 3), (14, 15)):
        pen.curve([(x, 68), (tip, 62), (tip + 2, 56)], 1.6, darker(WOOD, 0.3))
    pen.ellipse(8, 73, 1.1, 1.1, (40, 34, 38))
    pen.curve([(14, 82), (20, 84), (24, 76)], 1.4, pen.ink.accent)
    flower(pen, 24, 84, 9, pen.ink.accent, pen.ink.second)


@lies("carrom-coins", "#d8b078", (50, 64))
def carrom_coins(pen: Pen) -> None:
    """Coins in three colours around the queen, the striker beside them."""
    dark: Colour = (44, 36, 34)
    places: list[tuple[float, float, Colour]] = [(46, 54, (190, 38, 56))]
    for step in range(6):
        angle = step * pi / 3
        places.append((46 + 15.4 * cos(angle), 54 + 15.4 * sin(angle),
                       dark if step % 2 else pen.ink.base))  # fmt: skip
    for step in range(12):
        angle = step * pi / 6 + pi / 12
        places.append((46 + 29.6 * cos(angle), 54 + 29.6 * sin(angle),
                       pen.ink.base if step % 2 else dark))  # fmt: skip
    for x, y, colour in places:
        pen.ellipse(x + 0.6, y + 1.1, 7.2, 7.2, darker(colour, 0.55))
        pen.ellipse(x, y, 7.2, 7.2, colour)
        for size in (6.2, 4.2):
            pen.ring(x, y, size, size, 0.5, lighter(colour, 0.3))
        pen.ellipse(x, y, 1.6, 1.6, lighter(colour, 0.35))
    pen.ellipse(77, 99.4, 11, 11, darker(IVORY, 0.5))
    pen.ellipse(76, 98, 11, 11, IVORY)
    pen.ring(76, 98, 9.4, 9.4, 0.8, pen.ink.accent)
    motif(pen)(pen, 76, 98, 11, pen.ink.accent, pen.ink.second)
