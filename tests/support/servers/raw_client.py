"""A client that sends what it likes, byte by byte."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpx

CHUNK = 16 * 1024


@dataclass
class Raw:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> int:
        """Send until it is through, or the other side takes no more; how much was taken."""
        sent = 0
        with suppress(ConnectionError):
            for start in range(0, len(data), CHUNK):
                self.writer.write(data[start : start + CHUNK])
                await self.writer.drain()
                sent += len(data[start : start + CHUNK])
        return sent

    async def answer(self, seconds: float = 10) -> tuple[int, bytes]:
        """The status and what else comes until the other side closes; 0 when nothing comes."""
        heard = b""
        with suppress(ConnectionError):
            async with asyncio.timeout(seconds):
                while part := await self.reader.read(CHUNK):
                    heard += part
        head, _, body = heard.partition(b"\r\n\r\n")
        return (int(head.split()[1]), body) if head else (0, b"")


@asynccontextmanager
async def raw(address: str, source: str | None = None) -> AsyncIterator[Raw]:
    """A connection; `source` is the address of this machine it comes from."""
    host, port = address.rsplit(":", 1)
    own = (source, 0) if source else None
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=own)
    try:
        yield Raw(reader, writer)
    finally:
        writer.close()


async def sent(address: str, *parts: bytes, seconds: float = 10) -> tuple[int, bytes]:
    """The answer to what is sent over a connection of its own."""
    async with raw(address) as client:
        for part in parts:
            await client.send(part)
        return await client.answer(seconds)


@asynccontextmanager
async def deaf(address: str, *parts: bytes) -> AsyncIterator[None]:
    """A client that asks and reads nothing of what it is answered."""
    host, port = address.rsplit(":", 1)
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CHUNK)
        plain.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(plain, (host, int(port)))
        for part in parts:
            await loop.sock_sendall(plain, part)
            # One after the other: what waits for an answer is not read with what came before.
            await asyncio.sleep(0.1)
        yield


async def metric(address: str, name: str) -> int:
    """A number of `/metrics`, of the process that answers."""
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=20) as client:
        found = re.search(rf"^{name}{{.*}} (\d+)$", (await client.get("/metrics")).text, re.M)
    assert found, name
    return int(found[1])


async def is_let_go(address: str, *parts: bytes, seconds: float) -> bool:
    """Whether the connection of somebody who asks so and reads nothing comes to its end."""
    before = await metric(address, "odop_connections")
    async with deaf(address, *parts):
        assert await metric(address, "odop_connections") > before
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while await metric(address, "odop_connections") > before:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
                return True
    return False


def frame(text: bytes) -> bytes:
    """A text as a client's frame, masked with zeroes."""
    length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2)
    return b"\x81" + length + bytes(4) + text
