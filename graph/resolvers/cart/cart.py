"""A cart by its id."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.types.cart.cart import Cart, cart_of


async def find_cart(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="Id of the cart.")],
) -> Cart | None:
    return await cart_of(info, id)
