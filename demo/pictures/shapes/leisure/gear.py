"""Small toys of wood, gear for the cricketer, a bat for the table, drum and pipe."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import IVORY, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, flower, grain, motif
from demo.pictures.shapes.leisure.figures import _eye
from demo.pictures.shapes.parts.sewing import stitched
from demo.pictures.shapes.parts.turning import turned
from demo.pictures.shapes.shape import lies, stands

_SKIN: Colour = (238, 222, 190)  # of a drum
_PASTE: Colour = (40, 34, 38)  # the black patch in its middle


@stands("toy-kitchen", "#c8302f", (50, 80))
def toy_kitchen(pen: Pen) -> None:
    """Turned and lacquered: a stove with its pot, a pitcher, a mortar, roller and board, cups."""
    base, accent, second = pen.ink.base, pen.ink.accent, pen.ink.second
    light = lighter(base, 0.4)
    pot = turned(pen, [(52, 8), (54, 9), (62, 15), (72, 16), (78, 11)], accent, x=28)
    pot.mouth(accent, 1.2)
    pot.band(60, 62, second)
    stove = turned(pen, [(76, 18), (80, 19), (100, 19), (104, 20)], base, x=28)
    stove.band(80, 82, second)
    pen.poly(mirror([(28, 88), (34, 90), (36, 104), (28, 106)], 28), (54, 34, 32))
    pen.poly([(24, 105), (26, 97), (28, 100), (30, 94), (32, 105)], (236, 132, 44))
    jug = turned(pen, [(58, 6), (62, 5), (66, 5), (76, 14), (88, 16), (98, 10), (101, 11)],
                 second, x=62)  # fmt: skip
    jug.mouth(second, 1)
    for y in (72, 86, 90):
        jug.band(y, y + 1.6, light)
    mortar = turned(pen, [(84, 9), (86, 9.4), (94, 7), (98, 4.4), (102, 8), (104, 9)], base, x=87)
    mortar.mouth(base, 1.4)
    with pen.moved(turn=18, about=(88, 84)):
        pen.rect(85.8, 62, 90.2, 85, darker(accent, 0.3), 2)
        pen.rect(86, 62, 89, 85, accent, 1.4)
        pen.rect(85.4, 64, 90.6, 66, light)
    board = Lathe(pen, 54, [(101, 15), (104, 15), (106, 13)], tilt=0.24)
    board.body(accent, "glaze")
    pen.ellipse(54, 101, 15, 3.8, lighter(accent, 0.25))
    with pen.moved(turn=-8, about=(54, 99)):
        pen.rect(38, 97, 70, 99.4, darker(base, 0.2), 1.2)
        pen.rect(43, 95.6, 65, 100.8, base, 2.4)
        pen.rect(43.4, 96, 64.6, 97.6, light, 0.8)
    for x in (76, 8):
        cup = turned(pen, [(97, 5.4), (102, 4.8), (108, 3.4)], second if x > 50 else accent, x=x)
        cup.mouth(second if x > 50 else accent, 0.8)
    for lathe in (pot, jug):
        lathe.light(-0.66, 0.16, 110)


@stands("bird-whistle", "#d8302f", (46, 72))
def bird_whistle(pen: Pen) -> None:
    """A small bird of lacquered wood; one blows into its tail."""
    base = pen.ink.base
    pipe = smooth([(62, 74), (80, 68), (96, 62)], closed=False)
    pen.line(pipe, 11, darker(pen.ink.accent, 0.35))
    pen.line([(x - 0.4, y - 0.8) for x, y in pipe], 8.6, pen.ink.accent)
    pen.line([(x - 0.4, y - 3) for x, y in pipe], 1.4, lighter(pen.ink.accent, 0.6))
    for x, y in ((72, 71), (77, 69.2), (88, 65)):
        with pen.moved(turn=70, about=(x, y)):
            pen.rect(x - 5.4, y - 0.9, x + 5.4, y + 0.9, pen.ink.second)
    pen.ellipse(95.6, 62.2, 2.6, 4.6, (54, 36, 34), turn=-20)
    pen.rect(80, 61.6, 84.6, 65.4, (54, 36, 34), 0.6)
    body: Points = [
        (26, 56),
        (40, 58),
        (58, 62),
        (70, 70),
        (68, 84),
        (54, 93),
        (36, 92),
        (24, 80),
        (20, 66),
    ]
    pen.blob([(x + 0.8, y + 1) for x, y in body], darker(base, 0.5))
    pen.blob(body, base)
    pen.blob([(46 + (x - 46) * 0.7 - 3, 74 + (y - 74) * 0.66 - 4) for x, y in body],
             lighter(base, 0.16))  # fmt: skip
    pen.ellipse(28, 50, 15.6, 15, darker(base, 0.5))
    pen.ellipse(27.6, 49.4, 14.8, 14.2, base)
    pen.ellipse(24, 44, 7, 5, lighter(base, 0.3), turn=-30)
    pen.poly([(14, 47), (2, 53), (15, 55)], (236, 168, 52))
    pen.line([(3, 52.8), (14.6, 51.4)], 0.7, darker((236, 168, 52), 0.4))
    for x, tip in ((28, (24, 30)), (31, (32, 28)), (34, (40, 31))):
        pen.poly(smooth([(x - 2, 37), tip, (x + 3, 37)]), pen.ink.accent)
    _eye(pen, 22, 47, 2)
    wing = smooth([(36, 68), (50, 64), (66, 72), (60, 82), (44, 82)])
    pen.poly(wing, pen.ink.second)
    for step in range(3):
        pen.curve([(42 + step * 7, 68), (46 + step * 7, 74), (43 + step * 7, 81)], 0.9,
                  darker(pen.ink.second, 0.4))  # fmt: skip
    border(pen, [(24, 62), (40, 63.6)], 4, 3)
    flower(pen, 38, 86, 6, pen.ink.accent, pen.ink.second)
    pen.poly([(34, 91), (56, 91), (62, 106), (28, 106)], darker(base, 0.35))
    foot = turned(pen, [(92, 8), (98, 5), (102, 9), (106, 15)], pen.ink.accent, x=45)
    foot.band(103, 105, pen.ink.second)
    pen.glow(round_points(36, 64, 7, 2, 8), 110)


@lies("bat-mallet", "#d0a468", (50, 40))
def bat_mallet(pen: Pen) -> None:
    """A round head of hard wood on its handle, a cricket ball beside it."""
    base = pen.ink.base
    with pen.moved(turn=28, about=(50, 62)):
        pen.shade(box_points(48, 46, 56.4, 122, 3), 80)
        pen.rect(45.6, 44, 54.4, 120, darker(base, 0.45), 3.4)
        pen.cloth(box_points(46, 44, 53, 120, 3), grain(mix(base, WOOD, 0.4)))
        pen.rect(45.4, 92, 54.6, 119, darker(pen.ink.accent, 0.2), 3)
        for step in range(7):
            pen.line([(45.6, 95 + step * 3.4), (54.4, 97 + step * 3.4)], 0.7,
                     lighter(pen.ink.accent, 0.3))  # fmt: skip
        head = smooth([(29, 20), (32, 15), (50, 13), (68, 15), (71, 20), (71, 44), (68, 49),
                       (50, 51),
                       (32, 49), (29, 44)])  # fmt: skip
        pen.shade([(x + 2, y + 2) for x, y in head], 100)
        pen.poly(head, darker(base, 0.4))
        pen.cloth([(x, y - 0.8) for x, y in head], grain(base))
        pen.shade(smooth([(64, 16), (71, 20), (71, 44), (66, 49), (62, 36)]), 60)
        pen.glow(smooth([(33, 18), (38, 17), (37, 46), (33, 44)]), 90)
        for y in (20, 42):
            pen.line([(29.4, y), (50, y + 1.6), (70.6, y)], 1, darker(base, 0.4))
    pen.shade(round_points(24, 92, 14, 14), 90)
    pen.ellipse(22.6, 89.6, 13.6, 13.6, (110, 26, 34))
    pen.ellipse(22, 89, 12.8, 12.8, (164, 40, 48))
    pen.curve([(14, 80), (22, 88), (30, 98)], 1, IVORY)
    pen.glow(round_points(18, 84, 3, 2, -36), 110)


@lies("thigh-guard", "#f1ede2", (50, 56))
def thigh_guard(pen: Pen) -> None:
    """A moulded pad in ribs with two straps to buckle around the thigh and one for the waist."""
    base = pen.ink.base
    strap = pen.ink.accent
    pen.poly(
        smooth([(34, 14), (50, 10), (66, 14), (64, 22), (50, 19), (36, 22)]), darker(strap, 0.2)
    )
    pen.line(smooth([(8, 24), (30, 12), (50, 9), (70, 12), (92, 24)], closed=False), 5, strap)
    for y, sag in ((54, 6), (84, 5)):
        for side in (-1, 1):
            path = smooth([(50 + side * 24, y), (50 + side * 38, y + sag), (50 + side * 46, y + 2)],
                          closed=False)  # fmt: skip
            pen.shade([(x + 1, y1 + 3) for x, y1 in path] + [path[0]], 60)
            pen.line(path, 7, strap)
            pen.line([(x, y1 - 1.6) for x, y1 in path], 0.6, lighter(strap, 0.4))
            pen.rect(
                50 + side * 43 - 3.6, y - 2, 50 + side * 43 + 3.6, y + 6, darker(strap, 0.4), 1
            )
    outline = mirror(smooth([(50, 18), (68, 19), (78, 30), (79, 60), (73, 92), (62, 108),
                             (50, 110)],
                            closed=False))  # fmt: skip
    pen.shade([(x + 2, y + 2.6) for x, y in outline], 100)
    pen.poly(outline, darker(base, 0.35))
    pen.poly([(50 + (x - 50) * 0.97 - 0.4, y - 0.8) for x, y in outline], base)
    for rib in range(-3, 4):
        x, short = 50 + rib * 7, abs(rib) ** 2 * 1.1
        rib_shape = box_points(x - 3, 25 + short, x + 3, 103 - short * 1.6, 3)
        pen.poly(rib_shape, darker(base, 0.16))
        pen.poly([(px - 0.5, py - 0.5) for px, py in rib_shape], lighter(base, 0.3))
        pen.shade(box_points(x + 1.4, 28 + short, x + 2.8, 100 - short * 1.6), 30)
    inner = [(50 + (x - 50) * 0.93, 64 + (y - 64) * 0.95) for x, y in outline]
    stitched(pen, [*inner, inner[0]], strap, 2)
    pen.rect(38, 56, 62, 70, strap, 2)
    motif(pen)(pen, 50, 63, 11, IVORY, pen.ink.second)


@lies("keeping-gloves", "#f1ede2", (50, 60))
def keeping_gloves(pen: Pen) -> None:
    """A wicket-keeper's pair: broad, faced with pimpled rubber, webbed to the thumb."""
    base, rubber = pen.ink.base, pen.ink.accent
    for x, way in ((33, -1), (67, 1)):
        with pen.moved(0, 0, 0.82, 5 * way, (x, 66)):
            web = smooth([(x + way * 10, 30), (x + way * 27, 36), (x + way * 26, 60),
                          (x + way * 12, 76)])  # fmt: skip
            pen.poly(web, darker(rubber, 0.36))
            for step in range(5):
                pen.line([(x + way * 12, 34 + step * 8), (x + way * 26, 38 + step * 5)], 0.8,
                         lighter(rubber, 0.4))  # fmt: skip
            thumb = smooth([(x + way * 10, 88), (x + way * 15, 70), (x + way * 24, 48),
                            (x + way * 28, 36), (x + way * 34, 38), (x + way * 35, 52),
                            (x + way * 27, 76)])  # fmt: skip
            hand = smooth([(x - 16, 88), (x - 18, 60), (x - 18, 36), (x - 14, 26), (x - 10, 32),
                           (x - 8, 22), (x - 4, 18), (x, 28), (x + 4, 18), (x + 8, 22),
                           (x + 10, 32), (x + 14, 26), (x + 18, 36), (x + 18, 60),
                           (x + 16, 88)])  # fmt: skip
            for part in (thumb, hand):
                pen.shade([(px + 1.6, py + 2) for px, py in part], 80)
                pen.poly(part, base)
                pen.line([*part, part[0]], 0.9, darker(base, 0.4))
            face = [(x + (px - x) * 0.84, 55 + (py - 55) * 0.88) for px, py in hand]
            pen.poly(face, rubber)
            for row in range(12):
                for column in range(7):
                    pen.ellipse(x - 10.8 + column * 3.6, 30 + row * 4.4, 0.8, 0.8,
                                darker(rubber, 0.3))  # fmt: skip
            for finger in (-9, 0, 9):
                pen.line([(x + finger, 31), (x + finger * 0.8, 56)], 1.4, darker(base, 0.5))
            cuff: Points = [(x - 16, 84), (x + 15, 84), (x + 20, 110), (x - 20, 110)]
            pen.poly(cuff, darker(base, 0.1))
            pen.line([*cuff, cuff[0]], 0.7, darker(base, 0.45))
            pen.poly([(x - 16.6, 90), (x + 16.6, 90), (x + 17.8, 97), (x - 17.8, 97)], rubber)
            stitched(pen, [(x - 18, 106), (x + 18, 106)], darker(base, 0.5))


