"""Dump and restore of the database, embedded or external."""

import os
import signal
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from database.embedded.embedded import is_embedded
from database.embedded.os_account import ServerFailed, server_environment
from database.embedded.postgres_binaries import client_program

# Recreates the schema, not the database: its owner always may, while an external server may not
# allow this role to create databases. Connections stay open.
EMPTY = """
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


class Client:
    """PostgreSQL's client programs for a database; the embedded server has its own."""

    def __init__(self, url: str, *, embedded: bool | None = None) -> None:
        self._embedded = is_embedded(url) if embedded is None else embedded
        parts = urlsplit(url)
        who, _, where = parts.netloc.rpartition("@")
        user = who.partition(":")[0]
        self.url = urlunsplit(parts._replace(netloc=f"{user}@{where}" if who else where))
        # Arguments of a command are public on the machine, so the password is in its environment.
        self._secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}

    def program(self, name: str) -> str:
        return str(client_program(name, embedded=self._embedded))

    @property
    def environment(self) -> dict[str, str]:
        """Environment of the programs. An external server may need our PG… variables."""
        environment = server_environment() if self._embedded else dict(os.environ)
        return environment | self._secret

    def run(self, name: str, *arguments: str, stdin: bytes = b"") -> bytes:
        ended = subprocess.run(  # noqa: S603 - our own programs, no shell
            [self.program(name), *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            env=self.environment,
        )
        if ended.returncode != 0:
            message = ended.stderr.decode(errors="replace").strip()
            raise ServerFailed(f"{name} failed; the database is unchanged.\n{message}")
        return ended.stdout

    def in_one_transaction(self, *arguments: str, stdin: bytes = b"") -> None:
        flags = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        self.run("psql", *flags, f"--dbname={self.url}", *arguments, stdin=stdin)


def dump(url: str, file: Path) -> None:
    """Dump the database to `file` atomically, readable only by its owner. Raises ServerFailed."""
    client, part = Client(url), file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        client.run(
            "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={part}", client.url
        )
        part.replace(file)
    except OSError as error:
        raise ServerFailed(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def restore(url: str, file: Path) -> None:
    """Replace the database by the dump in `file`, in one transaction. Raises ServerFailed."""
    if not file.is_file():
        raise ServerFailed(f"{file} does not exist.")
    client = Client(url)
    script = client.run("pg_restore", "--no-owner", "--no-acl", "--file=-", str(file))
    client.in_one_transaction(f"--command={EMPTY}", "--file=-", stdin=script)


def reset(url: str) -> None:
    """Empty the database: remove tables, rows and the record of migrations."""
    Client(url).in_one_transaction(f"--command={EMPTY}")


def open_shell(url: str) -> int:
    """Run psql interactively; return its exit code. Ctrl-C stops a query, not the shell."""
    client = Client(url)
    command = [client.program("psql"), client.url]
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False, env=client.environment).returncode  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, before)
