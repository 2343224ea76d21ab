"""Bodies turned on a lathe, with a motif or a label around them."""

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    IVORY,
    MAROON,
    Colour,
    darker,
    lighter,
)
from demo.pictures.geometry import Points
from demo.pictures.ornament import motif

_LABEL: Colour = (248, 240, 222)


def turned(
    pen: Pen,
    profile: Points,
    colour: Colour,
    finish: str = "glaze",
    see_through: int | None = None,
    x: float = 50,
    soft: bool = True,
) -> Lathe:
    """A body turned to the profile of (height, radius), drawn."""
    lathe = Lathe(pen, x, profile, soft=soft)
    lathe.body(colour, finish, see_through)
    return lathe


def ringed(pen: Pen, lathe: Lathe, y: float, size: float, count: int = 7) -> None:
    """The piece's motif around a body, between two lines."""

    def stamp(x: float, at: float, wide: float, turn: float) -> None:
        # Towards the edges the body turns away: the motif narrows and stays inside.
        x += (lathe.x - x) * 0.07
        with pen.moved(turn=turn, about=(x, at)):
            motif(pen)(pen, x, at, size * (0.1 + 0.9 * wide), pen.ink.accent, pen.ink.second)

    lathe.row(y, count, stamp)
    for edge in (y - size * 0.68, y + size * 0.68):
        lathe.band(edge - 0.5, edge + 0.5, pen.ink.accent)


def label(pen: Pen, lathe: Lathe, top: float, bottom: float) -> None:
    """A paper label around the body: a stripe, the motif, a stripe."""
    lathe.band(top, bottom, _LABEL)
    colour = pen.ink.accent if pen.ink.accent != IVORY else MAROON
    for y in (top + 1, bottom - 2.4):
        lathe.band(y, y + 1.4, colour)
    x, y = lathe.at((top + bottom) / 2 - 1, -0.1)
    motif(pen)(pen, x, y, (bottom - top) * 0.52, colour, darker(colour, 0.35))
    for step, wide in enumerate((7, 5)):
        row = bottom - 6.4 + step * 2
        pen.line(
            [lathe.at(row, -0.02 * wide), lathe.at(row, 0.02 * wide)], 0.7, darker(_LABEL, 0.5)
        )
    lathe.band(top, bottom, lighter(_LABEL, 0.5), 20)
