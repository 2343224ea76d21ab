"""Loading of the demo catalogue: 120 vendors, 355 artisans and any number of products."""

from contextlib import aclosing, nullcontext

from tortoise.transactions import in_transaction

from commerce.reference import load_reference
from commerce.search.search_keys import refresh_vocabulary
from commerce.search.suggest import refresh_entries
from database.bulk import bare, copy_texts
from database.connect import copy, execute, fetch_value
from database.locks import Lock, lock
from demo.batches import MANY, Report, batches
from demo.operator import MART, load_operator
from demo.people.accounts import load_accounts
from demo.people.population import COLUMNS as PEOPLE
from demo.people.population import Population, gather
from demo.places import load_pictures, read_categories, read_places, read_trades
from demo.products.products import COLUMNS, folded
from demo.products.promotions import load_promotions
from demo.products.variants import FRAGILE_CHAPTERS
from demo.words.choices import load_choices

PRODUCTS = 11_000
# Tables with ids given here; the ids of the others come from their sequences.
NUMBERED = ("product", "variant", "vendor", "artisan", "gi_authorised_user")
COUNTED = (
    "artisan_award", "artisan_craft", "agreement", "variant_option", "product_attribute",
    "product_image", "product_gi_claim", "product_evidence", "review", "slug_history",
)  # fmt: skip

# Foods past their last day of sale are packed anew, so that the demo stays fresh.
FRESH_LOTS = """
UPDATE stock SET lot_code = to_char(t.today, 'YYMMDD') || '-' || variant_id, packed_on = t.today,
  best_before_on = t.today + (best_before_on - packed_on), sell_by = t.today + (sell_by - packed_on)
FROM (SELECT (now() AT TIME ZONE 'Asia/Kolkata')::date AS today) t WHERE sell_by < t.today
"""


def silent(stage: str, done: int, total: int) -> None:
    """Ignore progress."""


async def is_empty() -> bool:
    """Whether the shop has no products, vendors and artisans."""
    return not await fetch_value(
        "SELECT EXISTS (SELECT FROM product) OR EXISTS (SELECT FROM vendor)"
        " OR EXISTS (SELECT FROM artisan)"
    )


async def load(products: int = PRODUCTS, report: Report = silent) -> None:
    """Fill an empty shop, in one transaction.

    The same number of products gives the same rows. Memory does not grow with their number.
    """
    report("Districts and crafts", 0, 1)
    await load_reference()
    report("Districts and crafts", 1, 1)
    async with in_transaction():
        await execute("SET LOCAL statement_timeout = 0")
        # A concurrent load waits, and then finds the shop filled.
        await lock(Lock.DEMO)
        if not await is_empty():
            return
        # The rows have their summaries already, so triggers need not compute them.
        await execute("SET LOCAL odop.bulk_load = 'on'")
        cast = await _people(report)
        await _products(cast, products, report)
        await _number_on()
        await load_accounts()
        await load_promotions()
    await _finish(report)


async def load_missing() -> None:
    """Add facts and demo accounts that a shop of an earlier version lacks; pack foods anew."""
    if not await fetch_value("SELECT EXISTS (SELECT FROM hsn_rate)"):
        await load_reference()
    async with in_transaction():
        await lock(Lock.DEMO)
        is_demo = await fetch_value(
            "SELECT EXISTS (SELECT FROM operator WHERE legal_name = $1)", MART["legal_name"]
        )
        if not is_demo:
            return
        await execute(FRESH_LOTS)
        if not await fetch_value("SELECT EXISTS (SELECT FROM account)"):
            await load_accounts()
        if not await fetch_value("SELECT EXISTS (SELECT FROM promotion)"):
            await load_promotions()
            await execute(
                "UPDATE variant SET is_fragile = true WHERE left(hsn, 2) = ANY($1::text[])",
                sorted(FRAGILE_CHAPTERS),
            )


async def _people(report: Report) -> Population:
    report("Vendors and artisans", 0, 1)
    for table in COUNTED:
        await _count_from_last(table)
    await load_operator()
    await load_pictures()
    cast = await assemble()
    for table, columns in PEOPLE.items():
        await copy(table, columns, cast.rows[table])
    report("Vendors and artisans", 1, 1)
    return cast


async def assemble() -> Population:
    """The population of the demo, for the loaded reference data."""
    choices = await load_choices(await read_categories())
    return gather(await read_places(), await read_trades(), choices)


async def _products(cast: Population, number: int, report: Report) -> None:
    variants = 0
    async with (
        bare([*COLUMNS]) if number >= MANY else nullcontext(),
        aclosing(batches(cast, number, report)) as parts,
    ):
        async for batch in parts:
            for table, columns in COLUMNS.items():
                await copy_texts(table, columns, batch.text(table, variants))
            variants += batch.variants
            report("Products", batch.last, number)
        report("Indexes", 0, 1)
    report("Indexes", 1, 1)
    folded.cache_clear()


async def _number_on() -> None:
    """Advance the sequences of tables with ids given here."""
    for table in NUMBERED:
        await _count_from_last(table)


async def _count_from_last(table: str) -> None:
    await execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false)"
        f" FROM {table}"
    )


async def _finish(report: Report) -> None:
    """Update planner statistics, search vocabulary and suggestions."""
    report("Search", 0, 3)
    async with in_transaction():
        await execute("SET LOCAL statement_timeout = 0")
        await execute("ANALYZE")
        report("Search", 1, 3)
        await refresh_vocabulary()
        report("Search", 2, 3)
        await refresh_entries()
        # The loaded rows are indexed already.
        await execute("DELETE FROM search_change")
    report("Search", 3, 3)
