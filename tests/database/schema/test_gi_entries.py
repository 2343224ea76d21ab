"""Entries of authorised users: one of a person at a time; marks when two rows change at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

import models
from database.connect import execute, fetch_value
from tests.support.databases.changes import overlapped
from tests.support.shop.factories import (
    make_artisan,
    make_authorised_user,
    make_gi_product,
    make_printed_bedsheet,
    make_vendor,
)

pytestmark = pytest.mark.usefixtures("reference")


async def is_marked(product: models.Product) -> object:
    return await fetch_value("SELECT is_gi_tagged FROM product WHERE id = $1", product.id)


async def test_entries_and_claims_are_of_one_holder_at_one_time() -> None:
    product = await make_gi_product()
    entry = await models.GiAuthorisedUser.get(vendor_id=product.vendor_id)
    same = {"gi_registration_id": entry.gi_registration_id, "vendor_id": entry.vendor_id}
    artisan = await make_artisan()
    for wrong, constraint in (
        (same, "gi_authorised_user_of_vendor"),
        (same | {"artisan_id": artisan.id}, "gi_authorised_user_holder"),
        (same | {"vendor_id": None}, "gi_authorised_user_holder"),
        (same | {"valid_to": date(2019, 1, 1)}, "gi_authorised_user_dates"),
    ):
        with pytest.raises(IntegrityError, match=constraint):
            await make_authorised_user(**wrong)
    # Before its verification, and after the other one's end.
    await make_authorised_user(**same, verified_at=None)
    await make_authorised_user(**same, valid_from=date(2100, 1, 1), valid_to=date(2101, 1, 1))
    of_artisan = {"gi_registration_id": entry.gi_registration_id, "artisan_id": artisan.id}
    await make_authorised_user(**of_artisan)
    with pytest.raises(IntegrityError, match="gi_authorised_user_of_artisan"):
        await make_authorised_user(**of_artisan, valid_from=date(2050, 1, 1))
    again: dict[str, Any] = {"product_id": product.id, "gi_authorised_user_id": entry.id}
    with pytest.raises(IntegrityError, match="product_gi_claim"):
        await models.ProductGiClaim.create(**again)
    await models.ProductGiClaim.filter(**again).update(withdrawn_at=datetime.now(UTC))
    await models.ProductGiClaim.create(**again)


async def test_of_two_entries_at_once_one_is_refused() -> None:
    product = await make_gi_product()
    entry = await models.GiAuthorisedUser.get(vendor_id=product.vendor_id)
    of = {"gi_registration_id": entry.gi_registration_id, "artisan_id": (await make_artisan()).id}
    with pytest.raises(IntegrityError, match="gi_authorised_user_of_artisan"):
        await overlapped(lambda: make_authorised_user(**of), lambda: make_authorised_user(**of))


VERIFIED = (
    "UPDATE gi_authorised_user SET verified_at = {} WHERE id ="
    " (SELECT gi_authorised_user_id FROM product_gi_claim WHERE product_id = $1)"
)
WITHDRAWN = "UPDATE product_gi_claim SET withdrawn_at = now() WHERE product_id = $1"
BACK = "UPDATE product_gi_claim SET withdrawn_at = NULL WHERE product_id = $1"
HANDED_ON = "UPDATE product SET vendor_id = (SELECT max(id) FROM vendor) WHERE id = $1"
KINDLESS = "UPDATE product SET kind_id = NULL WHERE id = $1"
UNVERIFIED = VERIFIED.format("NULL")
SCREEN = (
    "UPDATE product_attribute SET value_id = (SELECT id FROM attribute_value WHERE slug = 'screen')"
    " WHERE product_id = $1"
)


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("before", "claim", "change"),
    [
        (WITHDRAWN, BACK, HANDED_ON),
        (WITHDRAWN, BACK, KINDLESS),
        (WITHDRAWN, BACK, UNVERIFIED),
        (WITHDRAWN, BACK, SCREEN),
        (UNVERIFIED, VERIFIED.format("now()"), SCREEN),
        (UNVERIFIED, VERIFIED.format("now()"), HANDED_ON),
    ],
)
async def test_two_changes_at_once(before: str, claim: str, change: str, is_first: bool) -> None:
    """Each alone would leave or give the mark; both together do not."""
    product = await make_printed_bedsheet("block")
    await make_vendor()
    await execute(before, product.id)
    assert await is_marked(product) is False

    async def give() -> None:
        await execute(claim, product.id)

    async def take() -> None:
        await execute(change, product.id)

    await overlapped(*((give, take) if is_first else (take, give)))
    assert await is_marked(product) is False
