"""Carts: reading them with their prices.

A guest's cart belongs to whoever has its token, a member's to its account.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tortoise.transactions import in_transaction

from auth.viewer import Viewer
from commerce.accounts import addresses
from commerce.cart.pricing import buyers, unpaid
from commerce.cart.pricing.buyers import Buyer
from commerce.cart.pricing.commercial_rules import Terms, terms
from commerce.cart.pricing.priced_cart import CartItem, Group, Priced
from commerce.cart.pricing.pricing import PromotionUsage, price
from commerce.cart.pricing.shipping_rates import Destination
from commerce.cart.pricing.unpaid import NOTHING_UNPAID, Unpaid, unpaid_of
from commerce.catalogue.variants import options_of
from commerce.core import access_keys
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from database.connect import execute, fetch, fetch_value
from database.rows import rows_as
from models import DeliveryService

GUEST_DAYS, MEMBER_DAYS = 30, 180


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart with its row, its lines and its prices."""

    id: int
    token: str
    account_id: int | None
    address: addresses.Written | None
    expires_at: datetime
    terms: Terms
    uses: PromotionUsage
    services: Mapping[int, DeliveryService]
    priced: Priced
    buyer: buyers.Buyer
    # The total last shown to the buyer, in paise.
    shown_total_paise: int | None
    unpaid: Unpaid

    def with_delivery(
        self, group: Group, service: DeliveryService, now: datetime, expires_at: datetime
    ) -> "Cart":
        """The same cart with another delivery service for a vendor's parcel."""
        services = {**self.services, group.vendor_id: service}
        if group.chosen is not None and group.chosen.service is service:
            return replace(self, services=services, expires_at=expires_at)
        found = price(
            [line.item for line in self.priced.lines],
            self.priced.place,
            self.terms,
            now,
            coupons=[coupon.promotion for coupon in self.priced.coupons],
            services=services,
            uses=self.uses,
            unpaid=self.unpaid,
        )
        return replace(self, services=services, priced=found, expires_at=expires_at)


def owned(account: str, cart: str = "") -> str:
    """The SQL condition that a cart is a guest's or the viewer's own.

    Without IS TRUE, PostgreSQL would expect few guest carts and scan them for a token.
    """
    return f"({cart}account_id IS NULL OR {cart}account_id = {account}) IS TRUE"


# Columns of a cart `c` and of its lines, a row for each line; CartItem has the lines' columns.
COLUMNS = f"""
c.id, c.token_hash, c.token_sealed, c.account_id, c.expires_at, c.shown_paise,
a.phone AS own_phone, a.email AS own_email,
ARRAY[CASE WHEN a.phone_verified_at IS NOT NULL THEN a.phone END,
  CASE WHEN a.email_verified_at IS NOT NULL THEN a.email END] AS proved, c.name, c.phone,
c.line1, c.line2, c.landmark, c.city, c.pincode, c.state_id,
ARRAY(SELECT promotion_id FROM cart_coupon WHERE cart_id = c.id ORDER BY id) AS coupons,
ARRAY(SELECT vendor_id || ' ' || service FROM cart_delivery WHERE cart_id = c.id) AS services,
c.updated_at, {unpaid.COLUMNS}"""
LINES = """
l.id AS line_id, l.quantity, l.seen_paise, l.wished AS requested_quantity, w.id AS variant_id,
p.id AS product_id,
w.sku, w.price_paise, w.mrp_paise, w.hsn,
w.rate_condition_id AS rate_condition, w.weight_grams, w.net_quantity, w.net_unit,
w.is_fragile, w.is_made_to_order, w.lead_time_days, coalesce(k.available, 0)::int AS available,
coalesce(k.is_past_sell_by, false) AS is_past_sell_by,
w.is_active AND p.is_on_sale AS is_sold,
p.district_id, p.craft_id, p.category_id, p.artisan_id, v.id AS vendor_id, v.kind AS vendor_kind,
v.state_id AS vendor_state, v.district_id AS vendor_district,
v.free_delivery_above_paise AS free_above, v.accepts_cod, w.position, w.is_active"""
TABLES = """
LEFT JOIN (cart_line l JOIN variant w ON w.id = l.variant_id JOIN product p ON p.id = w.product_id
  JOIN vendor v ON v.id = p.vendor_id LEFT JOIN stock k ON k.variant_id = w.id)
  ON l.cart_id = c.id"""
