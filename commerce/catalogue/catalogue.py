"""Reads of the catalogue: products on sale, open vendors, public artisans, published reviews."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from tortoise.models import Model

import models
from commerce.catalogue.facet_specs import NOUNS, conditions
from commerce.catalogue.index.filter_ids import finds_nothing
from commerce.catalogue.index.product_index import INDEX
from commerce.catalogue.index.sorted_pages import PageIds, span_of
from commerce.catalogue.product_filter import NO_FILTER, ProductFilter, choices, of_nouns
from commerce.core.visibility import (
    ON_SALE,
    OPEN_VENDOR,
    PUBLIC_ARTISAN,
    PUBLISHED_REVIEW,
    of_alias,
)
from commerce.search.query import SearchQuery
from database.caches.table_cache import CACHED_TABLES, TABLE_CACHE
from database.connect import columns, fetch
from database.keyset import SortOrder, Window
from database.rows import rows_as, slices
from database.select import NestedRows, PageRead, Select, nested_rows
from database.sql import Sql, joined

Row = TypeVar("Row", bound=Model)


class ProductSort(StrEnum):
    """Sort orders of products; also the keys of `ranking_disclosure`."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    POPULAR = "popular"
    RATING = "rating"
    COUNTRY_OF_ORIGIN = "country_of_origin"


def _order(name: str, column: str, kind: str, *, descending: bool) -> SortOrder:
    return SortOrder(name, (f"t.{column}", "t.id"), (kind, "int"), descending)


ORDERS = {
    ProductSort.RELEVANCE: SortOrder("relevance", ("score.value", "t.id"), ("bigint", "int"), True),
    ProductSort.NEWEST: _order("newest", "published_at", "timestamptz", descending=True),
    ProductSort.OLDEST: _order("oldest", "published_at", "timestamptz", descending=False),
    ProductSort.PRICE_ASC: _order("price_asc", "min_price_paise", "bigint", descending=False),
    ProductSort.PRICE_DESC: _order("price_desc", "min_price_paise", "bigint", descending=True),
    ProductSort.POPULAR: _order("popular", "popularity", "int", descending=True),
    ProductSort.RATING: _order("rating", "rating_rank", "bigint", descending=True),
    ProductSort.COUNTRY_OF_ORIGIN: _order(
        "country_of_origin", "country_of_origin", "text", descending=False
    ),
}
BY_NAME = SortOrder("name", ("t.name_en", "t.id"), ("text", "int"), False)
BY_ID = SortOrder("id", ("t.id",), ("int",), False)
LATEST = SortOrder("latest", ("t.created_at", "t.id"), ("timestamptz", "int"), True)


# Columns of each product's first picture, for pages of cards.
CARD = {
    f"card_{name}": f"SELECT i.{name} FROM product_image i"
    " WHERE i.product_id = t.id AND i.position = 0"
    for name in ("public_id", "width", "height", "alt_en", "alt_hi", "blurhash")
}


@cache
def on_sale() -> Select[models.Product]:
    """Products on sale, most popular first."""
    return Select(models.Product, ORDERS[ProductSort.POPULAR], (ON_SALE,), extra_columns=CARD)


def searched(search: SearchQuery | None) -> Select[models.Product]:
    """Products on sale that `search` finds; all of them without a search."""
    if search is None:
        return on_sale()
    found = Sql("t.keys @@ {}::tsquery", (search.tsquery,))
    return Select(
        models.Product,
        ORDERS[ProductSort.RELEVANCE],
        (ON_SALE, found),
        id_source="(SELECT s.product_id AS id, s.* FROM product_search s)",
        extra_columns=CARD,
    )


@dataclass(frozen=True, slots=True)
class Indexed:
    """A list of products in the process's index."""

    filter: ProductFilter
    search: SearchQuery | None
    visible: Sql = ON_SALE

    async def is_empty(self) -> bool:
        return bool(self.filter.attributes) and await finds_nothing(self.filter)

    async def total(self) -> int | None:
        return await INDEX.total(self.filter, self.search)

    async def totals(self, link: str, parents: Sequence[int]) -> list[int] | None:
        if link not in NOUNS:
            return None
        return await INDEX.totals(self.filter, self.search, link, parents)

    async def page(
        self, order: SortOrder, window: Window, number: int
    ) -> tuple[PageIds, int] | None:
        # PostgreSQL's indexes have lists without a search in the order of a column.
        if self.search is None:
            return None
        ends = (window.before, window.after) if order.descending else (window.after, window.before)
        span = span_of(order.name, order.descending != window.backward, *ends)
        if span is None:
            return None
        return await INDEX.page(self.filter, self.search, order.name, span, number)


