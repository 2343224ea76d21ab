"""The timeline of an order, in English and Hindi."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from database.connect import execute, fetch_value
from models import OrderEventKind

# In English and in Hindi; `{names}` are facts of the event, amounts ready to read. What is refunded
# is said by REFUND_STARTED alone: it may be nothing.
TEXTS: Mapping[OrderEventKind, tuple[str, str]] = {
    OrderEventKind.ORDERED: (
        "Order received. Waiting for your payment.",
        "ऑर्डर मिल गया है। आपके भुगतान का इंतज़ार है।",
    ),
    OrderEventKind.PLACED: (
        "Your order is placed and the sellers have been notified.",
        "आपका ऑर्डर पक्का हो गया है और विक्रेताओं को बता दिया गया है।",
    ),
    OrderEventKind.PAID: ("Payment of {amount} received.", "{amount} का भुगतान मिल गया।"),
    OrderEventKind.PAYMENT_FAILED: (
        "The payment did not go through. You can try again.",
        "भुगतान पूरा नहीं हुआ। आप फिर कोशिश कर सकते हैं।",
    ),
    OrderEventKind.PAYMENT_EXPIRED: (
        "The order was not paid in time. The items are back in stock.",
        "समय पर भुगतान नहीं हुआ। सामान वापस स्टॉक में रख दिया गया है।",
    ),
    OrderEventKind.PAYMENT_REFUSED: (
        "The payment service declined this payment. The order is cancelled and you were not"
        " charged.",
        "भुगतान सेवा ने यह भुगतान स्वीकार नहीं किया। ऑर्डर रद्द हो गया है और आपसे कोई पैसा नहीं लिया गया।",
    ),
    OrderEventKind.PAID_TOO_LATE: (
        "The payment arrived after the order was cancelled.",
        "भुगतान ऑर्डर रद्द होने के बाद आया।",
    ),
    OrderEventKind.UNDER_REVIEW: (
        "The payment does not match the order. We are checking what happened.",
        "भुगतान ऑर्डर से मेल नहीं खाता। हम जाँच कर रहे हैं।",
    ),
    OrderEventKind.ADDRESS_CHANGED: (
        "The delivery address was changed.",
        "डिलीवरी का पता बदल दिया गया है।",
    ),
    OrderEventKind.CANCELLED: ("{what} was cancelled.", "{what_hi} रद्द किया गया।"),
    OrderEventKind.REFUND_STARTED: (
        "A refund of {amount} has been started.",
        "{amount} आपको लौटाए जा रहे हैं।",
    ),
    OrderEventKind.REFUNDED: ("{amount} has been refunded.", "{amount} लौटा दिए गए हैं।"),
    OrderEventKind.REFUND_FAILED: (
        "The refund of {amount} has not gone through yet. We are working on it.",
        "{amount} अभी नहीं लौटाए जा सके। हम इसे ठीक कर रहे हैं।",
    ),
    OrderEventKind.PAYMENT_DISPUTED: (
        "Your bank has asked us to return {amount} of your payment.",
        "आपके बैंक ने आपके भुगतान में से {amount} वापस माँगे हैं।",
    ),
    OrderEventKind.REFUND_DISPUTED: (
        "Your bank has asked us to return {amount}, but {refunded} has already been refunded:"
        " {references}.",
        "आपके बैंक ने {amount} वापस माँगे हैं, जबकि {refunded} पहले ही लौटाए जा चुके हैं: {references}।",
    ),
    OrderEventKind.DISPUTE_WON: (
        "Your bank has closed its claim for {amount}. The payment remains valid.",
        "आपके बैंक ने {amount} का दावा बंद कर दिया है। आपका भुगतान मान्य रहेगा।",
    ),
    OrderEventKind.CHARGED_BACK: (
        "Your bank has taken back {amount} of your payment.",
        "आपके बैंक ने आपके भुगतान में से {amount} वापस ले लिए हैं।",
    ),
}


async def record_event(
    order_id: int,
    kind: OrderEventKind,
    now: datetime,
    *,
    suborder_id: int | None = None,
    **facts: Any,
) -> None:
    """Insert an event, in the transaction of the change it describes."""
    await execute(
        "INSERT INTO order_event (order_id, suborder_id, at, kind, facts)"
        " VALUES ($1, $2, $3, $4, $5)",
        order_id,
        suborder_id,
        now,
        kind.value,
        orjson.dumps(facts).decode(),
    )


async def has_event(order_id: int, kind: OrderEventKind) -> bool:
    """Whether this happened to an order before."""
    found: bool = await fetch_value(
        "SELECT EXISTS (SELECT FROM order_event WHERE order_id = $1 AND kind = $2)",
        order_id,
        kind.value,
    )
    return found


def event_text(kind: OrderEventKind, facts: Mapping[str, Any]) -> tuple[str, str]:
    """The text of an event, in English and in Hindi."""
    en, hi = TEXTS[kind]
    return en.format(**facts), hi.format(**facts)
