"""Search follows changes of texts; hidden names leave it at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.catalogue.index.product_index import INDEX
from commerce.search.follow import following, take_in
from commerce.search.search_keys import refresh_vocabulary, reindex
from commerce.search.suggest import refresh_entries
from database.caches.table_cache import TABLE_CACHE
from database.connect import execute, fetch_value
from tests.conftest import Ask
from tests.support.databases.changes import eventually
from tests.support.shop.factories import (
    make_agreement,
    make_artisan,
    make_product,
    make_vendor,
)
from tests.support.shop.product_index import SOON

FOUND = """query ($q: String!) {
  products(search: $q) { totalCount didYouMean nodes { slug } facets { districts { count } } }
  suggestions(query: $q) { __typename text }
}"""


class Shop:
    """One product of a consenting artisan, and others beside it."""

    def __init__(self, product: models.Product, artisan: models.Artisan, ask: Ask) -> None:
        self.product, self.artisan, self.ask = product, artisan, ask

    async def finds(self, text: str) -> bool:
        # A change may come between two parts of one answer; the next one is of a piece.
        for _ in range(20):
            page = (await self.ask(FOUND, q=text))["products"]
            counted = sum(each["count"] for each in page["facets"]["districts"])
            if page["totalCount"] == len(page["nodes"]) == counted:
                break
            await asyncio.sleep(0.05)
        assert page["totalCount"] == len(page["nodes"]) == counted
        return self.product.slug in {each["slug"] for each in page["nodes"]}

    async def offers(self, text: str) -> set[str]:
        return {each["text"] for each in (await self.ask(FOUND, q=text))["suggestions"]}


async def caught_up() -> None:
    while await take_in():
        pass


@pytest.fixture(params=[False, True], ids=["database", "index"])
async def shop(request: Any, reference: str, ask: Ask) -> AsyncIterator[Shop]:
    """Asked of the database, and with the index of a process that follows."""
    artisan = await make_artisan(name_en="Prabhunath Kannaujia", name_hi="प्रभुनाथ कन्नौजिया")
    vendor = await make_vendor(display_name_en="Zubaida Traders")
    product = await make_product(
        artisan_id=artisan.id, vendor_id=vendor.id, name_en="Quilted jhola", name_hi="झोला"
    )
    for _ in range(4):
        await make_product()
    await reindex(None)
    await refresh_vocabulary()
    await refresh_entries()
    await execute("DELETE FROM search_change")
    found = Shop(product, artisan, ask)
    if not request.param:
        yield found
        return
    async with TABLE_CACHE.running(reference), INDEX.running():
        await asyncio.wait_for(INDEX.wait(), SOON)
        yield found


async def test_a_name_leaves_search_with_the_consent_and_comes_back_with_it(shop: Shop) -> None:
    assert await shop.finds("Prabhunath Kannaujia")
    assert "Prabhunath Kannaujia" in await shop.offers("prabhun")
    await models.Artisan.filter(id=shop.artisan.id).update(profile_consented_at=None)
    # Nobody has taken anything in yet.
    await hidden(shop)
    await caught_up()
    await hidden(shop)
    assert await shop.finds("quilted jhola")
    await models.Artisan.filter(id=shop.artisan.id).update(profile_consented_at=datetime.now(UTC))
    await caught_up()
    await eventually(lambda: shop.finds("प्रभुनाथ"))
    assert "Prabhunath Kannaujia" in await shop.offers("prabhun")


async def hidden(shop: Shop) -> None:
    async def nowhere() -> bool:
        return not await shop.finds("Prabhunath Kannaujia") and not await shop.finds("kannaujia")

    await eventually(nowhere)
    assert await shop.offers("prabhun") == set()
    assert await shop.offers("kannauji") == set()


async def test_a_name_given_back_and_withdrawn_is_hidden_before_its_entries_are_made(
    shop: Shop,
) -> None:
    artisan = models.Artisan.filter(id=shop.artisan.id)
    await artisan.update(profile_consented_at=None)
    await caught_up()
    async with in_transaction():
        await models.Product.filter(id=shop.product.id).update(description_en="With a lining")
        await artisan.update(profile_consented_at=datetime.now(UTC))
    await take_in(1)
    await eventually(lambda: shop.finds("kannaujia"))
    await artisan.update(profile_consented_at=None)
    await hidden(shop)


async def test_a_former_name_is_hidden_before_its_products_have_the_new_one(shop: Shop) -> None:
    artisan = models.Artisan.filter(id=shop.artisan.id)
    await artisan.update(name_en="Zebunnisa", name_hi=None)
    await take_in(1)
    assert await shop.finds("kannaujia")
    await artisan.update(profile_consented_at=None)
    await hidden(shop)


async def test_a_name_leaves_a_product_that_becomes_another_artisans(shop: Shop) -> None:
    other = await make_artisan()
    await make_agreement(artisan_id=other.id, vendor_id=shop.product.vendor_id)
    await models.Product.filter(id=shop.product.id).update(artisan_id=other.id)
    assert await shop.finds("quilted jhola")
    await models.Artisan.filter(id=shop.artisan.id).update(profile_consented_at=None)
    await hidden(shop)


async def test_a_hidden_name_is_no_spelling_of_another_word(shop: Shop) -> None:
    known = "SELECT EXISTS (SELECT FROM search_term WHERE key = 'prabunat')"
    assert await fetch_value(known)
    await models.Artisan.filter(id=shop.artisan.id).update(profile_consented_at=None)
    await caught_up()
    assert not await fetch_value(known)


async def test_a_word_shared_with_a_hidden_name_comes_back(shop: Shop) -> None:
    await models.Product.filter(id=shop.product.id).update(name_en="Kannaujia jhola")
    await caught_up()
    await models.Artisan.filter(id=shop.artisan.id).update(profile_consented_at=None)
    await caught_up()
    await eventually(lambda: shop.finds("kannaujia jhola"))


CHANGES: dict[str, tuple[str, str, str, str]] = {
    "product's name": (
        "UPDATE product SET name_en = 'Wicker xylo' WHERE id = $1",
        "UPDATE product SET name_en = 'Quilted jhola' WHERE id = $1",
        "xylo",
        "quilted",
    ),
    "description": (
        "UPDATE product SET description_en = 'with filigree' WHERE id = $1",
        "UPDATE product SET description_en = NULL WHERE id = $1",
        "filigree",
        "",
    ),
    "artisan's name": (
        "UPDATE artisan SET name_en = 'Zebunnisa' WHERE id ="
        " (SELECT artisan_id FROM product WHERE id = $1)",
        "UPDATE artisan SET name_en = 'Prabhunath Kannaujia' WHERE id ="
        " (SELECT artisan_id FROM product WHERE id = $1)",
        "zebunnisa",
        "",
    ),
    "vendor's name": (
        "UPDATE vendor SET display_name_en = 'Falguni Stores' WHERE id ="
        " (SELECT vendor_id FROM product WHERE id = $1)",
        "UPDATE vendor SET display_name_en = 'Zubaida Traders' WHERE id ="
        " (SELECT vendor_id FROM product WHERE id = $1)",
        "falguni",
        "zubaida",
    ),
    "another craft, district and category": (
        "UPDATE product SET (craft_id, district_id, category_id) ="
        " (SELECT id, district_id, category_id FROM craft WHERE slug = 'moradabad-metal-craft')"
        " WHERE id = $1",
        "UPDATE product SET (craft_id, district_id, category_id) ="
        " (SELECT id, district_id, category_id FROM craft WHERE slug = 'lucknow-chikankari')"
        " WHERE id = $1",
        "moradabad",
        "lucknow",
    ),
    "district's name": (
        "UPDATE district SET name_en = 'Ximpur' WHERE id ="
        " (SELECT district_id FROM product WHERE id = $1)",
        "UPDATE district SET name_en = 'Lucknow' WHERE id ="
        " (SELECT district_id FROM product WHERE id = $1)",
        "ximpur",
        "",
    ),
    "category's name": (
        "UPDATE category SET name_en = 'Qulaba' WHERE id ="
        " (SELECT category_id FROM product WHERE id = $1)",
        "UPDATE category SET name_en = 'Embroidery' WHERE id ="
        " (SELECT category_id FROM product WHERE id = $1)",
        "qulaba",
        "",
    ),
    "kind": (
        "UPDATE product SET kind_id ="
        " (SELECT id FROM kind WHERE slug = 'chikan-anarkali') WHERE id = $1",
        "UPDATE product SET kind_id = NULL WHERE id = $1",
        "anarkali",
        "",
    ),
    "generic name": (
        "INSERT INTO declaration (product_id, generic_name_en, maker_name,"
        " maker_address) VALUES ($1, 'Bandolier', 'm', 'a')",
        "DELETE FROM declaration WHERE product_id = $1",
        "bandolier",
        "",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
async def test_changed_texts_are_reindexed(shop: Shop, kind: str) -> None:
    there, back, new, old = CHANGES[kind]
    assert not await shop.finds(new)
    await execute(there, shop.product.id)
    await caught_up()
    await eventually(lambda: shop.finds(new))
    if old:
        await eventually(lambda: lost(shop, old))
    await execute(back, shop.product.id)
    await caught_up()
    await eventually(lambda: lost(shop, new))
    if old:
        assert await shop.finds(old)
    # A word nobody has any more is not offered as the spelling of another either.
    assert not await fetch_value("SELECT EXISTS (SELECT FROM search_term WHERE key = $1)", new)


async def lost(shop: Shop, text: str) -> bool:
    return not await shop.finds(text)


async def test_changed_attributes_are_reindexed(shop: Shop) -> None:
    category = await fetch_value("SELECT category_id FROM product WHERE id = $1", shop.product.id)
    attribute = await models.Attribute.create(
        category_id=category, slug="weave", name_en="Weave", kind="choice", position=99
    )
    value = await models.AttributeValue.create(
        attribute_id=attribute.id, slug="x", label_en="Herringbone", position=1
    )
    given = await models.ProductAttribute.create(
        product_id=shop.product.id, attribute_id=attribute.id, value_id=value.id
    )
    await caught_up()
    await eventually(lambda: shop.finds("herringbone"))
    await models.AttributeValue.filter(id=value.id).update(label_en="Houndstooth")
    await caught_up()
    await eventually(lambda: shop.finds("houndstooth"))
    await given.delete()
    await caught_up()
    await eventually(lambda: lost(shop, "houndstooth"))


async def test_a_new_product_is_found(shop: Shop) -> None:
    product = await make_product(name_en="Marionette")
    await caught_up()
    shop.product = product
    await eventually(lambda: shop.finds("marionette"))
    assert await shop.offers("marion")
    await product.delete()
    await caught_up()
    await eventually(lambda: lost(shop, "marionette"))


async def test_slugs_reveal_no_hidden_names(shop: Shop) -> None:
    document = "query ($s: [String!]) { products(filter: {artisans: $s}) { totalCount } }"

    async def total(slug: str) -> int:
        number: int = (await shop.ask(document, s=[slug]))["products"]["totalCount"]
        return number

    async def is_total(slug: str, number: int) -> bool:
        return await total(slug) == number

    assert await total(shop.artisan.slug) == 1
    await models.Artisan.filter(id=shop.artisan.id).update(slug="a-new-name")
    await eventually(lambda: is_total("a-new-name", 1))
    await models.Artisan.filter(id=shop.artisan.id).update(profile_consented_at=None)
    await eventually(lambda: is_total("a-new-name", 0))


@pytest.mark.usefixtures("shop")
async def test_one_process_reindexes_at_a_time_and_no_change_is_lost() -> None:
    for _ in range(3):
        await execute("UPDATE vendor SET display_name_en = display_name_en || ' x'")
    while await fetch_value("SELECT EXISTS (SELECT FROM search_change)"):
        await asyncio.gather(*[take_in() for _ in range(4)])
    assert await fetch_value("SELECT count(*) FROM product_search") == 5


async def test_a_process_follows_by_itself(shop: Shop, reference: str) -> None:
    async with following():
        await models.Product.filter(id=shop.product.id).update(name_en="Ocarina")
        if TABLE_CACHE.listening.is_set():
            await eventually(lambda: shop.finds("ocarina"))


async def test_products_of_an_expired_agreement_leave_search(shop: Shop) -> None:
    today = datetime.now(UTC) + timedelta(hours=5, minutes=30)
    async with in_transaction():
        # No trigger sees it: the calendar alone has gone on.
        await execute("SET LOCAL odop.bulk_load = 'on'")
        await execute("UPDATE agreement SET valid_to = $1", (today - timedelta(days=1)).date())
    assert await shop.finds("quilted jhola")
    await execute("SELECT agreements_follow_calendar()")
    await eventually(lambda: lost(shop, "quilted jhola"))
