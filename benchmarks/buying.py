"""Load test of buying, beside Vendure in the same run: adding to a cart, and guest checkouts.

A checkout of the mart takes five requests (cart, line, address, delivery, order with cash on
delivery), Vendure's takes seven (with its test payment, which settles at once). Fails unless the
mart is ten times as fast, in flows per second at 32 shoppers and in CPU time per flow.
"""

import argparse
import asyncio
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from benchmarks.bench import Rows, Runs
from benchmarks.harness.failures import Failures
from benchmarks.harness.measuring import (
    DATA,
    Loaded,
    Measured,
    Running,
    apart,
    database_for,
    loaded,
    machine,
    measured,
    middle,
    out,
    prepare,
    report,
    running,
)
from benchmarks.harness.servers import Server, node_at, ours, python_of
from benchmarks.peers.vendure import VENDURE, restock
from database.connect import connected, execute, fetch
from graph.ids import global_id

FLOWS = {"add": "add to cart", "checkout": "guest checkout"}
SHOPPERS = (32, 1)
MIN_RATIO = 10.0
MIN_SECONDS = 3.0
PLENTY = 100_000_000


async def stocked(url: str) -> list[str]:
    """Stock up all variants that allow cash on delivery; return their ids."""
    async with connected(url):
        await execute("SET statement_timeout = 0")
        await execute("UPDATE stock SET on_hand = $1 WHERE on_hand < $2", PLENTY, PLENTY // 2)
        await execute("VACUUM ANALYZE")  # so that autovacuum does not run during measurements
        rows = await fetch(
            "SELECT w.id FROM variant w JOIN product p ON p.id = w.product_id"
            " JOIN vendor v ON v.id = p.vendor_id WHERE w.is_active AND p.is_on_sale"
            " AND v.accepts_cod AND w.price_paise < 900000"
            " AND NOT w.is_made_to_order AND w.weight_grams < 20000 ORDER BY w.id"
        )
        return [global_id("Variant", row["id"]) for row in rows]


def shop(each: Running, flow: str, shoppers: int, seconds: float, file: Path) -> Loaded:
    arguments = [each.server.speaks, flow, str(each.port), str(shoppers), str(seconds), str(file)]
    return loaded("benchmarks.harness.flows", arguments, seconds)


def show(flow: str, names: list[str], rows: Rows, failures: Failures) -> bool:
    """Print the table of a flow; whether the mart reaches MIN_RATIO."""
    table = Table(
        "", "flows/s 32", "p50", "p99", "flows/s 1", "p50", "p99", "server CPU", "db CPU", "MiB",
        *([] if set(names) == rows.keys() else ["not measured"]),
        title=FLOWS[flow], title_justify="left",
    )  # fmt: skip
    for name in names:
        if name not in rows:
            table.add_row(name, *[""] * 9, escape(failures.reason(name, flow) or ""))
            continue
        many, one = rows[name]
        table.add_row(
            name,
            f"{many.rate:,.1f}", f"{many.p50:.1f}", f"{many.p99:.1f}",
            f"{one.rate:,.1f}", f"{one.p50:.1f}", f"{one.p99:.1f}",
            f"{many.server_ms:.3f}", f"{many.database_ms:.3f}", f"{many.mebibytes:.0f}",
        )  # fmt: skip
    out.print(table)
    if not {"odop", "vendure"} <= rows.keys():
        return True
    own, other = rows["odop"][0], rows["vendure"][0]
    rate, work = own.rate / other.rate, other.server_ms / own.server_ms
    both = (other.server_ms + other.database_ms) / (own.server_ms + own.database_ms)
    out.print(
        f"odop to Vendure: {rate:.1f} times the flows, {work:.1f} times less CPU of the server,"
        f" {both:.1f} times less with the database's."
    )
    return min(rate, work) >= MIN_RATIO


def measured_flow(
    flow: str,
    shops: list[tuple[Running, Path]],
    postmaster: int,
    runs: Runs,
    failures: Failures,
) -> Rows:
    """Measure all shops on a flow; after a failure a shop is skipped."""
    found: dict[tuple[str, int], list[Measured]] = {}
    for number in range(-1, runs.rounds):  # the first only warms
        for each, file in shops:
            name = each.server.name
            if failures.reason(name, flow):
                continue
            with failures.of(name, flow), out.status(f"{flow}, round {number + 1}: {name}"):
                if number < 0:
                    shop(each, flow, SHOPPERS[0], runs.warm_seconds, file)
                    continue
                for shoppers in SHOPPERS:
                    work = partial(shop, each, flow, shoppers, runs.seconds, file)
                    one = measured(each, postmaster, work)
                    found.setdefault((name, shoppers), []).append(one)
    many, single = SHOPPERS
    return {
        name: (middle(found[name, many]), middle(found[name, single]))
        for name in (each.server.name for each, _ in shops)
        if not failures.reason(name, flow)
    }


async def vendure_ready(url: str) -> tuple[Server, list[str]]:
    return await VENDURE.ready(url, DATA, await node_at(DATA, report), report), await restock(url)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="without Vendure")
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    options = parser.parse_args()
    folder = DATA / f"{options.products} bought"
    python, environment = python_of(options.python)
    (own,) = [each for each in ours("", python) if each.name == "odop"]
    names = [own.name] + ([] if options.alone else [VENDURE.name])
    opened = own.connections + (0 if options.alone else VENDURE.connections)
    failures, runs, holds = Failures(), Runs(options.rounds, options.seconds, MIN_SECONDS), True
    with database_for(folder, opened) as url, ExitStack() as stack:
        asyncio.run(prepare(url, options.products))
        (own,) = [each for each in ours(url, python) if each.name == "odop"]
        servers = [(own, asyncio.run(stocked(url)))]
        if not options.alone:
            with failures.of(VENDURE.name):
                servers.append(asyncio.run(vendure_ready(url)))
        postmaster = apart(url)
        out.print(machine(python))
        shops = []
        for server, variants in servers:
            file = folder / f"{server.speaks} variants"
            file.write_text("\n".join(variants))
            with failures.of(server.name):
                shops.append((stack.enter_context(running(server, folder, environment)), file))
        for flow in FLOWS:
            rows = measured_flow(flow, shops, postmaster, runs, failures)
            holds &= show(flow, names, rows, failures)
    failures.print_to(out)
    return 0 if holds and not failures else 1


if __name__ == "__main__":
    raise SystemExit(main())
