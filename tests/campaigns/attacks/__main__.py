"""Tries every bound, then sells while the mart is under siege.

Serves the demo catalogue, prints how long each attack took and how long a page took right after,
and the percentiles of somebody who buys meanwhile. It fails when an attack comes to something else
than it should, when a quick one takes more than a second and a half, and when buying takes seconds.
"""

import asyncio
import time

import httpx
from rich.console import Console
from rich.table import Table

from server.connections.connections import allow_open_files
from settings import settings
from tests.campaigns.attacks.connections import CROWDS, DEAF, SLOW, SOCKETS
from tests.campaigns.attacks.documents import DOCUMENTS, VALUES
from tests.campaigns.attacks.kinds import Attack, Target, Told, well
from tests.campaigns.attacks.memory import KEPT
from tests.campaigns.attacks.sieges import SIEGES, NotServed, Siege, besieged, buys, variant_id
from tests.campaigns.attacks.tries import TRIES
from tests.campaigns.attacks.wire import WIRE
from tests.support.servers.served import served

SECONDS = 1.5
# Of a buyer under siege, on whatever machine: half of the visits, nineteen of twenty, all.
HALF_SECONDS, MAX_SECONDS, ALL_SECONDS = 1.0, 3.0, 8.0
SIEGE_SECONDS = 12
out = Console()


class Campaign:
    def __init__(self, address: str) -> None:
        self._address, self.is_well = address, True
        self._sources = (f"127.0.1.{number}" for number in range(1, 250))
        self._table = Table("Attack", "Answer", "ms", "then a page, ms")

    async def run(self) -> None:
        async with httpx.AsyncClient(base_url=f"http://{self._address}", timeout=60) as visitor:
            self._visitor = Target(self._address, visitor)
            for attack in (*WIRE, *DOCUMENTS, *VALUES, *SOCKETS):
                await self._try(attack, SECONDS)
            for attack in (*TRIES, *CROWDS, *DEAF, *KEPT):
                await self._try(attack, None)
            await asyncio.gather(*(self._try(attack, None) for attack in SLOW))
            out.print(self._table)
            self._table = Table("Siege", "Came of it", "Step", "p50 ms", "p95 ms", "all ms")
            variant = await variant_id(visitor)
            for siege in SIEGES:
                await self._besiege(siege, variant)
            out.print(self._table)

    async def _try(self, attack: Attack, seconds: float | None) -> None:
        begun = time.perf_counter()
        async with self._visitor.from_elsewhere(next(self._sources)) as target:
            try:
                given: Told = await attack.run(target)
            except Exception as error:
                given = (0, repr(error)[:80])
        ended = time.perf_counter()
        is_well = await well(self._visitor)
        after, took = time.perf_counter() - ended, ended - begun
        right = given == attack.expected and is_well
        right &= seconds is None or (took < seconds and after < seconds)
        self.is_well &= right
        said = f"{int(given[0])} {given[1]}"
        mark = "" if right else "  ✗"
        self._table.add_row(attack.name + mark, said, f"{took * 1e3:.0f}", f"{after * 1e3:.0f}")

    async def _besiege(self, siege: Siege, variant: str) -> None:
        visits: list[dict[str, float]] = []
        async with besieged(self._address, siege, next(self._sources)) as came:
            until = time.monotonic() + SIEGE_SECONDS
            while time.monotonic() < until or not visits:
                try:
                    visits.append(await buys(self._address, variant))
                except NotServed as refused:
                    self.is_well = False
                    out.print(f"{siege.name}: {refused}")
                await asyncio.sleep(0.1)
        told = ", ".join(f"{number} x {what}" for what, number in came.most_common(4))
        for step in visits[0]:
            took = sorted(visit[step] for visit in visits)
            half, most, all_of_them = took[len(took) // 2], took[len(took) * 19 // 20], took[-1]
            right = half < HALF_SECONDS and most < MAX_SECONDS and all_of_them < ALL_SECONDS
            self.is_well &= right
            self._table.add_row(
                siege.name + ("" if right else "  ✗"),
                told,
                step,
                *(f"{seconds * 1e3:.0f}" for seconds in (half, most, all_of_them)),
            )


async def main() -> bool:
    # Both ends of the connections.
    allow_open_files(2 * settings().client_connections)
    from database.connect import connected
    from database.schema import migrate
    from demo import catalogue
    from tests.support.databases.temporary_server import throwaway_server

    with throwaway_server() as url:
        async with connected(url):
            await migrate.apply()
            await catalogue.load()
        with served(url) as address:
            campaign = Campaign(address)
            await campaign.run()
            return campaign.is_well


if __name__ == "__main__":
    raise SystemExit(not asyncio.run(main()))
