"""Carts: create, change, coupons, delivery."""

import strawberry

from commerce.cart import (
    cart_coupons,
    cart_creation,
    cart_delivery,
    cart_lines,
    cart_merging,
    carts,
)
from graph.context import Info
from graph.ids import row_id
from graph.mutations.accounts.address import AddressInput
from graph.types.cart.cart import (
    Cart,
    DeliveryService,
    cart_of,
    cart_shown,
    has_variants,
    is_total_shown,
)
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.scalars import enum_value

AS_IT_IS = "The current cart. Null if the mutation failed."


def _cart_id() -> strawberry.ID:
    return strawberry.field(description="Id of the cart.")  # type: ignore[no-any-return]


def _key() -> str | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None,
        description="Idempotency key: 8 to 64 visible ASCII characters, new for each"
        " addition. Repeating a request with the same key does not add the lines"
        " again.",
    )


@strawberry.input(description="A quantity of a variant to add to the cart.")
class CartLineInput:
    variant_id: strawberry.ID = strawberry.field(description="Id of the variant.")
    quantity: int = strawberry.field(default=1, description="Quantity, 1 to 99.")


def _quantities(lines: list[CartLineInput]) -> list[tuple[int, int]]:
    return [(row_id(line.variant_id, "Variant"), line.quantity) for line in lines]


@strawberry.input(description="A new cart.")
class CartCreateInput:
    lines: list[CartLineInput] = strawberry.field(
        default_factory=list, description="Lines to add right away."
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Idempotency key: 8 to 64 visible ASCII characters, new for each"
        " cart. Repeating a request with the same key does not add the lines to a signed-in"
        " user's cart again; guests get a new cart each time.",
    )


@strawberry.type(description="The new cart.")
class CartCreatePayload:
    cart: Cart | None = payload_field(
        "The cart. A signed-in user has one cart at a time; if it exists, it is"
        " returned. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation("Create a cart for a guest or the signed-in user.")
async def cart_create(info: Info, input: CartCreateInput) -> CartCreatePayload:
    ctx, wanted = info.context.action_context, _quantities(input.lines)
    if not wanted:
        is_shown = is_total_shown(info, "cart")
        begun = await cart_creation.begin(ctx, input.idempotency_key, is_shown=is_shown)
        if begun is not None:
            return CartCreatePayload(cart=Cart.of(begun))
    token = await cart_creation.create(ctx, wanted, input.idempotency_key)
    return CartCreatePayload(cart=await cart_of(info, token, "cart"))


@strawberry.input(description="Lines to add to the cart.")
class CartLinesAddInput:
    cart_id: strawberry.ID = _cart_id()
    lines: list[CartLineInput] = strawberry.field(
        description="Lines to add, all or none. Variants already in the cart get a higher quantity."
    )
    idempotency_key: str | None = _key()


@strawberry.type(description="The cart with the added lines.")
class CartLinesAddPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@mutation("Add lines to a cart.")
async def cart_lines_add(info: Info, input: CartLinesAddInput) -> CartLinesAddPayload:
    wanted = _quantities(input.lines)
    if input.idempotency_key is None:
        is_shown = is_total_shown(info, "cart")
        cart = await cart_lines.add_if_valid(
            info.context.action_context, input.cart_id, wanted, is_shown=is_shown
        )
        if cart is not None:
            return CartLinesAddPayload(cart=Cart.of(cart))
    await cart_lines.add(info.context.action_context, input.cart_id, wanted, input.idempotency_key)
    return CartLinesAddPayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(description="New quantity of a cart line.")
class CartLineUpdateInput:
    id: strawberry.ID = strawberry.field(description="Id of the cart line.")
    quantity: int = strawberry.field(description="Quantity, 0 to 99. 0 removes the line.")


@strawberry.input(description="Cart lines to change.")
class CartLinesUpdateInput:
    cart_id: strawberry.ID = _cart_id()
    lines: list[CartLineUpdateInput] = strawberry.field(
        description="Lines to change, all or none. Also accepts the current prices of these lines."
    )


@strawberry.type(description="The updated cart.")
class CartLinesUpdatePayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@mutation("Change the quantities of cart lines. Quantity 0 removes a line.")
async def cart_lines_update(info: Info, input: CartLinesUpdateInput) -> CartLinesUpdatePayload:
    wanted = [(row_id(line.id, "CartLine"), line.quantity) for line in input.lines]
    await cart_lines.update(info.context.action_context, input.cart_id, wanted)
    return CartLinesUpdatePayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(description="The coupon to apply.")
class CartCouponApplyInput:
    cart_id: strawberry.ID = _cart_id()
    code: str = strawberry.field(description="Coupon code, not case-sensitive.")


@strawberry.type(description="The cart with the coupon applied.")
class CartCouponApplyPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@mutation("Apply a coupon to a cart.")
async def cart_coupon_apply(info: Info, input: CartCouponApplyInput) -> CartCouponApplyPayload:
    await cart_coupons.apply_coupon(info.context.action_context, input.cart_id, input.code)
    return CartCouponApplyPayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(description="The coupon to remove.")
class CartCouponRemoveInput:
    cart_id: strawberry.ID = _cart_id()
    code: str = strawberry.field(description="Coupon code, not case-sensitive.")


@strawberry.type(description="The cart without the coupon.")
class CartCouponRemovePayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@mutation("Remove a coupon from a cart.")
async def cart_coupon_remove(info: Info, input: CartCouponRemoveInput) -> CartCouponRemovePayload:
    await cart_coupons.remove_coupon(info.context.action_context, input.cart_id, input.code)
    return CartCouponRemovePayload(cart=await cart_of(info, input.cart_id, "cart"))


@strawberry.input(
    description="The delivery address: either a new address or an entry of the address book."
)
class CartAddressSetInput:
    cart_id: strawberry.ID = _cart_id()
    address: AddressInput | None = strawberry.field(default=None, description="A new address.")
    address_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of an entry of the signed-in user's address book."
    )


