"""Every bound of the edge has a row in the table, and a test that meets and passes it."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import orjson
import pytest
from graphql import GraphQLError

from auth import rate_limits
from auth.crypto.keys import keys
from auth.crypto.tokens import MAX_TOKEN_CHARACTERS, BadToken, Tokens, new_key
from auth.viewer import ANONYMOUS
from cli.reports.limits import FILE, current
from commerce.core.texts.language import Language
from commerce.search.query import MAX_QUERY_CHARACTERS as MAX_SEARCH_READ_CHARACTERS
from commerce.search.query import understand
from graph.errors import bad_input
from graph.ids import MAX_ID_NUMBER, global_id, parse_id
from graph.limits.query_limits import (
    LIST_LIMITS,
    MAX_NODES,
    MAX_PAGE_ITEMS,
    MAX_SEARCH_CHARACTERS,
    MAX_VALIDATION_ERRORS,
    TEXT_LIMITS,
)
from graph.schema import schema
from server.documents.document_cache import MAX_REFUSALS_CHARACTERS, Documents
from server.documents.errors import MAX_MESSAGE_CHARACTERS, format_error
from server.documents.fixed_responses import ENTRY_BYTES, Fixed, FixedAnswers
from server.documents.persisted_queries import MAX_PERSISTED_CHARACTERS, Persisted
from server.documents.response_cache import Answer
from server.graphql_http.endpoint import Endpoint
from server.graphql_ws.socket_messages import MAX_ID_CHARACTERS, MAX_REASON_BYTES, Closed
from server.limits import GROUPS
from server.rate_limits.rate_limit import MAX_UNITS, UNIT_POINTS, units
from server.requests.authentication import (
    MAX_COOKIE_BYTES,
    MAX_DEVICE_CHARACTERS,
    Bearer,
    device_of,
    refresh_token_of,
)
from server.requests.client_address import MAX_HOPS, ClientAddresses
from server.requests.http_request import Head, Refused
from server.requests.json_input import MAX_DEPTH as MAX_JSON_DEPTH
from server.requests.json_input import is_broken
from server.requests.negotiation import MAX_ITEMS, qualities
from server.requests.request_bounds import (
    MAX_DOCUMENT_CHARACTERS,
    MAX_EXTENSIONS_BYTES,
    MAX_FRAGMENTS,
    MAX_MESSAGE_BYTES,
    MAX_OPERATION_NAME_CHARACTERS,
    MAX_URL_PARAMETERS,
)
from settings import ROOT, Settings
from tests.conftest import Ask
from tests.server.graphql_http.test_edge import changed, code
from tests.server.graphql_ws.test_sockets import begin, closed, hear, opened, say, subscribe
from tests.support.served import served

ONE = "{ __typename }"
BOUNDS = [bound for group in GROUPS for bound in group.bounds]

HEADS, SOCKETS = "server/connections/test_request_bounds.py", "server/graphql_ws/test_sockets.py"
EDGE, HERE = "server/graphql_http/test_edge.py", "server/rate_limits/test_limits.py"
DOOR = "commerce/checkout/test_door_orders.py"
DOCUMENT = (
    "graph/limits/test_document_limits.py::test_as_much_as_the_bound_passes_and_one_more_does_not"
)
INPUT = (
    "graph/limits/test_input_limits.py"
    "::test_one_more_than_the_bound_is_refused_before_anything_runs"
)
REMEMBERED = "server/documents/test_documents.py::test_arguments_are_remembered_for_answers_alone"
UNFINISHED = f"{HEADS}::test_what_does_not_come_to_an_end_is_ended"
UNREAD = f"{HEADS}::test_whoever_does_not_read_is_cut_off"
ALONE = f"{HERE}::test_the_argument_at_its_bound_and_one_over"
COMMAND = "cli/test_arguments.py::test_an_argument_beyond_its_bound_is_refused_in_a_sentence"
# By the name of a row: the test that tries it.
TRIED = {
    **dict.fromkeys(
        (
            "`odop seed --products`",
            "`odop serve --workers`",
            "e-mail address, group",
            "person's name",
            "`odop explain --variables`",
            "document, operator file",
        ),
        COMMAND,
    ),
    "shared responses being built": "server/documents/test_flights.py"
    "::test_nobody_waits_for_makers_that_fail_again_and_again",
    "audit heads file": "cli/test_arguments.py::test_a_file_without_end_is_not_read",
    "headers": f"{HEADS}::test_the_size_of_a_head",
    "number of headers": f"{HEADS}::test_the_number_of_headers",
    "URL": f"{HEADS}::test_the_length_of_an_address",
    "URL parameters": f"{HERE}::test_parameters_of_an_address",
    "body": f"{HEADS}::test_the_size_of_a_body",
    "body with chunk sizes and trailers": f"{HEADS}::test_chunks_and_trailers_have_bounds_too",
    "data read after a refusal": f"{HEADS}::test_a_head_without_end_is_not_read",
    "pipelined requests": f"{HEADS}::test_requests_sent_on_ahead_are_few",
    "operation name": f"{HERE}::test_the_name_of_an_operation",
    "extensions": f"{HERE}::test_extensions",
    "access token": f"{HERE}::test_a_long_token_is_not_verified",
    "items of an Accept header": f"{HERE}::test_items_of_an_accept_header",
    "nesting searched for invalid Unicode": f"{HERE}::test_broken_texts_are_looked_for_so_deep",
    "cookies": f"{HERE}::test_cookies",
    "device name": f"{HERE}::test_the_name_of_a_device",
    "proxies in X-Forwarded-For": f"{HERE}::test_proxies_one_behind_the_other",
    "error message": f"{HERE}::test_the_message_of_an_error",
    "connections per process": f"{HEADS}::test_places_of_idle_connections_go_to_new_ones",
    "connections per address": f"{HEADS}::test_one_address_has_so_many_connections",
    "sockets per process": f"{SOCKETS}::test_a_process_has_a_limit_of_sockets",
    "sockets per address": f"{SOCKETS}::test_sockets_over_a_limit_are_told_why",
    "sockets per account": f"{SOCKETS}::test_sockets_over_a_limit_are_told_why",
    "socket message": f"{HERE}::test_the_message_of_a_socket",
    "fragments of a message": f"{HERE}::test_the_parts_of_a_message",
    "control frames of a socket": f"{SOCKETS}::test_pings_below_the_protocol_have_a_limit",
    "unread data of a socket": UNREAD,
    "subscriptions per socket": f"{SOCKETS}::test_a_socket_has_a_hundred_subscriptions",
    "concurrent socket operations per address": f"{SOCKETS}"
    "::test_operations_of_an_address_wait_for_each_other",
    "subscription ID": f"{HERE}::test_the_id_of_a_subscription",
    "close reason": f"{HERE}::test_the_reason_of_a_close",
    "tokens": "graph/limits/test_document_limits.py::test_a_document_has_few_tokens",
    "fragments": "graph/limits/test_document_limits.py::test_fragments_are_few",
    "validation errors": f"{HERE}::test_errors_of_validation",
    "points": f"{EDGE}::test_what_would_cost_too_much_is_refused_before_it_is_begun",
    "response": "graph/limits/test_answer_size.py"
    "::test_an_answer_at_its_bound_comes_and_one_byte_more_does_not",
    "schema in one response": "graph/limits/test_document_limits.py"
    "::test_an_answer_about_the_schema_ends_at_its_bound",
    **dict.fromkeys(
        (
            "operations",
            "depth",
            "fields, with fragments spread",
            "same field on one parent",
            "same value on one parent",
            "fields of a mutation",
            "names and aliases",
        ),
        DOCUMENT,
    ),
    "variables": "graph/limits/test_input_limits.py::test_variables_are_few",
    **dict.fromkeys(
        (
            "list",
            "text",
            "ID",
            "cursor",
            *(f"`{place}`" for place in (*LIST_LIMITS, *TEXT_LIMITS)),
        ),
        INPUT,
    ),
    "number in an ID": f"{HERE}::test_the_number_in_an_id",
    **dict.fromkeys(
        (
            "page (`first`, `last`)",
            "`nodes(ids:)`",
            "`suggestions(first:)`",
            "`Product.related(first:)`",
            "search text",
        ),
        ALONE,
    ),
    "search words": "commerce/search/test_relaxing.py"
    "::test_words_beyond_the_bound_are_not_looked_for",
    "search text that is read": f"{HERE}::test_the_text_of_a_search_that_is_read",
    "password": "auth/test_passwords.py"
    "::test_an_enormous_password_is_refused_and_not_cut_to_a_right_one",
    "units per address": f"{EDGE}::test_a_client_that_asks_too_often_is_told_when_it_may_again",
    "units per account": f"{EDGE}::test_an_account_is_counted_wherever_it_asks_from",
    "units per API key": f"{EDGE}"
    "::test_a_good_key_or_token_has_its_own_allowance_and_a_bad_one_its_addresses",
    "objects per unit": f"{EDGE}::test_work_is_counted_in_points_and_in_time",
    "server time per unit": f"{EDGE}::test_work_is_counted_in_points_and_in_time",
    "bytes sent per unit": "graph/limits/test_answer_size.py"
    "::test_bytes_that_are_sent_are_units_of_work",
    "units per request": f"{HERE}::test_a_request_counts_as_so_many_units_at_most",
    "clients counted separately": f"{EDGE}::test_a_crowd_of_addresses_takes_no_more_room",
    "plan warnings of one kind": "server/documents/test_fallbacks.py"
    "::test_many_operations_that_fail_do_not_fill_the_log",
    "log lines from one place in the code": "hostile/test_terminals.py"
    "::test_a_flood_of_lines_is_left_out_and_told",
    "a request, until its response is complete": "server/rate_limits/test_deadlines.py"
    "::test_only_what_takes_too_long_is_ended",
    "headers, until they are complete": UNFINISHED,
    "a request, until it is complete": UNFINISHED,
    "an idle connection": UNFINISHED,
    "a response that its client does not read": UNREAD,
    "a refused connection, until it is closed": f"{HEADS}::test_a_head_without_end_is_not_read",
    "a socket, until `connection_init`": f"{SOCKETS}"
    "::test_who_says_nothing_is_closed_after_three_seconds",
    "a socket, between two pings": f"{SOCKETS}::test_a_client_that_no_longer_answers_is_let_go",
    "a ping, until its pong": f"{SOCKETS}::test_a_client_that_no_longer_answers_is_let_go",
    "database statement": "graph/test_bad_input.py::test_a_statement_that_takes_too_long_is_told",
    "statement of a public read": "server/documents/test_public_reads.py"
    "::test_a_read_of_the_public_is_stopped_earlier",
    "pieces per buyer": f"{DOOR}::test_one_telephone_at_once_holds_no_more_than_it_may",
    "pieces per variant": f"{DOOR}::test_unpaid_pieces_of_a_variant_are_capped_for_a_client",
    "pieces of guests per network address": f"{DOOR}"
    "::test_guests_of_one_address_are_capped_and_counted",
    "pause after long work": "server/rate_limits/test_long_work.py"
    "::test_the_process_rests_as_long_as_it_took",
    "age of a cached response": "server/requests/test_compression.py"
    "::test_what_is_too_old_goes_though_nobody_asks",
    "responses": "server/requests/test_compression.py"
    "::test_kept_answers_have_a_size_with_their_keys",
    "response compressed at the highest level": "server/requests/test_compression.py"
    "::test_a_long_answer_is_not_pressed",
    "responses that never change": f"{HERE}::test_answers_that_never_change_have_a_budget",
    "documents and their plans": "server/documents/test_documents.py"
    "::test_no_number_of_documents_takes_more_than_its_share",
    "cached document": f"{HERE}::test_a_long_document_is_answered_and_not_kept",
    "errors of refused documents": f"{HERE}::test_refusals_are_kept_within_a_budget",
    "persisted documents": f"{HERE}::test_persisted_documents_have_a_budget",
    "plans per operation": "server/documents/test_documents.py::test_plans_used_last_are_kept",
    "cached variables per operation": REMEMBERED,
    "size of cached variables": REMEMBERED,
    "costs per operation": "server/documents/test_documents.py"
    "::test_what_is_no_size_is_remembered_like_none",
    "access tokens": f"{HERE}::test_tokens_and_keys_that_were_good_are_few",
    "valid API keys": f"{HERE}::test_tokens_and_keys_that_were_good_are_few",
}
# Named like bounds, and none of what a client asks: how often a job is tried, and after what pause.
WITHIN = {
    "MAX_TRIES",
    "MAX_PAUSE",
    # None of the schema's inputs is deeper.
    "graph.plan.inputs.MAX_DEPTH",
    # Made anew from a number at any time, whoever asks.
    "graph.ids.MAX_CACHED_IDS",
    # Beyond it a page reads its columns in a statement of their own.
    "graph.plan.compile.columns.MAX_PREFETCHED_AT_ONCE",
}


def test_the_page_of_the_documentation_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == current()


def test_every_row_is_tried_by_a_test_there_is() -> None:
    names = [bound.name for bound in BOUNDS]
    assert len(names) == len(set(names))
    assert set(names) == set(TRIED)
    for name, test in TRIED.items():
        file, _, function = test.partition("::")
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        known = {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert function in known, name


def test_no_bound_is_left_out() -> None:
    """Every constant of the edge that is named like a bound, and every setting that is one."""
    table = ast.parse((ROOT / "server" / "limits.py").read_text(encoding="utf-8"))
    shown_there = {
        (node.module, each.name)
        for node in ast.walk(table)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    left_out = set()
    for package in ("server", "graph"):
        for file in (ROOT / package).rglob("*.py"):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for name in _constants(file):
                assert not name.startswith(("LARGEST", "LONGEST", "MOST")), (module, name)
                if name.startswith("MAX_") and not {name, f"{module}.{name}"} & WITHIN:
                    left_out |= {(module, name)} - shown_there
    assert not left_out
    settings_shown = {bound.setting for bound in BOUNDS}
    for name, field in Settings.model_fields.items():
        extra: Any = field.json_schema_extra or {}
        if extra.get("zero_is_unlimited"):
            assert f"ODOP_{name.upper()}" in settings_shown


def _constants(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            for each in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(each, ast.Name):
                    yield each.id


# --- A request ---------------------------------------------------------------------------------


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

    monkeypatch.setattr("auth.crypto.tokens.jwt.decode", decode)
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


def test_broken_texts_are_looked_for_so_deep() -> None:
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


# --- A socket ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(shop_url: str) -> Iterator[str]:
    with served(shop_url) as found:
        yield found


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


# --- Values ------------------------------------------------------------------------------------


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


# --- Rates -------------------------------------------------------------------------------------


def test_a_request_counts_as_so_many_units_at_most() -> None:
    assert units(MAX_UNITS * UNIT_POINTS, 0) == MAX_UNITS
    assert units((MAX_UNITS + 1) * UNIT_POINTS, 10**9) == MAX_UNITS


@pytest.mark.parametrize("name", rate_limits.LIMITS)
@pytest.mark.usefixtures("reference")
async def test_every_kind_of_try_is_counted_to_its_bound(name: str) -> None:
    with changed(rate_limits={name: "3/hour"}):
        for _ in range(3):
            await rate_limits.count(rate_limits.LIMITS[name], "somebody")
        with pytest.raises(rate_limits.TooMany):
            await rate_limits.count(rate_limits.LIMITS[name], "somebody")
        await rate_limits.count(rate_limits.LIMITS[name], "somebody else")


# --- What is kept ------------------------------------------------------------------------------


def test_answers_that_never_change_have_a_budget() -> None:
    kept, all_of_them = FixedAnswers(max_bytes=10_000), []
    for _ in range(100):
        own: Fixed = {}
        kept.keep(own, Language.EN, Answer(b"x" * 1_000, "en"))
        all_of_them.append(own)
        assert kept.size <= 10_000
        # The same again takes no more.
        kept.keep(own, Language.EN, Answer(b"x" * 1_000, "en"))
    held = [bool(each) for each in all_of_them]
    assert held == sorted(held)
    assert sum(held) == 10_000 // (Answer(b"x" * 1_000, "en").size + ENTRY_BYTES)
    too_large: Fixed = {}
    kept.keep(too_large, Language.EN, Answer(b"x" * 5_000, "en"))
    assert not too_large


async def test_descriptions_of_the_schema_weigh_in_that_budget(
    client: httpx.AsyncClient,
) -> None:
    endpoint: Endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    before = endpoint.execution.fixed.size
    text = "query Weighed { __schema { types { name fields { name description } } } }"
    first = await client.post("/graphql", json={"query": text})
    assert endpoint.execution.fixed.size - before > len(first.content)
    grown = endpoint.execution.fixed.size
    assert (await client.post("/graphql", json={"query": text})).json() == first.json()
    assert endpoint.execution.fixed.size == grown


def test_a_long_document_is_answered_and_not_kept() -> None:
    documents = Documents(schema)
    for length, is_kept in ((MAX_DOCUMENT_CHARACTERS, True), (MAX_DOCUMENT_CHARACTERS + 1, False)):
        text = ONE + " " * (length - len(ONE))
        assert not documents.get(text).errors
        assert (documents.get(text) is documents.get(text)) is is_kept


def test_a_document_that_may_not_run_is_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    documents, read = Documents(schema), []
    real = Documents._read

    def counted(self: Documents, text: str) -> Any:
        read.append(text)
        return real(self, text)

    monkeypatch.setattr(Documents, "_read", counted)
    broken = (
        "{ products { nodes { nothing } } }",
        "{",
        "{ a " * 100 + "}" * 100,
        "{ " + "a { b } " * 40 + "}",
        '{ node(id: "' + "x" * 300 + '") { id } }',
        "{ \ud800 }",
    )
    for text in broken:
        first, again = documents.get(text), documents.get(text)
        assert first.errors
        assert again is first
        whole = real(documents, text).errors
        told = [format_error(error, "1") for error in first.errors]
        assert told == [format_error(error, "1") for error in whole]
        # Nothing of the document is kept beside what is told of it.
        assert first._node is None
        assert not first.text
        assert all(error.nodes is None and error.source is None for error in first.errors)
    assert read == list(broken)


def test_refusals_are_kept_within_a_budget() -> None:
    documents = Documents(schema)
    for number in range(2_000):
        assert documents.get(f"{{ nothing{number} {'x' * 200}{number} }}").errors
        assert documents._refusals._documents.currsize <= MAX_REFUSALS_CHARACTERS
    assert 10 < len(documents._refusals._documents) < 2_000
    assert documents.bytes == 0


def test_persisted_documents_have_a_budget() -> None:
    persisted = Persisted()
    texts = [f"{{ a{n}: __typename {' ' * 39_000} }}" for n in range(60)]
    hashes = [sha256(text.encode()).hexdigest() for text in texts]
    for text, digest in zip(texts, hashes, strict=True):
        persisted.resolve(text, {"persistedQuery": {"version": 1, "sha256Hash": digest}})
        assert persisted._queries.currsize <= MAX_PERSISTED_CHARACTERS
    asked = {"persistedQuery": {"version": 1, "sha256Hash": hashes[-1]}}
    assert persisted.resolve("", asked) == texts[-1]
    with pytest.raises(Refused):
        persisted.resolve("", {"persistedQuery": {"version": 1, "sha256Hash": hashes[0]}})


@pytest.mark.usefixtures("reference")
async def test_tokens_and_keys_that_were_good_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.requests.authentication.MAX_CACHED_TOKENS", 3)
    monkeypatch.setattr("server.requests.authentication.MAX_GOOD_KEYS", 3)
    bearer, now = Bearer(), datetime.now(UTC)
    for number in range(10):
        await bearer.viewer(keys().tokens.issue(10_000 + number, 1, now)[0])
        assert len(bearer._claims) <= 3

    async def found(*_: object) -> object:
        return ANONYMOUS, None

    monkeypatch.setattr("server.requests.authentication.API_KEYS", SimpleNamespace(viewer=found))
    for number in range(10):
        await bearer.viewer(f"odop_{number}")
        assert len(bearer._good_keys) <= 3
