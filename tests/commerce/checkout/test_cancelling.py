"""Cancelled, expired and repeated orders."""

import pytest

import models
from database.connect import execute, fetch_value
from server.app import Mart
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.factories import make_product, make_promotion, make_vendor
from tests.support.shop.orders import (
    CANCEL,
    arrived,
    cancel,
    events_of,
    given,
    in_payment,
    in_status,
    ordered,
    seen,
    stock_of,
)
from tests.support.shop.paying import Counter, eventually, hasten, webhooks
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")


async def test_expired_orders_release_their_stock(
    ask: Ask, gateway: Counter, worker: None, postbox: Postbox
) -> None:
    promotion = await make_promotion(code="ONCE", most_uses=1)
    product = await make_product(stock=5)
    buyer = Buyer(ask)
    await buyer.begin({product: 2})
    await buyer.send_to(LUCKNOW)
    await buyer.done("CartCouponApply", code="ONCE")
    number = (await buyer.check_out("UPI"))["order"]["number"]
    await promotion.refresh_from_db()
    assert promotion.uses == 1
    await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
    await hasten("order.expire")
    order = await eventually(lambda: in_status(ask, number, "CANCELLED"))
    assert events_of(order) == ["ORDERED", "PAYMENT_EXPIRED"]
    assert await stock_of(product) == (5, 0)
    await promotion.refresh_from_db()
    assert promotion.uses == 0
    await eventually(lambda: arrived(postbox, "+910000012345"))


async def test_a_cancelled_order_is_refunded(
    ask: Ask, app: Mart, gateway: Counter, worker: None
) -> None:
    vendor, other = await make_vendor(), await make_vendor()
    kurta = await make_product(vendor_id=vendor.id, price=1_000_00, stock=5)
    toy = await make_product(vendor_id=other.id, price=400_00, stock=5)
    payload = await ordered(ask, {kurta: 1, toy: 2})
    number = payload["order"]["number"]
    async with webhooks(app):
        await gateway.pay(payload["payment"]["gateway"]["payUrl"], "silently")
        order = await eventually(lambda: in_status(ask, number, "PLACED"))
        part = order["suborders"][1]
        cancelled = await cancel(ask, number, part["id"])
        assert [each["status"] for each in cancelled["suborders"]] == ["PLACED", "CANCELLED"]
        assert cancelled["status"] == "PLACED"
        assert (await stock_of(kurta), await stock_of(toy)) == ((5, 1), (5, 0))
        await eventually(lambda: in_payment(ask, number, "PARTIALLY_REFUNDED"))
        refund = await models.Refund.get()
        assert refund.amount_paise == 800_00 + 40_00
        cancelled = await cancel(ask, number)
        assert cancelled["status"] == "CANCELLED"
        await eventually(lambda: in_payment(ask, number, "REFUNDED"))
        await eventually(lambda: paid_back(ask, number, 2))
    refunds = await models.Refund.all().order_by("id")
    assert sum(each.amount_paise for each in refunds) == 1_000_00 + 800_00 + 70_00
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 1_870_00
    again = await ask(CANCEL, input=await given(number) | {"idempotencyKey": "another-key"})
    assert codes_of(again["orderCancel"]) == ["TOO_LATE"]


async def paid_back(ask: Ask, number: str, times: int) -> bool:
    return events_of(await seen(ask, number)).count("REFUNDED") == times


async def test_unpaid_and_cash_orders_are_cancelled(ask: Ask, gateway: Counter) -> None:
    product = await make_product(price=300_00, stock=9)
    for method, status in (("UPI", "CREATED"), ("CASH_ON_DELIVERY", "PENDING_COLLECTION")):
        payload = await ordered(ask, {product: 2}, method)
        assert payload["payment"]["status"] == status
        order = await cancel(ask, payload["order"]["number"])
        assert (order["status"], order["paymentStatus"]) == ("CANCELLED", "CANCELLED")
        assert await stock_of(product) == (9, 0)
    assert await models.Refund.all().count() == 0


async def test_part_of_an_unpaid_order_cannot_be_cancelled(ask: Ask, gateway: Counter) -> None:
    products = [await make_product(price=300_00, stock=5) for _ in range(2)]
    payload = await ordered(ask, dict.fromkeys(products, 1))
    number, part = payload["order"]["number"], payload["order"]["suborders"][0]["id"]
    more = {"suborderId": part, "idempotencyKey": "cancel-part"}
    found = await ask(CANCEL, input=await given(number) | more)
    assert codes_of(found["orderCancel"]) == ["INVALID"]
    assert found["orderCancel"]["errors"][0]["path"] == ["input", "suborderId"]
    assert (await seen(ask, number))["status"] == "AWAITING_PAYMENT"
    assert [await stock_of(each) for each in products] == [(5, 1), (5, 1)]
    assert (await cancel(ask, number))["status"] == "CANCELLED"


async def test_packed_orders_are_not_cancelled(ask: Ask, gateway: Counter) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1}, "CASH_ON_DELIVERY")
    number = payload["order"]["number"]
    await execute("UPDATE suborder SET status = 'packed'")
    found = await ask(CANCEL, input=await given(number) | {"idempotencyKey": "cancel-000"})
    assert codes_of(found["orderCancel"]) == ["TOO_LATE"]
    assert (await seen(ask, number))["suborders"][0]["allowedActions"] == []
    stranger = {"number": number, "idempotencyKey": "cancel-000"}
    found = await ask(CANCEL, input=stranger)
    assert codes_of(found["orderCancel"]) == ["NOT_FOUND"]


async def test_an_order_is_bought_again(ask: Ask, gateway: Counter) -> None:
    kept, gone = await make_product(price=300_00), await make_product(price=300_00)
    payload = await ordered(ask, {kept: 2, gone: 1}, "CASH_ON_DELIVERY")
    await models.Product.filter(id=gone.id).update(status="paused")
    found = await ask(
        "mutation ($input: OrderReorderInput!) { orderReorder(input: $input) { missingCount"
        " cart { id itemCount groups { lines { product { slug } quantity } } } errors { code } } }",
        input=await given(payload["order"]["number"]),
    )
    again = found["orderReorder"]
    assert (again["missingCount"], again["cart"]["itemCount"]) == (1, 2)
    assert again["cart"]["groups"][0]["lines"] == [{"product": {"slug": kept.slug}, "quantity": 2}]
