"""The `odop` command, its table of contents."""

import socket
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import asyncpg
import typer
from tortoise.exceptions import DBConnectionError
from typer.core import TyperGroup

from cli.output import refuse
from database.embedded.os_account import ServerFailed
from database.schema.pending import CannotMigrate
from server.logs import set_up_logs
from settings import Misconfigured

UNREACHABLE = (
    ConnectionError,
    socket.gaierror,
    asyncpg.CannotConnectNowError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    # Of a pooler before it, too.
    asyncpg.PostgresConnectionError,
    asyncpg.TooManyConnectionsError,
    DBConnectionError,
)


# The module of each command: a function of the command's name, or an `app` of several.
MODULES = {
    "run": "cli.serving.run",
    "serve": "cli.serving.run",
    "worker": "cli.serving.worker",
    "migrate": "cli.database.migrate",
    "seed": "cli.database.seed",
    "explain": "cli.reports.explain",
    "operator": "cli.shop.operator",
    "schema": "cli.reports.schema",
    "limits": "cli.reports.limits",
    "access": "cli.reports.access",
    "search": "cli.shop.search",
    "catalogue": "cli.shop.catalogue",
    "tax": "cli.reports.tax",
    "db": "cli.database.db",
    "staff": "cli.shop.staff",
    "keys": "cli.security.keys",
    "audit": "cli.security.audit",
}


class Imported(MutableMapping[str, Any]):
    """The commands, each imported when used, so that serving processes stay small."""

    def __init__(self) -> None:
        self._commands: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._commands:
            self._commands[name] = _command(name)
        return self._commands[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("commands stay")

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


def _command(name: str) -> Any:
    """Raises KeyError."""
    module = import_module(MODULES[name])
    if several := getattr(module, "app", None):
        command: Any = typer.main.get_group(several)
    else:
        one = typer.Typer(add_completion=False)
        one.command(name)(getattr(module, name))
        command = typer.main.get_command(one)
    command.name = name
    return command


class Commands(TyperGroup):
    """Says in a sentence what a person can put right; a bug keeps its traceback."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given | {"commands": {}})
        self.commands = Imported()

    def invoke(self, ctx: Any) -> Any:
        try:
            set_up_logs()
            return super().invoke(ctx)
        except (ServerFailed, Misconfigured, CannotMigrate) as failure:
            refuse(str(failure))
        except (asyncpg.UndefinedColumnError, asyncpg.UndefinedTableError) as error:
            refuse(
                f"The database does not have the tables of this version: {error}. Check that it is"
                " the mart's database (DATABASE_URL, ODOP_DATA_DIR), then run `odop migrate`."
            )
        except UNREACHABLE as error:
            refuse(
                f"The database cannot be reached: {error}. Check that its server is running and"
                " that DATABASE_URL is right, or leave DATABASE_URL empty to use the embedded one."
            )


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def odop() -> None:
    """ODOP Mart: one district, one product, one API."""


if __name__ == "__main__":
    app()
