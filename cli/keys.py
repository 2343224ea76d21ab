"""odop keys: what the mart signs, seals and hashes with."""

import asyncio
from collections.abc import Set
from pathlib import Path
from typing import Annotated

import typer

from auth.crypto import keys
from cli.output import done, out, refuse
from commerce.operations import hashed_columns, sealed_columns
from database import running_processes
from database.connect import connected
from database.embedded.embedded import database_server
from settings import settings

app = typer.Typer(no_args_is_help=True, help="What the mart signs, seals and hashes with.")
File = Annotated[Path, typer.Argument(help="Where it is to be; only its owner will read it.")]


@app.command()
def new(file: File) -> None:
    """Make a file of keys. Who loses it loses what was sealed with it: keep a copy."""
    try:
        keys.write(file, keys.made())
    except FileExistsError:
        refuse(f"There is a file at {file}. `odop keys rotate` puts new keys into it.")
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.")
    done(f"Made. Set ODOP_KEYS_FILE={file.resolve()}, and keep a copy of it.")


@app.command()
def rotate() -> None:
    """Sign, seal and hash with new keys from the next start on; what the old ones did holds."""
    file = settings().keys_path
    try:
        try:
            keys.rotate(file)
        except keys.NoNumber:
            # A number whose key nothing needs is given again.
            with database_server(settings()) as url:
                keys.rotate(file, asyncio.run(_sealed_with(url)))
    except keys.NoKeys as missing:
        refuse(str(missing))
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.")
    done(f"{file} has new keys. Start the mart's processes again, one after the other.")


async def _sealed_with(url: str) -> set[int]:
    async with connected(url):
        return await sealed_columns.keys_in_use()


@app.command()
def reseal() -> None:
    """Seal again with the newest key what older keys sealed. It may be stopped and begun again.

    Refused while a process runs that does not know that key: what is sealed with it such a process
    could not open.
    """

    async def work(url: str) -> tuple[set[int], int]:
        async with connected(url):
            number = lost = 0
            async for column, done, closed in sealed_columns.reseal():
                number, lost = number + done, lost + closed
                out.print(f"{column.table}.{column.column}: {number} sealed again", style="dim")
            return await sealed_columns.keys_in_use(), lost

    try:
        sealing = keys.keys().sealing
    except keys.NoKeys as missing:
        refuse(str(missing))
    with database_server(settings()) as url:
        if others := asyncio.run(_others(url, sealing.newest)):
            refuse(
                f"{others} of the mart's processes seal with another key: start them again with"
                " this file (ODOP_KEYS_FILE), then repeat this."
            )
        used, lost = asyncio.run(work(url))
    if lost:
        refuse(
            f"{lost} values open with no key of this file, and stay as they are; all others are"
            " sealed again. `odop keys status` tells which keys the file lacks: put them back from"
            " a copy of it, and repeat this."
        )
    if left := used - {sealing.newest}:
        refuse(
            f"Something was sealed with {_listed(left)} meanwhile: start the mart's processes again"
            " with this file, then repeat this."
        )
    done("Everything is sealed with the newest key.")
    if spare := sealing.ids - {sealing.newest}:
        out.print(f"Take {_listed(spare)} out of the file once no dump made before is needed.")


async def _others(url: str, newest: int) -> int:
    async with connected(url):
        return sum(number != newest for number in await running_processes.sealing_keys())


@app.command()
def status() -> None:
    """Tell what still needs the older keys, and which of them may be taken out of the file."""

    async def work(url: str) -> tuple[set[int], dict[int, dict[str, int]]]:
        async with connected(url):
            return await sealed_columns.keys_in_use(), await hashed_columns.needs()

    try:
        current = keys.keys()
    except keys.NoKeys as missing:
        refuse(str(missing))
    with database_server(settings()) as url:
        sealed, needs = asyncio.run(work(url))
    for number in sorted(current.sealing.ids, reverse=True):
        _tell(
            "sealing",
            number,
            current.sealing.newest,
            ["what it sealed; odop keys reseal"] if number in sealed else [],
        )
    for number in sorted(sealed - current.sealing.ids):
        out.print(f"sealing {number} is not in the file: what it sealed can no longer be opened.")
    for number in current.hashing.ids:
        _tell(
            "secret",
            number,
            current.hashing.newest,
            [f"{count} {what}" for what, count in needs.get(number, {}).items()],
        )
    for number in sorted(needs.keys() - set(current.hashing.ids)):
        out.print(
            f"secret {number} is not in the file: "
            + ", ".join(f"{count} {what}" for what, count in needs[number].items())
            + " can no longer be known."
        )


def _tell(kind: str, number: int, newest: int, needed_for: list[str]) -> None:
    if number == newest:
        out.print(f"{kind} {number}: the newest")
    elif needed_for:
        out.print(f"{kind} {number}: needed for {'; '.join(needed_for)}")
    else:
        out.print(f"{kind} {number}: nothing needs it; take it out once no older dump is needed")


def _listed(numbers: Set[int]) -> str:
    return ", ".join(f"key {number}" for number in sorted(numbers))
