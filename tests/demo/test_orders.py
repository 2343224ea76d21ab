"""What the demo's buyers have ordered adds up, and is there once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from auth.viewer import Viewer
from cli.database.seed import load_if_empty
from commerce.cart import cart_creation
from commerce.core.action_context import ActionContext
from database.connect import connected, execute, fetch, fetch_value
from demo import catalogue, orders
from demo.people.accounts import HOST
from settings import settings
from tests.conftest import Ask
from tests.support.databases.copies import made_once, served
from tests.support.people.accounts import signed_in

PRODUCTS = 1_200
COUNTED = (
    "orders", "suborder", "order_line", "payment", "reservation", "address", "wishlist_item",
    "cart", "cart_line", "otp_challenge", "pgqueuer",
)  # fmt: skip
VIEWER = """{ viewer {
  addresses { city pincode isDefault state { name } }
  wishlist(first: 20) { nodes { slug } }
  cart {
    itemCount problems { code } total { amount } deliveryAddress { city }
    groups { vendor { slug } lines { quantity } }
  }
  orders(first: 20) { nodes {
    number status paymentStatus total { amount } discount { amount }
    suborders { status total { amount } vendor { slug } lines { quantity } }
  } }
} }"""
STAFF = "{ staff { orders(first: 50) { totalCount nodes { status } } } }"


async def _fill() -> None:
    await catalogue.load(PRODUCTS)
    assert await orders.load_orders()


@pytest.fixture(scope="module")
async def visited(server_url: str) -> AsyncIterator[None]:
    """Connected to a demo shop with its orders."""
    async with connected(served(await made_once(server_url, "visited", _fill))):
        yield


async def _counts() -> dict[str, int]:
    return {table: await fetch_value(f"SELECT count(*)::int FROM {table}") for table in COUNTED}


async def _demo_account(login: str) -> models.Account:
    return await models.Account.get(email=f"{login}@{HOST}")


async def _buyer(ask: Ask) -> dict[str, Any]:
    person = await signed_in(await _demo_account("buyer"))
    viewer: dict[str, Any] = (await ask(VIEWER, token=person.token))["viewer"]
    return viewer


@pytest.mark.usefixtures("visited")
async def test_the_buyer_has_addresses_a_wishlist_and_an_open_cart(ask: Ask) -> None:
    buyer = await _buyer(ask)
    homes = [(each["city"], each["state"]["name"]) for each in buyer["addresses"]]
    assert sorted(homes) == [("Kanpur", "Uttar Pradesh"), ("Lucknow", "Uttar Pradesh")]
    assert [each["city"] for each in buyer["addresses"] if each["isDefault"]] == ["Lucknow"]
    assert len(buyer["wishlist"]["nodes"]) >= 5
    cart = buyer["cart"]
    assert len(cart["groups"]) == 2
    assert (cart["itemCount"], cart["deliveryAddress"]["city"]) == (3, "Lucknow")
    assert cart["problems"] == []


@pytest.mark.usefixtures("visited")
async def test_the_buyers_orders_are_of_several_vendors_and_one_is_cancelled(ask: Ask) -> None:
    placed = (await _buyer(ask))["orders"]["nodes"]
    assert [order["status"] for order in placed] == ["PLACED", "CANCELLED", "PLACED"]
    assert {order["paymentStatus"] for order in placed} == {"PENDING_COLLECTION", "CANCELLED"}
    parts = [[part["status"] for part in order["suborders"]] for order in placed]
    assert parts == [["PLACED", "PLACED", "CANCELLED"], ["CANCELLED"], ["PLACED", "PLACED"]]
    assert float(placed[-1]["discount"]["amount"]) > 0
    for order in placed:
        total = sum(round(float(part["total"]["amount"]) * 100) for part in order["suborders"])
        assert total == round(float(order["total"]["amount"]) * 100)


@pytest.mark.usefixtures("visited")
async def test_the_buyer_can_still_order_with_cash_on_delivery() -> None:
    open_orders = await fetch_value(
        "SELECT count(*)::int FROM orders o JOIN payment p ON p.order_id = o.id"
        " WHERE o.account_id IS NOT NULL AND p.status = 'pending_collection'"
    )
    assert open_orders == 2


@pytest.mark.usefixtures("visited")
async def test_staff_see_all_orders_and_the_team_and_the_artisan_have_some(ask: Ask) -> None:
    person = await signed_in(await _demo_account("care"), has_factor=True)
    seen = (await ask(STAFF, token=person.token))["staff"]["orders"]
    assert seen["totalCount"] == len(seen["nodes"]) == orders.NUMBER == 12
    team = await fetch_value(
        "SELECT count(DISTINCT s.order_id)::int FROM suborder s JOIN vendor_member m"
        " ON m.vendor_id = s.vendor_id JOIN account a ON a.id = m.account_id WHERE a.email = $1",
        f"owner@{HOST}",
    )
    assert team >= 5
    assert await fetch_value(
        "SELECT count(*)::int FROM order_line l JOIN artisan_account m"
        " ON m.artisan_id = l.artisan_id JOIN account a ON a.id = m.account_id WHERE a.email = $1",
        f"artisan@{HOST}",
    )


@pytest.mark.usefixtures("visited")
async def test_totals_of_orders_are_those_of_their_parts_lines_and_payments() -> None:
    assert not await fetch(
        "SELECT o.number FROM orders o"
        " CROSS JOIN LATERAL (SELECT sum(total_paise) AS total, sum(goods_paise) AS goods,"
        "  sum(discount_paise) AS discount, sum(delivery_paise) AS delivery,"
        "  sum(taxable_paise) AS taxable, sum(cgst_paise) AS cgst, sum(igst_paise) AS igst,"
        "  sum(total_paise) FILTER (WHERE status <> 'cancelled') AS owed"
        "  FROM suborder WHERE order_id = o.id) s"
        " JOIN payment p ON p.order_id = o.id"
        " WHERE (o.total_paise, o.goods_paise, o.discount_paise, o.delivery_paise,"
        "  o.taxable_paise, o.cgst_paise, o.igst_paise) IS DISTINCT FROM"
        "  (s.total, s.goods, s.discount, s.delivery, s.taxable, s.cgst, s.igst)"
        " OR o.status <> 'cancelled' AND p.amount_paise <> s.owed"
    )
    assert not await fetch(
        "SELECT s.number FROM suborder s WHERE s.total_paise - s.delivery_paise <>"
        " (SELECT sum(paid_paise) FROM order_line l WHERE l.suborder_id = s.id)"
    )
    taxed = "SELECT DISTINCT cgst_paise > 0 AS intra, igst_paise > 0 AS inter FROM orders"
    assert {tuple(row) for row in await fetch(taxed)} == {(True, False), (False, True)}


@pytest.mark.usefixtures("visited")
async def test_reserved_stock_is_what_the_orders_hold() -> None:
    held = (
        "SELECT l.variant_id, sum(l.quantity)::int AS pieces FROM order_line l"
        " JOIN suborder s ON s.id = l.suborder_id WHERE s.status <> 'cancelled' GROUP BY 1"
    )
    reserved = "SELECT variant_id, reserved FROM stock WHERE reserved > 0"
    found = {tuple(row) for row in await fetch(reserved)}
    assert found
    assert found == {tuple(row) for row in await fetch(held)}


@pytest.mark.usefixtures("visited")
async def test_orders_lie_in_the_past_and_notify_nobody() -> None:
    assert not await fetch("SELECT number FROM orders WHERE placed_at > now() - interval '1 hour'")
    assert not await fetch_value("SELECT count(*)::int FROM pgqueuer")
    late = "SELECT FROM audit_entry b WHERE b.chain = a.chain AND b.id > a.id AND b.at < a.at"
    assert not await fetch(f"SELECT a.id FROM audit_entry a WHERE EXISTS ({late})")


@pytest.mark.usefixtures("visited")
async def test_loading_twice_adds_nothing() -> None:
    before = await _counts()
    assert not await orders.load_orders()
    await catalogue.load_missing()
    assert await _counts() == before
    assert before["orders"] == 12


async def test_a_start_adds_orders_once_and_none_if_the_settings_refuse_one(
    owned_db: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also with a small catalogue; none while the buyer has a cart of their own."""
    with monkeypatch.context() as limits:
        limits.setattr(settings(), "max_unpaid_pieces", 1)
        assert await load_if_empty(150)
    assert not any((await _counts()).values())
    buyer = await _demo_account("buyer")
    await cart_creation.create(ActionContext(datetime.now(UTC), Viewer(buyer.id)))
    assert not await load_if_empty(150)
    assert (await _counts())["orders"] == 0
    await models.Cart.all().delete()
    for _ in range(2):
        assert not await load_if_empty(150)
        assert (await _counts())["orders"] == 12
        # As if the cart had been given up.
        await execute("UPDATE cart SET account_id = NULL")
    assert [log.name for log in caplog.records].count("odop.demo") == 1
