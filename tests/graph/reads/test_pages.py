"""The storefront's and the app's pages, as they send them, in both languages."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commerce.catalogue.home import district_of_the_day, today
from database.connect import fetch, fetch_value
from tests.conftest import Ask
from tests.support.shop.full_product import SEEN, a_full_product

pytestmark = pytest.mark.usefixtures("shop")


LANGUAGES = ("en", "hi")


async def text(row: Any, stem: str, language: str) -> str | None:
    own: str | None = row[f"{stem}_{language}"]
    return own if own is not None else row[f"{stem}_{'hi' if language == 'en' else 'en'}"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_home_page_shows_every_district_and_category(ask: Ask, language: str) -> None:
    page = await ask("home", language=language)
    districts = {d["slug"]: d for d in page["districts"]["nodes"]}
    assert page["districts"]["totalCount"] == 75 == len(districts)
    for row in await fetch(
        f"SELECT d.*, c.name_{language} AS craft FROM district d"
        " JOIN craft c ON c.district_id = d.id AND c.is_primary"
    ):
        shown = districts[row["slug"]]
        assert shown["name"] == row[f"name_{language}"]
        assert shown["division"] == row[f"division_{language}"]
        assert shown["craft"]["name"] == row["craft"]
        assert shown["coordinates"]["latitude"] == float(row["latitude"])
        assert shown["thumbnail"]["url"].endswith(f"/{row['image_public_id']}.webp")
    counts = await fetch(
        f"SELECT k.slug, count(p.id) AS number FROM category k LEFT JOIN product p"
        f" ON p.category_id = k.id AND {SEEN} GROUP BY k.slug, k.position ORDER BY k.position"
    )
    assert [(c["slug"], c["productCount"]) for c in page["categories"]] == [
        (row["slug"], row["number"]) for row in counts
    ]
    newest = await fetch(
        f"SELECT slug FROM product p WHERE {SEEN} ORDER BY published_at DESC, id DESC LIMIT 12"
    )
    assert [p["slug"] for p in page["newest"]["nodes"]] == [row["slug"] for row in newest]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_district_page_matches_the_tables(ask: Ask, language: str) -> None:
    page = (await ask("district", language=language, slug="lucknow"))["district"]
    row = (await fetch("SELECT * FROM district WHERE slug = 'lucknow'"))[0]
    assert page["name"] == row[f"name_{language}"]
    assert page["story"] == row[f"story_{language}"]
    crafts = await fetch(
        "SELECT c.*, g.number FROM craft c LEFT JOIN gi_registration g"
        " ON g.id = c.gi_registration_id WHERE c.district_id = $1"
        " ORDER BY c.is_primary DESC, c.listed_in, c.id",
        row["id"],
    )
    assert [c["slug"] for c in page["crafts"]] == [c["slug"] for c in crafts]
    assert [c["name"] for c in page["crafts"]] == [c[f"name_{language}"] for c in crafts]
    assert page["crafts"][0]["isPrimary"] is True
    assert page["artisans"]["totalCount"] == await fetch_value(
        "SELECT count(*) FROM artisan WHERE district_id = $1 AND status = 'active'"
        " AND profile_consented_at IS NOT NULL",
        row["id"],
    )
    assert page["products"]["totalCount"] == await fetch_value(
        f"SELECT count(*) FROM product p WHERE {SEEN} AND district_id = $1", row["id"]
    )
    popular = await fetch(
        f"SELECT slug FROM product p WHERE {SEEN} AND district_id = $1"
        " ORDER BY popularity DESC, id DESC LIMIT 24",
        row["id"],
    )
    assert [p["slug"] for p in page["products"]["nodes"]] == [p["slug"] for p in popular]
    assert len(page["neighbours"]) == 5
    more = (
        await ask(
            "district",
            language=language,
            slug="lucknow",
            after=page["products"]["pageInfo"]["endCursor"],
        )
    )["district"]
    assert not {p["id"] for p in more["products"]["nodes"]} & {
        p["id"] for p in page["products"]["nodes"]
    }


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_product_page_matches_the_tables(ask: Ask, language: str) -> None:
    slug = await a_full_product()
    page = (await ask("product", language=language, slug=slug, pin="226001"))["product"]
    row = (await fetch("SELECT * FROM product WHERE slug = $1", slug))[0]
    assert page["name"] == await text(row, "name", language)
    assert page["description"] == await text(row, "description", language)
    assert page["careInstructions"] == await text(row, "care", language)
    assert page["isGiTagged"] is True
    assert page["countryOfOrigin"] == "IN"
    variants = await fetch(
        "SELECT v.*, s.available FROM variant v LEFT JOIN stock s ON s.variant_id = v.id"
        " WHERE v.product_id = $1 AND v.is_active ORDER BY v.position",
        row["id"],
    )
    assert [v["sku"] for v in page["variants"]] == [v["sku"] for v in variants]
    assert [v["price"]["amount"] for v in page["variants"]] == [
        f"{v['price_paise'] // 100}.{v['price_paise'] % 100:02d}" for v in variants
    ]
    assert [v["availableQuantity"] for v in page["variants"]] == [
        v["available"] or 0 for v in variants
    ]
    pictures = await fetch(
        "SELECT * FROM product_image WHERE product_id = $1 ORDER BY position", row["id"]
    )
    assert len(page["images"]) == len(pictures) >= 2
    assert all("/media/1200/demo/product/" in image["url"] for image in page["images"])
    vendor = (await fetch("SELECT * FROM vendor WHERE id = $1", row["vendor_id"]))[0]
    assert page["soldBy"]["legalName"] == vendor["legal_name"]
    assert page["soldBy"]["gstin"] == vendor["gstin"]
    assert page["soldBy"]["grievanceOfficer"]["email"] == vendor["grievance_email"]
    assert (
        page["soldBy"]["address"]["state"] == {"en": "Uttar Pradesh", "hi": "उत्तर प्रदेश"}[language]
    )
    assert page["reviews"]["totalCount"] == row["rating_count"]
    assert len(page["related"]) == 8
    assert slug not in {each["slug"] for each in page["related"]}
    assert page["attributes"]
    assert page["seo"]["title"].startswith(page["name"])
    assert page["delivery"]["isServiceable"] is True
    assert page["delivery"]["charge"]["formatted"].startswith("₹")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_artisan_page_matches_the_tables(ask: Ask, language: str) -> None:
    row = (
        await fetch(
            "SELECT a.* FROM artisan a JOIN artisan_award w ON w.artisan_id = a.id"
            " WHERE a.status = 'active' AND a.profile_consented_at IS NOT NULL"
            " ORDER BY a.id LIMIT 1"
        )
    )[0]
    page = (await ask("artisan", language=language, slug=row["slug"]))["artisan"]
    assert page["name"] == row[f"name_{language}"]
    assert page["bio"] == row[f"bio_{language}"]
    assert page["yearsOfPractice"] == datetime.now(UTC).year - row["practising_since"]
    awards = await fetch(
        "SELECT * FROM artisan_award WHERE artisan_id = $1 ORDER BY year DESC, id", row["id"]
    )
    assert page["awards"] == [
        {"name": award[f"name_{language}"], "year": award["year"]} for award in awards
    ]
    vendors = await fetch(
        f"SELECT v.display_name_{language} AS name FROM agreement g JOIN vendor v"
        " ON v.id = g.vendor_id WHERE g.artisan_id = $1 AND g.status = 'accepted'"
        " AND v.status = 'approved' ORDER BY g.id",
        row["id"],
    )
    assert [v["displayName"] for v in page["sellsThrough"]] == [v["name"] for v in vendors]
    own = await fetch(
        f"SELECT slug FROM product p WHERE {SEEN} AND artisan_id = $1"
        " ORDER BY popularity DESC, id DESC LIMIT 24",
        row["id"],
    )
    assert [p["slug"] for p in page["products"]["nodes"]] == [p["slug"] for p in own]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_listing_shows_the_newest(ask: Ask, language: str) -> None:
    page = (await ask("listing", language=language))["products"]
    rows = await fetch(
        f"SELECT p.*, d.name_{language} AS place FROM product p JOIN district d"
        f" ON d.id = p.district_id WHERE {SEEN} ORDER BY p.published_at DESC, p.id DESC LIMIT 24"
    )
    assert page["pageInfo"]["hasNextPage"] is True
    for shown, row in zip(page["nodes"], rows, strict=True):
        assert shown["slug"] == row["slug"]
        assert shown["name"] == await text(row, "name", language)
        assert shown["district"]["name"] == row["place"]
        assert int(shown["priceRange"]["min"]["amount"].replace(".", "")) == row["min_price_paise"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_search_narrows_and_counts(ask: Ask, language: str) -> None:
    wanted = {
        "districts": ["lucknow"],
        "categories": ["embroidery-zari"],
        "price": {"max": "3000.00"},
        "isGiTagged": True,
        "isAvailable": True,
    }
    page = (
        await ask("search", language=language, query="चिकन कुर्ता", filter=wanted, sort="RELEVANCE")
    )["products"]
    assert page["totalCount"] >= len(page["edges"]) > 0
    slugs = [edge["node"]["slug"] for edge in page["edges"]]
    fitting = await fetch_value(
        f"SELECT count(*) FROM product p WHERE {SEEN} AND slug = ANY($1::text[])"
        " AND min_price_paise <= 300000 AND is_gi_tagged AND is_available"
        " AND district_id = (SELECT id FROM district WHERE slug = 'lucknow')",
        slugs,
    )
    assert fitting == len(slugs)
    assert {edge["node"]["district"]["slug"] for edge in page["edges"]} == {"lucknow"}
    chosen = [f for f in page["facets"]["districts"] if f["district"]["slug"] == "lucknow"]
    assert chosen[0]["count"] == page["totalCount"]


@pytest.mark.parametrize(
    ("typed", "language", "kind", "slug"),
    [
        ("luck", "en", "DistrictSuggestion", "lucknow"),
        ("लखन", "hi", "DistrictSuggestion", "lucknow"),
        ("chikan", "en", "CraftSuggestion", "lucknow-chikankari"),
        ("चिकन", "hi", "CraftSuggestion", "lucknow-chikankari"),
    ],
)
async def test_suggestions_find_what_is_being_typed(
    ask: Ask, typed: str, language: str, kind: str, slug: str
) -> None:
    found = (await ask("suggest", language=language, query=typed))["suggestions"]
    assert 0 < len(found) <= 8
    noun = kind.removesuffix("Suggestion").lower()
    assert slug in {each[noun]["slug"] for each in found if each["__typename"] == kind}


async def test_an_unknown_word_suggests_the_nearest_name(ask: Ask) -> None:
    document = """query ($q: String!) { products(search: $q) { totalCount didYouMean nearest { text
      ... on DistrictSuggestion { district { slug } } ... on CraftSuggestion { craft { slug } } } } }"""  # noqa: E501
    page = (await ask(document, q="xbhadhoqqx"))["products"]
    assert page["totalCount"] == 0
    assert page["nearest"]["text"]
    spelled = (await ask(document, q="kurtaa chikann"))["products"]
    assert spelled["totalCount"] > 0
    assert spelled["nearest"] is None


async def test_home_without_a_location_has_no_nearby_section(ask: Ask) -> None:
    feed = (await ask("feed"))["home"]
    day = await district_of_the_day(today(datetime.now(UTC)))
    assert day is not None
    assert feed[0]["__typename"] == "DistrictOfTheDaySection"
    assert feed[0]["district"]["slug"] == day.slug
    assert feed[0]["title"] == "आज का ज़िला"
    assert "near-you" not in {section["id"] for section in feed}
    rails = [s for s in feed if s["__typename"] == "ProductRailSection"]
    assert all(len(rail["products"]) == 12 for rail in rails)
    assert len(feed[-1]["artisans"]) == 12


async def test_home_near_lucknow_shows_its_products(ask: Ask) -> None:
    feed = (await ask("feed", latitude=26.85, longitude=80.95))["home"]
    near = next(section for section in feed if section["id"] == "near-you")
    districts = await fetch(
        "SELECT d.slug FROM product p JOIN district d ON d.id = p.district_id"
        " WHERE p.slug = ANY($1::text[])",
        [product["slug"] for product in near["products"]],
    )
    assert len(districts) == 12
    assert {d["slug"] for d in districts} <= {
        "lucknow", "barabanki", "unnao", "sitapur", "raebareli", "hardoi", "kanpur-nagar",
    }  # fmt: skip


async def test_products_of_several_parents_can_be_filtered(ask: Ask) -> None:
    document = """query ($filter: ProductFilter) { districts(first: 5) { nodes {
      slug products(first: 3, filter: $filter) { totalCount nodes { category { slug } } } } } }"""
    wanted = {"categories": ["metalware", "food-agri"], "countriesOfOrigin": ["IN"]}
    found = await ask(document, filter=wanted)
    districts = found["districts"]["nodes"]
    assert any(district["products"]["totalCount"] for district in districts)
    assert {
        product["category"]["slug"]
        for district in districts
        for product in district["products"]["nodes"]
    } <= set(wanted["categories"])