def products(
    wanted: ProductFilter = NO_FILTER,
    sort: ProductSort | None = None,
    search: SearchQuery | None = None,
) -> Select[models.Product]:
    """A list of products by filter, sort order and search.

    The default order is relevance with a search, else popularity.
    """
    if search is None:
        if wanted is NO_FILTER:
            return _whole(sort or ProductSort.POPULAR)
        make = _remembered_unsearched if wanted.is_short else _unsearched
        return make(wanted, sort or ProductSort.POPULAR)
    found = _remembered_searched if wanted.is_short else _searched
    return found(wanted, sort or ProductSort.RELEVANCE, search)


def _searched(
    wanted: ProductFilter, sort: ProductSort, search: SearchQuery
) -> Select[models.Product]:
    select = searched(search).filter(*conditions(wanted).values())
    select = replace(select, index=Indexed(wanted, search))
    if sort is ProductSort.RELEVANCE:
        return _scored(select, search)
    return select.sorted(ORDERS[sort])


def products_of_nouns(
    wanted: ProductFilter, sort: ProductSort | None = None
) -> Select[models.Product]:
    """The same for the products of several districts, crafts …, read by the noun's column."""
    if wanted is NO_FILTER:
        return _whole(sort or ProductSort.POPULAR)
    make = _remembered_unsearched if wanted.is_short else _unsearched
    return make(wanted, sort or ProductSort.POPULAR, is_linked=True)


def _unsearched(
    wanted: ProductFilter, sort: ProductSort, *, is_linked: bool = False
) -> Select[models.Product]:
    # There is no relevance without a search.
    order = ORDERS[ProductSort.POPULAR if sort is ProductSort.RELEVANCE else sort]
    select = on_sale().filter(*conditions(wanted, is_linked=is_linked).values()).sorted(order)
    return replace(select, index=Indexed(wanted, None))


@cache
def _whole(sort: ProductSort) -> Select[models.Product]:
    return _unsearched(NO_FILTER, sort)


_remembered_searched = lru_cache(1_000)(_searched)
_remembered_unsearched = lru_cache(1_000)(_unsearched)


def _scored(select: Select[models.Product], search: SearchQuery) -> Select[models.Product]:
    # OFFSET 0 keeps the expression from being evaluated wherever it is named.
    score = search.score(search="t")
    lateral = Sql(
        f"CROSS JOIN LATERAL (SELECT {score.text} AS value OFFSET 0) score", score.arguments
    )
    return replace(select, order=ORDERS[ProductSort.RELEVANCE], ranking=(lateral,))


def public_artisans() -> Select[models.Artisan]:
    """Artisans with a public profile."""
    return Select(models.Artisan, BY_ID, (PUBLIC_ARTISAN,))


def open_vendors() -> Select[models.Vendor]:
    """Vendors that may sell."""
    return Select(models.Vendor, BY_ID, (OPEN_VENDOR,))


def published_reviews() -> Select[models.Review]:
    """Published reviews, latest first."""
    return Select(models.Review, LATEST, (PUBLISHED_REVIEW,))


async def products_per(column: str, ids: list[int]) -> dict[int, int]:
    """The number of products on sale for each of `ids` in `column`, a noun with few rows."""

    async def count() -> dict[int, int]:
        source = on_sale().source()
        rows = await fetch(f"SELECT t.{column} AS id, count(*) AS number {source.text} GROUP BY 1")
        return {row["id"]: row["number"] for row in rows}

    found = await TABLE_CACHE.recall(("product",), f"products per {column}", count)
    return {key: found.get(key, 0) for key in ids}


# Ties artisans, `t`, to a craft or a vendor, `p`.
PRACTISES = "t.id IN (SELECT artisan_id FROM artisan_craft WHERE craft_id = p.id)"
SELLS_THROUGH = (
    "t.id IN (SELECT artisan_id FROM agreement WHERE vendor_id = p.id AND status = 'accepted')"
)


