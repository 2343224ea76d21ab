"""Products that change while an order waits: it is placed for what the cart says after the wait."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.checkout.order_rows import OrderBuilder
from database.connect import execute, fetch_value
from database.pool.transactions import OutdatedRead
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import make_artisan, make_product, make_promotion
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")

WRITTEN = ("orders", "suborder", "order_line", "reservation", "promotion_use", "payment")
# Of the product $1.
CHANGES = {
    "product archived": "UPDATE product SET status = 'archived' WHERE id = $1",
    "product paused": "UPDATE product SET status = 'paused' WHERE id = $1",
    "variant inactive": "UPDATE variant SET is_active = false WHERE product_id = $1",
    "variant moved": "UPDATE variant SET product_id = (SELECT id FROM product"
    " WHERE status = 'draft') WHERE product_id = $1",
    "price raised": "UPDATE variant SET mrp_paise = 2 * mrp_paise, price_paise = 2 * price_paise"
    " WHERE product_id = $1",
    "vendor suspended": "UPDATE vendor SET status = 'suspended'"
    " WHERE id = (SELECT vendor_id FROM product WHERE id = $1)",
    "artisan paused": "UPDATE artisan SET status = 'paused'"
    " WHERE id = (SELECT artisan_id FROM product WHERE id = $1)",
    "agreement ended": "UPDATE agreement SET status = 'ended'"
    " WHERE artisan_id = (SELECT artisan_id FROM product WHERE id = $1)",
    "variant deleted": "DELETE FROM variant WHERE product_id = $1",
    "product deleted": "DELETE FROM product WHERE id = $1",
}
# What the order waits for.
LOCKS = {
    "cart": "SELECT FROM cart WHERE $1 > 0 FOR UPDATE",
    "stock": "SELECT FROM stock s JOIN variant w ON w.id = s.variant_id WHERE w.product_id = $1"
    " FOR UPDATE OF s",
    "promotion": "SELECT FROM promotion WHERE $1 > 0 FOR UPDATE",
    "vendor": "SELECT FROM product p JOIN vendor v ON v.id = p.vendor_id WHERE p.id = $1"
    " FOR UPDATE OF v",
    "artisan": "SELECT FROM product p JOIN artisan a ON a.id = p.artisan_id WHERE p.id = $1"
    " FOR UPDATE OF a",
    "agreement": "SELECT FROM agreement WHERE $1 > 0 FOR UPDATE",
    "audit": "SELECT pg_advisory_xact_lock(13, n) FROM generate_series(0, 15) AS n WHERE $1 > 0",
}


@pytest.fixture
async def product() -> models.Product:
    """A product of which two pieces are in stock, with an offer."""
    await make_product(status=models.ProductStatus.DRAFT)
    await make_promotion()
    return await make_product(stock=2, artisan_id=(await make_artisan()).id)


async def buyer_of(
    ask: Ask, *products: models.Product, quantity: int = 1, token: str = ""
) -> Buyer:
    """A buyer whose cart is ready; no total was shown, so that none is compared."""
    buyer = Buyer(ask, token)
    await buyer.begin(dict.fromkeys(products, quantity))
    await buyer.send_to(LUCKNOW)
    await execute("UPDATE cart SET shown_paise = NULL")
    return buyer


def changed(product: models.Product, *sql: str) -> Callable[[], Awaitable[None]]:
    async def change() -> None:
        for each in sql:
            await execute(each, product.id)

    return change


async def ordered(buyer: Buyer) -> dict[str, Any]:
    return await buyer.check_out("CASH_ON_DELIVERY")


async def require_nothing_written() -> None:
    for table in WRITTEN:
        assert await fetch_value(f"SELECT count(*) FROM {table}") == 0, table
    assert await fetch_value("SELECT coalesce(sum(reserved), 0) FROM stock") == 0
    assert await fetch_value("SELECT sum(uses) FROM promotion") == 0
    assert await fetch_value("SELECT status FROM cart") == "open"


@pytest.mark.parametrize("lock", ["cart", "stock"])
@pytest.mark.parametrize("change", CHANGES)
async def test_an_order_that_waited_is_refused_for_what_the_cart_says_now(
    ask: Ask, product: models.Product, change: str, lock: str
) -> None:
    buyer = await buyer_of(ask, product)
    payload = await overlapped(
        changed(product, LOCKS[lock], CHANGES[change]), lambda: ordered(buyer)
    )
    assert codes_of(payload) == ["CART_NOT_READY"]
    await require_nothing_written()


@pytest.mark.parametrize("change", CHANGES)
async def test_an_order_of_the_last_pieces_that_waited_for_the_change_itself(
    ask: Ask, product: models.Product, change: str
) -> None:
    """The product follows the sold-out variant, and keys are locked for the order's lines."""
    buyer = await buyer_of(ask, product, quantity=2)
    payload = await overlapped(changed(product, CHANGES[change]), lambda: ordered(buyer))
    assert codes_of(payload) == ["CART_NOT_READY"]
    await require_nothing_written()