CART = f"""
SELECT {COLUMNS}, {LINES}, $options AS options, p.name_en, p.name_hi
FROM cart c LEFT JOIN account a ON a.id = $2 {TABLES}
WHERE c.token_hash = $1 AND c.status = 'open' AND c.expires_at > $3
  AND {owned("$2", "c.")}
"""
# The variants' options, for responses that show variants.
OPTIONS = {True: options_of("w"), False: "NULL"}


def statements_by_options(statement: str) -> dict[bool, str]:
    """The statement by whether options are read."""
    return {has: statement.replace("$options", options) for has, options in OPTIONS.items()}


CARTS = statements_by_options(CART)


TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def is_token(text: str) -> bool:
    """Whether the text has the form of a cart token. Others are not looked up."""
    return TOKEN.fullmatch(text) is not None


async def find(
    viewer: Viewer, token: str, now: datetime, *, has_options: bool = True
) -> Cart | None:
    """An open cart with its current prices; None if the viewer has no such cart."""
    if not is_token(token):
        return None
    rows = await fetch(CARTS[has_options], access_keys.lookup_hash(token), account_of(viewer), now)
    return await priced(rows, now, viewer, token) if rows else None


async def of_account(viewer: Viewer, now: datetime) -> Cart | None:
    """The open cart of the signed-in account."""
    rows = await fetch(
        "SELECT token_hash FROM cart WHERE account_id = $1 AND status = 'open'",
        account_of(viewer),
    )
    if rows:
        rows = await fetch(CARTS[True], rows[0]["token_hash"], account_of(viewer), now)
    return await priced(rows, now, viewer) if rows else None


async def show(cart: Cart) -> None:
    """Store the total shown to the buyer. Checkout compares it with the current total."""
    if cart.shown_total_paise != cart.priced.total:
        await execute("UPDATE cart SET shown_paise = $2 WHERE id = $1", cart.id, cart.priced.total)


async def priced(
    rows: Sequence[Any],
    now: datetime,
    viewer: Viewer,
    token: str | None = None,
    typed: Sequence[str | None] | None = None,
    pieces: Sequence[CartItem] | None = None,
) -> Cart:
    """Price a cart from its rows of CART, or with other `pieces` than its own lines.

    `token` saves decrypting it. With the phone and e-mail `typed` at checkout, promotion uses are
    claimed.
    """
    row = rows[0]
    if pieces is None:
        pieces = items_of(rows)
    rules = await terms()
    coupons = [rules.promotions[key] for key in row["coupons"] if key in rules.promotions]
    chosen = (each.split() for each in row["services"])
    services = {int(vendor): DeliveryService(service) for vendor, service in chosen}
    buyer = _buyer(row, viewer, *(typed or ()))
    uses = await buyers.uses([*coupons, *rules.offers(now)], buyer, is_claiming=typed is not None)
    # Checkout counts what is unpaid itself, for all that it knows of the buyer.
    not_paid = NOTHING_UNPAID if typed is not None else unpaid_of(row)
    place = await destination(row["pincode"], row["state_id"])
    found = price(
        pieces,
        place,
        rules,
        now,
        coupons=coupons,
        services=services,
        uses=uses,
        unpaid=not_paid,
    )
    address = None
    if place is not None:
        names = ("name", "phone", "line1", "line2", "landmark", "city", "pincode", "state_id")
        address = addresses.Written(*(row[name] for name in names))
    return Cart(
        row["id"],
        token or access_keys.open_for_cart(row["token_hash"], row["token_sealed"]),
        row["account_id"],
        address,
        row["expires_at"],
        rules,
        uses,
        services,
        found,
        buyer,
        row["shown_paise"],
        not_paid,
    )


async def destination(pincode: str | None, state: str) -> Destination | None:
    """The destination; None without an address. PIN codes and States are cached."""
    if pincode is None:
        return None
    found = await addresses.place_of(pincode)
    if found is not None and found["state_id"] == state:
        return Destination(pincode, state, found["district_id"], found["is_remote"])
    # The PIN code was moved to another State since, or removed.
    is_remote = await fetch_value("SELECT is_remote FROM state WHERE code = $1", state)
    return Destination(
        pincode, state, None if found is None else found["district_id"], bool(is_remote)
    )


def items_of(rows: Sequence[Any]) -> list[CartItem]:
    """The lines in rows of CART, oldest first."""
    found = [each for each in rows if each["line_id"] is not None]
    return sorted(rows_as(CartItem, found, is_part=True))


