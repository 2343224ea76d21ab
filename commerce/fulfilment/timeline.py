"""What happened to an order, in both languages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from database.connect import execute
from models import OrderEventKind

# In English and in Hindi; `{names}` are facts of the event, amounts ready to read.
TEXTS: Mapping[OrderEventKind, tuple[str, str]] = {
    OrderEventKind.ORDERED: (
        "You ordered. Now it waits for the payment.",
        "आपने ऑर्डर किया। अब भुगतान का इंतज़ार है।",
    ),
    OrderEventKind.PLACED: (
        "Your order is placed, and the sellers know of it.",
        "आपका ऑर्डर पक्का हो गया है और विक्रेताओं को बता दिया गया है।",
    ),
    OrderEventKind.PAID: ("{amount} were paid.", "{amount} का भुगतान हुआ।"),
    OrderEventKind.PAYMENT_FAILED: (
        "A payment did not go through. You can try again.",
        "भुगतान पूरा नहीं हुआ। आप फिर कोशिश कर सकते हैं।",
    ),
    OrderEventKind.PAYMENT_EXPIRED: (
        "No payment came in time; the pieces went back to the shelf.",
        "समय पर भुगतान नहीं आया; सामान वापस रख दिया गया।",
    ),
    OrderEventKind.PAYMENT_REFUSED: (
        "The payment service does not take this payment. The order is cancelled and nothing was"
        " charged.",
        "भुगतान सेवा यह भुगतान नहीं ले रही। ऑर्डर रद्द है और कुछ नहीं लिया गया।",
    ),
    OrderEventKind.PAID_TOO_LATE: (
        "The payment came after the order was cancelled; it goes back to you.",
        "भुगतान ऑर्डर रद्द होने के बाद आया; पैसा आपको लौटाया जा रहा है।",
    ),
    OrderEventKind.UNDER_REVIEW: (
        "The payment does not fit the order; it goes back to you, and we look into it.",
        "भुगतान ऑर्डर से मेल नहीं खाता; पैसा लौटाया जा रहा है और हम जाँच कर रहे हैं।",
    ),
    OrderEventKind.ADDRESS_CHANGED: (
        "The delivery address was changed.",
        "डिलीवरी का पता बदला गया।",
    ),
    OrderEventKind.CANCELLED: ("{what} was cancelled.", "{what_hi} रद्द किया गया।"),
    OrderEventKind.REFUND_STARTED: (
        "{amount} are on their way back to you.",
        "{amount} आपको लौटाए जा रहे हैं।",
    ),
    OrderEventKind.REFUNDED: ("{amount} were paid back.", "{amount} लौटा दिए गए।"),
    OrderEventKind.REFUND_FAILED: (
        "{amount} could not be paid back yet; we see to it.",
        "{amount} अभी नहीं लौटाए जा सके; हम इसे देख रहे हैं।",
    ),
    OrderEventKind.PAYMENT_DISPUTED: (
        "Your bank has asked for {amount} of your payment back.",
        "आपके बैंक ने आपके भुगतान में से {amount} वापस माँगे हैं।",
    ),
    OrderEventKind.REFUND_DISPUTED: (
        "Your bank asks for {amount}, though {refunded} were paid back already: {references}.",
        "आपके बैंक ने {amount} माँगे हैं, जबकि {refunded} पहले ही लौटाए जा चुके हैं: {references}।",
    ),
    OrderEventKind.DISPUTE_WON: (
        "Your bank has closed its claim for {amount}. The payment stands.",
        "आपके बैंक ने {amount} का दावा बंद कर दिया है। भुगतान बना रहेगा।",
    ),
    OrderEventKind.CHARGED_BACK: (
        "Your bank has taken {amount} of your payment back.",
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
    """Write an event down, in the transaction that makes it true."""
    await execute(
        "INSERT INTO order_event (order_id, suborder_id, at, kind, facts)"
        " VALUES ($1, $2, $3, $4, $5)",
        order_id,
        suborder_id,
        now,
        kind.value,
        orjson.dumps(facts).decode(),
    )


def event_text(kind: OrderEventKind, facts: Mapping[str, Any]) -> tuple[str, str]:
    """In English and in Hindi."""
    en, hi = TEXTS[kind]
    return en.format(**facts), hi.format(**facts)
