"""What comes over the wire: heads, bodies and those who leave before the answer."""

import asyncio
import functools
import json
import socket
from typing import Any

from tests.campaigns.attacks.kinds import (
    GRAPHQL,
    JSON,
    ONE,
    PAGE,
    Attack,
    Run,
    Target,
    Told,
    body,
    document,
    get,
    sends,
    told,
)
from tests.support.servers.raw_client import raw


async def half_a_body(target: Target) -> Told:
    """Says that more is to come, and leaves; the answer is that the mart doesn't mind."""
    host, port = target.address.split(":")
    for _ in range(20):
        with socket.create_connection((host, int(port))) as plain:
            plain.sendall(
                b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                b'content-length: 1000\r\n\r\n{"query":'
            )
    return 0, ""


async def leave_in_the_middle(target: Target) -> Told:
    """200 clients ask for something dear and go away at once."""
    host, port = target.address.split(":")
    asked = json.dumps(
        {"query": '{ products(search: "kurta", first: 100) { nodes { name images { url } } } }'}
    ).encode()
    head = (
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n" % len(asked)
    )

    async def once() -> None:
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(head + asked)
        await writer.drain()
        writer.close()

    await asyncio.gather(*(once() for _ in range(200)))
    return 0, ""


async def many_heads(target: Target) -> Told:
    headers = {**JSON, **{f"x-{n}": "y" * 100 for n in range(80)}}
    return told(await target.client.post("/graphql", json=PAGE, headers=headers))


async def a_batch(target: Target) -> Told:
    response = await target.client.post("/graphql", content=json.dumps([PAGE] * 50), headers=JSON)
    return told(response)


async def deleting(target: Target) -> Told:
    return told(await target.client.delete("/graphql", headers={"accept": GRAPHQL}))


def bytes_of_head(extra: bytes, path: bytes = b"/healthz") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + extra + b"\r\n"


