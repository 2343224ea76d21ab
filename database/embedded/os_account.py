"""The OS account of the embedded server, and running programs as it."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

WITHOUT_PRIVILEGES = "nobody"


class ServerFailed(Exception):  # noqa: N818 - it says what happened
    """The database is unavailable. The message has the cause and the remedy."""


@dataclass(frozen=True, slots=True)
class Account:
    """Our own account, or for root an unprivileged one: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @classmethod
    def owning(cls, cluster: Path) -> Self:
        """The account for a cluster: its owner if it exists, never root. Raises ServerFailed."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        try:
            owner = cluster.lstat()
        except FileNotFoundError:
            return cls._without_privileges()
        return cls(owner.st_uid, owner.st_gid) if owner.st_uid else cls._without_privileges()

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
        """Run a program as this account and wait for it. Raises ServerFailed.

        It gets a session of its own, so that Ctrl-C in the terminal does not reach it.
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
        """Whether the account can enter the folder, by trying it."""
        if not self.is_another:
            return os.access(folder, os.R_OK | os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]).returncode == 0

    def make_folder(self, folder: Path) -> None:
        """Create a private folder of this account. It must not exist."""
        folder.mkdir(mode=0o700)
        if self.is_another:
            os.chown(folder, self.uid, self.gid)

    def owns_privately(self, folder: Path) -> bool:
        """Whether this is a folder, not a link, of the account and closed to others."""
        try:
            stat = folder.lstat()
        except OSError:
            return False
        is_folder = (stat.st_mode & 0o170000) == 0o040000
        return is_folder and stat.st_uid == self.uid and not stat.st_mode & 0o077


def server_environment() -> dict[str, str]:
    """Our environment without PG… variables, which would redirect PostgreSQL's programs."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return others | {"LC_ALL": "C"}
