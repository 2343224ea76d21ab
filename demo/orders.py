"""What the demo's buyers have put aside, ordered and cancelled, by the rules of the mart."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tortoise.transactions import in_transaction

from auth.credentials import one_time_codes
from auth.viewer import ANONYMOUS, Viewer
from commerce.accounts import addresses, contact_proofs, wishlist
from commerce.accounts.addresses import Written
from commerce.cart import cart_coupons, cart_creation, cart_delivery
from commerce.checkout import cancellation
from commerce.checkout.complete import CheckoutRequest, complete
from commerce.core.action_context import ActionContext
from commerce.core.errors import Refusal, Refusals
from commerce.core.jobs import Job
from commerce.core.texts.language import Language
from database.connect import execute, fetch
from database.locks import Lock, lock
from demo.batches import Report
from demo.catalogue import silent
from demo.people import accounts
from demo.people.buyers import CART, GUESTS, HOME, PARENTS, WISHES, WISHLIST, Choice, Wish
from models import ChallengePurpose, PaymentMethod

log = logging.getLogger("odop.demo")

NUMBER = len(WISHES) + len(GUESTS)
# A shelf is one of a vendor, the last one of the demo's artisan.
VENDORS = 5
CANCELLED = timedelta(hours=2)
MIN_AVAILABLE = 8
# Whose cart is in use, nothing is added to.
BUYER = f"""
SELECT id, phone, email FROM account a WHERE email = 'buyer@{accounts.HOST}' AND is_demo
  AND phone_verified_at IS NOT NULL AND erased_at IS NULL AND suspended_at IS NULL
  AND NOT EXISTS (SELECT FROM orders) AND NOT EXISTS (SELECT FROM cart WHERE account_id = a.id)
"""
SELLERS = """
SELECT id FROM vendor v WHERE status = 'approved' AND kind = 'regular' AND accepts_cod
  AND EXISTS (SELECT FROM product p WHERE p.vendor_id = v.id AND p.is_on_sale)
ORDER BY id LIMIT $1
"""
ARTISAN = f"""
SELECT l.artisan_id AS id FROM artisan_account l JOIN account a ON a.id = l.account_id
WHERE a.email = 'artisan@{accounts.HOST}'
"""
# Popular goods that are sent everywhere and paid at the door, so that no order is refused. The
# cheapest size of each.
PIECES = """
SELECT p.id AS product_id, v.id AS variant_id
FROM product p JOIN vendor s ON s.id = p.vendor_id AND s.kind = 'regular' AND s.accepts_cod
JOIN LATERAL (
  SELECT w.id FROM variant w JOIN stock k ON k.variant_id = w.id
  WHERE w.product_id = p.id AND w.is_active AND NOT w.is_made_to_order
    AND w.price_paise BETWEEN 15000 AND 200000 AND w.weight_grams <= 4000
    AND k.available >= $2 AND k.sell_by IS NULL
  ORDER BY w.price_paise, w.id LIMIT 1) v ON true
