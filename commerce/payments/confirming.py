"""Confirming a payment after the gateway's page."""

from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.idempotency import KeyedMutation, check_key, once
from commerce.core.ports import GatewayDown, GatewayRefuses
from commerce.payments.gateway_time import at_gateway
from commerce.payments.opening import RETRY_SECONDS
from commerce.payments.payment_state import collect, log
from database.connect import fetch, fetch_value


async def confirm(
    ctx: ActionContext, payment_id: int, gateway_payment_id: str, signature: str, key: str
) -> int:
    """Confirm a payment by the gateway's signature and return the order's id. Raises Refusal.

    The signature must be of the order that we opened: its gateway id comes from our own row, never
    from the browser.
    """
    rows = await fetch(
        "SELECT order_id, gateway_order_id FROM payment WHERE id = $1 AND gateway = $2",
        payment_id,
        ctx.gateway.name,
    )
    form = Form()
    form.read(check_key, key)
    if not rows:
        form.refuse(Refusal(Reason.NOT_FOUND, "payment_id"))
    else:
        opened = rows[0]["gateway_order_id"]
        if opened is None or not ctx.gateway.is_checkout(opened, gateway_payment_id, signature):
            form.refuse(Refusal(Reason.PAYMENT_NOT_VERIFIED, "signature"))
    form.check()
    order_id: int = rows[0]["order_id"]
    body = {"payment": payment_id, "gateway": gateway_payment_id, "signature": signature}
    owner = f"payment {payment_id}"
    async with once(ctx, KeyedMutation.PAYMENT_CONFIRM, owner, key, body) as claim:
        if claim.is_new:
            claim.result = {"order": order_id}
    try:
        async with at_gateway(ctx):
            reported = await ctx.gateway.payment(gateway_payment_id)
            reported = await collect(ctx, reported, rows[0]["gateway_order_id"])
    except (GatewayDown, GatewayRefuses, TimeoutError) as error:
        # `reconcile` asks the gateway again.
        log.warning("payment %s could not be confirmed: %s", payment_id, error)
        raise Refusal(
            Reason.PAYMENT_GATEWAY_UNAVAILABLE, about="payment_made", seconds=RETRY_SECONDS
        ) from None
    buyer = await fetch_value("SELECT account_id FROM orders WHERE id = $1", order_id)
    if buyer is not None and not (ctx.viewer.is_person and ctx.viewer.account_id == buyer):
        # The payment is taken, but only its buyer may see a member's order.
        is_paid = await fetch_value(
            "SELECT is_settling FROM charge WHERE gateway_payment_id = $1", reported.id
        )
        raise Refusal(Reason.SIGN_IN_AGAIN, about="payment_received" if is_paid else None)
    return order_id
