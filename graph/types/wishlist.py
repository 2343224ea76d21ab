"""What a person would like to have."""

import strawberry

from graph.connection import Connection
from graph.types.product import Product


@strawberry.type(description="A page of a wishlist: those of its products that are on sale.")
class WishlistConnection(Connection[Product]):
    pass
