"""Access keys of carts and orders are stored encrypted or hashed only."""

import httpx
import pytest

import models
from commerce.core.access_keys import open_for_order
from database.connect import fetch_value
from tests.conftest import Ask
from tests.support.databases.contents import whole_database
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer

pytestmark = pytest.mark.usefixtures("reference")


async def test_access_keys_are_encrypted_in_the_database(
    ask: Ask, client: httpx.AsyncClient, gateway: Counter
) -> None:
    product = await make_product()
    guest, member = Buyer(ask), Buyer(ask, (await signed_in()).token)
    for buyer in (guest, member):
        await buyer.begin({product: 1})
        await buyer.send_to(LUCKNOW)
    await guest.submit(client, "UPI", key="key-of-guest")
    order = await models.Order.get()
    key = open_for_order(order.number, order.access_key_sealed)
    assert key is not None
    seen = await ask(
        "query ($n: String!, $k: String!) { order(number: $n, accessKey: $k) { accessKey } }",
        n=order.number,
        k=key,
    )
    assert seen["order"] == {"accessKey": key}
    told = await whole_database()
    assert guest.cart_id not in told
    assert member.cart_id not in told
    assert key not in told
    assert LUCKNOW["line1"] in told  # the search does find what is in the clear
    kept = await fetch_value("SELECT answer_sealed FROM idempotency_key")
    assert kept is not None
    assert LUCKNOW["line1"].encode() not in kept


async def test_a_stored_response_is_identical(
    ask: Ask, client: httpx.AsyncClient, gateway: Counter
) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(): 1})
    await buyer.send_to(LUCKNOW)
    first = await buyer.submit(client, "UPI", key="key-of-guest")
    assert await buyer.submit(client, "UPI", key="key-of-guest") == first
    assert await models.Order.all().count() == 1


async def test_a_members_cart_shows_the_same_id_wherever_it_is_read(ask: Ask) -> None:
    member = await signed_in()
    buyer = Buyer(ask, member.token)
    await buyer.begin({await make_product(): 1})
    seen = await ask("{ viewer { cart { id } } }", token=member.token)
    assert seen["viewer"]["cart"]["id"] == buyer.cart_id
    again = Buyer(ask, member.token)
    await again.begin()
    assert again.cart_id == buyer.cart_id
