"""The embedded server: real processes, real signals."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from database.embedded import backup
from database.embedded.embedded import ServerFailed, database_server, embedded_server
from database.embedded.os_account import Account
from settings import Settings
from tests.support.databases.embedded import (
    Holder,
    gone,
    place_of,
    postmaster,
    read_row,
    run,
    write_row,
)

pytestmark = pytest.mark.slow


def log_of(data_dir: Path) -> str:
    return place_of(data_dir).log.read_text()


def wait_until(what: Callable[[], object]) -> None:
    give_up = time.monotonic() + 10
    while not what():
        assert time.monotonic() < give_up
        time.sleep(0.02)


async def test_a_server_starts_for_its_first_user_and_stops_with_the_last(
    data_dir: Path,
) -> None:
    with embedded_server(data_dir) as url:
        number = postmaster(data_dir)
        assert await run(url, "SELECT current_user || ' ' || current_database()") == "odop odop"
        assert await run(url, "SELECT lower('ÀÉ')") == "àé"
        assert await run(url, "SHOW server_encoding") == "UTF8"
        assert await run(url, "SHOW fsync") == "on"
        assert await run(url, "SHOW synchronous_commit") == "on"
        assert await run(url, "SHOW listen_addresses") == ""
        assert not await run(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        # Other accounts are kept out by the folder, which is closed to them.
        assert place_of(data_dir).socket_dir.stat().st_mode & 0o777 == 0o700
    assert gone(number)
    assert "database system is shut down" in log_of(data_dir)


async def test_two_commands_starting_at_once_share_one_server_and_the_last_stops_it(
    data_dir: Path, hold: Callable[..., Holder]
) -> None:
    first, second = hold(data_dir), hold(data_dir)
    assert first.url() == second.url()
    number = postmaster(data_dir)
    assert first.leave() == 0
    assert not gone(number)
    with embedded_server(data_dir, durable=False) as url:
        assert postmaster(data_dir) == number
        assert second.leave() == 0
        assert await run(url, "SELECT 1") == 1
    assert gone(number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_shuts_the_server_down_cleanly(
    data_dir: Path, hold: Callable[..., Holder], number: signal.Signals
) -> None:
    holder = hold(data_dir, stderr=subprocess.DEVNULL)
    assert holder.url()
    server = postmaster(data_dir)
    assert holder.end_by(number) in (-signal.SIGINT, 128 + number)
    assert gone(server)
    assert "database system is shut down" in log_of(data_dir)


def test_ctrl_c_while_it_starts_leaves_no_server(
    data_dir: Path, hold: Callable[..., Holder]
) -> None:
    holder = hold(data_dir, stderr=subprocess.DEVNULL)
    wait_until(lambda: (data_dir / "postgres").exists())
    holder.end_by(signal.SIGINT)
    assert postmaster(data_dir) == 0


def test_an_error_stops_the_server(data_dir: Path) -> None:
    def fail() -> None:
        with embedded_server(data_dir, durable=False):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert postmaster(data_dir) == 0


async def test_a_killed_command_leaves_the_server_to_the_next_one(
    data_dir: Path, hold: Callable[..., Holder]
) -> None:
    holder = hold(data_dir)
    await write_row(holder.url())
    number = postmaster(data_dir)
    holder.end_by(signal.SIGKILL)
    assert not gone(number)
    with embedded_server(data_dir, durable=False) as url:
        assert postmaster(data_dir) == number
        assert await read_row(url) == "chikankari"
    assert gone(number)


async def test_a_killed_server_is_started_anew_with_its_rows(
    data_dir: Path, hold: Callable[..., Holder]
) -> None:
    holder = hold(data_dir)
    url = holder.url()
    await write_row(url)
    busy = asyncio.create_task(run(url, "SELECT pg_sleep(2)"))
    await asyncio.sleep(0.2)
    number = postmaster(data_dir)
    os.kill(number, signal.SIGKILL)
    wait_until(lambda: gone(number))
    with embedded_server(data_dir, durable=False) as again:
        assert again == url
        assert postmaster(data_dir) != number
        assert await read_row(again) == "chikankari"
        assert holder.leave() == 0
        assert await read_row(again) == "chikankari"
    assert postmaster(data_dir) == 0
    with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
        await busy


async def test_a_server_number_that_is_now_another_program_is_stale(data_dir: Path) -> None:
    with embedded_server(data_dir, durable=False) as url:
        await write_row(url)
        left = (place_of(data_dir).cluster / "postmaster.pid").read_text().split("\n")
    other = a_program_of(place_of(data_dir).account)
    try:
        stale = "\n".join([str(other.pid), *left[1:]])
        (place_of(data_dir).cluster / "postmaster.pid").write_text(stale)
        folder = place_of(data_dir).socket_dir
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / ".s.PGSQL.5432.lock").write_text(stale)
        with embedded_server(data_dir, durable=False) as url:
            assert await read_row(url) == "chikankari"
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


async def test_a_dump_brings_everything_back(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "shop.dump"
    with embedded_server(data_dir, durable=False) as url:
        await write_row(url)
        backup.dump(url, file)
        assert file.stat().st_mode & 0o777 == 0o600
        backup.reset(url)
        assert await run(url, "SELECT to_regclass('craft')") is None
        await run(url, "CREATE TABLE newer (n int)")
        backup.restore(url, file)
        assert await read_row(url) == "chikankari"
        assert await run(url, "SELECT to_regclass('newer')") is None


async def test_an_invalid_dump_changes_nothing(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_text("not a dump")
    with embedded_server(data_dir, durable=False) as url:
        await write_row(url)
        with pytest.raises(ServerFailed, match="the database is unchanged"):
            backup.restore(url, file)
        assert await read_row(url) == "chikankari"


def test_a_cluster_of_another_release_is_refused_with_instructions(data_dir: Path) -> None:
    data_dir.mkdir()
    place = place_of(data_dir)
    place.account.make_folder(place.cluster)
    (place.cluster / "PG_VERSION").write_text("9\n")
    with (
        pytest.raises(ServerFailed, match=r"made by PostgreSQL 9.*restore the dump"),
        embedded_server(data_dir),
    ):
        pass


def test_a_server_that_does_not_start_shows_the_end_of_its_log(data_dir: Path) -> None:
    with embedded_server(data_dir, durable=False):
        pass
    (place_of(data_dir).cluster / "postgresql.auto.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ServerFailed, match="no_such_setting"), embedded_server(data_dir):
        pass


def test_nothing_is_started_when_there_is_a_database_url(data_dir: Path) -> None:
    there = "postgresql://shop@db.example/shop"
    with database_server(Settings(database_url=there, data_dir=data_dir)) as url:
        assert url == there
    assert not data_dir.exists()


def a_program_of(account: Account) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sleep", "60"], user=account.uid if account.is_another else None)
