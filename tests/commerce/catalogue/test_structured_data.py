"""Structured data for search engines: complete, true and safe to embed."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

import models
from commerce.catalogue.structured_data import script_json
from settings import settings
from tests.conftest import Ask
from tests.support.shop.factories import make_artisan, make_product, make_variant, make_vendor

SEO = "query ($slug: String!) { product(slug: $slug) { seo { title structuredData } } }"
# What Google asks of a merchant listing (required and recommended), and where it is not given.
ASKED = {
    "Product": {"name", "description", "image", "offers", "sku", "brand", "url"},
    "Offer": {
        "url", "sku", "price", "priceCurrency", "priceValidUntil", "availability", "itemCondition",
        "seller", "hasMerchantReturnPolicy", "shippingDetails",
    },
    "MerchantReturnPolicy": {"applicableCountry", "returnPolicyCategory"},
    "OfferShippingDetails": {"shippingDestination", "shippingRate", "deliveryTime"},
    "AggregateRating": {"ratingValue", "reviewCount"},
}  # fmt: skip


async def told(ask: Ask, slug: str, language: str = "en") -> dict[str, Any]:
    page = await ask(SEO, slug=slug, language=language)
    facts: dict[str, Any] = orjson.loads(page["product"]["seo"]["structuredData"])
    return facts


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from parts(each)


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("language", ["en", "hi"])
async def test_structured_data_describes_a_product_in_full(ask: Ask, language: str) -> None:
    artisan = await make_artisan(name_en="Rekha", name_hi="रेखा")
    vendor = await make_vendor(display_name_en="Weavers", display_name_hi="बुनकर")
    product = await make_product(
        artisan_id=artisan.id, vendor_id=vendor.id, price=1_234_50, rating_sum=9, rating_count=2
    )
    await make_variant(product, price=2_000_00, lead_time_days=12)
    await make_variant(product, price=3_000_00, stock=0)
    await models.ProductImage.create(
        product_id=product.id, position=0, public_id="odop/x", width=10, height=10
    )
    facts = await told(ask, product.slug, language)
    for part in parts(facts):
        assert ASKED.get(part.get("@type", ""), set()) <= set(part), part
        assert None not in part.values()
    assert facts["brand"]["name"] == ("Rekha" if language == "en" else "रेखा")
    assert facts["mainEntityOfPage"]["inLanguage"] == f"{language}-IN"
    assert facts["url"] == f"{settings().storefront}/products/{product.slug}"
    offers = facts["offers"]
    assert [offer["availability"].rpartition("/")[2] for offer in offers] == [
        "InStock", "MadeToOrder", "OutOfStock",
    ]  # fmt: skip
    assert [offer["price"] for offer in offers] == ["1234.50", "2000.00", "3000.00"]
    assert {offer["url"] for offer in offers} == {facts["url"]}
    assert offers[0]["seller"]["name"] == ("Weavers" if language == "en" else "बुनकर")
    assert offers[1]["shippingDetails"]["deliveryTime"]["handlingTime"]["maxValue"] == 12
    assert facts["aggregateRating"]["ratingValue"] == 4.5


@pytest.mark.usefixtures("reference")
async def test_structured_data_links_to_the_storefront_and_omits_hidden_names(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "storefront_url", "https://shop.example.in/")
    artisan = await make_artisan(name_en="Rekha", profile_consented_at=None)
    vendor = await make_vendor(display_name_en="Weavers")
    product = await make_product(artisan_id=artisan.id, vendor_id=vendor.id, return_days=0,
                                 return_reason_en="Made for you")  # fmt: skip
    facts = await told(ask, product.slug)
    assert facts["url"] == f"https://shop.example.in/products/{product.slug}"
    assert facts["brand"]["name"] == "Weavers"
    assert "Rekha" not in str(facts)
    (offer,) = facts["offers"]
    category = offer["hasMerchantReturnPolicy"]["returnPolicyCategory"]
    assert category.endswith("MerchantReturnNotPermitted")


@pytest.mark.usefixtures("reference")
async def test_a_name_cannot_close_the_script_element(ask: Ask) -> None:
    name = "</script><script>alert(1)</script><!-- & \u2028\u2029"
    vendor = await make_vendor(display_name_en=name)
    product = await make_product(name_en=name, description_en=name, vendor_id=vendor.id)
    page = await ask(SEO, slug=product.slug)
    text = page["product"]["seo"]["structuredData"]
    assert not re.search("[<>&\u2028\u2029]", text)
    facts = orjson.loads(text)
    assert facts["description"].startswith("</script>")


@given(st.text(max_size=60))
def test_escaped_json_is_equal_and_closes_no_script(text: str) -> None:
    written = script_json({"name": text, text: [text]})
    assert orjson.loads(written) == {"name": text, text: [text]}
    assert not re.search("[<>&\u2028\u2029]", written)
