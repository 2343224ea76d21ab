"""Sockets and the sessions, tokens and keys that opened them."""

import asyncio
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from auth.credentials import api_keys
from auth.crypto.keys import keys
from auth.roles import Scope
from auth.sessions import sessions
from models import ApiKey
from tests.support.people.accounts import Person, signed_in
from tests.support.servers.served import served
from tests.support.servers.sockets import ENDED, begin, closed, hear, opened, say, subscribe

DEAR = "{ districts(first: 75) { nodes { products(first: 99) { nodes { id } } } } }"


SCOPES = [next(iter(Scope))]


async def test_only_the_user_is_notified_of_an_ended_session(
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


async def test_sessions_that_end_at_once_are_all_reported_ones_own_last(
    address: str, people: list[Person]
) -> None:
    first, *_ = people
    mine = await signed_in(first.account)
    await signed_in(first.account)
    async with opened(address) as socket:
        await begin(socket, mine)
        await subscribe(socket, ENDED, "events")
        await subscribe(socket, "{ __typename }", "listening")
        assert [(await hear(socket))["id"] for _ in range(2)] == ["listening", "listening"]
        await sessions.end(first.id, datetime.now(UTC))
        heard = [await hear(socket) for _ in range(4)]
        ended = [each["payload"]["data"]["viewerSessionEnded"]["isCurrent"] for each in heard]
        assert ended == [False, False, False, True]
        assert await closed(socket) == 4403


async def test_a_sign_out_everywhere_is_answered_and_reported(
    address: str, people: list[Person]
) -> None:
    first = people[0]
    for _ in range(5):
        mine = await signed_in(first.account)
        async with opened(address) as socket:
            await begin(socket, mine)
            await subscribe(socket, ENDED, "events")
            await subscribe(socket, "mutation { sessionRevoke(input: {which: ALL}) {"
                            " revokedCount } }", "sign out")  # fmt: skip
            heard = []
            with suppress(ConnectionClosed):
                while True:
                    heard.append(await hear(socket))
        assert socket.close_code == 4403
        (answer,) = [each for each in heard if each["id"] == "sign out" and "payload" in each]
        count = answer["payload"]["data"]["sessionRevoke"]["revokedCount"]
        events = [each["payload"]["data"]["viewerSessionEnded"]["isCurrent"]
                  for each in heard if each["id"] == "events" and "payload" in each]  # fmt: skip
        assert events == [False] * (count - 1) + [True]


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
async def test_an_unauthenticated_subscription_is_refused(
    address: str, query: str, code: str
) -> None:
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
async def test_a_connection_needs_no_token(address: str, message: dict[str, Any]) -> None:
    async with opened(address) as socket:
        await say(socket, **message)
        assert (await hear(socket))["type"] == "connection_ack"
        await say(socket, type="ping", payload={"at": 1})
        assert (await hear(socket))["type"] == "pong"
        await say(socket, type="pong", payload=None)
        await say(socket, type="complete", id="never begun")
        await subscribe(socket, "{ __typename }")
        assert (await hear(socket))["type"] == "next"


@pytest.mark.slow
async def test_the_socket_ends_with_its_token(address: str, people: list[Person]) -> None:
    person = people[0]
    nearly = datetime.now(UTC) - timedelta(seconds=298)
    token, _ = keys().tokens.issue(person.id, person.session_id, nearly)
    async with opened(address) as socket:
        await say(socket, type="connection_init", payload={"authorization": f"bearer {token}"})
        assert (await hear(socket))["type"] == "connection_ack"
        assert await closed(socket, 5) == 4403


async def test_events_reach_all_processes(
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


async def test_a_silent_socket_closes_with_its_session(address: str, people: list[Person]) -> None:
    here, there, _ = people
    async with opened(address) as mine, opened(address) as other:
        await begin(mine, here)
        await begin(other, there)
        await sessions.end(here.id, datetime.now(UTC), session_id=here.session_id)
        assert await closed(mine) == 4403
        assert mine.close_reason == "The session has ended."
        await subscribe(other, "{ viewer { id } }")
        assert (await hear(other))["payload"]["data"]["viewer"] is not None


async def test_a_sign_out_over_a_socket_is_answered_before_it_closes(
    address: str, people: list[Person]
) -> None:
    async with opened(address) as socket:
        await begin(socket, people[0])
        await subscribe(socket, "mutation { sessionRevoke(input: {}) { revokedCount } }")
        heard = await hear(socket)
        assert heard["payload"]["data"] == {"sessionRevoke": {"revokedCount": 1}}
        assert await hear(socket) == {"type": "complete", "id": "1"}
        assert await closed(socket) == 4403


@pytest.mark.slow
@pytest.mark.parametrize("is_revoked", [True, False])
async def test_a_silent_socket_closes_with_its_api_key(
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


COOKIE_SIGN_INS = {
    "sessionCreate": 'email: "asha@buyer.example.in", password: "a quiet river"',
    "accountRegister": 'name: "Asha", email: "asha@buyer.example.in", password: "a quiet river 7"',
    "otpVerify": 'challenge: "AAAAAAAAAAAAAAAAAAAAAA", code: "123456"',
}


@pytest.mark.parametrize("name", COOKIE_SIGN_INS)
async def test_a_socket_begins_no_session_whose_token_it_cannot_send(
    address: str, name: str
) -> None:
    async with opened(address) as socket:
        await begin(socket)
        given = f"{{{COOKIE_SIGN_INS[name]}, transport: COOKIE}}"
        fields = "session { accessToken } errors { code path message }"
        await subscribe(socket, f"mutation {{ {name}(input: {given}) {{ {fields} }} }}")
        payload = (await hear(socket))["payload"]["data"][name]
    assert payload["session"] is None
    (error,) = payload["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "transport"])
    assert error["message"].startswith("A WebSocket cannot set cookies.")
