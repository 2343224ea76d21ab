"""Brushes for walls, wood and pictures."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, mirror, smooth
from demo.pictures.ornament import grain
from demo.pictures.shapes.parts.metal import plate, screw
from demo.pictures.shapes.shape import lies

_BRISTLE: Colour = (196, 158, 104)
_DARK_BRISTLE: Colour = (74, 58, 52)


def _bristles(
    pen: Pen, x: float, foot: float, half: float, tip: float, spread: float, colour: Colour
) -> None:
    """A flat tuft from its foot up to its tip, each bristle seen."""
    top = half * spread
    outline = [(x - half, foot), (x + half, foot), (x + top, tip + 2), (x + top * 0.5, tip),
               (x - top * 0.5, tip), (x - top, tip + 2)]  # fmt: skip
    pen.fade(outline, lighter(colour, 0.25), darker(colour, 0.25))
    count = max(7, round(half * 1.5))
    for step in range(count):
        share = (step + 0.5) / count * 2 - 1
        tone = darker(colour, 0.4) if step % 2 else lighter(colour, 0.4)
        pen.line(
            [(x + half * share, foot), (x + top * share, tip + 1 + step % 3 * 0.8)], 0.5, tone, 190
        )


def _paint(pen: Pen, x: float, half: float, tip: float, deep: float, colour: Colour) -> None:
    """Paint on the tips of a tuft, running down unevenly."""
    edge: Points = [(x - half, tip + deep), (x - half * 0.5, tip + deep * 0.8),
                    (x, tip + deep * 1.2), (x + half * 0.5, tip + deep * 0.85),
                    (x + half, tip + deep)]  # fmt: skip
    pen.poly([(x + half, tip + 2), (x + half * 0.5, tip), (x - half * 0.5, tip),
              (x - half, tip + 2), *smooth(edge, closed=False)], colour)  # fmt: skip
    pen.line(
        [(x - half * 0.7, tip + 3), (x - half * 0.5, tip + deep * 0.7)],
        half * 0.12,
        lighter(colour, 0.6),
        170,
    )


def _ferrule(
    pen: Pen, x: float, top: float, foot: float, half: float, neck: float, colour: Colour = STEEL
) -> None:
    """The metal band that holds the bristles, with its nails and grooves."""
    plate(pen, [(x - half, top), (x + half, top), (x + neck, foot), (x - neck, foot)], colour)
    tall = foot - top
    pen.glow(
        [
            (x - half * 0.8, top + 0.6),
            (x - half * 0.5, top + 0.6),
            (x - neck * 0.5, foot),
            (x - neck * 0.8, foot),
        ],
        130,
    )
    pen.shade(
        [(x + half * 0.7, top), (x + half, top), (x + neck, foot), (x + neck * 0.7, foot)], 60
    )
    for share in (0.14, 0.8):
        y, wide = top + tall * share, half + (neck - half) * share - 0.5
        pen.line([(x - wide, y), (x + wide, y)], 0.6, darker(colour, 0.45))


def _flat_handle(pen: Pen, x: float, top: float, foot: float, half: float, colour: Colour) -> None:
    """A flat handle that narrows to the grip, with a hole to hang it by."""
    tall = foot - top
    right: Points = [(x + half, top), (x + half * 0.96, top + tall * 0.14),
                     (x + half * 0.4, top + tall * 0.36), (x + half * 0.34, top + tall * 0.6),
                     (x + half * 0.5, top + tall * 0.84), (x + half * 0.3, foot)]  # fmt: skip
    outline = mirror(smooth(right, closed=False, steps=6), x)
    pen.poly([(px + 1, py + 1) for px, py in outline], darker(colour, 0.5))
    pen.poly(outline, colour)
    pen.cloth(outline, grain(colour))
    pen.glow([(px - (px - x) * 0.3, py) for px, py in outline[len(outline) // 2 :]], 50)
    pen.cut([(x + 2.4 * cos(a * pi / 8), foot - 8 + 2.4 * sin(a * pi / 8)) for a in range(16)])


@lies("wall-brush", "#b98552", (50, 44))
def wall_brush(pen: Pen) -> None:
    """A wide flat brush for painting walls."""
    with pen.moved(turn=-18, about=(50, 62)):
        _flat_handle(pen, 50, 66, 118, 24, pen.ink.base)
        _bristles(pen, 50, 48, 25, 8, 1.04, _BRISTLE)
        _paint(pen, 50, 26, 8, 15, pen.ink.accent)
        _ferrule(pen, 50, 46, 67, 26, 25)
        for x in (32, 68):
            for y in (54, 59):
                screw(pen, x, y, 1.1, STEEL)


@lies("varnish-brush", "#a8452f", (50, 44))
def varnish_brush(pen: Pen) -> None:
    """A thin brush of dark bristle, varnish on it and below it."""
    amber: Colour = (196, 116, 34)
    pen.poly(smooth([(20, 30), (44, 18), (62, 28), (58, 44), (38, 42), (24, 50)]), amber)
    pen.glow(smooth([(26, 34), (40, 24), (50, 26), (36, 32)]), 110)
    with pen.moved(turn=34, about=(50, 62)):
        _flat_handle(pen, 50, 62, 120, 15, pen.ink.base)
        _bristles(pen, 50, 46, 15, 8, 0.94, _DARK_BRISTLE)
        _paint(pen, 50, 14, 8, 12, amber)
        _ferrule(pen, 50, 44, 63, 16, 15.4, (204, 166, 84))
        for x in (40, 60):
            screw(pen, x, 54, 1.1, STEEL)


@lies("whitewash-brush", "#b98552", (50, 54))
def whitewash_brush(pen: Pen) -> None:
    """A block with long thick bristles and an upright handle, lime on its tips."""
    base = pen.ink.base
    with pen.moved(turn=168, about=(50, 62)):
        _bristles(pen, 50, 62, 37, 8, 1.06, (212, 180, 128))
        _paint(pen, 50, 39, 8, 15, (250, 248, 240))
        pen.line([(12, 54), (88, 54)], 2, pen.ink.accent)
        pen.line([(12, 58), (88, 58)], 2, pen.ink.accent)
        block: Points = [(12, 61), (88, 61), (88, 72), (82, 76), (18, 76), (12, 72)]
        pen.poly([(x - 0.8, y + 1.4) for x, y in block], darker(base, 0.5))
        pen.cloth(block, grain(base))
        pen.line([(14, 74), (86, 74)], 1, lighter(base, 0.4), 120)
        right: Points = [(57, 76), (54.6, 84), (54.6, 104), (56.6, 114), (53, 120)]
        handle = mirror(smooth(right, closed=False, steps=5))
        pen.poly([(x - 0.8, y + 1) for x, y in handle], darker(base, 0.5))
        pen.poly(handle, mix(base, WOOD, 0.2))
        pen.glow([(51.4, 80), (53.4, 80), (53, 116), (51.4, 116)], 100)
        for x in (26, 42, 58, 74):
            screw(pen, x, 68, 1.4, STEEL)


def _artist_handle(pen: Pen, top: float, half: float) -> None:
    """A long lacquered handle, its end dipped in another colour, below a brass ferrule."""
    base = pen.ink.base
    right: Points = [
        (50 + half * 0.8, top),
        (50 + half, top + 10),
        (50 + half * 0.5, top + 40),
        (50.8, 120),
    ]
    outline = mirror(smooth(right, closed=False, steps=5))
    pen.poly([(x + 0.8, y + 0.8) for x, y in outline], darker(base, 0.5))
    pen.poly(outline, base)
    pen.line(
        [(50 - half * 0.4, top + 4), (50 - half * 0.2, top + 40)],
        half * 0.26,
        lighter(base, 0.65),
        180,
    )
    tip = [(x, y) for x, y in outline if y > 104]
    pen.poly(tip, pen.ink.accent)


@lies("round-brush", "#a8452f", (50, 36))
def round_brush(pen: Pen) -> None:
    """An artist's brush that comes to a point, paint on its tip."""
    hair: Colour = (150, 104, 62)
    with pen.moved(1, 0, 1.06, turn=26, about=(50, 62)):
        _artist_handle(pen, 60, 4.4)
        tuft = smooth(mirror([(50, 8), (53.4, 18), (56.4, 30), (54.4, 41)])[:-1], steps=5)
        pen.fade(tuft, lighter(hair, 0.1), darker(hair, 0.2))
        for share in (-0.7, -0.35, 0, 0.35, 0.7):
            tone = lighter(hair, 0.35) if share < 0 else darker(hair, 0.35)
            pen.curve([(50 + share * 4, 40), (50 + share * 5.6, 29), (50 + share, 12)], 0.5, tone)
        pen.blob([(50, 7), (53.6, 17), (54, 24), (50, 21), (46.4, 25), (46.4, 17)], pen.ink.accent)
        pen.line([(48.4, 17), (49.6, 12)], 0.8, lighter(pen.ink.accent, 0.6), 180)
        _ferrule(pen, 50, 38, 62, 5.4, 4, (204, 166, 84))


