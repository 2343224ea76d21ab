"""Variants as a product's page shows them: with their stock and options."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

import orjson

from commerce.core.visibility import ON_SALE
from database.connect import fetch
from database.keyset import Along


class OptionRow(NamedTuple):
    """A variant's value for an option, in both languages."""

    option_slug: str
    name_en: str | None
    name_hi: str | None
    value_slug: str
    label_en: str | None
    label_hi: str | None


class VariantRow(NamedTuple):
    """A variant with the pieces that can be had at once and what it has for options."""

    id: int
    product_id: int
    position: int
    sku: str
    price_paise: int
    mrp_paise: int
    hsn: str
    weight_grams: int
    is_made_to_order: bool
    lead_time_days: int | None
    is_active: bool
    available_quantity: int
    options: list[OptionRow]


def options_of(alias: str) -> str:
    """SQL for the options of the variant in `alias`, as JSON that `brought_options` reads."""
    # Row by row: to join them whole tables are hashed, for the one or two that a variant has.
    return (
        "coalesce((SELECT json_agg((SELECT json_build_array(o.slug, o.name_en, o.name_hi,"
        " ov.slug, ov.label_en, ov.label_hi) FROM option o, option_value ov"
        " WHERE o.id = vo.option_id AND ov.id = vo.value_id) ORDER BY vo.option_id)"
        f" FROM variant_option vo WHERE vo.variant_id = {alias}.id), '[]')"
    )


def options_from_json(text: str) -> list[OptionRow]:
    return [OptionRow(*option) for option in orjson.loads(text)]


_OPTIONS = options_of("v")
_FROM = "FROM variant v LEFT JOIN stock s ON s.variant_id = v.id WHERE v.is_active AND"


def _columns(options: bool) -> str:
    *own, available, chosen = VariantRow._fields
    names = ", ".join(f"v.{name}" for name in own)
    more = _OPTIONS if options else "'[]'::json"
    return f"{names}, coalesce(s.available, 0)::int AS {available}, {more} AS {chosen}"


# What a row of a product can bring along: its variants, in one column, with their options or not.
ALONG = {
    options: Along(
        name,
        "SELECT coalesce(json_agg(v ORDER BY v.position), '[]')"
        f" FROM (SELECT {_columns(options)} {_FROM} v.product_id = t.id) v",
    )
    for name, options in (("variants", True), ("variants_plain", False))
}


def along(names: Collection[str] | None) -> Along:
    """The column with the variants of a product, as `brought` reads them.

    `names` are the columns of variants that will be read, all of them when None.
    """
    return ALONG[_wants_options(names)]


def from_json(text: str) -> list[VariantRow]:
    """The variants in a column of ALONG."""
    return [_row(list(each.values())) for each in orjson.loads(text)]


async def variants_of(
    product_ids: list[int], names: Collection[str] | None = None
) -> list[list[VariantRow]]:
    """The active variants of each product, in order, with stock; with options if `names` has them.

    `names` are the columns that will be read, all of them when None.
    """
    rows = await fetch(
        f"SELECT {_columns(_wants_options(names))} {_FROM} v.product_id = ANY($1::int[])"
        " ORDER BY v.position",
        product_ids,
    )
    found: dict[int, list[VariantRow]] = defaultdict(list)
    for row in rows:
        *values, options = row
        found[row["product_id"]].append(_row([*values, orjson.loads(options)]))
    return [found[key] for key in product_ids]


async def variants_by_id(ids: list[int]) -> dict[int, VariantRow]:
    """Active variants of products on sale."""
    products = await fetch(
        "SELECT DISTINCT v.product_id FROM variant v JOIN product t ON t.id = v.product_id"
        f" WHERE v.id = ANY($1::int[]) AND {ON_SALE.text}",
        ids,
    )
    lists = await variants_of([row["product_id"] for row in products])
    return {variant.id: variant for rows in lists for variant in rows if variant.id in ids}


async def variants_of_carts(ids: list[int]) -> list[VariantRow | None]:
    """Variants that somebody has put into a cart or bought, on sale or not."""
    own = await fetch(
        f"SELECT {_columns(True)} FROM variant v LEFT JOIN stock s ON s.variant_id = v.id"
        " WHERE v.id = ANY($1::int[])",
        ids,
    )
    found = {}
    for row in own:
        *values, options = row
        found[row["id"]] = _row([*values, orjson.loads(options)])
    return [found.get(key) for key in ids]


def _wants_options(names: Collection[str] | None) -> bool:
    return names is None or "options" in names


def _row(values: list[Any]) -> VariantRow:
    values[-1] = [OptionRow(*option) for option in values[-1]]
    return VariantRow._make(values)
