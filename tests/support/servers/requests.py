"""Raw requests that are large, slow or without end."""

import json

import httpx

from graph.limits.query_limits import MAX_REPEATED_FIELDS
from server.requests.request_bounds import MAX_SUBSCRIPTIONS
from tests.support.servers.raw_client import frame
from tests.support.servers.sockets import UPGRADE

END = b"host: x\r\nconnection: close\r\n\r\n"


def head(extra: bytes, path: bytes = b"/healthz") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + extra + END


async def is_well(address: str) -> bool:
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=20) as client:
        return (await client.get("/healthz")).is_success


TEXTS = " ".join(f"a{number}: description" for number in range(MAX_REPEATED_FIELDS))


BIG = f"{{ products(first: 100) {{ nodes {{ {TEXTS} }} }} }}"


# More than the buffers of any connection hold.
LARGE = [b"GET /schema.graphql HTTP/1.1\r\nhost: x\r\n\r\n" * 15] * 10


ASKED = [
    {"type": "subscribe", "id": f"{number}", "payload": {"query": BIG}}
    for number in range(MAX_SUBSCRIPTIONS // 4)
]


SUBSCRIBED = [
    UPGRADE,
    frame(b'{"type": "connection_init"}'),
    b"".join(frame(json.dumps(message).encode()) for message in ASKED),
]
