"""Confirming a payment after the gateway's page."""

from dataclasses import dataclass

from tortoise.transactions import in_transaction

from commerce.core import idempotency
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.ports import GatewayDown, GatewayRefuses
from commerce.payments.opening import RETRY_SECONDS
from commerce.payments.payment_state import apply, log
from database.connect import fetch, fetch_value
from models import PaymentStatus


@dataclass(frozen=True, slots=True)
class Confirmed:
    order_id: int
    key_id: int


async def confirm(
    ctx: ActionContext, payment_id: int, gateway_payment_id: str, signature: str, key: str
) -> Confirmed:
    """Confirm a payment with the signature the gateway gave the buyer.

    The order's gateway id is our own record's, never the browser's. Raises Refusal.
    """
    rows = await fetch(
        "SELECT order_id, gateway_order_id FROM payment WHERE id = $1 AND gateway = $2",
        payment_id,
        ctx.gateway.name,
    )
    form = Form()
    form.read(idempotency.check_key, key)
    if not rows:
        form.refuse(Refusal(Reason.NOT_FOUND, "payment_id"))
    else:
        opened = rows[0]["gateway_order_id"]
        if opened is None or not ctx.gateway.is_checkout(opened, gateway_payment_id, signature):
            form.refuse(Refusal(Reason.PAYMENT_NOT_VERIFIED, "signature"))
    form.check()
    order_id: int = rows[0]["order_id"]
    given = {"payment": payment_id, "gateway": gateway_payment_id, "signature": signature}
    async with in_transaction():
        claimed = await idempotency.claim(
            ctx, f"payment {payment_id}", "paymentConfirm", key, given
        )
        if claimed.result is None:
            await idempotency.finish(claimed, {"order": order_id})
    try:
        told = await ctx.gateway.payment(gateway_payment_id)
        await apply(ctx, told)
        if told.status is PaymentStatus.AUTHORIZED:
            await apply(ctx, await ctx.gateway.capture(told.id, told.amount, told.currency))
    except (GatewayDown, GatewayRefuses) as error:
        # It is asked again by itself (`reconcile`).
        log.warning("payment %s could not be confirmed: %s", payment_id, error)
        raise Refusal(Reason.PAYMENT_GATEWAY_UNAVAILABLE, seconds=RETRY_SECONDS) from None
    owner = await fetch_value("SELECT account_id FROM orders WHERE id = $1", order_id)
    if owner is not None and not (ctx.viewer.is_person and ctx.viewer.account_id == owner):
        # The payment is taken; a member's order is told to the member alone.
        raise Refusal(Reason.SIGN_IN_AGAIN)
    return Confirmed(order_id, claimed.id)
