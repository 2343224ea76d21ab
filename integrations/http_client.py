"""Asking others over HTTP.

The library is imported when somebody is first asked, in a thread, as it takes a tenth of a second
to read it and the authorities it trusts: a process that only shows pages never asks.
"""

import asyncio
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl

    import httpx

# The library alone: its command line brings pygments along.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


class Unreachable(Exception):  # noqa: N818 - it says what happened
    """No answer came. The message is the kind of failure.

    `may_have_arrived`: the request was sent, in part at least.
    """

    def __init__(self, why: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(why)
        self.may_have_arrived = may_have_arrived


class HttpClient:
    """A client of one event loop at a time, made with `given` when it is first used."""

    def __init__(self, **given: Any) -> None:
        self._client_options = given
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def request(self, method: str, url: str, **more: Any) -> "httpx.Response":
        """Raises Unreachable."""
        client = await self._new_client()
        import httpx

        try:
            return await client.request(method, url, **more)
        except httpx.HTTPError as error:
            never_sent = (
                httpx.ConnectError,
                httpx.ConnectTimeout,
                httpx.PoolTimeout,
                httpx.ProxyError,
                httpx.UnsupportedProtocol,
            )
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
        return self._client


def _client(given: dict[str, Any]) -> "httpx.AsyncClient":
    import httpx

    return httpx.AsyncClient(verify=_trusted(), **given)


@cache
def _trusted() -> "ssl.SSLContext":
    """The authorities trusted here. Reading them takes tens of milliseconds: once a process."""
    import httpx

    return httpx.create_ssl_context()
