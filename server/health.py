"""Whether the process lives, and whether it can answer."""

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from database import migrate

log = logging.getLogger("odop.server")

SECONDS = 2


async def healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:
    """200 when the database answers and its tables are up to date, else 503 with the reason."""
    try:
        async with asyncio.timeout(SECONDS):
            pending = await migrate.pending()
    except Exception:
        log.exception("the database does not answer")
        return _unready("database")
    return _unready("migrations") if pending else _ready()


def _ready() -> Response:
    return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})


def _unready(lacking: str) -> Response:
    return JSONResponse(
        {"status": "not ready", "lacking": lacking}, 503, headers={"Cache-Control": "no-store"}
    )


def health_routes() -> list[BaseRoute]:
    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz, methods=["GET"]),
    ]
