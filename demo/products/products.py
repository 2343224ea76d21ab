"""Products, with everything that hangs on them, as rows for COPY."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

import models
from commerce.search.search_keys import ProductWords, lexemes, product_vector
from demo.people.population import Population
from demo.products.images import images
from demo.products.product_draft import ProductDraft
from demo.products.reviews import rating, reviews
from demo.products.variants import Offer, offer
from demo.words.content import DESCRIPTION_PARTS, Text
from demo.words.declarations import declaration
from demo.words.names import sentence
from demo.words.properties import properties

RENAMED = 0.015
NOBODY = Text("", "")

COLUMNS: dict[str, tuple[str, ...]] = {
    "product": (
        "id", "slug", "status", "name_en", "name_hi", "description_en", "description_hi",
        "care_en", "care_hi", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id",
        "country_of_origin", "return_days", "return_reason_en", "return_reason_hi", "version",
        "created_at", "updated_at", "published_at", "popularity", "is_gi_tagged", "is_available",
        "is_made_to_order", "min_price_paise", "max_price_paise", "rating_sum", "rating_count",
        "is_on_sale",
    ),
    "variant": (
        "id", "product_id", "position", "sku", "price_paise", "mrp_paise", "hsn", "weight_grams",
        "is_fragile", "is_made_to_order", "lead_time_days", "is_active",
    ),
    "stock": ("variant_id", "on_hand", "reserved"),
    "variant_option": ("variant_id", "option_id", "value_id"),
    "product_attribute": (
        "product_id", "attribute_id", "value_id", "number", "boolean", "text_en", "text_hi",
    ),
    "product_image": (
        "product_id", "position", "public_id", "width", "height", "blurhash", "alt_en", "alt_hi",
    ),
    "declaration": (
        "product_id", "generic_name_en", "generic_name_hi", "net_quantity", "net_unit",
        "maker_name", "maker_address", "length_cm", "width_cm", "height_cm", "best_before_months",
        "fssai_licence", "is_vegetarian",
    ),
    "review": (
        "product_id", "author_name", "language", "rating", "text", "is_verified_purchase",
        "status", "created_at",
    ),
    "slug_history": ("noun", "slug", "target_id", "replaced_at"),
}  # fmt: skip

# Words and names come back in millions of products.
folded = lru_cache(maxsize=1 << 16)(lexemes)


@dataclass(frozen=True, slots=True)
class DraftTexts:
    """The sentences of a description in one language, and what they are found by."""

    sentences: list[str]
    words: list[str]


@dataclass(slots=True)
class Rows:
    """Rows of every table a product reaches; `variants` counts those made before."""

    variants: int = 0
    # A product's number and what it is found by.
    searched: list[tuple[int, str]] = field(default_factory=list)
    tables: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=lambda: {table: [] for table in COLUMNS}
    )


def write(made: ProductDraft, cast: Population, rows: Rows) -> None:
    """Add the rows of one product."""
    tables = rows.tables
    offered = offer(made, cast.choices, rows.variants)
    rows.variants += len(offered.variants)
    said, texts, compared = reviews(made), _draft_texts(made, cast), properties(made, cast.choices)
    tables["product"].append(_product(made, texts, offered, said))
    tables["variant"] += offered.variants
    tables["stock"] += offered.stock
    tables["variant_option"] += offered.options
    tables["product_attribute"] += compared
    tables["product_image"] += images(made)
    tables["declaration"].append(declaration(made, offered))
    tables["review"] += said
    words = _words(made, cast, texts, compared)
    rows.searched.append((made.number, product_vector(words, folded)))
    if made.chance.random() < RENAMED:
        tables["slug_history"].append(_old_slug(made))


def _product(
    made: ProductDraft,
    texts: tuple[DraftTexts, DraftTexts],
    offered: Offer,
    said: list[tuple[Any, ...]],
) -> tuple[Any, ...]:
    in_english, in_hindi = made.said
    family = made.draft.family
    care = made.chance.choice(family.care)
    reason = family.returns_reason
    return (
        made.number,
        made.draft.slug,
        made.status,
        *made.name,
        " ".join(texts[0].sentences) if in_english else None,
        " ".join(texts[1].sentences) if in_hindi else None,
        care.en if in_english else None,
        care.hi if in_hindi else None,
        made.trade.district_id,
        made.trade.id,
        made.trade.category_id,
        made.maker.id if made.maker else None,
        made.seller.id,
        "IN",
        family.returns,
        reason.en if reason else None,
        reason.hi if reason else None,
        1,
        made.created,
        made.published or made.created + timedelta(hours=5),
        made.published,
        made.popularity if made.published else 0,
        made.trade.is_gi_tagged,
        offered.is_available,
        offered.is_made_to_order,
        *offered.price_range,
        *rating(said),
        _is_on_sale(made),
    )


def _is_on_sale(made: ProductDraft) -> bool:
    """As the database's function may_be_sold has it: sellers here have agreements that hold."""
    return (
        made.status is models.ProductStatus.PUBLISHED
        and made.seller.is_open
        and (made.maker is None or made.maker.is_active)
    )


