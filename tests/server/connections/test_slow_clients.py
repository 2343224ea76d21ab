"""Clients that are slow, idle or many, and those that do not read."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest

from tests.support.servers.raw_client import Raw, is_let_go, raw, sent
from tests.support.servers.requests import LARGE, SUBSCRIBED, head, is_well
from tests.support.servers.served import served
from tests.support.servers.sockets import UPGRADE

pytestmark = pytest.mark.slow
PING = bytes([0x89, 0x80 | 125, 0, 0, 0, 0]) + b"x" * 125


@pytest.fixture(scope="module")
def hasty(shop_url: str) -> Iterator[str]:
    """A mart of little patience, with few places."""
    few = {"ODOP_CLIENT_CONNECTIONS": "65", "ODOP_PROCESS_CONNECTIONS": "60"}
    with served(shop_url, ALL_TIMEOUTS_SECONDS="1.5", **few) as found:
        yield found


async def held(clients: list[Raw]) -> list[int]:
    """The statuses with which connections end, all within a time that is sure to come."""
    return [status for status, _ in await asyncio.gather(*(each.answer(20) for each in clients))]


# What a client begins with and does not go on, and the statuses it may get.
UNFINISHED = {
    b"": {0},
    b"\r\n": {408},
    b"G": {408},
    b"GET /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ": {408},
    UPGRADE[:-2]: {408},
    b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    b"content-length: 100\r\n\r\n{": {408},
    b"POST /webhooks/razorpay HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{": {408},
    b"POST /sandbox/v1/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{": {408},
    b"GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{": {408},
    b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n": {200},
    b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET": {200},
}


async def test_unfinished_requests_are_ended(hasty: str) -> None:
    async with AsyncExitStack() as stack:
        clients = {
            begun: [await stack.enter_async_context(raw(hasty)) for _ in range(5)]
            for begun in UNFINISHED
        }
        for begun, some in clients.items():
            for each in some:
                await each.send(begun)
        ended = await asyncio.gather(*map(held, clients.values()))
        assert dict(zip(clients, map(set, ended), strict=True)) == UNFINISHED
    assert await is_well(hasty)


async def test_a_trickling_client_gets_no_more_time(hasty: str) -> None:
    async with raw(hasty) as client:
        answer = asyncio.create_task(client.answer(20))
        sending = b"GET /healthz HTTP/1.1\r\nhost: x\r\n" + b"x: y\r\n" * 20
        for letter in sending:
            if answer.done():
                break
            await client.send(bytes([letter]))
            await asyncio.sleep(0.1)
        assert (await answer)[0] == 408


async def test_idle_connections_make_room_for_new_ones(hasty: str) -> None:
    ask = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
    async with AsyncExitStack() as stack:
        for _ in range(100):
            client = await stack.enter_async_context(raw(hasty))
            await client.send(ask)
            assert b"200" in await asyncio.wait_for(client.reader.readline(), 5)


async def test_connections_of_one_address_are_limited(shop_url: str) -> None:
    with served(shop_url, ODOP_CLIENT_CONNECTIONS="5") as address:
        async with AsyncExitStack() as stack:
            for _ in range(5):
                client = await stack.enter_async_context(raw(address))
                await client.send(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
                assert b"200" in await asyncio.wait_for(client.reader.readline(), 5)
            assert (await sent(address, head(b"")))[0] == 503
        assert await is_well(address)


async def test_a_trusted_proxy_has_no_connection_limit(shop_url: str) -> None:
    few = {"ODOP_CLIENT_CONNECTIONS": "2", "ODOP_TRUSTED_PROXIES": "127.0.0.0/8"}
    with served(shop_url, **few) as address:
        async with AsyncExitStack() as stack:
            for _ in range(10):
                client = await stack.enter_async_context(raw(address))
                await client.send(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
                assert b"200" in await asyncio.wait_for(client.reader.readline(), 5)


@pytest.mark.parametrize("begun", [LARGE, SUBSCRIBED], ids=["answers", "answers of a socket"])
async def test_a_client_that_does_not_read_is_cut_off(hasty: str, begun: list[bytes]) -> None:
    """What is asked for and never read."""
    assert await is_let_go(hasty, *begun, seconds=20)
    assert await is_well(hasty)


async def test_unread_pongs_are_limited(hasty: str) -> None:
    async with raw(hasty) as client:
        await client.send(UPGRADE)
        assert b"101" in await client.reader.readline()
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        async with asyncio.timeout(20):
            while await client.send(PING * 1_000) == len(PING) * 1_000:
                pass
    assert await is_well(hasty)
