"""Limits of headers, arguments, texts and messages, each at its value and one above."""

from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest
from graphql import GraphQLError

from auth import rate_limits
from auth.crypto.access_tokens import MAX_TOKEN_CHARACTERS, BadToken, Tokens, new_key
from commerce.core.texts.language import Language
from commerce.search.query import MAX_QUERY_CHARACTERS as MAX_SEARCH_READ_CHARACTERS
from commerce.search.query import understand
from graph.errors import bad_input
from graph.ids import MAX_ID_NUMBER, global_id, parse_id
from graph.limits.query_limits import (
    MAX_NODES,
    MAX_PAGE_ITEMS,
    MAX_SEARCH_CHARACTERS,
    MAX_VALIDATION_ERRORS,
)
from graph.schema import schema
from server.documents.document_cache import Documents
from server.documents.errors import MAX_MESSAGE_CHARACTERS, format_error
from server.graphql_ws.socket_messages import MAX_ID_CHARACTERS, MAX_REASON_BYTES, Closed
from server.rate_limits.rate_limit import MAX_UNITS, UNIT_POINTS, units
from server.requests.client_address import MAX_HOPS, ClientAddresses
from server.requests.credentials import (
    MAX_COOKIE_BYTES,
    MAX_DEVICE_CHARACTERS,
    device_of,
    refresh_token_of,
)
from server.requests.http_request import Head
from server.requests.json_input import MAX_DEPTH as MAX_JSON_DEPTH
from server.requests.json_input import is_broken
from server.requests.negotiation import MAX_ITEMS, qualities
from server.requests.request_bounds import (
    MAX_EXTENSIONS_BYTES,
    MAX_FRAGMENTS,
    MAX_MESSAGE_BYTES,
    MAX_OPERATION_NAME_CHARACTERS,
    MAX_URL_PARAMETERS,
)
from tests.conftest import Ask
from tests.support.servers.mart import changed, code
from tests.support.servers.sockets import begin, closed, hear, opened, say, subscribe

ONE = "{ __typename }"


async def test_parameters_of_an_address(client: httpx.AsyncClient) -> None:
    for more, status in ((MAX_URL_PARAMETERS - 1, 200), (MAX_URL_PARAMETERS, 400)):
        parameters = {"query": ONE, **{f"x{n}": "y" for n in range(more)}}
        assert (await client.get("/graphql", params=parameters)).status_code == status


async def test_the_name_of_an_operation(client: httpx.AsyncClient) -> None:
    for length, status in (
        (MAX_OPERATION_NAME_CHARACTERS, 200),
        (MAX_OPERATION_NAME_CHARACTERS + 1, 400),
    ):
        name = "x" * length
        asked = {"query": f"query {name} {ONE}", "operationName": name}
        assert (await client.post("/graphql", json=asked)).status_code == status


async def test_extensions(client: httpx.AsyncClient) -> None:
    empty = len(orjson.dumps({"x": ""}))
    for size, status in ((MAX_EXTENSIONS_BYTES, 200), (MAX_EXTENSIONS_BYTES + 1, 400)):
        asked = {"query": ONE, "extensions": {"x": "y" * (size - empty)}}
        response = await client.post("/graphql", json=asked)
        assert response.status_code == status
    assert code(response) == "BAD_REQUEST"
    deep = b'{"query": "{ __typename }", "extensions": {"x": ' + b"[" * 500 + b"]" * 500 + b"}}"
    response = await client.post(
        "/graphql", content=deep, headers={"content-type": "application/json"}
    )
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


def test_a_long_token_is_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens, looked_at = Tokens([new_key()]), []

    def decode(text: str, *arguments: Any, **more: Any) -> Any:
        looked_at.append(len(text))
        raise BadToken

    monkeypatch.setattr("auth.crypto.access_tokens.jwt.decode", decode)
    for length in (MAX_TOKEN_CHARACTERS, MAX_TOKEN_CHARACTERS + 1):
        with pytest.raises(BadToken):
            tokens.read("x" * length, datetime.now(UTC))
    assert looked_at == [MAX_TOKEN_CHARACTERS]


def head_with(**headers: str) -> Head:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Head({"query_string": b"", "headers": sent})


def test_cookies() -> None:
    begun = "odop_refresh=token; x="
    for length, found in ((MAX_COOKIE_BYTES, "token"), (MAX_COOKIE_BYTES + 1, None)):
        head = head_with(cookie=begun + "y" * (length - len(begun)))
        assert refresh_token_of(head) == found


def test_items_of_an_accept_header() -> None:
    for number in (MAX_ITEMS, MAX_ITEMS + 1):
        header = ", ".join(f"x/{n}" for n in range(number))
        assert len(qualities(header)) == MAX_ITEMS


def test_invalid_text_is_searched_to_a_depth() -> None:
    # The text itself stands in the innermost of them.
    for depth, is_seen in ((MAX_JSON_DEPTH + 1, True), (MAX_JSON_DEPTH + 2, False)):
        value: Any = "\ud800"
        for _ in range(depth):
            value = [value]
        assert is_broken(value) is is_seen


def test_the_name_of_a_device() -> None:
    for length in (MAX_DEVICE_CHARACTERS, MAX_DEVICE_CHARACTERS + 1):
        assert device_of(head_with(user_agent="x" * length)) == "x" * MAX_DEVICE_CHARACTERS


def test_proxies_one_behind_the_other() -> None:
    addresses = ClientAddresses(["10.0.0.0/8"])
    for proxies, client in ((MAX_HOPS - 1, "198.51.100.7"), (MAX_HOPS, "10.0.0.0")):
        way = ", ".join(["198.51.100.7", *(f"10.0.0.{n}" for n in range(proxies))])
        found = addresses.of("10.1.1.1", [(b"x-forwarded-for", way.encode())])
        assert found == client


