"""Delivery address of a cart, and the delivery service of each parcel."""

from collections.abc import Mapping
from typing import Any

from commerce.accounts import addresses
from commerce.cart.carts import (
    CARTS,
    COLUMNS,
    LINES,
    TABLES,
    TOUCHED,
    TOUCHED_AT,
    Cart,
    check_cart_too,
    find,
    items_of,
    no_cart,
    owned,
    priced,
    statements_by_options,
    touch_arguments,
)
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from database.connect import SOON_ON_DISK, fetch
from models import DeliveryService


async def set_address(
    ctx: ActionContext,
    token: str,
    written: addresses.Written | None,
    address_id: int | None,
    *,
    is_shown: bool,
    has_options: bool,
) -> Cart:
    """Set the delivery address: a typed address or an entry of the account's address book.

    Raises Refusals for missing or invalid input, and for a PIN code of another State.
    """
    form = Form()
    if (written is None) == (address_id is None):
        form.refuse(Refusal(Reason.REQUIRED if written is None else Reason.INVALID, "address"))
    columns: Mapping[str, Any] = {}
    if written is not None:
        columns = await form.wait_for(addresses.columns(written, "address"))
    if address_id is not None:
        row = await form.wait_for(addresses.own(ctx, address_id, "address_id"))
        columns = {name: getattr(row, name, None) for name in addresses.COLUMNS}
    await check_cart_too(form, ctx, token)
    form.check()
    return await _write_address(ctx, token, columns, is_shown=is_shown, has_options=has_options)


ADDRESSED = f"""
UPDATE cart SET ({", ".join(addresses.COLUMNS)}) =
  ROW({", ".join(f"${place}" for place in range(6, 6 + len(addresses.COLUMNS)))}),
  updated_at = {TOUCHED_AT}, expires_at = $4, shown_paise = coalesce($5, shown_paise)
WHERE token_hash = $1 AND status = 'open' AND expires_at > $3
  AND {owned("$2")}
"""
ADDRESSED_ALONE = f"{ADDRESSED} RETURNING id, {SOON_ON_DISK}"
# The same statement, returning the cart as well.
ADDRESSED_CART = f"""
WITH c AS ({ADDRESSED} RETURNING *, {SOON_ON_DISK})
SELECT {COLUMNS}, {LINES}, $options AS options, p.name_en, p.name_hi
FROM c LEFT JOIN account a ON a.id = $2 {TABLES}
"""


ADDRESSED_CARTS = statements_by_options(ADDRESSED_CART)


async def _write_address(
    ctx: ActionContext, token: str, columns: Mapping[str, Any], *, is_shown: bool, has_options: bool
) -> Cart:
    """The cart with its new address; its total is stored as shown if the response shows it."""
    touching = touch_arguments(ctx, token)
    written = [columns[name] for name in addresses.COLUMNS]
    if not is_shown:
        rows = await fetch(ADDRESSED_CARTS[has_options], *touching, None, *written)
        if not rows:
            raise await no_cart(ctx, token)
        return await priced(rows, ctx.now, ctx.viewer, token)
    rows = await fetch(CARTS[has_options], touching[0], touching[1], ctx.now)
    if not rows:
        raise await no_cart(ctx, token)
    head = {**rows[0], **columns, "expires_at": touching[3]}
    cart = await priced([head], ctx.now, ctx.viewer, token, pieces=items_of(rows))
    if not await fetch(ADDRESSED_ALONE, *touching, cart.priced.total, *written):
        raise await no_cart(ctx, token)
    return cart


CHOOSE = (
    TOUCHED.replace("expires_at = $4", "expires_at = $4, shown_paise = coalesce($7, shown_paise)")
    + """
INSERT INTO cart_delivery (cart_id, vendor_id, service) SELECT id, $5, $6 FROM cart
ON CONFLICT (cart_id, vendor_id) DO UPDATE SET service = excluded.service
RETURNING id, $soon
""".replace("$soon", SOON_ON_DISK)
)


async def choose_delivery(
    ctx: ActionContext,
    token: str,
    vendor_id: int,
    service: DeliveryService,
    *,
    is_shown: bool,
    has_options: bool,
) -> Cart:
    """Choose the delivery service of a vendor's parcel. Raises Refusal if it is not available."""
    cart = await find(ctx.viewer, token, ctx.now, has_options=has_options)
    if cart is None:
        form = Form()
        form.refuse(await no_cart(ctx, token))
        if vendor_id == 0:
            form.refuse(Refusal(Reason.NOT_FOUND, "vendor_id"))
        form.check()
    assert cart is not None
    group = next((g for g in cart.priced.groups if g.vendor_id == vendor_id), None)
    if group is None:
        raise Refusal(Reason.NOT_FOUND, "vendor_id")
    if all(offer.service is not service for offer in group.offers):
        raise Refusal(Reason.INVALID, "service")
    touching = touch_arguments(ctx, token)
    cart = cart.with_delivery(group, service, ctx.now, touching[3])
    total = cart.priced.total if is_shown else None
    if not await fetch(CHOOSE, *touching, vendor_id, service.value, total):
        raise await no_cart(ctx, token)
    return cart
