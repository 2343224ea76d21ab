"""Connections and sockets beyond their bounds, each from an address of its own."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from server.requests.request_bounds import MAX_CONTROL_FRAMES_PER_MINUTE, MAX_MESSAGE_BYTES
from server.time_limits.timeouts import TIMEOUTS
from settings import settings
from tests.campaigns.attacks.kinds import ONE, Attack, Run, Target, Told, registered
from tests.support.servers.raw_client import frame, is_let_go, raw
from tests.support.servers.requests import LARGE, SUBSCRIBED
from tests.support.servers.sockets import UPGRADE, begin, closed, hear, opened, say, subscribe

# Each its own: a bound that one has reached holds none of the others.
sources = (f"127.0.{n // 250 + 8}.{n % 250 + 1}" for n in itertools.count())
ENDED = "subscription { viewerSessionEnded { isCurrent } }"


@asynccontextmanager
async def from_elsewhere(target: Target, **how: Any) -> AsyncIterator[ClientConnection]:
    async with opened(target.address, local_addr=(next(sources), 0), **how) as socket:
        yield socket


async def many_connections(target: Target) -> Told:
    """Each asks once and stays; which status the one beyond the bound has."""
    source, ask = next(sources), b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
    async with AsyncExitStack() as stack:
        for _ in range(settings().client_connections):
            client = await stack.enter_async_context(raw(target.address, source))
            await client.send(ask)
            if b"200" not in await asyncio.wait_for(client.reader.readline(), 20):
                return 0, "refused early"
        last = await stack.enter_async_context(raw(target.address, source))
        await last.send(ask)
        return (await last.answer(20))[0], ""


async def many_sockets(target: Target) -> Told:
    source = (next(sources), 0)
    async with AsyncExitStack() as stack:
        for _ in range(settings().client_sockets):
            socket = await stack.enter_async_context(opened(target.address, local_addr=source))
            await begin(socket)
        last = await stack.enter_async_context(opened(target.address, local_addr=source))
        return await closed(last, 20), ""


async def many_sockets_of_an_account(target: Target) -> Told:
    token, source = await registered(target), (next(sources), 0)
    asked = {"authorization": f"Bearer {token}"}
    async with AsyncExitStack() as stack:
        for number in range(settings().account_sockets + 1):
            socket = await stack.enter_async_context(opened(target.address, local_addr=source))
            await say(socket, type="connection_init", payload=asked)
            if number < settings().account_sockets:
                await hear(socket, 20)
        return await closed(socket, 20), ""


async def many_subscriptions(target: Target) -> Told:
    token = await registered(target)
    async with from_elsewhere(target) as socket:
        await say(socket, type="connection_init", payload={"authorization": f"Bearer {token}"})
        assert (await hear(socket, 20))["type"] == "connection_ack"
        for number in range(101):
            await subscribe(socket, ENDED, str(number))
        heard = await hear(socket, 20)
        return int(heard["id"]), heard["payload"][0]["extensions"]["code"]


def message(text: str | list[str]) -> Run:
    """What a socket is closed with after it."""

    async def run(target: Target) -> Told:
        async with from_elsewhere(target, max_size=None) as socket:
            await begin(socket)
            with suppress(ConnectionClosed):
                await socket.send(text)
            return await closed(socket, 20), ""

    return run


async def too_long_an_id(target: Target) -> Told:
    async with from_elsewhere(target) as socket:
        await begin(socket)
        await subscribe(socket, ONE, "x" * 5_000)
        code, reason = await closed(socket, 20), socket.close_reason or ""
        return code, "" if len(reason.encode()) <= 123 else "a reason too long"


async def pings(target: Target) -> Told:
    async with from_elsewhere(target) as socket:
        await begin(socket)
        with suppress(ConnectionClosed):
            for _ in range(MAX_CONTROL_FRAMES_PER_MINUTE + 1):
                await socket.ping()
        return await closed(socket, 20), ""


# --- Those that take their time -----------------------------------------------------------------


def left_alone(*begun: bytes, seconds: float) -> Run:
    """What comes to a connection that begins so and says no more."""

    async def run(target: Target) -> Told:
        async with raw(target.address, next(sources)) as client:
            for part in begun:
                await client.send(part)
            status, _ = await client.answer(seconds + 10)
            return status, "" if client.reader.at_eof() else "open"

    return run


async def silent_socket(target: Target) -> Told:
    async with from_elsewhere(target) as socket:
        return await closed(socket, TIMEOUTS.socket_init_seconds + 10), ""


async def socket_that_does_not_answer(target: Target) -> Told:
    """One that never answers a ping; not `websockets`, which does by itself."""
    seconds = TIMEOUTS.socket_ping_seconds + TIMEOUTS.socket_pong_seconds + 20
    async with raw(target.address, next(sources)) as client:
        await client.send(UPGRADE)
        await client.send(frame(b'{"type":"connection_init"}'))
        status, _ = await client.answer(seconds)
        return status, "" if client.reader.at_eof() else "open"


def unread(*parts: bytes) -> Run:
    """Asks and reads nothing; told is whether it is let go."""

    async def run(target: Target) -> Told:
        is_gone = await is_let_go(target.address, *parts, seconds=TIMEOUTS.read_seconds + 20)
        return 0, "" if is_gone else "open"

    return run


SCHEMA = b"GET /schema.graphql HTTP/1.1\r\nhost: x\r\n\r\n"
HALF_BODY = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n"
HALF_BODY += b"content-type: application/json\r\n\r\n{"
SOCKETS = (
    Attack(
        "a message of 64 kB and a byte",
        message("x" * (MAX_MESSAGE_BYTES + 1)),
        (1009, ""),
        of=("socket message",),
    ),
    Attack(
        "a message in 200 parts",
        message(["{", *" " * 200, "}"]),
        (1006, ""),
        of=("fragments of a message",),
    ),
    Attack(
        "an id of 5,000 characters",
        too_long_an_id,
        (4400, ""),
        of=("subscription ID", "close reason"),
    ),
    Attack("121 pings", pings, (1006, ""), of=("control frames of a socket",)),
    Attack(
        "101 subscriptions",
        many_subscriptions,
        (100, "RATE_LIMITED"),
        of=("subscriptions per socket",),
    ),
)
CROWDS = (
    Attack(
        "1,001 connections of an address",
        many_connections,
        (503, ""),
        of=("connections per address",),
    ),
    Attack("501 sockets of an address", many_sockets, (1013, ""), of=("sockets per address",)),
    Attack(
        "51 sockets of an account",
        many_sockets_of_an_account,
        (1013, ""),
        of=("sockets per account",),
    ),
)
# One after the other: how many connections there are tells of the one.
DEAF = (
    Attack(
        "answers that are not read",
        unread(*LARGE),
        (0, ""),
        of=("a response that its client does not read",),
    ),
    Attack(
        "answers of a socket that are not read",
        unread(*SUBSCRIBED),
        (0, ""),
        of=("unread data of a socket",),
    ),
)
SLOW = (
    Attack(
        "half a head",
        left_alone(b"GET /graphql HTTP/1.1\r\nx: ", seconds=TIMEOUTS.head_seconds),
        (408, ""),
        of=("headers, until they are complete",),
    ),
    Attack(
        "half a body",
        left_alone(HALF_BODY, seconds=TIMEOUTS.body_seconds),
        (408, ""),
        of=("a body that nobody reads",),
    ),
    Attack(
        "a connection that says no more",
        left_alone(SCHEMA, seconds=TIMEOUTS.keep_alive_seconds),
        (200, ""),
        of=("an idle connection",),
    ),
    Attack(
        "a refusal that is not left",
        left_alone(b"G" * 40_000, seconds=TIMEOUTS.linger_seconds),
        (400, ""),
        of=("a refused connection, until it is closed",),
    ),
    Attack(
        "a socket that says nothing",
        silent_socket,
        (4408, ""),
        of=("a socket, until `connection_init`",),
    ),
    Attack(
        "a socket that answers no ping",
        socket_that_does_not_answer,
        (101, ""),
        of=("a socket, between two pings", "a ping, until its pong"),
    ),
)
