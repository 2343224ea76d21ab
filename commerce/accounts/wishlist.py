"""Wishlists."""

from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.visibility import ON_SALE
from database.connect import fetch, fetch_value
from database.locks import LockClass, lock_number
from database.sql import Sql

MAX_ITEMS = 500


async def add(ctx: ActionContext, product_id: int) -> int:
    """Add a product to the wishlist and return its id. Idempotent. Raises Refusal."""
    text, arguments = ON_SALE.bound(1)
    found = await fetch_value(
        f"SELECT t.id FROM product t WHERE t.id = $1 AND {text}", product_id, *arguments
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND, "product")
    async with in_transaction():
        # Of two at once the second counts the first.
        await lock_number(LockClass.WISHLIST, ctx.account_id)
        written = await fetch(
            "INSERT INTO wishlist_item (account_id, product_id, created_at)"
            " SELECT $1::int, $2::int, $3::timestamptz"
            " WHERE (SELECT count(*) FROM wishlist_item WHERE account_id = $1) < $4"
            " ON CONFLICT (account_id, product_id) DO NOTHING RETURNING id",
            ctx.account_id,
            product_id,
            ctx.now,
            MAX_ITEMS,
        )
        if written:
            await audit.record(ctx, "wishlist.add", f"product:{product_id}")
        elif not await has(ctx.account_id, [product_id]):
            raise Refusal(Reason.LIMIT_REACHED, most=MAX_ITEMS)
    return product_id


async def remove(ctx: ActionContext, product_id: int) -> None:
    """Remove a product from the wishlist. Idempotent."""
    async with in_transaction():
        removed = await fetch(
            "DELETE FROM wishlist_item WHERE account_id = $1 AND product_id = $2 RETURNING id",
            ctx.account_id,
            product_id,
        )
        if removed:
            await audit.record(ctx, "wishlist.remove", f"product:{product_id}")


def on_wishlist_of(account_id: int | None) -> Sql:
    """SQL for whether product `t` is on the account's wishlist; false without an account."""
    return Sql(
        "SELECT EXISTS (SELECT FROM wishlist_item l"
        " WHERE l.account_id = {}::int AND l.product_id = t.id)",
        (account_id,),
    )


async def has(account_id: int, product_ids: list[int]) -> set[int]:
    """The subset of the products that is on the account's wishlist."""
    rows = await fetch(
        "SELECT product_id FROM wishlist_item WHERE account_id = $1 AND product_id = ANY($2)",
        account_id,
        product_ids,
    )
    return {row["product_id"] for row in rows}
