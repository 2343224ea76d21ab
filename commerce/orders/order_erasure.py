"""Personal data of orders, emptied once it is no longer needed (DPDP Act 2023)."""

from tortoise.transactions import in_transaction

from database.connect import execute, fetch

# Tax law needs no record of an order without payment and goods.
_WITHOUT_PAYMENT = """
WHERE o.status = 'cancelled' AND num_nonnulls(o.phone, o.email, o.name, o.line1, o.line2,
    o.landmark, o.city, o.pincode, o.delivery_phone, o.access_key_sealed) > 0
  AND NOT EXISTS (SELECT FROM payment p JOIN charge c ON c.payment_id = p.id
    WHERE p.order_id = o.id AND c.status NOT IN ('created', 'failed'))
"""
# Lock the orders first: a payment that is being recorded holds the lock of its order.
EMPTY_ORDERS = f"""
UPDATE orders o SET phone = NULL, email = NULL, name = NULL, line1 = NULL, line2 = NULL,
  landmark = NULL, city = NULL, pincode = NULL, delivery_phone = NULL, access_key_sealed = NULL
{_WITHOUT_PAYMENT}"""
# The carrier needs no phone number once nothing is under way.
EMPTY_DELIVERY_PHONES = """
UPDATE orders o SET delivery_phone = '' WHERE o.status IN ('delivered', 'cancelled')
  AND o.delivery_phone <> ''
"""
IS_ERASED = "EXISTS (SELECT FROM account a WHERE a.id = o.account_id AND a.erased_at IS NOT NULL)"
# Stored responses have the address as well. The keys stay, one may be in use.
EMPTY_ANSWERS = """
UPDATE idempotency_key SET fingerprint = NULL, answer_sealed = NULL
WHERE owner = 'order ' || $1::int
  OR owner IN (SELECT 'payment ' || p.id FROM payment p WHERE p.order_id = $1)
"""


async def empty_without_payment(condition: str) -> None:
    """Empty the cancelled orders `o` that fulfil an SQL condition and were never paid."""
    async with in_transaction():
        rows = await fetch(
            f"SELECT o.id FROM orders o {_WITHOUT_PAYMENT} AND ({condition})"
            " ORDER BY o.id FOR NO KEY UPDATE"
        )
        await execute(f"{EMPTY_ORDERS} AND o.id = ANY($1::int[])", [row["id"] for row in rows])


async def empty_if_erased(order_id: int) -> None:
    """Empty an ended order if its buyer's account is erased. Call it in the transaction that ends
    it.
    """
    if await fetch(f"{EMPTY_ORDERS} AND o.id = $1 AND {IS_ERASED} RETURNING o.id", order_id):
        await execute(EMPTY_ANSWERS, order_id)
    else:
        await execute(f"{EMPTY_DELIVERY_PHONES} AND o.id = $1 AND {IS_ERASED}", order_id)
