"""Every bound of the edge in one table: size, number, work and time.

`odop limits print` makes docs/limits.md of it. The numbers stand where they are used; here they are
brought together, each with what comes of one more. A test sees that none is left out, and names the
test that tries each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auth.credentials.passwords import LONGEST as MAX_PASSWORD_CHARACTERS
from auth.crypto.tokens import LONGEST as MAX_TOKEN_CHARACTERS
from auth.rate_limits import LIMITS as TRIES
from commerce.catalogue.catalogue import MAX_RELATED
from commerce.search.query import LONGEST as MAX_SEARCH_READ_CHARACTERS
from commerce.search.query import MAX_WORDS as MAX_SEARCH_WORDS
from commerce.search.suggest import MAX_SUGGESTIONS
from graph.ids import MAX_ID_NUMBER
from graph.limits.query_cost import MAX_CACHED_COSTS
from graph.limits.query_limits import (
    LIST_LIMITS,
    MAX_ANSWER_BYTES,
    MAX_CURSOR_CHARACTERS,
    MAX_DEPTH,
    MAX_FRAGMENTS,
    MAX_ID_CHARACTERS,
    MAX_INTROSPECTION_OBJECTS,
    MAX_LIST_ITEMS,
    MAX_MUTATIONS,
    MAX_NAME_CHARACTERS,
    MAX_NODES,
    MAX_OPERATIONS,
    MAX_PAGE_ITEMS,
    MAX_POINTS,
    MAX_REPEATED_FIELDS,
    MAX_REPEATED_VALUES,
    MAX_SEARCH_CHARACTERS,
    MAX_SELECTIONS,
    MAX_TEXT_CHARACTERS,
    MAX_TOKENS,
    MAX_VALIDATION_ERRORS,
    MAX_VARIABLES,
    TEXT_LIMITS,
)
from graph.plan.plans import MAX_PLANS, MAX_VARIABLES_BYTES
from graph.plan.plans import MAX_VARIABLES as MAX_KNOWN_VARIABLES
from server.command_bounds import (
    MAX_ARGUMENT_CHARACTERS,
    MAX_FILE_BYTES,
    MAX_HEADS_FILE_BYTES,
    MAX_JSON_ARGUMENT_CHARACTERS,
    MAX_PERSON_NAME_CHARACTERS,
    MAX_SEED_PRODUCTS,
    MAX_WORKERS,
)
from server.documents.document_cache import MAX_DOCUMENTS_BYTES, MAX_REFUSALS_CHARACTERS
from server.documents.errors import MAX_MESSAGE_CHARACTERS
from server.documents.fixed_responses import MAX_FIXED_BYTES
from server.documents.persisted_queries import MAX_PERSISTED_CHARACTERS
from server.documents.plan_fallbacks import MAX_LINES_PER_MINUTE
from server.documents.response_cache import MAX_AGE_SECONDS, MAX_FLIGHTS, MAX_PRESSED_BYTES
from server.graphql_ws.socket_messages import MAX_ID_CHARACTERS as MAX_SUBSCRIPTION_ID_CHARACTERS
from server.graphql_ws.socket_messages import MAX_REASON_BYTES
from server.logs import MAX_LINES_OF_A_PLACE
from server.rate_limits.long_work import MAX_REST_SECONDS
from server.rate_limits.rate_limit import (
    MAX_CLIENTS,
    MAX_UNITS,
    UNIT_BYTES,
    UNIT_MILLISECONDS,
    UNIT_POINTS,
)
from server.rate_limits.timeouts import TIMEOUTS
from server.requests.authentication import (
    MAX_CACHED_TOKENS,
    MAX_COOKIE_BYTES,
    MAX_DEVICE_CHARACTERS,
    MAX_GOOD_KEYS,
)
from server.requests.client_address import MAX_HOPS
from server.requests.json_input import MAX_DEPTH as MAX_JSON_DEPTH
from server.requests.negotiation import MAX_ITEMS
from server.requests.request_bounds import (
    MAX_BODY_BYTES,
    MAX_BODY_WIRE_BYTES,
    MAX_CONTROL_FRAMES_PER_MINUTE,
    MAX_DISCARDED_BYTES,
    MAX_DOCUMENT_CHARACTERS,
    MAX_EXTENSIONS_BYTES,
    MAX_HEAD_BYTES,
    MAX_HEADERS,
    MAX_MESSAGE_BYTES,
    MAX_OPERATION_NAME_CHARACTERS,
    MAX_PIPELINED,
    MAX_SOCKET_OPERATIONS,
    MAX_SUBSCRIPTIONS,
    MAX_UNREAD_BYTES,
    MAX_URL_BYTES,
    MAX_URL_PARAMETERS,
)
from server.requests.request_bounds import MAX_FRAGMENTS as MAX_MESSAGE_PARTS
from settings import Settings

HEAD = """# What one client may ask

