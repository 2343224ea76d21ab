"""odop db: the database itself. The embedded server is started for a command when none runs."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.output import done, out, refuse
from database.connect import connected
from database.embedded import backup
from database.embedded.embedded import database_server
from database.schema import serving_role
from settings import settings

app = typer.Typer(no_args_is_help=True, help="Open, dump, restore or empty the database.")

File = Annotated[Path, typer.Argument(help="A file in pg_dump's custom format.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]


@app.command()
def shell() -> None:
    """Open psql on the database."""
    with database_server(settings()) as url:
        code = backup.open_shell(url)
    raise typer.Exit(code)


@app.command()
def url() -> None:
    """Print the database's URL. The embedded server runs only while an odop command runs."""
    with database_server(settings()) as there:
        typer.echo(there)


@app.command()
def dump(file: File) -> None:
    """Write the whole database to a file."""
    with database_server(settings()) as there, out.status("Writing the dump…"):
        backup.dump(there, file.absolute())
    done(f"The database was written to {file}.")


@app.command()
def restore(file: File, yes: Yes = False) -> None:
    """Replace the whole database with a dump."""
    _ask("This replaces everything in the database with the dump.", yes)
    with database_server(settings()) as there, out.status("Restoring the dump…"):
        backup.restore(there, file.absolute())
        asyncio.run(_grant(there))
    done(f"The database was restored from {file}.")


@app.command()
def reset(yes: Yes = False) -> None:
    """Empty the database. The next `odop run` fills it again."""
    _ask("This deletes everything in the database.", yes)
    with database_server(settings()) as there:
        backup.reset(there)
    done("The database is empty. `odop run` fills it with the demo catalogue.")


async def _grant(url: str) -> None:
    """A dump says nothing of roles."""
    await serving_role.ensure_role(url)
    async with connected(url):
        await serving_role.grant()


def _ask(warning: str, yes: bool) -> None:
    if not yes and not typer.confirm(f"{warning} Continue?"):
        refuse("Nothing was changed.")
