"""Pictures of products: drawn from their ids, with what they show said in words."""

from typing import Any

from demo.pictures.recipe import blurhash_of, product_picture, size
from demo.products.product_draft import ProductDraft
from demo.words.content import Text

THIRD = 0.6
# By view: the whole piece, a close look, beside a smaller one, in evening light.
VIEWS = (
    Text("{name}", "{name}"),
    Text("{name}, a close look at the work", "{name}, काम की पास से झलक"),
    Text("{name}, with a smaller one beside it", "{name}, साथ में एक छोटा नग"),
    Text("{name}, in evening light", "{name}, शाम की रोशनी में"),
)


def images(made: ProductDraft) -> list[tuple[Any, ...]]:
    """Two or three views of one piece."""
    chance, chosen = made.chance, made.draft.chosen
    seed = chance.randrange(1 << 30)
    tint = chosen.colour.slug if chosen.colour else ""
    views = [0, 1, chance.choice((2, 3))] if chance.random() < THIRD else [0, chance.choice((1, 3))]
    found: list[tuple[Any, ...]] = []
    for position, view in enumerate(views):
        picture = product_picture(chosen.item.picture, tint, seed, view)
        english, hindi = made.name
        found.append(
            (
                made.number,
                position,
                picture,
                *size(picture),
                blurhash_of(picture),
                english and VIEWS[view].en.format(name=english),
                hindi and VIEWS[view].hi.format(name=hindi),
            )
        )
    return found
