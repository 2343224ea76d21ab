"""Databases of a test run: a few filled once, copied, and put back between tests."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from database.connect import connected, credentials
from database.embedded.server import DATABASE, SERVING_ROLE, SUPERUSER
from database.schema import migrate
from database.schema.serving_role import as_role
from server.adapters import gateway_adapter
from settings import settings
from tests.support.databases.kept_connection import KeptConnection
from tests.support.databases.kept_database import KeptDatabase

MAKING = 0x7E57
EMPTY, REFERENCE = TEMPLATES = ("empty", "reference")
numbers = itertools.count(1)


def database_at(server_url: str, name: str) -> str:
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def served(url: str) -> str:
    """The same database as the role that serves, which cannot change tables."""
    return as_role(url, SERVING_ROLE)


@asynccontextmanager
async def administering(server_url: str, name: str = "") -> AsyncIterator[asyncpg.Connection]:
    """A connection that makes databases; of those who make the one of a name, one at a time.

    Only who is above all roles can end an autovacuum that is at work in one that goes.
    """
    connection = await asyncpg.connect(**credentials(as_role(server_url, SUPERUSER)))
    try:
        if name:
            await connection.execute("SELECT pg_advisory_lock($1, hashtext($2))", MAKING, name)
        yield connection
    finally:
        await connection.close()


def creating(name: str, template: str) -> str:
    """The statement that makes a database like another, of the role that owns the mart's."""
    return f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {DATABASE}'


async def made_once(server_url: str, name: str, fill: Callable[[], Any]) -> str:
    """The URL of a database that the first who asks fills. All begin as copies of the empty one.

    A template takes no connections: while one is copied PostgreSQL waits for all who use it, and
    those wait for it.
    """
    url = database_at(server_url, name)
    if name != EMPTY:
        await made_once(server_url, EMPTY, nothing)
    async with administering(server_url, name) as admin:
        if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            making = f"{name}_making"
            await admin.execute(f'DROP DATABASE IF EXISTS "{making}"')
            await admin.execute(creating(making, "template1" if name == EMPTY else EMPTY))
            async with connected(database_at(server_url, making)):
                if name == EMPTY:
                    await migrate.apply(lambda _: None)
                    await gateway_adapter(settings()).prepare()
                await fill()
            if name in TEMPLATES:
                await admin.execute(f'ALTER DATABASE "{making}" ALLOW_CONNECTIONS false')
            await admin.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return url


async def nothing() -> None:
    """An empty shop."""


@asynccontextmanager
async def copy_of(
    server_url: str, template: str, worker: str, *, as_owner: bool = False
) -> AsyncIterator[str]:
    assert template in TEMPLATES
    name = f"{template}_{worker}_{next(numbers)}"
    async with administering(server_url) as admin:
        await admin.execute(creating(name, template))
    url = database_at(server_url, name)
    url = url if as_owner else served(url)
    try:
        async with connected(url):
            yield url
    finally:
        async with administering(server_url) as admin:
            await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class KeptDatabases:
    """The databases of a test process that its tests write to one after the other."""

    def __init__(self, server_url: str, worker: str) -> None:
        self.server_url, self._worker = server_url, worker
        self._connection = KeptConnection()
        self._kept: dict[str, tuple[str, KeptDatabase]] = {}

    async def _of(self, template: str) -> tuple[str, KeptDatabase]:
        if template not in self._kept:
            name = f"{template}_{self._worker}_{next(numbers)}"
            async with administering(self.server_url) as admin:
                await admin.execute(creating(name, template))
            self._kept[template] = (
                name,
                await KeptDatabase.at(as_role(database_at(self.server_url, name), SUPERUSER)),
            )
        return self._kept[template]

    @asynccontextmanager
    async def connected_to(self, template: str) -> AsyncIterator[str]:
        """Connected to a database that is as its template, which it is again afterwards."""
        name, kept = await self._of(template)
        url = served(database_at(self.server_url, name))
        await self._connection.open(url)
        try:
            yield url
        finally:
            if not await kept.restore(await self._connection.rest()):
                await self._drop(template)

    async def _drop(self, template: str) -> None:
        await self._connection.close()
        name, kept = self._kept.pop(template)
        await kept.close()
        async with administering(self.server_url) as admin:
            await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def close(self) -> None:
        for template in list(self._kept):
            await self._drop(template)
