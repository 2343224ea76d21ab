"""Pages under load, server beside server in one run. See README.md beside this file.

A server that cannot be installed, started or measured is a row that says why; the others go on, and
the run ends with 1.
"""

import argparse
import asyncio
import json
import math
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from auth.viewer import ANONYMOUS
from benchmarks.harness.failures import Failures
from benchmarks.harness.measuring import (
    DATA,
    Measured,
    Running,
    answered,
    apart,
    check,
    database_for,
    load,
    machine,
    measure,
    middle,
    out,
    prepare,
    report,
    running,
    worked,
    written,
)
from benchmarks.harness.pages import PAGES, Bodies
from benchmarks.harness.servers import Peer, Server, node_at, ours, python_of
from benchmarks.peers.postgraphile import POSTGRAPHILE
from benchmarks.peers.vendure import VENDURE
from commerce.core.texts.language import Language
from graph.plan import Ready
from graph.schema import schema
from server.documents.document_cache import Documents
from server.graphql_http.response_body import objects_in
from server.rate_limits.rate_limit import RateLimits, ServerTime, units

CONNECTIONS = (32, 1)
MAX_SHARE_OF_VENDURE = 20_000
TURN_SECONDS = 0.4
GUARDING_ROUNDS, GUARDING_TIMES = 9, 500
AGAINST = ("hand-written", "postgraphile 4", "postgraphile 5", "vendure", "odop, no plans")

# Each server's figures at many connections and at one.
Rows = dict[str, tuple[Measured, Measured]]


@dataclass(frozen=True)
class Runs:
    """How often and how long each server is measured on a page."""

    rounds: int
    seconds: float
    warm_seconds: float = 5.0


def show(page: str, servers: list[str], rows: Rows, failures: Failures) -> None:
    """Print a page: a row for each server that was asked, with why where it was not measured."""
    against = [name for name in AGAINST if name in rows]
    failed = any(name not in rows for name in servers)
    table = Table(
        "", "req/s 32", "p50", "p99", "req/s 1", "p50", "p99", "server CPU", "db CPU", "MiB",
        *[f"vs {name}" for name in against], *(["not measured"] if failed else []),
        title=page, title_justify="left",
    )  # fmt: skip
    for name in servers:
        if name in rows:
            table.add_row(name, *_figures(*rows[name]), *_ratios(rows, name, against))
        else:
            blank = [""] * (len(table.columns) - 2)
            table.add_row(name, *blank, escape(failures.reason(name, page) or ""))
    out.print(table)


def _figures(many: Measured, one: Measured) -> tuple[str, ...]:
    return (
        f"{many.rate:,.0f}", f"{many.p50:.1f}", f"{many.p99:.1f}",
        f"{one.rate:,.0f}", f"{one.p50:.2f}", f"{one.p99:.2f}",
        f"{many.server_ms:.3f}", f"{many.database_ms:.3f}", f"{many.mebibytes:.0f}",
    )  # fmt: skip


def _ratios(rows: Rows, name: str, against: list[str]) -> list[str]:
    """How many times as many requests; in brackets how many times less CPU of the server."""
    one = rows[name][0]
    return [
        f"{one.rate / other.rate:.2f} ({other.server_ms / max(one.server_ms, 1e-6):.2f})"
        for other in (rows[each][0] for each in against)
    ]


def measured_page(
    page: str,
    servers: list[Running],
    files: dict[str, Path],
    postmaster: int,
    runs: Runs,
    failures: Failures,
) -> Rows:
    """Measurements of a page by server; one that fails takes no further part."""
    check(page, servers, files, failures)
    found: dict[tuple[str, int], list[Measured]] = {}
    for number in range(-1, runs.rounds):  # the first only warms
        for each in servers:
            name, file = each.server.name, files[each.server.speaks]
            if failures.reason(name, page):
                continue
            with (
                failures.of(name, page),
                out.status(f"{page}, round {number + 1}: {name}"),
            ):
                if number < 0:
                    load(each, CONNECTIONS[0], runs.warm_seconds, file)
                    continue
                for connections in CONNECTIONS:
                    one = measure(each, postmaster, connections, file, runs.seconds)
                    found.setdefault((name, connections), []).append(one)
    many, single = CONNECTIONS
    return {
        name: (middle(found[name, many]), middle(found[name, single]))
        for name in (each.server.name for each in servers)
        if not failures.reason(name, page)
    }


