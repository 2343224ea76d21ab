"""What products lack before they are published."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

import models
from commerce.catalogue.publishing import ProblemCode, ProductProblem, problems
from commerce.catalogue.publishing.product_problems import TEXTS
from settings import settings
from tests.support.shop.factories import OPENED, make_product, make_variant, make_vendor, set_lot

pytestmark = pytest.mark.usefixtures("reference")

NOW = datetime(2026, 11, 30, 6, tzinfo=UTC)
FOOD = {"fssai_licence": "10012345678901", "best_before_months": 9, "is_vegetarian": True}


async def listed(kind: str, *, label: dict[str, Any] | None = None, **more: Any) -> models.Product:
    """A product that lacks nothing."""
    of = await models.Kind.get(slug=kind)
    craft = await models.Craft.filter(category_id=of.category_id).order_by("id").first()
    assert craft is not None
    product = await make_product(craft=craft.slug, kind_id=of.id, **more)
    await models.Variant.filter(product_id=product.id).update(
        hsn=of.hsn, rate_condition_id=of.rate_condition_id, net_unit=of.net_unit
    )
    await models.ProductImage.create(
        product_id=product.id, position=0, public_id=f"p/{product.id}", width=8, height=8
    )
    await set_lot(product, sell_by_in_days=30)
    if label is not None:
        await models.Declaration.create(
            product_id=product.id,
            generic_name_en="Thing",
            maker_name="A. Verma",
            maker_address="1, Chowk, Lucknow",
            **label,
        )
    return product


async def problems_of(product: models.Product) -> list[ProductProblem]:
    return (await problems([product.id], NOW))[product.id]


async def codes_of(product: models.Product) -> list[tuple[str, str]]:
    return [(each.code, ".".join(each.path)) for each in await problems_of(product)]


async def change(product: models.Product, **columns: Any) -> None:
    await models.Variant.filter(product_id=product.id).update(**columns)


KURTA = "embroidered-kurta"


async def test_a_complete_product_has_no_problems() -> None:
    assert await codes_of(await listed(KURTA, label={})) == []
    assert await codes_of(await listed("jaggery", label=FOOD)) == []
    assert await problems([99_999], NOW) == {}


async def test_a_page_needs_a_kind_a_picture_a_name_and_something_to_sell() -> None:
    product = await make_product(name_en="-", name_hi=None)
    await models.Variant.filter(product_id=product.id).update(is_active=False)
    assert await codes_of(product) == [
        ("NAME_MISSING", "name"),
        ("KIND_MISSING", "kind"),
        ("PICTURE_MISSING", "images"),
        ("VARIANT_MISSING", "variants"),
        ("DECLARATION_MISSING", "declaration"),
    ]


@pytest.mark.parametrize(
    ("columns", "code", "field"),
    [
        ({"rate_condition_id": None}, "RATE_CONDITION_MISSING", "rate_condition"),
        ({"rate_condition_id": "deity"}, "RATE_CONDITION_UNKNOWN", "rate_condition"),
        ({"net_quantity": None, "net_unit": None}, "NET_QUANTITY_MISSING", "net_quantity"),
        ({"net_unit": "m"}, "NET_UNIT_DIFFERS", "net_quantity"),
    ],
)
async def test_variants_say_what_their_rate_and_label_need(
    columns: dict[str, Any], code: str, field: str
) -> None:
    product = await listed("glass-horse", label={})
    await change(product, hsn="70189010", rate_condition_id="handicraft")
    assert await codes_of(product) == []
    await change(product, **columns)
    assert await codes_of(product) == [(code, f"variants.0.{field}")]


async def test_the_question_of_the_condition_is_asked() -> None:
    product = await listed("glass-horse", label={})
    await change(product, hsn="70189010", rate_condition_id=None)
    (found,) = await problems_of(product)
    question = await models.RateCondition.get(slug="handicraft")
    assert question.question_en in found.text[0]
    assert question.question_hi in found.text[1]


async def test_a_condition_is_refused_where_the_rate_depends_on_none() -> None:
    product = await listed(KURTA, label={})
    await change(product, hsn="83011000", rate_condition_id="handicraft")
    assert await codes_of(product) == [("RATE_CONDITION_UNKNOWN", "variants.0.rate_condition")]


async def test_codes_without_a_rate_are_found_at_their_variant() -> None:
    product = await listed(KURTA, label={})
    second = await make_variant(product, price=100_00)
    await models.TariffItem.create(hsn="99999999", description="-", rates_bp=[500], source="-")
    await models.Variant.filter(id=second.id).update(hsn="99999999")
    assert await codes_of(product) == [("NO_TAX_RATE", "variants.1.hsn")]


async def test_a_price_between_two_rates_names_the_next_lower_one() -> None:
    product = await listed(KURTA, label={}, price=2_800_00)
    (found,) = await problems_of(product)
    assert (found.code, found.path) == ("PRICE_IN_TAX_GAP", ("variants", "0", "price"))
    assert "₹2,625.00" in found.text[0]
    assert "₹2,625.00" in found.text[1]
    # Who charges no tax has no rate to fit.
    seller = await make_vendor(kind=models.VendorKind.COMPOSITION)
    other = await listed(KURTA, label={}, price=2_800_00, vendor_id=seller.id)
    assert await codes_of(other) == []


async def test_food_needs_a_licence_a_shelf_life_and_its_mark() -> None:
    food = await listed("jaggery", label={})
    await models.Stock.all().update(
        lot_code=None, packed_on=None, best_before_on=None, sell_by=None
    )
    assert await codes_of(food) == [
        ("LOT_MISSING", "variants.0.lot"),
        ("FSSAI_LICENCE_MISSING", "declaration.fssai_licence"),
        ("BEST_BEFORE_MISSING", "declaration.best_before_months"),
        ("VEGETARIAN_MARK_MISSING", "declaration.is_vegetarian"),
    ]
    await set_lot(food, sell_by_in_days=30)
    assert "LOT_MISSING" not in dict(await codes_of(food))


@pytest.mark.parametrize(
    ("licence", "in_production", "is_valid"),
    [
        ("10012345678901", True, True),
        ("20012345678901", True, True),
        ("30012345678901", False, False),
        # The demo's are unassigned.
        ("00900000000001", False, True),
        ("00900000000001", True, False),
    ],
)
async def test_licences_begin_with_1_or_2_and_those_of_the_demo_with_0(
    licence: str, in_production: bool, is_valid: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = await listed("jaggery", label=FOOD | {"fssai_licence": licence})
    if in_production:
        monkeypatch.setattr(settings(), "environment", "production")
    expected = [] if is_valid else [("FSSAI_LICENCE_INVALID", "declaration.fssai_licence")]
    assert await codes_of(product) == expected


async def evidence_of(product: models.Product, kind: models.EvidenceKind, **more: Any) -> None:
    columns: dict[str, Any] = {
        "reference": "ORG/12",
        "issuer": "APEDA",
        "valid_from": date(2026, 1, 1),
        "verified_at": OPENED,
    }
    await models.ProductEvidence.create(product_id=product.id, kind=kind, **(columns | more))


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"valid_to": date(2026, 11, 30)}, True),
        ({"valid_to": date(2026, 11, 29)}, False),
        ({"valid_from": date(2026, 12, 1)}, False),
        ({"verified_at": None}, False),
    ],
)
async def test_a_claim_stands_with_verified_evidence_that_is_valid(
    more: dict[str, Any], counts: bool
) -> None:
    product = await listed("jaggery", label=FOOD, name_en="Organic Jaggery")
    claim = [("CLAIM_WITHOUT_EVIDENCE", "name_en")]
    assert await codes_of(product) == claim
    await evidence_of(product, models.EvidenceKind.GI)
    assert await codes_of(product) == claim
    await evidence_of(product, models.EvidenceKind.ORGANIC, **more)
    assert await codes_of(product) == ([] if counts else claim)


async def test_claims_are_found_in_every_text() -> None:
    product = await listed(
        "jaggery",
        label=FOOD | {"generic_name_hi": "जैविक गुड़"},
        name_hi="जैविक गुड़",
        description_en="An organic sweetener.",
        care_hi="जैविक है, ठंडी जगह रखें।",
    )
    attribute = await models.Attribute.create(
        category_id=product.category_id,
        slug="is-organic",
        name_en="Organic",
        kind=models.AttributeKind.BOOLEAN,
        position=90,
    )
    said = await models.ProductAttribute.create(
        product_id=product.id, attribute_id=attribute.id, boolean=True
    )
    assert {path for _, path in await codes_of(product)} == {
        "name_hi",
        "description_en",
        "care_hi",
        "declaration.generic_name_hi",
        "attributes.is-organic.en",
    }
    (first, *_) = await problems_of(product)
    assert "जैविक" in first.text[1]
    assert "organic certificate" in first.text[0]
    await models.ProductAttribute.filter(id=said.id).update(boolean=False)
    assert "attributes.is-organic.en" not in {path for _, path in await codes_of(product)}


async def test_many_products_take_as_many_statements_as_one(queries: list[str]) -> None:
    products = [await listed(KURTA, label={}) for _ in range(5)]
    numbers = []
    for some in (products[:1], products):
        queries.clear()
        found = await problems([each.id for each in some], NOW)
        assert found == {each.id: [] for each in some}
        numbers.append(len(queries))
    # Rates, questions, claims; products, variants, attributes.
    assert numbers == [6, 6]


def test_every_code_has_texts() -> None:
    assert set(TEXTS) == set(ProblemCode)
