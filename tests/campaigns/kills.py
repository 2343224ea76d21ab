"""`kill -9` in the middle of load: `python -m tests.campaigns.kills --rounds 20 server database`.

Buyers order while the server, or the database, is killed, or while PostgreSQL ends all connections
(`connections`). Afterwards everybody sends their submit again. Fails when an acknowledged order is
lost, doubled or told otherwise, when stock does not add up, or when the mart is not up again in
five seconds, listening to changes and applying them to search.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import orjson
from rich.console import Console

import models
from commerce.reference import load_reference
from database.connect import connected, credentials, fetch, fetch_value
from database.embedded.data_directory import DataDirectory
from database.embedded.embedded import embedded_server
from database.embedded.server import SUPERUSER, Server
from database.running_processes import LISTENER
from database.schema import migrate
from database.schema.serving_role import as_role
from settings import ROOT
from tests.campaigns.load import ONE_HOUSE, Buyer, prepare, submit, submit_until
from tests.support.databases.temporary_server import throwaway_folder
from tests.support.servers.processes import children, wait_for
from tests.support.shop.factories import make_product, make_promotion
from tests.support.shop.shopping import variant_of

out = Console()
COMMAND = "from cli.main import app; app(prog_name='odop')"
BUYERS = 60
AT_ONCE = 12
UP_WITHIN = 5.0
PIECES = 1_000_000
KINDS = ("server", "database", "connections")
IS_DEAF = (
    "SELECT EXISTS (SELECT FROM search_change) OR NOT EXISTS"
    " (SELECT FROM pg_stat_activity WHERE datname = current_database()"
    f" AND application_name LIKE '{LISTENER}%')"
)
METHODS = ("CASH_ON_DELIVERY", "UPI")
# A step of a cart is on disk so much later; whoever orders has looked at it for longer.
LOOK_SECONDS = 0.7


@dataclass
class Mart:
    """`odop serve` on a database of its own below `folder`."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def start(folder: Path, port: int) -> Mart:
    environment = os.environ | {
        "ODOP_DATA_DIR": str(folder),
        "PORT": str(port),
        "ODOP_CLIENT_REQUESTS": "0",
        **ONE_HOUSE,
        "ODOP_KEYS_FILE": "",
    }
    environment.pop("DATABASE_URL", None)
    environment.pop("ODOP_KEYS_FILE", None)
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "serve.log").open("ab"),
    )
    return Mart(folder, port, process)


