"""Creating a cart: a guest's, or an account's only open one."""

from collections.abc import Sequence

from tortoise.transactions import in_transaction

from commerce.cart.cart_lines import BEGIN, add, read_pieces, write
from commerce.cart.carts import Cart, account_of, expiry, priced
from commerce.core import access_keys
from commerce.core.action_context import ActionContext
from commerce.core.idempotency import check_key
from database.connect import SOON_ON_DISK, fetch, fetch_value


async def create(
    ctx: ActionContext, wanted: Sequence[tuple[int, int]] = (), key: str | None = None
) -> str:
    """Create a cart with lines and return its token. An account's open cart is used if there is
    one.

    A member's cart gets the lines once per key; a guest gets a new cart each time. Raises Refusals
    as `add` does; then no cart is created.
    """
    if not wanted:
        if key is not None:
            check_key(key)
        return await _open(ctx)
    if account_of(ctx.viewer) is None:
        token = access_keys.new_key()
        form = read_pieces(wanted, key)
        await write(form, ctx, token, wanted, BEGIN, access_keys.seal_for_cart(token))
        return token
    async with in_transaction():
        token = await _open(ctx)
        await add(ctx, token, wanted, key)
    return token


# A new cart's row, besides its id, token and times.
NEW = dict.fromkeys(
    ("account_id", "own_phone", "own_email", "name", "phone", "line1", "line2", "landmark",
     "city", "pincode", "state_id", "line_id", "unpaid_pieces", "cash_orders")
)  # fmt: skip
NEW |= {"proved": (), "coupons": (), "services": (), "shown_paise": 0}


async def begin(ctx: ActionContext, key: str | None = None, *, is_shown: bool) -> Cart | None:
    """Create an empty guest cart. None for an account, which has one open cart."""
    if account_of(ctx.viewer) is not None:
        return None
    if key is not None:
        check_key(key)
    token, expires_at = access_keys.new_key(), expiry(None, ctx.now)
    token_hash, sealed = access_keys.lookup_hash(token), access_keys.seal_for_cart(token)
    cart_id = await fetch_value(
        "INSERT INTO cart (token_hash, token_sealed, status, created_at, updated_at, expires_at,"
        f" shown_paise) VALUES ($1, $2, 'open', $3, $3, $4, $5) RETURNING id, {SOON_ON_DISK}",
        token_hash,
        sealed,
        ctx.now,
        expires_at,
        0 if is_shown else None,
    )
    row = NEW | {"id": cart_id, "expires_at": expires_at}
    return await priced(
        [row | {"token_hash": token_hash, "token_sealed": sealed}], ctx.now, ctx.viewer, token
    )


async def _open(ctx: ActionContext) -> str:
    account_id = account_of(ctx.viewer)
    fresh = access_keys.new_key()
    rows = await fetch(
        "INSERT INTO cart (token_hash, token_sealed, account_id, status, created_at, updated_at,"
        " expires_at) VALUES ($1, $5, $2, 'open', $3, $3, $4)"
        " ON CONFLICT (account_id) WHERE status = 'open' AND account_id IS NOT NULL"
        " DO UPDATE SET expires_at = excluded.expires_at,"
        " updated_at = greatest(excluded.updated_at, cart.updated_at + interval '1 microsecond')"
        " RETURNING token_hash, token_sealed",
        access_keys.lookup_hash(fresh),
        account_id,
        ctx.now,
        expiry(account_id, ctx.now),
        access_keys.seal_for_cart(fresh),
    )
    return access_keys.open_for_cart(rows[0]["token_hash"], rows[0]["token_sealed"])
