"""The `odop` command, its table of contents."""

import socket
from typing import Any

import asyncpg
import typer
from tortoise.exceptions import DBConnectionError
from typer.core import TyperGroup

from cli import audit, db, explain, keys, limits, operator, run, schema, search, seed, staff, worker
from cli.output import refuse
from database.account import ServerFailed
from server.logs import set_up_logs
from settings import Misconfigured

UNREACHABLE = (
    ConnectionError,
    socket.gaierror,
    asyncpg.CannotConnectNowError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    DBConnectionError,
)


class Commands(TyperGroup):
    """Says in a sentence what a person can put right; a bug keeps its traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            set_up_logs()
            return super().invoke(ctx)
        except (ServerFailed, Misconfigured) as failure:
            refuse(str(failure))
        except UNREACHABLE as error:
            refuse(
                f"The database cannot be reached: {error}. See that its server runs and that "
                "DATABASE_URL is right, or leave DATABASE_URL empty for the embedded one."
            )


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="ODOP Mart: one district, one product, one API.",
)
app.command("run")(run.run)
app.command("serve")(run.serve)
app.command("worker")(worker.worker)
app.command("migrate")(run.migrate)
app.command("seed")(seed.seed)
app.command("explain")(explain.explain)
app.add_typer(schema.app, name="schema")
app.add_typer(limits.app, name="limits")
app.add_typer(search.app, name="search")
app.add_typer(db.app, name="db")
app.add_typer(staff.app, name="staff")
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.command("operator")(operator.operator)


if __name__ == "__main__":
    app()
