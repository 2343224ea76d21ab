"""Lines stand in the order in which they were added, however PostgreSQL plans the statements."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from database import connect
from tests.conftest import Ask
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.shop.factories import make_product
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, variant_id

LOOPS = {"enable_hashjoin": "off", "enable_mergejoin": "off"}
HASHES = {"enable_nestloop": "off", "enable_mergejoin": "off"}
MERGES = {"enable_nestloop": "off", "enable_hashjoin": "off"}


@pytest.fixture(params=[LOOPS, HASHES, MERGES], ids=["loops", "hashes", "merges"])
async def planned(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    server_url: str,
    reference_url: str,
    worker_id: str,
) -> AsyncIterator[None]:
    """Connected to a database whose statements are planned with one kind of join."""
    usual = connect.session_settings
    monkeypatch.setattr(connect, "session_settings", lambda: usual() | request.param)
    async with copy_of(server_url, REFERENCE, worker_id):
        yield


@pytest.mark.usefixtures("planned")
async def test_lines_keep_the_order_of_the_requests(ask: Ask, gateway: Counter) -> None:
    products = [await make_product() for _ in range(6)]
    given = [products[place] for place in (4, 1, 5, 0, 3, 2)]
    slugs = [product.slug for product in given]
    buyer = Buyer(ask)
    assert slugs_in((await buyer.begin(dict.fromkeys(given[:3], 1)))["groups"]) == slugs[:3]
    lines = [{"variantId": await variant_id(each), "quantity": 1} for each in given[3:]]
    cart = await buyer.done("CartLinesAdd", lines=lines, idempotencyKey="add-three")
    assert slugs_in(cart["groups"]) == slugs
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    assert payload["errors"] == []
    assert slugs_in(payload["order"]["suborders"]) == slugs


def slugs_in(parts: list[dict[str, Any]]) -> list[str]:
    """Of the products of all groups of a cart, or suborders of an order."""
    return [line["product"]["slug"] for part in parts for line in part["lines"]]
