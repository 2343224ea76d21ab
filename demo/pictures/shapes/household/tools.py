"""Of iron and steel: locks and fittings, farm tools, brushes, parts of machines."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, IVORY, STEEL, WOOD, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, round_points, smooth, star_points
from demo.pictures.ornament import border, grain, motif
from demo.pictures.shapes.parts.metal import bar, plate, screw, wooden_handle
from demo.pictures.shapes.parts.turning import turned
from demo.pictures.shapes.shape import lies, stands


@stands("lock", "#b9a05a", (50, 80))
def lock(pen: Pen) -> None:
    _padlock(pen, 25)


@stands("long-lock", "#b9a05a", (50, 84))
def long_lock(pen: Pen) -> None:
    """A padlock whose bow is twice as long."""
    with pen.moved(scale=0.74, about=(50, 108)):
        _padlock(pen, -18)


def _padlock(pen: Pen, top: float) -> None:
    """A padlock with its key; `top` is where its bow turns."""
    base = pen.ink.base
    arch = [(34, top + 17), (40, top + 4), (50, top), (60, top + 4), (66, top + 17)]
    bar(pen, [(34, 64), *arch, (66, 64)], 7, STEEL)
    body = box_points(22, 58, 78, 106, 7)
    plate(pen, body, base)
    pen.glow(box_points(25, 61, 31, 103, 3), 100)
    pen.shade(box_points(70, 61, 76, 103, 3), 60)
    pen.ring(50, 81, 17, 17, 1, darker(base, 0.4))
    border(pen, round_points(50, 81, 20.6, 20.6), 5, 14)
    pen.ellipse(50, 81, 12, 12, lighter(base, 0.25))
    motif(pen)(pen, 50, 72, 7, pen.ink.accent, pen.ink.second)
    pen.ellipse(50, 80, 3, 3, (36, 30, 32))
    pen.poly([(48.6, 81), (51.4, 81), (52.6, 89), (47.4, 89)], (36, 30, 32))
    with pen.moved(turn=-8, about=(90, 96)):
        pen.ring(90, 84, 5, 5, 2, STEEL)
        pen.line([(90, 89), (90, 107)], 2, STEEL)
        for y in (101, 105):
            pen.line([(90, y), (94.6, y)], 1.8, STEEL)


@stands("hinge", "#b8a070", (50, 70))
def hinge(pen: Pen) -> None:
    base = pen.ink.base
    for side in (-1, 1):
        leaf = [
            (50 + side * 3, 32),
            (50 + side * 36, 32),
            (50 + side * 38, 36),
            (50 + side * 38, 102),
            (50 + side * 36, 106),
            (50 + side * 3, 106),
        ]
        plate(pen, leaf, base)
        border(pen, [(50 + side * 33, 38), (50 + side * 33, 100)], 5)
        for y in (44, 69, 94):
            screw(pen, 50 + side * (24 if y == 69 else 18), y, 3.6, base)
    for step in range(5):
        top = 30 + step * 15.6
        knuckle = turned(pen, [(top, 5), (top + 14.6, 5)], darker(base, 0.06 * (step % 2)), "metal",
                         soft=False)  # fmt: skip
        knuckle.band(top + 13.4, top + 14.6, darker(base, 0.5))
    turned(pen, [(23, 1), (25, 4), (28, 4), (30, 3)], pen.ink.accent, "metal")


@stands("door-handle", "#b59048", (46, 62))
def door_handle(pen: Pen) -> None:
    """A lever on its plate, with a keyhole."""
    base = pen.ink.base
    back: Points = [(30, 14), (36, 18), (40, 24), (40, 98), (36, 104), (30, 108), (24, 104),
                    (20, 98), (20, 24), (24, 18)]  # fmt: skip
    plate(pen, smooth(back, steps=3), base)
    motif(pen)(pen, 30, 27, 11, pen.ink.accent, pen.ink.second)
    motif(pen)(pen, 30, 97, 9, pen.ink.accent, pen.ink.second)
    for y in (18, 104):
        screw(pen, 30, y, 2, base)
    pen.ellipse(30, 78, 4.6, 5.6, darker(base, 0.3))
    pen.ellipse(30, 76.4, 1.8, 1.8, (36, 30, 32))
    pen.poly([(29, 77), (31, 77), (32, 82), (28, 82)], (36, 30, 32))
    pen.ellipse(30.6, 55, 9.4, 9.6, darker(base, 0.4))
    pen.ellipse(30, 54, 9, 9, base)
    bar(pen, [(30, 54), (46, 52), (64, 54), (80, 58), (90, 54)], 8, base)
    pen.ellipse(90, 54, 4.6, 4.6, lighter(base, 0.2))
    pen.ellipse(29, 53, 3.4, 3.4, lighter(base, 0.5))


@lies("sickle", "#aeb4ba", (50, 46))
def sickle(pen: Pen) -> None:
    """A toothed crescent on a wooden handle."""
    blade: Points = [(40, 84), (20, 66), (16, 42), (28, 22), (52, 14), (76, 22), (88, 38), (72, 27),
                     (52, 22), (34, 30), (27, 46), (32, 62), (48, 76)]  # fmt: skip
    outline = smooth(blade, steps=5)
    plate(pen, outline, pen.ink.base)
    inner = smooth([(84, 34), (70, 27), (52, 23), (35, 31), (28, 46), (33, 61)], closed=False)
    for x, y in inner[::2]:
        pen.line(
            [(x, y), (x + (50 - x) * 0.06, y + (50 - y) * 0.06)], 0.8, darker(pen.ink.base, 0.5)
        )
    with pen.moved(turn=-40, about=(44, 80)):
        pen.rect(41, 76, 47, 88, STEEL, 1)
        wooden_handle(pen, 44, 86, 118, 5.6, mix(WOOD, pen.ink.second, 0.25))


@lies("spade", "#8f979e", (50, 40))
def spade(pen: Pen) -> None:
    """A garden spade and a hand fork."""
    base = pen.ink.base
    with pen.moved(turn=12, about=(36, 62)):
        blade: Points = [(24, 18), (48, 18), (49, 40), (44, 52), (36, 57), (28, 52), (23, 40)]
        plate(pen, blade, base)
        pen.curve([(36, 20), (36, 50)], 1.4, darker(base, 0.35))
        bar(pen, [(36, 50), (36, 72)], 4, base)
        wooden_handle(pen, 36, 68, 114, 4.6, mix(WOOD, pen.ink.second, 0.25))
    with pen.moved(turn=-10, about=(68, 62)):
        for x in (60, 68, 76):
            bar(pen, [(x, 22), (x, 44), (68, 54)], 3, base)
        bar(pen, [(68, 52), (68, 72)], 3.6, base)
        wooden_handle(pen, 68, 70, 110, 4.4, mix(WOOD, pen.ink.accent, 0.25))


@stands("plough", "#7a5434", (48, 80))
def plough(pen: Pen) -> None:
    """A plough of wood with an iron share."""
    base = pen.ink.base
    beam = [(94, 46), (60, 68), (44, 80), (46, 86), (64, 74), (96, 51)]
    pen.cloth(smooth(beam, steps=4), grain(base))
    stilt: Points = [(22, 22), (27, 21), (34, 46), (44, 70), (58, 88), (52, 96), (40, 84), (30, 60)]
    pen.cloth(smooth(stilt, steps=4), grain(darker(base, 0.12)))
    pen.curve([(14, 27), (22, 23), (30, 21)], 5, darker(base, 0.25))
    pen.curve([(14, 26), (22, 22), (30, 20)], 1.8, lighter(base, 0.3))
    sole: Points = [(28, 92), (46, 84), (62, 88), (78, 99), (62, 104), (38, 104)]
    pen.cloth(smooth(sole, steps=4), grain(darker(base, 0.25)))
    plate(pen, [(56, 90), (76, 96), (95, 108), (70, 107), (54, 100)], STEEL)
    for x, y in ((62, 96), (70, 100)):
        screw(pen, x, y, 1.8, STEEL)
    for x, y, turn in ((40, 73, 52), (58, 72, -34)):
        with pen.moved(turn=turn, about=(x, y)):
            pen.rect(x - 6, y - 2, x + 6, y + 2, pen.ink.accent, 1)
            pen.line([(x - 5, y - 1), (x + 5, y - 1)], 0.6, lighter(pen.ink.accent, 0.5))
    border(pen, [(70, 65), (90, 52)], 3.4)


@lies("brush", "#b07a44", (50, 46))
def brush(pen: Pen) -> None:
    """A scrubbing brush and a hairbrush with their bristles."""
    base = pen.ink.base
    with pen.moved(turn=-24, about=(50, 62)):
        for row in range(9):
            for step in range(5):
                x = 30 + step * 3 + row % 2
                y = 24 + row * 5.2
                pen.ellipse(x + 0.5, y + 0.7, 1.6, 2.2, darker(IVORY, 0.5))
        outline: Points = [(36, 12), (46, 18), (49, 40), (46, 66), (40, 76), (40.6, 110), (36, 115),
                           (31.4, 110), (32, 76), (26, 66), (23, 40), (26, 18)]  # fmt: skip
        pen.cloth(smooth(outline, steps=5), grain(base))
        pen.blob([(36, 18), (43, 24), (45, 42), (42, 62), (36, 68), (30, 62), (27, 42), (29, 24)],
                 darker(base, 0.4))  # fmt: skip
        for row in range(10):
            for step in range(4 if row % 2 else 3):
                at = 36 + (step - (1.5 if row % 2 else 1)) * 4
                pen.ellipse(at, 24 + row * 4.4, 1.1, 1.5, IVORY)
                pen.ellipse(at, 23.6 + row * 4.4, 0.5, 0.7, (255, 255, 255))
        pen.rect(60, 34, 82, 96, darker(base, 0.4), 8)
        pen.cloth(box_points(59, 32, 81, 94, 8), grain(lighter(base, 0.1)))
        pen.ring(70, 63, 7.6, 23, 0.8, pen.ink.accent)
        motif(pen)(pen, 70, 63, 15, pen.ink.accent, pen.ink.second)
        for step in range(14):
            y = 38 + step * 3.8
            pen.line(
                [(81, y), (91, y + (step % 3 - 1) * 0.8)], 1.6, darker(IVORY, 0.06 * (step % 3))
            )


@lies("paint-brush", "#a8452f", (50, 62))
def paint_brush(pen: Pen) -> None:
    """Artist's brushes of three widths, each with a little paint."""
    tones = (pen.ink.accent, pen.ink.base, pen.ink.second)
    for index, (x, turn, half) in enumerate(((26, -12, 2.6), (50, 2, 4.2), (74, 14, 6.2))):
        with pen.moved(turn=turn, about=(x, 62)):
            handle: Points = [(x - half * 0.7, 54), (x + half * 0.7, 54), (x + half, 66),
                              (x + half * 0.5, 100), (x, 118), (x - half * 0.5, 100),
                              (x - half, 66)]  # fmt: skip
            pen.poly(smooth(handle, steps=4), darker(pen.ink.base, 0.1 * index))
            pen.line([(x - half * 0.4, 60), (x - half * 0.2, 104)], half * 0.3,
                     lighter(pen.ink.base, 0.6), 170)  # fmt: skip
            hair: Points = [(x - half, 36), (x + half, 36), (x + half * 1.1, 24), (x, 8),
                            (x - half * 1.1, 24)]  # fmt: skip
            pen.poly(smooth(hair, steps=4), (150, 104, 62))
            for step in (-0.5, 0, 0.5):
                pen.line([(x + step * half, 35), (x + step * half * 0.6, 20)], 0.4, (96, 62, 40))
            pen.poly(smooth([(x - half * 0.9, 20), (x + half * 0.9, 20), (x, 7)], steps=4),
                     tones[index])  # fmt: skip
            pen.poly([(x - half, 35), (x + half, 35), (x + half * 0.75, 56), (x - half * 0.75, 56)],
                     BRASS)  # fmt: skip
            pen.glow([(x - half * 0.7, 35), (x - half * 0.2, 35), (x - half * 0.2, 56),
                      (x - half * 0.6, 56)], 120)  # fmt: skip
            for y in (40, 43, 51):
                pen.line([(x - half * 0.9, y), (x + half * 0.9, y)], 0.5, darker(BRASS, 0.4))


