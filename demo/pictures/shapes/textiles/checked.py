"""Cotton woven in checks: lungi, gamcha, the Arab square."""

from demo.pictures.canvas import Pen, Tile
from demo.pictures.colour import IVORY, Colour, Ink, mix
from demo.pictures.geometry import Points
from demo.pictures.ornament import motif
from demo.pictures.shapes.parts.sewing import crease, fringe, rod, sewn
from demo.pictures.shapes.shape import hangs, lies
from demo.pictures.shapes.textiles.lengths import folded


def _lines(pen: Pen) -> None:
    for at, wide, colour in (
        (0, 2.6, pen.ink.accent),
        (4.4, 0.8, pen.ink.second),
        (7, 0.5, pen.ink.second),
    ):
        pen.rect(at, 0, at + wide, 10, colour, alpha=140)
        pen.rect(0, at, 10, at + wide, colour, alpha=140)


def checks(base: Colour, accent: Colour, second: Colour, side: float = 11) -> Tile:
    """Broad and narrow lines crossing, in three colours."""
    return Tile(_lines, side, Ink(base, accent, second), base)


@lies("lungi", "#3a5f9a", (50, 62))
def lungi(pen: Pen) -> None:
    """Checked cotton, folded to a packet; the upper one opened at a corner."""
    own = checks(pen.ink.base, pen.ink.accent, pen.ink.second)
    other = checks(pen.ink.dark, pen.ink.second, pen.ink.accent)
    with pen.moved(turn=9, about=(50, 62)):
        folded(pen, 20, 18, 86, 108, other, 6)
    with pen.moved(turn=-5, about=(50, 62)):
        folded(pen, 12, 24, 80, 104, own, 6)
        crease(pen, [(46, 26), (47, 60), (46, 103)], 2.4, 50)
        for y, wide in ((90, 5), (97, 1.6)):
            pen.rect(12, y, 80, y + wide, pen.ink.accent)
            pen.rect(12, y + wide, 80, y + wide + 0.7, pen.ink.second)
        flap: Points = [(12, 24), (56, 24), (44, 46), (12, 56)]
        pen.shade([(x + 1, y + 3) for x, y in flap[1:]] + [(12, 62)], 90)
        sewn(pen, flap, own)
        pen.glow([(12, 24), (56, 24), (52, 31), (12, 31)], 60)
        pen.line([flap[1], flap[2], flap[3]], 1.2, pen.ink.second)
        pen.rect(56, 62, 80, 78, IVORY, 1)
        motif(pen)(pen, 68, 70, 10, pen.ink.accent, pen.ink.base)


@hangs("gamcha", "#c8342f", (44, 78))
def gamcha(pen: Pen) -> None:
    """Thin checked cotton over a rod, both ends striped and fringed."""
    own, pale = pen.ink.base, (246, 240, 226)
    tile = checks(pale, own, mix(own, pale, 0.3), 8)
    if sum(own) > 600:
        tile = checks(own, pen.ink.accent, pen.ink.second, 8)
    rod(pen, 16, 8, 92)
    for x0, x1, low in ((54, 84, 84), (18, 60, 104)):
        cloth_points: Points = [(x0, 14), (x1, 14), (x1 + 1, low), (x0 - 1, low)]
        pen.shade([(x + 2, y + 2) for x, y in cloth_points], 70)
        sewn(pen, cloth_points, tile)
        for up, wide in ((12, 5), (5, 2)):
            pen.rect(x0 - 1, low - up, x1 + 1, low - up + wide, tile.ink.accent)
        fringe(pen, [(x0 - 1, low), (x1 + 1, low)], round((x1 - x0) * 0.8), 7, tile.ink.accent)
        pen.glow([(x0, 14), (x1, 14), (x1, 19), (x0, 19)], 90)
        for share, full in ((0.25, 2.4), (0.6, 3.2)):
            x = x0 + (x1 - x0) * share
            crease(pen, [(x, 22), (x - 1, 56), (x + 1, low - 1)], full, 46, opens=True)


@lies("checked-scarf", "#c8342f", (50, 56))
def checked_scarf(pen: Pen) -> None:
    """A square folded to a triangle: a net of small checks, a woven edge, tassels."""
    own = pen.ink.base
    dark = own if sum(own) < 560 else pen.ink.accent
    net = Tile(_net, 5, Ink(IVORY, dark, dark), IVORY)
    for shift, turn in ((3, 3), (0, 0)):
        with pen.moved(0, shift, turn=turn, about=(50, 30)):
            corner: Points = [(5, 24), (95, 24), (50, 108)]
            pen.shade([(x + 1.6, y + 2.6) for x, y in corner], 90)
            for edge in ([(5, 24), (50, 108)], [(50, 108), (95, 24)]):
                _hanging(pen, edge, dark)
            sewn(pen, corner, net)
            for inset, wide in ((5, 3.4), (10, 1.2)):
                far = inset * 1.7 + 0.8
                band = [(5 + far, 25.6), (50, 108 - inset * 1.9), (95 - far, 25.6)]
                pen.line(band, wide, dark)
    pen.glow([(5, 24), (95, 24), (93, 29), (7, 29)], 80)
    for path in ([(30, 27), (38, 50), (46, 92)], [(66, 27), (60, 52), (53, 90)]):
        crease(pen, path, 3, 50)


def _net(pen: Pen) -> None:
    for line in ([(0, 5), (5, 0)], [(5, 0), (10, 5)], [(10, 5), (5, 10)], [(5, 10), (0, 5)]):
        pen.line(line, 1.5, pen.ink.accent)
    pen.ellipse(5, 5, 1.5, 1.5, pen.ink.accent)


def _hanging(pen: Pen, edge: Points, colour: Colour) -> None:
    """Knotted threads along an edge."""
    (x0, y0), (x1, y1) = edge
    for step in range(1, 22):
        share = step / 22
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        for sway in (-1, 0, 1):
            pen.line([(x, y), (x + sway, y + 7)], 0.6, colour if step % 2 else IVORY)