@lies("table-tennis", "#b8242f", (44, 48))
def table_tennis(pen: Pen) -> None:
    """Two bats, one red and one black, with a ball."""
    for x, turn, face in ((60, 22, (44, 42, 48)), (41, -19, pen.ink.base)):
        with pen.moved(y=-2, scale=0.9, turn=turn, about=(50, 78)):
            blade = smooth([(x, 12), (x + 20, 18), (x + 27, 40), (x + 19, 62), (x + 6, 71),
                            (x - 6, 71),
                            (x - 19, 62), (x - 27, 40), (x - 20, 18)])  # fmt: skip
            grip = [
                (x - 5, 66),
                (x + 5, 66),
                (x + 4.4, 84),
                (x + 6.4, 104),
                (x - 6.4, 104),
                (x - 4.4, 84),
            ]
            for part in (grip, blade):
                pen.shade([(px + 2, py + 2.4) for px, py in part], 90)
            pen.poly(blade, (196, 152, 96))
            pen.cloth(grip, grain((206, 164, 108)))
            for shift in (-1.8, 1.8):
                pen.line(
                    [(x + shift * 1.1, 70), (x + shift * 1.6, 103)], 1, darker(pen.ink.accent, 0.1)
                )
            pen.line([*grip, grip[0]], 0.5, (110, 76, 44))
            rubber = [(x + (px - x) * 0.95, 40 + (py - 40) * 0.95) for px, py in blade if py < 66]
            pen.poly(rubber, darker(face, 0.25))
            pen.poly([(px - 0.4, py - 0.6) for px, py in rubber], face)
            pen.glow(smooth([(x - 20, 26), (x - 10, 18), (x - 6, 24), (x - 18, 42)]), 60)
    pen.shade(round_points(73, 105, 8.6, 8.6), 90)
    pen.ellipse(72, 103, 8.4, 8.4, (206, 198, 182))
    pen.ellipse(71.4, 102.4, 7.6, 7.6, (250, 246, 236))
    pen.curve([(66, 100), (71, 104), (78, 102)], 0.5, (206, 198, 182))


