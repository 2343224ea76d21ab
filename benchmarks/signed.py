"""Cost of signed-in requests: the same pages without and with an access token.

Rounds of both alternate on the same server. Fails if a page takes over 10 % more CPU time of the
server when signed in.
"""

import argparse
import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median

from rich.table import Table

from auth.crypto.keys import keys
from auth.sessions import sessions
from benchmarks.harness.failures import Failures
from benchmarks.harness.measuring import (
    DATA,
    Measured,
    apart,
    database_for,
    machine,
    measure,
    out,
    prepare,
    running,
    written,
)
from benchmarks.harness.pages import PAGES
from benchmarks.harness.servers import ours, python_of
from database.connect import connected
from models import Account

MAX_RATIO = 1.10
ROUNDS = 5
NAMES = ("odop", "odop, answers kept")


async def somebody(url: str) -> tuple[int, int]:
    """Ids of an account and of its session."""
    now = datetime.now(UTC)
    async with connected(url):
        account, _ = await Account.get_or_create(
            email="reader@bench.example.in", defaults={"created_at": now}
        )
        session = await sessions.begin(
            account.id, now, device="bench", is_cookie=False, is_factor_needed=False
        )
    return account.id, session.session_id


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    options = parser.parse_args()
    folder = DATA / str(options.products)
    python, environment = python_of(options.python)
    holds, failures = True, Failures()
    with database_for(folder) as url:
        sent = asyncio.run(prepare(url, options.products))
        postmaster = apart(url)
        person = asyncio.run(somebody(url))
        out.print(machine(python))
        for server in ours(url, python):
            if server.name not in NAMES:
                continue
            with failures.of(server.name), ExitStack() as alone:
                each = alone.enter_context(running(server, folder, environment))
                table = Table(
                    "page", "stranger, CPU ms", "signed in, CPU ms", "ratio", "req/s", "req/s",
                    title=f"{server.name}: the middle of {ROUNDS} rounds", title_justify="left",
                )  # fmt: skip
                for page in PAGES:
                    files = written(sent, page, folder)
                    file = files[server.speaks]
                    rounds: dict[bool, list[Measured]] = {False: [], True: []}
                    for _ in range(ROUNDS):
                        for is_signed in (False, True):
                            token = _token(person) if is_signed else ""
                            rounds[is_signed].append(
                                measure(
                                    each,
                                    postmaster,
                                    options.connections,
                                    file,
                                    options.seconds,
                                    token,
                                )
                            )
                    holds &= _row(table, page, rounds)
                out.print(table)
    failures.print_to(out)
    return 0 if holds and not failures else 1


def _token(person: tuple[int, int]) -> str:
    return keys().tokens.issue(*person, datetime.now(UTC))[0]


def _row(table: Table, page: str, rounds: dict[bool, list[Measured]]) -> bool:
    stranger, signed = (median(one.server_ms for one in rounds[each]) for each in (False, True))
    rates = [median(one.rate for one in rounds[each]) for each in (False, True)]
    ratio = signed / stranger
    table.add_row(
        page,
        f"{stranger:.4f}",
        f"{signed:.4f}",
        f"{ratio:.3f}" + ("" if ratio <= MAX_RATIO else " ✗"),
        *(f"{rate:,.0f}" for rate in rates),
    )
    return ratio <= MAX_RATIO


if __name__ == "__main__":
    raise SystemExit(main())
