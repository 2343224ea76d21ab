"""What is cooked, served and pounded with."""

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import BRASS, WOOD, darker, lighter
from demo.pictures.geometry import Points, along, box_points, round_points, smooth
from demo.pictures.ornament import border, grain
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import hangs, lies, stands


def _handle(pen: Pen, points: Points, width: float, colour: tuple[int, int, int]) -> None:
    pen.curve(points, width, darker(colour, 0.34))
    pen.curve([(x - 0.4, y - 0.5) for x, y in points], width * 0.5, lighter(colour, 0.34))


@stands("jug", "#9ec3c9", (50, 72))
def jug(pen: Pen) -> None:
    """A jug with a lip and a handle."""
    base = pen.ink.base
    _handle(pen, [(66, 46), (86, 50), (84, 78), (68, 84)], 5, base)
    profile: Points = [(38, 15), (42, 14), (50, 13), (62, 20), (80, 25), (96, 21), (106, 17)]
    body = turned(pen, profile, base, "glaze")
    ringed(pen, body, 80, 11, 7)
    body.mouth(base, 1.6)
    pen.blob([(37, 37), (28, 33), (33, 43), (38, 42)], lighter(base, 0.16))
    body.light(-0.62, 0.12, 90)


@stands("urli", "#c59a45", (50, 84))
def urli(pen: Pen) -> None:
    """A wide shallow bowl for floating flowers."""
    base = pen.ink.base
    profile: Points = [(76, 44), (80, 45), (88, 40), (98, 28), (104, 20), (107, 21)]
    body = Lathe(pen, 50, profile)
    body.body(base, "metal")
    ringed(pen, body, 89, 7, 9)
    body.mouth(base, 2.4, (96, 142, 150))
    for x, y, size in ((34, 76, 7), (52, 79, 8), (66, 75, 6.4)):
        for turn in range(0, 360, 45):
            with pen.moved(turn=turn, about=(x, y)):
                pen.ellipse(x + size * 0.5, y, size * 0.5, size * 0.24, (232, 128, 40))
        pen.ellipse(x, y, size * 0.24, size * 0.2, (250, 206, 90))
    for side in (-1, 1):
        pen.ring(50 + side * 45, 80, 4, 5, 2, darker(base, 0.2))
    body.light(-0.66, 0.1, 90)


@stands("kadhai", "#aab0b8", (50, 84))
def kadhai(pen: Pen) -> None:
    """A round-bottomed pan with two handles."""
    base = pen.ink.base
    for side in (-1, 1):
        _handle(
            pen,
            [
                (50 + side * 36, 72),
                (50 + side * 47, 66),
                (50 + side * 48, 76),
                (50 + side * 37, 80),
            ],
            3,
            base,
        )
    body = Lathe(pen, 50, [(70, 38), (74, 38.6), (86, 33), (98, 22), (105, 10)])
    body.body(base, "metal")
    body.mouth(base, 2, darker(base, 0.3))
    pen.ellipse(50, 71.6, 30, 4, lighter(base, 0.1), 120)
    body.light(-0.6, 0.1, 100)


@stands("tawa", "#8f959e", (46, 92))
def tawa(pen: Pen) -> None:
    """A flat pan with a long handle."""
    base = pen.ink.base
    pen.line([(78, 92), (97, 84)], 5, (60, 46, 40))
    pen.line([(78, 91), (97, 83)], 2, (110, 84, 66))
    pen.ellipse(44, 96, 38, 9, darker(base, 0.4))
    pen.ellipse(44, 93.4, 38, 9, base)
    pen.ellipse(43.4, 93, 33, 7.2, darker(base, 0.22))
    pen.glow(smooth([(16, 92), (28, 86.6), (46, 85.4), (30, 89), (20, 95)]), 80)


@stands("mortar", "#a8713f", (50, 78))
def mortar(pen: Pen) -> None:
    """A mortar and the pestle leaning in it."""
    base = pen.ink.base
    with pen.moved(turn=24, about=(56, 66)):
        pen.rect(51, 16, 61, 74, darker(base, 0.3), 4)
        pen.cloth(box_points(51, 16, 59.4, 74, 4), grain(lighter(base, 0.08)))
        pen.ellipse(56, 17, 6.4, 4.4, base)
    profile: Points = [(62, 29), (65, 30), (78, 25), (92, 17), (98, 20), (107, 25)]
    body = Lathe(pen, 50, profile)
    body.body(base, "clay")
    body.band(70, 72, pen.ink.accent)
    back = round_points(50, 62, 29, 4.9, start=180, end=360)
    pen.line(back, 1.4, lighter(base, 0.3))
    front = round_points(50, 62, 28.4, 4.6, start=0, end=180)
    pen.line(front, 2.2, lighter(base, 0.24))
    body.light(-0.6, 0.1, 60)


@lies("rolling-pin", "#b98552", (50, 62))
def rolling_pin(pen: Pen) -> None:
    """A pin with turned ends."""
    base = pen.ink.base
    with pen.moved(turn=-28, about=(50, 62)):
        pen.rect(18, 56, 82, 69, darker(base, 0.34), 5)
        pen.cloth(box_points(18, 55, 82, 67.4, 5), grain(base))
        pen.glow(box_points(20, 57, 80, 59.4, 1), 90)
        for x, way in ((18, -1), (82, 1)):
            pen.rect(min(x, x + way * 12), 58.6, max(x, x + way * 12), 65.6, darker(base, 0.2), 3)
            pen.ellipse(x + way * 12.6, 62, 2.6, 4.2, pen.ink.accent)
            pen.rect(x - way * 5 - 0.8, 55, x - way * 5 + 0.8, 68.6, pen.ink.accent)


