"""What a buyer does with an order."""

import strawberry

import models
from commerce.orders import buying_again, cancellation, guest_orders, order_address
from graph.context import Info
from graph.ids import row_id
from graph.mutations.address import AddressInput
from graph.mutations.checkout import KEY
from graph.types.cart import Cart, cart_of
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.order import Order


def _number() -> str:
    return strawberry.field(description="The order's number.")  # type: ignore[no-any-return]


def _access_key() -> str | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None, description="The order's key, from whoever has no account."
    )


@strawberry.input(description="An order, or a part of it, to call off.")
class OrderCancelInput:
    number: str = _number()
    access_key: str | None = _access_key()
    suborder_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="One supplier's part; left out, all of it. An unpaid order goes as a whole.",
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="The order as it is now.")
class OrderCancelPayload:
    order: Order | None = payload_field("The order; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(OrderCancelPayload)
async def order_cancel(info: Info, input: OrderCancelInput) -> OrderCancelPayload:
    part = input.suborder_id
    order_id, key_id = await cancellation.cancel(
        info.context.acting,
        input.number,
        input.access_key,
        None if part is None else row_id(part, "Suborder"),
        input.idempotency_key,
    )
    info.context.kept_key = key_id
    return OrderCancelPayload(order=Order.of(await models.Order.get(id=order_id)))


@strawberry.input(description="Another address for an order.")
class OrderAddressSetInput:
    number: str = _number()
    access_key: str | None = _access_key()
    address: AddressInput = strawberry.field(
        description="Where it goes: another door of the same PIN code."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="The order with its address.")
class OrderAddressSetPayload:
    order: Order | None = payload_field("The order; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(OrderAddressSetPayload)
async def order_address_set(info: Info, input: OrderAddressSetInput) -> OrderAddressSetPayload:
    order_id, key_id = await order_address.change(
        info.context.acting,
        input.number,
        input.access_key,
        input.address.decoded(),
        input.idempotency_key,
    )
    info.context.kept_key = key_id
    return OrderAddressSetPayload(order=Order.of(await models.Order.get(id=order_id)))


@strawberry.input(description="An order to buy again.")
class OrderReorderInput:
    number: str = _number()
    access_key: str | None = _access_key()
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="8 to 64 visible ASCII characters, new for each time: sent again with it,"
        " nothing is added to a member's cart twice.",
    )


@strawberry.type(description="A cart with what can still be bought.")
class OrderReorderPayload:
    cart: Cart | None = payload_field("The cart; a member's own has it on top. Null when refused.")
    missing_count: int = strawberry.field(
        default=0, description="Lines of the order that can no longer be bought."
    )
    errors: list[UserError] = errors_field()


@user_errors(OrderReorderPayload)
async def order_reorder(info: Info, input: OrderReorderInput) -> OrderReorderPayload:
    token, missing = await buying_again.buy_again(
        info.context.acting, input.number, input.access_key, input.idempotency_key
    )
    return OrderReorderPayload(cart=await cart_of(info, token, "cart"), missing_count=missing)


@strawberry.input(description="A guest's order to take into one's own account.")
class OrderClaimInput:
    number: str = _number()
    access_key: str | None = strawberry.field(
        default=None,
        description="The order's key; not needed for an order placed with one's proved telephone.",
    )


@strawberry.type(description="The order, now the viewer's.")
class OrderClaimPayload:
    order: Order | None = payload_field("The order; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(OrderClaimPayload)
async def order_claim(info: Info, input: OrderClaimInput) -> OrderClaimPayload:
    row = await guest_orders.claim(info.context.acting, input.number, input.access_key)
    return OrderClaimPayload(order=Order.of(row))
