"""Foods as they look: heaped in a bowl, or piece by piece on a plate. The drawings are data."""

from collections.abc import Callable
from functools import partial
from math import cos, pi, sin
from random import Random

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import BRASS, GOLD, LEAF, RANI, STEEL, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, round_points, smooth
from demo.pictures.ornament import leaf, speckle
from demo.pictures.shapes.shape import stands

CLAY: Colour = (176, 96, 62)
COPPER: Colour = (190, 112, 74)
# Draws one piece of the colour at a place; the number lets pieces differ.
Piece = Callable[[Pen, float, float, Colour, Random], None]


def _grain(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    lit = lighter(colour, chance.uniform(0, 0.35))
    pen.ellipse(x, y, 2.3, 0.7, lit, turn=chance.uniform(0, 180))


def _lentil(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    pen.ellipse(x, y + 0.3, 1.9, 1.5, darker(colour, 0.35))
    pen.ellipse(x, y, 1.8, 1.3, lighter(colour, chance.uniform(0, 0.3)))


def _gram(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    pen.ellipse(x, y + 0.4, 2.6, 2.3, darker(colour, 0.4))
    pen.ellipse(x, y, 2.4, 2.1, lighter(colour, chance.uniform(0, 0.25)))
    pen.ellipse(x - 0.8, y - 0.7, 0.8, 0.6, lighter(colour, 0.5))


def _flake(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    turn = chance.uniform(0, 180)
    pen.ellipse(x, y + 0.3, 3, 1.5, darker(colour, 0.22), turn=turn)
    pen.ellipse(x, y, 2.8, 1.3, lighter(colour, chance.uniform(0, 0.3)), turn=turn)


def _puff(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    turn = chance.uniform(0, 180)
    pen.ellipse(x, y + 0.4, 2.8, 1.9, darker(colour, 0.2), turn=turn)
    pen.ellipse(x, y, 2.6, 1.7, lighter(colour, chance.uniform(0.1, 0.5)), turn=turn)


def _strip(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    angle, bend = chance.uniform(0, pi), chance.uniform(-2, 2)
    ends = [(x + way * 5 * cos(angle), y + way * 2.2 * sin(angle)) for way in (-1, 1)]
    lit = lighter(colour, chance.uniform(0, 0.3))
    pen.curve([ends[0], (x, y + bend), ends[1]], 1.2, lit)


def _crumb(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    size = chance.uniform(1.2, 2.3)
    pen.poly(round_points(x, y, size, size * 0.8, start=chance.uniform(0, 40)), darker(colour, 0.3))
    pen.rect(x - size * 0.6, y - size * 0.7, x + size * 0.5, y + size * 0.3, lighter(colour, 0.2))


def _dry_leaf(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    turn = chance.uniform(0, 180)
    with pen.moved(turn=turn, about=(x, y)):
        curled = smooth([(x - 4, y + 0.6), (x, y - 1.7), (x + 4, y), (x + 1, y + 1.7)])
        pen.poly([(at, low + 0.6) for at, low in curled], darker(colour, 0.45))
        pen.poly(curled, lighter(colour, chance.uniform(0, 0.3)))
        pen.curve([(x - 3.4, y + 0.4), (x, y - 0.2), (x + 3.6, y)], 0.4, darker(colour, 0.35))


def _herb(pen: Pen, x: float, y: float, colour: Colour, chance: Random) -> None:
    """Bark, roots, petals, seeds and lumps of resin, as they come."""
    tone = chance.choice((colour, LEAF, RANI, GOLD, darker(colour, 0.35), lighter(colour, 0.4)))
    drawn = chance.choice((_strip, _dry_leaf, _lentil, _crumb, _crumb))
    drawn(pen, x, y, mix(tone, colour, 0.3), chance)


def _bowl(pen: Pen, colour: Colour) -> None:
    profile: Points = [(80, 38), (83, 38.4), (92, 33), (100, 21), (104, 15), (107, 16)]
    body = Lathe(pen, 50, profile)
    body.body(colour, "clay" if colour == CLAY else "metal")
    body.band(84, 86, lighter(colour, 0.25))
    body.mouth(colour, 1.4, darker(colour, 0.4))
    body.light(-0.66, 0.1, 80)


def _heaped(pen: Pen, piece: Piece | None, bowl: Colour, name: str) -> None:
    """A bowl and what is heaped in it; without pieces a powder, smooth and with a spoon."""
    base = pen.ink.base
    _bowl(pen, bowl)
    dome = smooth([(14, 80), (24, 67), (38, 58), (50, 55), (62, 58), (76, 67), (86, 80), (50, 86)])
    pen.cloth(dome, speckle(base, 3 if piece is None else 5))
    pen.shade(smooth([(62, 58), (76, 67), (86, 80), (62, 85), (70, 72)]), 34)
    pen.glow(smooth([(26, 70), (38, 60), (48, 58), (38, 68), (28, 78)]), 46)
    chance = Random(name)
    if piece is None:
        for _ in range(90):
            angle, share = chance.uniform(0, 2 * pi), chance.random() ** 0.5
            at = 50 + 33 * share * cos(angle), 72 + 12 * share * sin(angle)
            pen.ellipse(*at, 0.6, 0.4, darker(base, chance.uniform(0.05, 0.25)), 150)
        pen.line([(60, 62), (88, 40)], 2.4, darker(BRASS, 0.3))
        pen.line([(60, 61.4), (88, 39.4)], 1.4, lighter(BRASS, 0.3))
        pen.ellipse(57, 64, 7, 4.4, BRASS, turn=-36)
        pen.ellipse(57, 63.4, 5.6, 3.2, lighter(base, 0.12), turn=-36)
        return
    places: list[tuple[float, float]] = []
    while len(places) < 240:
        x, y = chance.uniform(15, 85), chance.uniform(56, 85)
        if ((x - 50) / 35) ** 2 + ((y - 80) / (24 if y < 80 else 5)) ** 2 < 1:
            places.append((y, x))
    for y, x in sorted(places):
        piece(pen, x, y, darker(base, 0.12) if x > 62 else base, chance)


def _plate(pen: Pen, colour: Colour = BRASS) -> None:
    plate = Lathe(pen, 50, [(94, 45), (98, 42), (103, 30)])
    plate.body(colour, "metal")
    pen.ellipse(50, 94, 45, 8, lighter(colour, 0.3))
    pen.ellipse(50, 94.6, 41, 6.6, darker(colour, 0.22))


def _ball(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    pen.ellipse(x, y, size, size, darker(colour, 0.3))
    pen.cloth(
        round_points(x - size * 0.04, y - size * 0.05, size * 0.94, size * 0.94), speckle(colour, 3)
    )
    pen.shade(
        smooth(
            [
                (x + size * 0.3, y - size * 0.8),
                (x + size * 0.92, y),
                (x + size * 0.3, y + size * 0.86),
                (x + size * 0.55, y),
            ]
        ),
        50,
    )
    pen.ellipse(
        x - size * 0.35, y - size * 0.4, size * 0.26, size * 0.18, lighter(colour, 0.5), 150
    )


def _laddoos(pen: Pen) -> None:
    base = pen.ink.base
    for x in (26, 50, 74):
        _ball(pen, x, 84, 12.4, base)
    for x in (38, 62):
        _ball(pen, x, 66, 12.4, lighter(base, 0.05))
    _ball(pen, 50, 48, 12.4, lighter(base, 0.1))


def _block(pen: Pen, x: float, y: float, w: float, h: float, colour: Colour) -> None:
    """A cut piece: its top and its front."""
    pen.poly(
        [(x - w, y), (x - w * 0.4, y - h * 0.5), (x + w, y - h * 0.5), (x + w * 0.5, y)],
        lighter(colour, 0.16),
    )
    pen.poly([(x - w, y), (x + w * 0.5, y), (x + w * 0.5, y + h), (x - w, y + h)], colour)
    pen.poly(
        [(x + w * 0.5, y), (x + w, y - h * 0.5), (x + w, y + h * 0.5), (x + w * 0.5, y + h)],
        darker(colour, 0.24),
    )


_PLACES = ((28, 88), (52, 90), (76, 88), (38, 78), (62, 79), (50, 68))


def _cubes(pen: Pen) -> None:
    for x, y in reversed(_PLACES):
        _block(pen, x, y - 4, 11, 10, pen.ink.base)


def _slabs(pen: Pen) -> None:
    """Barfi, gajak, chikki: flat pieces with what is strewn on them."""
    base = pen.ink.base
    for x, y in reversed(_PLACES):
        _block(pen, x, y, 13, 5, base)
        for dx, dy in ((-4, -1.4), (2, -1.8), (6, -1.2), (-1, -0.9)):
            pen.ellipse(x + dx, y + dy, 1.3, 0.7, mix(LEAF, base, 0.35))


def _discs(pen: Pen) -> None:
    """Papad: thin and round, one on another, some of them leaning."""
    base = pen.ink.base
    for step in range(7):
        pen.ellipse(50, 92 - step * 2, 36, 7.4, darker(base, 0.26))
        pen.ellipse(50, 91.2 - step * 2, 36, 7.2, lighter(base, 0.1 * (step % 2)))
    pen.ellipse(50, 52, 27, 28, darker(base, 0.2))
    pen.ellipse(49.4, 51.4, 26, 27, lighter(base, 0.14))
    chance = Random("papad")
    for _ in range(60):
        angle, share = chance.uniform(0, 2 * pi), chance.random() ** 0.5 * 0.92
        at = 49 + 26 * share * cos(angle), 51 + 27 * share * sin(angle)
        pen.ellipse(*at, 0.9, 0.6, darker(base, chance.uniform(0.3, 0.6)))
    pen.glow(smooth([(30, 44), (42, 30), (52, 29), (40, 38), (33, 52)]), 60)


def _rounds(pen: Pen, holes: bool) -> None:
    """Biscuits, or slices of fruit with seeds in the middle."""
    base = pen.ink.base
    for x, y in reversed(_PLACES):
        pen.ellipse(x, y + 1.6, 13, 7.4, darker(base, 0.34))
        pen.ellipse(x, y, 13, 7.2, base)
        pen.ellipse(x - 1, y - 0.6, 11, 5.6, lighter(base, 0.14))
        for step in range(7):
            angle = step * 2 * pi / 7
            away = 4 if holes else 2.2
            at = x + away * cos(angle) * 1.6, y + away * sin(angle) * 0.8
            pen.ellipse(*at, 0.8, 0.5, darker(base, 0.45))


def _pieces(pen: Pen) -> None:
    """Dried and candied fruit, nuggets: small lumps on a plate."""
    base, chance = pen.ink.base, Random("pieces")
    places = sorted((chance.uniform(66, 95), chance.uniform(16, 84)) for _ in range(90))
    for y, x in places:
        if abs(x - 50) < 36 - (95 - y) * 0.9:
            size = chance.uniform(4, 6)
            turn = chance.uniform(0, 90)
            pen.ellipse(x, y + 0.9, size, size * 0.72, darker(base, 0.4), turn=turn)
            pen.ellipse(
                x, y, size * 0.94, size * 0.66, lighter(base, chance.uniform(0, 0.24)), turn=turn
            )
            pen.ellipse(
                x - size * 0.3, y - size * 0.2, size * 0.28, size * 0.16, lighter(base, 0.5), 140
            )


# What is heaped in a bowl: the colour, the piece and the bowl.
HEAPS: dict[str, tuple[str, Piece | None, Colour]] = {
    "bowl-rice": ("#efe6cf", _grain, BRASS),
    "bowl-brown-rice": ("#c9a06a", _grain, BRASS),
    "bowl-black-rice": ("#3a2a36", _grain, STEEL),
    "bowl-dal": ("#e2a53c", _lentil, BRASS),
    "bowl-whole-dal": ("#6f7b3c", _lentil, CLAY),
    "bowl-gram": ("#c48a48", _gram, CLAY),
    "bowl-flattened-rice": ("#efe3c8", _flake, BRASS),
    "bowl-puffed-rice": ("#f4ecd8", _puff, CLAY),
    "bowl-black-flakes": ("#4b3446", _flake, BRASS),
    "bowl-mint-leaves": ("#6d7d45", _dry_leaf, BRASS),
    "bowl-havan": ("#8f6238", _herb, COPPER),
    "bowl-namkeen": ("#dba23a", _strip, STEEL),
    "bowl-flour": ("#e8dcc0", None, STEEL),
    "bowl-besan": ("#e8c765", None, BRASS),
    "bowl-sattu": ("#c9a873", None, CLAY),
    "bowl-spice": ("#b8501f", None, BRASS),
    "bowl-brown-powder": ("#7a4d2a", None, BRASS),
    "bowl-green-powder": ("#9a8a4a", None, BRASS),
    "bowl-dark-powder": ("#54424a", None, STEEL),
    "bowl-sugar": ("#d9b98a", _crumb, CLAY),
    "bowl-granules": ("#5f3b22", _crumb, STEEL),
}
# What lies on a plate: the colour and the drawing.
PLATES: dict[str, tuple[str, Callable[[Pen], None]]] = {
    "plate-laddoo": ("#c08a45", _laddoos),
    "plate-petha": ("#f3efdf", _cubes),
    "plate-dark-cubes": ("#6a4020", _cubes),
    "plate-jaggery-cubes": ("#b06a28", _cubes),
    "plate-barfi": ("#ead9b0", _slabs),
    "plate-chikki": ("#b4752e", _slabs),
    "plate-papad": ("#e6c98a", _discs),
    "plate-biscuits": ("#6d5046", partial(_rounds, holes=True)),
    "plate-slices": ("#dcb45c", partial(_rounds, holes=False)),
    "plate-candied": ("#a9a04a", _pieces),
    "plate-cherry": ("#d23f45", _pieces),
    "plate-dried": ("#6a5138", _pieces),
    "plate-nuggets": ("#d8b06a", _pieces),
}


def _on_plate(pen: Pen, draw: Callable[[Pen], None]) -> None:
    _plate(pen)
    draw(pen)
    leaf(pen, 91, 90, 9, LEAF, darker(LEAF, 0.3))


for _name, (_colour, _piece, _of) in HEAPS.items():
    stands(_name, _colour, (50, 72))(partial(_heaped, piece=_piece, bowl=_of, name=_name))
for _name, (_colour, _draw) in PLATES.items():
    stands(_name, _colour, (50, 78))(partial(_on_plate, draw=_draw))
