"""Fixtures of this folder."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from database.caches.table_cache import TABLE_CACHE
from tests.support.databases.changes import SOON


@pytest.fixture
async def held(reference: str) -> AsyncIterator[str]:
    """Held tables over a database of the test's own."""
    async with TABLE_CACHE.running(reference):
        await asyncio.wait_for(TABLE_CACHE.listening.wait(), SOON)
        yield reference
