"""A stand-in for the operator's SMS gateway."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Gateway:
    """An SMS gateway's wire: what it was sent, and what it answers."""

    url: str = ""
    status: int = 202
    # It takes what it is sent and says nothing.
    is_silent: bool = False
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.partition(":")[2])
            for line in head.split("\r\n")
            if line.lower().startswith("content-length")
        )
        self.requests.append((head, json.loads(await reader.readexactly(length))))
        if self.is_silent:
            writer.close()
            return
        writer.write(f"HTTP/1.1 {self.status} x\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()
