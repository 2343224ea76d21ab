"""Late payments of orders that could not be ordered any more: they are refunded."""

import asyncio
from datetime import UTC, datetime

import pytest

import models
from commerce.core.action_context import ActionContext
from commerce.payments import reconciliation
from database.connect import execute, fetch, fetch_value
from graph.ids import global_id
from server.processes.retention import sweep_hourly
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import (
    make_agreement,
    make_artisan,
    make_product,
    make_promotion,
    make_vendor,
)
from tests.support.shop.orders import cancel, events_of, in_status, stock_of
from tests.support.shop.paying import Counter, eventually, hasten
from tests.support.shop.payments import Order, refunded_at_last
from tests.support.shop.repeat_orders import CLAIM, Shopper, paid_late, shopper
from tests.support.shop.shopping import LUCKNOW, codes_of

pytestmark = pytest.mark.usefixtures("reference", "worker")

# Of the product $1.
CHANGES = {
    "product withdrawn": "UPDATE product SET status = 'paused' WHERE id = $1",
    "variant inactive": "UPDATE variant SET is_active = false WHERE product_id = $1",
    "vendor suspended": "UPDATE vendor SET status = 'suspended'"
    " WHERE id = (SELECT vendor_id FROM product WHERE id = $1)",
    "artisan paused": "UPDATE artisan SET status = 'paused'"
    " WHERE id = (SELECT artisan_id FROM product WHERE id = $1)",
    "agreement ended": "UPDATE agreement SET status = 'ended'"
    " WHERE artisan_id = (SELECT artisan_id FROM product WHERE id = $1)",
    "sold by another vendor": "UPDATE product SET artisan_id = NULL,"
    " vendor_id = (SELECT max(id) FROM vendor) WHERE id = $1",
    "not delivered": "DELETE FROM delivery_rate WHERE $1 > 0",
    "too heavy": "UPDATE variant SET weight_grams = 900000 WHERE product_id = $1",
}


async def require_refunded(ask: Ask, order: Order) -> None:
    refunded = await refunded_at_last(ask, order.number)
    assert refunded["status"] == "CANCELLED"
    assert "PAID_TOO_LATE" in events_of(refunded)
    assert "PLACED" not in events_of(refunded)
    reason = "SELECT r.reason FROM refund r JOIN orders o ON o.id = r.order_id WHERE o.number = $1"
    assert await fetch_value(reason, order.number) == "paid_too_late"


@pytest.fixture
async def product() -> models.Product:
    return await make_product(price=1_000_00, stock=5)


