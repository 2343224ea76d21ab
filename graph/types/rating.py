"""Ratings and reviews."""

import strawberry

from commerce.language import Language as Tongue
from graph.fields import Node, column, derived
from graph.types.language import Language
from graph.types.scalars import DateTime, iso


@strawberry.type(description="What buyers gave, in stars.")
class Rating:
    stars: strawberry.Private[int]
    number: strawberry.Private[int]

    @strawberry.field(description="1 to 5 with one decimal place; null before the first rating.")
    def average(self) -> float | None:
        return round(self.stars / self.number, 1) if self.number else None

    @strawberry.field(description="How many ratings there are.")
    def count(self) -> int:
        return self.number


def rated(stars: int, number: int) -> Rating:
    """The rating of so many stars by so many buyers."""
    return Rating(stars=stars, number=number)


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
