"""odop keys: what the mart signs, seals and hashes with."""

import asyncio
from collections import Counter
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

app = typer.Typer(no_args_is_help=True, help="Keys for signing, encryption and hashing.")
File = Annotated[Path, typer.Argument(help="The file to create, readable only by its owner.")]


@app.command()
def new(file: File) -> None:
    """Create a key file. Keep a copy: without it, encrypted data cannot be read."""
    try:
        keys.write(file, keys.new_content())
    except FileExistsError:
        refuse(f"{file} already exists. `odop keys rotate` adds new keys to it.")
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.")
    done(f"Key file created. Set ODOP_KEYS_FILE={file.resolve()} and keep a copy of the file.")


@app.command()
def rotate() -> None:
    """Add new keys, used from the next start. Data of the older keys stays readable."""
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
    done(f"{file} has new keys. Restart the mart's processes one after the other.")


async def _sealed_with(url: str) -> set[int]:
    async with connected(url):
        return await sealed_columns.keys_in_use()


@app.command()
def reseal() -> None:
    """Encrypt again with the newest key whatever older keys encrypted. Can be stopped and resumed.

    Refused while a process is running without that key: it could not decrypt the result.
    """

    async def work(url: str) -> tuple[set[int], int]:
        async with connected(url):
            lost, numbers = 0, Counter[str]()
            async for column, done, closed in sealed_columns.reseal():
                name = f"{column.table}.{column.column}"
                numbers[name] += done
                lost += closed
                out.print(f"{name}: {numbers[name]} encrypted again", style="dim")
            return await sealed_columns.keys_in_use(), lost

    try:
        sealing = keys.keys().sealing
    except keys.NoKeys as missing:
        refuse(str(missing))
    with database_server(settings()) as url:
        if others := asyncio.run(_others(url, sealing.newest)):
            refuse(
                f"{others} of the mart's processes encrypt with another key. Restart them with this"
                " file (ODOP_KEYS_FILE), then run this command again."
            )
        used, lost = asyncio.run(work(url))
    if lost:
        refuse(
            f"{lost} values cannot be decrypted with any key of this file and were left as they"
            " are; all others are encrypted again. `odop keys status` shows which keys are missing:"
            " restore them from a copy of the file, then run this command again."
        )
    if left := used - {sealing.newest}:
        refuse(
            f"Something was encrypted with {_listed(left)} in the meantime. Restart the mart's"
            " processes with this file, then run this command again."
        )
    done("Everything is encrypted with the newest key.")
    if spare := sealing.ids - {sealing.newest}:
        out.print(f"Remove {_listed(spare)} from the file once no older dump is needed.")


async def _others(url: str, newest: int) -> int:
    async with connected(url):
        return sum(number != newest for number in await running_processes.sealing_keys())


@app.command()
def status() -> None:
    """Show which older keys are still needed and which can be removed from the file."""

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
        _print_keys(
            "sealing",
            number,
            current.sealing.newest,
            ["data encrypted with it (run `odop keys reseal`)"] if number in sealed else [],
        )
    for number in sorted(sealed - current.sealing.ids):
        out.print(f"sealing {number} is not in the file: its data can no longer be decrypted.")
    for number in current.hashing.ids:
        _print_keys(
            "secret",
            number,
            current.hashing.newest,
            [f"{count} {what}" for what, count in needs.get(number, {}).items()],
        )
    for number in sorted(needs.keys() - set(current.hashing.ids)):
        out.print(
            f"secret {number} is not in the file: "
            + ", ".join(f"{count} {what}" for what, count in needs[number].items())
            + " can no longer be recognised."
        )


def _print_keys(kind: str, number: int, newest: int, needed_for: list[str]) -> None:
    if number == newest:
        out.print(f"{kind} {number}: newest")
    elif needed_for:
        out.print(f"{kind} {number}: needed for {'; '.join(needed_for)}")
    else:
        out.print(f"{kind} {number}: not needed; remove it once no older dump is needed")


def _listed(numbers: Set[int]) -> str:
    return ", ".join(f"key {number}" for number in sorted(numbers))
