"""Limits of sockets, and of subscriptions and messages on one."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from auth.sessions import sessions
from server.graphql_ws.socket_limits import SocketLimits
from server.requests.request_bounds import MAX_CONTROL_FRAMES_PER_MINUTE, MAX_SOCKET_OPERATIONS
from tests.support.people.accounts import Person
from tests.support.servers.served import served
from tests.support.servers.sockets import (
    ENDED,
    UPGRADE,
    begin,
    closed,
    code_of,
    hear,
    opened,
    say,
    subscribe,
)


def frame(text: bytes) -> bytes:
    """A short text as a client's frame."""
    assert len(text) < 126
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


@pytest.mark.slow
async def test_a_silent_socket_stays_open(shop_url: str, people: list[Person]) -> None:
    here, there, _ = people
    seconds = 2.0
    with served(shop_url, ALL_TIMEOUTS_SECONDS=str(seconds)) as address:
        async with opened(address) as mine, opened(address) as strangers:
            await begin(mine, here)
            await begin(strangers)
            await subscribe(mine, ENDED)
            # One timer may be set by the end of another.
            await asyncio.sleep(3.5 * seconds)
            await subscribe(strangers, "{ __typename }")
            assert (await hear(strangers))["type"] == "next"
            await sessions.end(there.id, datetime.now(UTC), session_id=there.session_id)
            assert (await hear(mine))["type"] == "next"


@pytest.mark.slow
async def test_an_unresponsive_client_is_disconnected(shop_url: str) -> None:
    with served(shop_url, ALL_TIMEOUTS_SECONDS="1") as address:
        host, port = address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(UPGRADE)
        assert b"101" in await reader.readline()
        writer.write(frame(b'{"type": "connection_init"}'))
        # It hears the acknowledgement and the ping, says nothing, and is let go.
        async with asyncio.timeout(10):
            heard = await reader.read()
        assert b"connection_ack" in heard
        assert heard.endswith(b"keepalive ping timeout")
        writer.close()


@pytest.mark.slow
async def test_a_socket_without_connection_init_is_closed(address: str) -> None:
    async with opened(address) as socket:
        begun = time.monotonic()
        assert await closed(socket, 30) == 4408
        # Not at once; how late it may be is the machine's.
        assert time.monotonic() - begun > 2


async def test_sockets_over_a_limit_are_closed_with_a_reason(
    shop_url: str, people: list[Person]
) -> None:
    limits = {"ODOP_CLIENT_SOCKETS": "3", "ODOP_ACCOUNT_SOCKETS": "1"}
    # Some say nothing for as long as the others take.
    limits["ALL_TIMEOUTS_SECONDS"] = "60"
    with served(shop_url, **limits) as address:
        async with opened(address) as one, opened(address), opened(address) as three:
            async with opened(address) as four:
                assert await closed(four) == 1013
                assert "Your network already has 3 open connections" in (four.close_reason or "")
            await begin(one, people[0])
            token = f"Bearer {people[1].token}"
            await say(three, type="connection_init", payload={"authorization": token})
            assert await closed(three) == 1013
            assert "This account already has 1 open connection." in (three.close_reason or "")
            # There is room again, for the address; and for the account when its own is closed.
            await one.close()
            async with opened(address) as five:
                await begin(five, people[1])


async def test_a_closed_socket_frees_its_place_first(shop_url: str, people: list[Person]) -> None:
    limits = {"ODOP_CLIENT_SOCKETS": "1", "ODOP_ACCOUNT_SOCKETS": "1", "ODOP_PROCESS_SOCKETS": "1"}
    with served(shop_url, **limits) as address:
        for turn in range(20):
            async with opened(address) as socket:
                await begin(socket, people[0])
                await subscribe(socket, ENDED)
                if turn % 2:
                    await say(socket, type="nothing")
                    assert await closed(socket) == 4400


async def test_connections_and_sockets_are_counted(shop_url: str) -> None:
    with served(shop_url, ODOP_PROCESS_SOCKETS="1") as address:
        async with opened(address) as one, opened(address) as two:
            await begin(one)
            assert await closed(two) == 1013
            async with httpx.AsyncClient(base_url=f"http://{address}") as client:
                counted = dict(
                    line.rsplit(" ", 1)
                    for line in (await client.get("/metrics")).text.splitlines()
                    if line.startswith(("odop_connections", "odop_sockets"))
                )
    numbers = {name.partition("{")[0]: int(number) for name, number in counted.items()}
    # What was closed may not be gone yet.
    assert numbers.pop("odop_connections") in (2, 3)
    assert numbers == {
        "odop_connections_refused_total": 0,
        "odop_connections_cut_off_total": 0,
        "odop_sockets": 1,
        "odop_sockets_refused_total": 1,
    }


async def test_a_process_has_a_limit_of_sockets(shop_url: str) -> None:
    with served(shop_url, ODOP_PROCESS_SOCKETS="1") as address:
        async with opened(address) as one:
            async with opened(address) as two:
                assert await closed(two) == 1013
                assert "This server has too many open connections" in (two.close_reason or "")
            await begin(one)


async def test_a_socket_has_a_hundred_subscriptions(address: str, people: list[Person]) -> None:
    async with opened(address) as socket:
        await begin(socket, people[0])
        for number in range(101):
            await subscribe(socket, ENDED, str(number))
        assert await code_of(socket) == "RATE_LIMITED"


async def test_operations_of_an_address_wait_for_each_other() -> None:
    limits, running, most = SocketLimits(0, 0, 0), 0, 0

    async def operation(client: str) -> None:
        nonlocal running, most
        async with limits.turn(client):
            running, most = running + 1, max(most, running + 1)
            await asyncio.sleep(0.01)
            running -= 1

    await asyncio.gather(*(operation("192.0.2.1") for _ in range(MAX_SOCKET_OPERATIONS * 3)))
    assert most == MAX_SOCKET_OPERATIONS
    # Of another address they do not.
    await asyncio.gather(*(operation(f"192.0.2.{n}") for n in range(MAX_SOCKET_OPERATIONS + 1)))
    assert most == MAX_SOCKET_OPERATIONS + 1
    assert not limits._turns
    # One that is ended gives its turn back.
    ended = [asyncio.create_task(operation("192.0.2.1")) for _ in range(MAX_SOCKET_OPERATIONS * 2)]
    await asyncio.sleep(0)
    for task in ended:
        task.cancel()
    await asyncio.gather(*ended, return_exceptions=True)
    running = 0
    await asyncio.wait_for(operation("192.0.2.1"), 5)


@pytest.mark.parametrize(
    "message", [{"type": "ping"}, {"type": "pong"}, {"type": "complete", "id": "1"}]
)
async def test_control_messages_are_counted(shop_url: str, message: dict[str, str]) -> None:
    with served(shop_url, ODOP_CLIENT_REQUESTS="20") as address:
        async with opened(address) as socket:
            await begin(socket)
            with suppress(ConnectionClosed):
                for _ in range(100):
                    await say(socket, **message)
            assert await closed(socket) == 1013


async def test_pings_below_the_protocol_have_a_limit(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        for _ in range(MAX_CONTROL_FRAMES_PER_MINUTE // 2):
            await (await socket.ping())
        await subscribe(socket, "{ __typename }")
        assert (await hear(socket))["type"] == "next"
        with suppress(ConnectionClosed):
            for _ in range(MAX_CONTROL_FRAMES_PER_MINUTE):
                await (await socket.ping())
        # Cut off, not closed with a reason.
        assert await closed(socket) == 1006
