"""Folders and accounts of the embedded server."""

import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from database.embedded import postgres_binaries
from database.embedded.embedded import embedded_server
from database.embedded.os_account import Account
from settings import ROOT
from tests.support.databases.embedded import (
    Holder,
    gone,
    place_of,
    postmaster,
    read_row,
    run,
    write_row,
)
from tests.support.databases.temporary_server import throwaway_folder

pytestmark = pytest.mark.slow


IS_ROOT = os.geteuid() == 0


only_root = pytest.mark.skipif(not IS_ROOT, reason="is about root")


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A folder everyone can enter."""
    with throwaway_folder() as around:
        around.chmod(0o755)
        folder = around / "odop test é"
        folder.mkdir()
        yield folder


async def test_a_moved_clone_gets_a_new_socket_folder(open_dir: Path) -> None:
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
