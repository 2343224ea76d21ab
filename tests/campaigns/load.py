"""Buyers at work over HTTP, for tests and campaigns that race, repeat and kill.

Loopback only; every buyer ends by itself.
"""

import asyncio
import itertools
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from graph.ids import global_id
from tests.support.shop.shopping import LUCKNOW

numbers = itertools.count(1)
# Everybody in a campaign asks from one address and lives in one house.
ONE_HOUSE = {
    "ODOP_RATE_LIMITS": '{"guest-checkout": "1000000/second"}',
    "ODOP_CASH_ON_DELIVERY_PROOF": "0",
    "ODOP_MAX_UNPAID_PIECES": "0",
    "ODOP_MAX_UNPAID_PIECES_OF_VARIANT": "0",
    "ODOP_MAX_UNPAID_PIECES_OF_ADDRESS": "0",
}
CREATE = "mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } errors { code } } }"  # noqa: E501
SEND = "mutation ($input: CartAddressSetInput!) { cartAddressSet(input: $input) { cart { id } errors { code } } }"  # noqa: E501
ORDER = """mutation ($input: CheckoutCompleteInput!) { checkoutComplete(input: $input) {
  order { number status total { amount } suborders { number lines { sku quantity } } }
  payment { status gateway { __typename } }
  errors { code ... on OutOfStockError { availableQuantity } } } }"""


@dataclass
class Buyer:
    """Somebody with a cart that is ready, and what was answered to them."""

    input: dict[str, Any]
    answers: list[bytes] = field(default_factory=list)
    # Of answers that the order is there and the gateway, in the same database, could not be
    # reached: the same is submitted again.
    unopened: list[bytes] = field(default_factory=list)
    # Whether an answer to the submit has arrived.
    is_acknowledged: bool = False


async def post(client: httpx.AsyncClient, query: str, given: dict[str, Any]) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, "variables": {"input": given}})


async def prepare(
    client: httpx.AsyncClient, variants: dict[int, int], method: str = "CASH_ON_DELIVERY"
) -> Buyer:
    """A guest whose cart holds so many pieces of variants and has an address."""
    lines = [
        {"variantId": global_id("Variant", key), "quantity": quantity}
        for key, quantity in variants.items()
    ]
    made = (await post(client, CREATE, {"lines": lines})).json()["data"]["cartCreate"]
    assert made["errors"] == [], made
    cart = made["cart"]["id"]
    sent = (await post(client, SEND, {"cartId": cart, "address": LUCKNOW})).json()
    assert sent["data"]["cartAddressSet"]["errors"] == [], sent
    number = next(numbers)
    return Buyer(
        {
            "cartId": cart,
            "paymentMethod": method,
            "phone": f"60{number // 10**5:03d} {number % 10**5:05d}",
            "idempotencyKey": f"submit-{cart}",
        }
    )


async def submit(client: httpx.AsyncClient, buyer: Buyer) -> bool:
    """Order; False when no answer of the mart's own came."""
    with suppress(httpx.HTTPError):
        answer = await post(client, ORDER, buyer.input)
        if b'"PAYMENT_GATEWAY_UNAVAILABLE"' in answer.content:
            buyer.unopened.append(answer.content)
        elif answer.status_code == 200 and b'"errors":[{"message"' not in answer.content:
            buyer.answers.append(answer.content)
            buyer.is_acknowledged = True
            return True
    return False


async def submit_until(client: httpx.AsyncClient, buyer: Buyer, seconds: float = 20) -> None:
    """Order again and again, with the same key, until an answer comes."""
    async with asyncio.timeout(seconds):
        while True:
            if await submit(client, buyer):
                return
            await asyncio.sleep(0.1)