async def ratings_of_vendors(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Stars and number of ratings of all products on sale, by vendor."""
    source = on_sale().filter(Sql("t.vendor_id = ANY({}::int[])", (ids,))).source()
    text, arguments = source.bound()
    rows = await fetch(
        "SELECT t.vendor_id, sum(t.rating_sum)::int AS stars, sum(t.rating_count)::int AS number"
        f" {text} GROUP BY 1",
        *arguments,
    )
    return {row["vendor_id"]: (row["stars"], row["number"]) for row in rows}


CARD_PICTURE = Sql("t.position = 0")
MAX_RELATED = 24
TRUE = Sql("true")


class AttributeRow(NamedTuple):
    """A product's value of an attribute, with the texts of both."""

    slug: str
    name_en: str | None
    name_hi: str | None
    unit_en: str | None
    unit_hi: str | None
    value_slug: str | None
    label_en: str | None
    label_hi: str | None
    number: Decimal | None
    boolean: bool | None
    text_en: str | None
    text_hi: str | None


async def attributes_of(product_ids: list[int]) -> list[list[AttributeRow]]:
    """The attribute values of each product, in the order of its category."""
    rows = await fetch(
        "SELECT pa.product_id, a.slug, a.name_en, a.name_hi, a.unit_en, a.unit_hi,"
        " av.slug AS value_slug, av.label_en, av.label_hi, pa.number, pa.boolean, pa.text_en,"
        " pa.text_hi FROM product_attribute pa JOIN attribute a ON a.id = pa.attribute_id"
        " LEFT JOIN attribute_value av ON av.id = pa.value_id"
        " WHERE pa.product_id = ANY($1::int[]) ORDER BY a.position, a.id",
        product_ids,
    )
    found: dict[int, list[AttributeRow]] = defaultdict(list)
    for row, value in zip(rows, rows_as(AttributeRow, rows, is_part=True), strict=True):
        found[row["product_id"]].append(value)
    return [found[key] for key in product_ids]


RELATED = "t.craft_id = (SELECT craft_id FROM product WHERE id = p.id) AND t.id <> p.id"
# The same where the product itself is `p`.
RELATED_TO_ROW = "t.craft_id = p.craft_id AND t.id <> p.id"


async def related_to(
    product_ids: list[int], first: int, names: tuple[str, ...] | None = None
) -> list[list[models.Product]]:
    """Other products of each product's craft, most popular first.

    `names` are the columns to read, all of them when None.
    """
    read = PageRead(names, with_cursors=False)
    pages = await on_sale().pages(RELATED, product_ids, Window(first), read)
    return [page.rows for page in pages]


def related_column(names: Sequence[str] | None, first: int) -> NestedRows | None:
    """The column with the products of `related_to`; None where only `related_to` can tell."""
    if names is None or not 0 <= first <= MAX_RELATED:
        return None
    return nested_rows(on_sale(), RELATED_TO_ROW, first, names)


BY_SLUG = "t.slug = {}::text"
BY_FORMER_SLUG = (
    "t.id = (SELECT target_id FROM slug_history WHERE noun = {}::text AND slug = {}::text)"
)


async def find(select: Select[Row], slug: str, names: tuple[str, ...] | None = None) -> Row | None:
    """The visible row with a slug, or with it as a former slug.

    `names` are the columns to read, all of them when None. Raises BadInput for a malformed slug.
    """
    choices((slug,), ("slug",))
    table = select.model._meta.db_table
    if table in CACHED_TABLES:
        held = await TABLE_CACHE.table(
            select.model, joined(" AND ", select.where or (TRUE,)), "slug"
        )
        if held is not None and slug in held.rows:
            return cast("Row", held.rows[slug])
    for text, arguments in ((BY_SLUG, (slug,)), (BY_FORMER_SLUG, (table, slug))):
        row = await select.filter(Sql(text, arguments)).one(names)
        if row is not None:
            return row
    return None


ONES = (
    models.Product, models.District, models.Craft, models.GiRegistration, models.Category,
    models.Artisan, models.Vendor, models.State,
)  # fmt: skip
ALIASES = ("t", "d", "c", "g", "k", "a", "v", "s")


async def find_product(slug: str) -> list[Any] | None:
    """A product on sale with the rows of `ONES` that it refers to, in one statement.

    Raises BadInput for a malformed slug.
    """
    choices((slug,), ("slug",))
    selected = ", ".join(columns(model, alias) for model, alias in zip(ONES, ALIASES, strict=True))
    called = Sql(
        "(t.id = (SELECT target_id FROM slug_history WHERE noun = 'product' AND slug = {}::text)"
        " OR t.slug = {}::text)",
        (slug, slug),
    )
    text, arguments = (ON_SALE & called).bound()
    shown = of_alias(PUBLIC_ARTISAN, "a")
    rows = await fetch(
        f"SELECT {selected} FROM product t JOIN district d ON d.id = t.district_id"
        " JOIN craft c ON c.id = t.craft_id JOIN category k ON k.id = t.category_id"
        " LEFT JOIN gi_registration g ON g.id = c.gi_registration_id"
        f" LEFT JOIN artisan a ON a.id = t.artisan_id AND {shown}"
        " JOIN vendor v ON v.id = t.vendor_id JOIN state s ON s.code = v.state_id"
        f" WHERE {text} ORDER BY (t.slug = $2) DESC LIMIT 1",
        *arguments,
    )
    return slices(rows[0], ONES) if rows else None


def artisans_of(districts: tuple[str, ...], crafts: tuple[str, ...]) -> list[Sql]:
    """Conditions on artisans: of one of these districts and one of these crafts."""
    found = [of_nouns("district_id", "district", districts)] if districts else []
    if crafts:
        found.append(
            Sql(
                "t.id IN (SELECT ac.artisan_id FROM artisan_craft ac JOIN craft c"
                " ON c.id = ac.craft_id WHERE c.slug = ANY({}::text[]))",
                (crafts,),
            )
        )
    return found


# Registrations that a source confirms.
IS_VERIFIED = Sql("t.confidence <> 'memory'")


def seen_registrations() -> Select[models.GiRegistration]:
    """Geographical indications with a verified source."""
    return Select(models.GiRegistration, BY_ID, (IS_VERIFIED,))
