"""Everything at once against `odop serve` as it is run, with its own timers and its own limits."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import httpx
import pytest
from websockets.asyncio.client import connect

from commerce.reference import load_reference
from server.time_limits.timeouts import TIMEOUTS
from settings import ROOT
from tests.support.databases.copies import made_once
from tests.support.databases.copies import served as as_served
from tests.support.servers.bouncer import PROGRAM, bouncer, role_set_up
from tests.support.servers.raw_client import Raw, raw
from tests.support.servers.sockets import PROTOCOL, begin, hear, say
from tests.support.shop.factories import make_product

pytestmark = pytest.mark.slow

PAGE = {"query": "{ products(first: 5) { nodes { slug name } } }"}
JSON_HEAD = b"POST %b HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
HALF_BODIES = [
    (JSON_HEAD + b'content-length: 500\r\n\r\n{"query":') % path
    for path in (b"/graphql", b"/webhooks/razorpay", b"/sandbox/v1/orders")
]
HALF_HEADS = [b"", b"\r\n", b"GET /gra", b"GET /graphql HTTP/1.1\r\nhost: x\r\nx-slow: a"]
# When the last timer of a half request has fired, with time for a busy machine.
AFTER_SECONDS = TIMEOUTS.body_seconds + 5


@pytest.fixture(params=["straight", "PgBouncer"])
async def address(
    server_url: str, shop_url: str, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """`odop serve` in a process of its own, straight on the database or by way of a pooler."""
    if request.param == "straight":
        with serving(DATABASE_URL=shop_url) as there:
            yield there
        return
    if PROGRAM is None:
        pytest.skip("There is no PgBouncer here.")
    # Its own database: elsewhere it is tried that the role lacks what a pooler wants.
    url = as_served(await made_once(server_url, "pooled", few_products))
    async with role_set_up(url):
        with (
            bouncer(url) as pooled,
            serving(DATABASE_URL=pooled, ODOP_LISTEN_DATABASE_URL=url) as there,
        ):
            yield there


async def few_products() -> None:
    await load_reference()
    for _ in range(6):
        await make_product()


@contextmanager
def serving(**changed: str) -> Iterator[str]:
    """The address of `odop serve` with these variables."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)} | changed
    command = [sys.executable, "-m", "cli.main", "serve"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        try:
            deadline = time.monotonic() + 90
            while not _answers(port):
                assert process.poll() is None, process.communicate()[1].decode()
                assert time.monotonic() < deadline
                time.sleep(0.2)
            yield f"127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=30)
        # Nothing of it is worth a traceback.
        assert b"Traceback" not in said, said.decode()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).is_success
    except httpx.HTTPError:
        return False


@asynccontextmanager
async def held(address: str, begun: list[bytes], number: int) -> AsyncIterator[list[Raw]]:
    """So many connections of each kind that has begun and does not go on."""
    async with AsyncExitStack() as stack:
        clients = []
        for start in begun * number:
            client = await stack.enter_async_context(raw(address))
            await client.send(start)
            clients.append(client)
        yield clients


async def pages(address: str, until: asyncio.Event) -> int:
    """Ask for pages until told to stop; each has to come."""
    number = 0
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=20) as client:
        while not until.is_set():
            answer = await client.post("/graphql", json=PAGE)
            assert len(answer.json()["data"]["products"]["nodes"]) == 5
            number += 1
            await asyncio.sleep(0.2)
    return number


async def test_the_mart_serves_while_everything_goes_wrong(address: str) -> None:
    ended = asyncio.Event()
    reader = asyncio.create_task(pages(address, ended))
    async with (
        connect(f"ws://{address}/graphql", subprotocols=[PROTOCOL]) as quiet,
        held(address, HALF_HEADS, 40) as heads,
        held(address, HALF_BODIES, 20) as bodies,
        held(address, [b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"], 200),
    ):
        await begin(quiet)
        huge = [_huge(address) for _ in range(10)]
        statuses = await asyncio.gather(
            *(client.answer(AFTER_SECONDS) for client in [*heads, *bodies]), *huge
        )
        # Every one has been closed, and said why where there was something to answer to.
        assert {status for status, _ in statuses[: len(heads)]} == {0, 408}
        assert {status for status, _ in statuses[len(heads) : len(heads) + len(bodies)]} == {408}
        assert all(client.reader.at_eof() for client in [*heads, *bodies])
        # The socket has said nothing all that time, and goes on.
        await say(quiet, type="subscribe", id="1", payload=PAGE)
        assert len((await hear(quiet, 20))["payload"]["data"]["products"]["nodes"]) == 5
    ended.set()
    assert await reader > 10
    assert _answers(int(address.rpartition(":")[2]))


async def _huge(address: str) -> tuple[int, bytes]:
    """A head of 20 MB; how it is answered."""
    async with raw(address) as client:
        sending = asyncio.create_task(client.send(b"GET / HTTP/1.1\r\nx: " + b"y" * 20_000_000))
        answer = await client.answer()
        client.writer.transport.abort()
        await sending
        return answer