@stands("mridang", "#8a5230", (50, 76))
def mridang(pen: Pen) -> None:
    """A long barrel on its side, narrower to one head, laced from end to end."""
    base = pen.ink.base
    for x in (32, 70):
        pen.poly([(x - 8, 96), (x + 8, 96), (x + 12, 108), (x - 12, 108)], darker(WOOD, 0.35))
        pen.rect(x - 12, 105, x + 12, 108, pen.ink.accent, 1)
    barrel = [*smooth([(12, 60), (30, 52), (44, 49), (62, 53), (88, 64)], closed=False),
              *smooth([(88, 90), (62, 101), (44, 105), (30, 102), (12, 94)],
                      closed=False)]  # fmt: skip
    pen.poly([(x, y + 0.8) for x, y in barrel], darker(base, 0.5))
    pen.cloth(barrel, grain(base))
    pen.shade(smooth([(12, 88), (44, 94), (88, 84), (88, 90), (62, 101), (44, 105), (12, 95)]), 80)
    pen.glow(smooth([(18, 62), (44, 54), (76, 62), (44, 60)]), 80)
    for step in range(11):
        share = step / 10
        y0, y1 = 61 + share * 32, 65 + share * 24
        bulge = (share - 0.5) * 46
        pen.curve([(14, y0), (45, 77 + bulge), (86, y1)], 1.3, (226, 202, 158))
        if step % 2 and 1 < step < 9:
            pen.rect(33 - 2.6, 77 + bulge * 0.9 - 2, 33 + 4.6, 77 + bulge * 0.9 + 2, WOOD, 1)
    for x, tall in ((40, 27.6), (50, 26.8)):
        band = [(x + 3 * cos(a * pi / 12), 77 + tall * sin(a * pi / 12)) for a in range(-6, 7)]
        pen.line(band, 2, pen.ink.accent)
    pen.ellipse(88, 77, 4.6, 14, darker(_SKIN, 0.35))
    pen.ellipse(13, 77, 8, 18.6, darker(_SKIN, 0.4))
    pen.ellipse(11.6, 77, 7.2, 17, darker(_SKIN, 0.12))
    for step in range(16):
        a = step * pi / 8
        pen.line([(12.4 + 6.4 * cos(a), 77 + 15 * sin(a)), (12.6 + 7.8 * cos(a), 77 + 18 * sin(a))],
                 0.8, darker(_SKIN, 0.45))  # fmt: skip
    pen.ellipse(11, 77, 5.6, 13.4, _SKIN)
    pen.ellipse(10.8, 77, 2.8, 6.8, _PASTE)


