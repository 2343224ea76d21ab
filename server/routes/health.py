"""`/healthz` and `/readyz`: whether the process is alive, and whether it can answer."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from database.schema.pending import pending

log = logging.getLogger("odop.server")

PROBE_SECONDS = 2
# How long a result of /readyz is valid, so that polling it costs nothing.
READY_CACHE_SECONDS = 1.0


async def healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


class Readiness:
    """Whether the mart can answer: tables are migrated, a page can be read, the product index is
    loaded.

    It is checked at most once a second; requests meanwhile get the same result. It uses the
    connections that are reserved from public reads: while they work, carts do.
    """

    def __init__(
        self, probe: Callable[[], Awaitable[None]], is_starting: Callable[[], bool]
    ) -> None:
        self._probe, self._is_starting, self._until = probe, is_starting, 0.0
        self._lacking: str | None = None
        self._asking = asyncio.Lock()

    async def lacking(self) -> str | None:
        """The missing condition, if any."""
        if time.monotonic() < self._until:
            return self._lacking
        async with self._asking:
            if time.monotonic() >= self._until:
                self._lacking = await self._ask()
                self._until = time.monotonic() + READY_CACHE_SECONDS
            return self._lacking

    async def _ask(self) -> str | None:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                if await pending():
                    return "migrations"
                await self._probe()
        except Exception as error:
            log.error("the database does not answer: %s", error or type(error).__name__)
            return "database"
        return "index" if self._is_starting() else None


def _ready() -> Response:
    return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})


def _unready(lacking: str) -> Response:
    return JSONResponse(
        {"status": "not ready", "lacking": lacking}, 503, headers={"Cache-Control": "no-store"}
    )


def health_routes(
    probe: Callable[[], Awaitable[None]], is_starting: Callable[[], bool]
) -> list[BaseRoute]:
    readiness = Readiness(probe, is_starting)

    async def readyz(request: Request) -> Response:
        """200 when pages can be answered, else 503 with the reason."""
        lacking = await readiness.lacking()
        return _ready() if lacking is None else _unready(lacking)

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz, methods=["GET"]),
    ]
