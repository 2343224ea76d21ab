"""Food is of a lot, and is not sold after the lot's last day of sale."""

from datetime import date

import pytest

import models
from commerce.catalogue.declarations import best_before_on, sell_by
from commerce.orders.stock import StockRequest, reserve
from database.connect import execute, fetch_value
from server.processes.retention import sweep
from tests.support.shop.factories import TODAY_SQL, make_product, set_lot

pytestmark = pytest.mark.usefixtures("reference")


async def available(product: models.Product) -> tuple[int, bool]:
    """The available pieces of a product, and whether listings show it as available."""
    pieces = await fetch_value(
        "SELECT available FROM stock s JOIN variant v ON v.id = s.variant_id"
        " WHERE v.product_id = $1",
        product.id,
    )
    await product.refresh_from_db()
    return pieces, product.is_available


async def test_food_is_sold_until_the_last_day_of_sale() -> None:
    product = await make_product(stock=5)
    await set_lot(product, sell_by_in_days=0)
    assert await available(product) == (5, True)
    await set_lot(product, sell_by_in_days=-1)
    assert await available(product) == (0, False)
    variant = await models.Variant.get(product_id=product.id)
    wanted = StockRequest(product.id, variant.id, 1)
    assert await reserve([wanted]) == [wanted]
    # A new lot.
    await set_lot(product, sell_by_in_days=9)
    assert await available(product) == (5, True)


async def test_a_lot_ends_with_the_calendar() -> None:
    product = await make_product(stock=5)
    await set_lot(product, sell_by_in_days=-1)
    # As it is the day after, before the sweep.
    await execute("UPDATE stock SET is_past_sell_by = false")
    assert await available(product) == (5, True)
    await sweep()
    assert await available(product) == (0, False)


async def test_a_lot_is_whole() -> None:
    await make_product(stock=5)
    with pytest.raises(Exception, match="stock_whole_lot"):
        await execute(f"UPDATE stock SET sell_by = {TODAY_SQL}")


@pytest.mark.parametrize(
    ("packed", "months", "best_before", "last_day"),
    [
        # 30 % of 365 days are 110, and 7 on the way.
        (date(2026, 1, 1), 12, date(2027, 1, 1), date(2026, 9, 6)),
        # 45 days are more than 30 % of 59.
        (date(2026, 12, 31), 2, date(2027, 2, 28), date(2027, 1, 7)),
    ],
)
def test_food_has_enough_of_its_shelf_life_left_at_the_door(
    packed: date, months: int, best_before: date, last_day: date
) -> None:
    assert best_before_on(packed, months) == best_before
    assert sell_by(packed, best_before) == last_day
