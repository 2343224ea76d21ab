"""The steps of a cart are answered by plans, and carried out once however the answer turns out."""

import asyncio
from typing import Any

import httpx
import pytest

from database.connect import fetch_value
from graph.ids import global_id
from graph.plan import compiler
from models import Product
from settings import settings
from tests.conftest import Ask
from tests.factories import make_product
from tests.paying import Counter
from tests.shopping import LUCKNOW, Buyer, variant_id

pytestmark = pytest.mark.usefixtures("reference")
ADD = """mutation Add($input: CartLinesAddInput!) { cartLinesAdd(input: $input) {
  cart { id total { amount } problems { code message } groups { lines { quantity } } }
  errors { code message path } } }"""


CHOOSE = """mutation Choose($input: CartDeliverySelectInput!) { cartDeliverySelect(input: $input) {
  cart { total { amount } groups { deliveryService } } errors { code } } }"""


async def choose(ask: Ask, buyer: Buyer, product: Product) -> None:
    vendor = global_id("Vendor", product.vendor_id)
    found = await ask(
        CHOOSE, input={"cartId": buyer.cart_id, "vendorId": vendor, "service": "STANDARD"}
    )
    assert found["cartDeliverySelect"]["errors"] == []


def endpoint_of(client: httpx.AsyncClient) -> Any:
    return client._transport.app.endpoint  # type: ignore[attr-defined]


async def test_a_guest_comes_to_an_order_by_plans(ask: Ask, client: httpx.AsyncClient) -> None:
    endpoint, buyer = endpoint_of(client), Buyer(ask)
    product = await make_product(price=500_00, stock=5)
    planned, executed = endpoint.by_plan, endpoint.by_executor
    await buyer.begin()
    await buyer.add(product)
    await buyer.send_to(LUCKNOW)
    await choose(ask, buyer, product)
    payload = await buyer.check_out("CASH_ON_DELIVERY")
    assert payload["order"]["status"] == "PLACED"
    assert (endpoint.by_plan, endpoint.by_executor) == (planned + 5, executed)


async def test_a_step_of_a_guest_reads_the_cart_once_and_writes_it_once(
    ask: Ask, queries: list[str]
) -> None:
    products = [await make_product(price=500_00, stock=5) for _ in range(3)]
    lines = [{"variantId": await variant_id(each), "quantity": 1} for each in products]
    costs, buyer = [], Buyer(ask)

    def count() -> None:
        costs.append(len([each for each in queries if "cart" in each]))
        queries.clear()

    await buyer.begin()
    count()
    await buyer.done("CartLinesAdd", lines=lines)
    count()
    await buyer.send_to(LUCKNOW)
    count()
    await choose(ask, buyer, products[0])
    count()
    assert costs == [1, 2, 2, 2]


async def test_an_order_of_many_lines_costs_as_many_statements_as_one(
    ask: Ask, gateway: Counter, queries: list[str]
) -> None:
    products = [await make_product(price=500_00, stock=5) for _ in range(3)]
    costs = []
    for number, wanted in enumerate((products, products[:1], products)):
        buyer = Buyer(ask)
        await buyer.begin(dict.fromkeys(wanted, 1))
        await buyer.send_to(LUCKNOW)
        queries.clear()
        payload = await buyer.check_out("UPI", phone=f"60008 0000{number}")
        assert payload["errors"] == []
        costs.append(len([each for each in queries if "sandbox" not in each]))
    assert costs[1] == costs[2], costs


async def test_plan_and_executor_say_the_same_of_a_step(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=500_00, stock=5): 2})
    given = {"cartId": buyer.cart_id, "address": LUCKNOW}
    wrong = given | {"address": LUCKNOW | {"pincode": "12", "name": ""}}
    none = given | {"cartId": "A" * 22}
    for language in ("en", "hi"):
        for input in (given, wrong, none):
            found = []
            for plans in (True, False):
                monkeypatch.setattr(settings(), "plans", plans)
                answer = await ask.whole(
                    "cart", name="CartAddressSet", language=language, input=input
                )
                answer["data"]["cartAddressSet"].pop("expiresAt", None)
                cart = answer["data"]["cartAddressSet"]["cart"] or {}
                cart.pop("expiresAt", None)
                found.append(answer)
            assert found[0] == found[1]
            assert list(found[0]["data"]["cartAddressSet"]) == list(
                found[1]["data"]["cartAddressSet"]
            )


@pytest.mark.plans_may_fail
async def test_a_step_whose_plan_fails_is_carried_out_once(
    ask: Ask, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: Any) -> None:
        raise RuntimeError("the plan is wrong")

    monkeypatch.setitem(compiler.RUNTIME, "finished", failing)
    endpoint, buyer = endpoint_of(client), Buyer(ask)
    product = await make_product(price=500_00, stock=9)
    await buyer.begin()
    executed = endpoint.by_executor
    line = {"variantId": await variant_id(product), "quantity": 2}
    document = ADD.replace("mutation Add(", "mutation AddOnce(")
    found = await ask(document, input={"cartId": buyer.cart_id, "lines": [line]})
    payload = found["cartLinesAdd"]
    assert payload["errors"] == []
    assert [each["quantity"] for each in payload["cart"]["groups"][0]["lines"]] == [2]
    assert endpoint.by_executor == executed + 1
    assert await fetch_value("SELECT sum(quantity) FROM cart_line") == 2


async def test_two_steps_of_one_operation_are_left_to_the_executor(ask: Ask) -> None:
    buyer = Buyer(ask)
    product = await make_product(price=500_00, stock=9)
    await buyer.begin()
    line = {"variantId": await variant_id(product), "quantity": 1}
    twice = """mutation Twice($input: CartLinesAddInput!) {
      a: cartLinesAdd(input: $input) { cart { itemCount } }
      b: cartLinesAdd(input: $input) { cart { itemCount } } }"""
    found = await ask(twice, input={"cartId": buyer.cart_id, "lines": [line]})
    assert (found["a"]["cart"]["itemCount"], found["b"]["cart"]["itemCount"]) == (1, 2)


async def test_pieces_put_in_at_once_are_all_there(ask: Ask) -> None:
    """Whoever finds the cart changed since it was read adds to what is there."""
    buyer = Buyer(ask)
    product = await make_product(price=500_00, stock=50)
    await buyer.begin({await make_product(price=100_00, stock=5): 1})
    await asyncio.gather(*(buyer.add(product) for _ in range(6)))
    cart = await buyer.read()
    assert cart is not None
    assert cart["itemCount"] == 7
    quantity = await fetch_value("SELECT max(quantity) FROM cart_line")
    assert quantity == 6
    shown = await fetch_value("SELECT shown_paise FROM cart WHERE status = 'open'")
    assert shown == 100_00 + 6 * 500_00
