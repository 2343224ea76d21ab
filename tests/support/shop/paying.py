"""Paying in tests: the sandbox served over HTTP, a worker that does jobs, a browser's clicks."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn
from uvicorn.server import ServerState

from database.connect import execute, fetch_value
from integrations.payments.sandbox import ledger, switches
from integrations.payments.sandbox.gateway import Sandbox
from integrations.payments.sandbox.sending import sending
from integrations.payments.sandbox.server import WEBHOOK_SECRET, sandbox
from settings import settings

PATIENCE = 30.0


@asynccontextmanager
async def listening(app: Any) -> AsyncIterator[str]:
    """An ASGI application on a port of its own; its address.

    uvicorn's own end takes two tenths of a second, whether there is something to wait for or not.
    """
    with socket.create_server(("127.0.0.1", 0)) as own:
        config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[own])
        try:
            yield f"http://127.0.0.1:{own.getsockname()[1]}"
        finally:
            for each in server.servers:
                each.close()
            for connection in list(server.server_state.connections):
                connection.shutdown()
            await eventually(lambda: _is_idle(server.server_state))


async def _is_idle(state: ServerState) -> bool:
    return not state.connections and not state.tasks


@dataclass
class Counter:
    """The sandbox, and somebody who pays at it."""

    gateway: Sandbox
    url: str

    async def switch(self, **values: int) -> None:
        for name, value in values.items():
            await switches.turn(name, value)

    async def pay(self, pay_url: str, outcome: str = "pay", method: str = "upi") -> dict[str, str]:
        """Press a button of the pay page; what the gateway gives the buyer's browser."""
        async with httpx.AsyncClient() as browser:
            page = await browser.get(pay_url)
            assert page.status_code == 200, page.text
            answer = await browser.post(
                pay_url,
                content=f"outcome={outcome}&method={method}&return={settings().storefront}/back",
            )
        if answer.status_code == 200:
            return {}
        assert answer.status_code == 303, answer.text
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        return {name: values[0] for name, values in query.items()}


@asynccontextmanager
async def counter() -> AsyncIterator[Counter]:
    await ledger.prepare()
    async with listening(sandbox()) as url:
        yield Counter(Sandbox(url, url), url)


@asynccontextmanager
async def webhooks(app: Any, name: str = "sandbox") -> AsyncIterator[None]:
    """The sandbox's webhooks sent to the mart over HTTP."""
    async with listening(app) as url, sending(f"{url}/webhooks/{name}", WEBHOOK_SECRET):
        yield


async def eventually(holds: Callable[[], Awaitable[Any]], what: str = "") -> Any:
    """Wait until something holds; what it gave."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if found := await holds():
                return found
            await asyncio.sleep(0.02)


async def hasten(kind: str) -> None:
    """Let jobs of a kind be due now."""
    await execute(
        "UPDATE pgqueuer SET execute_after = now() - interval '1 second'"
        " WHERE entrypoint = $1 AND status = 'queued'",
        kind,
    )
    await execute(
        "SELECT pg_notify('ch_pgqueuer', $1)",
        (
            '{"channel":"ch_pgqueuer","operation":"update","sent_at":"2026-01-01T00:00:00Z",'
            '"table":"pgqueuer","type":"table_changed_event"}'
        ),
    )


async def waiting_jobs(kind: str) -> int:
    """Jobs of a kind that are due and not done."""
    found: int = await fetch_value(
        "SELECT count(*) FROM pgqueuer WHERE entrypoint = $1 AND status <> 'failed'"
        " AND execute_after <= now()",
        kind,
    )
    return found