@lies("chakla-belan", "#b98552", (50, 62))
def chakla_belan(pen: Pen) -> None:
    """A round board and the pin across it."""
    base = pen.ink.base
    pen.ellipse(50, 66, 37, 37, darker(base, 0.4))
    pen.cloth(round_points(49.4, 64.6, 36.4, 36.4), grain(base))
    pen.ring(49.4, 64.6, 32, 32, 0.8, darker(base, 0.3))
    with pen.moved(0, -6, 0.92, -34, (50, 62)):
        rolling_pin(pen)


@lies("chopping-board", "#b98552", (50, 66))
def chopping_board(pen: Pen) -> None:
    """A board with a handle, laid flat."""
    base = pen.ink.base
    board: Points = [
        (24, 38), (43, 37), (45, 18), (50, 15), (55, 18), (57, 37), (76, 38), (79, 106), (21, 106),
    ]  # fmt: skip
    pen.poly([(x + 1, y + 2) for x, y in board], darker(base, 0.45))
    pen.cloth(board, grain(base))
    pen.ellipse(50, 22, 2.4, 2.4, darker(base, 0.55))
    pen.line([(28, 44), (72, 44), (74, 100), (26, 100), (28, 44)], 0.7, darker(base, 0.28))
    border(pen, [(30, 94), (70, 94)], 5)


@stands("spoon-set", "#b98552", (50, 60))
def spoon_set(pen: Pen) -> None:
    """Cooking spoons standing in a jar."""
    base = pen.ink.base
    for x, tip, turn, wide in (
        (38, 20, -14, 6),
        (47, 12, -4, 7),
        (56, 14, 6, 6.4),
        (64, 24, 16, 5.6),
    ):
        with pen.moved(turn=turn, about=(x, 84)):
            pen.line([(x, tip + 10), (x, 84)], 3.4, darker(base, 0.3))
            pen.line([(x - 0.5, tip + 10), (x - 0.5, 84)], 1.9, lighter(base, 0.1))
            pen.ellipse(x, tip + 4, wide, 10, darker(base, 0.3))
            pen.ellipse(x - 0.4, tip + 3.6, wide * 0.9, 9.2, base)
            pen.ellipse(x, tip + 4, wide * 0.6, 6.4, darker(base, 0.16))
    body = turned(pen, [(70, 21), (74, 22), (92, 20), (107, 18)], lighter(WOOD, 0.05), "clay")
    ringed(pen, body, 88, 8, 7)
    body.mouth(WOOD, 1.2, None)


@stands("oil-lamp", "#c59a45", (50, 88))
def oil_lamp(pen: Pen) -> None:
    """A diya with its wick burning."""
    base = pen.ink.base
    body = Lathe(pen, 48, [(86, 30), (90, 30), (98, 22), (104, 13), (107, 14)])
    body.body(base, "metal" if base == BRASS else "clay")
    pen.blob([(72, 84), (86, 82), (91, 86), (78, 93)], lighter(base, 0.12))
    body.mouth(base, 2, darker(base, 0.45))
    pen.ellipse(48, 86.6, 24, 3.2, (206, 156, 60), 170)
    ringed(pen, body, 96, 5, 7)
    pen.line([(70, 88), (87, 84)], 1.6, (244, 240, 226))
    pen.ellipse(88, 76, 10, 13, (255, 226, 150), body=60)
    pen.poly(smooth([(88, 62), (92, 76), (88, 84), (84, 76)]), (255, 206, 92))
    pen.poly(smooth([(88, 70), (90, 78), (88, 83), (86, 78)]), (255, 248, 222))


@hangs("hanging-diya", "#b5653c", (50, 74))
def hanging_diya(pen: Pen) -> None:
    """A diya on three chains."""
    for x, y in ((24, 70), (72, 70), (48, 76)):
        pen.line([(48, 16), (x, y)], 1.2, (110, 96, 84))
        for (at, low), _turn in along([(48, 16), (x, y)], 9):
            pen.ellipse(at, low, 1.5, 2.1, (150, 132, 112))
    pen.ring(48, 13, 3.4, 3.4, 1.2, (110, 96, 84))
    with pen.moved(0, -16, 1, 0, (50, 97)):
        oil_lamp(pen)


@stands("lamp-row", "#b5653c", (50, 88))
def lamp_row(pen: Pen) -> None:
    """Clay diyas set out in two rows."""
    for x, y, size in ((30, 74, 0.42), (58, 74, 0.42), (20, 96, 0.5), (50, 97, 0.5), (78, 96, 0.5)):
        with pen.moved(x - 50, y - 97, size, 0, (50, 97)):
            oil_lamp(pen)


@stands("kulhad", "#b5653c", (50, 78))
def kulhad(pen: Pen) -> None:
    """Three clay cups that widen to the rim."""
    base = pen.ink.base
    for x, low, size in ((30, 96, 0.8), (70, 96, 0.8), (50, 107, 1.0)):
        profile = [(low - 40 * size, 17 * size), (low - 36 * size, 17.4 * size), (low, 11 * size)]
        body = Lathe(pen, x, profile)
        body.body(base, "clay")
        for share in (0.3, 0.5, 0.7):
            y = low - 40 * size * share
            body.band(y, y + 0.8, darker(base, 0.2), 160)
        body.mouth(base, 1.4, (98, 62, 40))
        body.light(-0.6, 0.1, 60)
