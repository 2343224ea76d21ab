"""Tortoise's engine, which reaches the database by its URL as libpq and asyncpg read one.

So `sslrootcert`, several hosts and `target_session_attrs` mean what they mean everywhere.
"""

from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

BY_URL = ("host", "port", "user", "database")


class Client(AsyncpgDBClient):
    """Takes `dsn` among its credentials, without a password, which stands beside it."""

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        for name in BY_URL:
            kwargs.pop(name, None)
        return await asyncpg.create_pool(kwargs.pop("dsn"), **kwargs)


client_class = Client