Made from `server/limits.py` by `odop limits print > docs/limits.md`; why it is so stands in
[decisions/edge.md](decisions/edge.md). A setting changes the number beside it.

"""
ABOUT_TRIES = """Counted exactly, in a table that all processes share; beyond,
`429 RATE_LIMITED` with `Retry-After`. `ODOP_RATE_LIMITS` replaces any by its name."""
# By the timer: what it is of, and what comes after.
TIMERS = {
    "request_seconds": ("a request, until its answer is made", "504 `TIMEOUT`"),
    "head_seconds": ("a head, until it is whole", "408"),
    "body_seconds": ("a request, until it is whole", "408"),
    "keep_alive_seconds": ("a connection between two requests", "closed"),
    "read_seconds": ("an answer, until its client has read some of it", "cut off"),
    "linger_seconds": ("a refusal, until its client has heard it", "cut off"),
    "socket_init_seconds": ("a socket, until `connection_init`", "closed with 4408"),
    "socket_ping_seconds": ("a socket between two pings", "asked whether it is there"),
    "socket_pong_seconds": ("a ping, until it is answered", "cut off"),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound: `beyond` is what comes of one more; `setting` is what changes it."""

    name: str
    value: int | float
    unit: str
    beyond: str
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    bounds: Sequence[Bound]


def _default(setting: str) -> Any:
    return Settings.model_fields[setting].default


def _set(name: str, setting: str, unit: str, beyond: str) -> Bound:
    return Bound(name, _default(setting), unit, beyond, f"ODOP_{setting.upper()}")


UNPAID_LIMIT = "error `UNPAID_LIMIT_REACHED`"
REFUSED = "400 `COST_LIMIT`"
BAD_INPUT = "400 `BAD_USER_INPUT`"
BAD_REQUEST = "400 `BAD_REQUEST`"
LIMITED = "429 `RATE_LIMITED`, `Retry-After`"
FORGOTTEN = "those used longest ago are forgotten"
SOCKET_FULL = "closed with 1013"

