"""odop audit: whether what was written down is still what is there."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.output import done, read, refuse
from commerce.core import audit
from commerce.operations import audit_heads
from database.connect import connected
from database.embedded.embedded import database_server
from server.command_bounds import MAX_HEADS_FILE_BYTES
from settings import settings

app = typer.Typer(no_args_is_help=True, help="Who did what.")


@app.callback()
def _audit() -> None:
    """Who did what."""


Heads = Annotated[
    Path | None,
    typer.Option(help="A file of the signed heads that were sent off, one a line."),
]


@app.command()
def verify(heads: Heads = None) -> None:
    """Work out all hashes again, and say where the first one doesn't fit.

    With the heads that were sent off, also whether the last entries are still there, and whether
    somebody wrote entries anew with hashes that fit.
    """
    lines = read(heads, MAX_HEADS_FILE_BYTES).splitlines() if heads else []

    async def work(url: str) -> tuple[int | None, audit_heads.Compared]:
        async with connected(url):
            return await audit.first_broken(), await audit_heads.compare(lines)

    with database_server(settings()) as url:
        broken, compared = asyncio.run(work(url))
    if broken is not None:
        refuse(f"Entry {broken} is not what was written, or one before it is missing.")
    if compared.entry is not None:
        refuse(f"Entry {compared.entry} was there when heads were sent off, and is not any more.")
    if compared.unreadable:
        refuse(
            f"{compared.unreadable} lines of {heads} are not what the mart signed, or were signed"
            " with a key that is not in the file of keys."
        )
    if heads and not compared.records:
        refuse(f"{heads} has no heads that the mart signed.")
    said = f" {compared.records} records that were sent off agree." if heads else ""
    done(f"Every entry is what was written, and none is missing between them.{said}")
