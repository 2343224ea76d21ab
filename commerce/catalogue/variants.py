"""Variants with their stock and options."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from commerce.core.visibility import ON_SALE
from database.connect import fetch
from database.rows import check_names, fetch_as, record_reader
from database.select import NestedRows


class OptionRow(NamedTuple):
    """A variant's value for an option, in both languages."""

    option_slug: str
    name_en: str | None
    name_hi: str | None
    value_slug: str
    label_en: str | None
    label_hi: str | None


# The SQL of each; they come as a list in the order of OptionRow.
OPTION_COLUMNS = {
    "option_slug": "o.slug",
    "name_en": "o.name_en",
    "name_hi": "o.name_hi",
    "value_slug": "ov.slug",
    "label_en": "ov.label_en",
    "label_hi": "ov.label_hi",
}
check_names(OptionRow, OptionRow._fields, tuple(OPTION_COLUMNS))


_options = record_reader(OptionRow)


def read_options(records: Sequence[tuple[Any, ...]] | None) -> list[OptionRow]:
    """The options in a column of `options_of`; None where they were not read."""
    return _options(records) if records else []


class VariantRow(NamedTuple):
    """A variant with its available quantity and options."""

    id: int
    product_id: int
    position: int
    sku: str
    price_paise: int
    mrp_paise: int
    hsn: str
    weight_grams: int
    net_quantity: Decimal | None
    net_unit: str | None
    is_made_to_order: bool
    lead_time_days: int | None
    is_active: bool
    available_quantity: int
    options: Annotated[list[OptionRow], read_options]


def options_of(alias: str) -> str:
    """SQL for the options of the variant in `alias`, as records that `read_options` reads."""
    names = ", ".join(OPTION_COLUMNS[name] for name in OptionRow._fields)
    # Row by row: a join would hash whole tables for the one or two options of a variant.
    return (
        f"ARRAY(SELECT (SELECT ROW({names}) FROM option o, option_value ov"
        " WHERE o.id = vo.option_id AND ov.id = vo.value_id)"
        f" FROM variant_option vo WHERE vo.variant_id = {alias}.id ORDER BY vo.option_id)"
    )


_OPTIONS = options_of("v")
_FROM = "FROM variant v LEFT JOIN stock s ON s.variant_id = v.id WHERE v.is_active AND"


def _values(*, options: bool) -> dict[str, str]:
    """The SQL of each column of VariantRow, with or without options."""
    own = {name: f"v.{name}" for name in VariantRow._fields}
    available = "coalesce(s.available, 0)::int"
    return {**own, "available_quantity": available, "options": _OPTIONS if options else "NULL"}


def _columns(*, options: bool) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in _values(options=options).items())


# The variants of a product in one column of its row, with or without options.
VARIANTS = {
    options: NestedRows(
        name,
        f"ARRAY(SELECT ROW({', '.join(_values(options=options).values())})"
        f" {_FROM} v.product_id = t.id ORDER BY v.position)",
        record_reader(VariantRow),
    )
    for name, options in (("variants", True), ("variants_plain", False))
}


def variants_column(names: Collection[str] | None) -> NestedRows:
    """The column with the variants of a product.

    `names` are the columns of variants that will be read, all of them when None.
    """
    return VARIANTS[_wants_options(names)]


async def variants_of(
    product_ids: list[int], names: Collection[str] | None = None
) -> list[list[VariantRow]]:
    """The active variants of each product, in order, with stock; with options if `names` has them.

    `names` are the columns that will be read, all of them when None.
    """
    rows = await fetch_as(
        VariantRow,
        f"SELECT {_columns(options=_wants_options(names))} {_FROM} v.product_id = ANY($1::int[])"
        " ORDER BY v.position",
        product_ids,
    )
    found: dict[int, list[VariantRow]] = defaultdict(list)
    for row in rows:
        found[row.product_id].append(row)
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
    """Variants in carts and orders, on sale or not."""
    own = await fetch_as(
        VariantRow,
        f"SELECT {_columns(options=True)} FROM variant v LEFT JOIN stock s ON s.variant_id = v.id"
        " WHERE v.id = ANY($1::int[])",
        ids,
    )
    found = {row.id: row for row in own}
    return [found.get(key) for key in ids]


def _wants_options(names: Collection[str] | None) -> bool:
    return names is None or "options" in names
