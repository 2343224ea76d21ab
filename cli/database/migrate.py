"""odop migrate: bring the database's tables up to date."""

from typing import Annotated

import typer

from cli.output import done, out, refuse
from cli.wait import wait_for
from database.connect import connected
from database.embedded.embedded import database_server
from database.schema import migrate as migrations
from database.schema.serving_role import ensure_role
from settings import settings

Check = Annotated[
    bool, typer.Option("--check", help="Only check that models and migrations agree.")
]


def migrate(check: Check = False) -> None:
    """Bring the database's tables up to date."""
    if check:
        _check()
        return
    with database_server(settings()) as url:
        applied = wait_for(_migrate(url))
    done(f"Applied {applied} migrations." if applied else "The database is up to date.")


def _check() -> None:
    differences = wait_for(migrations.drift())
    if differences:
        listed = "\n".join(f"  {each}" for each in differences)
        refuse(
            f"The models have changes without a migration:\n{listed}\n"
            "Write one with `make migration NAME=…`."
        )
    done("Models and migrations agree.")


async def _migrate(url: str) -> int:
    async with connected(url):
        return await apply(url)


async def apply(url: str) -> int:
    """Apply what is pending, naming each migration; how many there were."""
    await ensure_role(url)
    applied: list[str] = []

    def report(name: str) -> None:
        applied.append(name)
        out.print(f"Migrating: {name}", style="dim")

    await migrations.apply(report)
    return len(applied)
