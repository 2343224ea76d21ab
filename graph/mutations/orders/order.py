"""Orders: cancel, change the address, reorder, claim."""

import strawberry

import models
from commerce.checkout import buying_again, cancellation, order_address
from commerce.orders import guest_orders
from graph.context import Info
from graph.ids import row_id
from graph.mutations.accounts.address import AddressInput
from graph.mutations.checkout.checkout import KEY
from graph.types.cart.cart import Cart, cart_of
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.orders.order import Order


def _number() -> str:
    return strawberry.field(description="Order number.")  # type: ignore[no-any-return]


def _access_key() -> str | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None, description="Access key of the order. Required without an account."
    )


@strawberry.input(description="The order or suborder to cancel.")
class OrderCancelInput:
    number: str = _number()
    access_key: str | None = _access_key()
    suborder_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Id of the suborder to cancel. If omitted, the whole order is cancelled."
        " An unpaid order can only be cancelled as a whole.",
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="The updated order.")
class OrderCancelPayload:
    order: Order | None = payload_field("The order. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Cancel an order or suborder that is not yet packed. Payments are refunded.")
async def order_cancel(info: Info, input: OrderCancelInput) -> OrderCancelPayload:
    part = input.suborder_id
    order_id = await cancellation.cancel(
        info.context.action_context,
        input.number,
        input.access_key,
        None if part is None else row_id(part, "Suborder"),
        input.idempotency_key,
    )
    return OrderCancelPayload(order=Order.of(await models.Order.get(id=order_id)))


@strawberry.input(description="New delivery address of an order.")
class OrderAddressSetInput:
    number: str = _number()
    access_key: str | None = _access_key()
    address: AddressInput = strawberry.field(
        description="The new address. It must have the same PIN code."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="The order with the new delivery address.")
class OrderAddressSetPayload:
    order: Order | None = payload_field("The order. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation(
    "Change the delivery address of an order that is not yet packed. The PIN code must stay"
    " the same."
)
async def order_address_set(info: Info, input: OrderAddressSetInput) -> OrderAddressSetPayload:
    order_id = await order_address.change(
        info.context.action_context,
        input.number,
        input.access_key,
        input.address.decoded(),
        input.idempotency_key,
    )
    return OrderAddressSetPayload(order=Order.of(await models.Order.get(id=order_id)))


@strawberry.input(description="The order to buy again.")
class OrderReorderInput:
    number: str = _number()
    access_key: str | None = _access_key()
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Idempotency key: 8 to 64 visible ASCII characters, new for each reorder."
        " For a signed-in user, repeating a request with the same key does not add"
        " the lines again.",
    )


@strawberry.type(description="A cart with the order's lines that are still available.")
class OrderReorderPayload:
    cart: Cart | None = payload_field(
        "The cart. For a signed-in user, the lines are added to the existing"
        " cart. Null if the mutation failed."
    )
    missing_count: int = strawberry.field(
        default=0, description="Number of order lines that are no longer available."
    )
    errors: list[UserError] = errors_field()


@mutation("Add the available items of an order to a cart.")
async def order_reorder(info: Info, input: OrderReorderInput) -> OrderReorderPayload:
    token, missing = await buying_again.buy_again(
        info.context.action_context, input.number, input.access_key, input.idempotency_key
    )
    return OrderReorderPayload(cart=await cart_of(info, token, "cart"), missing_count=missing)


@strawberry.input(description="The guest order to add to the signed-in user's account.")
class OrderClaimInput:
    number: str = _number()
    access_key: str | None = strawberry.field(
        default=None,
        description="Access key of the order. Not required if the order was placed with the"
        " user's verified phone number.",
    )


@strawberry.type(description="The order, now in the signed-in user's account.")
class OrderClaimPayload:
    order: Order | None = payload_field("The order. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation(
    "Add a guest order to the signed-in account, using the account's verified phone number or"
    " the order's access key."
)
async def order_claim(info: Info, input: OrderClaimInput) -> OrderClaimPayload:
    row = await guest_orders.claim(info.context.action_context, input.number, input.access_key)
    return OrderClaimPayload(order=Order.of(row))
