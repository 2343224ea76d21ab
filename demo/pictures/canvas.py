"""A pen on a supersampled layer: points in units of the picture, colours solid or laid over.

A picture is 100 units wide. Solid strokes make the piece's silhouette; strokes with an alpha only
tint what is inside it, so light and shade may be drawn generously: they end where the piece ends.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from math import cos, hypot, pi, sin, sqrt

from PIL import Image, ImageDraw

from demo.pictures.colour import DEEP, LIGHT, Colour, Ink, darker, lighter, mix
from demo.pictures.geometry import Point, Points, box_points, clip_rows, round_points, smooth

Texture = Callable[["Pen"], None]

OPAQUE = 255


class Pen:
    """Draws one piece on a layer of `width` × `height` pixels, `unit` pixels to a unit."""

    def __init__(
        self, width: int, height: int, unit: float, ink: Ink, pattern: int, ground: Colour
    ) -> None:
        self.ink = ink
        self.pattern = pattern
        self.colours = Image.new("RGB", (width, height), ground)
        self.silhouette = Image.new("L", (width, height), 0)
        self._on_colours = ImageDraw.Draw(self.colours, "RGBA")
        self._on_silhouette = ImageDraw.Draw(self.silhouette)
        # x' = a·x + b·y + c, y' = d·x + e·y + f
        self._place = (unit, 0.0, 0.0, 0.0, unit, 0.0)

    @contextmanager
    def moved(
        self,
        x: float = 0,
        y: float = 0,
        scale: float = 1,
        turn: float = 0,
        about: Point = (0, 0),
        mirrored: bool = False,
    ) -> Iterator[None]:
        """Draw shifted, scaled and turned (degrees clockwise) about a point, for a while."""
        before = self._place
        angle = turn * pi / 180
        flip = -1 if mirrored else 1
        p, q = scale * cos(angle), scale * sin(angle)
        at_x, at_y = about
        # The point `about` moves to about + (x, y).
        own = (p * flip, -q, q * flip, p)
        shift_x = at_x + x - own[0] * at_x - own[1] * at_y
        shift_y = at_y + y - own[2] * at_x - own[3] * at_y
        a, b, c, d, e, f = before
        self._place = (
            a * own[0] + b * own[2],
            a * own[1] + b * own[3],
            a * shift_x + b * shift_y + c,
            d * own[0] + e * own[2],
            d * own[1] + e * own[3],
            d * shift_x + e * shift_y + f,
        )
        try:
            yield
        finally:
            self._place = before

    @property
    def unit(self) -> float:
        """Pixels to a unit, where the pen is now."""
        return hypot(self._place[0], self._place[3])

    def _pixels(self, points: Points) -> list[Point]:
        a, b, c, d, e, f = self._place
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in points]

    def poly(
        self, points: Points, fill: Colour, alpha: int = OPAQUE, body: int | None = None
    ) -> None:
        """A polygon. `body` is how much of the background it hides, when not all (glass)."""
        pixels = self._pixels(points)
        self._on_colours.polygon(pixels, fill=(*fill, alpha))
        if body is not None:
            self._on_silhouette.polygon(pixels, fill=body)
        elif alpha == OPAQUE:
            self._on_silhouette.polygon(pixels, fill=OPAQUE)

    def cut(self, points: Points) -> None:
        """A hole through which the background is seen."""
        self._on_silhouette.polygon(self._pixels(points), fill=0)

    def blob(
        self, points: Points, fill: Colour, alpha: int = OPAQUE, body: int | None = None
    ) -> None:
        """A smooth closed outline through the points."""
        self.poly(smooth(points), fill, alpha, body)

    def ellipse(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        fill: Colour,
        alpha: int = OPAQUE,
        turn: float = 0,
        body: int | None = None,
    ) -> None:
        """An ellipse by its two radii."""
        self.poly(round_points(x, y, across, down, turn), fill, alpha, body)

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: Colour,
        corner: float = 0,
        alpha: int = OPAQUE,
        body: int | None = None,
    ) -> None:
        self.poly(box_points(x0, y0, x1, y1, corner), fill, alpha, body)

    def line(self, points: Points, width: float, fill: Colour, alpha: int = OPAQUE) -> None:
        """A line with round ends, through the points as they are."""
        pixels = self._pixels(points)
        wide = max(1, round(width * self.unit))
        self._on_colours.line(pixels, fill=(*fill, alpha), width=wide, joint="curve")
        if alpha == OPAQUE:
            self._on_silhouette.line(pixels, fill=OPAQUE, width=wide, joint="curve")
            if wide > 4:
                self._round_ends(pixels, wide / 2, fill)

    def curve(self, points: Points, width: float, fill: Colour, alpha: int = OPAQUE) -> None:
        """A smooth line through the points."""
        self.line(smooth(points, closed=False), width, fill, alpha)

    def ring(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        width: float,
        fill: Colour,
        alpha: int = OPAQUE,
    ) -> None:
        """The outline of an ellipse."""
        points = round_points(x, y, across, down)
        self.line([*points, points[0], points[1]], width, fill, alpha)

    def shade(self, points: Points, alpha: int = 50) -> None:
        self.poly(points, DEEP, alpha)

    def glow(self, points: Points, alpha: int = 60) -> None:
        self.poly(points, LIGHT, alpha)

    def cloth(self, points: Points, tile: "Tile", solid: bool = True) -> None:
        """A polygon filled with a repeating texture."""
        pixels = self._pixels(points)
        box = _bounds(pixels, self.colours.size)
        if box is None:
            return
        left, top, right, bottom = box
        stencil = Image.new("L", (right - left, bottom - top), 0)
        inside = [(x - left, y - top) for x, y in pixels]
        ImageDraw.Draw(stencil).polygon(inside, fill=OPAQUE)
        self.colours.paste(tile.sheet(self.unit, right - left, bottom - top), (left, top), stencil)
        if solid:
            self._on_silhouette.polygon(pixels, fill=OPAQUE)

    def fade(self, points: Points, top: Colour, bottom: Colour) -> None:
        """A polygon filled with a gradient from its top to its bottom."""
        ys = [y for _, y in points]
        first, last = min(ys), max(ys)
        self.poly(points, mix(top, bottom, 0.5))
        steps = 24
        for step in range(steps):
            y0 = first + (last - first) * step / steps
            y1 = first + (last - first) * (step + 1) / steps
            strip = clip_rows(points, y0, y1)
            if len(strip) > 2:
                # On the colours alone: a strip of several pieces is joined by a line outside.
                lit = mix(top, bottom, (step + 0.5) / steps)
                self._on_colours.polygon(self._pixels(strip), fill=lit)

    def _round_ends(self, pixels: list[Point], radius: float, fill: Colour) -> None:
        for x, y in (pixels[0], pixels[-1]):
            box = (x - radius, y - radius, x + radius, y + radius)
            self._on_colours.ellipse(box, fill=fill)
            self._on_silhouette.ellipse(box, fill=OPAQUE)


class Tile:
    """A square of cloth, `side` units wide, drawn once for each size and laid side by side."""

    def __init__(self, draw: Texture, side: float, ink: Ink, ground: Colour) -> None:
        self.draw = draw
        self.side = side
        self.ink = ink
        self.ground = ground

    def sheet(self, unit: float, width: int, height: int) -> Image.Image:
        """Cloth of the width and height in pixels, at `unit` pixels to a unit."""
        square = _square(
            self.draw, self.side, self.ink, self.ground, max(4, round(self.side * unit))
        )
        sheet = Image.new("RGB", (width, height), self.ground)
        step = square.width
        for x in range(0, width, step):
            sheet.paste(square, (x, 0))
        done = step
        while done < height:
            sheet.paste(sheet.crop((0, 0, width, min(done, height - done))), (0, done))
            done *= 2
        return sheet


@lru_cache(maxsize=256)
def _square(draw: Texture, side: float, ink: Ink, ground: Colour, pixels: int) -> Image.Image:
    pen = Pen(pixels, pixels, pixels / side, ink, 0, ground)
    # Textures are written for a square of ten units.
    with pen.moved(scale=side / 10):
        draw(pen)
    return pen.colours


class Lathe:
    """A turned body, seen a little from above: pots, lamps, bottles, legs of chairs.

    `profile` is (y, radius) from top to bottom; a point of its surface is (y, u), where u runs
    from -1 at the left edge to 1 at the right.
    """

    def __init__(
        self, pen: Pen, x: float, profile: Points, tilt: float = 0.16, soft: bool = True
    ) -> None:
        self.pen = pen
        self.x = x
        self.tilt = tilt
        self.profile = smooth(profile, closed=False, steps=6) if soft else list(profile)

    def radius(self, y: float) -> float:
        """How wide the body is at a height."""
        before = self.profile[0]
        for point in self.profile:
            if point[0] >= y:
                span = point[0] - before[0]
                share = (y - before[0]) / span if span else 0
                return before[1] + (point[1] - before[1]) * share
            before = point
        return before[1]

    def at(self, y: float, u: float) -> Point:
        radius = self.radius(y)
        return self.x + radius * u, y + self.tilt * radius * sqrt(max(0.0, 1 - u * u))

    def body(self, colour: Colour, finish: str = "clay", see_through: int | None = None) -> None:
        """The body in strips from edge to edge, each lit as its finish is."""
        strips = 26 if self.pen.unit > 3 else 9
        edges = [sin(pi * (step / strips - 0.5)) for step in range(strips + 1)]
        self._floor(colour, see_through)
        for left, right in itertools.pairwise(edges):
            lit = light_on(colour, (left + right) / 2, finish)
            self.pen.poly(
                [*self._edge(left), *reversed(self._edge(right))], lit, OPAQUE, see_through
            )

    def mouth(self, colour: Colour, lip: float = 0.9, inside: Colour | None = None) -> None:
        """The opening at the top: a lip and what is inside."""
        y, radius = self.profile[0]
        pen = self.pen
        pen.ellipse(self.x, y, radius, radius * self.tilt + 0.2, lighter(colour, 0.3))
        inner = max(radius - lip, 0.2)
        dark = inside or darker(colour, 0.55)
        pen.ellipse(self.x, y + 0.1, inner, inner * self.tilt, dark)

    def band(self, top: float, bottom: float, colour: Colour, alpha: int = OPAQUE) -> None:
        """A painted or inlaid band around the body."""
        us = [step / 12 - 1 for step in range(25)]
        upper = [self.at(top, u) for u in us]
        lower = [self.at(bottom, u) for u in us]
        self.pen.poly([*upper, *reversed(lower)], colour, alpha)

    def row(
        self, y: float, count: int, stamp: Callable[[float, float, float, float], None]
    ) -> None:
        """A motif repeated around the body: stamp(x, y, width share, turn in degrees)."""
        for index in range(count):
            u = sin(pi * ((index + 0.5) / count - 0.5))
            x, at = self.at(y, u)
            stamp(x, at, max(0.25, sqrt(1 - u * u)), -u * self.tilt * 60)

    def light(self, u: float, width: float, alpha: int = 90) -> None:
        """A streak of light along the body."""
        top, bottom = self.profile[0][0], self.profile[-1][0]
        ys = [top + (bottom - top) * (0.08 + 0.8 * step / 20) for step in range(21)]
        left = [self.at(y, u) for y in ys]
        right = [self.at(y, u + width * sin(pi * step / 20)) for step, y in enumerate(ys)]
        self.pen.glow([*left, *reversed(right)], alpha)

    def _edge(self, u: float) -> list[Point]:
        drop = self.tilt * sqrt(max(0.0, 1 - u * u))
        return [(self.x + radius * u, y + radius * drop) for y, radius in self.profile]

    def _floor(self, colour: Colour, see_through: int | None) -> None:
        y, radius = self.profile[-1]
        body = OPAQUE if see_through is None else see_through
        self.pen.ellipse(
            self.x, y, radius, radius * self.tilt, darker(colour, 0.5), OPAQUE, body=body
        )


# Along u from -1 to 1: how much light (above 0) or shade (below 0) a finish shows there.
_FINISHES: dict[str, Points] = {
    "clay": ((-1, -0.35), (-0.75, -0.05), (-0.4, 0.2), (0, 0), (0.5, -0.2), (1, -0.5)),
    "metal": (
        (-1, -0.5), (-0.85, -0.1), (-0.7, 0.35), (-0.5, 0.75), (-0.35, 0.3), (0, -0.05),
        (0.3, -0.3), (0.6, -0.5), (0.8, -0.1), (0.9, 0.25), (1, -0.4),
    ),
    "glass": ((-1, -0.25), (-0.8, 0.35), (-0.6, 0.15), (0, 0.1), (0.6, 0), (0.85, 0.3), (1, -0.25)),
    "glaze": (
        (-1, -0.4), (-0.7, 0.05), (-0.5, 0.5), (-0.35, 0.12), (0.2, 0), (0.6, -0.22), (1, -0.5),
    ),
}  # fmt: skip


def light_on(colour: Colour, u: float, finish: str) -> Colour:
    """A colour as it is lit at u of a round body."""
    curve = _FINISHES[finish]
    before = curve[0]
    for point in curve:
        if point[0] >= u:
            span = point[0] - before[0]
            share = (u - before[0]) / span if span else 0
            amount = before[1] + (point[1] - before[1]) * share
            break
        before = point
    else:
        amount = curve[-1][1]
    return lighter(colour, amount) if amount > 0 else darker(colour, -amount)


def _bounds(pixels: Points, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    left = max(0, int(min(x for x, _ in pixels)))
    top = max(0, int(min(y for _, y in pixels)))
    right = min(size[0], int(max(x for x, _ in pixels)) + 2)
    bottom = min(size[1], int(max(y for _, y in pixels)) + 2)
    return (left, top, right, bottom) if right > left and bottom > top else None
