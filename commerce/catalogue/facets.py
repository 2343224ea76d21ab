"""What a shopper may narrow a page by, with how many products each choice would leave.

A facet is not narrowed by its own selection: with Lucknow chosen, the other districts still show
what choosing them too would add.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from commerce.catalogue.catalogue import searched
from commerce.catalogue.facet_types import (
    MAX_ATTRIBUTE_VALUES,
    MAX_CHOICES,
    PAISE_EDGES,
    AttributeCount,
    Facet,
    Facets,
)
from commerce.catalogue.index.filter_ids import has_unknown_attribute
from commerce.catalogue.index.product_index import FACETS, INDEX
from commerce.catalogue.product_filter import OF_ATTRIBUTE, ONE_A_SLUG, ProductFilter, Scope
from commerce.search.query import SearchQuery
from database.connect import fetch
from database.sql import Sql, joined

KEYS = {
    Facet.DISTRICTS: "district_id::text",
    Facet.CRAFTS: "craft_id::text",
    Facet.CATEGORIES: "category_id::text",
    Facet.ARTISANS: "artisan_id::text",
    Facet.VENDORS: "vendor_id::text",
    Facet.PRICE: "width_bucket(min_price_paise, {}::bigint[])::text",
    Facet.RATING: "(rating_sum / nullif(rating_count, 0))::text",
    Facet.GI: "is_gi_tagged::text",
    Facet.AVAILABILITY: "is_available::text",
    Facet.MADE_TO_ORDER: "is_made_to_order::text",
    Facet.COUNTRIES: "country_of_origin",
}
# The columns of products a facet reads.
READS = {
    Facet.DISTRICTS: ("district_id",),
    Facet.CRAFTS: ("craft_id",),
    Facet.CATEGORIES: ("category_id",),
    Facet.ARTISANS: ("artisan_id",),
    Facet.VENDORS: ("vendor_id",),
    Facet.PRICE: ("min_price_paise",),
    Facet.RATING: ("rating_sum", "rating_count"),
    Facet.GI: ("is_gi_tagged",),
    Facet.AVAILABILITY: ("is_available",),
    Facet.MADE_TO_ORDER: ("is_made_to_order",),
    Facet.COUNTRIES: ("country_of_origin",),
    Facet.ATTRIBUTES: ("id",),
}


async def count_facets(
    wanted: ProductFilter,
    search: SearchQuery | None,
    facets: Iterable[Facet],
    scope: Scope | None = None,
) -> Facets:
    """All of `facets`, over the products within `scope`: by the index, or in one statement."""
    wanted_facets = set(facets)
    asked = [facet for facet in FACETS if facet in wanted_facets]
    wanted.check()
    if await has_unknown_attribute(wanted):
        return Facets()
    found = await INDEX.facets(wanted, search, asked, scope)
    return found if found is not None else await counted(wanted, search, asked, scope)


async def counted(
    wanted: ProductFilter, search: SearchQuery | None, requested: list[Facet], scope: Scope | None
) -> Facets:
    """The same by the database, in one statement."""
    select = searched(search)
    base = (select.filter(scope.condition) if scope else select).source()
    statement = _statement(base, wanted.conditions(), requested)
    text, arguments = statement.bound()
    counts: dict[Facet, list[tuple[str, int]]] = defaultdict(list)
    attributes = []
    for row in await fetch(text, *arguments):
        if row["facet"] == Facet.ATTRIBUTES:
            attributes.append(AttributeCount(row["attribute_id"], int(row["key"]), row["number"]))
        else:
            counts[Facet(row["facet"])].append((row["key"], row["number"]))
    return Facets(counts, attributes)


def _statement(base: Sql, conditions: dict[str, Sql], requested: list[Facet]) -> Sql:
    """Hits once, each with which conditions it fails; then a count for each facet.

    A product that fails two conditions counts in no facet, so it is left out at once.
    """
    names = list(conditions)
    flags = [Sql(f"({c.text}) AS c{n}", c.arguments) for n, c in enumerate(conditions.values())]
    columns = ", ".join(dict.fromkeys(f"t.{name}" for facet in requested for name in READS[facet]))
    selected = joined(", ", (Sql(columns), *flags))
    inner = joined(" ", (Sql("SELECT"), selected, base))
    failed = " + ".join(f"(NOT c{n})::int" for n in range(len(names))) or "0"
    pieces = [
        Sql("WITH candidate AS MATERIALIZED ("),
        inner,
        Sql(f"), hit AS (SELECT *, {failed} AS failed FROM candidate WHERE {failed} <= 1)"),
        joined(" UNION ALL ", [_counted(facet, names) for facet in requested]),
    ]
    return joined(" ", pieces)


def _counted(facet: Facet, names: list[str]) -> Sql:
    if facet is Facet.ATTRIBUTES:
        return _attributes(names)
    own = [f"NOT c{n}" for n, name in enumerate(names) if name == facet.value]
    kept = " OR ".join(["failed = 0", *own])
    arguments: tuple[Any, ...] = ()
    if facet is Facet.PRICE:
        arguments = (PAISE_EDGES,)
    return Sql(
        f"(SELECT '{facet.value}' AS facet, NULL::int AS attribute_id, {KEYS[facet]} AS key,"
        f" count(*) AS number FROM hit WHERE ({kept}){_answer_key(facet)} GROUP BY 3"
        f" ORDER BY 4 DESC, 3 LIMIT {MAX_CHOICES})",
        arguments,
    )


def _answer_key(facet: Facet) -> str:
    return f" AND {KEYS[facet]} IS NOT NULL" if facet in (Facet.ARTISANS, Facet.RATING) else ""


def _attributes(names: list[str]) -> Sql:
    """Attributes are facets one by one: a choice of fabric does not narrow the fabrics."""
    kept = ["h.failed = 0"]
    slugs = []
    for n, name in enumerate(names):
        if name.startswith(OF_ATTRIBUTE):
            kept.append(f"(NOT h.c{n} AND o.slug = {{}}::text)")
            slugs.append(name.removeprefix(OF_ATTRIBUTE))
    return Sql(
        "(SELECT 'attributes' AS facet, o.attribute_id, o.first_id::text AS key,"
        " count(*) AS number FROM hit h"
        " JOIN product_attribute pa ON pa.product_id = h.id"
        f" JOIN ({ONE_A_SLUG}) o ON o.id = pa.value_id"
        f" WHERE {' OR '.join(kept)} GROUP BY 2, 3"
        f" ORDER BY 4 DESC, 2, 3 LIMIT {MAX_ATTRIBUTE_VALUES})",
        tuple(slugs),
    )
