"""Pictures of products, encoded in their public ids, with alternative texts."""

from typing import Any

from demo.pictures.blur import blurhash_of
from demo.pictures.recipe import product_picture, size
from demo.products.product_draft import ProductDraft
from demo.words.texts import Text

THIRD = 0.6
# Alternative texts by view.
VIEWS = (
    Text("{name}", "{name}"),
    Text("{name}, a close look at the work", "{name}, काम की पास से झलक"),
    Text("{name}, with a smaller one beside it", "{name}, साथ में एक छोटा नग"),
    Text("{name}, in evening light", "{name}, शाम की रोशनी में"),
)
# Where there is no drawing.
PATTERN = Text(
    "The pattern of the craft, in place of a picture of {name}",
    "{name} के चित्र की जगह शिल्प का अपना नमूना",
)


def images(product: ProductDraft) -> list[tuple[Any, ...]]:
    """Rows of two or three views of a product."""
    chance, chosen = product.chance, product.draft.chosen
    seed = chance.randrange(1 << 30)
    tint = chosen.colour.slug if chosen.colour else ""
    views = [0, 1, chance.choice((2, 3))] if chance.random() < THIRD else [0, chance.choice((1, 3))]
    if chosen.item.kind.drawing is None:
        # A pattern shows no piece: no close look at it, and none beside it.
        views = [0]
    found: list[tuple[Any, ...]] = []
    for position, view in enumerate(views):
        says = VIEWS[view] if chosen.item.kind.drawing else PATTERN
        picture = product_picture(
            chosen.item.kind.drawing, tint, seed, view, craft=product.trade.slug
        )
        english, hindi = product.name
        found.append(
            (
                product.number,
                position,
                picture,
                *size(picture),
                blurhash_of(picture),
                english and says.en.format(name=english),
                hindi and says.hi.format(name=hindi),
            )
        )
    return found
