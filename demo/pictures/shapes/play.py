"""Of games, sport and music."""

from math import cos, pi, sin

from demo.pictures.canvas import (
    Lathe,
    Pen,
    Points,
    box_points,
    mirror,
    round_points,
    smooth,
    star_points,
)
from demo.pictures.colour import BRASS, IVORY, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.ornament import border, flower, grain, motif, speckle
from demo.pictures.shapes.bottles import ringed, turned
from demo.pictures.shapes.shape import lies, stands

_SKIN: Colour = (238, 222, 190)  # of a drum
_PASTE: Colour = (40, 34, 38)  # the black patch in its middle


@lies("bat", "#d8b078", (50, 76))
def bat(pen: Pen) -> None:
    """A cricket bat and its ball."""
    base = pen.ink.base
    with pen.moved(turn=18, about=(50, 62)):
        blade: Points = [(50, 44), (54, 44), (60, 52), (61, 104), (57, 112), (50, 113)]
        pen.cloth(smooth(mirror(blade), steps=3), grain(base))
        pen.line([(50, 58), (50, 108)], 1, darker(base, 0.2))
        pen.glow(box_points(41, 56, 45, 104), 70)
        pen.rect(41, 62, 59, 84, pen.ink.accent, 1)
        pen.rect(42, 63.4, 58, 82.6, IVORY, 1)
        motif(pen)(pen, 50, 73, 15, pen.ink.accent, pen.ink.second)
        pen.rect(46.6, 10, 53.4, 46, (48, 50, 58), 3)
        for step in range(11):
            pen.line(
                [(46.8, 13 + step * 3), (53.2, 11.6 + step * 3)], 0.8, lighter(pen.ink.second, 0.1)
            )
    pen.ellipse(24, 96, 10, 10, (150, 34, 40))
    pen.glow(round_points(20.6, 92, 3.4, 2.6, -30), 110)
    pen.curve([(19, 104.6), (23, 96), (29, 88)], 0.8, IVORY)


@stands("ball", "#f2efe8", (50, 76))
def ball(pen: Pen) -> None:
    """A football of leather panels."""
    base = pen.ink.base
    patch = pen.ink.accent
    pen.ellipse(50, 76, 32, 32, darker(base, 0.35))
    for share, tone in ((31, 0.14), (27, 0.04), (22, -0.3)):
        pen.ellipse(50 - (32 - share) * 0.5, 76 - (32 - share) * 0.6, share, share,
                    darker(base, tone) if tone > 0 else lighter(base, 0.3))  # fmt: skip
    pen.poly(star_points(50, 76, 10.4, 8.4, 5), patch)
    for step in range(5):
        angle = (-90 + 72 * step) * pi / 180
        near = 50 + 10.4 * cos(angle), 76 + 10.4 * sin(angle)
        far = 50 + 21 * cos(angle), 76 + 21 * sin(angle)
        pen.line([near, far], 0.9, darker(base, 0.5))
        edge = [
            (50 + r * cos(angle + t), 76 + r * sin(angle + t))
            for r, t in ((21, 0), (26, 0.32), (31.6, 0.24), (31.6, -0.24), (26, -0.32))
        ]
        pen.poly(edge, darker(patch, 0.1))
        for turn in (-1, 1):
            ends = [(50 + 26 * cos(angle + turn * t), 76 + 26 * sin(angle + turn * t))
                    for t in (0.32, 0.94)]  # fmt: skip
            pen.line(ends, 0.8, darker(base, 0.5))
    pen.shade(smooth([(80, 70), (78, 92), (60, 106), (40, 106), (64, 98), (76, 84)]), 60)
    pen.glow(round_points(37, 60, 9, 5, -36), 120)


