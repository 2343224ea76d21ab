"""Merging a guest's cart into an account's; reopening the cart of an unpaid order."""

from contextlib import suppress

import asyncpg
from tortoise.transactions import in_transaction

from commerce.cart.cart_lines import MAX_LINES, MAX_PIECES
from commerce.cart.carts import expiry, find, is_token, no_cart
from commerce.core import access_keys
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from database.connect import execute, fetch, fetch_value


async def adopt(ctx: ActionContext, token: str) -> None:
    """Merge a guest's cart into the account's, if the token is of one and both fit."""
    async with in_transaction():
        await merge(ctx, ctx.account_id, token)


async def claim_guests(ctx: ActionContext, token: str) -> None:
    """Merge a guest's cart into the account's. Idempotent.

    Raises Refusal: NOT_FOUND without a cart with this id, CART_ORDERED if it was ordered,
    LIMIT_REACHED for too many lines.
    """
    async with in_transaction():
        if await merge(ctx, ctx.account_id, token):
            return
        cart = await find(ctx.viewer, token, ctx.now)
        if cart is not None and cart.account_id is None:
            raise Refusal(Reason.LIMIT_REACHED, "cart_id", most=MAX_LINES)
        if cart is None and not await _was_merged(ctx.account_id, token):
            raise await no_cart(ctx, token)


async def _was_merged(account_id: int, token: str) -> bool:
    """Whether the guest's cart was merged into the account's and its row still exists."""
    return bool(
        is_token(token)
        and await fetch(
            "SELECT FROM cart WHERE token_hash = $1 AND account_id = $2 AND status = 'merged'",
            access_keys.lookup_hash(token),
            account_id,
        )
    )


async def _lock_own(account_id: int) -> int | None:
    """Lock the account's open cart; None if it has none."""
    found: int | None = await fetch_value(
        "SELECT id FROM cart WHERE account_id = $1 AND status = 'open' FOR UPDATE", account_id
    )
    return found


async def merge(ctx: ActionContext, account_id: int, token: str) -> bool:
    """Merge a guest's cart into the account's at sign-in. Call it in a transaction.

    Quantities of the same variant are added up to the limit and the stock; a line shows when it got
    less. The account's cart takes over the guest's address and coupons if it has none. Returns
    False and changes nothing if the token is not of an open guest cart, or if both together have
    too many lines: the guest's cart stays as it is.
    """
    if not is_token(token):
        return False
    rows = await fetch(
        "SELECT id FROM cart WHERE token_hash = $1 AND account_id IS NULL AND status = 'open'"
        " AND expires_at > $2 FOR UPDATE",
        access_keys.lookup_hash(token),
        ctx.now,
    )
    if not rows:
        return False
    guest: int = rows[0]["id"]
    expires_at = expiry(account_id, ctx.now)
    while (member := await _lock_own(account_id)) is None:
        try:
            async with in_transaction():
                await execute(
                    "UPDATE cart SET account_id = $2, expires_at = $3,"
                    " updated_at = greatest($4, updated_at + interval '1 microsecond')"
                    " WHERE id = $1",
                    guest,
                    account_id,
                    expires_at,
                    ctx.now,
                )
            return True
        except asyncpg.UniqueViolationError:  # another device has created one since
            continue
    lines = await fetch_value(
        "SELECT count(DISTINCT variant_id) FROM cart_line WHERE cart_id = ANY($1::int[])",
        [guest, member],
    )
    if lines > MAX_LINES:
        return False
    for sql in MERGED:
        await execute(sql, guest, member, *((MAX_PIECES,) if "$3" in sql else ()))
    await execute(
        "UPDATE cart SET status = 'merged', account_id = $3, updated_at = $2 WHERE id = $1",
        guest,
        ctx.now,
        account_id,
    )
    await execute(
        "UPDATE cart SET updated_at = greatest($2, updated_at + interval '1 microsecond'),"
        " expires_at = $3 WHERE id = $1",
        member,
        ctx.now,
        expires_at,
    )
    return True


MERGED = (
    # Lines in both: the sum, limited by stock, but never less than the larger quantity.
    """
    UPDATE cart_line m SET quantity = allowed.quantity,
      wished = CASE WHEN allowed.quantity < m.quantity + g.quantity
        THEN m.quantity + g.quantity END
    FROM cart_line g
    JOIN variant w ON w.id = g.variant_id LEFT JOIN stock s ON s.variant_id = w.id
    JOIN cart_line o ON o.cart_id = $2 AND o.variant_id = g.variant_id,
    LATERAL (SELECT greatest(o.quantity, g.quantity, least(o.quantity + g.quantity, $3,
      CASE WHEN w.is_made_to_order THEN $3 ELSE coalesce(s.available, 0) END))::smallint
      AS quantity) allowed
    WHERE g.cart_id = $1 AND m.id = o.id
    """,
    "UPDATE cart_line g SET cart_id = $2 WHERE g.cart_id = $1"
    " AND NOT EXISTS (SELECT FROM cart_line m WHERE m.cart_id = $2"
    " AND m.variant_id = g.variant_id)",
    "UPDATE cart_coupon g SET cart_id = $2 WHERE g.cart_id = $1"
    " AND NOT EXISTS (SELECT FROM cart_coupon m WHERE m.cart_id = $2)",
    "UPDATE cart_delivery g SET cart_id = $2 WHERE g.cart_id = $1"
    " AND NOT EXISTS (SELECT FROM cart_delivery m WHERE m.cart_id = $2"
    " AND m.vendor_id = g.vendor_id)",
    "UPDATE cart m SET (name, phone, line1, line2, landmark, city, pincode, state_id) ="
    " ROW(g.name, g.phone, g.line1, g.line2, g.landmark, g.city, g.pincode, g.state_id)"
    " FROM cart g WHERE g.id = $1 AND m.id = $2 AND m.pincode IS NULL",
)


async def reopen(order_id: int) -> None:
    """Reopen the cart of an unpaid order, unless the account has another open cart.

    Call it in the transaction that ends the order.
    """
    # The index on open carts decides: a cart that another request is creating is not seen.
    with suppress(asyncpg.UniqueViolationError):
        async with in_transaction():
            await execute(
                "UPDATE cart c SET status = 'open' FROM orders o WHERE o.id = $1"
                " AND c.id = o.cart_id AND c.status = 'ordered'"
                " AND (c.account_id IS NULL OR NOT EXISTS"
                " (SELECT FROM cart a WHERE a.account_id = c.account_id AND a.status = 'open'))",
                order_id,
            )


async def lock_of_order(order_id: int) -> None:
    """Lock the cart of an order, then the open cart of its account: a checkout of either ends
    before, or finds the cart closed.
    """
    await fetch(
        "SELECT c.id FROM cart c JOIN orders o ON o.cart_id = c.id WHERE o.id = $1 FOR UPDATE OF c",
        order_id,
    )
    await fetch(
        "SELECT c.id FROM cart c JOIN (SELECT coalesce(o.account_id, own.account_id) AS id"
        " FROM orders o LEFT JOIN cart own ON own.id = o.cart_id WHERE o.id = $1) account"
        " ON account.id = c.account_id WHERE c.status = 'open' FOR UPDATE OF c",
        order_id,
    )


async def close_reopened(order_id: int) -> None:
    """Close the cart of an order that was paid late, unless the cart has changed since."""
    await execute(
        "UPDATE cart c SET status = 'ordered' FROM orders o WHERE o.id = $1 AND c.id = o.cart_id"
        " AND c.status = 'open' AND c.updated_at <= o.placed_at",
        order_id,
    )
