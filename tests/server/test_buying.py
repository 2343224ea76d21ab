"""One round of each campaign: races over processes, `kill -9` of the server and of the database.

The campaigns themselves run longer: `python -m tests.server.races`, `python -m tests.server.kills`.
"""

import asyncio
from pathlib import Path

import pytest

from tests.server import kills, races
from tests.server.test_workers import serving


async def test_ten_pieces_for_sixty_buyers_of_two_processes(reference: str, tmp_path: Path) -> None:
    with serving(reference, tmp_path, "--workers", "2") as (_, site):
        await races.race(site)


@pytest.mark.parametrize("what", ["server", "database"])
def test_no_acknowledged_order_is_lost_or_doubled(what: str) -> None:
    with kills.mart_at_work() as (mart, url):
        asyncio.run(kills.campaign(mart, url, what, 1))
