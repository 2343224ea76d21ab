"""odop run and serve.

What only starting needs, or only a new database, is imported there: it would stay in the memory of
the serving process.
"""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from uvicorn.supervisors import Multiprocess

from auth.crypto.keys import keys
from auth.rate_limits import check_settings as check_rate_limits
from cli.output import out, refuse
from cli.wait import wait_for
from commerce.operations.production_settings import development_problem
from commerce.operations.readiness import not_ready, problems
from database.connect import connected
from database.embedded.embedded import database_server, supervised
from database.schema.capacity import capacity_problem, max_connections_for, opened_by
from database.schema.pending import outdated
from database.schema.serving_role import serving_url
from server.adapters import gateway_adapter, settings_problems
from server.command_bounds import MAX_WORKERS
from server.connections.uvicorn_options import PARENT, uvicorn_options
from settings import settings

if TYPE_CHECKING:
    from server.app import Mart


Workers = Annotated[
    int, typer.Option(min=1, max=MAX_WORKERS, help="Number of processes sharing the port.")
]


def run() -> None:
    """Start everything: database, migrations, the demo catalogue if it is empty and the API."""
    _start(fresh=True)


def serve(workers: Workers = 1) -> None:
    """Serve the API. The database must be migrated."""
    if workers > 1:
        _start_several(workers)
    elif settings().database_url:
        _start_alone()
    else:
        _start(fresh=False)


def _start(fresh: bool) -> None:
    refuse_settings()
    listening = _listen(settings().host, settings().port)
    _set_port(listening)
    connections = max_connections_for(opened_by(1))
    with (
        listening,
        suppress(KeyboardInterrupt),
        database_server(settings(), connections) as url,
    ):
        wait_for(_serve(url, listening, fresh))


def _start_alone() -> None:
    """Let this process begin anew as one that serves and has nothing of the command line."""
    refuse_settings()
    listening = _listen(settings().host, settings().port)
    _set_port(listening)
    with database_server(settings()) as url:
        served = wait_for(_ready(url))
    _show_addresses(*listening.getsockname()[:2])
    # The owner of the tables is none of its business.
    environment = {**os.environ, "DATABASE_URL": served}
    environment.pop("ODOP_OWNER_DATABASE_URL", None)
    # It looks for modules where this one does: not first in the folder somebody happens to be in.
    program = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        f"from server.processes.single_process import main; main({listening.fileno()})"
    )
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-c", program], environment)  # noqa: S606


def _start_several(workers: int) -> None:
    refuse_settings()
    listening = _listen(settings().host, settings().port)
    _set_port(listening)
    connections = max_connections_for(opened_by(workers))
    with listening, database_server(settings(), connections) as url:
        served = wait_for(_ready(url, workers))
        # Where the processes find them. The owner of the tables is none of their business.
        os.environ |= {"DATABASE_URL": served, PARENT: str(os.getpid())}
        os.environ.pop("ODOP_OWNER_DATABASE_URL", None)
        # Else each would import the command line as well, which is where this one began.
        vars(sys.modules["__main__"]).update(__spec__=None, __file__=None)
        config = uvicorn.Config(
            "server.processes.process:worker", factory=True, workers=workers, **uvicorn_options()
        )
        _show_addresses(*listening.getsockname()[:2])
        with _keeping_up(url):
            Multiprocess(config, [listening]).run()


