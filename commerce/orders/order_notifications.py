"""Notifications about orders by SMS and e-mail, in the order's language."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from commerce.core import access_keys
from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job, enqueue, job_of
from commerce.core.money import formatted
from commerce.core.ports import NotDelivered
from commerce.core.rate_limits.message_limits import counted_delivery
from commerce.core.rate_limits.requesters import Requester, name_by_mark
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from database.connect import fetch
from database.queue import JobRequest, enqueue_rows
from models import OrderStatus
from settings import settings

log = logging.getLogger("odop.jobs")


KINDS = {
    "placed": Kind.ORDER_PLACED,
    "payment-failed": Kind.PAYMENT_FAILED,
    "payment-expired": Kind.PAYMENT_EXPIRED,
    "paid-too-late": Kind.PAID_TOO_LATE,
    "address-changed": Kind.ORDER_ADDRESS_CHANGED,
    "cancelled": Kind.ORDER_CANCELLED,
    "refunded": Kind.REFUNDED,
}
# By whether the whole order is cancelled and a refund of it is owed.
CANCELLED = {
    (True, False): Kind.ORDER_CANCELLED,
    (True, True): Kind.ORDER_CANCELLED_REFUND,
    (False, False): Kind.PART_CANCELLED,
    (False, True): Kind.PART_CANCELLED_REFUND,
}

# `owed_paise` are the refunds that have not arrived, of the order or of one refund: those that
# failed, too, since staff send them again. `is_paid`: money was taken, though it may pay nothing,
# as a wrong amount does; `is_held`: the whole amount is authorised.
# Whether the buyer has verified a contact of the order: it is the account's, or its proof was used
# for this order. Codes of other times do not count: anybody can type a number verified today.
ORDER = """
SELECT o.number, o.status,
  o.access_key_sealed, o.phone, o.email, o.language, o.total_paise, o.account_id, o.client_mark,
  EXISTS (SELECT FROM charge c JOIN payment p ON p.id = c.payment_id
    WHERE p.order_id = o.id AND c.status = 'captured') AS is_paid,
  EXISTS (SELECT FROM payment p WHERE p.order_id = o.id AND p.status = 'authorized') AS is_held,
  (SELECT coalesce(sum(r.amount_paise), 0)::bigint FROM refund r
    WHERE r.order_id = o.id AND r.status IN ('requested', 'pending', 'failed')
      AND ($2::int IS NULL OR r.id = $2)) AS owed_paise,
  a.phone = o.phone AND a.phone_verified_at IS NOT NULL
    OR EXISTS (SELECT FROM otp_challenge t
      WHERE t.contact = o.phone AND t.proof_used_at = o.placed_at) AS is_phone_proved,
  a.email = o.email AND a.email_verified_at IS NOT NULL AS is_email_proved
FROM orders o LEFT JOIN account a ON a.id = o.account_id WHERE o.id = $1
"""


WAYS = ("phone", "email")
# A gateway that did not answer may be well again by then.
REPEAT_AFTER = timedelta(minutes=5)


async def notify_buyer(
    order_id: int, kind: str, client: str = "", refund: int | None = None
) -> None:
    """Notify the buyer by every contact of the order; `client` is the address of the request.

    `refund` is the one that a cancellation has requested, 0 if none.
    """
    await enqueue_rows([notification_job(order_id, kind, client, refund)])


def notification_job(
    order_id: int, kind: str, client: str, refund: int | None = None
) -> JobRequest:
    """The job that sends `notify_buyer`'s messages."""
    caused: dict[str, Any] = {"client": client} if client else {}
    if refund is not None:
        caused["refund"] = refund
    return job_of(Job.ORDER_NOTIFY, order=order_id, kind=kind, **caused)


async def notify_by_each(ctx: ActionContext, order_id: int, kind: str, **more: Any) -> None:
    """Job: send one message by each contact of the order.

    A message that fails gets a job of its own: retrying this job would repeat the others.
    """
    for way in WAYS:
        try:
            await notify(ctx, order_id, kind, way, **more)
        except Exception as error:
            if not isinstance(error, NotDelivered):
                log.exception("order %s is notified by %s in a job of its own", order_id, way)
            await enqueue(Job.ORDER_NOTIFY, order=order_id, kind=kind, way=way, **more)


