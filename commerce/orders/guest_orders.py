"""Claiming a guest's order into the account that has verified its phone number.

Anybody can type anybody's telephone, and an e-mail with a slip is another's. So nothing comes into
an account by itself: what was ordered with one's proved telephone is offered, without the address,
and taken by saying so; whoever has the order's key needs no telephone.
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

    One UPDATE takes it: of two who claim at once one does. Raises Refusal.
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
        if not taken:
            raise Refusal(Reason.NOT_FOUND, "number")
        await audit.record(ctx, "order.claim", f"account:{account.id}", after={"order": order.id})
    return await Order.get(id=order.id)


def is_ordered_by(order: Order, account: Account) -> bool:
    """Whether the order's phone number is verified by the account."""
    return account.phone_verified_at is not None and order.phone == account.phone
