"""Wishlists."""

from graph.access import inherited_type
from graph.connection import Connection
from graph.types.catalogue.product import Product


@inherited_type(
    description="A page of a wishlist. Includes products that are not on sale at the"
    " moment; these have `isAvailable` false.",
)
class WishlistConnection(Connection[Product]):
    pass
