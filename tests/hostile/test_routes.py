"""Hostile paths, parameters, headers and bodies of every route."""

import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from integrations.payments.sandbox import ledger
from integrations.payments.sandbox.server import KEY_ID, KEY_SECRET
from settings import settings
from tests.hostile import shapes
from tests.hostile.derived import calls, request_headers, routes
from tests.hostile.texts import HARMLESS, HOSTILE
from tests.support.databases.copies import EMPTY, copy_of

KEYS = httpx.BasicAuth(KEY_ID, KEY_SECRET)
PAGE = {"query": "{ __typename }"}


def in_path(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass")[:2_000], safe="")


@dataclass(frozen=True)
class Row:
    """How a text gets into a route: each `{}` of `path` is the text, so is `TEXT` in the body.

    `statuses` are those a text may come to. `shows` says that a page shows it.
    """

    path: str
    statuses: frozenset[int]
    body: Any = None
    form: str | None = None
    auth: httpx.BasicAuth | None = None
    accept: str = "*/*"
    shows: bool = False


TEXT = "TEXT"
READ, REFUSED, MISSING = 200, 400, 404
API = "/sandbox/v1"


def row(path: str, *statuses: int, **more: Any) -> Row:
    if path.startswith(API):
        more["auth"] = KEYS
    return Row(path, frozenset(statuses), **more)


ROWS: Mapping[str, tuple[Row, ...]] = {
    "GET /graphql": (
        row("/graphql?query={}&operationName={}&variables={}&extensions={}", REFUSED, 414),
        row("/graphql?query={{__typename}}&{}={}", READ, REFUSED),
        row("/graphql?{}={}", READ, 414, accept="text/html"),
        row("/graphql?query={}", 406, 414, accept="text/html"),
    ),
    "POST /graphql": (
        row("/graphql?{}={}", READ, REFUSED, body=PAGE),
        row("/graphql", REFUSED, 413, body={"query": TEXT, "operationName": TEXT}),
        row("/graphql", REFUSED, 413, body={"query": "{ a }", "variables": {TEXT: TEXT}}),
        row("/graphql", READ, REFUSED, body={**PAGE, "extensions": {TEXT: TEXT}}),
        row(
            "/graphql", READ, REFUSED, 413,
            body={"query": "query ($s: String!) { product(slug: $s) { id } }",
                  "variables": {"s": TEXT}},
        ),
        row(
            "/graphql", REFUSED, 413,
            body={"query": "query ($n: Int) { products(first: $n) { totalCount } }",
                  "variables": {"n": TEXT}},
        ),
    ),
    "GET /graphql/console/assets/{name}": (row("/graphql/console/assets/{}", MISSING),),
    "GET /schema.graphql": (row("/schema.graphql?{}={}", READ),),
    "GET /media/{width:int}/{public_id:path}.webp": (
        row("/media/80/{}.webp", MISSING),
        row("/media/{}/demo.webp", MISSING),
    ),
    "GET /healthz": (row("/healthz?{}={}", READ),),
    "GET /readyz": (row("/readyz?{}={}", READ, 503),),
    "GET /metrics": (row("/metrics?{}={}", READ, MISSING),),
    "POST /webhooks/{gateway}": (
        row("/webhooks/{}", MISSING, body={}),
        row("/webhooks/sandbox?{}={}", REFUSED, body={TEXT: TEXT}),
    ),
    "GET /sandbox/pay/{id}": (
        row("/sandbox/pay/{}", MISSING),
        row("/sandbox/pay/ORDER?return={}", READ, shows=True),
    ),
    "POST /sandbox/pay/{id}": (
        row("/sandbox/pay/{}", MISSING, form="outcome=pay"),
        row("/sandbox/pay/ORDER", READ, form="outcome=fail&return={}"),
        row("/sandbox/pay/ORDER", READ, 303, form="outcome=fail&return=STOREFRONT/{}"),
        row("/sandbox/pay/ORDER", REFUSED, form="outcome={}&method={}"),
    ),
    f"GET {API}/orders": (row(f"{API}/orders?receipt={{}}", READ, REFUSED),),
    f"POST {API}/orders": (
        row(
            f"{API}/orders", READ, REFUSED,
            body={"amount": 100, "currency": "INR", "receipt": TEXT},
        ),
        row(f"{API}/orders", REFUSED, body={"amount": TEXT, "currency": TEXT}),
    ),
    f"GET {API}/orders/{{id}}/payments": (
        row(f"{API}/orders/{{}}/payments", READ, REFUSED, MISSING),
    ),
    f"GET {API}/payments/{{id}}": (row(f"{API}/payments/{{}}", REFUSED, MISSING),),
    f"POST {API}/payments/{{id}}/capture": (
        row(f"{API}/payments/{{}}/capture", REFUSED, MISSING, body={"amount": TEXT}),
    ),
    f"POST {API}/payments/{{id}}/refund": (
        row(f"{API}/payments/{{}}/refund", REFUSED, MISSING, body={"amount": 1, "receipt": TEXT}),
        row(f"{API}/payments/x/refund", REFUSED, body=[TEXT]),
    ),
    f"GET {API}/payments/{{id}}/refunds": (
        row(f"{API}/payments/{{}}/refunds?skip={{}}&count={{}}", REFUSED, MISSING),
    ),
    f"GET {API}/payments/{{id}}/refunds/{{refund}}": (
        row(f"{API}/payments/{{}}/refunds/{{}}", REFUSED, MISSING),
    ),
    f"GET {API}/payments/{{id}}/transfers": (
        row(f"{API}/payments/{{}}/transfers", READ, REFUSED, MISSING),
    ),
    f"POST {API}/payments/{{id}}/transfers": (
        row(
            f"{API}/payments/{{}}/transfers", REFUSED, MISSING,
            body={"transfers": [{"account": TEXT, "amount": 1, "notes": {TEXT: TEXT}}]},
        ),
        row(f"{API}/payments/x/transfers", REFUSED, body={"transfers": TEXT}),
    ),
    f"GET {API}/transfers/{{id}}": (row(f"{API}/transfers/{{}}", REFUSED, MISSING),),
    f"POST {API}/transfers/{{id}}/reversals": (
        row(f"{API}/transfers/{{}}/reversals", REFUSED, MISSING, body={"amount": 1}),
    ),
    f"GET {API}/disputes": (row(f"{API}/disputes?from={{}}&skip={{}}", REFUSED),),
    f"POST {API}/sandbox/disputes": (
        row(f"{API}/sandbox/disputes", REFUSED,
            body={"payment_id": TEXT, "amount": 1, "status": TEXT, "id": TEXT}),
    ),
    f"GET {API}/sandbox/switches": (row(f"{API}/sandbox/switches?{{}}={{}}", READ),),
    f"POST {API}/sandbox/switches": (
        row(f"{API}/sandbox/switches", REFUSED, body={TEXT: 1}),
        row(f"{API}/sandbox/switches", REFUSED, body=[TEXT]),
    ),
}  # fmt: skip
# A header of a request, and the route that reads it.
HEADERS = {
    "accept": "/graphql",
    "accept-encoding": "/schema.graphql",
    "accept-language": "/graphql",
    "access-control-request-method": "/graphql",
    "authorization": "/graphql",
    "content-encoding": "/graphql",
    "content-length": "/graphql",
    "content-type": "/graphql",
    "cookie": "/graphql",
    "if-none-match": "/graphql",
    "origin": "/graphql",
    "user-agent": "/graphql",
    "host": "/graphql",
    "x-razorpay-signature": "/webhooks/sandbox",
    "x-refund-idempotency": f"{API}/payments/x/refund",
    "x-request-id": "/graphql",
}


def test_every_route_has_a_row(app: Any) -> None:
    assert set(ROWS) == routes(app)


def test_every_header_that_is_read_has_a_row() -> None:
    assert set(HEADERS) == request_headers()


def test_every_html_and_csv_output_is_listed() -> None:
    """A page, a picture of elements, a table or a letter made anywhere else needs a row."""
    made = {"HTMLResponse", "EmailMessage", "writer", "DictWriter", "Template", "Environment",
            "ElementTree", "SubElement", "MIMEText", "MIMEMultipart"}  # fmt: skip
    found = {(path, name) for path, name, _ in calls() if name in made}
    assert found == {
        # Kinds of goods and rates of ours.
        ("cli/reports/tax.py", "writer"),
        ("integrations/notify/smtp.py", "EmailMessage"),
        ("integrations/payments/sandbox/page.py", "HTMLResponse"),
        ("server/graphql_http/console.py", "HTMLResponse"),
    }


@pytest.fixture(scope="module")
async def order(server_url: str, empty_url: str, worker_id: str) -> AsyncIterator[str]:
    """An order at the sandbox, with a hostile receipt."""
    async with copy_of(server_url, EMPTY, worker_id):
        made = await ledger.make_order(100_00, "INR", HOSTILE["the end of an attribute"])
        yield str(made["id"])


def put_in(body: Any, text: str) -> Any:
    if isinstance(body, dict):
        return {put_in(name, text): put_in(each, text) for name, each in body.items()}
    if isinstance(body, list):
        return [put_in(each, text) for each in body]
    return text if body == TEXT else body


def request(
    client: httpx.AsyncClient, row: Row, text: str, order: str
) -> Awaitable[httpx.Response]:
    path = row.path.replace("{{", "\x01").replace("}}", "\x02").replace("{}", in_path(text))
    path = path.replace("\x01", quote("{")).replace("\x02", quote("}")).replace("ORDER", order)
    headers, content = {"accept": row.accept}, None
    if row.form is not None:
        content = row.form.replace("{}", in_path(text)).replace("STOREFRONT", settings().storefront)
        headers["content-type"] = "application/x-www-form-urlencoded"
    elif row.body is not None:
        # Half a pair is \ud83e in JSON, which every client can write.
        content = json.dumps(put_in(row.body, text))
        headers["content-type"] = "application/json"
    method = "GET" if content is None else "POST"
    auth = row.auth or httpx.USE_CLIENT_DEFAULT
    return client.request(method, path, content=content, headers=headers, auth=auth)


def shape(response: httpx.Response, text: str) -> Any:
    """What a browser makes of an answer, its status left out."""
    names = shapes.headers(response.headers.raw)
    assert (
        "content-type" not in response.headers
        or response.headers.get("x-content-type-options") == "nosniff"
        or not response.headers["content-type"].startswith("text/html")
    ), response.headers
    kind = response.headers.get("content-type", "").partition(";")[0]
    if kind == "text/html":
        return kind, names, shapes.html(response.text)[0]
    if kind in ("application/json", "application/graphql-response+json"):
        json.loads(response.content)
        return kind, ()
    assert kind in ("text/plain", ""), kind
    # Ours alone: nothing of what was sent is in it.
    assert text not in response.text or len(text) < 4
    return kind, ()


ROUTES: list[Any] = [
    pytest.param(each, id=f"{name} {n}")
    for name, rows in ROWS.items()
    for n, each in enumerate(rows)
]


@pytest.mark.parametrize("row", ROUTES)
async def test_hostile_input_does_not_change_a_response(
    client: httpx.AsyncClient, order: str, row: Row
) -> None:
    usual = await request(client, row, HARMLESS, order)
    # One shape for each status and kind: what leads nowhere is told in plain text.
    expected: dict[Any, Any] = {}
    expected[usual.status_code, *shape(usual, HARMLESS)[:1]] = shape(usual, HARMLESS)
    if row.shows:
        assert HARMLESS in shapes.html(usual.text)[1]
    for name, text in HOSTILE.items():
        response = await request(client, row, text, order)
        assert response.status_code in row.statuses, (name, response.status_code, response.text)
        found = shape(response, text)
        assert expected.setdefault((response.status_code, found[0]), found) == found, name


@pytest.mark.parametrize("name", HEADERS)
async def test_hostile_input_ends_no_header(
    client: httpx.AsyncClient, order: str, name: str
) -> None:
    for about, text in HOSTILE.items():
        value = text.encode("utf-8", "surrogatepass")
        response = await client.request(
            "OPTIONS" if name.startswith("access-control") else "POST",
            HEADERS[name],
            content=b"" if name.startswith("access-control") else b'{"query": "{ __typename }"}',
            headers=[(b"content-type", b"application/json"), (name.encode(), value)]
            if name != "content-type"
            else [(b"content-type", value)],
        )
        assert response.status_code < 500, (about, response.text)
        shapes.headers(response.headers.raw)
        assert b"evil" not in b"".join(v for _, v in response.headers.raw), about
