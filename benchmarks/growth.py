"""The same pages at three sizes of the catalogue, and which indexes their statements use.

To load the largest takes a quarter to half an hour, once: it stays below `.data/bench`.
"""

import argparse
import asyncio
import time
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import mean, median

import asyncpg
from rich.table import Table

from benchmarks.failures import Failures
from benchmarks.measuring import (
    DATA,
    Measured,
    Running,
    answered,
    apart,
    cpu,
    database_for,
    descendants,
    load,
    measure,
    out,
    prepare,
    running,
    told,
    written,
)  # fmt: skip
from benchmarks.pages import PAGES, PLACE, Bodies
from benchmarks.servers import ours, python_of
from cli.explain import analysed, compiled, statements
from commerce.index.index import INDEX
from database.connect import connected, credentials
from database.held import HELD

SIZES = (11_000, 110_000, 1_100_000)
GROWING = ("listing", "product", "district", "search")
WARM_SECONDS = 3.0
MOST_GROWTH = 1.5
# The listing again, at each number of connections for so long, from the moment a server that was
# just started says it is ready.
STARTING = "listing, from ready on"
START_LOAD_SECONDS = 8.0
# Rounds at one connection, of which the middle counts, and one at many.
ROUNDS = 3


@dataclass(frozen=True)
class Start:
    """What it took until a server was ready."""

    seconds: float
    server_cpu: float
    database_cpu: float


@dataclass(frozen=True)
class Grown:
    """What our server does: at its start, and with each page at one connection and at 32.

    `first` are the seconds that each page took when it was asked for the first time.
    """

    start: Start
    pages: dict[str, list[Measured]]
    first: dict[str, list[float]]


def grown(products: int, pages: list[str], python: str, seconds: float) -> Grown:
    folder = DATA / str(products)
    program, environment = python_of(python)
    with database_for(folder) as url, ExitStack() as stack:
        sent = asyncio.run(prepare(url, products))
        asyncio.run(vacuumed(url))
        postmaster = apart(url)
        (server,) = [each for each in ours(url, program) if each.name == "odop"]
        before = cpu(descendants(postmaster))
        each = stack.enter_context(running(server, folder, environment))
        worked = cpu(descendants(postmaster)) - before
        start = Start(each.ready_seconds, each.ready_cpu, worked)
        listing = written(sent, "listing", folder)["odop"]
        with out.status(f"{products:,} products: {STARTING}"):
            # Whatever is left of a start must not be felt.
            found = {
                STARTING: [
                    measure(each, postmaster, connections, listing, START_LOAD_SECONDS)
                    for connections in (1, 32)
                ]
            }
        first = {}
        for page in pages:
            file = written(sent, page, folder)["odop"]
            with out.status(f"{products:,} products: {page}"):
                # Each body once: what is read when it is first asked for is told apart.
                first[page] = [asked(each, line) for line in file.read_text().splitlines()]
                load(each, 1, WARM_SECONDS, file)
                alone = [measure(each, postmaster, 1, file, seconds) for _ in range(ROUNDS)]
                alone.sort(key=lambda one: one.p50)
                found[page] = [alone[ROUNDS // 2], measure(each, postmaster, 32, file, seconds)]
        asyncio.run(explained(url, pages, sent["odop"]))
        return Grown(start, found, first)


def asked(each: Running, body: str) -> float:
    """Seconds until a server has answered. Raises NotMeasured for errors."""
    begun = time.monotonic()
    answered(each, body)
    return time.monotonic() - begun


async def vacuumed(url: str) -> None:
    """What autovacuum would have done some time after the load."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        if not await connection.fetchval(
            "SELECT bool_and(last_vacuum IS NOT NULL) FROM pg_stat_user_tables"
            " WHERE schemaname = 'public' AND relname IN ('product', 'product_search')"
        ):
            await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def explained(url: str, pages: list[str], sent: Bodies) -> None:
    table = Table("page", "statement, FROM …", "ms", "indexes")
    async with connected(url), HELD.kept_current(url), INDEX.kept_current():
        await INDEX.wait()
        for page in pages:
            variables = sent[page][0].get("variables") or {}
            text = (PLACE / "operations" / f"{page}.graphql").read_text()
            for sql, arguments in await statements(*compiled(text, variables)):
                one = await analysed(sql, arguments)
                short = " ".join(sql.split("FROM", 1)[1].split())[:60]
                table.add_row(page, short, f"{one.milliseconds:.2f}", ", ".join(one.indexes))
    out.print(table)


def show(results: dict[int, Grown]) -> bool:
    """Print the table; whether no page grows by more than it may."""
    sizes = list(results)
    table = Table(
        "", *[f"{size:,}\np50 · p99 · p50 of 32" for size in sizes], "growth of p50",
        title="Milliseconds by number of products", title_justify="left",
    )  # fmt: skip
    holds = True
    for page in results[sizes[0]].pages:
        cells = [
            f"{one.p50:.2f} · {one.p99:.2f} · {many.p50:.1f}"
            for one, many in (results[size].pages[page] for size in sizes)
        ]
        growth = results[sizes[-1]].pages[page][0].p50 / results[sizes[0]].pages[page][0].p50
        holds &= growth <= MOST_GROWTH
        table.add_row(page, *cells, f"{growth:.2f}")
    memory = [
        f"{median(used):.0f} · {max(used):.0f} MiB"
        for used in [[many.mebibytes for _, many in results[size].pages.values()] for size in sizes]
    ]
    table.add_row("memory: median · after the last page", *memory, "")
    for page in results[sizes[0]].first:
        times = [results[size].first[page] for size in sizes]
        cells = [f"{mean(each) * 1000:.0f} · {max(each) * 1000:.0f}" for each in times]
        table.add_row(f"{page}, asked first: mean · longest", *cells, "")
    starts = [results[size].start for size in sizes]
    table.add_row("ready after", *[f"{start.seconds:.1f} s" for start in starts], "")
    cpus = [f"{start.server_cpu:.1f} · {start.database_cpu:.1f} s" for start in starts]
    table.add_row("CPU of that: server · database", *cpus, "")
    out.print(table)
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--pages", nargs="*", default=list(GROWING), choices=PAGES)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    given = parser.parse_args()
    out.print(told(python_of(given.python)[0]))
    results: dict[int, Grown] = {}
    failures = Failures()
    for size in given.sizes:
        with failures.of(f"{size:,} products"):
            results[size] = grown(size, given.pages, given.python, given.seconds)
    holds = show(results) if results else False
    failures.print_to(out)
    return 0 if holds and not failures else 1


if __name__ == "__main__":
    raise SystemExit(main())
