"""The language of a request, with fallback by field."""

import httpx
import pytest

from database.connect import fetch
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("shop")

NAME = 'query Name { district(slug: "agra") { name } }'
IN_HINDI = NAME.replace("Name {", "Name @inContext(language: HI) {")
BY_VARIABLE = (
    'query Name($in: Language!) @inContext(language: $in) { district(slug: "agra") { name } }'
)


@pytest.mark.parametrize(
    ("document", "accepted", "said"),
    [
        (NAME, "", "Agra"),
        (NAME, "en-IN,en;q=0.9", "Agra"),
        (NAME, "hi-IN,hi;q=0.9,en;q=0.8", "आगरा"),
        (NAME, "ta,hi;q=0.5,en;q=0.3", "आगरा"),
        (NAME, "fr", "Agra"),
        (NAME, "hi;q=0", "Agra"),
        (NAME, ";;;q=x,,hi;q=2", "Agra"),
        (NAME, "*", "Agra"),
        (IN_HINDI, "", "आगरा"),
        (IN_HINDI, "en", "आगरा"),
    ],
)
async def test_the_requested_language_is_used(
    ask: Ask, document: str, accepted: str, said: str
) -> None:
    assert await ask(document, language=accepted) == {"district": {"name": said}}


async def test_the_language_may_be_a_variable(ask: Ask) -> None:
    assert (await ask(BY_VARIABLE, **{"in": "HI"}))["district"]["name"] == "आगरा"
    assert await ask.code(BY_VARIABLE, **{"in": "FR"}) == "BAD_USER_INPUT"


async def test_served_languages_are_reported(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/graphql", json={"query": NAME}, headers={"Accept-Language": "hi"}
    )
    assert response.headers["content-language"] == "hi"
    assert "Accept-Language" in response.headers["vary"]
    assert response.json()["extensions"]["language"] == {"requested": "HI", "served": ["HI"]}


async def test_a_missing_text_falls_back_to_the_other_language(client: httpx.AsyncClient) -> None:
    row = (
        await fetch(
            "SELECT slug, name_en FROM product WHERE status = 'published' AND name_hi IS NULL"
            " AND min_price_paise IS NOT NULL LIMIT 1"
        )
    )[0]
    document = (
        "query ($slug: String!) @inContext(language: HI) { product(slug: $slug) { name"
        " isAvailable district { name } hi: translation(language: HI) { name language }"
        " en: translation(language: EN) { name language } } }"
    )
    response = await client.post(
        "/graphql", json={"query": document, "variables": {"slug": row["slug"]}}
    )
    answer = response.json()
    product = answer["data"]["product"]
    assert product["name"] == row["name_en"]
    assert product["hi"] == {"name": None, "language": "HI"}
    assert product["en"] == {"name": row["name_en"], "language": "EN"}
    assert answer["extensions"]["language"] == {"requested": "HI", "served": ["EN", "HI"]}
    assert response.headers["content-language"] == "en, hi"


async def test_enum_labels_are_in_both_languages(ask: Ask) -> None:
    document = "{ vendors(first: 100) { nodes { kind kindLabel } } }"
    english = (await ask(document))["vendors"]["nodes"]
    hindi = (await ask(document, language="hi"))["vendors"]["nodes"]
    assert {v["kind"] for v in english} == {"REGULAR", "COMPOSITION", "ENROLLED_UNREGISTERED"}
    assert {v["kindLabel"] for v in english}.isdisjoint({v["kindLabel"] for v in hindi})


async def test_money_is_formatted_as_in_india(ask: Ask) -> None:
    document = "{ products(first: 1, sort: PRICE_DESC) { nodes { priceRange { max { amount currency formatted } } } } }"  # noqa: E501
    money = (await ask(document, language="hi"))["products"]["nodes"][0]["priceRange"]["max"]
    assert money["currency"] == "INR"
    assert money["formatted"].startswith("₹")
    assert money["formatted"].replace(",", "").removeprefix("₹") == money["amount"]


async def test_perfume_without_options_is_called_by_its_volume(ask: Ask) -> None:
    found = await fetch(
        "SELECT p.slug FROM product p JOIN variant v ON v.product_id = p.id"
        " WHERE p.is_on_sale AND v.net_quantity = 100 AND v.net_unit = 'ml'"
        " AND NOT EXISTS (SELECT FROM variant_option o WHERE o.variant_id = v.id) LIMIT 1"
    )
    document = "query Names($slug: String!) { product(slug: $slug) { variants { name } } }"
    for language, name in (("en", "100 ml"), ("hi", "100 मिली")):
        data = await ask(document, language=language, slug=found[0]["slug"])
        assert data["product"]["variants"] == [{"name": name}]