async def notify(
    ctx: ActionContext,
    order_id: int,
    kind: str,
    way: str,
    *,
    is_repeat: bool = False,
    **more: Any,
) -> None:
    """Job: send one message by one contact. Raises NotDelivered when it should be retried.

    One that may have arrived is sent once more, by a job of its own, and then given up.
    """
    try:
        await _notify(ctx, order_id, kind, way, **more)
    except NotDelivered as failure:
        if not failure.may_have_arrived:
            raise
        if is_repeat:
            log.error("a message of order %s by %s is given up: %s", order_id, way, failure)
            return
        log.warning("a message of order %s by %s is repeated: %s", order_id, way, failure)
        repeat: dict[str, Any] = {"order": order_id, "kind": kind, "way": way, "is_repeat": True}
        await enqueue(Job.ORDER_NOTIFY, after=REPEAT_AFTER, **(repeat | more))


async def _notify(
    ctx: ActionContext,
    order_id: int,
    kind: str,
    way: str,
    amount: str | None = None,
    client: str = "",
    refund: int | None = None,
) -> None:
    """Send a message if it is still true and no limit is reached. Raises NotDelivered.

    A contact that nobody has verified may be somebody else's: messages about unpaid orders are rate
    limited there, and cancellations of unpaid guest orders are not sent at all. Address changes can
    be repeated, so they are limited even for paid orders.
    """
    rows = await fetch(ORDER, order_id, refund)
    if not rows or (to := rows[0][way]) is None:
        return
    order = rows[0]
    if (what := _current(KINDS[kind], order)) is None:
        return
    key = access_keys.open_for_order(order["number"], order["access_key_sealed"])
    values = {
        "number": order["number"],
        "total": formatted(order["total_paise"]),
        "amount": (amount or "") if what is Kind.REFUNDED else formatted(order["owed_paise"]),
        "link": f"{settings().storefront}/orders/{order['number']}#key={key}",
    }
    message = Message(what, to, Language(order["language"]), values)
    is_limited = not order["is_paid"] or kind == "address-changed"
    if not is_limited or order[f"is_{way}_proved"]:
        await ctx.messages.deliver(message)
        return
    client = client or _placed_from(order)
    by_address, requester = replace(ctx, client=client), Requester(client, False)
    async with counted_delivery(by_address, what, to, requester) as may_send:
        if may_send:
            await ctx.messages.deliver(message)


def _current(what: Kind, order: Any) -> Kind | None:
    """The kind that is true of the order now; None if there is nothing to say any more."""
    is_cancelled = order["status"] == OrderStatus.CANCELLED
    is_owed = order["owed_paise"] > 0
    match what:
        case Kind.PAYMENT_FAILED if order["status"] != OrderStatus.AWAITING_PAYMENT:
            return None
        case Kind.PAYMENT_FAILED if order["is_held"]:
            # Another attempt has succeeded: nothing is left to pay.
            return None
        case Kind.ORDER_PLACED | Kind.ORDER_ADDRESS_CHANGED if is_cancelled:
            return None
        case Kind.PAYMENT_EXPIRED if not is_cancelled:
            return None
        case Kind.PAYMENT_EXPIRED if order["is_paid"]:
            return CANCELLED[True, is_owed]
        case Kind.PAID_TOO_LATE if not is_owed:
            # It was refunded meanwhile, which has a message of its own.
            return None
        case Kind.ORDER_CANCELLED:
            is_guest = order["account_id"] is None
            return None if is_guest and not order["is_paid"] else CANCELLED[is_cancelled, is_owed]
    return what


def _placed_from(order: Any) -> str:
    """The name of the address that placed an order; orders without one share a name."""
    mark = order["client_mark"]
    return "address unknown" if mark is None else name_by_mark(mark)