REQUEST = Group(
    "A request",
    (
        Bound("head", MAX_HEAD_BYTES, "bytes", "431"),
        Bound("headers", MAX_HEADERS, "lines", "431"),
        Bound("address", MAX_URL_BYTES, "bytes", "414"),
        Bound("parameters of an address", MAX_URL_PARAMETERS, "parameters", BAD_REQUEST),
        Bound("body", MAX_BODY_BYTES, "bytes", "413 `PAYLOAD_TOO_LARGE`"),
        Bound("body with its chunks and trailers", MAX_BODY_WIRE_BYTES, "bytes", "413"),
        Bound("read of what was refused", MAX_DISCARDED_BYTES, "bytes", "the connection is cut"),
        Bound(
            "requests sent on ahead", MAX_PIPELINED, "requests", "not read until one is answered"
        ),
        Bound("operation name", MAX_OPERATION_NAME_CHARACTERS, "characters", BAD_REQUEST),
        Bound("extensions", MAX_EXTENSIONS_BYTES, "bytes of JSON", BAD_REQUEST),
        Bound("access token", MAX_TOKEN_CHARACTERS, "characters", "401 `UNAUTHENTICATED`"),
        Bound("items of an Accept header", MAX_ITEMS, "items", "not read"),
        Bound(
            "search for broken texts", MAX_JSON_DEPTH, "values within each other", "not looked at"
        ),
        Bound("cookies", MAX_COOKIE_BYTES, "characters", "not read"),
        Bound("name of a device", MAX_DEVICE_CHARACTERS, "characters", "cut off"),
        Bound(
            "proxies in X-Forwarded-For", MAX_HOPS, "addresses", "the last of them is the client"
        ),
        Bound("message of an error", MAX_MESSAGE_CHARACTERS, "characters", "cut off"),
    ),
)
CONNECTIONS = Group(
    "Connections and sockets",
    (
        _set("connections of a process", "process_connections", "connections",
             "the one idle for the longest makes room, else refused"),
        _set("connections of an address", "client_connections", "connections", "refused"),
        _set("sockets of a process", "process_sockets", "sockets", SOCKET_FULL),
        _set("sockets of an address", "client_sockets", "sockets", SOCKET_FULL),
        _set("sockets of an account", "account_sockets", "sockets", SOCKET_FULL),
        Bound("message of a socket", MAX_MESSAGE_BYTES, "bytes", "closed with 1009"),
        Bound("parts of a message", MAX_MESSAGE_PARTS, "frames", "cut off"),
        Bound("pings and the like of a socket", MAX_CONTROL_FRAMES_PER_MINUTE, "frames a minute",
              "cut off"),
        Bound("answers a socket does not read", MAX_UNREAD_BYTES, "bytes",
              "cut off when it reads nothing in time"),
        Bound("subscriptions of a socket", MAX_SUBSCRIPTIONS, "operations", "`RATE_LIMITED`"),
        Bound("operations of an address's sockets at once", MAX_SOCKET_OPERATIONS, "operations",
              "wait for each other"),
        Bound("id of a subscription", MAX_SUBSCRIPTION_ID_CHARACTERS, "characters",
              "closed with 4400"),
        Bound("reason of a close", MAX_REASON_BYTES, "bytes", "cut off"),
    ),
)  # fmt: skip
DOCUMENT = Group(
    "A document",
    (
        Bound("tokens", MAX_TOKENS, "tokens", "400 `GRAPHQL_PARSE_FAILED`"),
        Bound("operations", MAX_OPERATIONS, "operations", REFUSED),
        Bound("fragments", MAX_FRAGMENTS, "fragments", REFUSED),
        Bound("depth", MAX_DEPTH, "fields within each other", REFUSED),
        Bound("fields, fragments spread", MAX_SELECTIONS, "fields", REFUSED),
        Bound("the same field of one parent", MAX_REPEATED_FIELDS, "times", REFUSED),
        Bound("the same value of one parent", MAX_REPEATED_VALUES, "times", REFUSED),
        Bound("writes of a mutation", MAX_MUTATIONS, "fields", REFUSED),
        Bound("name or alias of a field, other names", MAX_NAME_CHARACTERS, "characters", REFUSED),
        Bound("errors of validation", MAX_VALIDATION_ERRORS, "errors", "validation stops"),
        Bound("points", MAX_POINTS, "objects, long values and work", REFUSED),
        Bound("answer", MAX_ANSWER_BYTES, "bytes", REFUSED),
        Bound("description of the schema", MAX_INTROSPECTION_OBJECTS, "objects", REFUSED),
    ),
)
VALUES = Group(
    "Values",
    (
        Bound("variables", MAX_VARIABLES, "variables", BAD_INPUT),
        Bound("list", MAX_LIST_ITEMS, "items", BAD_INPUT),
        *(Bound(f"`{place}`", most, "items", BAD_INPUT) for place, most in LIST_LIMITS.items()),
        Bound("text", MAX_TEXT_CHARACTERS, "characters", BAD_INPUT),
        Bound("id", MAX_ID_CHARACTERS, "characters", BAD_INPUT),
        *(
            Bound(f"`{place}`", most, "characters", BAD_INPUT)
            for place, most in TEXT_LIMITS.items()
        ),
        Bound("number in an id", MAX_ID_NUMBER, "", "`BAD_USER_INPUT`"),
        Bound("cursor", MAX_CURSOR_CHARACTERS, "characters", "`BAD_USER_INPUT`"),
        Bound("page (`first`, `last`)", MAX_PAGE_ITEMS, "items", "`BAD_USER_INPUT`"),
        Bound("`nodes(ids:)`", MAX_NODES, "ids", BAD_INPUT),
        Bound("`suggestions(first:)`", MAX_SUGGESTIONS, "suggestions", "`BAD_USER_INPUT`"),
        Bound("`Product.related(first:)`", MAX_RELATED, "products", "`BAD_USER_INPUT`"),
        Bound("text of a search", MAX_SEARCH_CHARACTERS, "characters", "`BAD_USER_INPUT`"),
        Bound("words of a search", MAX_SEARCH_WORDS, "words", "not looked for"),
        Bound(
            "text of a search that is read", MAX_SEARCH_READ_CHARACTERS, "characters", "not read"
        ),
        Bound("password", MAX_PASSWORD_CHARACTERS, "characters", "an error of the form"),
    ),
)
RATES = Group(
    "Work in a minute",
    (
        _set("units of an address", "client_requests", "units", LIMITED),
        _set("units of an account", "account_requests", "units", LIMITED),
        _set("units of an API key", "key_requests", "units", LIMITED),
        Bound("objects of a unit", UNIT_POINTS, "objects", "counts as several units"),
        Bound("server time of a unit", UNIT_MILLISECONDS, "ms", "counts as several units"),
        Bound("bytes sent of a unit", UNIT_BYTES, "bytes", "counts as several units"),
        Bound("units of a request", MAX_UNITS, "units", "counts as no more"),
        Bound("clients counted apart", MAX_CLIENTS, "clients", "counted together"),
        Bound("warnings of one kind", MAX_LINES_PER_MINUTE, "lines of the log", "counted only"),
        Bound(
            "lines of the log from one place",
            MAX_LINES_OF_A_PLACE,
            "lines a minute",
            "left out, and the next says how many",
        ),
    ),
)
TIME = Group(
    "Time",
    (
        *(
            Bound(of, getattr(TIMEOUTS, timer), "seconds", after)
            for timer, (of, after) in TIMERS.items()
        ),
        _set("statement of the database", "statement_seconds", "seconds", "stopped: `TIMEOUT`"),
        _set("statement of a public read", "public_statement_seconds", "seconds",
             "stopped: `TIMEOUT`"),
        Bound("rest after long work", MAX_REST_SECONDS, "seconds", "the next of it begins"),
        Bound("age of a kept answer", MAX_AGE_SECONDS, "seconds", "made again"),
    ),
)  # fmt: skip
RESERVATIONS = Group(
    "Pieces held unpaid",
    (
        _set("pieces of a buyer", "max_unpaid_pieces", "pieces", UNPAID_LIMIT),
        _set("pieces of one variant", "max_unpaid_pieces_of_variant", "pieces", UNPAID_LIMIT),
        _set(
            "pieces of guests of an address", "max_unpaid_pieces_of_address", "pieces", UNPAID_LIMIT
        ),
    ),
)
CACHES = Group(
    "What a process keeps",
    (
        _set("answers", "answer_bytes", "bytes", FORGOTTEN),
        Bound("an answer that is pressed", MAX_PRESSED_BYTES, "bytes", "compressed as usual"),
        Bound(
            "makers of an answer that others wait for",
            MAX_FLIGHTS,
            "requests",
            "each makes its own",
        ),
        Bound("answers that never change", MAX_FIXED_BYTES, "bytes", FORGOTTEN),
        Bound("documents and their plans", MAX_DOCUMENTS_BYTES, "bytes", FORGOTTEN),
        Bound("a document that is kept", MAX_DOCUMENT_CHARACTERS, "characters", "read each time"),
        Bound("refusals of documents", MAX_REFUSALS_CHARACTERS, "characters", FORGOTTEN),
        Bound("persisted documents", MAX_PERSISTED_CHARACTERS, "characters", FORGOTTEN),
        Bound("plans of an operation", MAX_PLANS, "plans", FORGOTTEN),
        Bound("variables kept of an operation", MAX_KNOWN_VARIABLES, "answers", FORGOTTEN),
        Bound("variables that are kept", MAX_VARIABLES_BYTES, "bytes", "not kept"),
        Bound("costs of an operation", MAX_CACHED_COSTS, "costs", FORGOTTEN),
        Bound("access tokens", MAX_CACHED_TOKENS, "tokens", FORGOTTEN),
        Bound("good API keys", MAX_GOOD_KEYS, "keys", "all are asked for again"),
    ),
)
NOT_STARTED = "refused, and nothing is begun"
COMMANDS = Group(
    "What the `odop` command is given",
    (
        Bound("`odop seed --products`", MAX_SEED_PRODUCTS, "products", NOT_STARTED),
        Bound("`odop serve --workers`", MAX_WORKERS, "processes", NOT_STARTED),
        Bound("an e-mail, a group", MAX_ARGUMENT_CHARACTERS, "characters", NOT_STARTED),
        Bound("what a person is called", MAX_PERSON_NAME_CHARACTERS, "characters", NOT_STARTED),
        Bound(
            "`odop explain --variables`", MAX_JSON_ARGUMENT_CHARACTERS, "characters", NOT_STARTED
        ),
        Bound("a document, details of the operator", MAX_FILE_BYTES, "bytes", NOT_STARTED),
        Bound("heads of the audit", MAX_HEADS_FILE_BYTES, "bytes", NOT_STARTED),
    ),
)
GROUPS = (REQUEST, CONNECTIONS, DOCUMENT, VALUES, RATES, TIME, RESERVATIONS, CACHES, COMMANDS)


def markdown() -> str:
    """The table as docs/limits.md has it."""
    parts = [HEAD]
    for group in GROUPS:
        parts.append(
            f"## {group.title}\n\n| Of | At most | Beyond | Setting |\n|---|---|---|---|\n"
        )
        parts += [
            f"| {each.name} | {_number(each.value)} {each.unit} | {each.beyond}"
            f" | {f'`{each.setting}`' if each.setting else ''} |\n"
            for each in group.bounds
        ]
        parts.append("\n")
    parts.append(f"## Tries\n\n{ABOUT_TRIES}\n\n| Name | At most | Counts |\n|---|---|---|\n")
    parts += [f"| `{each.name}` | {each.rates} | {each.counts} |\n" for each in TRIES.values()]
    return "".join(parts)


def _number(value: int | float) -> str:
    return f"{value:,g}" if isinstance(value, float) else f"{value:,}"
