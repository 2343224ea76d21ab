"""A craft's own pattern, for goods of which there is no drawing."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import darker, lighter
from demo.pictures.geometry import Points, box_points, mirror
from demo.pictures.ornament import border, border_cloth, cloth, motif
from demo.pictures.shapes.shape import hangs


@hangs("pattern", "#c98f5a", (50, 62))
def pattern(pen: Pen) -> None:
    """A sheet with the craft's ornament in a cusped arch: it shows no thing."""
    base, accent, pale = pen.ink.base, pen.ink.accent, pen.ink.second
    pen.poly(box_points(12, 12, 88, 113), lighter(base, 0.55))
    pen.cloth(box_points(14.5, 14.5, 85.5, 110.5), border_cloth(pen, 8))
    pen.poly(box_points(22, 22, 78, 103), lighter(base, 0.62))
    right: Points = [
        (50, 27), (54, 32), (60, 33), (62, 38), (68, 40), (69.5, 46), (74, 49), (74, 99),
    ]  # fmt: skip
    panel = mirror(right, 50)
    pen.poly(panel, base)
    pen.cloth(panel, cloth(pen, 13))
    for line in (box_points(22, 22, 78, 103), panel):
        pen.line([*line, line[0]], 0.7, darker(accent, 0.15))
    for x in (29, 71):
        motif(pen)(pen, x, 31, 9, accent, pale)
    border(pen, [(26, 106.6), (74, 106.6)], 4.6)
