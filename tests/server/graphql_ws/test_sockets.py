"""Subscriptions over real sockets, by a client that is not ours."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from auth.credentials import api_keys
from auth.crypto.keys import keys
from auth.roles import Scope
from auth.sessions import sessions
from database.connect import connected
from models import ApiKey
from server.graphql_ws.socket_limits import SocketLimits
from server.requests.request_bounds import MAX_CONTROL_FRAMES_PER_MINUTE, MAX_SOCKET_OPERATIONS
from tests.support.people import Person, signed_in
from tests.support.served import served

PROTOCOL = Subprotocol("graphql-transport-ws")
DEAR = "{ districts(first: 75) { nodes { products(first: 99) { nodes { id } } } } }"
SCOPES = [next(iter(Scope))]
UPGRADE = (
    b"GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    b"sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
)
ENDED = "subscription { viewerSessionEnded { session { device } isCurrent } }"


@pytest.fixture(scope="module")
def address(shop_url: str) -> Iterator[str]:
    with served(shop_url) as found:
        yield found


def frame(text: bytes) -> bytes:
    """A short text as a client's frame."""
    assert len(text) < 126
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


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


@pytest.fixture
async def people(shop_url: str) -> AsyncIterator[list[Person]]:
    """Somebody on two devices, and somebody else."""
    async with connected(shop_url):
        one = await signed_in()
        yield [one, await signed_in(one.account), await signed_in()]


async def test_the_end_of_a_session_is_heard_by_its_person_alone(
    address: str, people: list[Person]
) -> None:
    here, there, other = people
    async with opened(address) as mine, opened(address) as theirs:
        await begin(mine, here)
        await begin(theirs, other)
        await subscribe(mine, ENDED)
        await subscribe(theirs, ENDED)
        await asyncio.sleep(0.2)
        await sessions.end(there.id, datetime.now(UTC), session_id=there.session_id)
        heard = await hear(mine)
        assert heard["type"] == "next"
        ended = heard["payload"]["data"]["viewerSessionEnded"]
        assert ended == {"session": {"device": "test"}, "isCurrent": False}
        with pytest.raises(TimeoutError):
            await hear(theirs, 0.3)
        # The end of one's own session is the last thing one hears.
        await sessions.end(here.id, datetime.now(UTC), session_id=here.session_id)
        assert (await hear(mine))["payload"]["data"]["viewerSessionEnded"]["isCurrent"] is True
        assert await closed(mine) == 4403