@contextmanager
def _keeping_up(url: str) -> Iterator[None]:
    """See to the embedded server in a thread: the processes that serve cannot."""
    stop = threading.Event()

    async def keep() -> None:
        async with supervised(url):
            while not stop.is_set():  # noqa: ASYNC110 - set by another thread
                await asyncio.sleep(0.2)

    thread = threading.Thread(target=lambda: asyncio.run(keep()), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(2)


async def _ready(url: str, processes: int = 1, fresh: bool = False) -> str:
    """Have the database ready, as its owner; its URL for those who serve, so many processes."""
    async with connected(url):
        if fresh:
            from cli.database.migrate import apply

            await apply(url)
            if not settings().is_production:
                from cli.database.seed import load_if_empty

                await load_if_empty()
        elif lacks := await outdated():
            refuse(lacks)
        await gateway_adapter(settings()).prepare()
    served = serving_url(url)
    async with connected(served):
        if problem := await capacity_problem(opened_by(processes)):
            refuse(problem)
        await _refuse_unfit()
    return served


def refuse_settings() -> None:
    """Refuse bad settings that show without the database. Raises Misconfigured."""
    check_rate_limits()
    if problem := development_problem(settings()):
        refuse(problem)
    if settings().is_production and (found := settings_problems(settings())):
        refuse(not_ready(found))


async def _refuse_unfit() -> None:
    """Production is for real buyers. Raises NoKeys, BadManifest."""
    if settings().is_production and (found := await problems()):
        refuse(not_ready(found))
    keys()
    if settings().is_production:
        return
    from demo.people import accounts as demo

    if await demo.are_there():
        _show_people()


def _show_people() -> None:
    """Print the demo accounts with their published passwords."""
    from demo.people import accounts as demo

    table = Table("Sign in as", "Role", box=None, padding=(0, 2), title_justify="left")
    for person in demo.PEOPLE:
        table.add_row(person.email, person.role)
    told = Text.assemble("Password of all: ", (demo.PASSWORD, "bold"))
    staff = ", ".join(person.login for person in demo.PEOPLE if person.has_factor)
    told.append(f"\nAuthenticator secret of {staff}: ")
    told.append(demo.SECRET, style="bold")
    told.append("\nGet a code: odop staff code admin@demo.example.in")
    out.print(Panel(Group(table, Text(), told), title="Demo accounts", expand=False))


async def _serve(url: str, listening: socket.socket, fresh: bool) -> None:
    served = await _ready(url, fresh=fresh)
    async with connected(served):
        server, mart = _server()
        # As `_server` does, this builds the whole schema.
        from server.processes import lifespan

        async with supervised(url), lifespan.serving(mart, served), AsyncExitStack() as stack:
            if fresh:
                # Elsewhere `odop worker` does the jobs.
                adapters = mart.adapters
                jobs = lifespan.working_too(served, adapters.messages, adapters.gateway)
                await stack.enter_async_context(jobs)
            await server.serve(sockets=[listening])
        if not server.started:
            refuse("The server did not start. See the messages above.")


def _server() -> "tuple[_Server, Mart]":
    # These build the whole schema, which other commands do without.
    from server.app import create_app
    from server.processes.garbage import tune_gc

    mart = create_app()
    server = _Server(uvicorn.Config(mart, **uvicorn_options()))
    tune_gc()
    # A terminal that is closed ends the mart as Ctrl-C does.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, server.handle_exit)
    return server, mart


class _Server(uvicorn.Server):
    """Tells where to look as soon as it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started and sockets:
            _show_addresses(*sockets[0].getsockname()[:2])


def _show_addresses(host: str, port: int) -> None:
    name = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    site = f"http://{f'[{name}]' if ':' in name else name}:{port}"
    table = Table.grid(padding=(0, 2))
    console = Text(f"{site}/graphql", style=f"link {site}/graphql")
    table.add_row("GraphiQL", console, "in a browser")
    table.add_row("Endpoint", f"{site}/graphql", "POST, JSON")
    table.add_row("Schema", "schema.graphql", "or Docs in GraphiQL")
    title = Text("ODOP Mart", style="bold")
    out.print(Panel(table, title=title, subtitle="Ctrl-C to stop", expand=False, padding=(1, 2)))


def _set_port(listening: socket.socket) -> None:
    """Let the mart know where it is, whichever port was free."""
    if settings().port == 0:
        os.environ["PORT"] = str(listening.getsockname()[1])
        settings.cache_clear()


def _listen(host: str, port: int) -> socket.socket:
    """Take the port first, so that a taken one is reported before a database is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        refuse(
            f"Cannot serve on {host}:{port}: {error.strerror}. Stop the program that uses this"
            f" port or choose another port, for example PORT={port + 1} make run."
        )
    listening.set_inheritable(True)
    return listening
