"""Carts: begun, filled, sent somewhere."""

import strawberry

from commerce.cart import cart_coupons, cart_delivery, cart_lines, cart_merging, carts
from graph.context import Info
from graph.ids import row_id
from graph.mutations.address import AddressInput
from graph.types.cart import (
    Cart,
    DeliveryService,
    cart_of,
    cart_shown,
    has_variants,
    is_total_shown,
)
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.scalars import enum_value

AS_IT_IS = "The cart as it is now; null when it was refused."


def _cart_id() -> strawberry.ID:
    return strawberry.field(description="The cart's id.")  # type: ignore[no-any-return]


def _key() -> str | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None,
        description="8 to 64 visible ASCII characters, new for each time somebody adds something:"
        " sent again with it, nothing is added twice.",
    )


@strawberry.input(description="Pieces of a variant to put in.")
class CartLineInput:
    variant_id: strawberry.ID = strawberry.field(description="The variant.")
    quantity: int = strawberry.field(default=1, description="Pieces, 1 to 99.")


def _wanted(lines: list[CartLineInput]) -> list[tuple[int, int]]:
    return [(row_id(line.variant_id, "Variant"), line.quantity) for line in lines]


@strawberry.input(description="A cart to begin.")
class CartCreateInput:
    lines: list[CartLineInput] = strawberry.field(
        default_factory=list, description="What goes in at once."
    )
    idempotency_key: str | None = _key()


@strawberry.type(description="The new cart.")
class CartCreatePayload:
    cart: Cart | None = payload_field("The cart; a member has one at a time, and gets that.")
    errors: list[UserError] = errors_field()


@user_errors(CartCreatePayload)
async def cart_create(info: Info, input: CartCreateInput) -> CartCreatePayload:
    acting, wanted = info.context.acting, _wanted(input.lines)
    if not wanted:
        is_shown = is_total_shown(info, "cart")
        begun = await cart_lines.begin(acting, input.idempotency_key, is_shown=is_shown)
        if begun is not None:
            return CartCreatePayload(cart=Cart.of(begun))
    token = await cart_lines.create(acting, wanted, input.idempotency_key)
    return CartCreatePayload(cart=await cart_of(info, token, "cart"))


@strawberry.input(description="What to put in.")
class CartLinesAddInput:
    cart_id: strawberry.ID = _cart_id()
    lines: list[CartLineInput] = strawberry.field(
        description="All of them go in, or none. What is in already becomes more."
    )
    idempotency_key: str | None = _key()


@strawberry.type(description="The cart with what was put in.")
class CartLinesAddPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@user_errors(CartLinesAddPayload)
async def cart_lines_add(info: Info, input: CartLinesAddInput) -> CartLinesAddPayload:
    wanted = _wanted(input.lines)
    if input.idempotency_key is None:
        is_shown = is_total_shown(info, "cart")
        cart = await cart_lines.put_lines(
            info.context.acting, input.cart_id, wanted, is_shown=is_shown
        )
        if cart is not None:
            return CartLinesAddPayload(cart=Cart.of(cart))
    await cart_lines.add(info.context.acting, input.cart_id, wanted, input.idempotency_key)
    return CartLinesAddPayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(description="How many of a line there are to be.")
class CartLineUpdateInput:
    id: strawberry.ID = strawberry.field(description="The line.")
    quantity: int = strawberry.field(description="Pieces, 0 to 99; 0 takes it out.")


@strawberry.input(description="What to change.")
class CartLinesUpdateInput:
    cart_id: strawberry.ID = _cart_id()
    lines: list[CartLineUpdateInput] = strawberry.field(
        description="All of them are changed, or none. It agrees to the prices as they are."
    )