@lies("flat-brush", "#a8452f", (50, 36))
def flat_brush(pen: Pen) -> None:
    """An artist's brush with a square edge, paint on its tip."""
    with pen.moved(1, 0, 1.06, turn=26, about=(50, 62)):
        _artist_handle(pen, 60, 4.4)
        _bristles(pen, 50, 40, 8.6, 12, 1.0, (150, 104, 62))
        _paint(pen, 50, 8.6, 12, 9, pen.ink.accent)
        _ferrule(pen, 50, 38, 62, 9, 4, (204, 166, 84))


@lies("fan-brush", "#a8452f", (50, 34))
def fan_brush(pen: Pen) -> None:
    """An artist's brush whose hair spreads like a fan."""
    hair: Colour = (178, 128, 78)
    with pen.moved(turn=20, about=(50, 62)):
        _artist_handle(pen, 62, 4.2)
        fan = [
            (50 + 36 * sin(a), 46 - 36 * cos(a))
            for a in (step / 16 * 1.84 - 0.92 for step in range(17))
        ]
        pen.poly([(46, 46), *fan, (54, 46)], hair)
        for step in range(36):
            angle = (step + 0.5) / 36 * 1.8 - 0.9
            long = 36 + (step * 7 % 5) * 0.6
            tone = darker(hair, 0.4) if step % 2 else lighter(hair, 0.35)
            pen.line(
                [(50 + 4 * angle, 46), (50 + long * sin(angle), 46 - long * cos(angle))], 0.7, tone
            )
        tips = [
            (50 + 36 * sin(a), 46 - 36 * cos(a))
            for a in (step / 16 * 1.84 - 0.92 for step in range(17))
        ]
        inner = [(50 + (29 + step % 3) * sin(a), 46 - (29 + step % 3) * cos(a))
                 for step,
        a in enumerate(step / 16 * 1.84 - 0.92 for step in range(17))]  # fmt: skip
        pen.poly([*tips, *reversed(inner)], pen.ink.accent, 215)
        _ferrule(pen, 50, 44, 64, 5.6, 3.6, (204, 166, 84))