def test_the_message_of_an_error() -> None:
    for length in (MAX_MESSAGE_CHARACTERS, MAX_MESSAGE_CHARACTERS + 1):
        message = format_error(bad_input(("x" * length, "क" * length)), "1")["message"]
        assert len(message) == MAX_MESSAGE_CHARACTERS
        assert message.endswith("…") == (length > MAX_MESSAGE_CHARACTERS)


async def test_the_message_of_a_socket(address: str) -> None:
    async with opened(address) as socket:
        ping = '{"type": "ping"}'
        await socket.send(ping + " " * (MAX_MESSAGE_BYTES - len(ping)))
        assert (await hear(socket))["type"] == "pong"
        await socket.send(ping + " " * (MAX_MESSAGE_BYTES - len(ping) + 1))
        assert await closed(socket) == 1009


async def test_the_parts_of_a_message(address: str) -> None:
    async with opened(address) as socket:
        # An empty frame ends a message.
        await socket.send(['{"type": "ping"}', *" " * (MAX_FRAGMENTS - 2)])
        assert (await hear(socket))["type"] == "pong"
        await socket.send(['{"type": "ping"}', *" " * (MAX_FRAGMENTS - 1)])
        assert await closed(socket) == 1006


async def test_the_id_of_a_subscription(address: str) -> None:
    async with opened(address) as socket:
        await begin(socket)
        await subscribe(socket, ONE, "x" * MAX_ID_CHARACTERS)
        assert (await hear(socket))["type"] == "next"
        assert (await hear(socket))["type"] == "complete"
        await subscribe(socket, ONE, "x" * (MAX_ID_CHARACTERS + 1))
        assert await closed(socket) == 4400


async def test_the_extensions_of_a_message(address: str) -> None:
    asked = {"query": ONE, "extensions": {"x": "y" * MAX_EXTENSIONS_BYTES}}
    async with opened(address) as socket:
        await begin(socket)
        await say(socket, type="subscribe", id="1", payload=asked)
        assert await closed(socket) == 4400


def test_the_reason_of_a_close() -> None:
    for length in (MAX_REASON_BYTES, MAX_REASON_BYTES + 1):
        assert Closed(4400, "x" * length).reason(Language.EN) == "x" * MAX_REASON_BYTES
    # No letter is cut in two.
    assert Closed(4400, "क" * MAX_REASON_BYTES).reason(Language.HI) == "क" * (MAX_REASON_BYTES // 3)


def test_the_number_in_an_id() -> None:
    assert parse_id(global_id("Product", MAX_ID_NUMBER)) == ("Product", MAX_ID_NUMBER)
    with pytest.raises(GraphQLError):
        parse_id(global_id("Product", MAX_ID_NUMBER + 1))


def _a_page(number: int) -> str:
    return f"{{ products(first: {number}) {{ nodes {{ slug }} }} }}"


def _nodes(number: int) -> str:
    ids = ", ".join(f'"{global_id("Product", n)}"' for n in range(1, number + 1))
    return f"{{ nodes(ids: [{ids}]) {{ id }} }}"


def _suggestions(number: int) -> str:
    return f'{{ suggestions(query: "chikan", first: {number}) {{ __typename }} }}'


def _related(number: int) -> str:
    return f"{{ products(first: 1) {{ nodes {{ related(first: {number}) {{ slug }} }} }} }}"


def _searched(number: int) -> str:
    return f'{{ products(search: "{"x" * number}", first: 1) {{ totalCount }} }}'


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (_a_page, MAX_PAGE_ITEMS),
        (_nodes, MAX_NODES),
        (_suggestions, 50),
        (_related, 24),
        (_searched, MAX_SEARCH_CHARACTERS),
    ],
)
@pytest.mark.usefixtures("shop")
async def test_the_argument_at_its_bound_and_one_over(ask: Ask, make: Any, most: int) -> None:
    assert "errors" not in await ask.whole(make(most))
    refused = await ask.whole(make(most + 1))
    assert refused["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.usefixtures("shop")
async def test_the_text_of_a_search_that_is_read() -> None:
    begun = "chikan" + " " * (MAX_SEARCH_READ_CHARACTERS - 6 - 4)
    whole, cut = await understand(begun + "saree"[:4]), await understand(begun + "saree"[:4] + "x")
    assert whole == cut


def test_errors_of_validation() -> None:
    documents = Documents(schema)
    for number in (MAX_VALIDATION_ERRORS, MAX_VALIDATION_ERRORS + 1, MAX_VALIDATION_ERRORS * 2):
        text = "{ " + " ".join(f"x{n}" for n in range(number)) + " }"
        told = documents.get(text).errors
        # And one that says that these are not all.
        assert len(told) == min(number, MAX_VALIDATION_ERRORS + 1)


def test_a_request_counts_as_so_many_units_at_most() -> None:
    assert units(MAX_UNITS * UNIT_POINTS, 0) == MAX_UNITS
    assert units((MAX_UNITS + 1) * UNIT_POINTS, 10**9) == MAX_UNITS


@pytest.mark.parametrize("name", rate_limits.LIMITS)
@pytest.mark.usefixtures("reference")
async def test_every_kind_of_attempt_is_counted_to_its_limit(name: str) -> None:
    with changed(rate_limits={name: "3/hour"}):
        for _ in range(3):
            await rate_limits.count(rate_limits.LIMITS[name], "somebody")
        with pytest.raises(rate_limits.TooMany):
            await rate_limits.count(rate_limits.LIMITS[name], "somebody")
        await rate_limits.count(rate_limits.LIMITS[name], "somebody else")
