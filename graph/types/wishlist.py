"""What a person would like to have."""

import strawberry

from graph.connection import Connection
from graph.types.product import Product


@strawberry.type(description="A page of a wishlist. What is not on sale for now is not available.")
class WishlistConnection(Connection[Product]):
    pass
