"""From a cart to a paid order, as the storefront does it, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

import models
from commerce.core.access_keys import open_for_order
from commerce.core.jobs import Job
from commerce.core.ports import NotDelivered
from commerce.core.texts.messages import Message
from database.connect import execute, fetch, fetch_value
from server.app import Mart
from server.processes.jobs import do, working
from tests.conftest import Ask
from tests.support.factories import make_product, make_promotion, make_vendor
from tests.support.paying import Counter, eventually, hasten, webhooks
from tests.support.people import Postbox, signed_in
from tests.support.shopping import DELHI, KANPUR, LUCKNOW, Buyer, codes_of, variant_of

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
async def worker(app: Mart, reference: str, postbox: Postbox) -> AsyncIterator[None]:
    async with working(reference, postbox, app.adapters.gateway):
        yield


async def ordered(
    ask: Ask, products: dict[models.Product, int], method: str = "UPI", **more: Any
) -> dict[str, Any]:
    """An order of a guest from Lucknow: the whole payload."""
    buyer = Buyer(ask)
    await buyer.begin(products)
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out(method, **more)
    assert payload["errors"] == []
    return payload


async def stock_of(product: models.Product) -> tuple[int, int]:
    """On hand and reserved."""
    row = await models.Stock.get(variant_id=(await variant_of(product)).id)
    return row.on_hand, row.reserved


async def key_of(number: str) -> str:
    order = await models.Order.get(number=number)
    key = open_for_order(number, order.access_key_sealed)
    assert key is not None
    return key


async def seen(ask: Ask, number: str, **more: Any) -> dict[str, Any]:
    """The order as a guest sees it."""
    found = await ask(
        "checkout", name="Order", number=number, accessKey=await key_of(number), **more
    )
    order: dict[str, Any] = found["order"]
    return order


def events_of(order: dict[str, Any]) -> list[str]:
    return [event["event"] for event in order["timeline"]]


async def test_an_order_is_told_of_by_a_telephone_that_is_written_to_or_by_e_mail(
    ask: Ask, gateway: Counter
) -> None:
    buyer, product = Buyer(ask), await make_product(price=1_499_00, stock=5)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    refused = await buyer.check_out("UPI", phone="+1 202 555 0100")
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [
        ("COUNTRY_NOT_SERVED", ["input", "phone"])
    ]
    made = await buyer.check_out("UPI", phone="+1 202 555 0100", email="a@buyer.example.in")
    assert made["errors"] == []


async def test_a_guest_orders_and_pays(
    ask: Ask, app: Mart, gateway: Counter, worker: None, postbox: Postbox
) -> None:
    product = await make_product(price=1_499_00, stock=5)
    payload = await ordered(ask, {product: 2}, email="asha@buyer.example.in")
    order, payment = payload["order"], payload["payment"]
    assert (order["status"], payment["status"]) == ("AWAITING_PAYMENT", "CREATED")
    assert events_of(order) == ["ORDERED"]
    assert payment["amount"]["amount"] == order["total"]["amount"] == "3038.00"
    assert await stock_of(product) == (5, 2)
    assert payment["gateway"]["__typename"] == "SandboxCheckout"
    told = await gateway.pay(payment["gateway"]["payUrl"])
    found = await ask(
        "checkout",
        name="PaymentConfirm",
        input={
            "paymentId": payment["id"],
            "gatewayPaymentId": told["razorpay_payment_id"],
            "signature": told["razorpay_signature"],
            "idempotencyKey": "confirm-0001",
        },
    )
    assert found["paymentConfirm"]["errors"] == []
    paid = found["paymentConfirm"]["order"]
    assert (paid["status"], paid["paymentStatus"]) == ("PLACED", "CAPTURED")
    assert events_of(paid) == ["ORDERED", "PAID", "PLACED"]
    assert paid["suborders"][0]["status"] == "PLACED"
    assert paid["suborders"][0]["allowedActions"] == ["CANCEL"]
    assert await stock_of(product) == (5, 2)
    await eventually(lambda: arrived(postbox, "asha@buyer.example.in", "+910000012345"))
    message = postbox.last("+910000012345")
    assert order["number"] in message.text.body
    assert f"#key={await key_of(order['number'])}" in message.text.body


async def test_the_buyer_is_written_to_in_the_language_of_the_order(
    ask: Ask, gateway: Counter, worker: None, postbox: Postbox
) -> None:
    buyer = Buyer(ask, language="hi")
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("CASH_ON_DELIVERY", email="asha@buyer.example.in")
    assert payload["order"]["timeline"][0]["message"].startswith("आपका ऑर्डर पक्का")
    await eventually(lambda: arrived(postbox, "asha@buyer.example.in", "+910000012345"))
    number = payload["order"]["number"]
    for message in postbox.messages:
        assert message.text.body.startswith(f"₹330.00 का आपका ओडीओपी मार्ट ऑर्डर {number} पक्का हुआ")
    in_english = await seen(ask, number, language="en")
    assert in_english["timeline"][0]["message"].startswith("Your order is placed")


async def arrived(postbox: Postbox, *people: str) -> bool:
    return set(people) <= {message.to for message in postbox.messages}


class Halting(Postbox):
    """One in which something is wrong with messages by one way."""

    def __init__(self, error: Exception, *, is_by_phone: bool) -> None:
        super().__init__()
        self._error, self._is_by_phone = error, is_by_phone

    async def deliver(self, message: Message) -> None:
        if message.to.startswith("+") is self._is_by_phone:
            raise self._error
        await super().deliver(message)


OUT_OF_REACH = NotDelivered("out of reach", is_retryable=True)


@pytest.mark.parametrize("is_by_phone", [True, False])
@pytest.mark.parametrize("error", [OUT_OF_REACH, ValueError("nobody thought of it")])
async def test_a_message_that_is_not_taken_is_tried_again_without_the_others(
    ask: Ask, app: Mart, gateway: Counter, error: Exception, is_by_phone: bool
) -> None:
    to = ["asha@buyer.example.in", "+910000012345"]
    arrives, fails = to if is_by_phone else reversed(to)
    product, halting = await make_product(), Halting(error, is_by_phone=is_by_phone)
    payload = await ordered(ask, {product: 1}, "CASH_ON_DELIVERY", email="asha@buyer.example.in")
    (told,) = await fetch("DELETE FROM pgqueuer RETURNING entrypoint, payload")
    assert told["entrypoint"] == Job.ORDER_NOTIFY
    await do(Job.ORDER_NOTIFY, told["payload"], halting, app.adapters.gateway)
    assert [message.to for message in halting.messages] == [arrives]
    (again,) = await fetch("DELETE FROM pgqueuer RETURNING payload")
    with pytest.raises(type(error)):
        await do(Job.ORDER_NOTIFY, again["payload"], halting, app.adapters.gateway)
    postbox = Postbox()
    await do(Job.ORDER_NOTIFY, again["payload"], postbox, app.adapters.gateway)
    (message,) = postbox.messages
    assert message.to == fails
    assert payload["order"]["number"] in message.text.body
    assert await fetch("SELECT FROM pgqueuer") == []


async def test_cash_is_paid_at_the_door(ask: Ask, gateway: Counter) -> None:
    product = await make_product(price=500_00, stock=5)
    payload = await ordered(ask, {product: 1}, "CASH_ON_DELIVERY")
    assert payload["order"]["status"] == "PLACED"
    assert payload["payment"]["status"] == "PENDING_COLLECTION"
    assert payload["payment"]["gateway"] is None
    reservation = await models.Reservation.get()
    assert reservation.status == models.ReservationStatus.KEPT


async def test_cash_has_its_limits(ask: Ask, gateway: Counter) -> None:
    dear, cheap = await make_product(price=11_000_00), await make_product(price=100_00, stock=9)
    buyer = Buyer(ask)
    await buyer.begin({dear: 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("CASH_ON_DELIVERY")
    assert codes_of(payload) == ["CASH_ON_DELIVERY_NOT_ALLOWED"]
    assert payload["errors"][0]["path"] == ["input", "paymentMethod"]
    # It can still be paid otherwise.
    assert codes_of(await buyer.check_out("CARD")) == []
    for _ in range(3):
        await ordered(ask, {cheap: 1}, "CASH_ON_DELIVERY")
    fourth = Buyer(ask)
    await fourth.begin({cheap: 1})
    await fourth.send_to(LUCKNOW)
    assert codes_of(await fourth.check_out("CASH_ON_DELIVERY")) == ["CASH_ON_DELIVERY_NOT_ALLOWED"]


async def test_the_same_key_gives_the_same_bytes(
    ask: Ask, client: httpx.AsyncClient, gateway: Counter
) -> None:
    product = await make_product(stock=5)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    first = await buyer.submit(client, "UPI", key="key-00000001")
    # Something happens to the order meanwhile.
    await execute("UPDATE orders SET status = 'placed'")
    assert await buyer.submit(client, "UPI", key="key-00000001") == first
    again = await buyer.check_out("UPI", key="key-00000001", phone="00000 99999")
    assert codes_of(again) == ["IDEMPOTENCY_KEY_REUSED"]
    other = await buyer.check_out("UPI", key="key-00000002")
    assert codes_of(other) == ["CART_ORDERED"]
    bad = await buyer.check_out("UPI", key="short")
    assert codes_of(bad) == ["INVALID"]
    assert await models.Order.all().count() == 1
    assert await stock_of(product) == (5, 1)


async def test_the_same_submit_twenty_times_at_once_is_one_order(
    ask: Ask, client: httpx.AsyncClient, gateway: Counter
) -> None:
    product = await make_product(stock=50)
    buyer = Buyer(ask)
    await buyer.begin({product: 2})
    await buyer.send_to(LUCKNOW)
    answers = await asyncio.gather(
        *(buyer.submit(client, "UPI", key="key-00000001") for _ in range(20))
    )
    assert len(set(answers)) == 1
    assert b'"errors":[]' in answers[0]
    assert await models.Order.all().count() == 1
    assert await stock_of(product) == (50, 2)
    assert await fetch_value("SELECT count(*) FROM sandbox.orders") == 1


async def test_sixty_buyers_of_ten_pieces(ask: Ask, gateway: Counter) -> None:
    product = await make_product(price=300_00, stock=10)
    buyers = [Buyer(ask) for _ in range(60)]

    async def attempt(number: int, buyer: Buyer) -> list[str]:
        await buyer.begin({product: 1})
        await buyer.send_to(LUCKNOW)
        payload = await buyer.check_out("CASH_ON_DELIVERY", phone=f"60001 {number:05d}")
        if payload["errors"]:
            assert payload["order"] is None
            assert payload["errors"][0]["availableQuantity"] == 0
        return codes_of(payload)

    results = await asyncio.gather(*(attempt(n, buyer) for n, buyer in enumerate(buyers)))
    assert sorted(results) == [[]] * 10 + [["OUT_OF_STOCK"]] * 50
    assert await stock_of(product) == (10, 10)
    assert await models.Order.all().count() == 10


async def test_two_carts_with_the_same_pieces_do_not_wait_for_ever(
    ask: Ask, gateway: Counter
) -> None:
    products = [await make_product(price=100_00, stock=1) for _ in range(6)]

    async def attempt(number: int) -> list[str]:
        buyer = Buyer(ask)
        order = products if number % 2 else products[::-1]
        await buyer.begin(dict.fromkeys(order, 1))
        await buyer.send_to(LUCKNOW)
        payload = await buyer.check_out("CASH_ON_DELIVERY", phone=f"60002 {number:05d}")
        return codes_of(payload)

    results = await asyncio.gather(*(attempt(number) for number in range(12)))
    assert results.count([]) == 1
    assert {code for codes in results for code in codes} == {"OUT_OF_STOCK"}
    assert [await stock_of(each) for each in products] == [(1, 1)] * 6


async def test_what_is_not_ready_is_refused_whole(ask: Ask, gateway: Counter) -> None:
    plenty, scarce = await make_product(stock=9), await make_product(stock=1)
    buyer = Buyer(ask)
    await buyer.begin({plenty: 1, scarce: 3})
    payload = await buyer.check_out("UPI")
    assert codes_of(payload) == ["CART_NOT_READY", "OUT_OF_STOCK"]
    assert payload["errors"][0]["message"] == "Add a delivery address."
    assert payload["errors"][1]["availableQuantity"] == 1
    assert await stock_of(plenty) == (5 + 4, 0)
    empty = Buyer(ask)
    await empty.begin()
    assert codes_of(await empty.check_out("UPI")) == ["CART_NOT_READY"]
    nowhere = Buyer(ask)
    nowhere.cart_id = "x" * 22
    assert codes_of(await nowhere.check_out("UPI")) == ["NOT_FOUND"]
    # A refusal leaves no trace: the same key may be used once the cart is put right.
    await buyer.send_to(LUCKNOW)
    cart = await buyer.read()
    assert cart is not None
    await buyer.done(
        "CartLinesUpdate", lines=[{"id": cart["groups"][1]["lines"][0]["id"], "quantity": 1}]
    )
    assert codes_of(await buyer.check_out("UPI", expectedTotal="1.00")) == ["TOTAL_CHANGED"]
    assert codes_of(await buyer.check_out("UPI")) == []


async def test_another_may_not_order_a_members_cart(ask: Ask, gateway: Counter) -> None:
    member, other = await signed_in(), await signed_in()
    own = Buyer(ask, member.token)
    await own.begin({await make_product(): 1})
    await own.send_to(LUCKNOW)
    for token in ("", other.token):
        thief = Buyer(ask, token)
        thief.cart_id = own.cart_id
        assert codes_of(await thief.check_out("UPI")) == ["NOT_FOUND"]
    payload = await own.check_out("UPI")
    number = payload["order"]["number"]
    for token, sees in ((member.token, True), (other.token, False), ("", False)):
        found = await ask("checkout", name="Order", token=token, number=number)
        assert (found["order"] is not None) is sees
        wrong = await ask("checkout", name="Order", token=token, number=number, accessKey="x" * 22)
        assert (wrong["order"] is not None) is sees
    assert (await seen(ask, number))["number"] == number


async def test_a_gateway_that_does_not_answer_loses_nothing(ask: Ask, gateway: Counter) -> None:
    """Case 15: the order waits, and the same request again opens its payment."""
    product = await make_product(stock=5)
    buyer = Buyer(ask, language="hi")
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    await gateway.switch(orders_fail=1)
    payload = await buyer.check_out("UPI")
    assert codes_of(payload) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    assert "भुगतान सेवा" in payload["errors"][0]["message"]
    assert payload["order"]["status"] == "AWAITING_PAYMENT"
    assert payload["payment"]["gateway"] is None
    # Its answer may be lost as well: there is one order there all the same.
    await gateway.switch(orders_lost=1)
    assert codes_of(await buyer.check_out("UPI")) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    again = await buyer.check_out("UPI")
    assert (again["errors"], again["order"]["number"]) == ([], payload["order"]["number"])
    assert again["payment"]["gateway"]["payUrl"].startswith(gateway.url)
    assert await fetch_value("SELECT count(*) FROM sandbox.orders") == 1
    assert await stock_of(product) == (5, 1)


async def test_what_is_not_paid_in_time_goes_back_to_the_shelf(
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


async def in_status(ask: Ask, number: str, status: str) -> dict[str, Any] | None:
    order = await seen(ask, number)
    return order if order["status"] == status else None


async def test_an_order_is_cancelled_and_paid_back(
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


async def in_payment(ask: Ask, number: str, status: str) -> dict[str, Any] | None:
    order = await seen(ask, number)
    return order if order["paymentStatus"] == status else None


CANCEL = (
    "mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { status"
    " paymentStatus suborders { status } } errors { code path } } }"
)


async def given(number: str) -> dict[str, Any]:
    return {"number": number, "accessKey": await key_of(number)}


async def cancel(ask: Ask, number: str, suborder: str | None = None) -> dict[str, Any]:
    more = {"suborderId": suborder, "idempotencyKey": f"cancel-{suborder or 'all'}"}
    found = await ask(CANCEL, input=await given(number) | more)
    assert found["orderCancel"]["errors"] == []
    order: dict[str, Any] = found["orderCancel"]["order"]
    return order


async def test_an_unpaid_order_and_one_for_cash_are_cancelled(ask: Ask, gateway: Counter) -> None:
    product = await make_product(price=300_00, stock=9)
    for method, status in (("UPI", "CREATED"), ("CASH_ON_DELIVERY", "PENDING_COLLECTION")):
        payload = await ordered(ask, {product: 2}, method)
        assert payload["payment"]["status"] == status
        order = await cancel(ask, payload["order"]["number"])
        assert (order["status"], order["paymentStatus"]) == ("CANCELLED", "CANCELLED")
        assert await stock_of(product) == (9, 0)
    assert await models.Refund.all().count() == 0


async def test_a_part_of_an_unpaid_order_takes_nothing_along(ask: Ask, gateway: Counter) -> None:
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


async def test_what_is_packed_is_not_cancelled(ask: Ask, gateway: Counter) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1}, "CASH_ON_DELIVERY")
    number = payload["order"]["number"]
    await execute("UPDATE suborder SET status = 'packed'")
    found = await ask(CANCEL, input=await given(number) | {"idempotencyKey": "cancel-000"})
    assert codes_of(found["orderCancel"]) == ["TOO_LATE"]
    assert (await seen(ask, number))["suborders"][0]["allowedActions"] == []
    stranger = {"number": number, "idempotencyKey": "cancel-000"}
    found = await ask(CANCEL, input=stranger)
    assert codes_of(found["orderCancel"]) == ["NOT_FOUND"]


async def test_the_same_is_bought_again(ask: Ask, gateway: Counter) -> None:
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


async def test_everything_is_frozen_on_the_line(ask: Ask, gateway: Counter) -> None:
    """Worked order A of the domain, to the paisa, coupons aside."""
    from tests.support.worked_orders import worked_order

    await worked_order(ask, DELHI, "A")


async def test_worked_order_b(ask: Ask, gateway: Counter) -> None:
    from tests.support.worked_orders import worked_order

    await worked_order(ask, KANPUR, "B")


async def test_a_coupon_is_used_as_often_as_it_may(ask: Ask, gateway: Counter) -> None:
    await make_promotion(code="TWICE", most_uses=2)
    await make_promotion(code="EACH", most_uses_each=1)
    product = await make_product(price=300_00, stock=99)

    async def attempt(code: str, number: int) -> list[str]:
        buyer = Buyer(ask)
        await buyer.begin({product: 1})
        await buyer.send_to(LUCKNOW)
        await buyer.done("CartCouponApply", code=code)
        payload = await buyer.check_out("UPI", phone=f"60003 {number:05d}")
        return codes_of(payload)

    results = await asyncio.gather(*(attempt("TWICE", number) for number in range(10)))
    assert results.count([]) == 2
    same = await asyncio.gather(*(attempt("EACH", 777) for _ in range(5)))
    assert same.count([]) == 1
    rows = await fetch("SELECT code, uses FROM promotion ORDER BY code")
    assert [tuple(row) for row in rows] == [("EACH", 1), ("TWICE", 2)]


async def test_an_order_costs_a_fixed_number_of_statements(
    ask: Ask, gateway: Counter, queries: list[str]
) -> None:
    costs = []
    for number in (1, 12):
        product = [await make_product(price=100_00, vendor_id=(await make_vendor()).id)
                   for _ in range(number)]  # fmt: skip
        payload = await ordered(ask, dict.fromkeys(product, 1), "CARD")
        queries.clear()
        await seen(ask, payload["order"]["number"])
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 10