def in_turns(
    pages: list[str], servers: list[Running], sent: dict[str, Bodies], folder: Path, turns: int
) -> None:
    """Print the CPU a request costs ours and the hand-written endpoint, in many short turns.

    The least of all turns is what the machine's other work has spoilt least; the ratio is also told
    turn by turn, as its middle and its quarters.
    """
    mart, hand = servers
    table = Table(
        "page", "odop", "hand-written", "hand-written / odop", "turn by turn",
        "cost, access, limits", "of a page",
        title=f"CPU of the server, microseconds a request, the least of {turns} turns",
        title_justify="left",
    )  # fmt: skip
    for page in pages:
        file = written(sent, page, folder)["odop"]
        found: dict[int, list[float]] = {each.pid: [] for each in servers}
        for number in range(-1, turns):  # the first only warms
            for each in servers if number % 2 else servers[::-1]:
                before = worked(each.pid)
                loaded = load(each, CONNECTIONS[0], TURN_SECONDS, file)
                if number >= 0:
                    spent = (worked(each.pid) - before) / len(loaded.times) * 1e6
                    found[each.pid].append(spent)
        own, other = found[mart.pid], found[hand.pid]
        ratios = sorted(theirs / mine for mine, theirs in zip(own, other, strict=True))
        low, half, high = (ratios[len(ratios) * each // 4] for each in (1, 2, 3))
        guarded = guarding(sent["odop"][page], mart)
        table.add_row(
            page, f"{min(own):.0f}", f"{min(other):.0f}", f"{min(other) / min(own):.2f}",
            f"{half:.2f} ({low:.2f} to {high:.2f})", f"{guarded:.1f}", f"{guarded / min(own):.1%}",
        )  # fmt: skip
    out.print(table)


def guarding(bodies: list[dict[str, Any]], each: Running) -> float:
    """Microseconds of CPU that the bounds of one request take, measured by themselves.

    Its variables measured, its points added up, the request counted, its time counted, and the
    objects of its answer where its plan does not know them when it has made it; nothing else asks
    who may of a page that is for everybody.
    """
    documents, limits, took = Documents(schema), RateLimits(), ServerTime()
    document = documents.get(bodies[0]["query"])
    operation = document.operation(None)
    answer = json.dumps({"data": answered(each, json.dumps(bodies[0]))}, separators=(",", ":"))
    body, best = answer.encode(), math.inf
    options = operation.variables(bodies[0]["variables"])
    ready = operation.plans.ready(options, b"", Language.EN)
    is_counted, objects = isinstance(ready, Ready) and ready.plan.is_counted, objects_in(body)
    for _ in range(GUARDING_ROUNDS):
        begun = time.process_time()
        for number in range(GUARDING_TIMES):
            options = operation.variables(bodies[number % len(bodies)]["variables"])
            operation.points(options)
            if operation.cache_seconds is None:
                operation.is_public_read(ANONYMOUS)
            limits.count("127.0.0.1", 10**9, 1e9)
            units(objects if is_counted else objects_in(body), took.end(took.begin()))
        best = min(best, time.process_time() - begun)
    return best / GUARDING_TIMES * 1e6


async def peers_ready(
    url: str, peers: Iterable[Peer], failures: Failures, folder: Path = DATA
) -> list[Server]:
    """The peers that could be installed and loaded."""
    found: list[Server] = []
    for peer in peers:
        with failures.of(peer.name):
            node = await node_at(folder, report)
            found.append(await peer.ready(url, folder, node, report))
    return found


def started(
    servers: Iterable[Server],
    folder: Path,
    environment: dict[str, str],
    failures: Failures,
    stack: ExitStack,
) -> list[Running]:
    """The servers that answer; `stack` ends them."""
    found = []
    for server in servers:
        with failures.of(server.name), out.status(f"Starting {server.name}"):
            found.append(stack.enter_context(running(server, folder, environment)))
    return found


def taking_part(names: list[str], products: int, python: str) -> tuple[list[str], list[Peer]]:
    """The names of ours, and the peers, that are asked for; all when none is."""

    def is_wanted(name: str) -> bool:
        return not names or any(each in name for each in names)

    own = [each.name for each in ours("", python) if is_wanted(each.name)]
    peers = [each for each in (*POSTGRAPHILE, VENDURE) if is_wanted(each.name)]
    if VENDURE in peers and products > MAX_SHARE_OF_VENDURE:
        report("Vendure would take hours to load so many products: it is left out.")
        peers.remove(VENDURE)
    return own, peers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--pages", nargs="*", default=list(PAGES), choices=PAGES)
    parser.add_argument(
        "--turns", type=int, default=0, help="compare CPU with the hand-written endpoint alone"
    )
    parser.add_argument("--servers", nargs="*", default=[], help="only those with such names")
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    options = parser.parse_args()
    folder = DATA / str(options.products)
    python, environment = python_of(options.python)
    own, peers = taking_part(options.servers, options.products, python)
    if options.turns:
        own, peers = ["odop", "hand-written"], []
    if not own and not peers:
        parser.error("no server has such a name")
    opened = sum(each.connections for each in ours("", python) if each.name in own)
    opened += sum(each.connections for each in peers)
    failures, runs = Failures(), Runs(options.rounds, options.seconds)
    with database_for(folder, opened) as url, ExitStack() as stack:
        sent = asyncio.run(prepare(url, options.products))
        servers = [each for each in ours(url, python) if each.name in own]
        servers += asyncio.run(peers_ready(url, peers, failures))
        postmaster = apart(url)
        out.print(machine(python))
        out.print(
            f"{options.rounds} rounds of {options.seconds:g} s, the middle of each figure. Times in"
            " milliseconds; CPU a request at 32 connections."
        )
        all_running = started(servers, folder, environment, failures, stack)
        if options.turns:
            if not failures:
                in_turns(options.pages, all_running, sent, folder, options.turns)
            failures.print_to(out)
            return 1 if failures else 0
        for page in options.pages:
            with_page = [each for each in all_running if page in each.server.pages]
            rows = measured_page(
                page, with_page, written(sent, page, folder), postmaster, runs, failures
            )
            names = [*own, *(each.name for each in peers if page in each.pages)]
            show(page, names, rows, failures)
    failures.print_to(out)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
