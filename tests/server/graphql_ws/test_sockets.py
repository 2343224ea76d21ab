"""Subscriptions over real sockets, by a client that is not ours."""

import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.support.people.accounts import Person
from tests.support.servers.sockets import (
    ENDED,
    begin,
    closed,
    code_of,
    hear,
    opened,
    say,
    subscribe,
)


async def test_queries_and_mutations_are_answered_too(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await subscribe(socket, "{ districts(first: 1) { totalCount } }")
        heard = await hear(socket)
        assert heard["payload"]["data"] == {"districts": {"totalCount": 75}}
        assert await hear(socket) == {"type": "complete", "id": "1"}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("nonsense", 4400),
        ("null", 4400),
        ("[]", 4400),
        ("5", 4400),
        ("{}", 4400),
        ('{"type": 5}', 4400),
        ('{"type": null}', 4400),
        ('{"type": "unknown"}', 4400),
        ('{"type": "connection_ack"}', 4400),
        ('{"type": "next", "id": "1", "payload": {}}', 4400),
        ('{"type": "connection_init", "payload": []}', 4400),
        ('{"type": "connection_init", "payload": "x"}', 4400),
        ('{"type": "ping", "payload": 5}', 4400),
        ('{"type": "pong", "payload": [1]}', 4400),
        ('{"type": "complete"}', 4400),
        ('{"type": "complete", "id": ""}', 4400),
        ('{"type": "complete", "id": 5}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}', 4401),
        ('{"type": "subscribe", "payload": {"query": "{ __typename }"}}', 4400),
        ('{"type": "connection_init", "payload": {"authorization": "Bearer x"}}', 4403),
        ('{"type": "connection_init", "payload": {"authorization": 5}}', 4403),
        ("[" * 60_000, 4400),
        ("x" * 70_000, 1009),
    ],
)
async def test_protocol_violations_close_the_socket(address: str, message: str, code: int) -> None:
    async with opened(address) as socket:
        await socket.send(message)
        assert await closed(socket) == code


async def test_a_byte_order_mark_is_skipped_as_in_a_body(address: str) -> None:
    async with opened(address) as socket:
        await socket.send('\ufeff{"type": "connection_init"}')
        assert await hear(socket) == {"type": "connection_ack"}


ASKED = {"query": "{ __typename }"}


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"id": "1"},
        {"id": "1", "payload": None},
        {"id": "1", "payload": {}},
        {"id": "1", "payload": []},
        {"id": "1", "payload": "{ __typename }"},
        {"id": "1", "payload": [ASKED]},
        {"id": "1", "payload": {"query": None}},
        {"id": "1", "payload": {"query": 5}},
        {"id": "1", "payload": {**ASKED, "variables": []}},
        {"id": "1", "payload": {**ASKED, "variables": "x"}},
        {"id": "1", "payload": {**ASKED, "extensions": 5}},
        {"id": "1", "payload": {**ASKED, "operationName": 5}},
        {"payload": ASKED},
        {"id": None, "payload": ASKED},
        {"id": "", "payload": ASKED},
        {"id": 5, "payload": ASKED},
        {"id": ["1"], "payload": ASKED},
        {"id": "x" * 101, "payload": ASKED},
    ],
    ids=lambda message: json.dumps(message)[:50],
)
async def test_invalid_subscriptions_close_the_socket(
    address: str, message: dict[str, Any]
) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await say(socket, type="subscribe", **message)
        assert await closed(socket) == 4400
        assert socket.close_reason


async def test_invalid_text_fails_only_its_request(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        query = '"query": "query ($s: String!) { product(slug: $s) { id } }"'
        payload = f'{{{query}, "variables": {{"s": "\\ud83e"}}}}'
        await socket.send(f'{{"type": "subscribe", "id": "1", "payload": {payload}}}')
        assert await code_of(socket) == "BAD_USER_INPUT"
        await socket.send('{"type": "subscribe", "id": "\\ud83e", "payload": {}}')
        assert await closed(socket) == 4400


async def test_binary_messages_are_refused(address: str) -> None:
    async with opened(address) as socket:
        await socket.send(b"\x00")
        assert await closed(socket) == 4400


async def test_connection_init_is_accepted_once(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await say(socket, type="connection_init")
        assert await closed(socket) == 4429


async def test_a_subscription_id_cannot_be_reused_while_active(
    address: str, people: list[Person]
) -> None:
    async with opened(address) as socket:
        await begin(socket, people[0])
        await subscribe(socket, ENDED)
        await subscribe(socket, ENDED)
        assert await closed(socket) == 4409


async def test_a_completed_subscription_frees_its_id(address: str, people: list[Person]) -> None:
    async with opened(address) as socket:
        await begin(socket, people[0])
        for _ in range(3):
            await subscribe(socket, ENDED)
            await say(socket, type="complete", id="1")
        await say(socket, type="ping")
        assert (await hear(socket))["type"] == "pong"


async def test_foreign_origins_cannot_open_a_socket(address: str) -> None:
    with pytest.raises(InvalidStatus):
        async with opened(address, origin="https://elsewhere.example"):
            pass
    async with opened(address, origin=f"http://{address}") as socket:
        await begin(socket)


async def test_other_subprotocols_are_refused(address: str) -> None:
    async with connect(f"ws://{address}/graphql", subprotocols=None) as socket:
        assert await closed(socket) == 4406
