"""Rows of products and their dependent tables, for COPY."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

import models
from commerce.search.search_keys import ProductWords, lexemes, product_vector
from demo.people.population import Population
from demo.products import evidence, gi_claims
from demo.products.declarations import declaration
from demo.products.evidence import evidence_rows
from demo.products.gi_claims import gi_claim
from demo.products.images import images
from demo.products.product_draft import ProductDraft
from demo.products.reviews import rating, reviews
from demo.products.variants import Offer, offer
from demo.words.names import sentence
from demo.words.properties import properties
from demo.words.sentences import days_of_work, picked_sentences
from demo.words.texts import Text

RENAMED = 0.015
NOBODY = Text("", "")

COLUMNS: dict[str, tuple[str, ...]] = {
    "product": (
        "id", "slug", "status", "name_en", "name_hi", "description_en", "description_hi",
        "care_en", "care_hi", "district_id", "craft_id", "category_id", "kind_id", "artisan_id",
        "vendor_id",
        "country_of_origin", "return_days", "return_reason_en", "return_reason_hi", "version",
        "created_at", "updated_at", "published_at", "popularity", "is_gi_tagged", "is_available",
        "is_made_to_order", "min_price_paise", "max_price_paise", "rating_sum", "rating_count",
        "is_on_sale",
    ),
    "variant": (
        "id", "product_id", "position", "sku", "price_paise", "mrp_paise", "hsn",
        "rate_condition_id", "weight_grams", "net_quantity", "net_unit", "is_fragile",
        "is_made_to_order", "lead_time_days", "is_active",
    ),
    "stock": (
        "variant_id", "on_hand", "reserved", "lot_code", "packed_on", "best_before_on", "sell_by",
    ),
    "variant_option": ("variant_id", "option_id", "value_id"),
    "product_attribute": (
        "product_id", "attribute_id", "value_id", "number", "boolean", "text_en", "text_hi",
    ),
    "product_image": (
        "product_id", "position", "public_id", "width", "height", "blurhash", "alt_en", "alt_hi",
    ),
    "declaration": (
        "product_id", "generic_name_en", "generic_name_hi", "maker_name",
        "maker_address", "length_cm", "width_cm", "height_cm", "best_before_months",
        "fssai_licence", "is_vegetarian",
    ),
    "review": (
        "product_id", "author_name", "language", "rating", "text", "is_verified_purchase",
        "status", "created_at",
    ),
    "product_gi_claim": gi_claims.COLUMNS,
    "product_evidence": evidence.COLUMNS,
    "slug_history": ("noun", "slug", "target_id", "replaced_at"),
    "product_search": ("product_id", "keys", "is_counted"),
}  # fmt: skip

# Words and names recur in millions of products.
folded = lru_cache(maxsize=1 << 16)(lexemes)


@dataclass(frozen=True, slots=True)
class DraftTexts:
    """The sentences of a description in one language, and its searchable pieces."""

    sentences: list[str]
    words: list[str]


@dataclass(slots=True)
class Rows:
    """Rows of all tables of products; `variants` is the number of variants so far."""

    variants: int = 0
    tables: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=lambda: {table: [] for table in COLUMNS}
    )


def write(product: ProductDraft, cast: Population, rows: Rows) -> None:
    """Add the rows of one product."""
    tables = rows.tables
    offered = offer(product, cast.choices, rows.variants)
    rows.variants += len(offered.variants)
    review_rows, texts, compared = (
        reviews(product),
        texts_of(product, cast, min(offered.prices)),
        properties(product, cast.choices),
    )
    claims, is_gi_tagged = gi_claim(product, cast)
    tables["product"].append(_product(product, cast, texts, offered, review_rows, is_gi_tagged))
    tables["product_gi_claim"] += claims
    tables["product_evidence"] += evidence_rows(product)
    tables["variant"] += offered.variants
    tables["stock"] += offered.stock
    tables["variant_option"] += offered.options
    tables["product_attribute"] += compared
    tables["product_image"] += images(product)
    tables["declaration"].append(declaration(product))
    tables["review"] += review_rows
    words = _words(product, cast, texts, compared)
    tables["product_search"].append(
        (product.number, product_vector(words, folded), _is_on_sale(product))
    )
    if product.chance.random() < RENAMED:
        tables["slug_history"].append(_old_slug(product))


def _product(
    product: ProductDraft,
    cast: Population,
    texts: tuple[DraftTexts, DraftTexts],
    offered: Offer,
    review_rows: list[tuple[Any, ...]],
    is_gi_tagged: bool,
) -> tuple[Any, ...]:
    in_english, in_hindi = product.languages
    family = product.draft.family
    care = product.chance.choice(family.care)
    reason = family.returns_reason
    return (
        product.number,
        product.draft.slug,
        product.status,
        *product.name,
        " ".join(texts[0].sentences) if in_english else None,
        " ".join(texts[1].sentences) if in_hindi else None,
        care.en if in_english else None,
        care.hi if in_hindi else None,
        product.trade.district_id,
        product.trade.id,
        product.trade.category_id,
        cast.choices.kinds[product.draft.chosen.item.kind.slug],
        product.maker.id if product.maker else None,
        product.seller.id,
        "IN",
        family.returns,
        reason.en if reason else None,
        reason.hi if reason else None,
        1,
        product.created,
        product.published or product.created + timedelta(hours=5),
        product.published,
        # No listing begins with what is sold out.
        product.popularity if product.published and offered.is_available else 0,
        is_gi_tagged,
        offered.is_available,
        offered.is_made_to_order,
        *offered.price_range,
        *rating(review_rows),
        _is_on_sale(product),
    )


def _is_on_sale(product: ProductDraft) -> bool:
    """The result of the SQL function may_be_sold; all agreements here are valid."""
    return (
        product.status is models.ProductStatus.PUBLISHED
        and product.seller.is_open
        and (product.maker is None or product.maker.is_active)
    )


def texts_of(product: ProductDraft, cast: Population, paise: int) -> tuple[DraftTexts, DraftTexts]:
    """The two sentences of its description; `paise` is its lowest price."""
    place = cast.places[product.trade.district]
    days = days_of_work(product.chance, paise, product.draft.family.lead_days)
    values = product.draft.chosen.values
    in_english = {
        "{district}": place.name.en,
        "{days}": str(days),
        **{f"{{value:{slug}}}": text.en.lower() for slug, text in values.items()},
    }
    in_hindi = {
        "{district}": place.name.hi,
        "{days}": str(days),
        **{f"{{value:{slug}}}": text.hi for slug, text in values.items()},
    }
    texts = picked_sentences(
        product.chance, product.draft.family.description, days is not None, product.evidence
    )
    return (
        _filled([text.en for text in texts], in_english),
        _filled([text.hi for text in texts], in_hindi),
    )


def _filled(patterns: list[str], words: Mapping[str, str]) -> DraftTexts:
    """Fill the slots of sentences; text common to many products is kept as a single piece."""
    pieces: list[str] = []
    for pattern in patterns:
        common, slots = _pieces(pattern)
        pieces.append(common)
        pieces += [sentence(slot, words) for slot in slots]
    return DraftTexts([sentence(pattern, words) for pattern in patterns], pieces)


@cache
def _pieces(pattern: str) -> tuple[str, list[str]]:
    """The constant text of a pattern, and the words with slots."""
    # A slot may have a blank in it.
    pieces = re.findall(r"(?:\{[^}]*\}|\S)+", pattern)
    return (
        " ".join(piece for piece in pieces if "{" not in piece),
        [piece for piece in pieces if "{" in piece],
    )


def _old_slug(product: ProductDraft) -> tuple[Any, ...]:
    """A former slug, made unique by the product number."""
    words = product.draft.slug.split("-")
    old = "-".join([*words[-2:], *words[:2], str(product.number)])
    return "product", old, product.number, product.created + timedelta(hours=3)


def _words(
    product: ProductDraft,
    cast: Population,
    texts: tuple[DraftTexts, DraftTexts],
    compared: list[tuple[Any, ...]],
) -> ProductWords:
    """The indexed texts of a product, equal to those that `reindex` reads."""
    place, trade = cast.places[product.trade.district], product.trade
    kind = product.draft.chosen.item.kind
    maker = product.maker.name if product.maker and product.maker.is_public else NOBODY
    values = product.draft.chosen.values.values()
    return ProductWords(
        (*_both(kind.name), *kind.spellings),
        # One text: it recurs.
        [
            " ".join(
                [
                    *_both(place.name, place.headquarters, trade.full_name, trade.name),
                    *place.aliases,
                ]
            )
        ],
        [word for name in product.name if name for word in name.split()],
        (
            *_both(trade.category_name, product.seller.name, kind.name, maker, *values),
            *(text for row in compared for text in row[5:]),
        ),
        [
            word
            for spoken, texts_of_language in zip(product.languages, texts, strict=True)
            if spoken
            for word in texts_of_language.words
        ],
    )


def _both(*texts: Text) -> list[str]:
    return [spoken for text in texts for spoken in (text.en, text.hi)]
