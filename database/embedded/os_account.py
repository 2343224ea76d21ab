"""Whom the embedded server runs as, and how its programs are run under that account."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

WITHOUT_PRIVILEGES = "nobody"


class ServerFailed(Exception):  # noqa: N818 - it says what happened
    """The database could not be had. The message says what happened and what to do next."""


@dataclass(frozen=True, slots=True)
class Account:
    """Ourselves or, for root, whom it steps down to: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @classmethod
    def owning(cls, cluster: Path) -> Self:
        """The account a cluster is run under: its owner once it exists, and root never."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        try:
            found = cluster.lstat()
        except FileNotFoundError:
            return cls._without_privileges()
        return cls(found.st_uid, found.st_gid) if found.st_uid else cls._without_privileges()

    @classmethod
    def _without_privileges(cls) -> Self:
        try:
            entry = pwd.getpwnam(WITHOUT_PRIVILEGES)
        except KeyError:
            raise ServerFailed(
                f"PostgreSQL does not run as root, and there is no account “{WITHOUT_PRIVILEGES}” "
                "for it. Run as an ordinary user, or set DATABASE_URL."
            ) from None
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def is_another(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return f"number {self.uid}"

    def run(
        self, command: Sequence[str | Path], *, stdin: str = "", seconds: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this account.

        In a session of its own, so that Ctrl-C in the terminal reaches us alone and
        we decide when the server stops.
        """
        try:
            return subprocess.run(  # noqa: S603 - our own programs, no shell
                [str(part) for part in command],
                input=stdin,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds,
                check=False,
                cwd="/",
                env=server_environment(),
                start_new_session=True,
                user=self.uid if self.is_another else None,
                group=self.gid if self.is_another else None,
                extra_groups=[] if self.is_another else None,
            )
        except subprocess.TimeoutExpired:
            raise ServerFailed(
                f"{Path(command[0]).name} did not finish within {seconds:.0f} seconds. "
                "Check whether the disk is full or very slow, then try again."
            ) from None
        except (OSError, subprocess.SubprocessError) as error:
            raise ServerFailed(
                f"{command[0]} cannot be run as the account “{self.name}” ({error}). "
                "Run as an ordinary user, or set DATABASE_URL."
            ) from error

    def reaches(self, folder: Path) -> bool:
        """Whether the account can enter the folder, asked of the system rather than worked out."""
        if not self.is_another:
            return os.access(folder, os.R_OK | os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]).returncode == 0

    def make_folder(self, folder: Path) -> None:
        """Make a private folder of this account's. It must not exist yet."""
        folder.mkdir(mode=0o700)
        if self.is_another:
            os.chown(folder, self.uid, self.gid)

    def owns_privately(self, folder: Path) -> bool:
        """Whether this is a real folder, the account's own and closed to everyone else."""
        try:
            found = folder.lstat()
        except OSError:
            return False
        is_folder = (found.st_mode & 0o170000) == 0o040000
        return is_folder and found.st_uid == self.uid and not found.st_mode & 0o077


def server_environment() -> dict[str, str]:
    """Our environment without what would lead PostgreSQL's programs elsewhere (PGPORT, PGDATA)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
