"""`node` and `nodes`: visible objects only."""

import pytest

from database.connect import fetch, fetch_value
from graph.ids import MAX_CACHED_IDS, GlobalIds, global_id, parse_id
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("shop")

NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
SEEN = {
    "District": "SELECT max(id) FROM district",
    "Craft": "SELECT max(id) FROM craft",
    "Category": "SELECT max(id) FROM category",
    "GiRegistration": "SELECT max(id) FROM gi_registration WHERE confidence <> 'memory'",
    "Artisan": "SELECT max(id) FROM artisan WHERE status = 'active'"
    " AND profile_consented_at IS NOT NULL",
    "Vendor": "SELECT max(id) FROM vendor WHERE status = 'approved'",
    "Product": "SELECT max(id) FROM product WHERE status = 'published'"
    " AND min_price_paise IS NOT NULL",
    "Variant": "SELECT max(v.id) FROM variant v JOIN product p ON p.id = v.product_id"
    " WHERE p.status = 'published' AND p.min_price_paise IS NOT NULL AND v.is_active",
    "Review": "SELECT max(r.id) FROM review r JOIN product p ON p.id = r.product_id"
    " WHERE r.status = 'published' AND p.status = 'published'",
}
HIDDEN = {
    "GiRegistration": "SELECT min(id) FROM gi_registration WHERE confidence = 'memory'",
    "Artisan": "SELECT min(id) FROM artisan WHERE status <> 'active'"
    " OR profile_consented_at IS NULL",
    "Vendor": "SELECT min(id) FROM vendor WHERE status <> 'approved'",
    "Product": "SELECT min(id) FROM product WHERE status <> 'published'",
    "Variant": "SELECT min(v.id) FROM variant v JOIN product p ON p.id = v.product_id"
    " WHERE p.status <> 'published'",
    "Review": "SELECT min(id) FROM review WHERE status = 'hidden'",
}


@pytest.mark.parametrize("name", SEEN)
async def test_everything_is_found_by_its_id(ask: Ask, name: str) -> None:
    key = global_id(name, await fetch_value(SEEN[name]))
    assert await ask(NODE, id=key) == {"node": {"__typename": name, "id": key}}


@pytest.mark.parametrize("name", HIDDEN)
async def test_hidden_objects_are_null(ask: Ask, name: str) -> None:
    key = await fetch_value(HIDDEN[name])
    assert key is not None
    assert await ask(NODE, id=global_id(name, key)) == {"node": None}
    assert await ask(NODE, id=global_id(name, 2_000_000_000)) == {"node": None}


async def test_nodes_are_in_the_requested_order(ask: Ask, queries: list[str]) -> None:
    rows = await fetch("SELECT id FROM district ORDER BY name_hi LIMIT 20")
    ids = [global_id("District", row["id"]) for row in rows]
    queries.clear()
    found = await ask(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        ids=[*ids, global_id("District", 1_000_000), ids[0]],
    )
    assert [node and node["id"] for node in found["nodes"]] == [*ids, None, ids[0]]
    assert len(queries) == 1


async def test_an_artisan_without_consent_is_never_named(ask: Ask) -> None:
    hidden = await fetch(
        "SELECT a.slug, p.slug AS product FROM artisan a JOIN product p ON p.artisan_id = a.id"
        " WHERE a.profile_consented_at IS NULL AND p.status = 'published'"
        " AND p.min_price_paise IS NOT NULL"
    )
    assert hidden
    for row in hidden[:5]:
        page = await ask(
            "query ($p: String!, $a: String!) { product(slug: $p) { artisan { name } }"
            " artisan(slug: $a) { name } products(filter: { artisans: [$a] }) { totalCount } }",
            p=row["product"],
            a=row["slug"],
        )
        assert page["product"]["artisan"] is None
        assert page["artisan"] is None
        assert page["products"]["totalCount"] == 0


async def test_an_old_slug_leads_to_the_product(ask: Ask) -> None:
    row = (
        await fetch(
            "SELECT h.slug AS old, p.slug FROM slug_history h JOIN product p ON p.id = h.target_id"
            " WHERE h.noun = 'product' AND p.status = 'published'"
            " AND p.min_price_paise IS NOT NULL LIMIT 1"
        )
    )[0]
    found = await ask("query ($s: String!) { product(slug: $s) { slug } }", s=row["old"])
    assert found["product"]["slug"] == row["slug"]


def test_cached_ids_are_bounded_and_stable() -> None:
    ids = GlobalIds("Product")
    first = ids[1]
    assert first == global_id("Product", 1)
    for number in range(2, MAX_CACHED_IDS + 50):
        assert parse_id(ids[number]) == ("Product", number)
    assert len(ids) <= MAX_CACHED_IDS
    assert ids[1] == first
