"""Planned mutations: executed once, answered like the executor does."""

from typing import Any

import httpx
import orjson
import pytest

from auth.viewer import ANONYMOUS
from database.connect import fetch_value
from graph.context import Requester
from graph.execution.planned_mutations import PLANNED_MUTATIONS
from graph.ids import global_id
from graph.plan.runtime import FUNCTIONS
from models import Product
from settings import settings
from tests.conftest import OPERATIONS, Ask
from tests.support.compared_operations import compare_told
from tests.support.generated_operations import Maker, words
from tests.support.shop.factories import make_product, make_promotion
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, variant_id

pytestmark = pytest.mark.usefixtures("reference")
SEEDS = range(10)
ADD = """mutation Add($input: CartLinesAddInput!) { cartLinesAdd(input: $input) {
  cart { id total { amount } problems { code message } groups { lines { quantity } } }
  errors { code message path } } }"""
SHOWN = """mutation Shown($input: CartLinesAddInput!) { cartLinesAdd(input: $input) {
  cart { %s } errors { code } } }"""
GUEST = Requester(ANONYMOUS)


def endpoint_of(client: httpx.AsyncClient) -> Any:
    return client._transport.app.endpoint  # type: ignore[attr-defined]


class Step:
    """A guest's cart of two pieces from two vendors with a coupon, before each step anew."""

    def __init__(self, ask: Ask) -> None:
        self._buyer, self.products = Buyer(ask), list[Product]()
        self._number = 0

    async def input(self, name: str, *, is_wrong: bool) -> dict[str, Any]:
        """What to send, after which nothing is refused; or something that is."""
        if not self.products:
            self.products = [await make_product(price=500_00, stock=999) for _ in range(2)]
            await make_promotion(code="DIWALI10")
        buyer, first = self._buyer, self.products[0]
        cart = await buyer.begin(dict.fromkeys(self.products, 1))
        await buyer.send_to(LUCKNOW)
        if name == "cartCouponRemove":
            await buyer.done("CartCouponApply", code="DIWALI10")
        self._number += 1
        given: dict[str, dict[str, Any]] = {
            "cartAddressSet": {"address": LUCKNOW},
            "cartCouponApply": {"code": "DIWALI10"},
            "cartCouponRemove": {"code": "DIWALI10"},
            "cartCreate": {"lines": [{"variantId": await variant_id(first)}]},
            "cartDeliverySelect": {
                "vendorId": global_id("Vendor", first.vendor_id), "service": "STANDARD"
            },
            "cartLinesAdd": {"lines": [{"variantId": await variant_id(first), "quantity": 2}]},
            "cartLinesUpdate": {
                "lines": [{"id": cart["groups"][0]["lines"][0]["id"], "quantity": 3}]
            },
            "checkoutComplete": {
                "paymentMethod": "CASH_ON_DELIVERY",
                "phone": f"98765 {self._number:05d}",
                "idempotencyKey": f"key-{buyer.cart_id}",
            },
        }  # fmt: skip
        found = given[name] | ({} if name == "cartCreate" else {"cartId": buyer.cart_id})
        if is_wrong and name == "cartCreate":
            found["lines"] = [{"variantId": await variant_id(first), "quantity": 0}]
        elif is_wrong:
            found["cartId"] = "A" * 22
        return found


@pytest.mark.parametrize("name", sorted(PLANNED_MUTATIONS))
async def test_plan_and_executor_answer_cart_steps_alike(
    ask: Ask, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "cash_on_delivery_proof", False)
    monkeypatch.setattr(settings(), "max_unpaid_pieces", 0)
    monkeypatch.setattr(settings(), "max_unpaid_pieces_of_variant", 0)
    monkeypatch.setattr(settings(), "max_unpaid_pieces_of_address", 0)
    known, step, refused = await words(), Step(ask), 0
    for seed in SEEDS:
        is_wrong = seed % 5 == 4
        input = await step.input(name, is_wrong=is_wrong)
        document, variables = Maker(seed, known, ANONYMOUS).mutation(name, input)
        found, told = await compare_told(document, variables, GUEST)
        assert found.same, (seed, document, variables, found.said)
        subject = "order" if name == "checkoutComplete" else "cart"
        refused += told is not None and told[name][subject] is None
    assert refused == len([seed for seed in SEEDS if seed % 5 == 4])


