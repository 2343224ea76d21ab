"""Checks of odop run and odop serve before they serve."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from database.connect import execute
from database.embedded.server import SERVING_ROLE
from database.schema.pending import migration_names
from database.schema.serving_role import as_role
from tests.cli.conftest import Odop
from tests.conftest import OPERATIONS

pytestmark = pytest.mark.slow

LISTING = str(OPERATIONS / "listing.graphql")
# What a client of PostgreSQL begins with when it would rather speak TLS.
SSL_REQUEST = bytes((0, 0, 0, 8, 4, 210, 22, 47))


def test_a_taken_port_is_reported_before_the_start(odop: Odop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = odop("run", HOST="127.0.0.1", PORT=port)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "choose another port" in refused.stderr
    assert not refused.stdout


async def test_serving_a_database_that_lacks_migrations_names_them(
    odop: Odop, owned_db: str
) -> None:
    last = migration_names()[-1]
    await execute(f"DELETE FROM tortoise_migrations WHERE name = '{last}'")
    for command in ("serve", "worker", "explain"):
        more = (LISTING,) if command == "explain" else ()
        refused = odop(command, *more, PORT="0", DATABASE_URL=owned_db)
        assert refused.returncode == 1, refused.stdout
        assert f"The database lacks {last}. Run `odop migrate` first." in refused.stderr


async def test_a_role_without_create_rights_is_told_what_to_set(odop: Odop, owned_db: str) -> None:
    await execute("DROP SCHEMA sandbox CASCADE")
    serving = as_role(owned_db, SERVING_ROLE)
    refused = odop("serve", PORT="0", DATABASE_URL=serving)
    assert refused.returncode == 1, refused.stdout
    assert "Set ODOP_OWNER_DATABASE_URL" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_commands_refuse_a_foreign_database(odop: Odop, server_url: str) -> None:
    for command in (
        ("keys", "status"),
        ("audit", "verify"),
        ("staff", "list"),
        ("search", "rebuild"),
        ("search", "measure"),
        ("explain", LISTING),
        ("serve",),
        ("worker",),
    ):
        refused = odop(*command, DATABASE_URL=server_url, PORT="0")
        assert refused.returncode == 1, refused.stdout
        assert "odop migrate" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_an_unreachable_database_is_a_readable_error_without_password(odop: Odop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"postgresql://shop:secret@127.0.0.1:{port}/shop"
    refused = odop("migrate", DATABASE_URL=url)
    assert refused.returncode == 1
    assert "cannot be reached" in refused.stderr
    assert "secret" not in refused.stderr
    assert "Traceback" not in refused.stderr


@contextmanager
def refusing_everybody(code: str, message: str) -> Iterator[int]:
    """The port of a server, or a pooler, that refuses each connection with an error of its own."""
    fields = f"SFATAL\0C{code}\0M{message}\0\0".encode()
    answer = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields

    def refuse(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            if connection.recv(8) == SSL_REQUEST:
                connection.sendall(b"N")
                connection.recv(8)
            connection.recv(10_000)
            connection.sendall(answer)

    def serve() -> None:
        with suppress(OSError):
            while True:
                refuse(server.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("08P01", "bouncer config error"),
        ("08P01", "no more connections allowed (max_client_conn)"),
        ("53300", "remaining connection slots are reserved"),
        ("57P03", "the database system is starting up"),
        ("28000", "no pg_hba.conf entry"),
    ],
)
def test_a_refused_login_is_a_readable_error(
    odop: Odop, command: str, code: str, message: str
) -> None:
    with refusing_everybody(code, message) as port:
        refused = odop(
            command, DATABASE_URL=f"postgresql://shop:hidden@127.0.0.1:{port}/shop", PORT="0"
        )
    assert refused.returncode == 1, refused.stdout
    assert message in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
    assert "hidden" not in refused.stderr


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://shop:hidden@127.0.0.1/shop", "postgresql://"),
        ("postgresql://shop:hid/den@127.0.0.1/shop", "%2F"),
        ("postgresql://shop:hidden@127.0.0.1:many/shop", "not a database address"),
        ("postgresql://shop:hidden@[::1/shop", "must be an address like"),
        ("postgresql://shop:hidden@127.0.0.1:1/shop?sslmode=always", "sslmode"),
        ("postgresql://shop:hidden@/shop?host=/none", "has no server's socket"),
        (
            "postgresql://shop:hidden@127.0.0.1:1/shop?sslmode=verify-full&sslrootcert=/none",
            "sslrootcert",
        ),
        (
            f"postgresql://shop:hidden@127.0.0.1:1/shop?sslmode=verify-ca&sslrootcert={__file__}",
            "the TLS connection to its server failed",
        ),
    ],
)
def test_an_invalid_database_url_is_a_readable_error(odop: Odop, url: str, told: str) -> None:
    refused = odop("serve", DATABASE_URL=url, PORT="0")
    assert refused.returncode == 1
    said = " ".join(refused.stderr.split())
    assert said.startswith("DATABASE_URL")
    assert told in said
    assert "Traceback" not in said
    assert "hid" not in said


def test_development_is_not_served_to_other_machines_by_accident(odop: Odop) -> None:
    for command in (("run",), ("serve",), ("serve", "--workers", "2")):
        refused = odop(*command, HOST="0.0.0.0", PORT="0")
        assert refused.returncode == 1
        assert "ODOP_DEVELOPMENT_HOST=0.0.0.0" in refused.stderr
        assert not refused.stdout
