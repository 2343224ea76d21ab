"""The whole database as a file, and back; works the same on a server of your own."""

import os
import signal
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from database.embedded.embedded import is_embedded
from database.embedded.os_account import ServerFailed, server_environment
from database.embedded.postgres_binaries import client_program

# The schema rather than the database is made anew: its owner may always do that, a server of
# your own may not let this role create databases, and commands that are connected stay so.
EMPTY = """
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


class Client:
    """PostgreSQL's own programs, turned on one database; an embedded server has its own."""

    def __init__(self, url: str, *, embedded: bool | None = None) -> None:
        self._embedded = is_embedded(url) if embedded is None else embedded
        parts = urlsplit(url)
        who, _, where = parts.netloc.rpartition("@")
        user = who.partition(":")[0]
        self.url = urlunsplit(parts._replace(netloc=f"{user}@{where}" if who else where))
        # Everyone on the machine can read a command's arguments, so the password is not in them.
        self._secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}

    def program(self, name: str) -> str:
        return str(client_program(name, embedded=self._embedded))

    @property
    def environment(self) -> dict[str, str]:
        """The embedded server is found by its URL alone; another may need our PG… variables."""
        ours = server_environment() if self._embedded else dict(os.environ)
        return ours | self._secret

    def run(self, name: str, *arguments: str, stdin: bytes = b"") -> bytes:
        ended = subprocess.run(  # noqa: S603 - our own programs, no shell
            [self.program(name), *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            env=self.environment,
        )
        if ended.returncode != 0:
            said = ended.stderr.decode(errors="replace").strip()
            raise ServerFailed(f"{name} failed; the database is unchanged.\n{said}")
        return ended.stdout

    def in_one_transaction(self, *arguments: str, stdin: bytes = b"") -> None:
        flags = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        self.run("psql", *flags, f"--dbname={self.url}", *arguments, stdin=stdin)


def dump(url: str, file: Path) -> None:
    """Write the database to `file`, for its owner's eyes only. It appears when it is whole."""
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
    """Replace everything in the database by what `dump` wrote to `file`: all of it or nothing."""
    if not file.is_file():
        raise ServerFailed(f"{file} does not exist.")
    client = Client(url)
    script = client.run("pg_restore", "--no-owner", "--no-acl", "--file=-", str(file))
    client.in_one_transaction(f"--command={EMPTY}", "--file=-", stdin=script)


def reset(url: str) -> None:
    """Empty the database: tables, rows and the record of migrations all go."""
    Client(url).in_one_transaction(f"--command={EMPTY}")


def open_shell(url: str) -> int:
    """psql on the database, for a person. Ctrl-C there stops a query, not the shell."""
    client = Client(url)
    command = [client.program("psql"), client.url]
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False, env=client.environment).returncode  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, before)
