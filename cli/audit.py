"""odop audit: whether what was written down is still what is there."""

import asyncio

import typer

from cli.output import done, refuse
from commerce import audit
from database.connect import connected
from database.embedded import database_server
from settings import settings

app = typer.Typer(no_args_is_help=True, help="Who did what.")


@app.callback()
def _audit() -> None:
    """Who did what."""


@app.command()
def verify() -> None:
    """Work out all hashes again, and say where the first one doesn't fit."""

    async def work(url: str) -> int | None:
        async with connected(url):
            return await audit.first_broken()

    with database_server(settings()) as url:
        broken = asyncio.run(work(url))
    if broken is not None:
        refuse(f"Entry {broken} is not what was written, or one before it is missing.")
    done("Every entry is what was written, and none is missing between them.")
