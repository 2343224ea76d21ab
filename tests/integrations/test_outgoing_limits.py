"""Others that answer without an end, in time or in size."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from commerce.core.ports import NotDelivered
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from integrations import http_client
from integrations.http_client import HttpClient, Unreachable
from integrations.notify import smtp
from integrations.notify.smtp import SmtpCarrier

OK = b"HTTP/1.1 200 x\r\n"
Write = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(write: Write) -> AsyncIterator[int]:
    """A server that reads nothing and writes without asking; its port."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await write(writer)
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def drip(writer: asyncio.StreamWriter) -> None:
    """A byte each moment: no single wait is long."""
    writer.write(OK + b"content-length: 1000000\r\n\r\n")
    for _ in range(1_000):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


def sized(size: int) -> Write:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + f"content-length: {size}\r\n\r\n".encode() + b"x" * size)
        await writer.drain()

    return write


async def endless(writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"transfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
        await writer.drain()


async def garbage(writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"content-encoding: br\r\ncontent-length: 2\r\n\r\nxy")
    await writer.drain()


def compressed(size: int) -> Write:
    async def write(writer: asyncio.StreamWriter) -> None:
        body = gzip.compress(b"x" * size)
        head = f"content-encoding: gzip\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(OK + head.encode() + body)
        await writer.drain()

    return write


async def fetched(write: Write, seconds: float = 10) -> bytes:
    async with serving(write) as port:
        client = HttpClient(seconds=seconds)
        try:
            return (await client.request("GET", f"http://127.0.0.1:{port}/")).content
        finally:
            await client.close()


async def test_an_answer_that_drips_ends_in_time() -> None:
    loop = asyncio.get_running_loop()
    start = loop.time()
    with pytest.raises(Unreachable, match="TimeoutError") as caught:
        await fetched(drip, seconds=1)
    assert loop.time() - start < 5
    assert caught.value.may_have_arrived


async def test_an_answer_has_a_limit_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "MAX_RESPONSE_BYTES", 100_000)
    assert len(await fetched(sized(100_000))) == 100_000
    for write in (sized(100_001), endless):
        with pytest.raises(Unreachable, match="over"):
            await fetched(write)


async def test_a_compressed_answer_has_the_same_limit() -> None:
    most = http_client.MAX_RESPONSE_BYTES
    assert len(await fetched(compressed(most))) == most
    with pytest.raises(Unreachable, match="bytes"):
        await fetched(compressed(25 * most))
    with pytest.raises(Unreachable, match="decompressed"):
        await fetched(garbage)


@pytest.mark.parametrize("word", ["identity", "Identity", " IDENTITY"])
async def test_an_answer_that_says_it_is_not_compressed_is_read(word: str) -> None:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + f"content-encoding: {word}\r\ncontent-length: 2\r\n\r\nok".encode())
        await writer.drain()

    assert await fetched(write) == b"ok"


async def test_a_server_that_hung_is_asked_again_when_it_answers() -> None:
    """Whatever burst of requests it left without an answer."""
    is_hanging = asyncio.Event()

    async def write(writer: asyncio.StreamWriter) -> None:
        if not is_hanging.is_set():
            await is_hanging.wait()
        else:
            await sized(2)(writer)

    async with serving(write) as port:
        client = HttpClient(seconds=1)

        async def ask() -> bytes:
            return (await client.request("GET", f"http://127.0.0.1:{port}/")).content

        for _ in range(2):
            answers = await asyncio.gather(*(ask() for _ in range(250)), return_exceptions=True)
            assert {type(each) for each in answers} == {Unreachable}
            # Those that had no turn were not sent.
            never_sent = [each for each in answers if not getattr(each, "may_have_arrived", True)]
            assert len(never_sent) >= 100
        is_hanging.set()
        assert [await ask() for _ in range(3)] == [b"xx"] * 3
        await client.close()


async def test_a_mail_server_that_drips_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of its greeting comes in time, and there is always another."""
    monkeypatch.setattr(smtp, "MAX_SECONDS", 1)

    async def greet(writer: asyncio.StreamWriter) -> None:
        for _ in range(1_000):
            writer.write(b"220-wait\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    loop = asyncio.get_running_loop()
    start = loop.time()
    message = Message(Kind.CODE, "asha@buyer.example.in", Language.EN, {"code": "1"})
    async with serving(greet) as port:
        with pytest.raises(NotDelivered) as caught:
            await SmtpCarrier(
                f"smtp://127.0.0.1:{port}", "ODOP Mart <no-reply@mart.example.in>"
            ).carry(message)
    assert loop.time() - start < 8
    assert caught.value.is_retryable
    assert not caught.value.may_have_arrived
