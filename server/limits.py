"""Every limit on clients in one table: size, number, work and time.

`odop limits print` writes docs/limits.md from it. The numbers are defined where they are used; a
test checks that none is missing and names the test that exceeds each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auth.credentials.one_time_codes import MAX_ATTEMPTS
from auth.credentials.passwords import MAX_PASSWORD_CHARACTERS, MAX_WAITING
from auth.crypto.access_tokens import MAX_TOKEN_CHARACTERS
from auth.sessions.sessions import MAX_SESSIONS, MAX_WAITING_SESSIONS
from commerce.accounts.addresses import MAX_ADDRESSES
from commerce.accounts.wishlist import MAX_ITEMS as MAX_WISHES
from commerce.cart.cart_coupons import MAX_COUPONS
from commerce.cart.cart_lines import MAX_LINES, MAX_PIECES
from commerce.cart.pricing.unpaid import MAX_ORDERS_AT_DOOR
from commerce.catalogue.catalogue import MAX_RELATED
from commerce.core.jobs import MAX_DUE_JOBS, MAX_DUE_LOCAL_JOBS
from commerce.payments.gateway_time import MAX_GATEWAY_SECONDS
from commerce.roles.facilitations import MAX_FACILITATIONS
from commerce.roles.invitations import MAX_OPEN, MAX_SENT
from commerce.roles.members import MAX_MEMBERS
from commerce.search.query import MAX_QUERY_CHARACTERS as MAX_SEARCH_READ_CHARACTERS
from commerce.search.query import MAX_WORDS as MAX_SEARCH_WORDS
from commerce.search.suggest import MAX_SUGGESTIONS
from commerce.sign_in.api_keys import MAX_API_KEYS
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
from server.documents.execution_turns import MAX_LIGHT_PLANNED_POINTS, MAX_LIGHT_POINTS
from server.documents.fixed_responses import MAX_FIXED_BYTES
from server.documents.persisted_queries import MAX_PERSISTED_CHARACTERS
from server.documents.plan_fallbacks import MAX_LINES_PER_MINUTE
from server.documents.response_cache import MAX_AGE_SECONDS, MAX_FLIGHTS, MAX_PRESSED_BYTES
from server.graphql_ws.socket_messages import MAX_ID_CHARACTERS as MAX_SUBSCRIPTION_ID_CHARACTERS
from server.graphql_ws.socket_messages import MAX_REASON_BYTES
from server.logs import MAX_LINES_OF_A_PLACE
from server.rate_limits.accounting import SESSION_SHARE
from server.rate_limits.rate_limit import (
    MAX_CLIENTS,
    MAX_UNITS,
    UNIT_BYTES,
    UNIT_MILLISECONDS,
    UNIT_POINTS,
)
from server.requests.client_address import MAX_HOPS
from server.requests.credentials import (
    MAX_CACHED_TOKENS,
    MAX_COOKIE_BYTES,
    MAX_DEVICE_CHARACTERS,
    MAX_GOOD_KEYS,
)
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
from server.time_limits.long_work import MAX_REST_SECONDS
from server.time_limits.timeouts import TIMEOUTS
from settings import Settings

# By the timer: what it is of, and what comes after.
TIMERS = {
    "request_seconds": ("a request, with its body and response", "408, or 504 `TIMEOUT`"),
    "head_seconds": ("headers, until they are complete", "408"),
    "body_seconds": ("a body that nobody reads", "disconnected"),
    "keep_alive_seconds": ("an idle connection", "closed"),
    "read_seconds": ("a response that its client does not read", "disconnected"),
    "linger_seconds": ("a refused connection, until it is closed", "disconnected"),
    "socket_init_seconds": ("a socket, until `connection_init`", "closed with 4408"),
    "socket_ping_seconds": ("a socket, between two pings", "pinged"),
    "socket_pong_seconds": ("a ping, until its pong", "disconnected"),
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
FORGOTTEN = "the least recently used are dropped"
SOCKET_FULL = "closed with 1013"

REQUEST = Group(
    "A request",
    (
        Bound("headers", MAX_HEAD_BYTES, "bytes", "431"),
        Bound("number of headers", MAX_HEADERS, "lines", "431"),
        Bound("URL", MAX_URL_BYTES, "bytes", "414"),
        Bound("URL parameters", MAX_URL_PARAMETERS, "parameters", BAD_REQUEST),
        Bound("body", MAX_BODY_BYTES, "bytes", "413 `PAYLOAD_TOO_LARGE`"),
        Bound("body with chunk sizes and trailers", MAX_BODY_WIRE_BYTES, "bytes", "413"),
        Bound(
            "data read after a refusal", MAX_DISCARDED_BYTES, "bytes", "the connection is closed"
        ),
        Bound(
            "pipelined requests", MAX_PIPELINED, "requests", "not read until one has its response"
        ),
        Bound("operation name", MAX_OPERATION_NAME_CHARACTERS, "characters", BAD_REQUEST),
        Bound("extensions", MAX_EXTENSIONS_BYTES, "bytes of JSON", BAD_REQUEST),
        Bound("access token", MAX_TOKEN_CHARACTERS, "characters", "401 `UNAUTHENTICATED`"),
        Bound("items of an Accept header", MAX_ITEMS, "items", "not read"),
        Bound(
            "nesting searched for invalid Unicode", MAX_JSON_DEPTH, "nested values", "not searched"
        ),
        Bound("cookies", MAX_COOKIE_BYTES, "characters", "not read"),
        Bound("device name", MAX_DEVICE_CHARACTERS, "characters", "truncated"),
        Bound(
            "proxies in X-Forwarded-For",
            MAX_HOPS,
            "addresses",
            "the last of them counts as the client",
        ),
        Bound("error message", MAX_MESSAGE_CHARACTERS, "characters", "truncated"),
    ),
)
CONNECTIONS = Group(
    "Connections and sockets",
    (
        _set("connections per process", "process_connections", "connections",
             "the longest idle one is closed, else refused"),
        _set("connections per address", "client_connections", "connections", "refused"),
        _set("sockets per process", "process_sockets", "sockets", SOCKET_FULL),
        _set("sockets per address", "client_sockets", "sockets", SOCKET_FULL),
        _set("sockets per account", "account_sockets", "sockets", SOCKET_FULL),
        Bound("socket message", MAX_MESSAGE_BYTES, "bytes", "closed with 1009"),
        Bound("fragments of a message", MAX_MESSAGE_PARTS, "frames", "disconnected"),
        Bound("control frames of a socket", MAX_CONTROL_FRAMES_PER_MINUTE, "frames per minute",
              "disconnected"),
        Bound("unread data of a socket", MAX_UNREAD_BYTES, "bytes",
              "disconnected if it reads nothing in time"),
        Bound("subscriptions per socket", MAX_SUBSCRIPTIONS, "operations", "`RATE_LIMITED`"),
        Bound("concurrent socket operations per address", MAX_SOCKET_OPERATIONS, "operations",
              "wait in turn"),
        Bound("subscription ID", MAX_SUBSCRIPTION_ID_CHARACTERS, "characters",
              "closed with 4400"),
        Bound("close reason", MAX_REASON_BYTES, "bytes", "truncated"),
    ),
)  # fmt: skip
DOCUMENT = Group(
    "A document",
    (
        Bound("tokens", MAX_TOKENS, "tokens", "400 `GRAPHQL_PARSE_FAILED`"),
        Bound("operations", MAX_OPERATIONS, "operations", REFUSED),
        Bound("fragments", MAX_FRAGMENTS, "fragments", REFUSED),
        Bound("depth", MAX_DEPTH, "levels of nested fields", REFUSED),
        Bound("fields, with fragments spread", MAX_SELECTIONS, "fields", REFUSED),
        Bound("same field on one parent", MAX_REPEATED_FIELDS, "times", REFUSED),
        Bound("same value on one parent under one name", MAX_REPEATED_VALUES, "times", REFUSED),
        Bound("fields of a mutation", MAX_MUTATIONS, "fields", REFUSED),
        Bound("names and aliases", MAX_NAME_CHARACTERS, "characters", REFUSED),
        Bound("validation errors", MAX_VALIDATION_ERRORS, "errors", "validation stops"),
        Bound("points", MAX_POINTS, "objects, long values and work", REFUSED),
        Bound("response", MAX_ANSWER_BYTES, "bytes", REFUSED),
        Bound("schema in one response", MAX_INTROSPECTION_OBJECTS, "objects", REFUSED),
    ),
)
VALUES = Group(
    "Values",
    (
        Bound("variables", MAX_VARIABLES, "variables", BAD_INPUT),
        Bound("list", MAX_LIST_ITEMS, "items", BAD_INPUT),
        *(Bound(f"`{place}`", most, "items", BAD_INPUT) for place, most in LIST_LIMITS.items()),
        Bound("text", MAX_TEXT_CHARACTERS, "characters", BAD_INPUT),
        Bound("ID", MAX_ID_CHARACTERS, "characters", BAD_INPUT),
        *(Bound(f"`{each}`", most, "characters", BAD_INPUT) for each, most in TEXT_LIMITS.items()),
        Bound("number in an ID", MAX_ID_NUMBER, "", "`BAD_USER_INPUT`"),
        Bound("cursor", MAX_CURSOR_CHARACTERS, "characters", "`BAD_USER_INPUT`"),
        Bound("page (`first`, `last`)", MAX_PAGE_ITEMS, "items", "`BAD_USER_INPUT`"),
        Bound("`nodes(ids:)`", MAX_NODES, "IDs", BAD_INPUT),
        Bound("`suggestions(first:)`", MAX_SUGGESTIONS, "suggestions", "`BAD_USER_INPUT`"),
        Bound("`Product.related(first:)`", MAX_RELATED, "products", "`BAD_USER_INPUT`"),
        Bound("search text", MAX_SEARCH_CHARACTERS, "characters", "`BAD_USER_INPUT`"),
        Bound("search words", MAX_SEARCH_WORDS, "words", "ignored"),
        Bound("search text that is read", MAX_SEARCH_READ_CHARACTERS, "characters", "not read"),
        Bound("password", MAX_PASSWORD_CHARACTERS, "characters", "an error of the form"),
    ),
)
RATES = Group(
    "Work per minute",
    (
        _set("units per address", "client_requests", "units", LIMITED),
        _set("units per account", "account_requests", "units", "counted per session"),
        Bound(
            "units per session whose account has none left",
            _default("account_requests") // SESSION_SHARE,
            "units",
            LIMITED,
            "ODOP_ACCOUNT_REQUESTS",
        ),
        _set("units per API key", "key_requests", "units", LIMITED),
        Bound("objects per unit", UNIT_POINTS, "objects", "counts as several units"),
        Bound("server time per unit", UNIT_MILLISECONDS, "ms", "counts as several units"),
        Bound("bytes sent per unit", UNIT_BYTES, "bytes", "counts as several units"),
        Bound("units per request", MAX_UNITS, "units", "not counted above it"),
        Bound("clients counted separately", MAX_CLIENTS, "clients", "counted together"),
        Bound(
            "plan warnings of one kind", MAX_LINES_PER_MINUTE, "log lines", "counted, not written"
        ),
        Bound(
            "log lines from one place in the code",
            MAX_LINES_OF_A_PLACE,
            "lines per minute",
            "left out; the next line says how many",
        ),
    ),
)
HEAVY = "waits for others, small ones first, clients in turn"
TIME = Group(
    "Time",
    (
        *(
            Bound(of, getattr(TIMEOUTS, timer), "seconds", after)
            for timer, (of, after) in TIMERS.items()
        ),
        _set("database statement", "statement_seconds", "seconds", "stopped: `TIMEOUT`"),
        _set("statement of a public read", "public_statement_seconds", "seconds",
             "stopped: `TIMEOUT`"),
        Bound("what a request does at the payment gateway", MAX_GATEWAY_SECONDS, "seconds",
              "`PAYMENT_GATEWAY_UNAVAILABLE`"),
        Bound("points of a query by plan that runs at once", MAX_LIGHT_PLANNED_POINTS, "points",
              HEAVY),
        Bound("points of another query that runs at once", MAX_LIGHT_POINTS, "points", HEAVY),
        Bound("pause after long work", MAX_REST_SECONDS, "seconds", "the next piece starts"),
        Bound("age of a cached response", MAX_AGE_SECONDS, "seconds", "built again"),
    ),
)  # fmt: skip
RESERVATIONS = Group(
    "Unpaid pieces",
    (
        _set("pieces per buyer", "max_unpaid_pieces", "pieces", UNPAID_LIMIT),
        _set("pieces per variant", "max_unpaid_pieces_of_variant", "pieces", UNPAID_LIMIT),
        _set("pieces of guests per network address", "max_unpaid_pieces_of_address", "pieces",
             UNPAID_LIMIT),
    ),
)  # fmt: skip
FULL = "error `LIMIT_REACHED`"
OWNED = Group(
    "What one can have",
    (
        Bound("lines in a cart", MAX_LINES, "lines", FULL),
        Bound("pieces in a line", MAX_PIECES, "pieces", FULL),
        Bound("coupons in a cart", MAX_COUPONS, "coupons", FULL),
        Bound("open cash-on-delivery orders of a buyer", MAX_ORDERS_AT_DOOR, "orders",
              "error `CASH_ON_DELIVERY_NOT_ALLOWED`"),
        Bound("addresses of an account", MAX_ADDRESSES, "addresses", FULL),
        Bound("products on a wishlist", MAX_WISHES, "products", FULL),
        Bound("sessions of an account", MAX_SESSIONS, "sessions", "the one unused longest ends"),
        Bound("sessions that await a second factor", MAX_WAITING_SESSIONS, "sessions",
              "one on an unknown device ends"),
        Bound("wrong entries of a code", MAX_ATTEMPTS, "attempts", "error `WRONG_CODE`"),
        Bound("members of a vendor", MAX_MEMBERS, "members", FULL),
        Bound("facilitators of an artisan", MAX_FACILITATIONS, "facilitators", FULL),
        Bound("open invitations of a vendor, artisan, group or district", MAX_OPEN,
              "invitations", FULL),
        Bound("times an invitation is sent", MAX_SENT, "times", FULL),
        Bound("valid API keys of the mart", MAX_API_KEYS, "keys", FULL),
        Bound("password hashes that wait", MAX_WAITING, "passwords", "error `TOO_BUSY`"),
    ),
)  # fmt: skip
CACHES = Group(
    "Caches of a process",
    (
        _set("responses", "answer_bytes", "bytes", FORGOTTEN),
        Bound("response compressed at the highest level", MAX_PRESSED_BYTES, "bytes",
              "compressed as usual"),
        Bound("shared responses being built", MAX_FLIGHTS, "requests", "each builds its own"),
        Bound("responses that never change", MAX_FIXED_BYTES, "bytes", FORGOTTEN),
        Bound("documents and their plans", MAX_DOCUMENTS_BYTES, "bytes", FORGOTTEN),
        Bound("cached document", MAX_DOCUMENT_CHARACTERS, "characters", "parsed each time"),
        Bound("errors of refused documents", MAX_REFUSALS_CHARACTERS, "characters", FORGOTTEN),
        Bound("persisted documents", MAX_PERSISTED_CHARACTERS, "characters", FORGOTTEN),
        Bound("plans per operation", MAX_PLANS, "plans", FORGOTTEN),
        Bound("cached variables per operation", MAX_KNOWN_VARIABLES, "responses", FORGOTTEN),
        Bound("size of cached variables", MAX_VARIABLES_BYTES, "bytes", "not cached"),
        Bound("costs per operation", MAX_CACHED_COSTS, "costs", FORGOTTEN),
        Bound("access tokens", MAX_CACHED_TOKENS, "tokens", FORGOTTEN),
        Bound("valid API keys", MAX_GOOD_KEYS, "keys", "all are checked again"),
    ),
)  # fmt: skip
NEXT_HOUR = "enqueued an hour later, those that failed last at the end"
JOBS = Group(
    "Jobs enqueued again every hour",
    (
        Bound("waiting jobs of a kind that calls the gateway or a carrier", MAX_DUE_JOBS, "jobs",
              NEXT_HOUR),
        Bound("waiting jobs of another kind", MAX_DUE_LOCAL_JOBS, "jobs", NEXT_HOUR),
    ),
)  # fmt: skip
NOT_STARTED = "refused before anything starts"
COMMANDS = Group(
    "Arguments of the `odop` command",
    (
        Bound("`odop seed --products`", MAX_SEED_PRODUCTS, "products", NOT_STARTED),
        Bound("`odop serve --workers`", MAX_WORKERS, "processes", NOT_STARTED),
        Bound("e-mail address, group", MAX_ARGUMENT_CHARACTERS, "characters", NOT_STARTED),
        Bound("person's name", MAX_PERSON_NAME_CHARACTERS, "characters", NOT_STARTED),
        Bound(
            "`odop explain --variables`", MAX_JSON_ARGUMENT_CHARACTERS, "characters", NOT_STARTED
        ),
        Bound("document, operator file", MAX_FILE_BYTES, "bytes", NOT_STARTED),
        Bound("audit heads file", MAX_HEADS_FILE_BYTES, "bytes", NOT_STARTED),
    ),
)
GROUPS = (
    REQUEST, CONNECTIONS, DOCUMENT, VALUES, RATES, TIME, RESERVATIONS, OWNED, CACHES, JOBS, COMMANDS
)  # fmt: skip
