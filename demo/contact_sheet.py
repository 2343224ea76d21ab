"""A contact sheet of every kind of goods, as the demo shows it.

`python -m demo.contact_sheet [--width 160] [--category SLUG] FILE.png`
"""

import argparse
from pathlib import Path

from PIL import Image, ImageDraw

from demo.pictures.drawing import draw
from demo.pictures.recipe import product_picture
from demo.words.content import category_slugs, category_words
from demo.words.kinds import KindWords, kinds

COLUMNS = 12
LABEL = 26


def examples(categories: list[str]) -> list[tuple[KindWords, str]]:
    """Each kind with the id of a picture of it, in a colour of its family."""
    found: dict[str, str] = {}
    for category in categories:
        for family in category_words(category).families:
            for number, item in enumerate(family.items):
                colours, drawing = family.colours or ("",), item.kind.drawing
                tint, craft = colours[number % len(colours)], family.crafts[0]
                found[item.kind.slug] = product_picture(drawing, tint, number, craft=craft)
    return [(kinds()[slug], picture) for slug, picture in found.items()]


def sheet(categories: list[str], width: int) -> Image.Image:
    """The pictures side by side, `width` pixels wide each, with the names below."""
    shown = examples(categories)
    height = width * 5 // 4 + LABEL
    whole = Image.new("RGB", (COLUMNS * width, -(-len(shown) // COLUMNS) * height), "white")
    pen = ImageDraw.Draw(whole)
    for place, (kind, picture) in enumerate(shown):
        x, y = place % COLUMNS * width, place // COLUMNS * height
        whole.paste(draw(picture, width), (x, y))
        pen.text((x + 3, y + width * 5 // 4 + 6), kind.name.en[: width // 6], fill="black")
    return whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--width", type=int, default=160, help="160 as on phones, 480 at a desk")
    parser.add_argument("--category", choices=category_slugs())
    options = parser.parse_args()
    chosen = [options.category] if options.category else list(category_slugs())
    sheet(chosen, options.width).save(options.file)


if __name__ == "__main__":
    main()