@lies("racket", "#b8352f", (50, 42))
def racket(pen: Pen) -> None:
    """A strung racket with a shuttlecock."""
    base = pen.ink.base
    with pen.moved(turn=16, about=(50, 62)):
        for step in range(-5, 6):
            x = 50 + step * 3.4
            half = 25 * (1 - (step / 6.4) ** 2) ** 0.5
            pen.line([(x, 40 - half), (x, 40 + half)], 0.45, mix(IVORY, STEEL, 0.3))
        for step in range(-7, 8):
            y = 40 + step * 3.4
            half = 19 * (1 - (step / 8.2) ** 2) ** 0.5
            pen.line([(50 - half, y), (50 + half, y)], 0.45, mix(IVORY, STEEL, 0.3))
        pen.ring(50, 40, 20.4, 27, 3.2, darker(base, 0.2))
        pen.ring(49.6, 39.6, 20.4, 27, 1.4, lighter(base, 0.25))
        pen.line([(50, 67), (50, 92)], 2.6, mix(base, STEEL, 0.5))
        pen.line([(49.4, 68), (49.4, 90)], 0.8, IVORY, 180)
        pen.rect(46.8, 88, 53.2, 118, pen.ink.accent, 2)
        for step in range(8):
            pen.line(
                [(47, 92 + step * 3.2), (53, 90.4 + step * 3.2)], 0.8, darker(pen.ink.accent, 0.3)
            )
    with pen.moved(turn=-30, about=(78, 96)):
        pen.poly([(70, 80), (86, 80), (81, 96), (75, 96)], (250, 248, 242))
        for x in (72, 75.4, 78, 80.6, 84):
            pen.line([(x, 80), (78 + (x - 78) * 0.3, 96)], 0.5, (198, 196, 190))
        pen.line([(72, 86), (84, 86)], 0.6, pen.ink.second)
        pen.poly(round_points(78, 96.4, 4, 5, end=180), (222, 200, 160))
        pen.line([(74, 96.4), (82, 96.4)], 1.2, pen.ink.accent)


@stands("net-goal", "#e8e6e0", (50, 70))
def net_goal(pen: Pen) -> None:
    """A net between its posts."""
    base = pen.ink.base
    for step in range(17):
        x = 14 + step * 4.5
        pen.line([(x, 40), (x, 100)], 0.5, mix(base, STEEL, 0.4))
    for step in range(14):
        pen.line([(13, 41 + step * 4.5), (87, 41 + step * 4.5)], 0.5, mix(base, STEEL, 0.4))
    pen.rect(12, 38, 88, 43, pen.ink.accent, 1)
    pen.line([(14, 39.6), (86, 39.6)], 0.7, lighter(pen.ink.accent, 0.5))
    border(pen, [(16, 40.6), (84, 40.6)], 3)
    for x in (11, 89):
        turned(pen, [(28, 2), (30, 2.6), (102, 2.6), (104, 8), (106, 8.6)], base, "metal", x=x,
               soft=False)  # fmt: skip
        pen.ellipse(x, 28, 3.4, 3, pen.ink.second)


@stands("dumbbell", "#4a4d55", (50, 84))
def dumbbell(pen: Pen) -> None:
    base = pen.ink.base
    pen.rect(20, 82, 80, 90, STEEL, 3)
    pen.rect(20, 83, 80, 85, lighter(STEEL, 0.6), 1)
    for x in range(36, 66, 2):
        pen.line([(x, 83), (x + 1.4, 89.4)], 0.4, darker(STEEL, 0.4))
    for side in (-1, 1):
        for near, half, tone in ((18, 22, 0.0), (26, 22, 0.16), (34, 16, 0.3)):
            x0, x1 = sorted((50 + side * near, 50 + side * (near + 8)))
            pen.rect(x0, 86 - half, x1, 86 + half, darker(base, 0.25 + tone), 3)
            pen.rect(x0 + 0.8, 86 - half + 1, x0 + 3, 86 + half - 1, lighter(base, 0.4 - tone), 1.4)
            pen.rect(x0, 84, x1, 88, pen.ink.accent if near == 26 else darker(base, 0.1))
        pen.rect(50 + side * 44 - 2, 82, 50 + side * 44 + 2, 90, STEEL, 1)


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
    pen.ellipse(8, 73, 1.1, 1.1, _PASTE)
    pen.curve([(14, 82), (20, 84), (24, 76)], 1.4, pen.ink.accent)
    flower(pen, 24, 84, 9, pen.ink.accent, pen.ink.second)