async def test_queries_and_mutations_are_answered_too(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await subscribe(socket, "{ districts(first: 1) { totalCount } }")
        heard = await hear(socket)
        assert heard["payload"]["data"] == {"districts": {"totalCount": 75}}
        assert await hear(socket) == {"type": "complete", "id": "1"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (ENDED, "UNAUTHENTICATED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        (DEAR, "COST_LIMIT"),
        ("{ districts(first: 101) { nodes { id } } }", "BAD_USER_INPUT"),
    ],
)  # fmt: skip
async def test_a_stranger_is_refused_with_a_code(address: str, query: str, code: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await subscribe(socket, query)
        message = await hear(socket)
        errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
        assert errors[0]["extensions"]["code"] == code
        # The socket goes on.
        await say(socket, type="ping")
        while (await hear(socket))["type"] != "pong":
            pass


async def test_a_quiet_socket_outlives_every_timer(shop_url: str, people: list[Person]) -> None:
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


async def test_a_client_that_no_longer_answers_is_let_go(shop_url: str) -> None:
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


async def test_who_says_nothing_is_closed_after_three_seconds(address: str) -> None:
    async with opened(address) as socket:
        begun = time.monotonic()
        assert await closed(socket, 6) == 4408
        assert 2 < time.monotonic() - begun < 5


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
async def test_what_is_not_the_protocol_closes_the_socket(
    address: str, message: str, code: int
) -> None:
    async with opened(address) as socket:
        await socket.send(message)
        assert await closed(socket) == code


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
async def test_what_cannot_be_subscribed_to_closes_the_socket(
    address: str, message: dict[str, Any]
) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await say(socket, type="subscribe", **message)
        assert await closed(socket) == 4400
        assert socket.close_reason


@pytest.mark.parametrize(
    "message",
    [
        {"type": "connection_init"},
        {"type": "connection_init", "payload": None},
        {"type": "connection_init", "payload": {}},
        {"type": "connection_init", "payload": {"else": [1]}, "more": 5},
    ],
    ids=json.dumps,
)
async def test_a_stranger_begins_without_a_token(address: str, message: dict[str, Any]) -> None:
    async with opened(address) as socket:
        await say(socket, **message)
        assert (await hear(socket))["type"] == "connection_ack"
        await say(socket, type="ping", payload={"at": 1})
        assert (await hear(socket))["type"] == "pong"
        await say(socket, type="pong", payload=None)
        await say(socket, type="complete", id="never begun")
        await subscribe(socket, "{ __typename }")
        assert (await hear(socket))["type"] == "next"


async def test_sockets_over_a_limit_are_told_why(shop_url: str, people: list[Person]) -> None:
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


async def test_a_place_is_free_when_its_client_hears_that_the_socket_is_closed(
    shop_url: str, people: list[Person]
) -> None:
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


async def test_a_text_that_is_none_ends_its_request_alone(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        query = '"query": "query ($s: String!) { product(slug: $s) { id } }"'
        payload = f'{{{query}, "variables": {{"s": "\\ud83e"}}}}'
        await socket.send(f'{{"type": "subscribe", "id": "1", "payload": {payload}}}')
        assert await code_of(socket) == "BAD_USER_INPUT"
        await socket.send('{"type": "subscribe", "id": "\\ud83e", "payload": {}}')
        assert await closed(socket) == 4400


async def test_bytes_are_no_message(address: str) -> None:
    async with opened(address) as socket:
        await socket.send(b"\x00")
        assert await closed(socket) == 4400


async def test_one_begins_once(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await say(socket, type="connection_init")
        assert await closed(socket) == 4429


async def test_an_id_is_taken_while_its_subscription_lasts(
    address: str, people: list[Person]
) -> None:
    async with opened(address) as socket:
        await begin(socket, people[0])
        await subscribe(socket, ENDED)
        await subscribe(socket, ENDED)
        assert await closed(socket) == 4409


async def test_an_id_is_free_again_when_it_is_complete(address: str, people: list[Person]) -> None:
    async with opened(address) as socket:
        await begin(socket, people[0])
        for _ in range(3):
            await subscribe(socket, ENDED)
            await say(socket, type="complete", id="1")
        await say(socket, type="ping")
        assert (await hear(socket))["type"] == "pong"


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


async def test_a_page_of_another_site_opens_no_socket(address: str) -> None:
    with pytest.raises(InvalidStatus):
        async with opened(address, origin="https://elsewhere.example"):
            pass
    async with opened(address, origin=f"http://{address}") as socket:
        await begin(socket)


async def test_another_protocol_is_not_spoken(address: str) -> None:
    async with connect(f"ws://{address}/graphql", subprotocols=None) as socket:
        assert await closed(socket) == 4406


async def test_the_socket_ends_with_its_token(address: str, people: list[Person]) -> None:
    person = people[0]
    nearly = datetime.now(UTC) - timedelta(seconds=298)
    token, _ = keys().tokens.issue(person.id, person.session_id, nearly)
    async with opened(address) as socket:
        await say(socket, type="connection_init", payload={"authorization": f"bearer {token}"})
        assert (await hear(socket))["type"] == "connection_ack"
        assert await closed(socket, 5) == 4403


async def test_events_are_heard_across_processes(
    address: str, shop_url: str, people: list[Person]
) -> None:
    here = people[0]
    with served(shop_url) as second:
        async with opened(address) as one, opened(second) as two:
            for socket in (one, two):
                await begin(socket, here)
                await subscribe(socket, ENDED)
            await asyncio.sleep(0.2)
            async with opened(second) as third:
                await begin(third, here)
                mutation = "mutation { sessionRevoke(input: {which: OTHERS}) { revokedCount } }"
                await subscribe(third, mutation)
                assert (await hear(third))["payload"]["data"]["sessionRevoke"] == {
                    "revokedCount": 1
                }
            for socket in (one, two):
                heard = await hear(socket)
                assert heard["payload"]["data"]["viewerSessionEnded"]["isCurrent"] is False


async def test_a_quiet_socket_ends_with_its_session(address: str, people: list[Person]) -> None:
    here, there, _ = people
    async with opened(address) as mine, opened(address) as other:
        await begin(mine, here)
        await begin(other, there)
        await sessions.end(here.id, datetime.now(UTC), session_id=here.session_id)
        assert await closed(mine) == 4403
        assert mine.close_reason == "The session has ended."
        await subscribe(other, "{ viewer { id } }")
        assert (await hear(other))["payload"]["data"]["viewer"] is not None


async def test_who_signs_out_over_a_socket_is_answered_first(
    address: str, people: list[Person]
) -> None:
    async with opened(address) as socket:
        await begin(socket, people[0])
        await subscribe(socket, "mutation { sessionRevoke(input: {}) { revokedCount } }")
        heard = await hear(socket)
        assert heard["payload"]["data"] == {"sessionRevoke": {"revokedCount": 1}}
        assert await hear(socket) == {"type": "complete", "id": "1"}
        assert await closed(socket) == 4403


@pytest.mark.parametrize("is_revoked", [True, False])
async def test_a_quiet_socket_ends_with_its_key(
    address: str, people: list[Person], is_revoked: bool
) -> None:
    now = datetime.now(UTC)
    ends = None if is_revoked else now + timedelta(seconds=3)
    row, key = await api_keys.make("a server", SCOPES, now, created_by=None, expires_at=ends)
    _, others = await api_keys.make("another", SCOPES, now, created_by=None)
    async with opened(address) as socket, opened(address) as other:
        for each, text in ((socket, key), (other, others)):
            await say(each, type="connection_init", payload={"authorization": f"Bearer {text}"})
            assert (await hear(each))["type"] == "connection_ack"
        if is_revoked:
            await ApiKey.filter(id=row.id).update(revoked_at=now)
        assert await closed(socket, 10) == 4403
        await subscribe(other, "{ __typename }")
        assert (await hear(other))["type"] == "next"


@pytest.mark.parametrize(
    "message", [{"type": "ping"}, {"type": "pong"}, {"type": "complete", "id": "1"}]
)
async def test_what_asks_for_nothing_is_counted(shop_url: str, message: dict[str, str]) -> None:
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
