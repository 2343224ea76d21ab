"""The wishlist."""

import strawberry

import models
from commerce.accounts import wishlist
from commerce.core.visibility import ON_SALE
from graph.context import Info
from graph.ids import row_id
from graph.types.catalogue.product import Product
from graph.types.errors import UserError, errors_field, mutation, payload_field


@strawberry.input(description="The product to add to the wishlist.")
class WishlistAddInput:
    product: strawberry.ID = strawberry.field(description="Id of the product.")


@strawberry.type(description="The product that was added to the wishlist.")
class WishlistAddPayload:
    product: Product | None = payload_field("The product. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Add a product to the wishlist. Adding it again has no effect.")
async def wishlist_add(info: Info, input: WishlistAddInput) -> WishlistAddPayload:
    product_id = row_id(input.product, "Product")
    await wishlist.add(info.context.action_context, product_id)
    return WishlistAddPayload(product=await _product(info, product_id))


@strawberry.input(description="The product to remove from the wishlist.")
class WishlistRemoveInput:
    product: strawberry.ID = strawberry.field(description="Id of the product.")


@strawberry.type(description="The product that was removed from the wishlist.")
class WishlistRemovePayload:
    product: Product | None = payload_field("The product. Null if it is no longer on sale.")
    errors: list[UserError] = errors_field()


@mutation("Remove a product from the wishlist.")
async def wishlist_remove(info: Info, input: WishlistRemoveInput) -> WishlistRemovePayload:
    product_id = row_id(input.product, "Product")
    await wishlist.remove(info.context.action_context, product_id)
    return WishlistRemovePayload(product=await _product(info, product_id))


async def _product(info: Info, product_id: int) -> Product | None:
    row = await info.context.loaders.row(models.Product, ON_SALE).load(product_id)
    return None if row is None else Product.of(row)
