"""Variants of before the tariff, whose codes are no items of it."""

from collections.abc import AsyncIterator

import pytest

from database.connect import execute
from tests.commerce.catalogue.publishing.test_gate import KURTA, change, codes_of, listed
from tests.support.databases.copies import REFERENCE, copy_of


@pytest.fixture
async def owned_reference(
    server_url: str, reference_url: str, worker_id: str
) -> AsyncIterator[None]:
    async with copy_of(server_url, REFERENCE, worker_id, as_owner=True):
        yield


@pytest.mark.usefixtures("owned_reference")
async def test_codes_of_before_the_tariff_are_found() -> None:
    product = await listed(KURTA, label={})
    await execute("ALTER TABLE variant DROP CONSTRAINT variant_hsn_fkey")
    await change(product, hsn="6211")
    assert await codes_of(product) == [("HSN_UNKNOWN", "variants.0.hsn")]
