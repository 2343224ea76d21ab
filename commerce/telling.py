"""Writing to buyers of their orders: by SMS and by e-mail, in the language they ordered in."""

from commerce import access_keys
from commerce.acting import Acting
from commerce.language import Language
from commerce.messages import Kind, Message
from commerce.money import formatted
from database.connect import fetch
from settings import settings

KINDS = {
    "placed": Kind.ORDER_PLACED,
    "payment-failed": Kind.PAYMENT_FAILED,
    "payment-expired": Kind.PAYMENT_EXPIRED,
    "paid-too-late": Kind.PAID_TOO_LATE,
    "cancelled": Kind.ORDER_CANCELLED,
    "refunded": Kind.REFUNDED,
}


async def tell(by: Acting, order_id: int, kind: str, way: str, amount: str | None = None) -> None:
    """A job: one message by one way. Raises NotDelivered when it should be tried again."""
    rows = await fetch(
        "SELECT number, access_key_sealed, phone, email, language, total_paise FROM orders"
        " WHERE id = $1",
        order_id,
    )
    if not rows or (to := rows[0][way]) is None:
        return
    order = rows[0]
    key = access_keys.open_for_order(order["number"], order["access_key_sealed"])
    values = {
        "number": order["number"],
        "total": formatted(order["total_paise"]),
        "amount": amount or "",
        "link": f"{settings().storefront}/orders/{order['number']}#key={key}",
    }
    await by.messages.deliver(Message(KINDS[kind], to, Language(order["language"]), values))
