"""All reference data at once."""

from tortoise.transactions import in_transaction

from commerce.reference.claim_words import load_claim_words
from commerce.reference.crafts import (
    load_categories,
    load_crafts,
    load_gi_goods,
    load_registrations,
)
from commerce.reference.kinds import load_kinds
from commerce.reference.places import load_districts, load_pincodes, load_rates, load_states
from commerce.reference.taxes import load_commission, load_tariff, load_taxes
from commerce.search.search_keys import load_synonyms
from database.connect import execute


async def load_reference() -> None:
    """Bring the reference tables to the state of `data/`, all of it or nothing.

    Safe on a filled database: rows are found by slug or code and keep their ids, rows that the
    files lack stay. Changes that staff made to rows of the files are overwritten.
    """
    async with in_transaction():
        await execute("SET LOCAL statement_timeout = 0")
        await load_states()
        districts = await load_districts()
        await load_pincodes(districts)
        await load_rates()
        categories = await load_categories()
        registrations = await load_registrations(districts)
        await load_crafts(districts, categories, registrations)
        await load_tariff()
        await load_taxes()
        kinds = await load_kinds(categories)
        await load_gi_goods(registrations, kinds)
        await load_commission(categories)
        await load_claim_words()
    await load_synonyms()
