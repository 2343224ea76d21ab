"""The limit of open files, which a user's processes begin with at 1,024."""

import resource
import subprocess
import sys

import pytest

from server.connections.connections import RESERVED_FILES
from settings import ROOT, settings

SOFT = """
import resource
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, hard))
from server.connections.connections import max_by_files
from server.connections.uvicorn_options import uvicorn_options
uvicorn_options()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], max_by_files())
"""


def limits_after(soft: int, monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[int]:
    """The limit of open files and that of connections, of a server that began with `soft`."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = subprocess.run(
        [sys.executable, "-c", SOFT.format(soft=soft)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [int(number) for number in done.stdout.split()]


@pytest.fixture
def hard() -> int:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return 1_000_000 if hard == resource.RLIM_INFINITY else hard


def test_a_server_raises_it_for_its_connections(hard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = min(hard, settings().process_connections + RESERVED_FILES)
    assert limits_after(256, monkeypatch) == [wanted, wanted - RESERVED_FILES]


def test_a_server_raises_it_no_further(hard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = min(hard, 300 + RESERVED_FILES)
    assert limits_after(256, monkeypatch, ODOP_PROCESS_CONNECTIONS="300") == [
        wanted,
        wanted - RESERVED_FILES,
    ]


def test_a_higher_limit_stays(hard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = min(hard, 900)
    assert limits_after(begun, monkeypatch, ODOP_PROCESS_CONNECTIONS="300")[0] == begun
