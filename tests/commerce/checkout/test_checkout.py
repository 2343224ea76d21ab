"""From a cart to a paid order, as the storefront does it, over HTTP."""

import asyncio

import httpx
import pytest

import models
from database.connect import execute, fetch, fetch_value
from server.app import Mart
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, signed_in
from tests.support.shop.factories import make_product, make_promotion, make_vendor
from tests.support.shop.orders import arrived, events_of, key_of, ordered, seen, stock_of
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.shopping import DELHI, KANPUR, LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")


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


async def test_a_buyer_orders_with_cash_on_delivery(ask: Ask, gateway: Counter) -> None:
    product = await make_product(price=500_00, stock=5)
    payload = await ordered(ask, {product: 1}, "CASH_ON_DELIVERY")
    assert payload["order"]["status"] == "PLACED"
    assert payload["payment"]["status"] == "PENDING_COLLECTION"
    assert payload["payment"]["gateway"] is None
    reservation = await models.Reservation.get()
    assert reservation.status == models.ReservationStatus.KEPT


async def test_cash_on_delivery_has_limits(ask: Ask, gateway: Counter) -> None:
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
    assert codes_of(bad) == ["INVALID", "CART_ORDERED"]
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


async def test_sixty_buyers_of_ten_pieces_never_oversell(ask: Ask, gateway: Counter) -> None:
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


async def test_two_carts_with_the_same_pieces_do_not_deadlock(ask: Ask, gateway: Counter) -> None:
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


async def test_a_cart_that_is_not_ready_is_refused_whole(ask: Ask, gateway: Counter) -> None:
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


async def test_nobody_else_can_order_a_members_cart(ask: Ask, gateway: Counter) -> None:
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


async def test_an_unavailable_gateway_loses_no_order(ask: Ask, gateway: Counter) -> None:
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


async def test_order_lines_keep_everything_as_ordered(ask: Ask, gateway: Counter) -> None:
    """Worked order A of the domain, to the paisa, coupons aside."""
    from tests.support.shop.worked_orders import worked_order

    await worked_order(ask, DELHI, "A")


async def test_a_calculated_order_matches_its_vector(ask: Ask, gateway: Counter) -> None:
    from tests.support.shop.worked_orders import worked_order

    await worked_order(ask, KANPUR, "B")


async def test_a_coupon_stops_at_its_usage_limit(ask: Ask, gateway: Counter) -> None:
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


async def test_an_order_takes_a_fixed_number_of_statements(
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
