"""Hostile texts in addresses and structured data of pages."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import models
from auth.credentials import totp
from graph.schema import schema
from settings import settings
from tests.conftest import Ask
from tests.hostile import shapes
from tests.hostile.derived import fields
from tests.hostile.texts import HARMLESS, HOSTILE, MARK, without_halves
from tests.support.people.accounts import make_account
from tests.support.shop.factories import make_artisan, make_product, make_vendor

# A field whose text is an address or a piece of a page, and what tries it.
FIELDS = {
    "Certificate.qrSvg": "nothing makes it yet",
    "Certificate.verifyUrl": "nothing makes it yet",
    "Image.url": "test_hostile_input_does_not_change_a_page",
    "Invoice.url": "nothing makes it yet",
    "Seo.structuredData": "test_hostile_input_does_not_change_a_page",
    "SandboxCheckout.payUrl": "made of an id of the gateway's",
    "SecondFactorBeginPayload.uri": "test_an_address_for_an_app_has_one_name",
    "Shipment.trackingUrl": "nothing makes it yet",
}
REVIEW: dict[str, Any] = {
    "status": models.ReviewStatus.PUBLISHED,
    "created_at": datetime(2026, 1, 26, tzinfo=UTC),
    "is_verified_purchase": True,
}
PRODUCT = """query ($slug: String!) { product(slug: $slug) {
  name description careInstructions images { url(width: 160) alt }
  seo { title description structuredData }
  soldBy { displayName about legalName } artisan { name bio village }
  reviews(first: 1) { nodes { author text } } } }"""


def test_every_field_that_goes_into_a_page_has_a_row() -> None:
    names = ("structuredData", "uri", "url", "html", "svg", "link", "href")
    assert fields(schema._schema, names, ("Url", "Uri", "Svg", "Html", "Link")) == set(FIELDS)


async def written(text: str) -> str:
    """A product whose every text is this one; its slug."""
    text = without_halves(text)
    line = text[:80]
    artisan = await make_artisan(name_en=line, bio_en=text, village_en=line)
    vendor = await make_vendor(
        display_name_en=line, about_en=text, legal_name=line, address_line1=line, city_en=line
    )
    product = await make_product(
        name_en=text[:160],
        name_hi=None,
        description_en=text,
        care_en=text,
        vendor_id=vendor.id,
        artisan_id=artisan.id,
    )
    await models.ProductImage.create(
        product_id=product.id,
        position=0,
        public_id="demo/a_b-c.1",
        width=4,
        height=5,
        alt_en=text[:200],
    )
    await models.Review.create(
        product_id=product.id, author_name=line, language="en", rating=5, text=text, **REVIEW
    )
    return str(product.slug)


async def shape(ask: Ask, slug: str) -> tuple[Any, str]:
    found = (await ask(PRODUCT, slug=slug))["product"]
    data = found["seo"].pop("structuredData")
    for image in found["images"]:
        address = urlsplit(image["url"])
        assert f"{address.scheme}://{address.netloc}" == settings().site
        assert not set(image["url"]) & set("<>\"'` \\")
    in_page, text = shapes.script(data)
    return (in_page, shapes.skeleton(found)), text


@pytest.mark.usefixtures("reference")
async def test_hostile_input_does_not_change_a_page(ask: Ask) -> None:
    usual, told = await shape(ask, await written(HARMLESS))
    assert told.count(HARMLESS) >= 3
    for name, text in HOSTILE.items():
        found, told = await shape(ask, await written(text))
        assert found == usual, name
        assert MARK in told, name


@pytest.mark.usefixtures("db")
async def test_an_address_for_an_app_has_one_name() -> None:
    for name, text in {"harmless": HARMLESS, **HOSTILE}.items():
        uri = await totp.begin((await make_account()).id, without_halves(text), datetime.now(UTC))
        address = urlsplit(uri or "")
        assert (address.scheme, address.netloc, address.fragment) == ("otpauth", "totp", ""), name
        assert set(parse_qs(address.query)) == {"secret", "issuer"}, name
        assert (uri or "").isascii()
        assert not set(uri or "") & set("<>\"' \n\r\t")