@stands("tabla", "#b88a4a", (50, 74))
def tabla(pen: Pen) -> None:
    """The pair: the wooden dayan and the metal bayan, on their cushions."""
    for x, wide, colour, finish in ((70, 19, pen.ink.base, "clay"), (30, 24, STEEL, "metal")):
        cushion = Lathe(pen, x, [(98, wide * 0.8), (102, wide * 0.95), (106, wide * 0.8)])
        cushion.body(pen.ink.accent, "clay")
        cushion.band(101.4, 102.6, pen.ink.second)
        if wide < 20:
            profile: Points = [(50, wide - 4), (58, wide - 1.6), (80, wide), (100, wide - 3)]
        else:
            profile = [(58, wide - 3), (66, wide), (82, wide - 1), (100, wide * 0.5)]
        body = Lathe(pen, x, profile, tilt=0.24)
        body.body(colour, finish)
        head = profile[0][0]
        for step in range(8):
            u = sin(pi * ((step + 0.5) / 8 - 0.5))
            pen.line([body.at(head + 2, u), body.at(94, u * 0.9)], 1, (226, 200, 154))
            if wide < 20:
                at = body.at(76, u * 0.94)
                pen.rect(at[0] - 2, at[1] - 2.4, at[0] + 2, at[1] + 2.4, darker(WOOD, 0.1), 1)
        body.band(head, head + 5, darker(_SKIN, 0.3))
        for step in range(14):
            u = sin(pi * ((step + 0.5) / 14 - 0.5))
            pen.line([body.at(head + 0.6, u), body.at(head + 4.4, u)], 0.7, _SKIN)
        radius = profile[0][1]
        pen.ellipse(x, head, radius, radius * 0.26, darker(_SKIN, 0.12))
        pen.ellipse(x, head, radius * 0.86, radius * 0.22, _SKIN)
        pen.ellipse(x - (3 if wide > 20 else 0), head, radius * 0.42, radius * 0.11, _PASTE)


@stands("dholak", "#a8562f", (50, 76))
def dholak(pen: Pen) -> None:
    """A barrel drum on its side, laced with cord."""
    base = pen.ink.base
    barrel: Points = [
        (16, 62),
        (34, 54),
        (52, 52),
        (70, 54),
        (86, 62),
        (86, 94),
        (70, 102),
        (52, 104),
        (34, 102),
        (16, 94),
    ]
    path = smooth(barrel, steps=5)
    pen.cloth(path, grain(base))
    pen.shade([(x, y) for x, y in path if y > 84] + [(88, 86), (14, 86)], 60)
    pen.glow(smooth([(24, 61), (50, 56), (78, 61), (50, 62)]), 80)
    for x in (40, 62):
        border(pen, [(x, 55), (x, 102)], 6)
    motif(pen)(pen, 51, 78, 20, pen.ink.accent, pen.ink.second)
    for step in range(6):
        y = 60 + step * 7.2
        pen.line([(19, y), (52, y + 3.6), (84, y)], 0.9, IVORY)
        pen.ellipse(36 + step % 2 * 4, y + 1.8, 1.4, 1.8, BRASS)
    pen.ellipse(86, 78, 6, 16.4, darker(_SKIN, 0.25))
    pen.ellipse(16, 78, 7.4, 17, darker(base, 0.4))
    pen.ellipse(15.4, 78, 6.2, 15, _SKIN)
    pen.ellipse(15.4, 78, 2.6, 6.4, _PASTE)
    for x in (34, 68):
        pen.poly([(x - 4, 102), (x + 4, 102), (x + 6, 108), (x - 6, 108)], darker(base, 0.4))


@lies("flute", "#c99a56", (50, 62))
def flute(pen: Pen) -> None:
    """Two bamboo flutes, tied with coloured thread."""
    base = pen.ink.base
    for shift, turn, tone in ((-9, -34, 0.0), (9, -26, 0.14)):
        with pen.moved(shift, turn=turn, about=(50, 62)):
            cane = darker(base, tone)
            pen.rect(46, 8, 54, 117, darker(cane, 0.35), 2)
            pen.rect(46.4, 8, 52.6, 117, cane, 2)
            pen.rect(47.4, 9, 49, 116, lighter(cane, 0.5), 1, 170)
            for y in (30, 78):
                pen.rect(45.6, y, 54.4, y + 2, darker(cane, 0.3), 1)
            for y in (22, 50, 58, 66, 86, 94, 102):
                pen.ellipse(50.6, y, 1.5, 1.9, (52, 32, 26))
            for y in (14, 36, 110):
                for step in range(3):
                    colour = (pen.ink.accent, pen.ink.second, pen.ink.accent)[step]
                    pen.rect(45.7, y + step * 1.7, 54.3, y + step * 1.7 + 1.5, colour)
    pen.curve([(40, 96), (34, 104), (38, 112)], 1, pen.ink.accent)
    pen.ellipse(38, 114, 2, 3.4, pen.ink.accent)


