"""Pages under load, server beside server in one run. See README.md beside this file."""

import argparse
import asyncio
import shutil
from contextlib import ExitStack

from rich.table import Table

from benchmarks.measuring import (
    DATA,
    Measured,
    apart,
    check,
    load,
    measure,
    middle,
    out,
    prepare,
    running,
    say,
    told,
    written,
)  # fmt: skip
from benchmarks.pages import PAGES
from benchmarks.postgraphile import postgraphile
from benchmarks.servers import Server, node_at, ours, python_of
from benchmarks.vendure import vendure
from database.embedded import database_server
from settings import Settings

WARM_SECONDS = 5.0
CONNECTIONS = (32, 1)
MOST_OF_VENDURE = 20_000
AGAINST = ("hand-written", "postgraphile 4", "postgraphile 5", "vendure", "odop, no plans")


def show(page: str, rows: dict[str, tuple[Measured, Measured]]) -> None:
    table = Table(
        "", "req/s 32", "p50", "p99", "req/s 1", "p50", "p99", "server CPU", "db CPU", "MiB",
        *[f"vs {name}" for name in AGAINST if name in rows],
        title=page, title_justify="left",
    )  # fmt: skip
    for name, (many, one) in rows.items():
        table.add_row(
            name,
            f"{many.rate:,.0f}", f"{many.p50:.1f}", f"{many.p99:.1f}",
            f"{one.rate:,.0f}", f"{one.p50:.2f}", f"{one.p99:.2f}",
            f"{many.server_ms:.3f}", f"{many.database_ms:.3f}", f"{many.mebibytes:.0f}",
            *[_ratio(many, rows[other][0]) for other in AGAINST if other in rows],
        )  # fmt: skip
    out.print(table)


def _ratio(one: Measured, other: Measured) -> str:
    """How many times as many requests; in brackets how many times less CPU of the server."""
    return f"{one.rate / other.rate:.2f} ({other.server_ms / max(one.server_ms, 1e-6):.2f})"


async def peers(url: str, products: int, wanted: list[str]) -> list[Server]:
    """The peers with such names, or all; nothing where there is no Node."""

    def wants(peer: str) -> bool:
        return not wanted or any(name in peer or peer in name for name in wanted)

    if not wants("postgraphile") and not wants("vendure"):
        return []
    if shutil.which("npm") is None:
        say("No Node here: the peers are left out.")
        return []
    node = await node_at(DATA, say)
    found = await postgraphile(url, DATA, node, say) if wants("postgraphile") else []
    if wants("vendure"):
        if products > MOST_OF_VENDURE:
            say("Vendure would take hours to load so many products: it is left out.")
        elif (server := await vendure(url, DATA, node, say)) is not None:
            found.append(server)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--pages", nargs="*", default=list(PAGES), choices=PAGES)
    parser.add_argument("--servers", nargs="*", default=[], help="only those with such names")
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    given = parser.parse_args()
    folder = DATA / str(given.products)
    folder.mkdir(parents=True, exist_ok=True)
    python, environment = python_of(given.python)
    with database_server(Settings(data_dir=folder)) as url, ExitStack() as stack:
        sent = asyncio.run(prepare(url, given.products))
        found = asyncio.run(peers(url, given.products, given.servers))
        postmaster = apart(url)
        out.print(told(python))
        out.print(
            f"{given.rounds} rounds of {given.seconds:g} s, the middle of each figure. Times in"
            " milliseconds; CPU a request at 32 connections."
        )
        servers = [
            server
            for server in [*ours(url, python), *found]
            if not given.servers or any(name in server.name for name in given.servers)
        ]
        started = [stack.enter_context(running(each, folder, environment)) for each in servers]
        for page in given.pages:
            files = written(sent, page, folder)
            asked = [each for each in started if page in each.server.pages]
            check(page, asked, files)
            rounds: dict[tuple[str, int], list[Measured]] = {}
            for each in asked:
                load(each, 32, WARM_SECONDS, files[each.server.speaks])
            for number in range(given.rounds):
                for each in asked:
                    for connections in CONNECTIONS:
                        with out.status(f"{page}, round {number + 1}: {each.server.name}"):
                            file = files[each.server.speaks]
                            one = measure(each, postmaster, connections, file, given.seconds)
                        rounds.setdefault((each.server.name, connections), []).append(one)
            show(
                page,
                {
                    each.server.name: (
                        middle(rounds[each.server.name, 32]),
                        middle(rounds[each.server.name, 1]),
                    )
                    for each in asked
                },
            )


if __name__ == "__main__":
    main()
