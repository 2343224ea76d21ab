"""PgBouncer, where the machine has it, in transaction mode before the tests' server."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import asyncpg

from database.connect import credentials, session_settings
from database.embedded.server import SUPERUSER
from database.schema.serving_role import as_role

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
START_SECONDS = 20.0
ROLE_LOCK = 51


def configuration(url: str, port: int, more: str) -> str:
    parts = urlsplit(url)
    (host,) = parse_qs(parts.query)["host"]
    name = parts.path.lstrip("/")
    return f"""[databases]
{name} = host={host} dbname={name} user={parts.username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 6
max_client_conn = 200
{more}
"""


@asynccontextmanager
async def role_alone(url: str) -> AsyncIterator[asyncpg.Connection]:
    """Nobody else sets up the role that serves in this database; tests run side by side."""
    admin = await asyncpg.connect(**credentials(as_role(url, SUPERUSER)))
    try:
        await admin.execute(f"SELECT pg_advisory_lock({ROLE_LOCK})")
        yield admin
    finally:
        await admin.close()


@asynccontextmanager
async def role_set_up(url: str) -> AsyncIterator[None]:
    """The role that serves has by itself, in this database, what a pooler passes over."""
    scope = f"ALTER ROLE odop_serve IN DATABASE {url.partition('?')[0].rpartition('/')[2]}"
    async with role_alone(url) as admin:
        try:
            for setting in ("jit", "plan_cache_mode", "statement_timeout"):
                await admin.execute(f"{scope} SET {setting} = '{session_settings()[setting]}'")
            yield
        finally:
            await admin.execute(f"{scope} RESET ALL")


@contextmanager
def bouncer(url: str, more: str = "") -> Iterator[str]:
    """The URL of the same database by way of a PgBouncer; `more` are lines of its configuration."""
    assert PROGRAM is not None
    parts = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with TemporaryDirectory(prefix="odop-bouncer-") as folder:
        file = Path(folder) / "pgbouncer.ini"
        file.write_text(configuration(url, port, more))
        for each in (Path(folder), file):
            each.chmod(0o755)
        # It refuses to run as root; the embedded server's sockets are then nobody's.
        account = ["-u", "nobody"] if os.getuid() == 0 else []
        with subprocess.Popen(
            [PROGRAM, "-q", *account, str(file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                _wait(process, port)
                yield f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}"
            finally:
                process.terminate()
                process.wait(15)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "PgBouncer ended at once"
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise AssertionError("PgBouncer does not listen")
