"""Keeps the search index up to date with the catalogue.

Triggers record changes of indexed columns in `search_change`, in the transaction of the change
(`search_told`). A process reindexes soon after. One thing does not wait: an artisan's name
leaves the index in the transaction that withdraws the consent.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from tortoise.transactions import in_transaction

from commerce.search.search_keys import reindex
from commerce.search.suggest import refresh_entries
from database.background import background
from database.caches.table_cache import SEARCH_CHANNEL, TABLE_CACHE
from database.connect import execute, fetch
from database.locks import Lock, try_lock

log = logging.getLogger("odop.search")

# Changed rows per transaction: a few dozen milliseconds of work.
BATCH = 50
MAX_MERGED = 10_000  # changes per transaction: many of one row are applied once
POLL_SECONDS = 30.0
BUSY_SECONDS = 1.0  # nothing tells that another process has finished
RETRY_SECONDS = 5.0

# The rows to delete are told by their place, so that nothing is joined and the cost is that of
# reading them, even if statistics say that the table is empty.
_DUE_CHANGES = f"""
WITH oldest AS MATERIALIZED (
  SELECT id, ctid AS place, noun, target_id FROM search_change ORDER BY id LIMIT {MAX_MERGED}
), due AS MATERIALIZED (
  SELECT min(id) AS first, array_agg(place) AS places FROM oldest
  GROUP BY noun, target_id ORDER BY first LIMIT $1
)
DELETE FROM search_change WHERE ctid = ANY(ARRAY(SELECT unnest(places) FROM due))
RETURNING noun, target_id, lost
"""
# A change of one of these enqueues its products.
_PRODUCTS_OF = {
    noun: f"INSERT INTO search_change (noun, target_id)"
    f" SELECT 'product', id FROM product WHERE {noun}_id = ANY($1::int[])"
    for noun in ("district", "craft", "category", "kind", "vendor", "artisan")
} | {
    "attribute_value": "INSERT INTO search_change (noun, target_id)"
    " SELECT DISTINCT 'product', product_id FROM product_attribute WHERE value_id = ANY($1::int[])"
}
_OFFERED = ("district", "craft", "category", "kind", "artisan")
# Withdrawal of an artisan's consent waits for transactions that index the name, and runs after.
# Artisans come before products, as in the statements of staff.
_STAY = """
SELECT FROM artisan WHERE id IN (SELECT artisan_id FROM product WHERE id = ANY($1::int[]))
OR id = ANY($2::int[]) ORDER BY id FOR SHARE
"""


async def take_in(limit: int = BATCH) -> int | None:
    """Apply the changes of at most `limit` rows; return the number of these rows.

    One process at a time: None while another one does it, or counts the vocabulary.
    """
    async with in_transaction():
        if not await try_lock(Lock.SEARCH_FOLLOWER):
            return None
        changes: dict[str, set[int]] = defaultdict(set)
        lost: list[str] = []
        for row in await fetch(_DUE_CHANGES, limit):
            changes[row["noun"]].add(row["target_id"])
            lost += row["lost"] or ()
        products = sorted(changes.pop("product", ()))
        await fetch(_STAY, products, sorted(changes.get("artisan", ())))
        for noun, ids in changes.items():
            if noun in _OFFERED:
                await refresh_entries(noun, sorted(ids))
            await execute(_PRODUCTS_OF[noun], sorted(ids))
        if products:
            await reindex(products, lost)
        return len(products) + sum(map(len, changes.values()))


@asynccontextmanager
async def following() -> AsyncIterator[None]:
    """Apply changes in the background until the context ends."""
    changed = asyncio.Event()

    def hear(payload: str | None) -> None:
        changed.set()

    TABLE_CACHE.watch(hear, SEARCH_CHANNEL)
    try:
        async with background(partial(_follow, changed)):
            yield
    finally:
        TABLE_CACHE.unwatch(hear, SEARCH_CHANNEL)


async def _follow(changed: asyncio.Event) -> None:
    while True:
        changed.clear()
        try:
            while taken := await take_in():
                pass
        except Exception as error:  # the changes stay in the table and are retried
            log.warning("the search index is not being updated: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
            continue
        with suppress(TimeoutError):
            async with asyncio.timeout(BUSY_SECONDS if taken is None else POLL_SECONDS):
                await changed.wait()