@stands("gear", "#7f868e", (50, 70))
def gear(pen: Pen) -> None:
    """Two toothed wheels in mesh."""
    for x, y, radius, teeth, colour in (
        (40, 76, 26, 14, pen.ink.base),
        (77, 49, 17, 10, mix(pen.ink.base, BRASS, 0.5)),
    ):
        outline: list[tuple[float, float]] = []
        for step in range(teeth):
            for share, reach in ((0.0, 1.0), (0.3, 1.0), (0.42, 1.18), (0.78, 1.18), (0.9, 1.0)):
                angle = 2 * pi * (step + share) / teeth
                outline.append((x + radius * reach * cos(angle), y + radius * reach * sin(angle)))
        pen.poly([(px + 1.4, py + 1.8) for px, py in outline], darker(colour, 0.55))
        pen.fade(outline, lighter(colour, 0.3), darker(colour, 0.18))
        pen.ring(x, y, radius * 0.84, radius * 0.84, 0.9, darker(colour, 0.4))
        for step in range(5):
            angle = 2 * pi * step / 5
            hole = x + radius * 0.56 * cos(angle), y + radius * 0.56 * sin(angle)
            pen.cut(round_points(*hole, radius * 0.18, radius * 0.18))
            pen.ring(*hole, radius * 0.18, radius * 0.18, 0.7, darker(colour, 0.5))
        pen.ellipse(x, y, radius * 0.28, radius * 0.28, lighter(colour, 0.25))
        pen.ring(x, y, radius * 0.28, radius * 0.28, 0.8, pen.ink.accent)
        pen.ellipse(x, y, radius * 0.13, radius * 0.13, (40, 36, 40))
        pen.glow(
            round_points(x - radius * 0.45, y - radius * 0.55, radius * 0.3, radius * 0.14, -38), 90
        )


