"""Limits of headers and bodies, each at its value and one above."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from server.requests.request_bounds import (
    MAX_BODY_BYTES,
    MAX_HEAD_BYTES,
    MAX_HEADERS,
    MAX_PIPELINED,
    MAX_URL_BYTES,
)
from tests.support.servers.raw_client import raw, sent
from tests.support.servers.requests import head, is_well
from tests.support.servers.served import served
from tests.support.servers.sockets import UPGRADE

ENDLESS = 16 * 1024 * 1024


ROUTES = ("/graphql", "/webhooks/razorpay", "/webhooks/none", "/sandbox/v1/orders", "/nothing")


def of_size(size: int) -> bytes:
    """A head of so many bytes."""
    return head(b"x: " + b"y" * (size - len(head(b"x: \r\n"))) + b"\r\n")


def post(extra: bytes) -> bytes:
    return head(b"content-type: application/json\r\n" + extra, b"/graphql").replace(b"GET", b"POST")


def upgrade(*lines: bytes, path: bytes = b"/graphql") -> bytes:
    """A head that asks for a WebSocket, wrong in what `lines` say."""
    good = {
        b"host": b"x",
        b"upgrade": b"websocket",
        b"connection": b"Upgrade",
        b"sec-websocket-version": b"13",
        b"sec-websocket-key": b"dGhlIHNhbXBsZSBub25jZQ==",
        b"sec-websocket-protocol": b"graphql-transport-ws",
    }
    wrong = dict(each.split(b": ", 1) for each in lines)
    head = b"".join(name + b": " + value + b"\r\n" for name, value in (good | wrong).items())
    return b"GET " + path + b" HTTP/1.1\r\n" + head + b"\r\n"


# One for each place from which a connection may be answered, and the status.
ANSWERED = (
    (head(b""), 200),
    (head(b"", b"/nothing"), 404),
    (head(b"").replace(b"GET", b"FOO"), 400),
    (b"\x16\x03\x01 nothing\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n", 400),
    (of_size(MAX_HEAD_BYTES + 1), 431),
    (head(b"", b"/" + b"x" * MAX_URL_BYTES), 414),
    (post(b"content-length: 99999999\r\n"), 413),
    (b"GET / HTTP/1.1\r\nho", 408),
    (upgrade(), 101),
    (upgrade(b"origin: https://other.example.in"), 403),
    (upgrade(path=b"/nothing"), 403),
    (upgrade(b"sec-websocket-version: 7"), 400),
    (upgrade(b"sec-websocket-key: x"), 400),
    (upgrade(b"x: " + b"y" * 8_200), 431),
)


@pytest.fixture(scope="module")
def over_https(shop_url: str) -> Iterator[str]:
    public = {"ODOP_PUBLIC_URL": "HTTPS://Mart.example.in/"}
    with served(shop_url, ALL_TIMEOUTS_SECONDS="1.5", **public) as found:
        yield found


@pytest.mark.parametrize(("data", "status"), ANSWERED)
async def test_every_https_response_has_hsts(over_https: str, data: bytes, status: int) -> None:
    async with raw(over_https) as client:
        await client.send(data)
        told = (await client.reader.readuntil(b"\r\n\r\n")).lower()
    assert told.split()[1] == str(status).encode()
    for name in (b"strict-transport-security: max-age=31536000", b"date: "):
        assert told.count(b"\r\n" + name) == 1


# What nobody reads the kernel takes, some 40 MB of a connection (net.ipv4.tcp_rmem, tcp_wmem).
MORE_THAN_BUFFERS = 100_000_000


@pytest.mark.parametrize(("size", "status"), [(MAX_HEAD_BYTES, 200), (MAX_HEAD_BYTES + 1, 431)])
async def test_the_size_of_a_head(address: str, size: int, status: int) -> None:
    assert (await sent(address, of_size(size)))[0] == status


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 431)])
async def test_the_number_of_headers(address: str, extra: int, status: int) -> None:
    lines = b"".join(b"x-%d: y\r\n" % n for n in range(MAX_HEADERS - 2 + extra))
    assert (await sent(address, head(lines)))[0] == status


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 414)])
async def test_the_length_of_an_address(address: str, extra: int, status: int) -> None:
    path = b"/healthz?"
    path += b"x" * (MAX_URL_BYTES - len(path) + extra)
    assert (await sent(address, head(b"", path)))[0] == status


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [(b"GET /", b"x"), (b"GET / HTTP/1.1\r\nx: ", b"y"), (b"GET / HTTP/1.1\r\n", b"x: y\r\n"),
     (b"", b"\r\n"), (b"GET / HTTP/1.1\r\n", b"x")],
    ids=["address", "value", "lines", "nothing", "name"],
)  # fmt: skip
async def test_endless_headers_are_refused(address: str, begins: bytes, goes_on: bytes) -> None:
    endless = begins + goes_on * (MORE_THAN_BUFFERS // len(goes_on))
    async with raw(address) as client:
        taken = asyncio.create_task(client.send(endless))
        status, _ = await client.answer()
        # A whole answer, or a connection that was cut; never one that takes it all.
        assert status in (0, 400, 414, 431)
        client.writer.transport.abort()
        assert await taken < len(endless)
    assert await is_well(address)


@pytest.mark.parametrize("extra", [b"x: " + b"y" * MAX_HEAD_BYTES + b"\r\n", b"x: y\r\n" * 101])
async def test_an_upgrade_has_the_same_header_limits(address: str, extra: bytes) -> None:
    assert (await sent(address, UPGRADE[:-2] + extra + b"\r\n"))[0] == 431


async def test_an_upgrade_of_many_headers_is_answered(address: str) -> None:
    for extra in (b"x-%d: y\r\n" * 80 % tuple(range(80)), b"cookie: " + b"x" * 12_000 + b"\r\n"):
        async with raw(address) as client:
            await client.send(UPGRADE[:-2] + extra + b"\r\n")
            line = await asyncio.wait_for(client.reader.readline(), 5)
            assert line.split()[1] in (b"101", b"431"), line
    assert await is_well(address)


@pytest.mark.parametrize("route", ROUTES)
async def test_the_size_of_a_body(address: str, route: str) -> None:
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=20) as client:
        json = {"content-type": "application/json"}
        for size, is_taken in ((MAX_BODY_BYTES, True), (MAX_BODY_BYTES + 1, False)):
            response = await client.post(route, content=b" " * size, headers=json)
            assert (response.status_code != 413) is is_taken, response.text

            async def parts(size: int = size) -> object:
                for start in range(0, size, 4096):
                    yield b" " * min(4096, size - start)

            response = await client.post(route, content=parts(), headers=json)  # type: ignore[arg-type]
            assert (response.status_code != 413) is is_taken, response.text


async def test_chunks_and_trailers_have_bounds_too(address: str) -> None:
    begun = b"POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
    extension = b"1;" + b"x" * ENDLESS
    trailer = b"1\r\n{\r\n0\r\nx: " + b"y" * ENDLESS
    lines = b"1\r\n{\r\n0\r\n" + b"x: y\r\n" * (ENDLESS // 6)
    for endless in (extension, trailer, lines):
        async with raw(address) as client:
            await client.send(begun)
            taken = asyncio.create_task(client.send(endless))
            await client.answer()
            client.writer.transport.abort()
            assert await taken < len(endless)
    assert await is_well(address)


async def test_pipelined_requests_are_limited(address: str) -> None:
    one = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
    async with raw(address) as client:
        await client.send(one * MAX_PIPELINED)
        async with asyncio.timeout(10):
            for _ in range(MAX_PIPELINED):
                assert b"200" in await client.reader.readuntil(b'{"status":"ok"}')
    # What is more is read as they are answered, wherever its segments end.
    for number in (MAX_PIPELINED + 2, 3 * MAX_PIPELINED, 700):
        async with raw(address) as client:
            await client.send(one * number + head(b""))
            status, heard = await client.answer(20)
            assert (status, heard.count(b'{"status":"ok"}')) == (200, number + 1)
    async with raw(address) as client:
        body = b'{"query":"{__typename}"}'
        post = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        post += b"content-length: %d\r\n\r\n" % len(body) + body
        await client.send(post * 30 + post[:70])
        await client.send(post[70:] + head(b""))
        _, heard = await client.answer(20)
        assert heard.count(b'"__typename":"Query"') == 31
    assert await is_well(address)


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nhost: x\r\nHost: x\r\nconnection: close\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.0\r\nhost: x\r\nhost: y\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHOST: x\r\nconnection: close\r\n\r\n", 200),
        (b"GET /healthz HTTP/1.0\r\n\r\n", 200),
        (UPGRADE.replace(b"host: x\r\n", b"") + b"\r\n", 400),
    ],
)
async def test_a_request_has_exactly_one_host_header(
    address: str, request_head: bytes, status: int
) -> None:
    assert (await sent(address, request_head))[0] == status


CHUNKED_BODY = b'{"query":"{__typename}"}'


CHUNKS = b"%x\r\n%b\r\n0\r\n\r\n" % (len(CHUNKED_BODY), CHUNKED_BODY)


FIVE = b"content-length: 5\r\n"


# Lines of a head that tell where its body ends, and what they are answered.
FRAMINGS = (
    (b"Transfer-Encoding: chunked\r\n", 200),
    (b"transfer-encoding:\t ChUnKeD  \r\n", 200),
    (b"Transfer-Encoding: gzip, chunked\r\n", 501),
    (b"Transfer-Encoding: x;y=1 ,\tchunked\r\n", 501),
    (b"Transfer-Encoding: identity, chunked\r\n", 501),
    (b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 501),
    (b"Transfer-Encoding: gzip\r\nx: y\r\nTRANSFER-ENCODING: chunked\r\n", 501),
    (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n", 400),
    (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
    (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 400),
    (b"Transfer-Encoding: chunked, gzip\r\n", 400),
    (b"Transfer-Encoding: chunked, chunked\r\n", 400),
    (b"Transfer-Encoding: chunked, gzip, chunked\r\n", 400),
    (b"Transfer-Encoding: gzip\r\n", 400),
    (b"Transfer-Encoding: identity\r\n", 400),
    (b"Transfer-Encoding: xchunked\r\n", 400),
    (b"Transfer-Encoding: chunkedx\r\n", 400),
    (b"Transfer-Encoding: x chunked\r\n", 400),
    (b"Transfer-Encoding: chunked;a=b\r\n", 400),
    (b'Transfer-Encoding: "chunked"\r\n', 400),
    (b"Transfer-Encoding: \x0bchunked\r\n", 400),
    (b"Transfer-Encoding: ,chunked\r\n", 400),
    (b"Transfer-Encoding: chunked,\r\n", 400),
    (b"Transfer-Encoding:\r\n", 400),
    (b"Transfer-Encoding : chunked\r\n", 400),
    (b" Transfer-Encoding: chunked\r\n", 400),
    (b"Transfer-Encoding:\r\n chunked\r\n", 400),
    (b"Transfer-Encoding: gzip,\r\n chunked\r\n", 400),
    (b"x: y\r\n z\r\n", 400),
    (b"x: y\nTransfer-Encoding: chunked\r\n", 400),
    (b"x: y\rTransfer-Encoding: chunked\r\n", 400),
    (b"Transfer-Encoding: chunked\r\n" + FIVE, 400),
    (FIVE + b"Transfer-Encoding: chunked\r\n", 400),
    (FIVE + b"Transfer-Encoding: gzip, chunked\r\n", 400),
    (FIVE + FIVE, 400),
    (b"content-length: 5, 5\r\n", 400),
    (b"content-length: +5\r\n", 400),
    (b"content-length: 0x5\r\n", 400),
    (b"content-length: 5 5\r\n", 400),
    (b"content-length:\r\n", 400),
)  # fmt: skip


@pytest.mark.parametrize(("path", "good"), [(b"/healthz", 405), (b"/graphql", 200)])
@pytest.mark.parametrize(("lines", "status"), FRAMINGS)
async def test_the_end_of_a_body_is_unambiguous(
    address: str, lines: bytes, status: int, path: bytes, good: int
) -> None:
    """What a proxy may read otherwise is refused, and nothing after it is taken for a request."""
    data = head(b"content-type: application/json\r\n" + lines, path).replace(b"GET", b"POST")
    # Of what is well framed, too, the answer is the last: its client says so.
    found, heard = await sent(address, data + CHUNKS + head(b""))
    assert found == (good if status == 200 else status)
    assert heard
    assert b"HTTP/1.1" not in heard


@pytest.mark.parametrize("version", [b"1.0", b"0.9", b"2.0"])
async def test_chunked_bodies_need_http_1_1(address: str, version: bytes) -> None:
    for codings in (b"chunked", b"gzip, chunked", b"gzip"):
        data = head(b"transfer-encoding: " + codings + b"\r\n", b"/graphql")
        data = data.replace(b"GET", b"POST").replace(b"HTTP/1.1", b"HTTP/" + version)
        found, heard = await sent(address, data + CHUNKS + head(b""))
        assert found == 400, codings
        assert b"HTTP/1.1" not in heard


@pytest.mark.parametrize(("codings", "status"), [(b"chunked", 400), (b"gzip, chunked", 501)])
async def test_an_upgrade_has_no_body(address: str, codings: bytes, status: int) -> None:
    data = UPGRADE[:-2] + b"transfer-encoding: " + codings + b"\r\n\r\n"
    assert (await sent(address, data + CHUNKS))[0] == status


async def test_trailers_do_not_change_the_length_of_the_body(address: str) -> None:
    for line in (b"transfer-encoding: chunked", b"content-length: 5"):
        data = head(b"transfer-encoding: chunked\r\n").replace(b"GET", b"POST")
        _, heard = await sent(address, data + CHUNKS[:-2] + line + b"\r\n\r\n" + head(b""))
        assert b"HTTP/1.1" not in heard