def _buyer(row: Any, viewer: Viewer, phone: str | None = None, email: str | None = None) -> Buyer:
    """The buyer, as far as cart and viewer are known; by the delivery contacts until checkout."""
    return Buyer(
        account_of(viewer),
        buyers.contacts(row["own_phone"], phone or row["phone"]),
        buyers.contacts(row["own_email"], email),
        (row["pincode"], row["line1"], row["line2"] or "") if row["pincode"] else (),
        buyers.contacts(*row["proved"]),
    )


def account_of(viewer: Viewer) -> int | None:
    return viewer.account_id if viewer.is_person else None


def expiry(account_id: int | None, now: datetime) -> datetime:
    return now + timedelta(days=GUEST_DAYS if account_id is None else MEMBER_DAYS)


# Every change updates the cart's row first, so that writers wait for each other. `updated_at` grows
# with each, so that a reader can tell whether the cart is unchanged.
TOUCHED_AT = "greatest($3, updated_at + interval '1 microsecond')"
TOUCHED = f"""
WITH cart AS (
  UPDATE cart SET updated_at = {TOUCHED_AT}, expires_at = $4
  WHERE token_hash = $1 AND status = 'open' AND expires_at > $3
    AND {owned("$2")} RETURNING id)
"""
# For statements that also read the cart's lines. A statement that waits for the cart's row reads
# all other rows as they were before the wait, so it must do nothing if the cart was changed
# meanwhile (`fetch_touched`). The inner SELECT reads the cart as it was before the wait, too.
TOUCHED_UNCHANGED = TOUCHED.replace(
    "WHERE", "WHERE updated_at = (SELECT updated_at FROM cart WHERE token_hash = $1) AND", 1
)


async def check_cart_too(form: Form, ctx: ActionContext, token: str) -> None:
    """Add the missing cart to the problems of a form that is invalid anyway."""
    if form.is_refused:
        await form.wait_for(require_open(ctx, token))


async def require_open(ctx: ActionContext, token: str) -> None:
    """Raise Refusal if there is no open cart with this token."""
    if await find(ctx.viewer, token, ctx.now) is None:
        raise await no_cart(ctx, token)


async def no_cart(ctx: ActionContext, token: str) -> Refusal:
    """Why a cart cannot be changed: it was ordered, or the viewer has no such cart."""
    is_ordered = is_token(token) and await fetch_value(
        "SELECT EXISTS (SELECT FROM cart WHERE token_hash = $1 AND status = 'ordered'"
        f" AND {owned('$2')})",
        access_keys.lookup_hash(token),
        account_of(ctx.viewer),
    )
    return Refusal(Reason.CART_ORDERED if is_ordered else Reason.NOT_FOUND, "cart_id")


def touch_arguments(ctx: ActionContext, token: str) -> tuple[Any, ...]:
    """Arguments of TOUCHED. Raises Refusal for a malformed cart id."""
    if not is_token(token):
        raise Refusal(Reason.NOT_FOUND, "cart_id")
    return cart_and_times(ctx, token)


def cart_and_times(ctx: ActionContext, token: str) -> tuple[Any, ...]:
    account_id = account_of(ctx.viewer)
    token_hash = access_keys.lookup_hash(token)
    return token_hash, account_id, ctx.now, expiry(account_id, ctx.now)


async def touch(ctx: ActionContext, token: str) -> int:
    """Lock an open cart of the viewer and return its id. Raises Refusal."""
    cart_id = await _touch(touch_arguments(ctx, token))
    if cart_id is None:
        raise await no_cart(ctx, token)
    return cart_id


async def _touch(touching: tuple[Any, ...]) -> int | None:
    found: int | None = await fetch_value(f"{TOUCHED} SELECT id FROM cart", *touching)
    return found


async def fetch_touched(statement: str, touching: tuple[Any, ...], *arguments: Any) -> Any:
    """The row of a statement that begins with TOUCHED_UNCHANGED, with the touched `cart` or null.

    A statement that did nothing because the cart was changed while it waited is repeated with the
    cart's row locked before.
    """
    row = (await fetch(statement, *touching, *arguments))[0]
    if row["cart"] is None:
        async with in_transaction():
            if await _touch(touching) is not None:
                row = (await fetch(statement, *touching, *arguments))[0]
    return row