@stands("axle", "#6f767e", (50, 84))
def axle(pen: Pen) -> None:
    """A shaft with its flanges and threaded end."""
    base = pen.ink.base
    parts = ((6, 16, 3.2), (16, 30, 5), (30, 34, 17), (34, 62, 6.4), (62, 68, 9), (68, 72, 20),
             (72, 84, 5.4), (84, 95, 3.6))  # fmt: skip
    for x0, x1, half in parts:
        for step in range(16):
            share = step / 16
            tone = (-0.4, 0.0, 0.5, 0.75, 0.4, 0.15, 0.0, -0.06, -0.12, -0.2, -0.26, -0.34, -0.42,
                    -0.5, -0.4, -0.3)[step]  # fmt: skip
            y0 = 84 - half + 2 * half * share
            colour = lighter(base, tone) if tone > 0 else darker(base, -tone)
            pen.rect(x0, y0, x1, y0 + half / 8 + 0.1, colour)
        pen.line([(x1, 84 - half + 0.4), (x1, 84 + half - 0.4)], 0.6, darker(base, 0.5))
    for x in (7, 9, 11, 13, 86, 88, 90, 92):
        pen.line([(x, 81), (x + 1, 87)], 0.5, darker(base, 0.5))
    for y in (74, 94):
        screw(pen, 32, y, 1.7, base)
        screw(pen, 70, y, 1.7, base)
    pen.rect(46, 77.4, 50, 90.6, pen.ink.accent)
    for x, half in ((32, 17), (70, 20)):
        pen.poly([(x - 6, 106), (x + 6, 106), (x + 4, 84 + half - 1), (x - 4, 84 + half - 1)],
                 darker(WOOD, 0.3))  # fmt: skip


