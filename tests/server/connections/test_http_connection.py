"""Requests to /graphql over real sockets, in one piece or in several."""

import asyncio
import gc
import json
import socket
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
import uvicorn
from uvicorn.server import ServerState

from server.connections.direct_cycle import DirectCycle
from server.connections.uvicorn_options import uvicorn_options
from server.requests.request_bounds import MAX_BODY_BYTES
from tests.support.servers.raw_client import raw, sent
from tests.support.servers.served import served

BODY = b'{"query": "{ __typename }"}'
ANSWER = {"__typename": "Query"}
PLAIN = b"content-type: application/json\r\naccept: application/json\r\n"


@pytest.fixture(scope="module")
def address(shop_url: str) -> Iterator[str]:
    with served(shop_url) as found:
        yield found


@pytest.fixture(scope="module")
def hasty(shop_url: str) -> Iterator[str]:
    with served(shop_url, ALL_TIMEOUTS_SECONDS="1.5") as found:
        yield found


def request(more: bytes = b"", body: bytes = BODY, version: bytes = b"1.1") -> bytes:
    head = b"POST /graphql HTTP/%b\r\nhost: x\r\n%b%b" % (version, PLAIN, more)
    return head + b"content-length: %d\r\n\r\n%b" % (len(body), body)


@pytest.mark.parametrize(
    ("version", "more", "stays"),
    [
        (b"1.1", b"connection: close\r\n", False),
        (b"1.0", b"", False),
        (b"1.1", b"", True),
        (b"1.1", b"connection: keep-alive\r\n", True),
    ],
)
async def test_keep_alive_follows_the_client(
    address: str, version: bytes, more: bytes, stays: bool
) -> None:
    async with raw(address) as client:
        await client.send(request(more, version=version))
        head = await asyncio.wait_for(client.reader.readuntil(b"\r\n\r\n"), 10)
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        lines = [line.partition(b": ")[0] for line in head.lower().splitlines()[1:] if line]
        assert len(lines) == len(set(lines))
        assert {b"date", b"content-type", b"vary", b"x-request-id", b"cache-control"} <= {*lines}
        assert (b"connection: close" in head) is not stays
        length = int(head.partition(b"content-length: ")[2].split()[0])
        body = await asyncio.wait_for(client.reader.readexactly(length), 10)
        assert json.loads(body)["data"] == ANSWER
        if stays:
            await client.send(request())
            assert b"200" in await asyncio.wait_for(client.reader.readline(), 10)
        else:
            assert await asyncio.wait_for(client.reader.read(1), 10) == b""


@pytest.mark.parametrize(
    "parts",
    [
        [request(b"connection: close\r\n")],
        [request(b"connection: close\r\n")[:70], request(b"connection: close\r\n")[70:]],
        [bytes([each]) for each in request(b"connection: close\r\n")],
        [
            b"POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + PLAIN,
            b"transfer-encoding: chunked\r\n\r\n",
            b"%x\r\n%b\r\n" % (10, BODY[:10]),
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY) - 10, BODY[10:]),
        ],
        [request(b"connection: close\r\nContent-Encoding: identity\r\n")],
    ],
    ids=["whole", "in two", "byte by byte", "in chunks", "as it is"],
)
async def test_a_body_may_come_in_pieces(address: str, parts: list[bytes]) -> None:
    status, body = await sent(address, *parts)
    assert status == 200
    assert json.loads(body)["data"] == ANSWER


async def test_expect_100_continue_is_answered(address: str) -> None:
    whole = request(b"expect: 100-continue\r\nconnection: close\r\n")
    head, _, body = whole.partition(b"\r\n\r\n")
    async with raw(address) as client:
        await client.send(head + b"\r\n\r\n")
        assert b"100" in await asyncio.wait_for(client.reader.readline(), 10)
        assert await client.reader.readline() == b"\r\n"
        await client.send(body)
        status, answer = await client.answer()
    assert status == 200
    assert json.loads(answer)["data"] == ANSWER


async def test_pipelined_requests_are_answered_in_order(address: str) -> None:
    texts = [
        "{ __typename }",
        "{ districts(first: 1) { nodes { slug } } }",
        "{ a: __typename }",
        "{",
    ]
    bodies = [json.dumps({"query": text}).encode() for text in texts]
    last = request(b"connection: close\r\n", bodies[-1])
    async with raw(address) as client:
        await client.send(b"".join([request(body=each) for each in bodies[:-1]]) + last)
        found = []
        for _ in bodies:
            head = await asyncio.wait_for(client.reader.readuntil(b"\r\n\r\n"), 10)
            length = int(head.partition(b"content-length: ")[2].split()[0])
            found.append(json.loads(await client.reader.readexactly(length)))
    assert [list(each.get("data", {})) for each in found] == [
        ["__typename"], ["districts"], ["a"], [],
    ]  # fmt: skip


