"""The publish gate: what a product lacks before it may be sold.

Tax: `docs/decisions/tax.md`. Label: Legal Metrology (Packaged Commodities) Rules 2011, rule 6.
Claims: Consumer Protection Act 2019, section 2(28), misleading advertisement.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from commerce.catalogue.declarations import UNITS
from commerce.catalogue.publishing.claims import ClaimWords, claim_words
from commerce.catalogue.publishing.product_problems import (
    EVIDENCE,
    ProblemCode,
    ProductProblem,
    problem,
)
from commerce.core.calendar import day
from commerce.core.money import formatted
from commerce.tax.gst import INTRA_STATE_KINDS, NO_CONDITION, InTaxGap, NoRate, TaxRates
from commerce.tax.rates import tax_rates
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch
from database.rows import fetch_as
from models import EvidenceKind, NetUnit, VendorKind
from settings import settings

FOOD = "food-agri"
# Licences begin with 1, registrations with 2. Those of the demo begin with 0: they are unassigned.
FSSAI = re.compile("[12][0-9]{13}")
FSSAI_OF_DEMO = re.compile("[012][0-9]{13}")

PRODUCTS = """
SELECT p.id, p.name_en, p.name_hi, p.description_en, p.description_hi, p.care_en, p.care_hi,
  k.net_unit, c.slug AS category, v.kind AS vendor_kind, d.product_id IS NOT NULL AS is_declared,
  d.generic_name_en, d.generic_name_hi, d.fssai_licence, d.best_before_months, d.is_vegetarian,
  EXISTS (SELECT FROM product_image i WHERE i.product_id = p.id) AS has_picture,
  ARRAY(SELECT DISTINCT e.kind FROM product_evidence e WHERE e.product_id = p.id
    AND e.verified_at IS NOT NULL AND e.valid_from <= $2
    AND (e.valid_to IS NULL OR e.valid_to >= $2)) AS evidence
FROM product p JOIN category c ON c.id = p.category_id JOIN vendor v ON v.id = p.vendor_id
LEFT JOIN kind k ON k.id = p.kind_id LEFT JOIN declaration d ON d.product_id = p.id
WHERE p.id = ANY($1::int[])
"""
VARIANTS = """
SELECT v.product_id, v.sku, v.price_paise, v.hsn, v.rate_condition_id AS rate_condition,
  v.net_quantity, v.net_unit, coalesce(s.on_hand > 0 AND s.lot_code IS NULL, false) AS lacks_lot,
  EXISTS (SELECT FROM tariff_item t WHERE t.hsn = v.hsn) AS is_of_tariff
FROM variant v LEFT JOIN stock s ON s.variant_id = v.id
WHERE v.product_id = ANY($1::int[]) AND v.is_active ORDER BY v.position
"""
# Of a yes-or-no attribute the name is the text, if the answer is yes.
ATTRIBUTES = """
SELECT a.product_id, b.slug, t.text_en, t.text_hi
FROM product_attribute a JOIN attribute b ON b.id = a.attribute_id
LEFT JOIN attribute_value w ON w.id = a.value_id
CROSS JOIN LATERAL (SELECT
  coalesce(w.label_en, a.text_en, CASE WHEN a.boolean THEN b.name_en END) AS text_en,
  coalesce(w.label_hi, a.text_hi, CASE WHEN a.boolean THEN b.name_hi END) AS text_hi) t
