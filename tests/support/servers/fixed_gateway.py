"""A payment gateway that answers every request alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from integrations.payments.razorpay import Razorpay


@asynccontextmanager
async def answering(status: int, body: bytes) -> AsyncIterator[Razorpay]:
    """The adapter of such a gateway."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield Razorpay("key", "secret", "secret", f"http://127.0.0.1:{port}")