@stands("wheel-rim", "#aeb3b8", (50, 66))
def wheel_rim(pen: Pen) -> None:
    base = pen.ink.base
    pen.ellipse(53, 66, 40, 42, darker(base, 0.55))
    pen.ellipse(49, 66, 40, 42, darker(base, 0.25))
    pen.ellipse(49, 66, 38.4, 40.4, lighter(base, 0.25))
    pen.ellipse(49, 66, 35.4, 37.4, darker(base, 0.35))
    pen.cut(round_points(49, 66, 33, 35))
    for step in range(10):
        angle = 2 * pi * step / 10 + 0.2
        far = 49 + 35 * cos(angle), 66 + 37 * sin(angle)
        wide = 0.09
        near = [(49 + 10 * cos(angle + t), 66 + 10 * sin(angle + t)) for t in (-0.34, 0.34)]
        tips = [(49 + 35 * cos(angle + t), 66 + 37 * sin(angle + t)) for t in (wide, -wide)]
        pen.poly([*near, *tips], darker(base, 0.12 if step % 2 else 0.2))
        pen.line([near[0], far], 0.9, lighter(base, 0.5))
    pen.ring(49, 66, 36.6, 38.6, 0.9, pen.ink.accent)
    pen.ellipse(49, 66, 12.6, 12.8, darker(base, 0.3))
    pen.ellipse(48.6, 65.6, 11.6, 11.8, base)
    pen.poly(star_points(48.6, 65.6, 5.4, 4.4, 8), pen.ink.accent)
    for step in range(5):
        angle = 2 * pi * step / 5 - 0.3
        pen.ellipse(48.6 + 8.4 * cos(angle), 65.6 + 8.4 * sin(angle), 1.4, 1.4, darker(base, 0.6))
    pen.glow(round_points(30, 34, 12, 2.6, -42), 120)


@stands("bush", "#b98a4a", (50, 76))
def bush(pen: Pen) -> None:
    """Two plain bearings: one upright, one on its side."""
    for x, top, foot, half in ((38, 58, 104, 21), (71, 82, 106, 13)):
        body = turned(
            pen,
            [(top, half), (top + 3, half), (top + 4, half * 0.96), (foot, half * 0.96)],
            pen.ink.base,
            "metal",
            x=x,
            soft=False,
        )
        body.band(top + 5, top + 6, darker(pen.ink.base, 0.35))
        for groove in (0.45, 0.7):
            y = top + (foot - top) * groove
            body.band(y, y + 0.8, darker(pen.ink.base, 0.3))
        body.light(-0.55, 0.12, 130)
        pen.ellipse(x, top, half, half * 0.3, lighter(pen.ink.base, 0.35))
        pen.ellipse(x, top + 0.2, half * 0.66, half * 0.19, darker(pen.ink.base, 0.65))
        pen.ring(x, top, half * 0.68, half * 0.2, 0.5, lighter(pen.ink.base, 0.6))
