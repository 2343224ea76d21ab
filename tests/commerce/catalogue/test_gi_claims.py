"""A product bears a geographical indication by a valid entry of its maker or vendor and a claim."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.catalogue.gi_claims import CLAIM_TEXTS, ClaimProblemKind, claim_problems, claims_of
from commerce.catalogue.index.product_index import INDEX
from commerce.reference import load_reference
from commerce.search.search_keys import reindex
from database.caches.table_cache import TABLE_CACHE
from database.connect import execute, fetch, fetch_value
from server.processes.retention import sweep
from tests.conftest import Ask
from tests.support.databases.changes import eventually
from tests.support.shop.factories import (
    make_agreement,
    make_artisan,
    make_authorised_user,
    make_gi_product,
    make_printed_bedsheet,
    make_product,
    make_vendor,
)
from tests.support.shop.product_index import SOON

pytestmark = pytest.mark.usefixtures("reference")

TODAY = "(now() AT TIME ZONE 'Asia/Kolkata')::date"
CLAIM = "product_gi_claim SET withdrawn_at"
ENTRY = (
    "WHERE id = (SELECT gi_authorised_user_id FROM product_gi_claim WHERE product_id = {product})"
)
OF_ENTRY = f"(SELECT gi_registration_id FROM gi_authorised_user {ENTRY})"


def entry_set(change: str) -> str:
    """An update of the entry that `{product}` claims by."""
    return f"UPDATE gi_authorised_user SET {change} {ENTRY}"


KIND = "UPDATE product SET kind_id = (SELECT id FROM kind WHERE slug = '{}') WHERE id = {{product}}"
OTHER = "(SELECT max(id) FROM vendor WHERE id <> {vendor})"
# What ends the right to the mark, what restores it, and the problem meanwhile.
CHANGES = {
    "withdrawn": (
        f"UPDATE {CLAIM} = now() WHERE product_id = {{product}}",
        f"UPDATE {CLAIM} = NULL WHERE product_id = {{product}}",
        None,
    ),
    "entry lapsed": (
        entry_set(f"valid_to = {TODAY} - 1"),
        entry_set(f"valid_to = {TODAY}"),
        "ENTRY_EXPIRED",
    ),
    "entry not begun": (
        entry_set(f"valid_from = {TODAY} + 1"),
        entry_set(f"valid_from = {TODAY}"),
        "ENTRY_NOT_BEGUN",
    ),
    "entry not verified": (
        entry_set("verified_at = NULL"),
        entry_set("verified_at = now()"),
        "ENTRY_UNVERIFIED",
    ),
    "entry of another vendor": (
        entry_set(f"vendor_id = {OTHER}"),
        entry_set("vendor_id = {vendor}"),
        "OTHER_SELLER",
    ),
    "product of another vendor": (
        f"UPDATE product SET vendor_id = {OTHER} WHERE id = {{product}}",
        "UPDATE product SET vendor_id = {vendor} WHERE id = {product}",
        "OTHER_SELLER",
    ),
    "other goods": (KIND.format("zari-dupatta"), KIND.format("chikan-saree"), "OTHER_GOODS"),
    "no kind": (
        "UPDATE product SET kind_id = NULL WHERE id = {product}",
        KIND.format("chikan-kurta"),
        "OTHER_GOODS",
    ),
    "goods not covered": (
        "UPDATE gi_goods SET kind_id = (SELECT id FROM kind WHERE slug = 'zari-dupatta')"
        " WHERE kind_id = (SELECT kind_id FROM product WHERE id = {product})",
        "INSERT INTO gi_goods (gi_registration_id, kind_id)"
        f" SELECT {OF_ENTRY}, kind_id FROM product WHERE id = {{product}}",
        "OTHER_GOODS",
    ),
    "district not covered": (
        f"DELETE FROM gi_district WHERE gi_registration_id = {OF_ENTRY}",
        "INSERT INTO gi_district (gi_registration_id, district_id)"
        f" SELECT {OF_ENTRY}, district_id FROM product WHERE id = {{product}}",
        "OTHER_DISTRICT",
    ),
    "product of another district": (
        "UPDATE product SET (craft_id, district_id, category_id) = (SELECT id, district_id,"
        " category_id FROM craft WHERE slug = 'farrukhabad-zari-work') WHERE id = {product}",
        "UPDATE product SET (craft_id, district_id, category_id) = (SELECT id, district_id,"
        " category_id FROM craft WHERE slug = 'lucknow-chikankari') WHERE id = {product}",
        "OTHER_DISTRICT",
    ),
    "registration not confirmed": (
        f"UPDATE gi_registration SET confidence = 'memory' WHERE id = {OF_ENTRY}",
        f"UPDATE gi_registration SET confidence = 'partly' WHERE id = {OF_ENTRY}",
        "REGISTRATION_UNCONFIRMED",
    ),
}
CLAIMED = """query ($slug: String!) {
  product(slug: $slug) { isGiTagged giClaim { number validTo holderName registration { name } } }
  products(filter: { isGiTagged: true }) { totalCount nodes { slug } facets { giTagged { count } } }
}"""


async def marks(product: models.Product) -> list[bool]:
    """Whether the product and its search row have the mark."""
    rows = await fetch(
        "SELECT p.is_gi_tagged, s.is_gi_tagged AS searched FROM product p"
        " JOIN product_search s ON s.product_id = p.id WHERE p.id = $1",
        product.id,
    )
    return [*rows[0]]


async def problems(product: models.Product) -> list[ClaimProblemKind]:
    found = await claim_problems([product.id])
    return [problem.kind for problem in found.get(product.id, [])]


@pytest.mark.parametrize("reason", CHANGES)
async def test_the_mark_goes_and_returns_in_the_same_transaction(reason: str) -> None:
    product = await make_gi_product()
    # The other vendor.
    await make_vendor()
    await reindex([product.id])
    ends, begins, problem = CHANGES[reason]
    values = {"product": product.id, "vendor": product.vendor_id}
    assert await marks(product) == [True, True]
    assert await problems(product) == []
    async with in_transaction():
        await execute(ends.format(**values))
        assert await marks(product) == [False, False]
    assert await problems(product) == ([problem] if problem else [])
    async with in_transaction():
        await execute(begins.format(**values))
        assert await marks(product) == [True, True]


async def test_a_product_has_no_mark_by_its_craft_or_an_entry_alone() -> None:
    product = await make_product(kind_id=(await models.Kind.get(slug="chikan-kurta")).id)
    craft = await models.Craft.get(id=product.craft_id)
    assert craft.gi_registration_id
    await make_authorised_user(
        gi_registration_id=craft.gi_registration_id, vendor_id=product.vendor_id
    )
    await product.refresh_from_db()
    assert product.is_gi_tagged is False


async def test_the_artisans_entry_serves_whoever_sells_the_product() -> None:
    artisan, other = await make_artisan(), await make_vendor()
    product = await make_gi_product(artisan_id=artisan.id)
    await make_agreement(artisan_id=artisan.id, vendor_id=other.id)
    await reindex([product.id])
    move = "UPDATE product SET vendor_id = $2, artisan_id = $3 WHERE id = $1"
    await execute(move, product.id, other.id, artisan.id)
    assert await marks(product) == [True, True]
    await execute(move, product.id, other.id, None)
    assert await marks(product) == [False, False]


async def test_a_screen_print_cannot_bear_the_indication_of_block_prints() -> None:
    product = await make_printed_bedsheet("screen")
    await reindex([product.id])
    assert await marks(product) == [False, False]
    assert await problems(product) == [ClaimProblemKind.OTHER_GOODS]
    printed = (
        "UPDATE product_attribute SET value_id = (SELECT id FROM attribute_value WHERE slug = $2)"
        " WHERE product_id = $1"
    )
    await execute(printed, product.id, "block")
    assert await marks(product) == [True, True]
    await execute("UPDATE attribute_value SET slug = 'roller' WHERE slug = 'block'")
    assert await marks(product) == [False, False]
    await execute("UPDATE attribute_value SET slug = 'block' WHERE slug = 'roller'")
    assert await marks(product) == [True, True]
    await execute("DELETE FROM product_attribute WHERE product_id = $1", product.id)
    assert await marks(product) == [False, False]


async def lapse(product: models.Product) -> None:
    """Let the calendar alone go on: no trigger sees it."""
    async with in_transaction():
        await execute("SET LOCAL odop.bulk_load = 'on'")
        await execute(entry_set(f"valid_to = {TODAY} - 1").format(product=product.id))


@pytest.fixture(params=[False, True], ids=["database", "index"])
async def product(request: Any, reference: str) -> AsyncIterator[models.Product]:
    found = await make_gi_product()
    await reindex(None)
    if not request.param:
        yield found
        return
    async with TABLE_CACHE.running(reference), INDEX.running():
        await asyncio.wait_for(INDEX.wait(), SOON)
        yield found


async def test_the_mark_disappears_the_day_the_entry_lapses(
    product: models.Product, ask: Ask
) -> None:
    async def page() -> dict[str, Any]:
        return await ask(CLAIMED, slug=product.slug)

    async def is_listed() -> bool:
        return bool((await page())["products"]["nodes"])

    async def is_gone() -> bool:
        return not await is_listed()

    assert await is_listed()
    assert (await page())["product"]["giClaim"]["validTo"] == "2099-12-31"
    await lapse(product)
    # Also before the sweep.
    assert await claims_of([product.id]) == [None]
    await sweep()
    await eventually(is_gone)
    found = await page()
    assert found["product"] == {"isGiTagged": False, "giClaim": None}
    assert found["products"]["totalCount"] == 0


async def test_the_mark_appears_the_day_the_entry_begins() -> None:
    product = await make_gi_product()
    begins = entry_set(f"valid_from = {TODAY} + {{days}}")
    await execute(begins.format(product=product.id, days=1))
    async with in_transaction():
        await execute("SET LOCAL odop.bulk_load = 'on'")
        await execute(begins.format(product=product.id, days=0))
    await sweep()
    await product.refresh_from_db()
    assert product.is_gi_tagged is True


async def test_a_day_begins_at_midnight_in_india() -> None:
    product = await make_gi_product()
    in_india = (datetime.now(UTC) + timedelta(hours=5, minutes=30)).date()
    await execute(entry_set(f"valid_to = '{in_india}'").format(product=product.id))
    assert await problems(product) == []
    await execute(
        entry_set(f"valid_to = '{in_india - timedelta(days=1)}'").format(product=product.id)
    )
    assert await problems(product) == [ClaimProblemKind.ENTRY_EXPIRED]


async def test_the_claim_names_its_entry_and_only_public_holders(ask: Ask) -> None:
    artisan = await make_artisan(name_en="Zebunnisa")
    made, sold = await make_gi_product(artisan_id=artisan.id), await make_gi_product()
    vendor = await models.Vendor.get(id=sold.vendor_id)
    number = await fetch_value(USER_NUMBER, made.id)
    claim = (await ask(CLAIMED, slug=made.slug))["product"]["giClaim"]
    assert claim == {
        "number": number,
        "validTo": "2099-12-31",
        "holderName": "Zebunnisa",
        "registration": {"name": "Lucknow Chikan Craft"},
    }
    claim = (await ask(CLAIMED, slug=sold.slug))["product"]["giClaim"]
    assert claim["holderName"] == vendor.display_name_en
    await execute("UPDATE artisan SET profile_consented_at = NULL WHERE id = $1", artisan.id)
    claim = (await ask(CLAIMED, slug=made.slug))["product"]["giClaim"]
    assert (claim["number"], claim["holderName"]) == (number, None)


USER_NUMBER = (
    "SELECT number FROM gi_authorised_user u JOIN product_gi_claim c"
    " ON c.gi_authorised_user_id = u.id WHERE c.product_id = $1"
)


async def test_a_cached_answer_follows_the_entry(product: models.Product, ask: Ask) -> None:
    """Also if the mark stays."""
    assert (await ask(CLAIMED, slug=product.slug))["product"]["giClaim"]["validTo"] == "2099-12-31"
    await execute(entry_set("valid_to = '2098-12-31'").format(product=product.id))

    async def is_new() -> bool:
        claim = (await ask(CLAIMED, slug=product.slug))["product"]["giClaim"]
        return bool(claim["validTo"] == "2098-12-31")

    await eventually(is_new)


async def test_claims_of_many_products_take_one_statement(ask: Ask, queries: list[str]) -> None:
    for _ in range(3):
        await make_gi_product()
    queries.clear()
    page = await ask("{ products { nodes { slug giClaim { number } } } }")
    assert all(node["giClaim"] for node in page["products"]["nodes"])
    assert sum("gi_claims_of" in query for query in queries) == 1


async def test_of_two_entries_the_one_that_holds_counts(ask: Ask) -> None:
    product = await make_gi_product(artisan_id=(await make_artisan()).id)
    craft = await models.Craft.get(id=product.craft_id)
    entry = await make_authorised_user(
        gi_registration_id=craft.gi_registration_id,
        vendor_id=product.vendor_id,
        valid_to=date(2098, 1, 1),
    )
    await models.ProductGiClaim.create(product_id=product.id, gi_authorised_user_id=entry.id)
    claim = (await ask(CLAIMED, slug=product.slug))["product"]["giClaim"]
    assert claim["validTo"] == "2099-12-31"
    artisans = "UPDATE gi_authorised_user SET valid_to = '2021-01-01' WHERE artisan_id = $1"
    await execute(artisans, product.artisan_id)
    claim = (await ask(CLAIMED, slug=product.slug))["product"]["giClaim"]
    assert claim["validTo"] == "2098-01-01"
    assert await problems(product) == []


async def test_loading_the_facts_again_touches_no_mark() -> None:
    product = await make_gi_product()
    version = "SELECT xmin::text FROM product WHERE id = $1"
    goods = "SELECT id FROM gi_goods UNION ALL SELECT id FROM gi_district ORDER BY 1"
    before = await fetch_value(version, product.id), await fetch(goods)
    await load_reference()
    assert (await fetch_value(version, product.id), await fetch(goods)) == before


async def test_every_problem_has_a_text_and_is_the_databases() -> None:
    assert CLAIM_TEXTS.keys() == set(ClaimProblemKind)
    rule = await fetch_value("SELECT prosrc FROM pg_proc WHERE proname = 'gi_claims_of'")
    assert all(f"'{kind}'" in rule for kind in ClaimProblemKind)
    assert rule.count("THEN '") == len(ClaimProblemKind)
