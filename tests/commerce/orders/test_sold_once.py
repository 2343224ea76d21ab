"""A cart is sold once, whichever of its orders is paid late, and in whatever order."""

import asyncio
from typing import Any

import pytest

import models
from database.connect import execute, fetch_value
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.orders import cancel, key_of, stock_of
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order
from tests.support.shop.repeat_orders import (
    CLAIM,
    Shopper,
    paid_late,
    reconciled,
    row_of,
    shopper,
)
from tests.support.shop.shopping import LUCKNOW

pytestmark = pytest.mark.usefixtures("reference", "worker")


@pytest.fixture
async def product() -> models.Product:
    return await make_product(price=1_000_00, stock=5)


async def member_with_cart_of(ask: Ask, guest: Shopper) -> Shopper:
    """A member, signed in just now, whose cart has become the guest's."""
    member = Shopper(ask, (await signed_in()).token)
    await member.begin()
    await member.send_to(LUCKNOW)
    found = await ask(CLAIM, token=member.token, input={"cartId": guest.cart_id})
    member.cart_id = found["cartClaim"]["cart"]["id"]
    return member


async def two_of_a_member(ask: Ask, product: models.Product) -> list[Order]:
    """Two orders of the same item from two carts, both expired."""
    token = (await signed_in()).token
    one = await shopper(ask, product, token)
    first = await one.order(product, "key-first")
    two = await shopper(ask, product, token)
    await first.expired()
    second = await two.order(product, "key-second")
    await second.expired()
    return [first, second]


async def two_of_a_merged_cart(ask: Ask, product: models.Product) -> list[Order]:
    """A guest's order and one of the member whose cart the guest's became, both expired."""
    guest = await shopper(ask, product)
    first = await guest.order(product, "key-first")
    await first.expired()
    second = await (await member_with_cart_of(ask, guest)).order(product, "key-second")
    await second.expired()
    return [first, second]


@pytest.mark.parametrize("is_second_first", [False, True])
@pytest.mark.parametrize("pair", [two_of_a_member, two_of_a_merged_cart])
async def test_of_two_expired_orders_of_an_item_the_one_paid_first_is_placed(
    ask: Ask, product: models.Product, gateway: Counter, pair: Any, is_second_first: bool
) -> None:
    orders = await pair(ask, product)
    if is_second_first:
        orders.reverse()
    for each in orders:
        await gateway.pay(each.pay_url, "silently")
        await reconciled(each, gateway)
    assert [(await row_of(each)).status.value for each in orders] == ["placed", "cancelled"]
    assert (await models.Refund.get()).reason is models.RefundReason.PAID_TOO_LATE
    assert await stock_of(product) == (5, 1)


@pytest.mark.parametrize("pair", [two_of_a_member, two_of_a_merged_cart])
async def test_two_late_payments_of_an_account_at_once_place_one_order(
    ask: Ask, product: models.Product, gateway: Counter, pair: Any
) -> None:
    """Also if no open cart is there to wait for."""
    orders = await pair(ask, product)
    await execute("UPDATE cart SET status = 'ordered' WHERE status = 'open'")
    for each in orders:
        await gateway.pay(each.pay_url, "silently")
    await overlapped(
        lambda: execute("SELECT pg_advisory_xact_lock(13, n) FROM generate_series(0, 15) AS n"),
        lambda: asyncio.gather(*(reconciled(each, gateway) for each in orders)),
        waiting=2,
    )
    statuses = sorted([(await row_of(each)).status.value for each in orders])
    assert statuses == ["cancelled", "placed"]
    assert await stock_of(product) == (5, 1)


async def test_items_that_were_placed_late_and_then_cancelled_are_not_wanted_any_more(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    first, second = await two_of_a_merged_cart(ask, product)
    await gateway.pay(first.pay_url, "silently")
    await reconciled(first, gateway)
    await cancel(ask, first.number)
    await gateway.pay(second.pay_url, "silently")
    await reconciled(second, gateway)
    assert (await row_of(second)).status is models.OrderStatus.CANCELLED
    assert await stock_of(product) == (5, 0)


async def test_a_claimed_order_is_not_placed_late_after_its_cart_was_ordered_again(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    guest = await shopper(ask, product)
    first = await guest.order(product, "key-first")
    claim = "mutation ($i: OrderClaimInput!) { orderClaim(input: $i) { errors { code } } }"
    key = await key_of(first.number)
    token = (await signed_in()).token
    found = await ask(claim, token=token, i={"number": first.number, "accessKey": key})
    assert found["orderClaim"]["errors"] == []
    await first.expired()
    await guest.send_to(LUCKNOW | {"line1": "9 Another Lane", "pincode": "226003"})
    more = {"phone": "60000 99999", "email": "other@example.in"}
    second = await guest.order(product, "key-second", **more)
    await gateway.pay(second.pay_url, "silently")
    await reconciled(second, gateway)
    await gateway.pay(first.pay_url, "silently")
    await reconciled(first, gateway)
    statuses = [(await row_of(each)).status.value for each in (first, second)]
    assert statuses == ["cancelled", "placed"]
    assert await stock_of(product) == (5, 1)


async def test_an_order_cancelled_before_its_cart_was_ordered_again_takes_no_place(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    buyer = await shopper(ask, product)
    await cancel(ask, (await buyer.order(product, "key-first")).number)
    second = await buyer.order(product, "key-second")
    await second.expired()
    assert (await paid_late(second, gateway))["status"] == "PLACED"


async def test_what_was_bought_before_an_order_expired_takes_no_place(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    token = (await signed_in()).token
    before = await (await shopper(ask, product, token)).order(product, "key-first")
    await gateway.pay(before.pay_url, "silently")
    await reconciled(before, gateway)
    again = await (await shopper(ask, product, token)).order(product, "key-second")
    await again.expired()
    await gateway.pay(again.pay_url, "silently")
    await reconciled(again, gateway)
    assert (await row_of(again)).status is models.OrderStatus.PLACED


async def test_a_guests_order_is_refunded_if_the_account_with_its_cart_is_suspended(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    guest = await shopper(ask, product)
    order = await guest.order(product, "key-first")
    await order.expired()
    await member_with_cart_of(ask, guest)
    await execute("UPDATE account SET suspended_at = now()")
    await gateway.pay(order.pay_url, "silently")
    await reconciled(order, gateway)
    assert (await row_of(order)).status is models.OrderStatus.CANCELLED
    assert (await models.Refund.get()).reason is models.RefundReason.PAID_TOO_LATE


async def test_the_parts_of_an_order_placed_late_were_not_cancelled(
    ask: Ask, product: models.Product, gateway: Counter
) -> None:
    order = await (await shopper(ask, product)).order(product, "key-first")
    await order.expired()
    assert await fetch_value("SELECT count(cancelled_at) FROM suborder") == 1
    assert (await paid_late(order, gateway))["status"] == "PLACED"
    assert await fetch_value("SELECT count(cancelled_at) FROM suborder") == 0