WHERE a.product_id = ANY($1::int[]) AND num_nonnulls(t.text_en, t.text_hi) > 0
ORDER BY b.position
"""
QUESTIONS = "SELECT slug, question_en, question_hi FROM rate_condition"


class ListedProduct(NamedTuple):
    """A product with what its label says, and the kinds of its valid evidence."""

    id: int
    name_en: str | None
    name_hi: str | None
    description_en: str | None
    description_hi: str | None
    care_en: str | None
    care_hi: str | None
    net_unit: NetUnit | None
    category: str
    vendor_kind: VendorKind
    is_declared: bool
    generic_name_en: str | None
    generic_name_hi: str | None
    fssai_licence: str | None
    best_before_months: int | None
    is_vegetarian: bool | None
    has_picture: bool
    evidence: list[str]


class ListedVariant(NamedTuple):
    """An active variant. `is_of_tariff`: its code is an item of the tariff. `lacks_lot`: what is in
    stock has no lot.
    """

    product_id: int
    sku: str
    price_paise: int
    hsn: str
    rate_condition: str | None
    net_quantity: Decimal | None
    net_unit: NetUnit | None
    lacks_lot: bool
    is_of_tariff: bool


class ListedAttribute(NamedTuple):
    """What an attribute of a product says."""

    product_id: int
    slug: str
    text_en: str | None
    text_hi: str | None


class Rules(NamedTuple):
    """What listings are compared with."""

    rates: TaxRates
    questions: Mapping[str, tuple[str, str]]
    claims: ClaimWords
    today: date


async def problems(product_ids: Sequence[int], now: datetime) -> dict[int, list[ProductProblem]]:
    """What has to be put right before each product is published; nothing for unknown ids.

    A few statements, however many products there are.
    """
    rules = Rules(await tax_rates(), await _questions(), await claim_words(), day(now))
    ids = list(product_ids)
    products = await fetch_as(ListedProduct, PRODUCTS, ids, rules.today)
    variants, attributes = defaultdict(list), defaultdict(list)
    for variant in await fetch_as(ListedVariant, VARIANTS, ids):
        variants[variant.product_id].append(variant)
    for attribute in await fetch_as(ListedAttribute, ATTRIBUTES, ids):
        attributes[attribute.product_id].append(attribute)
    return {
        product.id: [
            *_of_page(product),
            *_of_variants(product, variants[product.id], rules),
            *_of_label(product),
            *_of_claims(product, attributes[product.id], rules.claims),
        ]
        for product in products
    }


async def _questions() -> dict[str, tuple[str, str]]:
    async def load() -> dict[str, tuple[str, str]]:
        return {
            row["slug"]: (row["question_en"], row["question_hi"]) for row in await fetch(QUESTIONS)
        }

    return await TABLE_CACHE.recall(("rate_condition",), "rate_questions", load)


def _of_page(product: ListedProduct) -> Iterator[ProductProblem]:
    if not any(map(str.isalpha, f"{product.name_en or ''}{product.name_hi or ''}")):
        yield problem(ProblemCode.NAME_MISSING, "name")
    if product.net_unit is None:
        yield problem(ProblemCode.KIND_MISSING, "kind")
    if not product.has_picture:
        yield problem(ProblemCode.PICTURE_MISSING, "images")


def _of_variants(
    product: ListedProduct, variants: Sequence[ListedVariant], rules: Rules
) -> Iterator[ProductProblem]:
    if not variants:
        yield problem(ProblemCode.VARIANT_MISSING, "variants")
    for place, variant in enumerate(variants):
        path = ("variants", str(place))
        yield from _of_tax(product, variant, rules, path)
        yield from _of_quantity(product, variant, path)
        if product.category == FOOD and variant.lacks_lot:
            yield problem(ProblemCode.LOT_MISSING, *path, "lot", sku=variant.sku)


def _of_tax(
    product: ListedProduct, variant: ListedVariant, rules: Rules, path: tuple[str, ...]
) -> Iterator[ProductProblem]:
    hsn, condition, facts = (
        variant.hsn,
        variant.rate_condition,
        {"sku": variant.sku, "hsn": variant.hsn},
    )
    if not variant.is_of_tariff:
        yield problem(ProblemCode.HSN_UNKNOWN, *path, "hsn", **facts)
        return
    try:
        allowed = rules.rates.conditions(hsn, rules.today)
        if (condition not in allowed) if allowed else (condition is not None):
            code = ProblemCode.RATE_CONDITION_UNKNOWN
            if condition is None:
                code = ProblemCode.RATE_CONDITION_MISSING
            en, hi = _texts_of(allowed, rules.questions)
            more = {"questions_en": en, "questions_hi": hi}
            yield problem(code, *path, "rate_condition", **facts, **more)
        if product.vendor_kind not in INTRA_STATE_KINDS:
            rules.rates.find(hsn, condition, variant.price_paise, 1, rules.today)
    except NoRate:
        yield problem(ProblemCode.NO_TAX_RATE, *path, "hsn", **facts)
    except InTaxGap as gap:
        prices = {"price": formatted(variant.price_paise), "lower": formatted(gap.ceiling)}
        yield problem(ProblemCode.PRICE_IN_TAX_GAP, *path, "price", **facts, **prices)


def _texts_of(allowed: Sequence[str], questions: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The questions between which the rate depends, in both languages."""
    found = [questions[slug] for slug in allowed if slug != NO_CONDITION]
    return " ".join(en for en, _ in found), " ".join(hi for _, hi in found)


