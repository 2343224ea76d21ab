"""Ratings and reviews."""

from typing import Any, NamedTuple

import models
from commerce.core.texts.language import Language as Tongue
from commerce.core.visibility import REVIEW_ON_SALE
from graph.access import public_type
from graph.fields.field_types import column, computed
from graph.fields.row_types import Node, RowType
from graph.types.language import Language
from graph.types.scalars import DateTime, iso


@public_type(description="Customer rating in stars.")
class Rating(RowType[models.Product]):
    """Its row has a sum of stars and a number of ratings."""

    average: float | None = computed(
        lambda row, _: round(row.rating_sum / row.rating_count, 1) if row.rating_count else None,
        "rating_sum",
        "rating_count",
        description="Average of 1 to 5 stars, with one decimal place. Null if there are no"
        " ratings.",
    )
    count: int = column("rating_count", description="Number of ratings.")


class Stars(NamedTuple):
    """A sum of stars and how many gave them."""

    rating_sum: int
    rating_count: int


def rated(stars: int, number: int) -> Rating:
    """The rating of so many stars by so many buyers."""
    row: Any = Stars(stars, number)
    return Rating.of(row)


@public_type(description="A customer review, in its original language.")
class Review(Node[models.Review], by_id=REVIEW_ON_SALE):
    rating: int = column("rating", description="Rating of 1 to 5 stars.")
    text: str = column("text", description="Text of the review.")
    author: str = column("author_name", description="Display name of the author.")
    language: Language = computed(
        lambda row, _: Language(Tongue(row.language)),
        "language",
        description="Language of the review.",
    )
    created_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time the review was written (UTC).",
    )
    is_verified_purchase: bool = column(
        "is_verified_purchase", description="Whether the author bought the product in this shop."
    )
