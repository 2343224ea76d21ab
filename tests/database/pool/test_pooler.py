"""PgBouncer in transaction mode between the mart and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from database.connect import connected, credentials, fetch, fetch_value, session_settings
from database.pool.pooler import OneTransaction, Pooling, connecting
from settings import Misconfigured, settings
from tests.support.servers.bouncer import PROGRAM, bouncer, role_alone, role_set_up
from tests.support.servers.served import served

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no PgBouncer on this machine")
# Whoever set it up was told of the error, and had it ignore what it does not know.
IGNORING = "ignore_startup_parameters = jit, plan_cache_mode, statement_timeout"


@pytest.fixture
async def ready(shop_url: str) -> AsyncIterator[str]:
    """The demo catalogue, with the settings the role has to have by itself behind a pooler."""
    async with role_set_up(shop_url):
        yield shop_url


@pytest.fixture
async def bare(shop_url: str) -> AsyncIterator[str]:
    """The same with nothing set up."""
    async with role_alone(shop_url):
        yield shop_url


@pytest.fixture
def as_ours(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """For DATABASE_URL and what else the operator sets."""
    monkeypatch.setattr(settings(), "listen_database_url", "")
    return monkeypatch


@pytest.mark.parametrize("more", ["", IGNORING])
async def test_a_start_prints_missing_role_settings(
    bare: str, as_ours: pytest.MonkeyPatch, more: str
) -> None:
    with bouncer(bare, more) as url:
        as_ours.setattr(settings(), "database_url", url)
        with pytest.raises(Misconfigured) as told:
            async with connected(url):
                pass
    for said in ("SET plan_cache_mode = 'force_generic_plan'", "SET statement_timeout = '10s'"):
        assert said in str(told.value)
    for said in ("ALTER ROLE odop_serve",):
        assert said in str(told.value)


async def test_the_printed_statements_are_sufficient(
    shop_url: str, as_ours: pytest.MonkeyPatch
) -> None:
    admin = f"admin_users = {urlsplit(shop_url).username}"
    with bouncer(shop_url, admin) as url:
        as_ours.setattr(settings(), "database_url", url)
        as_ours.setattr(settings(), "listen_database_url", shop_url)
        async with role_alone(shop_url):
            with pytest.raises(Misconfigured, match="RECONNECT"):
                async with connected(url):
                    pass
        async with role_set_up(shop_url):
            console = await asyncpg.connect(**credentials(url) | {"database": "pgbouncer"})
            await console.execute("RECONNECT")
            await console.close()
            async with connected(url):
                assert await fetch_value("SELECT current_setting('statement_timeout')") == "10s"


async def test_missing_notifications_behind_a_pooler_are_reported(
    ready: str, as_ours: pytest.MonkeyPatch
) -> None:
    with bouncer(ready) as url:
        as_ours.setattr(settings(), "database_url", url)
        with pytest.raises(Misconfigured, match="ODOP_LISTEN_DATABASE_URL"):
            async with connected(url):
                pass


async def test_statements_run_on_any_session(ready: str, as_ours: pytest.MonkeyPatch) -> None:
    with bouncer(ready) as url:
        as_ours.setattr(settings(), "database_url", url)
        as_ours.setattr(settings(), "listen_database_url", ready)
        found = {(await connecting(credentials(url), session_settings())).pooling for _ in "12345"}
        # From 1.21 on it carries prepared statements, where that is switched on.
        assert found in ({Pooling.FORGETS}, {Pooling.PREPARES})
        async with connected(url):
            # Different statements at once over the same few sessions: each gets its own answer.
            asked = [fetch_value(f"SELECT {n} + $1::int", n) for n in range(200)]
            assert await asyncio.gather(*asked) == [2 * n for n in range(200)]
            assert len(await fetch("SELECT slug FROM district WHERE id = ANY($1)", [1, 2, 3])) == 3
            assert await fetch_value("SELECT current_setting('statement_timeout')") == "10s"


async def test_without_a_pooler_nothing_changes(shop_url: str) -> None:
    how = await connecting(credentials(shop_url), session_settings())
    assert how.pooling is Pooling.NONE
    assert how.arguments == {"server_settings": session_settings()}


async def test_behind_an_old_pooler_each_statement_has_a_transaction(ready: str) -> None:
    connection = await asyncpg.connect(
        **credentials(ready), statement_cache_size=0, connection_class=OneTransaction
    )
    try:
        sql = "SELECT pg_current_xact_id_if_assigned() IS NULL, $1::int"
        assert (await connection.fetchrow(sql, 1))[1] == 1
        assert not connection.is_in_transaction()
        with pytest.raises(asyncpg.DivisionByZeroError):
            await connection.fetchval("SELECT 1 / $1::int", 0)
        assert not connection.is_in_transaction()
        async with connection.transaction():
            assert await connection.fetchval("SELECT $1::int", 2) == 2
            assert connection.is_in_transaction()
    finally:
        await connection.close()


@pytest.mark.slow
def test_the_mart_works_behind_a_pooler(ready: str) -> None:
    with (
        bouncer(ready) as url,
        served(url, DATABASE_URL=url, ODOP_LISTEN_DATABASE_URL=ready) as address,
    ):
        asyncio.run(use(address))


PAGE = (
    "query ($n: Int!, $s: String) { products(search: $s, first: $n)"
    " { totalCount nodes { id name } } }"
)


async def use(address: str) -> None:
    """What shoppers do, many at once."""
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as client:
        async with asyncio.timeout(60):
            # The index of products is read first.
            while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

        async def page(number: int) -> None:
            sent = {"n": number % 20 + 1, "s": ("saree", None, "chikan")[number % 3]}
            answer = await client.post("/graphql", json={"query": PAGE, "variables": sent})
            found = answer.json()
            assert "errors" not in found, found
            assert len(found["data"]["products"]["nodes"]) == sent["n"]

        async def cart() -> None:
            made = "mutation { cartCreate(input: {}) { cart { id } errors { code } } }"
            found = (await client.post("/graphql", json={"query": made})).json()
            assert found["data"]["cartCreate"]["cart"]["id"], found

        await asyncio.gather(*(page(number) for number in range(60)), *(cart() for _ in range(20)))
