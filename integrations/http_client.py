"""Asking others over HTTP.

The library is imported when somebody is first asked, in a thread, as it takes a tenth of a second
to read it and the authorities it trusts: a process that only shows pages never asks.
"""

import asyncio
import sys
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl

    import httpx

# The library alone: its command line brings pygments along.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


DEFAULT_SECONDS = 10
# Requests of a client that are under way; others wait for their turn.
MAX_AT_ONCE = 50
IDLE_CONNECTIONS = 20
MAX_RESPONSE_BYTES = 2_000_000
TOO_LONG = f"the answer is over {MAX_RESPONSE_BYTES:,} bytes"
# Answers are short.
NOT_COMPRESSED = {"Accept-Encoding": "identity"}


class Unreachable(Exception):  # noqa: N818 - it says what happened
    """No answer came. The message is the kind of failure.

    `may_have_arrived`: the request was sent, in part at least.
    """

    def __init__(self, why: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(why)
        self.may_have_arrived = may_have_arrived


class HttpClient:
    """A client of one event loop at a time, made with `options` when it is first used.

    A request takes `seconds` at most, with its wait for a turn, whatever of its answer has come by
    then. The turns are the only limit of connections: the library's pool keeps the place of a
    request that was cancelled just when it got a connection, and would be full for ever.
    """

    def __init__(self, *, seconds: float = DEFAULT_SECONDS, **options: Any) -> None:
        self._seconds = seconds
        self._client_options = {"timeout": seconds, "headers": NOT_COMPRESSED, **options}
        self._client: httpx.AsyncClient | None = None
        self._turns = asyncio.Semaphore(MAX_AT_ONCE)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def request(self, method: str, url: str, **more: Any) -> "httpx.Response":
        """The answer, all of it. Raises Unreachable."""
        client = await self._new_client()
        import httpx

        is_sent = False

        async def trace(event: str, _: Any) -> None:
            nonlocal is_sent
            is_sent = is_sent or event.endswith("send_request_headers.started")

        never_sent = (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.PoolTimeout,
            httpx.ProxyError,
            httpx.UnsupportedProtocol,
        )
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._turns,
                client.stream(method, url, extensions={"trace": trace}, **more) as response,
            ):
                return await _read(response)
        except TimeoutError:
            raise Unreachable("TimeoutError", may_have_arrived=is_sent) from None
        except httpx.HTTPError as error:
            raise Unreachable(
                type(error).__name__, may_have_arrived=not isinstance(error, never_sent)
            ) from None

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _new_client(self) -> "httpx.AsyncClient":
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            made = await asyncio.to_thread(_client, self._client_options)
            # Of several who came first one has made it.
            if self._client is None or self._loop is not loop:
                self._client, self._loop = made, loop
                self._turns = asyncio.Semaphore(MAX_AT_ONCE)
        return self._client


async def _read(response: "httpx.Response") -> "httpx.Response":
    """The response with its body. Raises Unreachable for one too long."""
    import httpx

    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise Unreachable(TOO_LONG)
    headers = response.headers.copy()
    encoding = headers.pop("content-encoding", "").strip().lower()
    return httpx.Response(
        response.status_code,
        headers=headers,
        content=bytes(body) if encoding in ("", "identity") else _decompressed(body),
        request=response.request,
    )


def _decompressed(body: bytes | bytearray) -> bytes:
    """A body that came as gzip or deflate although neither was asked for. Raises Unreachable."""
    try:
        found = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, MAX_RESPONSE_BYTES + 1)
    except zlib.error as error:
        raise Unreachable(f"the answer cannot be decompressed: {error}") from None
    if len(found) > MAX_RESPONSE_BYTES:
        raise Unreachable(TOO_LONG)
    return found


def _client(options: dict[str, Any]) -> "httpx.AsyncClient":
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=IDLE_CONNECTIONS)
    return httpx.AsyncClient(verify=_trusted(), limits=limits, **options)


@cache
def _trusted() -> "ssl.SSLContext":
    """The authorities trusted here. Reading them takes tens of milliseconds: once a process."""
    import httpx

    return httpx.create_ssl_context()
