"""Reorder: a new cart with the lines of an order that are still available."""

from commerce.cart import cart_creation
from commerce.core import idempotency
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal, Refusals
from commerce.core.form import Form
from commerce.orders.lookup import own
from database.connect import fetch

# Times that lines are read which have left the sale since.
MAX_TRIES = 3


async def buy_again(
    ctx: ActionContext, number: str, access_key: str | None, key: str | None = None
) -> tuple[str, int]:
    """Fill a cart with the available lines of an order. Returns its token and the number of missing
    lines.

    For a member they are added to the open cart. Raises Refusal if nothing is available.
    """
    form = Form()
    order = await form.wait_for(own(ctx.viewer, number, access_key))
    if key is not None:
        form.read(idempotency.check_key, key)
    form.check()
    for tries in range(1, MAX_TRIES + 1):
        rows = await fetch(
            "SELECT l.variant_id, l.quantity, w.is_active AND p.is_on_sale AS is_sold"
            " FROM order_line l"
            " JOIN variant w ON w.id = l.variant_id JOIN product p ON p.id = w.product_id"
            " WHERE l.order_id = $1 ORDER BY l.id",
            order.id,
        )
        wanted = [(row["variant_id"], row["quantity"]) for row in rows if row["is_sold"]]
        if not wanted:
            raise Refusal(Reason.NOT_FOUND, "number")
        try:
            token = await cart_creation.create(ctx, wanted, key)
        except (Refusal, Refusals) as refused:
            found = refused.refusals if isinstance(refused, Refusals) else (refused,)
            if tries == MAX_TRIES or any(each.reason is not Reason.NOT_FOUND for each in found):
                raise
            continue  # a line has left the sale since it was read
        return token, len(rows) - len(wanted)
    raise AssertionError("the last try returns or raises")