def without_end(begun: bytes, part: bytes) -> Run:
    """A request of 16 MB and more; what is told is whether all of it was taken.

    Whoever goes on sending may find the connection cut before the refusal is read.
    """

    async def run(target: Target) -> Told:
        endless = part * (16 * 1024 * 1024 // len(part))
        async with raw(target.address) as client:
            await client.send(begun)
            taken = asyncio.create_task(client.send(endless))
            status, _ = await client.answer()
            client.writer.transport.abort()
            is_taken = await taken == len(endless)
            return status or 413, "taken" if is_taken else ""

    return run


def _within(inner: Any, _: int) -> Any:
    return [inner]


NESTED: Any = functools.reduce(_within, range(900), None)
MUTATION = 'mutation { otpRequest(input: {phone: "1"}) { errors { code } } }'
JSON_HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
CHUNKED = JSON_HEAD + b"transfer-encoding: chunked\r\n\r\n"
LONG_BODY = JSON_HEAD + b"content-length: 99999999\r\n\r\n"
WIRE = (
    Attack(
        "40 parameters of an address",
        get(query=ONE, **{f"x{n}": "y" for n in range(40)}),
        (400, "BAD_REQUEST"),
        of=("URL parameters",),
    ),
    Attack(
        "chunks of a byte without end",
        without_end(CHUNKED, b"1\r\n{\r\n"),
        (413, ""),
        of=("body with chunk sizes and trailers",),
    ),
    Attack(
        "an extension of a chunk without end",
        without_end(CHUNKED + b"1;", b"x"),
        (413, ""),
        of=("body with chunk sizes and trailers",),
    ),
    Attack(
        "a body of 16 MB",
        without_end(LONG_BODY, b" "),
        (413, ""),
        of=("body", "data read after a refusal"),
    ),
    Attack(
        "extensions of 20 kB",
        document(ONE, extensions={"x": "y" * 20_000}),
        (400, "BAD_REQUEST"),
        of=("extensions",),
    ),
    Attack(
        "2,000 items of an Accept header",
        body(json.dumps(PAGE).encode(), accept=", ".join(f"x/{n}" for n in range(2_000))),
        (406, "BAD_REQUEST"),
        of=("items of an Accept header",),
    ),
    Attack(
        "cookies of 20 kB",
        body(json.dumps(PAGE).encode(), cookie="odop_refresh=x; y=" + "z" * 20_000),
        (200, ""),
        of=("cookies",),
    ),
    Attack(
        "a device's name of 20 kB",
        body(json.dumps(PAGE).encode(), **{"user-agent": "x" * 20_000}),
        (200, ""),
        of=("device name",),
    ),
    Attack(
        "1,000 proxies in X-Forwarded-For",
        body(json.dumps(PAGE).encode(), **{"x-forwarded-for": ", ".join(["127.0.0.1"] * 1_000)}),
        (200, ""),
        of=("proxies in X-Forwarded-For",),
    ),
    Attack("a batch", a_batch, (400, "BAD_REQUEST")),
    Attack("a mutation by GET", get(query=MUTATION), (405, "METHOD_NOT_ALLOWED")),
    Attack("DELETE", deleting, (405, "METHOD_NOT_ALLOWED")),
    Attack(
        "a form",
        body(b"query=%7B__typename%7D", **{"content-type": "application/x-www-form-urlencoded"}),
        (415, "UNSUPPORTED_MEDIA_TYPE"),
    ),
    Attack(
        "plain text", body(b"{}", **{"content-type": "text/plain"}), (415, "UNSUPPORTED_MEDIA_TYPE")
    ),
    Attack(
        "packed", body(b"\x1f\x8b", **{"content-encoding": "gzip"}), (415, "UNSUPPORTED_MEDIA_TYPE")
    ),
    Attack("no UTF-8", body(b'{"query": "\xff\xfe"}'), (400, "BAD_REQUEST")),
    Attack("null", body(b"null"), (400, "BAD_REQUEST")),
    Attack("nothing", body(b""), (400, "BAD_REQUEST")),
    Attack(
        "a number of 10,000 digits that nobody declared",
        body(b'{"query": "{ __typename }", "variables": {"n": ' + b"9" * 10_000 + b"}}"),
        (200, ""),
    ),
    Attack("100,000 arrays", body(b'{"query": ' + b"[" * 100_000), (400, "BAD_REQUEST")),
    Attack(
        "1,000 arrays as a variable",
        document("query ($n: Int) { products(first: $n) { totalCount } }", {"n": NESTED}),
        (400, "BAD_USER_INPUT"),
        of=("nesting searched for invalid Unicode",),
    ),
    Attack(
        "NaN", body(b'{"query": "{ __typename }", "variables": {"n": NaN}}'), (400, "BAD_REQUEST")
    ),
    Attack(
        "Infinity",
        body(b'{"query": "{ __typename }", "variables": {"n": -Infinity}}'),
        (400, "BAD_REQUEST"),
    ),
    Attack("a body of 300 kB", body(b" " * 300_000), (413, "PAYLOAD_TOO_LARGE"), of=("body",)),
    Attack(
        "an operation name of 20 kB",
        document(ONE, None, operationName="x" * 20_000),
        (400, "BAD_REQUEST"),
        of=("operation name",),
    ),
    Attack("80 headers", many_heads, (200, "")),
    Attack(
        "an Accept of nothing we have",
        body(json.dumps(PAGE).encode(), accept="image/png"),
        (406, "BAD_REQUEST"),
    ),
    Attack(
        "a token of 5 kB",
        body(json.dumps(PAGE).encode(), authorization="Bearer " + "x" * 5_000),
        (401, "UNAUTHENTICATED"),
        of=("access token",),
    ),
    Attack(
        "a head of 40 kB",
        sends(bytes_of_head(b"x: " + b"y" * 40_000 + b"\r\n")),
        (431, ""),
        of=("headers",),
    ),
    Attack(
        "101 headers", sends(bytes_of_head(b"x: y\r\n" * 101)), (431, ""), of=("number of headers",)
    ),
    Attack(
        "an address of 20 kB",
        sends(bytes_of_head(b"", b"/" + b"x" * 20_000)),
        (414, ""),
        of=("URL",),
    ),
    Attack(
        "half a surrogate pair",
        body(
            b'{"query": "query ($s: String!) { product(slug: $s) { id } }",'
            b' "variables": {"s": "\\ud83e"}}'
        ),
        (400, "BAD_USER_INPUT"),
    ),
    Attack("20 half bodies", half_a_body, (0, "")),
    Attack("200 who leave in the middle", leave_in_the_middle, (0, "")),
)