async def test_a_cart_is_sold_once_when_it_was_ordered_again_and_paid(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    promotion = await make_promotion(code="ONCE", most_uses_each=1)
    buyer = await shopper(ask, product, coupon="ONCE")
    first = await buyer.order(product, "key-first")
    await first.expired()
    second = await buyer.order(product, "key-second")
    await gateway.pay(second.pay_url, "silently")
    await hasten("payment.reconcile")
    await second.placed()
    assert (await paid_late(first, gateway))["status"] == "CANCELLED"
    await require_refunded(ask, first)
    assert (await second.seen())["status"] == "PLACED"
    assert await stock_of(product) == (5, 1)
    await promotion.refresh_from_db()
    assert promotion.uses == 1


@pytest.mark.parametrize("is_member", [False, True])
async def test_a_late_payment_is_refunded_while_the_second_order_is_unpaid(
    ask: Ask, product: models.Product, gateway: Counter, is_member: bool
) -> None:
    token = (await signed_in()).token if is_member else ""
    buyer = await shopper(ask, product, token)
    first = await buyer.order(product, "key-first")
    await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
    await hasten("order.expire")
    await eventually(lambda: models.Order.filter(number=first.number, status="cancelled").exists())
    second = await buyer.order(product, "key-second")
    await gateway.pay(first.pay_url, "silently")
    await hasten("payment.reconcile")
    await eventually(lambda: models.Refund.filter(reason="paid_too_late").exists())
    statuses = await models.Order.all().order_by("id").values_list("number", "status")
    assert statuses == [(first.number, "cancelled"), (second.number, "awaiting_payment")]
    await gateway.pay(second.pay_url, "silently")
    await hasten("payment.reconcile")
    await eventually(lambda: models.Order.filter(number=second.number, status="placed").exists())


async def test_a_late_payment_is_refunded_after_its_items_were_ordered_from_another_cart(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    """A guest's cart was merged into the account's at sign-in, and that one was ordered."""
    guest = await shopper(ask, product)
    first = await guest.order(product, "key-first")
    await first.expired()
    person = await signed_in()
    member = await shopper(ask, await make_product(stock=5), person.token)
    claim = "mutation ($i: CartClaimInput!) { cartClaim(input: $i) { errors { code } } }"
    claimed = await ask(claim, token=person.token, i={"cartId": guest.cart_id})
    assert claimed["cartClaim"]["errors"] == []
    await execute("UPDATE cart SET shown_paise = NULL")
    payload = await member.check_out("UPI", key="key-second", phone="60000 99999")
    assert codes_of(payload) == []
    assert (await paid_late(first, gateway))["status"] == "CANCELLED"
    await require_refunded(ask, first)


async def test_a_late_payment_is_refunded_after_the_second_order_was_cancelled_by_its_buyer(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    buyer = await shopper(ask, product)
    first = await buyer.order(product, "key-first")
    await first.expired()
    second = await buyer.order(product, "key-second")
    await cancel(ask, second.number)
    assert (await paid_late(first, gateway))["status"] == "CANCELLED"
    await require_refunded(ask, first)


async def test_one_of_two_expired_orders_of_a_cart_is_placed_late(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    buyer = await shopper(ask, product)
    orders = []
    for key in ("key-first", "key-second"):
        orders.append(await buyer.order(product, key))
        await orders[-1].expired()
    told = [await gateway.pay(each.pay_url) for each in orders]
    await overlapped(
        lambda: execute("SELECT id FROM cart FOR UPDATE"),
        lambda: asyncio.gather(*(o.confirm(t) for o, t in zip(orders, told, strict=True))),
        waiting=2,
    )
    statuses = sorted([(await each.seen())["status"] for each in orders])
    assert statuses == ["CANCELLED", "PLACED"]
    assert await stock_of(product) == (5, 1)


async def test_a_late_payment_and_a_checkout_of_its_cart_at_once_sell_it_once(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    buyer = await shopper(ask, product)
    first = await buyer.order(product, "key-first")
    await first.expired()
    told = await gateway.pay(first.pay_url)
    await overlapped(
        lambda: execute("SELECT id FROM cart FOR UPDATE"),
        lambda: asyncio.gather(first.confirm(told), buyer.check_out("UPI", key="key-second")),
        waiting=2,
    )
    live = await models.Order.exclude(status="cancelled").count()
    assert (live, await stock_of(product)) == (1, (5, 1))


@pytest.mark.parametrize("change", CHANGES)
async def test_a_late_payment_does_not_buy_what_has_left_the_sale(
    ask: Ask, gateway: Counter, change: str
) -> None:
    vendor, artisan = await make_vendor(), await make_artisan()
    await make_agreement(vendor_id=vendor.id, artisan_id=artisan.id)
    product = await make_product(
        price=1_000_00, stock=5, vendor_id=vendor.id, artisan_id=artisan.id
    )
    await make_vendor()
    order = await (await shopper(ask, product)).order(product, "key-first")
    await order.expired()
    await execute(CHANGES[change], product.id)
    assert (await paid_late(order, gateway))["status"] == "CANCELLED"
    await require_refunded(ask, order)
    assert await stock_of(product) == (5, 0)


async def test_a_product_that_leaves_the_sale_while_its_late_payment_waits(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    order = await (await shopper(ask, product)).order(product, "key-first")
    await order.expired()
    told = await gateway.pay(order.pay_url)

    async def withdrawn() -> None:
        await execute(CHANGES["product withdrawn"], product.id)

    payload = await overlapped(
        lambda: execute("SELECT pg_advisory_xact_lock(13, n) FROM generate_series(0, 15) AS n"),
        lambda: order.confirm(told),
        withdrawn,
    )
    assert payload["order"]["status"] == "CANCELLED"
    assert await stock_of(product) == (5, 0)


async def test_a_late_payment_keeps_the_price_of_its_order(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    order = await (await shopper(ask, product)).order(product, "key-first")
    await order.expired()
    await execute("UPDATE variant SET mrp_paise = 2 * mrp_paise, price_paise = 2 * price_paise")
    placed = await paid_late(order, gateway)
    assert (placed["status"], placed["total"]["amount"]) == ("PLACED", "1030.00")


@pytest.mark.parametrize("limit", ["most_uses", "most_uses_each"])
async def test_a_late_payment_uses_no_coupon_beyond_its_limits(
    ask: Ask, product: models.Product, gateway: Counter, limit: str
) -> None:
    promotion = await make_promotion(code="ONCE", **{limit: 1})
    order = await (await shopper(ask, product, coupon="ONCE")).order(product, "key-first")
    await order.expired()
    # Another buyer, or the same one from another cart.
    more = {"phone": "60000 99999"} if limit == "most_uses" else {}
    other = await make_product(price=500_00, stock=5)
    second = await (await shopper(ask, other, coupon="ONCE")).order(other, "key-other", **more)
    assert (await paid_late(order, gateway))["status"] == "CANCELLED"
    await require_refunded(ask, order)
    await promotion.refresh_from_db()
    assert promotion.uses == 1
    assert (await in_status(ask, second.number, "AWAITING_PAYMENT")) is not None


SELECT = (
    "mutation ($input: CartDeliverySelectInput!) {"
    " cartDeliverySelect(input: $input) { cart { total { amount } } errors { code } } }"
)
# For the order $1.
CLOSED = {
    "coupon withdrawn": "UPDATE promotion SET is_active = false WHERE $1::text <> ''",
    "no longer made to order": "UPDATE variant SET is_made_to_order = false,"
    " lead_time_days = NULL WHERE $1::text <> ''",
    "service gone": "DELETE FROM delivery_rate WHERE service = 'express' AND $1::text <> ''",
    "account suspended": "UPDATE account SET suspended_at = now() FROM orders"
    " WHERE number = $1 AND account.id = account_id",
    "account erased": "UPDATE account SET erased_at = now(), name = NULL, phone = NULL,"
    " email = NULL, phone_verified_at = NULL, email_verified_at = NULL, password_hash = NULL"
    " FROM orders WHERE number = $1 AND account.id = account_id",
}


@pytest.mark.parametrize("change", CLOSED)
async def test_a_late_payment_is_refunded_when_checkout_would_refuse_the_order(
    ask: Ask, gateway: Counter, change: str
) -> None:
    product = await make_product(price=1_000_00, stock=0, lead_time_days=5)
    await make_promotion(code="ONCE")
    buyer = await shopper(ask, product, (await signed_in()).token, coupon="ONCE")
    chosen = {
        "cartId": buyer.cart_id,
        "vendorId": global_id("Vendor", product.vendor_id),
        "service": "EXPRESS",
    }
    await ask(SELECT, token=buyer.token, input=chosen)
    order = await buyer.order(product, "key-first")
    await order.expired()
    await execute(CLOSED[change], order.number)
    await gateway.pay(order.pay_url, "silently")
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway, is_operator=True)
    await reconciliation.reconcile(ctx, await fetch_value("SELECT id FROM payment"), 0)
    statuses = "SELECT o.status, r.reason FROM orders o LEFT JOIN refund r ON r.order_id = o.id"
    assert [tuple(row) for row in await fetch(statuses)] == [("cancelled", "paid_too_late")]


@pytest.mark.parametrize("phone", ["", "60000 99999"])
async def test_a_guests_cart_ordered_again_is_sold_once_whatever_the_phone(
    ask: Ask, product: models.Product, gateway: Counter, phone: str
) -> None:
    buyer = await shopper(ask, product)
    first = await buyer.order(product, "key-first")
    await first.expired()
    more = {"phone": phone, "email": "other@example.in"} if phone else {}
    if phone:
        await buyer.send_to(LUCKNOW | {"line1": "9 Another Lane", "pincode": "226003"})
    second = await buyer.order(product, "key-second", **more)
    await gateway.pay(second.pay_url, "silently")
    await hasten("payment.reconcile")
    await second.placed()
    assert (await paid_late(first, gateway))["status"] == "CANCELLED"
    await require_refunded(ask, first)
    assert await stock_of(product) == (5, 1)


async def test_whose_cart_it_was_merged_into_is_known_after_the_sweep(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    guest = await shopper(ask, product)
    first = await guest.order(product, "key-first")
    await first.expired()
    member = Shopper(ask, (await signed_in()).token)
    await member.begin()
    await member.send_to(LUCKNOW)
    found = await ask(CLAIM, token=member.token, input={"cartId": guest.cart_id})
    member.cart_id = found["cartClaim"]["cart"]["id"]
    second = await member.order(product, "key-second")
    await gateway.pay(second.pay_url, "silently")
    await hasten("payment.reconcile")
    await second.placed()
    await sweep_hourly()
    assert (await paid_late(first, gateway))["status"] == "CANCELLED"
    await require_refunded(ask, first)
    assert await stock_of(product) == (5, 1)
