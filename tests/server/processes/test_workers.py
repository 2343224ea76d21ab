"""Several processes follow changes, and end with their parent."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from database.connect import execute
from settings import ROOT
from tests.support.servers.processes import START_SECONDS, _answers, children, serving, wait_for
from tests.support.shop.factories import make_product

pytestmark = pytest.mark.slow


LISTING = "{ products(first: 1) { nodes { priceRange { min { amount } } } } }"


FACETS = "{ products { totalCount facets { districts { count } } } }"


# What an answer may be behind the database.
STALE_SECONDS = 1.0


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
async def clients() -> AsyncIterator[list[httpx.AsyncClient]]:
    found: list[httpx.AsyncClient] = []
    yield found
    for client in found:
        await client.aclose()


async def amount(client: httpx.AsyncClient) -> str:
    answer = (await client.post("/graphql", json={"query": LISTING})).json()
    return str(answer["data"]["products"]["nodes"][0]["priceRange"]["min"]["amount"])


async def test_every_process_follows_a_change(
    reference: str, tmp_path: Path, clients: list[httpx.AsyncClient]
) -> None:
    product = await make_product(price=500_00)
    with (
        serving(reference, tmp_path / "one") as (_, one),
        serving(reference, tmp_path / "two") as (_, two),
    ):
        clients += [httpx.AsyncClient(base_url=site) for site in (one, two)]
        for paise in range(499_00, 499_00 - 12, -1):
            await execute(
                "UPDATE variant SET price_paise = $2 WHERE product_id = $1", product.id, paise
            )
            wanted = f"{paise // 100}.{paise % 100:02d}"
            async with asyncio.timeout(STALE_SECONDS):
                for client in clients:
                    while await amount(client) != wanted:  # noqa: ASYNC110
                        await asyncio.sleep(0.002)
            # Kept now; the next change has to reach all of it.
            assert {await amount(client) for client in clients for _ in range(4)} == {wanted}


async def facets(client: httpx.AsyncClient) -> tuple[int, list[int]]:
    answer = (await client.post("/graphql", json={"query": FACETS})).json()
    found = answer["data"]["products"]
    return found["totalCount"], [each["count"] for each in found["facets"]["districts"]]


async def test_every_index_follows_a_change(
    reference: str, tmp_path: Path, clients: list[httpx.AsyncClient]
) -> None:
    products = [await make_product() for _ in range(6)]
    with (
        serving(reference, tmp_path / "one") as (_, one),
        serving(reference, tmp_path / "two") as (_, two),
    ):
        clients += [httpx.AsyncClient(base_url=site) for site in (one, two)]
        for left, product in zip(range(5, 0, -1), products, strict=False):
            await execute("UPDATE product SET status = 'paused' WHERE id = $1", product.id)
            async with asyncio.timeout(STALE_SECONDS):
                for client in clients:
                    while (await facets(client))[0] != left:  # noqa: ASYNC110
                        await asyncio.sleep(0.002)
            for client in clients:
                total, counts = await facets(client)
                assert (total, sum(counts)) == (left, left)


def test_one_process_serves_without_the_command_line(shop_url: str, tmp_path: Path) -> None:
    with serving(shop_url, tmp_path) as (pid, site):
        # Its id stays, by which it is ended and looked after.
        assert b"server.processes.single_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
        assert b"ODOP_OWNER_DATABASE_URL" not in Path(f"/proc/{pid}/environ").read_bytes()
        os.kill(pid, signal.SIGHUP)
        wait_for(lambda: is_gone(pid), START_SECONDS)
        assert not _answers(site)
    loaded = subprocess.run(
        [sys.executable, "-c", "import server.processes.single_process, sys; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert "strawberry" in loaded
    assert not {"typer", "rich", "cli"}.intersection(loaded)


def test_modules_are_not_imported_from_the_working_directory(shop_url: str, tmp_path: Path) -> None:
    for name in ("settings", "server", "uvicorn"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not of the mart')")
    odop = (str(Path(sys.executable).parent / "odop"),)
    with serving(shop_url, tmp_path, program=odop, folder=tmp_path) as (_, site):
        assert _answers(site)


def test_a_process_that_dies_is_replaced(shop_url: str, tmp_path: Path) -> None:
    with serving(shop_url, tmp_path, "--workers", "2") as (pid, site):
        wait_for(lambda: len(children(pid)) == 2, START_SECONDS)
        victim = children(pid)[0]
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: len([c for c in children(pid) if c != victim]) == 2, START_SECONDS)
        wait_for(lambda: _answers(site), START_SECONDS)


def test_workers_end_with_their_parent(shop_url: str, tmp_path: Path) -> None:
    with serving(shop_url, tmp_path, "--workers", "2") as (pid, site):
        wait_for(lambda: len(children(pid)) == 2, START_SECONDS)
        wait_for(lambda: _answers(site), START_SECONDS)
        left = children(pid)
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: all(map(is_gone, left)), START_SECONDS)
