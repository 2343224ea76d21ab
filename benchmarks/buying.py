"""Buying under load, beside Vendure in the same run: adding to a cart, and whole guest checkouts.

A checkout of ours is five requests (a cart, a piece, an address, a delivery, the order, paid at
the door), Vendure's are seven (with its test payment, which settles at once). Fails when ours is
not ten times as fast, in flows a second at 32 shoppers and in CPU of the server for a flow.
"""

import argparse
import asyncio
import json
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from rich.table import Table

from benchmarks.measuring import (
    DATA,
    Loaded,
    Measured,
    Running,
    apart,
    measured,
    middle,
    others,
    out,
    pin,
    prepare,
    running,
    say,
    told,
)  # fmt: skip
from benchmarks.servers import Server, node_at, ours, python_of
from benchmarks.vendure import restock, vendure
from database.connect import connected, execute, fetch
from database.embedded import database_server
from graph.ids import global_id
from settings import ROOT, Settings

FLOWS = {"add": "add to cart", "checkout": "guest checkout"}
SHOPPERS = (32, 1)
WANTED = 10.0
SHORTEST = 3.0
PLENTY = 100_000_000


async def stocked(url: str) -> list[str]:
    """Enough of every variant that can be paid at the door, and their ids."""
    async with connected(url):
        await execute("SET statement_timeout = 0")
        await execute("UPDATE stock SET on_hand = $1 WHERE on_hand < $2", PLENTY, PLENTY // 2)
        rows = await fetch(
            "SELECT w.id FROM variant w JOIN product p ON p.id = w.product_id"
            " JOIN vendor v ON v.id = p.vendor_id WHERE w.is_active AND p.status = 'published'"
            " AND v.status = 'approved' AND v.accepts_cod AND w.price_paise < 900000"
            " AND NOT w.is_made_to_order AND w.weight_grams < 20000 ORDER BY w.id"
        )
        return [global_id("Variant", row["id"]) for row in rows]


def shop(each: Running, flow: str, shoppers: int, seconds: float, file: Path) -> Loaded:
    command = [
        sys.executable, "-m", "benchmarks.flows",
        each.server.speaks, flow, str(each.port), str(shoppers), str(seconds), str(file),
    ]  # fmt: skip
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: pin(0, others()),
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(f"{each.server.name}, {flow}: {ran.stderr[-3000:]}")
    found = json.loads(ran.stdout)
    return Loaded(found["seconds"], sorted(found["times"]))


def show(flow: str, rows: dict[str, tuple[Measured, Measured]]) -> bool:
    """Print a flow; whether ours is as much faster as is wanted."""
    table = Table(
        "", "flows/s 32", "p50", "p99", "flows/s 1", "p50", "p99", "server CPU", "db CPU", "MiB",
        title=FLOWS[flow], title_justify="left",
    )  # fmt: skip
    for name, (many, one) in rows.items():
        table.add_row(
            name,
            f"{many.rate:,.1f}", f"{many.p50:.1f}", f"{many.p99:.1f}",
            f"{one.rate:,.1f}", f"{one.p50:.1f}", f"{one.p99:.1f}",
            f"{many.server_ms:.3f}", f"{many.database_ms:.3f}", f"{many.mebibytes:.0f}",
        )  # fmt: skip
    out.print(table)
    if "vendure" not in rows:
        return True
    own, other = rows["odop"][0], rows["vendure"][0]
    rate, work = own.rate / other.rate, other.server_ms / own.server_ms
    both = (other.server_ms + other.database_ms) / (own.server_ms + own.database_ms)
    out.print(
        f"odop to Vendure: {rate:.1f} times the flows, {work:.1f} times less CPU of the server,"
        f" {both:.1f} times less with the database's."
    )
    return min(rate, work) >= WANTED


async def peer(url: str) -> Server | None:
    node = await node_at(DATA, say)
    return await vendure(url, DATA, node, say)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="without Vendure")
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    given = parser.parse_args()
    folder = DATA / f"{given.products} bought"
    folder.mkdir(parents=True, exist_ok=True)
    python, environment = python_of(given.python)
    with database_server(Settings(data_dir=folder)) as url, ExitStack() as stack:
        asyncio.run(prepare(url, given.products))
        own = next(each for each in ours(url, python) if each.name == "odop")
        servers = [(own, asyncio.run(stocked(url)))]
        if not given.alone and (other := asyncio.run(peer(url))) is not None:
            servers.append((other, asyncio.run(restock(url))))
        postmaster = apart(url)
        out.print(told(python))
        holds = True
        started = []
        for server, variants in servers:
            file = folder / f"{server.speaks} variants"
            file.write_text("\n".join(variants))
            started.append((stack.enter_context(running(server, folder, environment)), file))
        for flow in FLOWS:
            rounds: dict[tuple[str, int], list[Measured]] = {}
            for each, file in started:
                shop(each, flow, 32, SHORTEST, file)
            for number in range(given.rounds):
                for each, file in started:
                    for shoppers in SHOPPERS:
                        with out.status(f"{flow}, round {number + 1}: {each.server.name}"):
                            one = measured(
                                each,
                                postmaster,
                                partial(shop, each, flow, shoppers, given.seconds, file),
                            )
                        rounds.setdefault((each.server.name, shoppers), []).append(one)
            names = [each.server.name for each, _ in started]
            holds &= show(
                flow,
                {name: (middle(rounds[name, 32]), middle(rounds[name, 1])) for name in names},
            )
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
