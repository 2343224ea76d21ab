"""Fixtures of this folder."""

import pytest

from tests.conftest import Ask
from tests.support.shop.factories import make_product
from tests.support.shop.orders import ordered
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order


@pytest.fixture
async def order(ask: Ask, gateway: Counter) -> Order:
    product = await make_product(price=1_000_00, stock=5)
    return Order(ask, product, await ordered(ask, {product: 2}))