@stands("bell", "#c79a3e", (50, 74))
def bell(pen: Pen) -> None:
    pen.ring(50, 22, 7, 7, 2.4, darker(pen.ink.base, 0.15))
    pen.ring(49.6, 21.6, 7, 7, 0.9, lighter(pen.ink.base, 0.5))
    pen.line([(50, 96), (50, 104)], 2, darker(pen.ink.base, 0.5))
    pen.ellipse(50, 105, 4.6, 4.4, darker(pen.ink.base, 0.3))
    pen.glow(round_points(48.6, 103.6, 1.4, 1.2), 130)
    body = turned(
        pen,
        [(29, 4), (32, 9), (40, 16), (56, 19.4), (76, 22), (90, 29), (97, 32), (99, 32)],
        pen.ink.base,
        "metal",
    )
    ringed(pen, body, 70, 12, 6)
    for y in (37, 88, 93):
        body.band(y, y + 1.4, darker(pen.ink.base, 0.35))
    body.light(-0.62, 0.1, 110)


@lies("ghungroo", "#c9a23e", (50, 60))
def ghungroo(pen: Pen) -> None:
    """Ankle bells in rows on a padded band."""
    band: Points = [(14, 34), (50, 26), (86, 34), (88, 90), (50, 99), (12, 90)]
    path = smooth(band, steps=4)
    pen.cloth(path, speckle(pen.ink.accent))
    pen.line([*path, path[0]], 1.6, darker(pen.ink.accent, 0.4))
    for side in (-1, 1):
        for high in (44, 80):
            pen.curve(
                [(50 + side * 37, high), (50 + side * 46, high + 8), (50 + side * 43, high + 22)],
                2,
                pen.ink.second,
            )
    for row in range(5):
        for step in range(7):
            across = 20 + step * 10 + row % 2 * 1.4
            y = 38 + row * 12.6 - 5 * (1 - ((across - 50) / 36) ** 2)
            pen.ellipse(across + 0.5, y + 1, 4.7, 4.9, darker(pen.ink.accent, 0.5))
            pen.ellipse(across, y, 4.5, 4.7, darker(pen.ink.base, 0.25))
            pen.ellipse(across - 0.6, y - 0.7, 3.4, 3.6, pen.ink.base)
            pen.ellipse(across - 1.5, y - 1.9, 1.2, 1, lighter(pen.ink.base, 0.7))
            pen.line(
                [(across - 2.6, y + 1.8), (across + 2.8, y + 1.8)], 0.8, darker(pen.ink.base, 0.7)
            )
            pen.ellipse(across, y + 3.2, 0.9, 0.8, darker(pen.ink.base, 0.7))


@lies("cymbals", "#d0a048", (50, 66))
def cymbals(pen: Pen) -> None:
    """Manjira: a pair of small cymbals on one cord."""
    cord = smooth([(33, 44), (40, 20), (62, 18), (66, 40), (60, 60), (66, 80)], closed=False)
    pen.line(cord, 2, darker(pen.ink.accent, 0.3))
    pen.line([(x - 0.3, y - 0.4) for x, y in cord], 1, lighter(pen.ink.accent, 0.2))
    for x, y in ((33, 48), (66, 82)):
        base = pen.ink.base
        pen.ellipse(x + 1, y + 2.2, 25, 25, darker(base, 0.6))
        pen.ellipse(x, y, 25, 25, base)
        for size in (24.4, 21, 18, 15):
            pen.ring(x, y, size, size, 0.5, darker(base, 0.25))
            pen.ring(x - 0.3, y - 0.4, size - 0.6, size - 0.6, 0.4, lighter(base, 0.4))
        pen.ellipse(x + 0.4, y + 0.8, 11, 11, darker(base, 0.35))
        pen.ellipse(x, y, 10.6, 10.6, lighter(base, 0.15))
        pen.ellipse(x - 2.6, y - 3, 4.6, 3.8, lighter(base, 0.6))
        pen.ellipse(x, y, 2, 2, darker(pen.ink.accent, 0.2))
        pen.glow(smooth([(x - 21, y - 6), (x - 12, y - 18), (x - 9, y - 15), (x - 17, y - 4)]), 110)


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
