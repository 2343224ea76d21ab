"""From a cart to a paid order with a browser on the sandbox's page, the app listening meanwhile.

Two processes serve: what one does the other's listeners hear.
"""

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

import models
from commerce.core.access_keys import open_for_order
from graph.ids import global_id
from tests.conftest import OPERATIONS
from tests.support.servers.served import served
from tests.support.servers.sockets import PROTOCOL, begin, hear, say
from tests.support.shop.factories import make_product, make_vendor
from tests.support.shop.paying import eventually
from tests.support.shop.shopping import DELHI, variant_of

pytestmark = pytest.mark.slow

PAY = Path(__file__).parent / "browser" / "pay.mjs"


def document(name: str) -> str:
    return (OPERATIONS / f"{name}.graphql").read_text(encoding="utf-8")


class Storefront:
    """Sends the front ends' documents over HTTP."""

    def __init__(self, address: str, language: str) -> None:
        self._client = httpx.AsyncClient(base_url=f"http://{address}", timeout=20)
        self._headers = {"Accept-Language": language}

    async def ask(self, file: str, name: str, **variables: Any) -> Any:
        answer = await self._client.post(
            "/graphql",
            json={"query": document(file), "operationName": name, "variables": variables},
            headers=self._headers,
        )
        found = answer.json()
        assert "errors" not in found, found
        (data,) = found["data"].values()
        return data

    async def write(self, file: str, name: str, **input: Any) -> Any:
        payload = await self.ask(file, name, input=input)
        assert payload["errors"] == [], payload
        return payload

    async def close(self) -> None:
        await self._client.aclose()


@pytest.fixture
async def marts(reference: str) -> AsyncIterator[tuple[str, str]]:
    """The addresses of two processes; one of them has the sandbox and does the jobs."""
    with served(reference, SELLING="1") as one, served(reference) as two:
        yield one, two


def pay(url: str, browser: str) -> dict[str, Any]:
    pictures = os.environ.get("CONSOLE_PICTURES")
    command = ["node", str(PAY), url, browser, "pay", *([pictures] if pictures else [])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    assert "stopped" not in seen, seen
    assert seen["errors"] == []
    return seen


@pytest.mark.usefixtures("packages")
async def test_a_buyer_pays_in_a_browser_and_the_app_gets_the_event(
    marts: tuple[str, str], tools: str
) -> None:
    here, there = marts
    vendor = await make_vendor()
    kurta = await make_product(vendor_id=vendor.id, price=1_499_00, stock=5)
    toy = await make_product(price=349_00, stock=9)
    shop = Storefront(here, "hi")
    cart = (await shop.write("cart", "CartCreate"))["cart"]
    lines = [
        {"variantId": global_id("Variant", (await variant_of(each)).id), "quantity": quantity}
        for each, quantity in ((kurta, 2), (toy, 3))
    ]
    await shop.write("cart", "CartLinesAdd", cartId=cart["id"], lines=lines)
    cart = (await shop.write("cart", "CartAddressSet", cartId=cart["id"], address=DELHI))["cart"]
    assert cart["isReadyForCheckout"] is True
    done = await shop.write(
        "checkout",
        "CheckoutComplete",
        cartId=cart["id"],
        paymentMethod="UPI",
        phone="00000 12345",
        email="asha@buyer.example.in",
        idempotencyKey="storefront-0001",
    )
    order = done["order"]
    assert order["total"] == {
        "amount": cart["total"]["amount"],
        "formatted": cart["total"]["formatted"],
    }
    assert order["timeline"][0]["message"] == "ऑर्डर मिल गया है। आपके भुगतान का इंतज़ार है।"
    row = await models.Order.get(number=order["number"])
    key = open_for_order(row.number, row.access_key_sealed)
    async with connect(f"ws://{there}/graphql", subprotocols=[PROTOCOL]) as socket:
        await begin(socket)
        variables = {"number": order["number"], "accessKey": key}
        payload = {
            "query": document("checkout"),
            "operationName": "OrderUpdated",
            "variables": variables,
        }
        await say(socket, type="subscribe", id="1", payload=payload)
        await say(
            socket,
            type="subscribe",
            id="2",
            payload=payload | {"variables": {"number": order["number"]}},
        )
        refused = await hear(socket)
        assert (refused["type"], refused["id"]) == ("error", "2")
        assert refused["payload"][0]["extensions"]["code"] == "NOT_FOUND"
        pay_url = done["payment"]["gateway"]["payUrl"]
        seen = await asyncio.to_thread(pay, pay_url, tools)
        assert seen["amount"] == order["total"]["formatted"]
        assert "भुगतान हो गया" in seen["after"]
        heard: dict[str, Any] = {}
        while heard.get("status") != "PLACED":
            heard = (await hear(socket, 15))["payload"]["data"]["orderUpdated"]
        assert heard["paymentStatus"] == "CAPTURED"
        assert [each["status"] for each in heard["suborders"]] == ["PLACED", "PLACED"]
    confirmed = await shop.write(
        "checkout",
        "PaymentConfirm",
        paymentId=done["payment"]["id"],
        gatewayPaymentId=seen["razorpay_payment_id"],
        signature=seen["razorpay_signature"],
        idempotencyKey="storefront-0002",
    )
    assert confirmed["order"]["status"] == "PLACED"
    read = await shop.ask("checkout", "Order", number=order["number"], accessKey=key)
    assert read == confirmed["order"]
    assert [event["event"] for event in read["timeline"]] == ["ORDERED", "PAID", "PLACED"]
    await eventually(lambda: models.WebhookEvent.filter(applied_at__not_isnull=True).count())
    assert await models.Charge.all().count() == 1
    await shop.close()