WHERE p.$column = $1 AND p.status = 'published' AND p.is_on_sale AND p.is_available
ORDER BY p.popularity DESC, p.id DESC LIMIT 3
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A product on sale, and the variant of it that is ordered."""

    product_id: int
    variant_id: int


Shelves = Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Shopper:
    """The demo account, or a guest."""

    viewer: Viewer
    phone: str
    email: str
    address: Written
    language: Language = Language.EN

    def at(self, now: datetime) -> ActionContext:
        return ActionContext(now, self.viewer, self.language)


async def load_orders(report: Report = silent) -> bool:
    """Place the orders if the shop has none; return whether they were placed.

    In one transaction, after that of the catalogue: summaries and stock follow by triggers. If the
    limits of the settings refuse an order, there are none.
    """
    try:
        async with in_transaction():
            await lock(Lock.DEMO)
            if not (buyers := await fetch(BUYER)) or not (shelves := await _shelves()):
                return False
            account = buyers[0]
            buyer = Shopper(Viewer(account["id"]), account["phone"], account["email"], HOME)
            await _order_all(buyer, shelves, report)
            # Nobody is notified of an order of days ago.
            await execute("DELETE FROM pgqueuer WHERE entrypoint = $1", Job.ORDER_NOTIFY.value)
    except (Refusal, Refusals) as refused:
        log.warning("The demo has no orders, because one was refused: %r", refused)
        return False
    return True


async def _shelves() -> Shelves:
    """The shelves that have goods."""
    sellers, artisans = await fetch(SELLERS, VENDORS), await fetch(ARTISAN)
    found = [await _pieces("vendor_id", seller["id"]) for seller in sellers]
    found += [await _pieces("artisan_id", artisan["id"]) for artisan in artisans]
    return [shelf for shelf in found if shelf]


async def _pieces(column: str, of: int) -> Sequence[Piece]:
    rows = await fetch(PIECES.replace("$column", column), of, MIN_AVAILABLE)
    return [Piece(row["product_id"], row["variant_id"]) for row in rows]


def _piece(shelves: Shelves, shelf: int, place: int) -> Piece:
    """A piece of a shelf; a small catalogue has fewer of both."""
    pieces = shelves[shelf % len(shelves)]
    return pieces[place % len(pieces)]


async def _order_all(buyer: Shopper, shelves: Shelves, report: Report) -> None:
    now = datetime.now(UTC)
    wishes = [(wish, buyer) for wish in WISHES]
    for guest in GUESTS:
        home = guest.address
        shopper = Shopper(ANONYMOUS, home.phone, guest.email, home, guest.language)
        wishes.append((guest.wish, shopper))
    wishes.sort(key=lambda each: -each[0].hours_ago)
    placed: list[int] = []
    report("Orders", 0, NUMBER)
    for number, (wish, shopper) in enumerate(wishes, start=1):
        ctx = shopper.at(now - timedelta(hours=wish.hours_ago))
        placed.append(await _order(ctx, shopper, wish, shelves, f"demo-order-{number}"))
        report("Orders", number, NUMBER)
    # Entries of the audit log are written after those of all orders, and are of a later time.
    for order_id, (wish, shopper) in zip(placed, wishes, strict=True):
        if wish.is_cancelled or wish.cancelled_part is not None:
            await _cancel(shopper.at(now - CANCELLED), order_id, wish.cancelled_part)
    ctx = buyer.at(now)
    await addresses.create(ctx, HOME, is_default=True)
    await addresses.create(ctx, PARENTS, is_default=False)
    for shelf, place in WISHLIST:
        await wishlist.add(ctx, _piece(shelves, shelf, place).product_id)
    await _cart(ctx, CART, HOME, shelves)


async def _order(
    ctx: ActionContext, shopper: Shopper, wish: Wish, shelves: Shelves, key: str
) -> int:
    """Order a wish with cash on delivery; the order's id."""
    cart = await _cart(ctx, wish.choices, shopper.address, shelves)
    if wish.coupon:
        await cart_coupons.apply_coupon(ctx, cart, wish.coupon)
    proof = None if ctx.viewer.is_person else await _phone_proof(ctx, shopper.phone)
    method = PaymentMethod.CASH_ON_DELIVERY
    request = CheckoutRequest(cart, method, shopper.phone, shopper.email, key, phone_proof=proof)
    return (await complete(ctx, request)).order_id


async def _cart(
    ctx: ActionContext, choices: Iterable[Choice], address: Written, shelves: Shelves
) -> str:
    """The token of an open cart with goods and an address."""
    quantities: dict[int, int] = {}
    for shelf, place, quantity in choices:
        variant = _piece(shelves, shelf, place).variant_id
        quantities[variant] = quantities.get(variant, 0) + quantity
    cart = await cart_creation.create(ctx, list(quantities.items()))
    await cart_delivery.set_address(ctx, cart, address, None, is_shown=False, has_options=False)
    return cart


async def _phone_proof(ctx: ActionContext, phone: str) -> str:
    """A proof of a guest's phone number, for which the code is read instead of sent."""
    purpose = ChallengePurpose.CASH_ON_DELIVERY
    challenge = await one_time_codes.begin(phone, ctx.now, purpose)
    return await contact_proofs.exchange(ctx, challenge.handle, challenge.code, purpose)


async def _cancel(ctx: ActionContext, order_id: int, part: int | None) -> None:
    """Cancel an order, or only the suborder at a place if there are several."""
    rows = await fetch(
        "SELECT o.number, s.id FROM orders o JOIN suborder s ON s.order_id = o.id"
        " WHERE o.id = $1 ORDER BY s.id",
        order_id,
    )
    suborder_id = None if part is None or len(rows) == 1 else rows[part % len(rows)]["id"]
    await cancellation.cancel(ctx, rows[0]["number"], None, suborder_id, f"cancel-{order_id}")
