"""Hair and headgear."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    GOLD,
    RANI,
    darker,
    ink,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, mirror, smooth
from demo.pictures.ornament import border, flower
from demo.pictures.portraits.clothes import dressed, edged
from demo.pictures.portraits.look import WHITE, Look

VEIL_BACK: Points = [
    (50, 13), (64, 18), (70, 34), (71, 56), (78, 76), (72, 90), (28, 90), (22, 76), (29, 56),
    (30, 34), (36, 18),
]  # fmt: skip


def hair_behind(pen: Pen, look: Look) -> None:
    w = look.wide
    if look.head == "bun":
        pen.ellipse(50 + (7 if look.pattern % 2 else 0), 17.5, 8.5, 7, darker(look.hair, 0.1))
    else:
        low = 80 if look.head == "loose" else 56
        right: Points = [(50, 17), (50 + w, 23), (52.5 + w, 40), (54 + w, low - 18), (52 + w, low)]
        pen.poly(mirror(smooth(right, closed=False)), darker(look.hair, 0.12))
    pen.ellipse(50, 40, w + 1.6, 20, darker(look.hair, 0.12))


def _parted(pen: Pen, look: Look) -> None:
    """Hair combed to both sides of a parting."""
    w, part = look.wide, 50 + look.turn * 1.5
    for side in (-1, 1):
        edge = 50 + side * w
        half = [
            (part, 18.5), (50 + side * w * 0.72, 21), (edge + side * 1.6, 33),
            (edge + side * 1.6, 47), (edge - side * 0.6, 44), (50 + side * w * 0.8, 33), (part, 25),
        ]  # fmt: skip
        pen.poly(smooth(half), look.hair)
        for turn in (0.35, 0.65):
            strand = [(part, 20.5), (50 + side * w * turn * 1.2, 24), (50 + side * w * 0.95, 35)]
            pen.curve(strand, 0.4, lighter(look.hair, 0.2), 90)
    if look.age > 24 and look.pattern % 2:
        pen.line([(part, 19), (part, 25)], 0.9, (190, 38, 40))
    _earrings(pen, look)


def _earrings(pen: Pen, look: Look) -> None:
    for side in (-1, 1):
        x = 50 + side * (look.wide + 1.1) - look.turn * 0.4
        pen.ellipse(x, 50.4, 1, 1, GOLD)
        if look.pattern % 2:
            bell = [(x, 51), (x + 1.9, 54.6), (x - 1.9, 54.6)]
            pen.poly(bell, GOLD)
            pen.ellipse(x, 54.8, 1.9, 0.6, darker(GOLD, 0.25))
            pen.ellipse(x, 56, 0.5, 0.5, RANI)


def _braid(pen: Pen, look: Look) -> None:
    _parted(pen, look)
    for step in range(11):
        y = 58 + step * 4
        x = 50 + look.wide + 1.4 + step * 0.3
        for side in (-1, 1):
            turn = side * 28
            shown = lighter(look.hair, 0.06 * (step % 2))
            pen.ellipse(x + side * 1.3, y, 3, 2, shown, turn=turn)
    pen.ellipse(50 + look.wide + 5.6, 101, 3, 2, look.over)


def _veil(pen: Pen, look: Look) -> None:
    _parted(pen, look)
    inks = ink(look.over, look.pattern + 3)
    outer: Points = [
        (26, 84), (28, 62), (28.5, 36), (35.5, 18), (50, 12.5), (64.5, 18), (71.5, 36), (72, 62),
        (74, 84),
    ]  # fmt: skip
    inner: Points = [
        (66, 84), (65.6, 66), (66.4, 50), (64.6, 34), (59, 25), (50, 21.5), (41, 25), (35.4, 34),
        (33.6, 50), (34.4, 66), (34, 84),
    ]  # fmt: skip
    edge = smooth(inner, closed=False)
    dressed(pen, inks, [*smooth(outer, closed=False), *edge], 9)
    for side in (-1, 1):
        fold = [
            (50 + side * 10, 16),
            (50 + side * 19, 32),
            (50 + side * 19.6, 60),
            (50 + side * 21, 82),
        ]
        pen.curve(fold, 0.8, darker(look.over, 0.45), 90)
    edged(pen, inks, edge)


def _short_hair(pen: Pen, look: Look) -> None:
    w = look.wide
    bald = look.age > 48 and look.pattern % 3 == 0
    line = 22.0 if bald else 28.5 - (look.pattern % 3)
    side_part = 44.0 if look.pattern % 2 else 56.0
    outer: Points = [
        (50 - w - 1, 46), (50 - w - 1.6, 34), (50 - w * 0.74, 21.5 if bald else 19.5),
        (50, 20.5 if bald else 15.6), (50 + w * 0.74, 21.5 if bald else 19.5), (50 + w + 1.6, 34),
        (50 + w + 1, 46),
    ]  # fmt: skip
    inner: Points = [
        (50 + w - 1, 42), (50 + w * 0.86, 33), (50 + w * 0.6, line + 1), (side_part, line - 1.4),
        (50 - w * 0.6, line + 1), (50 - w * 0.86, 33), (50 - w + 1, 42),
    ]  # fmt: skip
    pen.poly([*smooth(outer, closed=False), *smooth(inner, closed=False)], look.hair)
    if not bald:
        for step in (-8, -3, 3, 8):
            sweep = [(side_part, 18), (50 + step, 19.5), (50 + step * 1.4, 25)]
            pen.curve(sweep, 0.5, lighter(look.hair, 0.25), 80)


def _sideburns(pen: Pen, look: Look) -> None:
    for side in (-1, 1):
        x = 50 + side * look.wide
        half = (0.9, 30), (0.9, 45), (-1.8, 43), (-3, 30)
        pen.poly([(x + side * out, y) for out, y in half], look.hair)


def _turban(pen: Pen, look: Look) -> None:
    _sideburns(pen, look)
    w, colour = look.wide, look.over
    shape: Points = [
        (50 - w - 1.5, 35.5), (50 - w - 5.5, 27), (50 - w - 2.5, 16), (42, 9.5), (54, 8),
        (50 + w, 13), (50 + w + 5.6, 24), (50 + w + 2, 35.5), (58, 30.5), (50, 28.6), (42, 30.5),
    ]  # fmt: skip
    pen.poly(smooth(shape), colour)
    for step in range(5):
        y = 13 + step * 4.3
        fold = [(50 - w - 2, y + 7 - step), (45, y + 1.5), (50 + w - 2 + step, y + step)]
        pen.curve(fold, 0.8, darker(colour, 0.32), 170)
        pen.curve([(px, py + 1) for px, py in fold], 0.7, lighter(colour, 0.35), 120)
    wrap = [
        (50 - w - 2, 34),
        (44, 28),
        (56, 19),
        (50 + w + 3, 16),
        (50 + w + 4.4, 21),
        (57, 26),
        (47, 32.5),
    ]
    pen.poly(smooth(wrap), lighter(colour, 0.12))
    if look.pattern % 2:
        border(pen, [(50 - w, 33), (46, 28.5), (57, 22.5), (50 + w + 2, 18.6)], 2.6)


def _cap(pen: Pen, look: Look) -> None:
    """A round cap with stitched work."""
    _sideburns(pen, look)
    w = look.wide
    white = WHITE if look.pattern % 3 else mix(look.over, WHITE, 0.2)
    crown: Points = [(50 + w + 0.6, 32), (50 + w - 0.4, 22), (50 + w * 0.6, 16.6), (50, 15)]
    top = smooth(crown, closed=False)
    rim = [(50 - w - 0.6, 32), (50 - w * 0.5, 29.5), (50, 28.6), (50 + w * 0.5, 29.5)]
    pen.poly([*top, *((100 - x, y) for x, y in reversed(top)), *rim[1:]], white)
    dark = darker(white, 0.3)
    pen.curve([(50 - w - 0.2, 27), (50, 24), (50 + w + 0.2, 27)], 0.5, dark)
    for step in range(-3, 4):
        pen.curve(
            [(50 + step * 4.1, 24.6 + abs(step) * 0.5), (50 + step * 2.2, 16.4)], 0.4, dark, 150
        )
        flower(pen, 50 + step * 4.1, 27 + abs(step) * 0.6, 2.6, dark, white)


def _boat_cap(pen: Pen, look: Look) -> None:
    _short_hair(pen, look)
    w = look.wide
    felt = mix(look.over, (70, 60, 56), 0.4) if look.pattern % 2 else WHITE
    side: Points = [
        (50 - w - 1.4, 29), (50 - w * 0.86, 15.5), (52, 11.5), (50 + w * 0.9, 15),
        (50 + w + 1.4, 29), (50, 25.2),
    ]  # fmt: skip
    pen.poly(side, felt)
    pen.poly([(50 - w * 0.86, 15.5), (52, 11.5), (50 + w * 0.9, 15), (51, 17.4)], darker(felt, 0.2))
    pen.curve([(50 - w - 1, 27), (50, 23), (50 + w + 1, 27)], 0.5, darker(felt, 0.3))


HEADS = {
    "bare": _short_hair, "turban": _turban, "cap": _cap, "boat-cap": _boat_cap,
    "bun": _parted, "braid": _braid, "loose": _parted, "veil": _veil,
}  # fmt: skip