async def test_an_answered_request_leaves_no_reference_cycles(
    client: httpx.AsyncClient,
) -> None:
    app = client._transport.app  # type: ignore[attr-defined]
    config = uvicorn.Config(app, **uvicorn_options())
    config.load()
    protocol: Any = config.http_protocol_class
    connection = partial(protocol, config=config, server_state=ServerState(), app_state={})
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    gc.collect()
    gc.disable()
    try:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for _ in range(10):
            writer.write(request())
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            await reader.readexactly(int(head.partition(b"content-length: ")[2].split()[0]))
        # A connection has its last one.
        assert sum(isinstance(each, DirectCycle) for each in gc.get_objects()) == 1
        writer.close()
    finally:
        gc.enable()
        server.close()


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY_BYTES, 400), (MAX_BODY_BYTES + 1, 413)])
@pytest.mark.parametrize("length", [True, False])
async def test_a_body_has_the_same_bound_either_way(
    address: str, size: int, status: int, length: bool
) -> None:
    body = b"[" + b" " * (size - 2) + b"]"
    async with httpx.AsyncClient(timeout=20) as client:
        content = body if length else _pieces(body)
        answer = await client.post(
            f"http://{address}/graphql",
            content=content,
            headers={"content-type": "application/json"},
        )
    assert answer.status_code == status


async def _pieces(body: bytes):  # type: ignore[no-untyped-def]
    yield body


@pytest.mark.parametrize("accepted", ["*/*", "text/html"])
async def test_head_has_the_headers_of_get(address: str, accepted: str) -> None:
    url = f"http://{address}/graphql"
    query = {} if accepted == "text/html" else {"query": "{ states { code name } }"}
    async with httpx.AsyncClient(headers={"accept": accepted}) as client:
        got = await client.get(url, params=query)
        told = await client.head(url, params=query)
        assert got.status_code == told.status_code == 200
        assert got.content
        assert not told.content
        own = ("date", "x-request-id")
        first, second = (
            {name: value for name, value in each.headers.items() if name not in own}
            for each in (got, told)
        )
        assert first == second
        if tag := got.headers.get("etag"):
            again = await client.head(url, params=query, headers={"if-none-match": tag})
            assert again.status_code == 304


async def test_head_executes_no_mutation(address: str) -> None:
    wanted = "/graphql?query=mutation%7BcartCreate(input:%7B%7D)%7Bcart%7Bid%7D%7D%7D"
    async with raw(address) as client:
        await client.send(
            f"HEAD {wanted} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode()
        )
        assert await client.answer() == (405, b"")


@pytest.mark.parametrize(
    ("path", "rest", "status"),
    [
        (path, rest, status)
        for path in ("/graphql", "/webhooks/razorpay")
        for rest, status in (
            (b"transfer-encoding: xchunked\r\n\r\n", 400),
            (b"transfer-encoding: chunked\r\n\r\nno length\r\n", 400),
            (b"transfer-encoding: chunked\r\n\r\n2\r\n{}garbage", 400),
            (b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" + b"x: y\r\n" * 200, 431),
        )
    ],
)
async def test_an_invalid_body_is_refused_with_a_message(
    address: str, path: str, rest: bytes, status: int
) -> None:
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n".encode()
    told, text = await sent(address, head + rest)
    assert told == status
    assert text


async def test_bytes_after_a_request_do_not_change_its_response(address: str) -> None:
    status, _ = await sent(address, request() + b"garbage\r\n\r\n")
    assert status in (0, 200)


@pytest.mark.slow
async def test_an_idle_connection_is_closed(hasty: str) -> None:
    async with raw(hasty) as client:
        for _ in range(3):
            # Each request begins the time anew.
            await client.send(request())
            head = await asyncio.wait_for(client.reader.readuntil(b"\r\n\r\n"), 10)
            await client.reader.readexactly(int(head.partition(b"content-length: ")[2].split()[0]))
            await asyncio.sleep(0.9)
        assert await asyncio.wait_for(client.reader.read(1), 30) == b""


@pytest.mark.parametrize("more", [b"", b"G" * 30_000])
async def test_the_response_to_an_invalid_request_is_not_lost(address: str, more: bytes) -> None:
    """A connection that is closed on what was not read loses what was written to it."""
    for _ in range(20):
        async with raw(address) as client:
            await client.send(b"G" * 10_000 + more)
            head = await asyncio.wait_for(client.reader.readuntil(b"\r\n\r\n"), 10)
            assert head.startswith(b"HTTP/1.1 400 ")
            await client.send(more)


async def test_each_request_is_notified_of_a_disconnect() -> None:
    """Of several sent on ahead the one that is being answered too."""
    heard: list[str] = []
    is_asked, is_over = asyncio.Event(), asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        is_asked.set()
        await receive()
        heard.append((await receive())["type"])
        is_over.set()

    options = uvicorn_options() | {"loop": "asyncio", "lifespan": "off", "log_level": "critical"}
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, **options))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with raw(f"127.0.0.1:{listening.getsockname()[1]}") as client:
            await client.send(b"GET /one HTTP/1.1\r\nhost: x\r\n\r\n" * 3)
            await asyncio.wait_for(is_asked.wait(), 10)
        await asyncio.wait_for(is_over.wait(), 10)
        server.should_exit = True
        await asyncio.wait_for(serving, 20)
    assert heard == ["http.disconnect"]
