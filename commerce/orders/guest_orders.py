"""Claiming a guest's order into the account that has verified its phone number.

Anybody can type any phone number, and a mistyped e-mail address is somebody else's. So no order
comes into an account by itself: orders with the account's verified phone number are offered,
without their address, and have to be claimed. With the order's access key no phone number is
needed.
"""

from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.orders import lookup
from database.connect import fetch
from models import Account, Order


async def claim(ctx: ActionContext, number: str, access_key: str | None) -> Order:
    """Claim a guest's order into the account. Idempotent.

    One UPDATE decides between two claims at once. Raises Refusal.
    """
    account = await Account.get(id=ctx.account_id)
    order = await lookup.with_number(number)
    if order is not None and order.account_id == account.id:
        return order
    if order is None or not (
        lookup.is_opened_by(order, access_key) or is_ordered_by(order, account)
    ):
        raise Refusal(Reason.NOT_FOUND, "number")
    async with in_transaction():
        taken = await fetch(
            "UPDATE orders SET account_id = $2 WHERE id = $1 AND account_id IS NULL RETURNING id",
            order.id,
            account.id,
        )
        if taken:
            after = {"order": order.id}
            await audit.record(ctx, "order.claim", f"account:{account.id}", after=after)
    claimed = await Order.get(id=order.id)
    if claimed.account_id != account.id:
        raise Refusal(Reason.NOT_FOUND, "number")
    return claimed


def is_ordered_by(order: Order, account: Account) -> bool:
    """Whether the order's phone number is verified by the account."""
    return account.phone_verified_at is not None and order.phone == account.phone
