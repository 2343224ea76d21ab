"""Fixtures of this folder."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from commerce.catalogue.index.product_index import INDEX
from database.caches.table_cache import TABLE_CACHE
from database.connect import execute
from tests.support.shop.factories import make_product
from tests.support.shop.product_index import SOON


@pytest.fixture
async def following(reference: str) -> AsyncIterator[None]:
    """The index of a database of the test's own, with some products."""
    for number in range(40):
        product = await make_product()
        word = ("kurt", "sari", "diya")[number % 3]
        await execute(
            "INSERT INTO product_search (product_id, keys) VALUES ($1, $2::text::tsvector)",
            product.id,
            f"'{word}':1{'AB'[number % 2]} 'mela':1",
        )
    async with TABLE_CACHE.running(reference), INDEX.running():
        await asyncio.wait_for(INDEX.wait(), SOON)
        yield