def answers(site: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{site}/readyz", timeout=2).status_code == 200
    return False


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def mart_at_work() -> Iterator[tuple[Mart, str]]:
    """A mart with its own durable database, and the URL of that."""
    # Held here too: a mart that is killed does not take the database with it.
    with throwaway_folder() as folder, embedded_server(folder) as url:
        asyncio.run(fill(url))
        mart = start(folder, free_port())
        wait_for(lambda: answers(mart.site), 60)
        try:
            yield mart, url
        finally:
            mart.process.terminate()
            mart.process.wait(20)


async def fill(url: str) -> None:
    async with connected(url):
        await migrate.apply()
        await load_reference()


async def shelf(url: str) -> list[int]:
    async with connected(url):
        # An offer that is counted with every order.
        await make_promotion(code=None, basis_points=100, most_uses=PIECES)
        return [
            (await variant_of(await make_product(price=300_00, stock=PIECES))).id for _ in range(4)
        ]


async def buyers_at(site: str, variants: list[int]) -> list[Buyer]:
    async with httpx.AsyncClient(base_url=site, timeout=30) as client:
        return [
            await prepare(
                client,
                dict.fromkeys(random.sample(variants, 2), 1),
                METHODS[number % 2],
            )
            for number in range(BUYERS)
        ]


async def under_load(site: str, buyers: list[Buyer], kill: "asyncio.Future[None] | None") -> None:
    """Everybody submits, so many at a time; those who get no answer give up for now."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(buyer: Buyer, client: httpx.AsyncClient) -> None:
        async with gate:
            await submit(client, buyer)

    async with httpx.AsyncClient(base_url=site, timeout=10) as client:
        work = [one(buyer, client) for buyer in buyers]
        await asyncio.gather(*work, *([kill] if kill else []))


async def kill_server(mart: Mart, after: float) -> float:
    """Kill it, start another; seconds until that one is ready."""
    await asyncio.sleep(after)
    own = children(mart.process.pid)
    for pid in (mart.process.pid, *own):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    begun = time.monotonic()
    await asyncio.to_thread(mart.process.wait)
    mart.process = start(mart.folder, mart.port).process
    await asyncio.to_thread(wait_for, lambda: answers(mart.site), 30)
    return time.monotonic() - begun


async def kill_database(mart: Mart, after: float) -> float:
    """Kill the postmaster; seconds until the mart, which starts another, is ready."""
    await asyncio.sleep(after)
    pid = postmaster(mart)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    begun = time.monotonic()
    await asyncio.to_thread(wait_for, lambda: postmaster(mart) not in (None, pid), 30)
    await asyncio.to_thread(wait_for, lambda: answers(mart.site), 30)
    return time.monotonic() - begun


async def kill_connections(mart: Mart, after: float) -> float:
    """Have PostgreSQL end all connections; seconds until the mart listens and follows changes."""
    await asyncio.sleep(after)
    superuser = as_role(Server(DataDirectory.of(mart.folder)).url, SUPERUSER)
    connection = await asyncpg.connect(**credentials(superuser))
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
            " AND pid <> pg_backend_pid()"
        )
        begun = time.monotonic()
        # Its triggers notify, in case the mart listens again before all connections have ended.
        await connection.execute("UPDATE product SET name_en = name_en || '.'")
        async with asyncio.timeout(30):
            while await connection.fetchval(IS_DEAF):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.02)
        await asyncio.to_thread(wait_for, lambda: answers(mart.site), 30)
        return time.monotonic() - begun
    finally:
        await connection.close()


def postmaster(mart: Mart) -> int | None:
    """The database server's process, as its lock file names it."""
    with suppress(OSError, ValueError):
        text = (mart.folder / "postgres" / "cluster" / "postmaster.pid").read_text()
        return int(text.split("\n", 1)[0])
    return None


async def one_round(mart: Mart, url: str, variants: list[int], what: str) -> tuple[int, float]:
    """How many were acknowledged before the end, and seconds until it was up again."""
    buyers = await buyers_at(mart.site, variants)
    await asyncio.sleep(LOOK_SECONDS)
    after = random.uniform(0.02, 0.4)
    kills = (kill_server, kill_database, kill_connections)
    kill = dict(zip(KINDS, kills, strict=True))[what]
    task = asyncio.ensure_future(kill(mart, after))
    await under_load(mart.site, buyers, None)
    up = await task
    known = sum(buyer.is_acknowledged for buyer in buyers)
    async with httpx.AsyncClient(base_url=mart.site, timeout=30) as client:
        for buyer in buyers:
            # Those who were told hear the same; those who were not are told now.
            await submit_until(client, buyer)
            assert len(set(buyer.answers)) == 1, buyer.answers
            assert b'"errors":[]' in buyer.answers[0], buyer.answers[0]
            numbers = {number_of(each) for each in (*buyer.answers, *buyer.unopened)}
            assert len(numbers) == 1, numbers
    await check(url, buyers)
    return known, up


def number_of(answer: bytes) -> str:
    """The number of the order in an answer."""
    number: str = orjson.loads(answer)["data"]["checkoutComplete"]["order"]["number"]
    return number


async def check(url: str, buyers: list[Buyer]) -> None:
    """Each buyer has one order, and every piece of it is set aside."""
    async with connected(url):
        for buyer in buyers:
            number = httpx.Response(200, content=buyer.answers[0]).json()["data"][
                "checkoutComplete"
            ]["order"]["number"]
            assert await models.Order.filter(number=number).count() == 1
        orders = await models.Order.all().count()
        carts = await models.Cart.filter(status="ordered").count()
        assert orders == carts, (orders, carts)
        payments = await fetch_value("SELECT count(*) FROM payment")
        assert payments == orders
        wrong = await fetch(
            "SELECT s.variant_id, s.reserved, coalesce(r.pieces, 0) AS pieces FROM stock s"
            " LEFT JOIN (SELECT variant_id, sum(quantity) AS pieces FROM reservation"
            " WHERE status <> 'released' GROUP BY 1) r ON r.variant_id = s.variant_id"
            " WHERE s.reserved <> coalesce(r.pieces, 0)"
        )
        assert not wrong, [dict(row) for row in wrong]
        miscounted = await fetch(
            "SELECT p.code FROM promotion p WHERE uses <> (SELECT count(*) FROM promotion_use u"
            " WHERE u.promotion_id = p.id AND u.status = 'claimed')"
        )
        assert not miscounted, [row["code"] for row in miscounted]


async def campaign(mart: Mart, url: str, what: str, rounds: int) -> float:
    """The seconds the slowest start took; what was lost or doubled fails at once."""
    variants = await shelf(url)
    slowest = 0.0
    for number in range(1, rounds + 1):
        known, up = await one_round(mart, url, variants, what)
        slowest = max(slowest, up)
        out.print(
            f"{what}, round {number}: {known} of {BUYERS} acknowledged before it was killed,"
            f" up again in {up:.2f} s, all {BUYERS} orders there once"
        )
    out.print(f"{what}: {rounds} rounds, the slowest up again in {slowest:.2f} s")
    return slowest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=list(KINDS))
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    for what in given.what:
        with mart_at_work() as (mart, url):
            slowest = asyncio.run(campaign(mart, url, what, given.rounds))
        if slowest > UP_WITHIN:
            raise SystemExit(f"up again only after {slowest:.2f} s: at most {UP_WITHIN:g} s")


if __name__ == "__main__":
    main()
