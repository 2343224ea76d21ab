"""The facets of products: one row says how both engines filter, count and index by a facet.

The database filters by `condition` and counts by `key_sql`. The index (`index/`) reads `copied` of
each product, turns it into the key of a choice, and looks up the keys that a filter selects. Tests
compare the two. Attributes have tables of their own and are not among the rows.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from commerce.catalogue.product_filter import MAX_STARS, ProductFilter, of_nouns
from database.sql import Sql, joined

# Rupees; a bar of the histogram reaches from one edge up to, not including, the next.
PRICE_EDGES = (0, 250, 500, 1000, 2000, 3000, 5000, 10000, 20000, 50000, 100000)
PAISE_EDGES = [edge * 100 for edge in PRICE_EDGES]


class Facet(StrEnum):
    """In the order they are counted."""

    DISTRICTS = "districts"
    CRAFTS = "crafts"
    CATEGORIES = "categories"
    KINDS = "kinds"
    ARTISANS = "artisans"
    VENDORS = "vendors"
    PRICE = "price"
    RATING = "rating"
    GI = "gi"
    AVAILABILITY = "availability"
    MADE_TO_ORDER = "made_to_order"
    COUNTRIES = "countries"
    ATTRIBUTES = "attributes"


class Copied(NamedTuple):
    """A value of a product that the index reads; `kind` is `array`'s, of the size COPY sends."""

    name: str
    sql: str
    kind: str


@dataclass(frozen=True, slots=True)
class FacetSpec:
    """A facet. Keys of choices are text: an id, a code, "true" or "false"."""

    facet: Facet
    # The field of ProductFilter; None or () selects nothing.
    part: str
    # The columns of `product` that `key_sql` reads; it gives NULL only if `is_optional`.
    columns: tuple[str, ...]
    key_sql: str
    copied: Copied
    # The key by a value of `copied`, as COPY or as a row has it.
    key: Callable[[Any], str | None]
    # By the part's value, and whether the list is of the products of a noun.
    condition: Callable[[Any, bool], Sql]
    # The keys by the part's value; None where the index has another way (ids of slugs, prices).
    selected: Callable[[Any], Iterable[str]] | None = None
    arguments: tuple[Any, ...] = ()
    is_optional: bool = False
    # The table whose ids are the keys and whose slugs are in filters.
    table: str | None = None

    def value(self, wanted: ProductFilter) -> Any | None:
        """The selection in a filter; None if empty."""
        value = getattr(wanted, self.part)
        return None if value == () else value


def noun(facet: Facet, table: str, *, is_optional: bool = False) -> FacetSpec:
    """A facet by a foreign key."""
    column = f"{table}_id"
    # Ids begin with 1; 0 stands for none.
    sql = f"coalesce(t.{column}, 0)" if is_optional else f"t.{column}"
    return FacetSpec(
        facet,
        facet.value,
        (column,),
        f"{column}::text",
        Copied(column, sql, "i"),
        _number,
        lambda slugs, _: of_nouns(column, table, slugs),
        is_optional=is_optional,
        table=table,
    )


def flag(facet: Facet, column: str) -> FacetSpec:
    """A facet by a boolean column."""
    return FacetSpec(
        facet,
        column,
        (column,),
        f"{column}::text",
        Copied(column, f"t.{column}", "B"),
        _flag,
        lambda value, _: Sql(f"t.{column} = {{}}::bool", (value,)),
        lambda value: (_flag(value),),
    )


def _number(value: int) -> str | None:
    return str(value) if value else None


def _flag(value: object) -> str:
    return "true" if value else "false"


def _price_bar(paise: int) -> str:
    return str(bisect_right(PAISE_EDGES, paise))


def _priced(bounds: tuple[int | None, int | None], is_linked: bool) -> Sql:
    # An expression has no index, or that of prices would be read whole for each noun.
    column = "(t.min_price_paise + 0)" if is_linked else "t.min_price_paise"
    return joined(
        " AND ",
        [
            Sql(f"{column} {sign} {{}}::bigint", (value,))
            for sign, value in zip((">=", "<="), bounds, strict=True)
            if value is not None
        ],
    )


def _country(value: int | str) -> str:
    """COPY sends its two letters, which are read as a number."""
    return value if isinstance(value, str) else value.to_bytes(2, "big").decode()


SPECS = (
    noun(Facet.DISTRICTS, "district"),
    noun(Facet.CRAFTS, "craft"),
    noun(Facet.CATEGORIES, "category"),
    noun(Facet.KINDS, "kind", is_optional=True),
    noun(Facet.ARTISANS, "artisan", is_optional=True),
    noun(Facet.VENDORS, "vendor"),
    FacetSpec(
        Facet.PRICE,
        "price",
        ("min_price_paise",),
        "width_bucket(min_price_paise, {}::bigint[])::text",
        Copied("min_price_paise", "t.min_price_paise", "q"),
        _price_bar,
        _priced,
        arguments=(PAISE_EDGES,),
    ),
    FacetSpec(
        Facet.COUNTRIES,
        "countries_of_origin",
        ("country_of_origin",),
        "country_of_origin",
        Copied("country_of_origin", "t.country_of_origin", "H"),
        _country,
        lambda codes, _: Sql("t.country_of_origin = ANY({}::text[])", (codes,)),
        lambda codes: codes,
    ),
    FacetSpec(
        Facet.RATING,
        "rating_at_least",
        ("rating_sum", "rating_count"),
        "(rating_sum / nullif(rating_count, 0))::text",
        Copied("stars", "coalesce(t.rating_sum / nullif(t.rating_count, 0), 0)::int2", "H"),
        _number,
        lambda stars, _: Sql(
            "t.rating_count > 0 AND t.rating_sum >= {}::int * t.rating_count", (stars,)
        ),
        lambda stars: map(str, range(stars, MAX_STARS + 1)),
        is_optional=True,
    ),
    flag(Facet.GI, "is_gi_tagged"),
    flag(Facet.AVAILABILITY, "is_available"),
    flag(Facet.MADE_TO_ORDER, "is_made_to_order"),
)
SPEC_OF = {spec.facet: spec for spec in SPECS}
NOUNS = {spec.columns[0]: spec for spec in SPECS if spec.table is not None}


def conditions(wanted: ProductFilter, *, is_linked: bool = False) -> dict[str, Sql]:
    """The conditions of a filter by the name of their facet.

    `is_linked` is for lists of the products of nouns, which are found by the index of the noun's
    column. Raises BadInput when a part contradicts itself.
    """
    wanted.check()
    found = {
        spec.facet.value: spec.condition(value, is_linked)
        for spec in SPECS
        if (value := spec.value(wanted)) is not None
    }
    return found | wanted.attribute_conditions()