@strawberry.type(description="The cart with its delivery address.")
class CartAddressSetPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@mutation("Set the delivery address of a cart.")
async def cart_address_set(info: Info, input: CartAddressSetInput) -> CartAddressSetPayload:
    address, entry = input.address, input.address_id
    cart = await cart_delivery.set_address(
        info.context.action_context,
        input.cart_id,
        None if address is None else address.decoded(),
        None if entry is None else row_id(entry, "Address"),
        is_shown=is_total_shown(info, "cart"),
        has_options=has_variants(info, "cart"),
    )
    return CartAddressSetPayload(cart=Cart.of(cart))


@strawberry.input(description="The delivery service for a vendor's shipment.")
class CartDeliverySelectInput:
    cart_id: strawberry.ID = _cart_id()
    vendor_id: strawberry.ID = strawberry.field(description="Id of the vendor.")
    service: DeliveryService = strawberry.field(
        description="One of the shipment's delivery options."
    )


@strawberry.type(description="The cart with the selected delivery service.")
class CartDeliverySelectPayload:
    cart: Cart | None = payload_field(AS_IT_IS)
    errors: list[UserError] = errors_field()


@mutation("Select the delivery service for a vendor's shipment.")
async def cart_delivery_select(
    info: Info, input: CartDeliverySelectInput
) -> CartDeliverySelectPayload:
    vendor = row_id(input.vendor_id, "Vendor")
    cart = await cart_delivery.choose_delivery(
        info.context.action_context,
        input.cart_id,
        vendor,
        enum_value(input.service),
        is_shown=is_total_shown(info, "cart"),
        has_options=has_variants(info, "cart"),
    )
    return CartDeliverySelectPayload(cart=Cart.of(cart))


@strawberry.input(description="The guest cart to merge into the signed-in user's cart.")
class CartClaimInput:
    cart_id: strawberry.ID = _cart_id()


@strawberry.type(description="The signed-in user's cart with the lines of the guest cart.")
class CartClaimPayload:
    cart: Cart | None = payload_field(
        "The signed-in user's cart. Null if there is none or the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation("Merge a guest cart into the signed-in user's cart.")
async def cart_claim(info: Info, input: CartClaimInput) -> CartClaimPayload:
    context = info.context
    await cart_merging.claim_guests(context.action_context, input.cart_id)
    found = await carts.of_account(context.viewer, context.now)
    return CartClaimPayload(cart=await cart_shown(info, found, "cart"))
