"""The ten seconds of a request: half-sent, slow and disconnected ones."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest

from database.connect import credentials, fetch_value
from server.app import Mart, create_app
from server.time_limits.deadlines import Deadlines

QUERY = json.dumps({"query": "{ districts(first: 1) { nodes { name } } }"}).encode()
SECONDS = 0.3
# The server has other databases, in which other processes test.
WAITING = (
    "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
    " WHERE NOT granted AND datname = current_database()"
)
pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def quick() -> Mart:
    """A mart whose patience is shorter than ten seconds."""
    mart = create_app()
    mart.endpoint._deadlines = Deadlines(SECONDS)
    return mart


async def called(mart: Mart, received: list[dict[str, Any]], **headers: str) -> tuple[int, Any]:
    """Status and answer, when these messages come and then nothing more."""
    sent: list[dict[str, Any]] = []
    coming = iter(received)

    async def receive() -> dict[str, Any]:
        for message in coming:
            return message
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def send(message: Any) -> None:
        sent.append(message)

    told = {"content-type": "application/json", **headers}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "query_string": b"",
        "client": ("203.0.113.9", 1),
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }
    await asyncio.wait_for(mart(scope, receive, send), 10)
    return sent[0]["status"], json.loads(sent[1]["body"])


def part(body: bytes, *, is_more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": is_more}


async def test_a_missing_body_times_out(quick: Mart) -> None:
    status, answer = await called(quick, [part(QUERY[:10], is_more=True)])
    assert status == 408
    assert answer["errors"][0]["extensions"]["code"] == "TIMEOUT"


async def test_a_body_that_comes_in_pieces_is_read(quick: Mart) -> None:
    pieces = [part(QUERY[n : n + 5], is_more=True) for n in range(0, len(QUERY), 5)]
    status, answer = await called(quick, [*pieces, part(b"", is_more=False)])
    assert status == 200
    assert answer["data"]["districts"]["nodes"] == [{"name": "Agra"}]


@pytest.mark.parametrize(
    ("accept", "status"),
    [("application/graphql-response+json", 504), ("application/json", 200)],
)
async def test_a_timeout_cancels_the_statement(
    quick: Mart, reference: str, accept: str, status: int
) -> None:
    other = await asyncpg.connect(**credentials(reference))
    try:
        async with other.transaction():
            await other.execute("LOCK TABLE district IN ACCESS EXCLUSIVE MODE")
            given, answer = await called(quick, [part(QUERY, is_more=False)], accept=accept)
            assert given == status
            assert answer["errors"][0]["extensions"]["code"] == "TIMEOUT"
            # Nobody waits for the table any more.
            for _ in range(50):
                if await other.fetchval(WAITING) == 0:
                    break
                await asyncio.sleep(0.1)
            assert await other.fetchval(WAITING) == 0
    finally:
        await other.close()
    assert (await called(quick, [part(QUERY, is_more=False)]))[0] == 200


async def test_a_disconnected_client_cancels_its_statement(reference: str) -> None:
    mart = create_app()
    other = await asyncpg.connect(**credentials(reference))
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    left = asyncio.Event()
    messages = [part(QUERY, is_more=False)]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "query_string": b"",
        "client": ("203.0.113.9", 1),
        "headers": [(b"content-type", b"application/json")],
    }
    try:
        async with other.transaction():
            await other.execute("LOCK TABLE district IN ACCESS EXCLUSIVE MODE")
            task = asyncio.create_task(mart(scope, receive, send))
            await asyncio.sleep(1.2)
            assert await other.fetchval(WAITING) == 1
            left.set()
            await asyncio.wait_for(task, 5)
            assert sent == []
            for _ in range(50):
                if await other.fetchval(WAITING) == 0:
                    break
                await asyncio.sleep(0.1)
            assert await other.fetchval(WAITING) == 0
    finally:
        await other.close()


async def test_the_database_stops_a_statement_too() -> None:
    assert await fetch_value("SHOW statement_timeout") == "10s"
