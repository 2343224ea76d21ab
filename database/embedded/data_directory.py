"""The directory of an embedded server: cluster, log and socket."""

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from database.embedded.os_account import Account, ServerFailed
from database.embedded.postgres_binaries import roots_place

SOCKET_NAME = ".s.PGSQL.5432"
# Longest path of a Unix socket, without the terminating zero.
SOCKET_PATH_BYTES = 103 if sys.platform == "darwin" else 107


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """The directory of a server. All of it belongs to the OS account that the server runs as."""

    home: Path
    account: Account

    @classmethod
    def of(cls, data_dir: Path) -> Self:
        """The server's directory below `data_dir`, created if missing. Raises ServerFailed.

        For root, the server's account may be unable to enter `data_dir` (a clone in root's home).
        No permissions are widened: the directory is then created in a place that the account can
        reach, with a link in `data_dir`.
        """
        here = data_dir / "postgres"
        account = Account.owning(here / "cluster")
        if not here.is_symlink() and not here.exists():
            _make(here, account)
        home = here.resolve()
        _check(home, account)
        return cls(home, account)

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket_dir(self) -> Path:
        """The folder of the socket: in the home, or the target of its link to a short path."""
        folder = self.home / "socket"
        return Path(os.readlink(folder)) if folder.is_symlink() else folder

    def make_socket_dir(self) -> Path:
        """Create a private folder for the socket of a server about to start.

        A socket's path has at most 107 bytes. Below a deep clone a link in the home leads to a
        folder with a short, random name elsewhere. An existing folder is only used if it is private
        and of the same account.
        """
        # After a move to a deeper path, the existing folder may be too long.
        if _has_room(self.socket_dir) and self.account.owns_privately(self.socket_dir):
            return self.socket_dir
        folder = self.home / "socket"
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
        if _has_room(folder):
            self.account.make_folder(folder)
        else:
            folder.symlink_to(_short_folder(self.account))
        return self.socket_dir

    def forget_socket_dir(self) -> None:
        """Remove the short folder of a server that has stopped."""
        folder = self.home / "socket"
        if folder.is_symlink():
            if self.account.owns_privately(self.socket_dir):
                shutil.rmtree(self.socket_dir, ignore_errors=True)
            folder.unlink()


def _make(here: Path, account: Account) -> None:
    if account.is_another and not account.reaches(here.parent):
        # The hash distinguishes clones; the random suffix a new clone from an old one at its path.
        clone = sha256(os.fsencode(here.parent)).hexdigest()[:12]
        home = Path(tempfile.mkdtemp(prefix=f"{clone}-", dir=roots_place()))
        os.chown(home, account.uid, account.gid)
        here.symlink_to(home)
    else:
        account.make_folder(here)


def _check(home: Path, account: Account) -> None:
    if not home.is_dir():
        raise ServerFailed(
            f"The database's folder {home} is gone. Bring it back or, to begin with an empty "
            "database, remove the link “postgres” in the data folder."
        )
    owner = home.stat().st_uid
    if owner != account.uid:
        other = Account(owner, owner).name
        raise ServerFailed(
            f"The database in {home} belongs to the account “{other}”. Run as root, as when it "
            "was made, or set ODOP_DATA_DIR to a folder of your own."
        )
    if not account.reaches(home):
        raise ServerFailed(
            f"The account “{account.name}” can no longer enter {home}: a folder above it has been "
            "closed. Open that folder again, or set ODOP_DATA_DIR to another one."
        )


def _has_room(folder: Path) -> bool:
    # Clients would read a comma as the end of the path.
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_BYTES and "," not in str(folder)


def _short_folder(account: Account) -> Path:
    for base in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        parent = Path(base or "/nonexistent").absolute()
        if not _has_room(parent / "odop-12345678") or not account.reaches(parent):
            continue
        try:
            folder = Path(tempfile.mkdtemp(prefix="odop-", dir=parent))  # mode 0700, ours
        except OSError:
            continue
        if account.is_another:
            os.chown(folder, account.uid, account.gid)
        return folder
    raise ServerFailed(
        "The data folder's path is too long for the database's socket, and there is no temporary "
        "folder to put it in. Set ODOP_DATA_DIR to a shorter path."
    )
