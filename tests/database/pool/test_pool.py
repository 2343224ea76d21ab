"""A process has one pool."""

import asyncio

import asyncpg
import pytest
from tortoise.transactions import in_transaction

from database.connect import connected, fetch_value, snapshot
from database.pool.engine import Client


async def test_concurrent_starts_share_one_pool(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = Client.create_pool

    async def counted(self: Client, **more: object) -> asyncpg.Pool:
        made.append(await real(self, **more))
        return made[-1]

    monkeypatch.setattr(Client, "create_pool", counted)

    async def reads() -> None:
        async with snapshot() as connection:
            assert await connection.fetchval("SELECT 1") == 1

    async def writes() -> None:
        async with in_transaction():
            await fetch_value("SELECT 1")

    async with connected(db):
        await asyncio.gather(reads(), writes(), reads(), fetch_value("SELECT 1"), writes())
    assert len(made) == 1
