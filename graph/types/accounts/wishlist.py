"""Wishlists."""

from auth.permissions import Action
from graph.access import private_type
from graph.connection import Connection
from graph.types.catalogue.product import Product


@private_type(
    Action.INHERITED,
    description="A page of a wishlist. Includes products that are not on sale at the"
    " moment; these have `isAvailable` false.",
)
class WishlistConnection(Connection[Product]):
    pass