async def test_a_guest_checkout_runs_on_plans(ask: Ask, client: httpx.AsyncClient) -> None:
    endpoint, buyer = endpoint_of(client), Buyer(ask)
    product = await make_product(price=500_00, stock=5)
    planned, executed = endpoint.execution.by_plan, endpoint.execution.by_executor
    await buyer.begin()
    await buyer.add(product)
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("CASH_ON_DELIVERY")
    assert payload["order"]["status"] == "PLACED"
    assert (endpoint.execution.by_plan, endpoint.execution.by_executor) == (planned + 4, executed)


@pytest.fixture
def failing_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans that fail once the mutation is through."""

    async def failing(*_: Any) -> None:
        raise RuntimeError("the plan is wrong")

    monkeypatch.setitem(FUNCTIONS, "finished", failing)


@pytest.mark.plans_may_fail
@pytest.mark.usefixtures("failing_after")
async def test_a_mutation_whose_plan_fails_runs_once(ask: Ask, client: httpx.AsyncClient) -> None:
    endpoint, buyer = endpoint_of(client), Buyer(ask)
    product = await make_product(price=500_00, stock=9)
    await buyer.begin()
    executed = endpoint.execution.by_executor
    line = {"variantId": await variant_id(product), "quantity": 2}
    document = ADD.replace("mutation Add(", "mutation AddOnce(")
    found = await ask(document, input={"cartId": buyer.cart_id, "lines": [line]})
    payload = found["cartLinesAdd"]
    assert payload["errors"] == []
    assert [each["quantity"] for each in payload["cart"]["groups"][0]["lines"]] == [2]
    assert endpoint.execution.by_executor == executed + 1
    assert await fetch_value("SELECT sum(quantity) FROM cart_line") == 2


@pytest.mark.plans_may_fail
@pytest.mark.usefixtures("failing_after")
async def test_an_order_whose_plan_fails_is_placed_once_and_its_response_is_stored(
    ask: Ask, client: httpx.AsyncClient, gateway: Counter
) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=500_00, stock=9): 2})
    await buyer.send_to(LUCKNOW)
    text = (OPERATIONS / "checkout.graphql").read_text(encoding="utf-8")
    document = text.replace("CheckoutComplete(", "CheckoutAgain(")
    body = {
        "query": document,
        "operationName": "CheckoutAgain",
        "variables": {"input": buyer._wish("UPI", "key-of-order", {})},
    }
    first, again = [(await client.post("/graphql", json=body)).content for _ in range(2)]
    assert orjson.loads(first)["data"]["checkoutComplete"]["errors"] == []
    assert first == again
    assert await fetch_value("SELECT count(*) FROM orders") == 1
    assert await fetch_value("SELECT sum(reserved) FROM stock") == 2


async def test_the_response_of_an_order_is_stored_by_plan_and_executor(
    ask: Ask, client: httpx.AsyncClient, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first in (True, False):
        buyer = Buyer(ask)
        await buyer.begin({await make_product(price=500_00, stock=9): 1})
        await buyer.send_to(LUCKNOW)
        told = []
        for by_plan in (first, not first):
            monkeypatch.setattr(settings(), "plans", by_plan)
            told.append(await buyer.submit(client, "UPI", key=f"key-of-order-{first}"))
        assert told[0] == told[1]
        assert orjson.loads(told[0])["data"]["checkoutComplete"]["order"]


@pytest.mark.plans_may_fail
async def test_a_failed_mutation_is_reported_once_like_the_executor(
    ask: Ask, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault within the mutation itself."""
    calls = []

    async def broken(*_: Any, **__: Any) -> None:
        calls.append(1)
        raise RuntimeError("no cart can be begun")

    monkeypatch.setattr("commerce.cart.cart_creation.begin", broken)
    document = "mutation { cartCreate(input: { lines: [] }) { cart { id } errors { code } } }"
    told = []
    for by_plan in (True, False):
        monkeypatch.setattr(settings(), "plans", by_plan)
        answer = (await client.post("/graphql", json={"query": document})).json()
        answer["errors"][0]["extensions"].pop("requestId", None)
        answer["errors"][0].pop("message")
        told.append(answer)
    assert told[0] == told[1]
    assert told[0]["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert calls == [1, 1]


@pytest.mark.parametrize("bound", ["objects", "bytes"])
async def test_a_mutation_response_is_cut_at_the_size_limit(
    ask: Ask, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    """It is done: only what is beyond is missing, as the executor leaves it out."""
    endpoint, told = endpoint_of(client), []
    new_context = endpoint.execution.new_context

    def small(*given: Any) -> Any:
        context = new_context(*given)
        setattr(context, f"max_{bound}", 5 if bound == "objects" else 60)
        return context

    product = await make_product(price=500_00, stock=99)
    monkeypatch.setattr(endpoint.execution, "new_context", small)
    for by_plan in (True, False):
        monkeypatch.setattr(settings(), "plans", by_plan)
        buyer = Buyer(ask)
        begun = await client.post(
            "/graphql",
            json={"query": "mutation { cartCreate(input: {}) { cart { id } } }"},
        )
        buyer.cart_id = begun.json()["data"]["cartCreate"]["cart"]["id"]
        line = {"variantId": await variant_id(product), "quantity": 2}
        given = {"input": {"cartId": buyer.cart_id, "lines": [line]}}
        answer = (await client.post("/graphql", json={"query": ADD, "variables": given})).json()
        for error in answer["errors"]:
            error["extensions"].pop("requestId", None)
        text = orjson.dumps([answer.get("data"), answer["errors"]]).decode()
        told.append(text.replace(buyer.cart_id, "ID"))
        quantity = await fetch_value("SELECT quantity FROM cart_line ORDER BY id DESC LIMIT 1")
        assert quantity == 2
    assert "COST_LIMIT" in told[0]
    assert told[0] == told[1]


async def test_several_steps_of_one_operation_are_left_to_the_executor(ask: Ask) -> None:
    buyer = Buyer(ask)
    product = await make_product(price=500_00, stock=9)
    await buyer.begin()
    line = {"variantId": await variant_id(product), "quantity": 1}
    twice = """mutation Twice($input: CartLinesAddInput!) {
      a: cartLinesAdd(input: $input) { cart { itemCount } }
      b: cartLinesAdd(input: $input) { cart { itemCount } } }"""
    found = await ask(twice, input={"cartId": buyer.cart_id, "lines": [line]})
    assert (found["a"]["cart"]["itemCount"], found["b"]["cart"]["itemCount"]) == (1, 2)


async def test_a_skipped_mutation_does_not_run(ask: Ask) -> None:
    document = """mutation Perhaps($wanted: Boolean!) {
      cartCreate(input: { lines: [] }) @include(if: $wanted) { cart { id } } }"""
    for wanted in (False, True, False):
        found = await ask(document, wanted=wanted)
        assert bool(found) is wanted
    assert await fetch_value("SELECT count(*) FROM cart") == 1


@pytest.mark.parametrize(
    ("selected", "is_shown"),
    [
        ("total { amount }", True),
        ("a: total { b: formatted }", True),
        ("total { currency }", False),
        ("subtotal { amount } groups { lines { total { amount } } }", False),
        ("...Shown", True),
    ],
)
async def test_a_total_in_a_plans_response_counts_as_shown(
    ask: Ask, selected: str, is_shown: bool
) -> None:
    begun = await ask("mutation { cartCreate(input: {}) { cart { id } } }")
    product = await make_product(price=500_00, stock=9)
    line = {"variantId": await variant_id(product), "quantity": 1}
    given = {"cartId": begun["cartCreate"]["cart"]["id"], "lines": [line]}
    fragment = " fragment Shown on Cart { total { amount } }" if "Shown" in selected else ""
    await ask(SHOWN % selected + fragment, input=given)
    shown = await fetch_value("SELECT shown_paise FROM cart")
    assert shown == (500_00 if is_shown else None)