@strawberry.type(description="The cart as it was changed.")
class CartLinesUpdatePayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@user_errors(CartLinesUpdatePayload)
async def cart_lines_update(info: Info, input: CartLinesUpdateInput) -> CartLinesUpdatePayload:
    wanted = [(row_id(line.id, "CartLine"), line.quantity) for line in input.lines]
    await cart_lines.update(info.context.acting, input.cart_id, wanted)
    return CartLinesUpdatePayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(description="A coupon to use.")
class CartCouponApplyInput:
    cart_id: strawberry.ID = _cart_id()
    code: str = strawberry.field(description="As it is printed; case does not matter.")


@strawberry.type(description="The cart with the coupon.")
class CartCouponApplyPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@user_errors(CartCouponApplyPayload)
async def cart_coupon_apply(info: Info, input: CartCouponApplyInput) -> CartCouponApplyPayload:
    await cart_coupons.apply_coupon(info.context.acting, input.cart_id, input.code)
    return CartCouponApplyPayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(description="A coupon to take out.")
class CartCouponRemoveInput:
    cart_id: strawberry.ID = _cart_id()
    code: str = strawberry.field(description="The coupon's code.")


@strawberry.type(description="The cart without the coupon.")
class CartCouponRemovePayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@user_errors(CartCouponRemovePayload)
async def cart_coupon_remove(info: Info, input: CartCouponRemoveInput) -> CartCouponRemovePayload:
    await cart_coupons.remove_coupon(info.context.acting, input.cart_id, input.code)
    return CartCouponRemovePayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(description="Where it goes: an address, or an entry of one's address book.")
class CartAddressSetInput:
    cart_id: strawberry.ID = _cart_id()
    address: AddressInput | None = strawberry.field(
        default=None, description="As the buyer writes it."
    )
    address_id: strawberry.ID | None = strawberry.field(
        default=None, description="An entry of one's own address book."
    )


@strawberry.type(description="The cart with its address.")
class CartAddressSetPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@user_errors(CartAddressSetPayload)
async def cart_address_set(info: Info, input: CartAddressSetInput) -> CartAddressSetPayload:
    address, entry = input.address, input.address_id
    cart = await cart_delivery.set_address(
        info.context.acting,
        input.cart_id,
        None if address is None else address.decoded(),
        None if entry is None else row_id(entry, "Address"),
        is_shown=is_total_shown(info, "cart"),
        has_options=has_variants(info, "cart"),
    )
    return CartAddressSetPayload(cart=Cart.of(cart))


@strawberry.input(description="How a vendor's parcel is to be sent.")
class CartDeliverySelectInput:
    cart_id: strawberry.ID = _cart_id()
    vendor_id: strawberry.ID = strawberry.field(description="Whose parcel.")
    service: DeliveryService = strawberry.field(description="One of its delivery options.")


@strawberry.type(description="The cart with the choice.")
class CartDeliverySelectPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@user_errors(CartDeliverySelectPayload)
async def cart_delivery_select(
    info: Info, input: CartDeliverySelectInput
) -> CartDeliverySelectPayload:
    vendor = row_id(input.vendor_id, "Vendor")
    cart = await cart_delivery.choose_delivery(
        info.context.acting,
        input.cart_id,
        vendor,
        enum_value(input.service),
        is_shown=is_total_shown(info, "cart"),
        has_options=has_variants(info, "cart"),
    )
    return CartDeliverySelectPayload(cart=Cart.of(cart))


@strawberry.input(description="A guest's cart to take for oneself.")
class CartClaimInput:
    cart_id: strawberry.ID = _cart_id()


@strawberry.type(description="One's own cart with what was in the guest's.")
class CartClaimPayload:
    cart: Cart | None = payload_field("One's own cart; null when there is none.")
    errors: list[UserError] = errors_field()


@user_errors(CartClaimPayload)
async def cart_claim(info: Info, input: CartClaimInput) -> CartClaimPayload:
    context = info.context
    await cart_merging.claim_guests(context.acting, input.cart_id)
    found = await carts.of_account(context.viewer, context.now)
    return CartClaimPayload(cart=await cart_shown(info, found, "cart"))
