"""From a cart to an order: all of it in one transaction, exactly once.

Either all stock is reserved or none, and the order lines keep everything that dispatch, returns,
accounting and payouts will need. The gateway is called afterwards, outside the transaction.
"""

from dataclasses import dataclass, replace
from typing import Any

from tortoise.transactions import in_transaction

from commerce.accounts.contacts import folded_email, folded_phone
from commerce.cart import carts
from commerce.cart.pricing import buyers
from commerce.cart.pricing.priced_cart import Priced
from commerce.cart.pricing.problems import Problem, ProblemKind
from commerce.checkout import reservation_limits
from commerce.checkout.order_rows import AGREEMENTS, FROZEN, Ids, OrderBuilder
from commerce.core import access_keys, idempotency
from commerce.core.action_context import ActionContext
from commerce.core.calendar import day
from commerce.core.errors import Reason, Refusal, Refusals
from commerce.core.form import Form
from commerce.core.money import formatted
from commerce.core.rate_limits.message_limits import check_country
from commerce.core.short_text import optional_line
from commerce.payments.opening import open_at_gateway
from database.connect import fetch_value
from database.locks import LockClass
from database.named_parameters import NamedStatement
from models import Order, Payment, PaymentMethod

MUTATION = idempotency.KeyedMutation.CHECKOUT_COMPLETE
# Claims the key, takes the buyer's locks, marks the cart as ordered, and draws the ids of order and
# payment, which are stored with the key. No rows if the key was used before. The lines are read as
# they were before it waited for the cart: outdated if the cart was changed meanwhile.
_RESULT = "jsonb_build_object('order', order_id, 'payment', payment_id) FROM ids"
_READ = f"{carts.COLUMNS}, {carts.LINES}, '[]' AS options, p.name_en, p.name_hi, {FROZEN}"
TAKE = NamedStatement(
    f"""
WITH ids AS MATERIALIZED (
  SELECT nextval('orders_id_seq')::int AS order_id, nextval('payment_id_seq')::int AS payment_id),
key AS ({idempotency.CLAIM % _RESULT}),
c AS (
  UPDATE cart SET status = 'ordered', account_id = coalesce(account_id, $account_id)
  WHERE EXISTS (SELECT FROM key)
    AND (SELECT bool_and(pg_advisory_xact_lock({LockClass.TYPED_BUYER}, k) IS NOT NULL)
      FROM unnest($locks::int[]) AS k) IS NOT FALSE
    AND token_hash = $token_hash AND status = 'open' AND expires_at > $now
    AND {carts.owned("$account_id")}
  RETURNING *)
SELECT {_READ}, key.id AS key_id, ids.order_id, ids.payment_id,
  c.updated_at <> (SELECT updated_at FROM cart WHERE id = c.id) AS is_outdated
FROM key CROSS JOIN ids LEFT JOIN c ON true LEFT JOIN account a ON a.id = $account_id
{carts.TABLES} {AGREEMENTS}
"""
)
# The rows of a cart that TAKE has locked, if they are outdated.
READ_AGAIN = NamedStatement(
    f"""
SELECT {_READ} FROM cart c LEFT JOIN account a ON a.id = $account_id
{carts.TABLES} {AGREEMENTS} WHERE c.id = $cart_id
"""
)


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """A checkout request. `expected_paise` is the total shown to the buyer."""

    cart: str
    method: PaymentMethod
    phone: str
    email: str | None
    key: str
    terms_version: str | None = None
    expected_paise: int | None = None
    # Proof of the phone number for cash on delivery; may differ when the request is repeated.
    phone_proof: str | None = None

    def idempotent_body(self) -> dict[str, Any]:
        """The values that have to be equal when an idempotency key is repeated."""
        return {
            "cart": self.cart,
            "method": self.method.value,
            "phone": self.phone,
            "email": self.email,
            "terms": self.terms_version,
            "expected": self.expected_paise,
        }


@dataclass(frozen=True, slots=True)
class Checkout:
    """A placed order, new or of an earlier request with the same key. `key_id` is the key's row.

    `rows` are the rows of order and payment as they were just written.
    """

    order_id: int
    payment_id: int
    key_id: int
    is_cash: bool
    rows: tuple[Order, Payment] | None = None
    # Why the payment could not be opened.
    refusal: Refusal | None = None


async def complete(ctx: ActionContext, request: CheckoutRequest) -> Checkout:
    """Place the order of a cart, then open its payment. Raises Refusal or Refusals.

    After an exception nothing has changed. When only the payment can't be opened, the order stands
    and the checkout has a refusal; the same request opens the payment later.
    """
    done = await _order(ctx, request)
    try:
        if not done.is_cash:
            await open_at_gateway(ctx, done.payment_id)
    except Refusal as refusal:
        return replace(done, refusal=refusal)
    ctx.answer_key.id = done.key_id
    return done


