"""Some products of the demo bear a geographical indication, some may not any more, most do not."""

import pytest

from commerce.catalogue.home import RAIL, Rail, rails
from commerce.reference.crafts import gi_goods
from commerce.reference.files import read_csv
from database.connect import fetch, fetch_value
from demo.words.content import category_words
from demo.words.kinds import kinds

pytestmark = pytest.mark.usefixtures("shop")


async def count(rest: str) -> int:
    found: int = await fetch_value(f"SELECT count(DISTINCT p.id)::int FROM product p {rest}")
    return found


async def test_some_products_of_gi_crafts_bear_it() -> None:
    of_crafts = await count("JOIN craft c ON c.id = p.craft_id WHERE c.gi_registration_id > 0")
    marked = await count("WHERE p.is_gi_tagged")
    claims = "JOIN product_gi_claim c ON c.product_id = p.id"
    entries = f"{claims} JOIN gi_authorised_user u ON u.id = c.gi_authorised_user_id"
    expired = await count(f"{entries} WHERE NOT p.is_gi_tagged AND u.valid_to < current_date")
    withdrawn = await count(f"{claims} WHERE c.withdrawn_at IS NOT NULL AND NOT p.is_gi_tagged")
    assert 0.15 < marked / of_crafts < 0.4
    assert 20 < expired < marked / 5
    assert 20 < withdrawn < marked / 15


async def test_some_makers_and_sellers_are_authorised_users() -> None:
    rows = await fetch(
        "SELECT count(DISTINCT artisan_id)::int AS artisans,"
        " count(DISTINCT vendor_id)::int AS vendors, bool_and(number LIKE 'AU/DEMO/%') AS is_demo,"
        " count(*) FILTER (WHERE valid_to < current_date)::int AS expired FROM gi_authorised_user"
    )
    artisans, vendors, is_demo, expired = rows[0]
    assert is_demo
    assert 50 < artisans < 355 / 2
    assert 8 < vendors < 120 / 2
    assert 5 < expired < (artisans + vendors) / 4


async def test_only_the_registered_goods_claim_it() -> None:
    """No screen print, no jali, no bag of leather and no basket of jute."""
    rows = await fetch(
        "SELECT DISTINCT k.slug AS kind, g.name_en AS gi FROM product_gi_claim c"
        " JOIN product p ON p.id = c.product_id JOIN kind k ON k.id = p.kind_id"
        " JOIN gi_authorised_user u ON u.id = c.gi_authorised_user_id"
        " JOIN gi_registration g ON g.id = u.gi_registration_id"
    )
    covered = {(goods.kind, name) for name, all_of in gi_goods().items() for goods in all_of}
    assert {(row["kind"], row["gi"]) for row in rows} <= covered
    assert not await fetch(
        "SELECT p.slug FROM product_gi_claim c JOIN product p ON p.id = c.product_id"
        " JOIN product_attribute pa ON pa.product_id = p.id"
        " JOIN attribute_value v ON v.id = pa.value_id JOIN attribute a ON a.id = v.attribute_id"
        " WHERE (a.slug, v.slug) IN (('print', 'screen'), ('print', 'yarn-dyed'),"
        " ('technique', 'jali')) AND p.district_id IN"
        " (SELECT id FROM district WHERE slug IN ('hapur', 'agra'))"
    )
    goods = {(row["kind"], row["gi"]) for row in rows}
    assert not {kind for kind, _ in goods} & {"leather-handbag", "algoza", "canvas-shoes"}
    assert ("basket", "Ghazipur Jute Wall-hanging Craft") not in goods


def test_covered_goods_are_of_kinds_with_the_attribute() -> None:
    registered = {row["gi_name"] for row in read_csv("gi_registrations.csv")}
    for name, all_of in gi_goods().items():
        assert name in registered
        assert len({*all_of}) == len(all_of), name
        for goods in all_of:
            kind = kinds()[goods.kind]
            if goods.attribute:
                assert goods.attribute in kind.attributes, goods
                assert goods.value in category_words(kind.category).values[goods.attribute], goods


async def test_no_product_is_in_two_rails_of_the_home_page() -> None:
    found = await rails(None)
    assert list(found) == [Rail.NEWEST, Rail.GI_TAGGED, Rail.POPULAR]
    assert [len(rows) for rows in found.values()] == [RAIL] * 3
    assert len({row.id for rows in found.values() for row in rows}) == 3 * RAIL
    assert all(row.is_gi_tagged for row in found[Rail.GI_TAGGED])
