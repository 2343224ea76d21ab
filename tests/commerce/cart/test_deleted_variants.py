"""Pieces of a variant that is deleted while they are put into a cart are not found."""

from typing import Any

import pytest

import models
from database.connect import execute, fetch_value
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.shopping import Buyer, codes_of, variant_id

pytestmark = pytest.mark.usefixtures("reference")


@pytest.mark.parametrize("more", [{}, {"idempotencyKey": "key-of-adding"}], ids=["", "key"])
@pytest.mark.parametrize("mutation", ["CartCreate", "CartLinesAdd"])
@pytest.mark.parametrize("is_member", [False, True], ids=["guest", "member"])
async def test_a_variant_that_is_deleted_while_it_is_added(
    ask: Ask, is_member: bool, mutation: str, more: dict[str, str]
) -> None:
    buyer = Buyer(ask, (await signed_in()).token if is_member else "")
    await buyer.begin()
    product = await make_product()
    lines = [{"variantId": await variant_id(product), "quantity": 1}]
    input: dict[str, Any] = {"lines": lines} | more
    if mutation == "CartLinesAdd":
        input["cartId"] = buyer.cart_id

    payload = await overlapped(
        lambda: execute("DELETE FROM product WHERE id = $1", product.id),
        lambda: buyer.write(mutation, **input),
    )
    assert codes_of(payload) == ["NOT_FOUND"]
    assert await models.CartLine.all().count() == 0
    assert await fetch_value("SELECT count(*) FROM cart") == 1