def _draft_texts(made: ProductDraft, cast: Population) -> tuple[DraftTexts, DraftTexts]:
    place = cast.places[made.trade.district]
    village = made.maker.village if made.maker else place.headquarters
    days = str(made.chance.randint(*made.draft.family.lead_days))
    values = made.draft.chosen.values
    in_english = {
        "{district}": place.name.en,
        "{village}": village.en,
        "{days}": days,
        **{f"{{value:{slug}}}": text.en.lower() for slug, text in values.items()},
    }
    in_hindi = {
        "{district}": place.name.hi,
        "{village}": village.hi,
        "{days}": days,
        **{f"{{value:{slug}}}": text.hi for slug, text in values.items()},
    }
    texts = [made.chance.choice(made.draft.family.description[part]) for part in DESCRIPTION_PARTS]
    return (
        _filled([text.en for text in texts], in_english),
        _filled([text.hi for text in texts], in_hindi),
    )


def _filled(patterns: list[str], words: Mapping[str, str]) -> DraftTexts:
    """Sentences with their slots filled; what is the same in many is found as one piece."""
    said: list[str] = []
    for pattern in patterns:
        common, slots = _pieces(pattern)
        said.append(common)
        said += [sentence(slot, words) for slot in slots]
    return DraftTexts([sentence(pattern, words) for pattern in patterns], said)


@cache
def _pieces(pattern: str) -> tuple[str, list[str]]:
    """What of a pattern is the same in every product, and each word that has a slot."""
    # A slot may have a blank in it.
    pieces = re.findall(r"(?:\{[^}]*\}|\S)+", pattern)
    return (
        " ".join(piece for piece in pieces if "{" not in piece),
        [piece for piece in pieces if "{" in piece],
    )


def _old_slug(made: ProductDraft) -> tuple[Any, ...]:
    """The address it had before it was renamed; the number keeps it from any other's."""
    words = made.draft.slug.split("-")
    old = "-".join([*words[-2:], *words[:2], str(made.number)])
    return "product", old, made.number, made.created + timedelta(hours=3)


def _words(
    made: ProductDraft,
    cast: Population,
    texts: tuple[DraftTexts, DraftTexts],
    compared: list[tuple[Any, ...]],
) -> ProductWords:
    """All that search may find the product by: the same as `reindex` would gather."""
    place, trade, item = cast.places[made.trade.district], made.trade, made.draft.chosen.item
    maker = made.maker.name if made.maker and made.maker.is_public else NOBODY
    values = made.draft.chosen.values.values()
    return ProductWords(
        (*_both(place.name, place.headquarters, trade.full_name, trade.name), *place.aliases),
        [word for name in made.name if name for word in name.split()],
        (
            *_both(trade.category_name, made.seller.name, item.generic, maker, *values),
            *(text for row in compared for text in row[5:]),
        ),
        [
            word
            for spoken, told_in in zip(made.said, texts, strict=True)
            if spoken
            for word in told_in.words
        ],
    )


def _both(*texts: Text) -> list[str]:
    return [spoken for text in texts for spoken in (text.en, text.hi)]
