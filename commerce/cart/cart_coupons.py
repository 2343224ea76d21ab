"""Coupons of a cart: apply and remove.

Limits of a buyer and of first orders are checked by `commerce.cart.pricing.pricing`, at checkout
once more in its transaction; that of all uses also by `commerce.orders.promotion_claims`.
"""

import re

from tortoise.transactions import in_transaction

from auth.inputs.text_input import fold_coupon
from commerce.cart.carts import check_cart_too, touch
from commerce.cart.pricing.commercial_rules import terms
from commerce.cart.pricing.promotions import NoCoupon
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from database.connect import execute, fetch

MAX_COUPONS = 3
COUPON = re.compile(r"[A-Z0-9]{3,24}")


async def apply_coupon(ctx: ActionContext, token: str, code: str) -> None:
    """Add a coupon to the cart. If it does not apply yet, it is kept with a problem that says why.

    Raises Refusal: NOT_FOUND for an unknown or expired code, LIMIT_REACHED above three coupons.
    """
    wanted = fold_coupon(code[:100])
    promotion = (await terms()).coupon(wanted)
    form = Form()
    if not wanted:
        form.refuse(Refusal(Reason.REQUIRED, "code", about="coupon"))
    elif promotion is None or not promotion.is_on(ctx.now):
        form.refuse(NoCoupon(promotion, ctx.now))
    await check_cart_too(form, ctx, token)
    form.check()
    assert promotion is not None
    async with in_transaction():
        cart_id = await touch(ctx, token)
        rows = await fetch("SELECT promotion_id FROM cart_coupon WHERE cart_id = $1", cart_id)
        entered = {row["promotion_id"] for row in rows}
        if promotion.id in entered:
            return
        if len(entered) >= MAX_COUPONS:
            raise Refusal(Reason.LIMIT_REACHED, "code", most=MAX_COUPONS)
        await execute(
            "INSERT INTO cart_coupon (cart_id, promotion_id) VALUES ($1, $2)",
            cart_id,
            promotion.id,
        )


async def remove_coupon(ctx: ActionContext, token: str, code: str) -> None:
    """Remove a coupon from the cart. Does nothing if the cart does not have it."""
    wanted = fold_coupon(code[:100])
    async with in_transaction():
        cart_id = await touch(ctx, token)
        if not COUPON.fullmatch(wanted):
            return
        await execute(
            "DELETE FROM cart_coupon c USING promotion p"
            " WHERE c.cart_id = $1 AND p.id = c.promotion_id AND p.code = $2",
            cart_id,
            wanted,
        )
