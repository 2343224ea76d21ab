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

app = typer.Typer(no_args_is_help=True, help="The audit log.")


@app.callback()
def _audit() -> None:
    """The audit log."""


Heads = Annotated[
    Path | None,
    typer.Option(help="A file with the signed heads from the external log, one per line."),
]


@app.command()
def verify(heads: Heads = None) -> None:
    """Verify the hash chain of the audit log and report the first entry that does not match.

    With --heads, also check that no entries are missing at the end and that the chain was not
    rewritten with new hashes.
    """
    lines = read(heads, MAX_HEADS_FILE_BYTES).splitlines() if heads else []

    async def work(url: str) -> tuple[int | None, audit_heads.Compared]:
        async with connected(url):
            return await audit.first_broken(), await audit_heads.compare(lines)

    with database_server(settings()) as url:
        broken, compared = asyncio.run(work(url))
    if broken is not None:
        refuse(f"Entry {broken} was changed, or an entry before it is missing.")
    if compared.entry is not None:
        refuse(
            f"Entry {compared.entry} of the signed heads was changed in the audit log, or is"
            " missing from it."
        )
    if compared.unreadable:
        refuse(
            f"{compared.unreadable} lines of {heads} do not have a valid signature of the mart, or"
            " were signed with a key that is not in the key file."
        )
    if heads and not compared.records:
        refuse(f"{heads} has no heads signed by the mart.")
    said = f" {compared.records} signed heads match." if heads else ""
    done(f"The audit log is complete and unchanged.{said}")