async def _order(ctx: ActionContext, request: CheckoutRequest) -> Checkout:
    form = Form()
    phone = form.read(folded_phone, request.phone, "phone")
    email = form.read(folded_email, request.email, "email") if request.email else None
    terms_version = form.read(optional_line, request.terms_version, 20, "accepted_terms_version")
    form.read(idempotency.check_key, request.key)
    if not form.is_refused and email is None:
        # The buyer is notified by one of the two.
        form.read(check_country, phone)
    is_cash = request.method is PaymentMethod.CASH_ON_DELIVERY
    if form.is_refused or not carts.is_token(request.cart):
        await _check_cart_too(form, ctx, request)
    form.check()
    async with in_transaction():
        rows = await _take_cart(ctx, request, phone, email)
        if not rows:
            return await _previous_checkout(ctx, request, is_cash=is_cash)
        taken = rows[0]
        if taken["id"] is None:
            raise await carts.no_cart(ctx, request.cart)
        if taken["is_outdated"]:
            rows = await _read_again(ctx, taken["id"])
        cart = await carts.priced(rows, ctx.now, ctx.viewer, request.cart, (phone, email))
        _check(cart.priced, request, cart.shown_total_paise)
        if is_cash:
            _check_cash(cart.priced)
            cart = replace(
                cart,
                buyer=await reservation_limits.proved_buyer(
                    ctx, cart.buyer, phone, request.phone_proof
                ),
            )
        client = reservation_limits.Client(cart.buyer, phone, reservation_limits.address_marks(ctx))
        ids = Ids(taken["order_id"], taken["payment_id"])
        builder = OrderBuilder(ctx, cart, rows, ids, request.method, client, email, terms_version)
        order_and_payment = await builder.place()
    return Checkout(ids.order, ids.payment, taken["key_id"], is_cash, order_and_payment)


def _owner(cart: str) -> str:
    """The owner of the idempotency keys of a cart's checkout."""
    return f"cart {access_keys.lookup_name(cart)}"


async def _take_cart(
    ctx: ActionContext, request: CheckoutRequest, phone: str, email: str | None
) -> list[Any]:
    """Mark the cart as ordered and return its rows; their id is None if it cannot be ordered.

    No rows if the key was used before.
    """
    account_id = carts.account_of(ctx.viewer)
    key = idempotency.claim_arguments(
        ctx, MUTATION, _owner(request.cart), request.key, request.idempotent_body()
    )
    return await TAKE.fetch(
        {
            **key,
            "now": ctx.now,
            "today": day(ctx.now),
            "account_id": account_id,
            "token_hash": access_keys.lookup_hash(request.cart),
            "locks": buyers.typed_locks(account_id, phone, email),
        }
    )


async def _read_again(ctx: ActionContext, cart_id: int) -> list[Any]:
    """The rows of a locked cart as they are now."""
    return await READ_AGAIN.fetch(
        {"cart_id": cart_id, "today": day(ctx.now), "account_id": carts.account_of(ctx.viewer)}
    )


async def _previous_checkout(
    ctx: ActionContext, request: CheckoutRequest, *, is_cash: bool
) -> Checkout:
    """The checkout of an earlier request with the same key. Raises Refusal."""
    claim = await idempotency.find_key(
        MUTATION, _owner(request.cart), request.key, request.idempotent_body()
    )
    result = claim.result
    assert result is not None
    await _require_own(ctx, result["order"])
    return Checkout(result["order"], result["payment"], claim.id, is_cash)


async def _check_cart_too(form: Form, ctx: ActionContext, request: CheckoutRequest) -> None:
    """Add the cart's problems to those of a form that is invalid anyway."""
    cart = await carts.find(ctx.viewer, request.cart, ctx.now)
    if cart is None:
        form.refuse(await carts.no_cart(ctx, request.cart))
        return
    form.read(_check, cart.priced, request, cart.shown_total_paise)
    if request.method is PaymentMethod.CASH_ON_DELIVERY:
        form.read(_check_cash, cart.priced)


def _check_cash(cart: Priced) -> None:
    if not cart.takes_cod:
        raise Refusal(Reason.CASH_ON_DELIVERY_NOT_ALLOWED, "payment_method")


async def _require_own(ctx: ActionContext, order_id: int) -> None:
    """Raise Refusal if the order belongs to another account.

    A guest's order is shown to whoever has the cart's id and the key.
    """
    owner = await fetch_value("SELECT account_id FROM orders WHERE id = $1", order_id)
    if owner is not None and not (ctx.viewer.is_person and ctx.viewer.account_id == owner):
        raise Refusal(Reason.NOT_FOUND, "cart_id")


def _check(cart: Priced, request: CheckoutRequest, shown: int | None) -> None:
    """Raise Refusals for everything that prevents checkout; `shown` is the total last shown."""
    found = [_refusal(problem) for problem in cart.all_problems if problem.is_blocking]
    if found:
        raise Refusals(found)
    path, before = "cart_id", shown
    if request.expected_paise is not None:
        path, before = "expected_total", request.expected_paise
    if before is not None and before != cart.total:
        raise Refusal(
            Reason.TOTAL_CHANGED,
            path,
            before=formatted(before),
            now=formatted(cart.total),
            before_paise=before,
            now_paise=cart.total,
        )


def _refusal(problem: Problem) -> Refusal:
    if problem.kind is ProblemKind.OUT_OF_STOCK:
        return Refusal(Reason.OUT_OF_STOCK, "cart_id", **problem.facts)
    en, hi = problem.text()
    return Refusal(Reason.CART_NOT_READY, "cart_id", problem_en=en, problem_hi=hi)
