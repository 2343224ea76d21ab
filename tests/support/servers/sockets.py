"""A client of subscriptions that speaks graphql-transport-ws on a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.support.people.accounts import Person

PROTOCOL = Subprotocol("graphql-transport-ws")


UPGRADE = (
    b"GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    b"sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
)


ENDED = "subscription { viewerSessionEnded { session { device } isCurrent } }"


@asynccontextmanager
async def opened(address: str, **how: Any) -> AsyncIterator[ClientConnection]:
    async with connect(f"ws://{address}/graphql", subprotocols=[PROTOCOL], **how) as socket:
        yield socket


async def say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection, seconds: float = 5) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), seconds))
    return message


async def begin(socket: ClientConnection, person: Person | None = None) -> None:
    payload = {"authorization": f"Bearer {person.token}"} if person else None
    await say(socket, type="connection_init", payload=payload)
    assert (await hear(socket))["type"] == "connection_ack"


async def closed(socket: ClientConnection, seconds: float = 5) -> int:
    """With which code the other side closes."""
    await asyncio.wait_for(_drained(socket), seconds)
    assert socket.close_code is not None
    return socket.close_code


async def _drained(socket: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        while True:
            await socket.recv()


async def subscribe(socket: ClientConnection, query: str, name: str = "1") -> None:
    await say(socket, type="subscribe", id=name, payload={"query": query})


async def code_of(socket: ClientConnection) -> str:
    message = await hear(socket)
    assert message["type"] == "error", message
    code: str = message["payload"][0]["extensions"]["code"]
    return code
