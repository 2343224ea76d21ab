"""odop db and odop migrate."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from database.connect import fetch_value

pytestmark = pytest.mark.slow

Odop = Callable[..., subprocess.CompletedProcess[str]]

APPLIED = "SELECT count(*) FROM tortoise_migrations"


def test_migrating_twice_does_nothing_the_second_time(odop: Odop) -> None:
    assert "Applied" in odop("migrate").stdout
    assert "up to date" in odop("migrate").stdout


def test_models_and_migrations_agree(odop: Odop) -> None:
    checked = odop("migrate", "--check")
    assert checked.returncode == 0, checked.stderr


def test_a_dump_outlives_a_reset(odop: Odop, tmp_path: Path) -> None:
    file = str(tmp_path / "shop.dump")
    odop("migrate")
    before = odop("db", "shell", answer=APPLIED).stdout
    assert odop("db", "dump", file).returncode == 0
    assert odop("db", "reset", "--yes").returncode == 0
    assert "does not exist" in odop("db", "shell", answer=APPLIED).stderr
    assert odop("db", "restore", file, "--yes").returncode == 0
    assert odop("db", "shell", answer=APPLIED).stdout == before
    assert "up to date" in odop("migrate").stdout


@pytest.mark.usefixtures("own_server")
async def test_reset_asks_first(odop: Odop) -> None:
    refused = odop("db", "reset", answer="n\n")
    assert refused.returncode == 1
    assert "Nothing was changed" in refused.stderr
    assert await fetch_value(APPLIED)


@pytest.mark.usefixtures("own_server")
def test_restoring_a_missing_file_is_a_readable_error(odop: Odop, tmp_path: Path) -> None:
    refused = odop("db", "restore", str(tmp_path / "none.dump"), "--yes")
    assert refused.returncode == 1
    assert "does not exist" in refused.stderr
    assert "Traceback" not in refused.stderr
