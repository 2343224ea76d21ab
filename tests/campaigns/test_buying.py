"""One round of each campaign: races over processes, `kill -9` of the server and of the database.

The campaigns themselves run longer: `python -m tests.campaigns.races`, `python -m
tests.campaigns.kills`.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commerce.core.jobs import Job, enqueue
from database.connect import fetch_value
from settings import ROOT
from tests.campaigns import kills, races
from tests.support.servers.processes import serving
from tests.support.shop.paying import eventually

pytestmark = pytest.mark.slow


async def test_two_processes_sell_ten_pieces_to_sixty_buyers(
    reference: str, tmp_path: Path
) -> None:
    with serving(reference, tmp_path, "--workers", "2") as (_, site):
        await races.race(site)


async def test_a_worker_of_its_own_does_the_jobs_and_ends_in_order(
    reference: str, tmp_path: Path
) -> None:
    await enqueue(Job.ORDER_NOTIFY, order=0, kind="placed", way="phone")
    await enqueue(Job.ORDER_EXPIRE, order=0)
    worker = started(reference, tmp_path)
    try:
        await eventually(lambda: nothing_left())
        # A job that is put down while it works wakes it.
        await enqueue(Job.ORDER_EXPIRE, order=0)
        await eventually(lambda: nothing_left())
    finally:
        worker.terminate()
        said, _ = worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert "Running jobs are finished." in said


def started(url: str, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", kills.COMMAND, "worker"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "ODOP_DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


async def nothing_left() -> bool:
    return not await fetch_value("SELECT EXISTS (SELECT FROM pgqueuer)")


def test_no_acknowledged_order_is_lost_or_doubled() -> None:
    with kills.mart_at_work() as (mart, url):
        for what in ("server", "database"):
            asyncio.run(kills.campaign(mart, url, what, 1))
