"""Statements of a guest's cart steps, and concurrent steps."""

import asyncio
from typing import Any

import pytest

import models
from database.connect import SOON_ON_DISK, execute, fetch, fetch_value
from graph.ids import global_id
from models import Product
from settings import settings
from tests.conftest import Ask
from tests.support.shop.factories import make_product
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, variant_id, variant_of

pytestmark = pytest.mark.usefixtures("reference")
CHOOSE = """mutation Choose($input: CartDeliverySelectInput!) { cartDeliverySelect(input: $input) {
  cart { total { amount } groups { deliveryService } } errors { code } } }"""


SEND = """mutation Send($input: CartAddressSetInput!) { cartAddressSet(input: $input) {
  cart { expiresAt deliveryAddress { pincode } groups { deliveryOptions { service } } }
  errors { code } } }"""


async def choose(ask: Ask, buyer: Buyer, product: Product, service: str = "STANDARD") -> None:
    vendor = global_id("Vendor", product.vendor_id)
    found = await ask(
        CHOOSE, input={"cartId": buyer.cart_id, "vendorId": vendor, "service": service}
    )
    assert found["cartDeliverySelect"]["errors"] == []


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


async def test_setting_an_address_without_showing_a_total_is_one_statement(
    ask: Ask, queries: list[str]
) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=500_00, stock=5): 2})
    queries.clear()
    found = await ask(SEND, input={"cartId": buyer.cart_id, "address": LUCKNOW})
    assert len([each for each in queries if "cart" in each]) == 1
    told = found["cartAddressSet"]["cart"]
    cart = await buyer.read()
    assert cart is not None
    assert cart["deliveryAddress"]["pincode"] == told["deliveryAddress"]["pincode"] == "226003"
    expires_at = await fetch_value("SELECT expires_at FROM cart")
    assert told["expiresAt"] == expires_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    options = [[each["service"] for each in group["deliveryOptions"]] for group in told["groups"]]
    assert options == [["STANDARD", "EXPRESS"]] or options == [["STANDARD"]]
    refused = await ask(SEND, input={"cartId": "A" * 22, "address": LUCKNOW})
    assert refused["cartAddressSet"]["errors"][0]["code"] == "NOT_FOUND"


async def test_an_order_takes_as_many_statements_for_many_lines(
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


async def test_steps_of_a_cart_do_not_wait_for_the_disk_and_an_order_does(
    ask: Ask, gateway: Counter, queries: list[str]
) -> None:
    """Whatever is promised does: the order, its key, its pieces."""
    buyer, product = Buyer(ask), await make_product(price=500_00, stock=5)
    queries.clear()
    await buyer.begin()
    await buyer.add(product)
    await buyer.send_to(LUCKNOW)
    await ask(SEND, input={"cartId": buyer.cart_id, "address": LUCKNOW})
    await choose(ask, buyer, product)
    steps = [each for each in queries if "INSERT" in each or "UPDATE" in each]
    assert len(steps) == 5
    assert all(SOON_ON_DISK in each for each in steps)
    queries.clear()
    assert (await buyer.check_out("CASH_ON_DELIVERY"))["errors"] == []
    soon = [each for each in queries if "synchronous_commit" in each]
    assert len(soon) == 1
    assert soon[0].startswith("UPDATE idempotency_key")
    assert "answer_sealed" in soon[0]
    # It holds for the one statement.
    found = await asyncio.gather(*(fetch_value("SHOW synchronous_commit") for _ in range(8)))
    assert set(found) == {"on"}


async def test_lines_added_with_a_key_are_on_disk_before_the_response(
    ask: Ask, queries: list[str]
) -> None:
    """A key that was lost would put them in twice."""
    buyer, product = Buyer(ask), await make_product(price=500_00, stock=5)
    await buyer.begin()
    queries.clear()
    line = {"variantId": await variant_id(product), "quantity": 1}
    await buyer.done("CartLinesAdd", lines=[line], idempotencyKey="key-of-pieces")
    assert any("idempotency_key" in each for each in queries)
    assert not [each for each in queries if "synchronous_commit" in each]


@pytest.mark.parametrize("by_plan", [True, False])
async def test_options_of_variants_are_read_only_if_selected(
    ask: Ask, queries: list[str], monkeypatch: pytest.MonkeyPatch, by_plan: bool
) -> None:
    monkeypatch.setattr(settings(), "plans", by_plan)
    buyer, product = Buyer(ask), await make_product(price=500_00, stock=5)
    option = await models.Option.create(slug="size", name_en="Size")
    value = await models.OptionValue.create(
        option_id=option.id, slug="l", label_en="Large", position=0
    )
    variant = await variant_of(product)
    await models.VariantOption.create(variant_id=variant.id, option_id=option.id, value_id=value.id)
    begun = await buyer.begin({product: 2})
    wanted = "groups { lines { ...Of } }"
    options = "fragment Of on CartLine { variant { name options { value } } }"
    for shown in ("", "total { amount }"):
        for step, input in (
            ("cartAddressSet", {"address": LUCKNOW}),
            (
                "cartDeliverySelect",
                {"vendorId": global_id("Vendor", product.vendor_id), "service": "STANDARD"},
            ),
        ):
            kind = step[0].upper() + step[1:]
            for with_options in (True, False):
                below = wanted if with_options else "groups { lines { quantity } }"
                document = f"""mutation Step($input: {kind}Input!) {{ {step}(input: $input) {{
                  cart {{ id {shown} {below} }} errors {{ code }} }} }}
                  {options if with_options else ""}"""
                queries.clear()
                found = await ask(document, input={"cartId": begun["id"], **input})
                assert found[step]["errors"] == []
                read = [each for each in queries if "option_value" in each]
                assert bool(read) is with_options
                if with_options:
                    (line,) = found[step]["cart"]["groups"][0]["lines"]
                    assert line["variant"]["name"] == "Large"


async def test_a_cart_keeps_its_address_when_its_pin_code_changes(ask: Ask) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=500_00, stock=5): 2})
    await buyer.send_to(LUCKNOW)

    async def told() -> tuple[Any, ...]:
        cart = await buyer.read()
        assert cart is not None
        return cart["deliveryAddress"]["state"], cart["delivery"], cart["tax"], cart["total"]

    before = await told()
    await execute("UPDATE pincode SET state_id = '07' WHERE pincode = $1", LUCKNOW["pincode"])
    assert await told() == before
    await execute("DELETE FROM pincode WHERE pincode = $1", LUCKNOW["pincode"])
    # Its district is not known any more.
    assert (await told())[0] == before[0]


async def test_selecting_the_same_delivery_again_prices_nothing(ask: Ask) -> None:
    buyer, product = Buyer(ask), await make_product(price=500_00, stock=5)
    await buyer.begin({product: 2})
    await buyer.send_to(LUCKNOW)
    totals = {}
    for service in ("STANDARD", "EXPRESS", "STANDARD"):
        await choose(ask, buyer, product, service)
        cart = await buyer.read()
        assert cart is not None
        totals[service] = cart["total"]["amount"]
        (shown,) = await fetch("SELECT shown_paise FROM cart")
        assert f"{shown[0] / 100:.2f}" == totals[service]
    assert totals["EXPRESS"] > totals["STANDARD"]


async def test_lines_added_concurrently_are_all_in_the_cart(ask: Ask) -> None:
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
