"""The server of a cluster: creation, start, discovery, stop."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from database.embedded.data_directory import SOCKET_NAME, DataDirectory
from database.embedded.os_account import ServerFailed
from database.embedded.postgres_binaries import major_release, server_programs
from database.embedded.server_lock import Lease

DATABASE = "odop"
SUPERUSER = "postgres"
# The role of serving processes; the role DATABASE owns the tables.
SERVING_ROLE = "odop_serve"

# Sized for a small machine with other work.
CONFIGURATION = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# Enough for the mart and a few commands; `odop run` with many processes requires more.
MAX_CONNECTIONS = 100
# For tests, whose data need not survive a power cut.
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}

START_SECONDS = 120
STOP_SECONDS = 60
LOG_BYTES = 1 << 20


class Server:
    """The server of a cluster. The caller has the exclusive lock for starting and stopping."""

    def __init__(self, place: DataDirectory, connections: int = MAX_CONNECTIONS) -> None:
        self.place = place
        self.connections = max(connections, MAX_CONNECTIONS)
        self.programs = server_programs(place.account)

    @property
    def url(self) -> str:
        host = quote(str(self.place.socket_dir), safe="/")
        return f"postgresql://{DATABASE}@/{DATABASE}?host={host}"

    @property
    def is_alive(self) -> bool:
        return self._process() is not None

    def ensure_running(self, lease: Lease, durable: bool) -> None:
        """Use the running server if it is suitable, else (re)start it. Raises ServerFailed."""
        if not self.place.cluster.exists():
            self._create_cluster(durable)
        self._refuse_other_release()
        if self._process() is not None:
            if self._becomes_ready() and (not durable or self._is_durable()) and self._is_wide():
                return
            if not lease.is_last():
                raise ServerFailed(
                    f"The database server in {self.place.home} is in use and cannot be joined, or"
                    f" takes fewer than {self.connections} connections. End the other commands"
                    " that use it and try again."
                )
            self.stop()
        self._clear_stale_files()
        self._start(durable)

    def stop(self) -> None:
        """Stop in order: open transactions are rolled back. Raises ServerFailed."""
        if self._process() is None:
            return
        ended = self._pg_ctl("stop", "-m", "fast", "-t", str(STOP_SECONDS))
        if ended.returncode != 0 and self._process() is not None:
            raise self._failed("The database server does not stop.")
        self.place.forget_socket_dir()

    def _create_cluster(self, durable: bool) -> None:
        """Create the cluster atomically, with roles and database. Raises ServerFailed."""
        temporary = self.place.home / "cluster.new"
        if temporary.exists():  # an earlier attempt was killed
            shutil.rmtree(temporary)
        flags = ["-U", SUPERUSER, "--auth-local=trust", "--auth-host=reject"]
        flags += ["--encoding=UTF8", "--locale=C.UTF-8", *([] if durable else ["--no-sync"])]
        run = self.place.account.run
        result = run([self.programs / "initdb", "-D", temporary, *flags], seconds=START_SECONDS)
        if result.returncode == 0:
            options = {"exit_on_error": "on"} | ({} if durable else FORGETFUL)
            result = run(
                [
                    self.programs / "postgres",
                    "--single",
                    "-D",
                    temporary,
                    *_as_flags(options),
                    SUPERUSER,
                ],
                stdin=f"CREATE ROLE {DATABASE} LOGIN CREATEDB;\n"
                f"CREATE ROLE {SERVING_ROLE} LOGIN;\n"
                f"CREATE DATABASE {DATABASE} OWNER {DATABASE};\n",
                seconds=START_SECONDS,
            )
        if result.returncode != 0:
            raise ServerFailed(
                f"The database cannot be made in {self.place.home}. See whether the disk is full, "
                f"then try again.\n{_last_lines(result.stderr)}"
            )
        temporary.rename(self.place.cluster)

    def _refuse_other_release(self) -> None:
        made_by = (self.place.cluster / "PG_VERSION").read_text().strip()
        ours = major_release(self.programs)
        if made_by != ours:
            raise ServerFailed(
                f"The database in {self.place.home} was made by PostgreSQL {made_by} and cannot "
                f"be opened by PostgreSQL {ours}. Dump it with the release that made it (odop db "
                "dump), move the folder away, start again and restore the dump."
            )

    def _start(self, durable: bool) -> None:
        self._rotate_log()
        folder = str(self.place.make_socket_dir()).replace('"', '""')
        options = CONFIGURATION | {
            "unix_socket_directories": f'"{folder}"',
            "max_connections": str(self.connections),
        }
        options |= {} if durable else FORGETFUL
        flags = ["-o", shlex.join(_as_flags(options)), "-l", str(self.place.log)]
        patience = time.monotonic() + 10
        while True:
            begins = self._log_size()
            if self._pg_ctl("start", "-t", str(START_SECONDS), *flags).returncode == 0:
                return
            # Sessions of a killed server may take a moment to end.
            if "still in use" not in self._log(begins) or time.monotonic() > patience:
                raise self._failed("The database server does not start.", begins)
            time.sleep(0.2)

    def _pg_ctl(self, action: str, *flags: str) -> subprocess.CompletedProcess[str]:
        command = [self.programs / "pg_ctl", action, "-w", "-D", self.place.cluster, *flags]
        return self.place.account.run([str(part) for part in command], seconds=START_SECONDS + 30)

    def _process(self) -> int | None:
        """The id of the server's process, if it is alive and is a server of this cluster."""
        written = self._lock_file()
        if not written or not written[0].isdecimal():
            return None
        number = int(written[0])
        return number if _is_server(number, self.place.cluster) else None

    def _becomes_ready(self) -> bool:
        """Wait for a server that is starting or recovering; false if it cannot be reached."""
        give_up = time.monotonic() + START_SECONDS
        while self._process() is not None and time.monotonic() < give_up:
            lines = self._lock_file()
            if len(lines) > 7 and lines[7] == "ready":
                return _answers(self.place.socket_dir / SOCKET_NAME)
            time.sleep(0.05)
        return False

    def _is_durable(self) -> bool:
        return "fsync=off" not in (self.place.cluster / "postmaster.opts").read_text()

    def _is_wide(self) -> bool:
        """Whether the running server accepts enough connections."""
        options = (self.place.cluster / "postmaster.opts").read_text()
        maximum = re.search(r"max_connections=(\d+)", options)
        return maximum is not None and int(maximum[1]) >= self.connections

    def _lock_file(self) -> list[str]:
        try:
            text = (self.place.cluster / "postmaster.pid").read_text()
        except FileNotFoundError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _clear_stale_files(self) -> None:
        """Remove the files of a killed server, which would count if its id is in use again."""
        (self.place.cluster / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (self.place.socket_dir / name).unlink(missing_ok=True)

    def _rotate_log(self) -> None:
        if self._log_size() > LOG_BYTES:
            self.place.log.replace(self.place.log.with_name("log.1"))

    def _log_size(self) -> int:
        return self.place.log.stat().st_size if self.place.log.exists() else 0

    def _log(self, begins: int = 0) -> str:
        if not self.place.log.exists():
            return ""
        with self.place.log.open("rb") as log:
            log.seek(begins)
            return log.read().decode(errors="replace")

    def _failed(self, what: str, begins: int = 0) -> ServerFailed:
        return ServerFailed(
            f"{what} Its log, {self.place.log}, ends with the lines below. Put right what they "
            f"name and try again, or set DATABASE_URL.\n{_last_lines(self._log(begins))}"
        )


def _as_flags(options: dict[str, str]) -> list[str]:
    return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(os.fsencode(path))
        except OSError:
            return False
    return True


def _is_server(number: int, cluster: Path) -> bool:
    """Whether this process is the server of this cluster, since process ids are reused."""
    try:
        command = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        if Path("/proc/self/cmdline").exists():
            return False
        result = subprocess.run(  # noqa: S603 - a fixed program and a number
            ["/bin/ps", "-ww", "-o", "command=", "-p", str(number)],
            capture_output=True,
            check=False,
        )
        return b"postgres" in result.stdout and os.fsencode(cluster) in result.stdout
    return command[0].endswith(b"postgres") and os.fsencode(cluster) in command


def _last_lines(text: str, count: int = 12) -> str:
    return "\n".join(text.rstrip().splitlines()[-count:])
