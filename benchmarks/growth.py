"""Pages at three sizes of the catalogue, and the indexes that their statements use.

Loading the largest takes 15 to 30 minutes, once: it is kept in `.data/bench`.
"""

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import asyncpg
from rich.table import Table

from benchmarks.harness.failures import Failures
from benchmarks.harness.measuring import (
    DATA,
    Measured,
    Running,
    answered,
    apart,
    cpu,
    database_for,
    descendants,
    load,
    machine,  # fmt: skip
    measure,
    out,
    prepare,
    running,
    written,
)
from benchmarks.harness.pages import PAGES, PLACE, Bodies
from benchmarks.harness.servers import ours, python_of
from cli.reports.explain import analysed, compiled, statements
from commerce.catalogue.index.product_index import INDEX
from database.caches.table_cache import TABLE_CACHE
from database.connect import connected, credentials

SIZES = (11_000, 110_000, 1_100_000)
GROWING = ("listing", "product", "district", "search")
WARM_SECONDS = 3.0
MAX_GROWTH = 1.5
# The listing again, from the moment when a new server is ready.
STARTING = "listing, from ready on"
# All sizes are measured in turns, and the best turn counts: other work on the machine only makes
# pages slower.
STARTS, TURNS = 5, 9


@dataclass(frozen=True)
class Start:
    """Time until a server was ready, in seconds."""

    seconds: float
    server_cpu: float
    database_cpu: float


@dataclass
class Shop:
    """A catalogue of one size, with the measurements of our server.

    `alone` and `many` are by page, with one connection and with 32; `first` has the seconds of each
    page's first requests.
    """

    products: int
    folder: Path
    url: str
    sent: dict[str, Bodies]
    postmaster: int
    starts: list[Start] = field(default_factory=list)
    alone: dict[str, list[Measured]] = field(default_factory=lambda: defaultdict(list))
    many: dict[str, Measured] = field(default_factory=dict)
    first: dict[str, list[float]] = field(default_factory=dict)

    def bodies(self, page: str) -> Path:
        """The file with the request bodies of a page."""
        return written(self.sent, "listing" if page == STARTING else page, self.folder)["odop"]

    @contextmanager
    def started(self, python: str) -> Iterator[Running]:
        """Start our server and measure the start."""
        program, environment = python_of(python)
        (server,) = [each for each in ours(self.url, program) if each.name == "odop"]
        before = cpu(descendants(self.postmaster))
        with running(server, self.folder, environment) as each:
            worked = cpu(descendants(self.postmaster)) - before
            self.starts.append(Start(each.ready_seconds, each.ready_cpu, worked))
            yield each

    def measure(self, each: Running, page: str, seconds: float) -> None:
        self.alone[page].append(measure(each, self.postmaster, 1, self.bodies(page), seconds))

    def measure_many(self, each: Running, page: str, seconds: float) -> None:
        self.many[page] = measure(each, self.postmaster, 32, self.bodies(page), seconds)

    def p50(self, page: str) -> float:
        return min(one.p50 for one in self.alone[page])


@contextmanager
def shop(products: int) -> Iterator[Shop]:
    folder = DATA / str(products)
    with database_for(folder) as url:
        sent = asyncio.run(prepare(url, products))
        asyncio.run(vacuumed(url))
        yield Shop(products, folder, url, sent, apart(url))


def grow(shops: list[Shop], pages: list[str], python: str, seconds: float) -> None:
    """Run all measurements of these shops."""
    for turn in range(STARTS):
        for one in shops:
            with (
                out.status(f"start {turn + 1} of {STARTS}: {one.products:,} products"),
                one.started(python) as each,
            ):
                # Remaining work of the start must not slow pages down.
                one.measure(each, STARTING, seconds)
                if turn == 0:
                    one.measure_many(each, STARTING, seconds)
    with ExitStack() as stack:
        started = [(one, stack.enter_context(one.started(python))) for one in shops]
        for page in pages:
            with out.status(page):
                for one, each in started:
                    file = one.bodies(page)
                    # Each body once: first requests, which fill caches, are measured separately.
                    one.first[page] = [
                        seconds_to_answer(each, line) for line in file.read_text().splitlines()
                    ]
                    load(each, 1, WARM_SECONDS, file)
                for _ in range(TURNS):
                    for one, each in started:
                        one.measure(each, page, seconds / 4)
                for one, each in started:
                    one.measure_many(each, page, seconds)
    for one in shops:
        asyncio.run(explained(one.url, pages, one.sent["odop"]))


def seconds_to_answer(each: Running, body: str) -> float:
    """Seconds until a server has responded. Raises NotMeasured for errors."""
    begun = time.monotonic()
    answered(each, body)
    return time.monotonic() - begun


async def vacuumed(url: str) -> None:
    """Vacuum as autovacuum would some time after the load."""
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
    async with connected(url), TABLE_CACHE.running(url), INDEX.running():
        await INDEX.wait()
        for page in pages:
            variables = sent[page][0].get("variables") or {}
            text = (PLACE / "operations" / f"{page}.graphql").read_text()
            for sql, arguments in await statements(*compiled(text, variables)):
                one = await analysed(sql, arguments)
                short = " ".join(sql.split("FROM", 1)[1].split())[:60]
                table.add_row(page, short, f"{one.milliseconds:.2f}", ", ".join(one.indexes))
    out.print(table)


def show(shops: list[Shop], pages: list[str]) -> bool:
    """Print the table; whether all pages stay within MAX_GROWTH."""
    table = Table(
        "", *[f"{one.products:,}\np50 · p99 · p50 of 32" for one in shops], "growth of p50",
        title="Milliseconds by number of products", title_justify="left",
    )  # fmt: skip
    holds = True
    for page in (STARTING, *pages):
        cells = [
            f"{one.p50(page):.2f} · {min(each.p99 for each in one.alone[page]):.2f}"
            f" · {one.many[page].p50:.1f}"
            for one in shops
        ]
        growth = shops[-1].p50(page) / shops[0].p50(page)
        holds &= growth <= MAX_GROWTH
        table.add_row(page, *cells, f"{growth:.2f}")
    for page in pages:
        times = [[seconds * 1000 for seconds in one.first[page]] for one in shops]
        cells = [f"{mean(each):.0f} · {max(each):.0f}" for each in times]
        table.add_row(f"{page}, asked first: mean · longest", *cells, "")
    for page in pages:
        memory = [f"{one.many[page].mebibytes:.0f} MiB" for one in shops]
        table.add_row(f"memory after {page}", *memory, "")
    for name, of in (
        ("ready after", "seconds"),
        ("CPU of that: server", "server_cpu"),
        ("database", "database_cpu"),
    ):
        best = [min(getattr(start, of) for start in one.starts) for one in shops]
        table.add_row(name, *[f"{seconds:.1f} s" for seconds in best], "")
    out.print(table)
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--pages", nargs="*", default=list(GROWING), choices=PAGES)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    options = parser.parse_args()
    out.print(machine(python_of(options.python)[0]))
    failures = Failures()
    holds = False
    with failures.of("growth"), ExitStack() as stack:
        shops = [stack.enter_context(shop(size)) for size in options.sizes]
        grow(shops, options.pages, options.python, options.seconds)
        holds = show(shops, options.pages)
    failures.print_to(out)
    return 0 if holds and not failures else 1


if __name__ == "__main__":
    raise SystemExit(main())
