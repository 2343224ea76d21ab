"""The embedded server: real processes, real signals, data folders of their own."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from database.embedded import backup, postgres_binaries
from database.embedded.data_directory import DataDirectory
from database.embedded.embedded import ServerFailed, database_server, embedded_server
from database.embedded.os_account import Account
from settings import ROOT, Settings
from tests.support.temporary_server import throwaway_folder

pytestmark = pytest.mark.slow

HOLD = """
import sys
from pathlib import Path
from database.embedded.embedded import embedded_server

with embedded_server(Path(sys.argv[1]), durable=False) as url:
    print(url, flush=True)
    sys.stdin.read()
"""

IS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not IS_ROOT, reason="is about root")


class Holder:
    """Another command that holds the server until it is told to leave or a signal ends it."""

    def __init__(self, data_dir: Path, python: str = sys.executable, **how: Any) -> None:
        self.process = subprocess.Popen(
            [python, "-c", HOLD, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **{"cwd": ROOT, **how},
        )

    def url(self) -> str:
        assert self.process.stdout
        return str(self.process.stdout.readline()).strip()

    def leave(self) -> int:
        self.process.communicate(timeout=30)
        return self.process.returncode

    def end_by(self, number: signal.Signals) -> int:
        """As a terminal does it: the whole group of processes gets the signal."""
        os.killpg(self.process.pid, number)
        return self.leave()


@pytest.fixture
def hold() -> Iterator[Callable[..., Holder]]:
    holders: list[Holder] = []

    def start(data_dir: Path, **how: Any) -> Holder:
        holders.append(Holder(data_dir, **how))
        return holders[-1]

    yield start
    for holder in holders:
        if holder.process.poll() is None:
            holder.leave()


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A folder everyone can enter."""
    with throwaway_folder() as around:
        around.chmod(0o755)
        folder = around / "odop test é"
        folder.mkdir()
        yield folder


def place_of(data_dir: Path) -> DataDirectory:
    return DataDirectory.of(data_dir)


def postmaster(data_dir: Path) -> int:
    """The number of the server's process; 0 when none is running."""
    file = (data_dir / "postgres").resolve() / "cluster" / "postmaster.pid"
    return int(file.read_text().split()[0]) if file.exists() else 0


def log_of(data_dir: Path) -> str:
    return place_of(data_dir).log.read_text()


def gone(number: int) -> bool:
    return not Path(f"/proc/{number}").exists() or "Z" in state_of(number)


def state_of(number: int) -> str:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def wait_until(what: Callable[[], object]) -> None:
    give_up = time.monotonic() + 10
    while not what():
        assert time.monotonic() < give_up
        time.sleep(0.02)


