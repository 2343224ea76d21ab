"""Ratings and reviews."""

from typing import NamedTuple

import strawberry

from commerce.core.texts.language import Language as Tongue
from graph.fields import Node, RowType, column, derived
from graph.types.language import Language
from graph.types.scalars import DateTime, iso


@strawberry.type(description="What buyers gave, in stars.")
class Rating(RowType):
    """Its row has a sum of stars and a number of ratings."""

    average: float | None = derived(
        lambda row, _: round(row.rating_sum / row.rating_count, 1) if row.rating_count else None,
        "rating_sum",
        "rating_count",
        description="1 to 5 with one decimal place; null before the first rating.",
    )
    count: int = column("rating_count", description="How many ratings there are.")


class Stars(NamedTuple):
    """A sum of stars and how many gave them."""

    rating_sum: int
    rating_count: int


def rated(stars: int, number: int) -> Rating:
    """The rating of so many stars by so many buyers."""
    return Rating.of(Stars(stars, number))


@strawberry.type(description="What a buyer says of a product, in the language it was written in.")
class Review(Node):
    rating: int = column("rating", description="1 to 5 stars.")
    text: str = column("text", description="The buyer's words.")
    author: str = column("author_name", description="The name the buyer goes by.")
    language: Language = derived(
        lambda row, _: Language(Tongue(row.language)),
        "language",
        description="The language it is written in.",
    )
    created_at: DateTime = derived(
        lambda row, _: iso(row.created_at), "created_at", description="When it was written (UTC)."
    )
    is_verified_purchase: bool = column(
        "is_verified_purchase", description="Whether the author bought the piece here."
    )