def _of_quantity(
    product: ListedProduct, variant: ListedVariant, path: tuple[str, ...]
) -> Iterator[ProductProblem]:
    if product.net_unit is None:
        return
    en, hi = UNITS[product.net_unit]
    facts = {"sku": variant.sku, "unit_en": en, "unit_hi": hi}
    if variant.net_unit is None:
        yield problem(ProblemCode.NET_QUANTITY_MISSING, *path, "net_quantity", **facts)
    elif variant.net_unit != product.net_unit:
        yield problem(ProblemCode.NET_UNIT_DIFFERS, *path, "net_quantity", **facts)


def _of_label(product: ListedProduct) -> Iterator[ProductProblem]:
    if not product.is_declared:
        yield problem(ProblemCode.DECLARATION_MISSING, "declaration")
        return
    if product.category != FOOD:
        return
    pattern = FSSAI if settings().is_production else FSSAI_OF_DEMO
    if product.fssai_licence is None:
        yield problem(ProblemCode.FSSAI_LICENCE_MISSING, "declaration", "fssai_licence")
    elif pattern.fullmatch(product.fssai_licence) is None:
        yield problem(ProblemCode.FSSAI_LICENCE_INVALID, "declaration", "fssai_licence")
    if product.best_before_months is None:
        yield problem(ProblemCode.BEST_BEFORE_MISSING, "declaration", "best_before_months")
    if product.is_vegetarian is None:
        yield problem(ProblemCode.VEGETARIAN_MARK_MISSING, "declaration", "is_vegetarian")


def _of_claims(
    product: ListedProduct, attributes: Sequence[ListedAttribute], claims: ClaimWords
) -> Iterator[ProductProblem]:
    evidence = set(map(EvidenceKind, product.evidence))
    for path, text in _texts(product, attributes):
        for claim in claims.found_in(text):
            if claim.evidence.isdisjoint(evidence):
                en, hi = zip(*(EVIDENCE[kind] for kind in sorted(claim.evidence)), strict=True)
                yield problem(
                    ProblemCode.CLAIM_WITHOUT_EVIDENCE,
                    *path,
                    words=claim.phrase,
                    evidence_en=" or ".join(en),
                    evidence_hi=" या ".join(hi),
                )


def _texts(
    product: ListedProduct, attributes: Sequence[ListedAttribute]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in which a claim can stand, with its path."""
    for stem in ("name", "description", "care", "generic_name"):
        start = ("declaration",) if stem == "generic_name" else ()
        for column in (f"{stem}_en", f"{stem}_hi"):
            if text := getattr(product, column):
                yield (*start, column), text
    for attribute in attributes:
        for language in ("en", "hi"):
            if text := getattr(attribute, f"text_{language}"):
                yield ("attributes", attribute.slug, language), text