async def test_an_order_of_the_last_pieces_waits_for_the_product_before_the_audit_log(
    ask: Ask, product: models.Product
) -> None:
    """As a cancellation does, which would end the order otherwise."""
    buyer = await buyer_of(ask, product, quantity=2)
    popular = changed(product, "UPDATE product SET popularity = popularity + 1 WHERE id = $1")

    async def is_log_free() -> None:
        lanes = "SELECT bool_and(pg_try_advisory_xact_lock(13, n)) FROM generate_series(0, 15) AS n"
        assert await fetch_value(lanes)

    payload = await overlapped(popular, lambda: ordered(buyer), is_log_free)
    assert codes_of(payload) == []


@pytest.mark.parametrize("lock", LOCKS)
async def test_one_of_several_products_that_leaves_the_sale(
    ask: Ask, product: models.Product, lock: str
) -> None:
    buyer = await buyer_of(ask, await make_product(), product)
    change = changed(product, LOCKS[lock], CHANGES["product archived"])
    payload = await overlapped(change, lambda: ordered(buyer))
    assert codes_of(payload) == ["CART_NOT_READY"]
    await require_nothing_written()


async def test_pieces_that_are_gone_after_the_wait(ask: Ask, product: models.Product) -> None:
    buyer = await buyer_of(ask, product)
    gone = "DELETE FROM stock s USING variant w WHERE w.id = s.variant_id AND w.product_id = $1"
    payload = await overlapped(changed(product, gone), lambda: ordered(buyer))
    assert codes_of(payload) == ["OUT_OF_STOCK"]
    await require_nothing_written()


@pytest.mark.parametrize("lock", LOCKS)
async def test_an_order_has_the_prices_and_shares_that_it_waited_for(
    ask: Ask, product: models.Product, lock: str
) -> None:
    buyer = await buyer_of(ask, product)
    change = changed(
        product,
        LOCKS[lock],
        "UPDATE variant SET price_paise = 90000 WHERE product_id = $1",
        "UPDATE agreement SET transfer_basis_points = 7000"
        " WHERE artisan_id = (SELECT artisan_id FROM product WHERE id = $1)",
    )
    assert codes_of(await overlapped(change, lambda: ordered(buyer))) == []
    line = await models.OrderLine.get()
    assert (line.price_paise, line.transfer_paise) == (900_00, 630_00)
    assert await fetch_value("SELECT sum(reserved) FROM stock") == 1
    assert await fetch_value("SELECT sum(uses) FROM promotion") == 1


async def test_a_refused_order_uses_up_neither_key_nor_proof(
    ask: Ask, product: models.Product
) -> None:
    buyer = await buyer_of(ask, product)
    wish = await buyer._proved(buyer._wish("CASH_ON_DELIVERY", "key-of-order", {}))
    again = {"phoneProof": wish["phoneProof"]}

    async def order() -> dict[str, Any]:
        return await buyer.check_out("CASH_ON_DELIVERY", **again)

    change = changed(product, LOCKS["stock"], CHANGES["product archived"])
    assert codes_of(await overlapped(change, order)) == ["CART_NOT_READY"]
    await execute("UPDATE product SET status = 'published' WHERE id = $1", product.id)
    payload = await order()
    assert codes_of(payload) == []
    assert (await order())["order"] == payload["order"]
    assert await models.Order.all().count() == 1


async def test_a_contact_that_is_no_longer_verified_after_the_wait(
    ask: Ask, product: models.Product
) -> None:
    person = await signed_in()
    buyer = await buyer_of(ask, product, token=person.token)
    change = changed(
        product, LOCKS["stock"], "UPDATE account SET phone_verified_at = NULL WHERE $1 > 0"
    )
    payload = await overlapped(
        change,
        lambda: buyer.check_out("CASH_ON_DELIVERY", phone=person.account.phone, phoneProof=None),
    )
    assert codes_of(payload) == ["PHONE_NOT_PROVED"]
    await require_nothing_written()


async def test_an_order_that_others_always_come_before_can_be_tried_again(
    ask: Ask, product: models.Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = await buyer_of(ask, product)
    tries = []

    async def place(self: OrderBuilder) -> None:
        tries.append(self)
        raise OutdatedRead

    with monkeypatch.context() as patched:
        patched.setattr(OrderBuilder, "place", place)
        assert codes_of(await ordered(buyer)) == ["TOO_BUSY"]
    assert len(tries) == 5
    assert codes_of(await ordered(buyer)) == []


async def test_an_agreement_written_together_with_another_is_another(
    ask: Ask, product: models.Product
) -> None:
    """Rows of one transaction have one version."""
    await execute(
        "UPDATE agreement SET valid_from = valid_from - 1 WHERE artisan_id = $1",
        product.artisan_id,
    )
    columns = [name for name in models.Agreement._meta.db_fields if name != "id"]
    taken = ", ".join(
        {"valid_from": "valid_from + 1", "transfer_basis_points": "7000"}.get(name, name)
        for name in columns
    )
    async with in_transaction():
        await execute("UPDATE agreement SET transfer_basis_points = 6000")
        await execute(f"INSERT INTO agreement ({', '.join(columns)}) SELECT {taken} FROM agreement")
    buyer = await buyer_of(ask, product)
    change = changed(
        product,
        LOCKS["stock"],
        "UPDATE agreement SET status = 'ended' WHERE transfer_basis_points = 7000 AND $1 > 0",
    )
    assert codes_of(await overlapped(change, lambda: ordered(buyer))) == []
    line = await models.OrderLine.get()
    assert line.transfer_paise == line.price_paise * 60 // 100
