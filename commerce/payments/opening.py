"""Opening a payment at the gateway."""

import asyncio
from typing import Any

import asyncpg
from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.ports import GatewayDown, GatewayRefuses
from commerce.orders import order_state, timeline
from commerce.payments.gateway_time import at_gateway, may_ask, seconds_left
from commerce.payments.payment_state import log
from database.connect import execute, fetch
from models import OrderEventKind

RETRY_SECONDS = 30
# A process that asks has an answer by then, or has died: another one may ask.
OPENED_WITHIN, POLL_SECONDS = 9.0, 0.05
OPENED = """
UPDATE payment SET gateway_order_id = $2, asked_at = NULL WHERE id = $1 AND gateway_order_id IS NULL
"""


async def open_at_gateway(ctx: ActionContext, payment_id: int) -> None:
    """Open a payment at the gateway, so that the buyer can pay. Idempotent.

    Raises Refusal: PAYMENT_GATEWAY_UNAVAILABLE if it can be tried again, PAYMENT_REFUSED if the
    gateway will never accept it; the order is cancelled then.
    """
    row = await _acquire(ctx, payment_id)
    if row is None:
        return
    gateway_order = None
    try:
        async with at_gateway(ctx):
            gateway_order = await ctx.gateway.order(
                row["number"], row["amount_paise"], row["currency"], is_first=row["attempts"] == 1
            )
    except (GatewayDown, TimeoutError) as error:
        log.warning("payment %s could not be opened at the gateway: %s", payment_id, error)
        raise Refusal(Reason.PAYMENT_GATEWAY_UNAVAILABLE, seconds=RETRY_SECONDS) from None
    except GatewayRefuses as error:
        log.error("payment %s was refused by the gateway: %s", payment_id, error)
        await _refuse(ctx, row["order_id"])
        raise Refusal(Reason.PAYMENT_REFUSED, "payment_method") from None
    finally:
        await _end(payment_id, gateway_order)


async def _end(payment_id: int, gateway_order: str | None) -> None:
    """Unlock a payment, with what the gateway made for it.

    Raises Refusal if that is another payment's already: the gateway is asked again.
    """
    try:
        await execute(OPENED, payment_id, gateway_order)
    except asyncpg.UniqueViolationError:
        log.error("payment %s was given another's order: %s", payment_id, gateway_order)
        await execute(OPENED, payment_id, None)
        raise Refusal(Reason.PAYMENT_GATEWAY_UNAVAILABLE, seconds=RETRY_SECONDS) from None


async def _acquire(ctx: ActionContext, payment_id: int) -> Any | None:
    """Lock a payment that has to be opened; None if it is open or needs no opening.

    Others poll meanwhile. No transaction is open, and a process that dies loses the lock after
    OPENED_WITHIN. Raises Refusal when it takes too long: whoever has little time left only waits
    for what the others are told.
    """
    while seconds_left(ctx) > 0:
        rows = await fetch(
            "UPDATE payment p SET attempts = attempts + 1, asked_at = now() FROM orders o"
            " WHERE p.id = $1 AND p.gateway = $2 AND p.gateway_order_id IS NULL AND $4"
            # After a wait only the payment is read again, which ends together with its order.
            " AND p.status = 'created'"
            " AND (p.asked_at IS NULL OR p.asked_at < now() - $3 * interval '1 second')"
            " AND o.id = p.order_id AND o.status = 'awaiting_payment'"
            " RETURNING p.amount_paise, p.currency, p.attempts, o.number, p.order_id",
            payment_id,
            ctx.gateway.name,
            OPENED_WITHIN,
            may_ask(ctx),
        )
        if rows:
            return rows[0]
        rows = await fetch(
            "SELECT gateway_order_id IS NULL AND (asked_at IS NOT NULL OR p.status = 'created'"
            " AND p.gateway = $3 AND o.status = 'awaiting_payment') AS is_waiting,"
            " gateway_order_id IS NULL AND EXISTS (SELECT FROM order_event e WHERE e.kind = $2"
            " AND e.order_id = p.order_id) AS is_refused"
            " FROM payment p JOIN orders o ON o.id = p.order_id WHERE p.id = $1",
            payment_id,
            OrderEventKind.PAYMENT_REFUSED.value,
            ctx.gateway.name,
        )
        if rows[0]["is_refused"]:
            raise Refusal(Reason.PAYMENT_REFUSED, "payment_method")
        if not rows[0]["is_waiting"]:
            return None
        await asyncio.sleep(POLL_SECONDS)
    raise Refusal(Reason.PAYMENT_GATEWAY_UNAVAILABLE, seconds=RETRY_SECONDS)


async def _refuse(ctx: ActionContext, order_id: int) -> None:
    """Cancel an order that the gateway refuses: release stock and coupons, reopen the cart."""
    async with in_transaction():
        waits = await fetch(
            "SELECT id FROM orders WHERE id = $1 AND status = 'awaiting_payment' FOR UPDATE",
            order_id,
        )
        if waits:
            await order_state.cancel_unpaid(ctx, order_id)
            await timeline.record_event(order_id, OrderEventKind.PAYMENT_REFUSED, ctx.now)
            await audit.record(ctx, "order.refuse", f"order:{order_id}")
