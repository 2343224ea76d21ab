"""Buying an order again while its products leave the sale."""

import pytest

import models
from database.connect import execute
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")
REORDER = (
    "mutation ($input: OrderReorderInput!) { orderReorder(input: $input) {"
    " cart { itemCount } missingCount errors { code path } } }"
)


@pytest.mark.parametrize("left", [1, 0])
async def test_lines_that_leave_the_sale_meanwhile_are_missing(
    ask: Ask, gateway: Counter, left: int
) -> None:
    products = [await make_product() for _ in range(2)]
    person = await signed_in()
    buyer = Buyer(ask, person.token)
    await buyer.begin(dict.fromkeys(products, 2))
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    assert codes_of(payload) == []
    await buyer.begin()

    async def archive() -> None:
        await models.Cart.filter(account_id=person.id).select_for_update()
        await execute(
            "UPDATE product SET status = 'archived' WHERE id = ANY($1::int[])",
            [each.id for each in products[left:]],
        )

    again = await overlapped(
        archive,
        lambda: ask(REORDER, token=person.token, input={"number": payload["order"]["number"]}),
    )
    found = again["orderReorder"]
    if not left:
        assert found["errors"] == [{"code": "NOT_FOUND", "path": ["input", "number"]}]
    else:
        assert found["errors"] == []
        assert (found["cart"]["itemCount"], found["missingCount"]) == (2, 1)
