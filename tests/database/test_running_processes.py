"""Processes show the number of their encryption key in the database."""

import asyncio

import pytest

from database.caches.table_cache import TABLE_CACHE
from database.running_processes import listener_name, sealing_keys

SOON = 10


@pytest.mark.parametrize("key", [1, 255, None])
async def test_a_listening_process_shows_its_encryption_key_number(
    reference: str, key: int | None
) -> None:
    before = await sealing_keys()
    async with TABLE_CACHE.running(reference, listener_name(key)):
        await asyncio.wait_for(TABLE_CACHE.listening.wait(), SOON)
        assert sorted(map(str, await sealing_keys())) == sorted(map(str, [*before, key]))
    async with asyncio.timeout(SOON):
        while await sealing_keys() != before:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
