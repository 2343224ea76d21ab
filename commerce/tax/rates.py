"""The rates of `hsn_rate`; cached until the table changes."""

from commerce.tax.gst import TaxRate, TaxRates
from database.caches.table_cache import TABLE_CACHE
from database.rows import fetch_as


async def tax_rates() -> TaxRates:
    return await TABLE_CACHE.recall(("hsn_rate",), "tax_rates", load_rates)


async def load_rates() -> TaxRates:
    """The rates, read from the table."""
    return TaxRates(
        await fetch_as(
            TaxRate,
            "SELECT id, hsn, condition_id AS condition, value_above_paise AS value_above,"
            " value_up_to_paise AS value_up_to, rate_bp AS bp, valid_from, valid_to FROM hsn_rate"
            " ORDER BY id",
        )
    )
