"""What is worn of leather: a jacket and gloves for work."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import STEEL, darker, lighter, mix
from demo.pictures.geometry import Points, round_points, smooth
from demo.pictures.ornament import speckle
from demo.pictures.shapes.leatherwork.leather import INSOLE
from demo.pictures.shapes.parts.sewing import crease, sewn, stitched
from demo.pictures.shapes.parts.tailoring import hanger, torso
from demo.pictures.shapes.shape import hangs, lies


@hangs("leather-jacket", "#4a3226", (50, 46))
def leather_jacket(pen: Pen) -> None:
    """A short jacket with a slanting zip, lapels and a belted hem."""
    base, deep = pen.ink.base, pen.ink.deep
    hanger(pen)
    tile = speckle(base, 6)
    half = [(50, 27), (58.6, 19), (72, 23), *smooth([(74, 44), (72, 70), (72, 94)], closed=False),
            (72, 99), (50, 100)]  # fmt: skip
    sleeve: Points = [(71, 22.6), (80, 29), (88, 58), (93, 94), (82, 97), (78, 68), (73, 48)]
    torso(pen, half, sleeve, tile, speckle(pen.ink.dark, 5))
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            pen.glow(smooth([(76, 30), (82, 44), (86, 66), (82, 60), (77, 44)]), 70)
            pen.shade([(73, 46), (78, 68), (82, 96), (79, 96), (75, 70)], 60)
            stitched(pen, smooth([(71, 25), (74, 44), (73, 60)], closed=False), lighter(base, 0.4))
            pen.line([(60, 74), (69, 66)], 2, deep)
            stitched(pen, [(60, 74), (69, 66)], STEEL, 1)
            pen.line([(88, 82), (90, 92)], 1.4, deep)
            crease(pen, [(70, 36), (64, 48), (66, 60)], 1.8, 44)
    pen.rect(28, 93, 72, 100, pen.ink.dark, 1)
    stitched(pen, [(29, 94.6), (71, 94.6)], lighter(base, 0.4))
    front = [(58, 34), (57, 60), (53, 99)]
    pen.curve([(x + 0.8, y) for x, y in front], 3, deep)
    pen.curve(front, 1.8, darker(STEEL, 0.2))
    stitched(pen, smooth(front, closed=False), lighter(STEEL, 0.5), 1.1)
    pen.rect(51.4, 95, 56, 104, STEEL, 1)
    left: Points = [(42, 18), (34, 24), (32, 40), (40, 46), (38, 52), (56, 62), (57, 40), (50, 28)]
    right: Points = [(58, 18), (66, 24), (70, 38), (62, 44), (64, 50), (58, 58), (57, 40), (50, 28)]
    for lapel in (right, left):
        pen.shade([(x + 1, y + 1.6) for x, y in lapel], 80)
        sewn(pen, lapel, speckle(mix(base, pen.ink.light, 0.16), 6))
        inner = [(51 + (x - 51) * 0.88, 40 + (y - 40) * 0.88) for x, y in lapel]
        stitched(pen, inner[1:7], lighter(base, 0.45))
    pen.poly(smooth([(41, 18), (50, 22), (59, 18), (56, 28), (50, 30), (44, 28)]), deep)
    for side in (-1, 1):
        collar: Points = [(50 + side * 9, 17), (50 + side * 16, 25), (50 + side * 7, 33), (50, 28)]
        sewn(pen, collar, speckle(mix(base, pen.ink.light, 0.1), 6))
        pen.ellipse(50 + side * 13, 41, 1.3, 1.3, lighter(STEEL, 0.3))
    pen.rect(32, 78, 44, 88, pen.ink.dark, 1)
    pen.ellipse(38, 86, 1.2, 1.2, lighter(STEEL, 0.3))


@lies("work-gloves", "#b5824a", (50, 60))
def work_gloves(pen: Pen) -> None:
    """A pair with wide cuffs; one shows its palm, which is doubled."""
    base = pen.ink.base
    pale = mix(base, INSOLE, 0.5)
    for x, way, palm in ((25, 1, False), (75, -1, True)):
        with pen.moved(turn=-4 * way, about=(x, 70)):
            hand = smooth([
                (x - 15, 84), (x - 16, 60), (x - 17, 36), (x - 15, 29), (x - 11, 30),
                (x - 9.4, 40), (x - 8.6, 24), (x - 5, 19), (x - 1.4, 24), (x - 0.8, 36),
                (x + 0.4, 21), (x + 4, 17), (x + 7.4, 22), (x + 7.6, 38), (x + 9.6, 28),
                (x + 13, 26), (x + 15.6, 31), (x + 15.6, 60), (x + 14, 84),
            ])  # fmt: skip
            thumb = smooth([
                (x + way * 13, 80), (x + way * 14, 62), (x + way * 19, 50), (x + way * 24, 49),
                (x + way * 25, 56), (x + way * 19, 76),
            ])  # fmt: skip
            for part in (thumb, hand):
                pen.shade([(px + 1.6, py + 2) for px, py in part], 80)
                pen.cloth(part, speckle(base if part is hand else pen.ink.dark, 6))
                pen.line([*part, part[0]], 0.7, pen.ink.deep)
            if palm:
                patch = smooth([(x - 13, 80), (x - 14, 60), (x - 12, 50), (x, 47), (x + 12, 50),
                                (x + 13, 66), (x + 11, 81)])  # fmt: skip
                pen.cloth(patch, speckle(pale, 5))
                inner = [(x + (px - x) * 0.9, 65 + (py - 65) * 0.9) for px, py in patch]
                stitched(pen, [*inner, inner[0]], darker(base, 0.5))
            else:
                for finger, top in ((-8, 50), (0, 46), (8, 50)):
                    pen.line([(x + finger, top), (x + finger * 0.8, 76)], 0.6, pen.ink.deep)
                    stitched(pen, [(x + finger + 1, top), (x + finger * 0.8 + 1, 76)],
                             lighter(base, 0.5))  # fmt: skip
            pen.glow(round_points(x - 4, 32, 1.6, 9, 2), 60)
            cuff: Points = [(x - 15, 82), (x + 14.6, 82), (x + 21, 112), (x - 20, 112)]
            pen.shade([(px + 1.6, py + 2) for px, py in cuff], 80)
            pen.cloth(cuff, speckle(mix(base, pen.ink.accent, 0.6), 5))
            for y, wide in ((84, 14.6), (110, 19.6)):
                stitched(pen, [(x - wide, y), (x + wide, y)], lighter(base, 0.6))
            pen.line([(x - 15, 82), (x + 14.6, 82)], 1.6, pen.ink.deep)
            crease(pen, [(x - 8, 86), (x - 10, 98), (x - 12, 111)], 2, 40, opens=True)