@lies("whistle-flute", "#c99a56", (50, 40))
def whistle_flute(pen: Pen) -> None:
    """One pipe of bamboo with a beak to blow into and the window below it."""
    base = pen.ink.base
    with pen.moved(turn=30, about=(50, 62)):
        pipe = [(46.4, 4), (55.6, 14), (55.6, 120), (44.4, 120), (44.4, 6)]
        pen.shade([(x + 2.4, y + 1.6) for x, y in pipe], 90)
        pen.poly(pipe, darker(base, 0.4))
        pen.poly([(46.4, 4.6), (53.4, 14), (53.8, 120), (44.8, 120), (44.8, 6.4)], base)
        pen.rect(46.2, 10, 48, 119, lighter(base, 0.5), 0.8, 170)
        pen.poly([(46.4, 4), (55.6, 14), (54, 14.6), (45.6, 5.6)], darker(base, 0.25))
        pen.rect(46, 27, 54, 34, darker(base, 0.75), 0.6)
        pen.poly([(46, 34), (54, 34), (53, 42), (47, 42)], darker(base, 0.3))
        pen.poly([(46.6, 34), (53.4, 34), (52.6, 40), (47.4, 40)], lighter(base, 0.3))
        for y in (56, 65, 74, 84, 93, 102):
            pen.ellipse(50, y, 1.9, 2.3, (52, 32, 26))
            pen.curve([(48.2, y + 1), (50, y + 2.5), (51.8, y + 1)], 0.5, lighter(base, 0.4))
        for y in (18, 47, 112):
            for step in range(3):
                colour = (pen.ink.accent, pen.ink.second, pen.ink.accent)[step]
                pen.rect(43.8, y + step * 1.8, 56.2, y + step * 1.8 + 1.6, colour)