async def run(url: str, sql: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def write_row(url: str) -> None:
    await run(url, "CREATE TABLE craft (name text)")
    await run(url, "INSERT INTO craft VALUES ('chikankari')")


async def read_row(url: str) -> Any:
    return await run(url, "SELECT name FROM craft")


async def test_a_fresh_server_is_there_in_a_moment_and_goes_with_its_only_user(
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
def test_a_signal_stops_the_server_in_order(
    data_dir: Path, hold: Callable[..., Holder], number: signal.Signals
) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("this run was started under nohup, and so is what it starts")
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


async def test_a_clone_that_was_moved_deeper_gets_another_folder(open_dir: Path) -> None:
    deep = open_dir / "data" / "-".join(["moved, deep down"] * 8)
    deep.mkdir(parents=True)
    with embedded_server(deep, durable=False) as url:
        await write_row(url)
    # As it was left where there was room.
    account = place_of(deep).account
    account.make_folder(place_of(deep).home / "socket")
    with embedded_server(deep, durable=False) as url:
        assert await read_row(url) == "chikankari"


async def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(open_dir: Path) -> None:
    deep = open_dir / "data" / "-".join(["clone, deep down"] * 8)
    deep.mkdir(parents=True)
    assert len(os.fsencode(deep)) > 107
    with embedded_server(deep, durable=False) as url:
        await write_row(url)
        folder = place_of(deep).socket_dir
        assert not folder.is_relative_to(deep)
        assert place_of(deep).account.owns_privately(folder)
    assert not folder.exists()


@pytest.mark.parametrize("mode", [0o755, 0o770])
async def test_a_socket_folder_others_can_enter_is_not_trusted(open_dir: Path, mode: int) -> None:
    deep = open_dir / "data" / "-".join(["clone"] * 20)
    planted = open_dir / "planted"
    planted.mkdir()
    planted.chmod(mode)
    deep.mkdir(parents=True)
    place = place_of(deep)
    (place.home / "socket").symlink_to(planted)
    with embedded_server(deep, durable=False) as url:
        assert "planted" not in url
        assert await run(url, "SELECT 1") == 1
    assert planted.exists()


@only_root
async def test_root_steps_down_to_nobody_and_widens_no_permissions(open_dir: Path) -> None:
    private = open_dir / "private"
    clone = private / "clone"
    clone.mkdir(parents=True)
    private.chmod(0o700)
    watched = [Path("/"), Path("/var"), Path("/var/lib"), Path(tempfile.gettempdir()), ROOT]
    watched += [open_dir, private, clone, *postgres_binaries.own_programs().parents]
    before = {path: facts(path) for path in watched}
    with embedded_server(clone / "data", durable=False) as url:
        assert await run(url, "SELECT 1") == 1
        home = (clone / "data" / "postgres").resolve()
        assert owner_of(postmaster(clone / "data")) == pwd.getpwnam("nobody").pw_uid
        assert home.parent == postgres_binaries.ROOTS_PLACE
        assert postgres_binaries.ROOTS_PLACE.stat().st_uid == 0
        assert home.stat().st_mode & 0o777 == 0o700
    assert {path: facts(path) for path in watched} == before


@only_root
async def test_root_keeps_the_cluster_in_the_data_folder_when_nobody_can_enter_it(
    open_dir: Path,
) -> None:
    with embedded_server(open_dir / "data", durable=False) as url:
        assert await run(url, "SELECT 1") == 1
        assert not (open_dir / "data" / "postgres").is_symlink()
        assert owner_of(postmaster(open_dir / "data")) != 0


@only_root
async def test_a_new_clone_at_an_old_path_begins_empty(data_dir: Path) -> None:
    with embedded_server(data_dir, durable=False) as url:
        await write_row(url)
    old = (data_dir / "postgres").resolve()
    shutil.rmtree(data_dir)
    with embedded_server(data_dir, durable=False) as url:
        assert await run(url, "SELECT to_regclass('craft')") is None
    shutil.rmtree(old)


@only_root
async def test_root_copies_the_programs_to_where_nobody_can_read_them(
    open_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virtual environment in root's own home: the helper cannot read it."""
    monkeypatch.delenv("ODOP_PG_BIN", raising=False)
    private = open_dir / "private"
    private.mkdir(mode=0o700)
    with copied_wheel(private) as wheel:
        monkeypatch.setattr(postgres_binaries, "_wheel_programs", lambda: wheel)
        monkeypatch.setattr(postgres_binaries, "ROOTS_PLACE", open_dir / "lib")
        umask = os.umask(0o077)
        try:
            with embedded_server(open_dir / "data", durable=False) as url:
                assert await run(url, "SELECT 1") == 1
        finally:
            os.umask(umask)
        copies = [each.name for each in (open_dir / "lib" / "programs").iterdir()]
        assert len(copies) == 1
        assert not copies[0].startswith(".")


@only_root
def test_an_ordinary_user_has_everything_below_the_data_folder(
    open_dir: Path, hold: Callable[..., Holder]
) -> None:
    user = ordinary_user()
    python = python_for(user)
    shutil.copytree(ROOT / "database", open_dir / "code" / "database")
    data_dir = open_dir / "data"
    data_dir.mkdir()
    os.chown(data_dir, user.uid, user.gid)
    with copied_wheel(open_dir / "code"):
        holder = hold(
            data_dir,
            python=python,
            cwd=open_dir / "code",
            env={"PATH": os.defpath} | {k: v for k, v in os.environ.items() if k == "ODOP_PG_BIN"},
            user=user.uid,
            group=user.gid,
            extra_groups=[],
        )
        assert str(data_dir).replace(" ", "%20").replace("é", "%C3%A9") in holder.url()
        number = postmaster(data_dir)
        assert owner_of(number) == user.uid
        assert {path.stat().st_uid for path in data_dir.rglob("*")} == {user.uid}
        assert holder.leave() == 0
    assert gone(number)


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


async def test_a_file_that_is_no_dump_changes_nothing(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_text("not a dump")
    with embedded_server(data_dir, durable=False) as url:
        await write_row(url)
        with pytest.raises(ServerFailed, match="the database is unchanged"):
            backup.restore(url, file)
        assert await read_row(url) == "chikankari"


def test_a_cluster_of_another_release_is_refused_with_a_way_out(data_dir: Path) -> None:
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


def owner_of(number: int) -> int:
    """Whom a process runs as."""
    return Path(f"/proc/{number}").stat().st_uid


def facts(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mode, found.st_uid, found.st_gid


@contextmanager
def copied_wheel(folder: Path) -> Iterator[Path]:
    """The wheel's programs and libraries in `folder`, as an installation there would have them."""
    wheel = postgres_binaries._wheel_programs()
    assert wheel
    package = wheel.parent.parent
    for part in (f"{package.name}/pginstall18", f"{package.name}.libs"):
        if (package.parent / part).exists():
            shutil.copytree(package.parent / part, folder / part, symlinks=True)
    yield folder / package.name / "pginstall18" / "bin"


def ordinary_user() -> Account:
    entry = next(each for each in pwd.getpwall() if each.pw_uid > 0 and each.pw_name != "nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def python_for(user: Account) -> str:
    """An interpreter this user can run: ours may be in root's own home."""
    enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        if Path(python).exists():
            with_it = user.run(["/bin/sh", "-c", '"$1" -c "$2"', "sh", python, enough])
            if with_it.returncode == 0:
                return python
    pytest.skip("no Python that an ordinary user can run")
