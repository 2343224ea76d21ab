"""What a person would like to have."""

import strawberry

from graph.connection import Connection
from graph.types.product import Product


@strawberry.type(
    description="A page of a wishlist. Includes products that are not on sale at the"
    " moment; these have `isAvailable` false."
)
class WishlistConnection(Connection[Product]):
    pass
