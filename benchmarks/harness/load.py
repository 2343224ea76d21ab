"""Load generator: connections on loopback, each with sequential requests.

`python -m benchmarks.harness.load <port> <path> <connections> <seconds> <bodies file> [token]`
prints JSON with the duration in seconds and the times of all responses in milliseconds.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import cast

import uvloop


class Asker(asyncio.Protocol):
    """A connection with sequential requests."""

    def __init__(
        self, requests: list[bytes], until: float, times: list[float], failed: list[bytes]
    ):
        self._requests, self._until, self._times, self._failed = requests, until, times, failed
        self._place, self._sent, self._buffer, self._missing = 0, 0.0, b"", -1
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        if time.perf_counter() >= self._until:
            self._transport.close()
            return
        self._buffer, self._missing = b"", -1
        self._sent = time.perf_counter()
        self._transport.write(self._requests[self._place % len(self._requests)])
        self._place += 1

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._missing < 0:
            head, found, _ = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            self._missing = len(head) + 4 + int(length)
            if not head.startswith(b"HTTP/1.1 200"):
                self._failed.append(self._buffer[:300])
        if len(self._buffer) >= self._missing:
            if b'"errors":[{' in self._buffer:
                self._failed.append(self._buffer[:600])
            self._times.append((time.perf_counter() - self._sent) * 1000)
            self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if time.perf_counter() < self._until:
            self._failed.append(b"connection closed")
        if not self.done.done():
            self.done.set_result(None)


def request(path: str, body: bytes, token: str = "") -> bytes:
    signed = f"Authorization: Bearer {token}\r\n".encode() if token else b""
    return (
        b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Accept: application/json\r\n%bContent-Length: %d\r\n\r\n%s"
        % (path.encode(), signed, len(body), body)
    )


async def main(port: int, connections: int, seconds: float, requests: list[bytes]) -> None:
    times: list[float] = []
    failed: list[bytes] = []
    begun = time.perf_counter()
    until = begun + seconds
    loop = asyncio.get_running_loop()
    askers: list[Asker] = []
    for _ in range(connections):
        _, asker = await loop.create_connection(
            lambda: Asker(requests, until, times, failed), "127.0.0.1", port
        )
        askers.append(asker)
    await asyncio.gather(*(asker.done for asker in askers))
    if failed:
        raise SystemExit(f"{len(failed)} requests failed, for example {failed[0]!r}")
    print(json.dumps({"seconds": time.perf_counter() - begun, "times": times}))


if __name__ == "__main__":
    port, path, connections, seconds, bodies, *tokens = sys.argv[1:]
    lines = Path(bodies).read_bytes().splitlines()
    sent = [request(path, line, *tokens) for line in lines if line]
    uvloop.run(main(int(port), int(connections), float(seconds), sent))
