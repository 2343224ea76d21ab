"""odop run and odop serve: what they say before they serve."""

import socket
import subprocess
from collections.abc import Callable

Odop = Callable[..., subprocess.CompletedProcess[str]]


def test_a_taken_port_is_said_before_anything_is_started(odop: Odop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = odop("run", HOST="127.0.0.1", PORT=port)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "choose another one" in refused.stderr
    assert not refused.stdout


def test_serving_a_database_that_lacks_migrations_names_them(odop: Odop) -> None:
    refused = odop("serve", PORT="0")
    assert refused.returncode == 1
    assert "0001_functions" in refused.stderr
    assert "odop migrate" in refused.stderr


def test_a_database_that_does_not_answer_is_a_sentence_without_its_password(odop: Odop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"postgresql://shop:secret@127.0.0.1:{port}/shop"
    refused = odop("migrate", DATABASE_URL=url)
    assert refused.returncode == 1
    assert "cannot be reached" in refused.stderr
    assert "secret" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_development_is_not_served_to_other_machines_by_accident(odop: Odop) -> None:
    for command in (("run",), ("serve",), ("serve", "--workers", "2")):
        refused = odop(*command, HOST="0.0.0.0", PORT="0")
        assert refused.returncode == 1
        assert "ODOP_DEVELOPMENT_HOST=0.0.0.0" in refused.stderr
        assert not refused.stdout
