"""A client that sends what it likes, byte by byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

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
async def raw(address: str) -> AsyncIterator[Raw]:
    host, port = address.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(host, int(port))
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
