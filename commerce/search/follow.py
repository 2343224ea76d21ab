"""Search follows the shop: what changed of what is said or shown is taken in anew.

Triggers write down what changed in the transaction that changes it (`search_told`): one
place knows which columns matter, whoever writes them. A process takes the changes in soon after.
What must not wait does not: the name of an artisan who is no longer shown leaves search with the
consent itself.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tortoise.transactions import in_transaction

from commerce.search.search_keys import refresh_entries, reindex
from database.background import background
from database.caches.table_cache import SEARCH_CHANNEL, TABLE_CACHE
from database.connect import execute, fetch, fetch_value

log = logging.getLogger("odop.search")

# Of products that change together as many are taken in at once as take a few dozen milliseconds.
BATCH = 50
POLL_SECONDS = 30.0
RETRY_SECONDS = 5.0
FOLLOWING = 0x5EA2C4  # the lock of the one who takes changes in

_DUE_CHANGES = """
DELETE FROM search_change WHERE id IN (SELECT id FROM search_change ORDER BY id LIMIT $1)
RETURNING noun, target_id
"""
# A change of one of these is a change of its products.
_PRODUCTS_OF = {
    noun: f"INSERT INTO search_change (noun, target_id)"
    f" SELECT 'product', id FROM product WHERE {noun}_id = ANY($1::int[])"
    for noun in ("district", "craft", "category", "vendor", "artisan")
} | {
    "attribute_value": "INSERT INTO search_change (noun, target_id)"
    " SELECT DISTINCT 'product', product_id FROM product_attribute WHERE value_id = ANY($1::int[])"
}
_OFFERED = ("district", "craft", "category", "artisan")
# An artisan who takes consent back waits for those who are reading the name, and goes after them.
_STAY = """
SELECT FROM artisan WHERE id IN (SELECT artisan_id FROM product WHERE id = ANY($1::int[]))
OR id = ANY($2::int[]) ORDER BY id FOR SHARE
"""


async def take_in(limit: int = BATCH) -> int:
    """Take in at most `limit` changes; how many there were. One process does it at a time."""
    async with in_transaction():
        if not await fetch_value("SELECT pg_try_advisory_xact_lock($1)", FOLLOWING):
            return 0
        changes: dict[str, set[int]] = defaultdict(set)
        for row in await fetch(_DUE_CHANGES, limit):
            changes[row["noun"]].add(row["target_id"])
        products = sorted(changes.pop("product", ()))
        await fetch(_STAY, products, sorted(changes.get("artisan", ())))
        for noun, ids in changes.items():
            if noun in _OFFERED:
                await refresh_entries(noun, sorted(ids))
            await execute(_PRODUCTS_OF[noun], sorted(ids))
        if products:
            await reindex(products)
        return len(products) + sum(map(len, changes.values()))


@asynccontextmanager
async def following() -> AsyncIterator[None]:
    """Take changes in for as long as this lasts."""
    changed = asyncio.Event()

    def hear(payload: str | None) -> None:
        changed.set()

    TABLE_CACHE.watch(hear, SEARCH_CHANNEL)
    try:
        async with background(_follow(changed)):
            yield
    finally:
        TABLE_CACHE.unwatch(hear, SEARCH_CHANNEL)


async def _follow(changed: asyncio.Event) -> None:
    while True:
        changed.clear()
        try:
            while await take_in():
                pass
        except Exception as error:  # whatever it is, the changes stay and are tried again
            log.warning("the search index is not being updated: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
            continue
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await changed.wait()
