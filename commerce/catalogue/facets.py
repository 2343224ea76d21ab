"""Facets of a list: the choices of each with the number of products they would leave.

A facet ignores its own selection: with Lucknow selected, the other districts still show what adding
them would give. Usually the product index counts (`index/facet_bitmaps.py`, attributes in
`index/product_index.py`); the SQL here answers what it cannot.
"""

from collections import defaultdict
from collections.abc import Iterable

from commerce.catalogue.catalogue import searched
from commerce.catalogue.facet_specs import SPEC_OF, Facet, conditions
from commerce.catalogue.facet_types import (
    MAX_ATTRIBUTE_VALUES,
    MAX_CHOICES,
    AttributeCount,
    Facets,
)
from commerce.catalogue.index.filter_ids import has_unknown_attribute
from commerce.catalogue.index.product_index import INDEX
from commerce.catalogue.product_filter import (
    ATTRIBUTE_PREFIX,
    VALUES_MERGED_BY_SLUG,
    ProductFilter,
    Scope,
)
from commerce.search.query import SearchQuery
from database.connect import fetch
from database.sql import Sql, joined


async def count_facets(
    wanted: ProductFilter,
    search: SearchQuery | None,
    facets: Iterable[Facet],
    scope: Scope | None = None,
) -> Facets:
    """The counts of `facets` within `scope`, by the index or in one statement."""
    selected = set(facets)
    requested = [facet for facet in Facet if facet in selected]
    wanted.check()
    if await has_unknown_attribute(wanted):
        return Facets()
    found = await INDEX.facets(wanted, search, requested, scope)
    return found if found is not None else await counted(wanted, search, requested, scope)


async def counted(
    wanted: ProductFilter, search: SearchQuery | None, requested: list[Facet], scope: Scope | None
) -> Facets:
    """The same counts by the database, in one statement."""
    select = searched(search)
    base = (select.filter(scope.condition) if scope else select).source()
    statement = _statement(base, conditions(wanted), requested)
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
    """Every hit with the conditions it fails, then a count for each facet.

    A product that fails two conditions counts in no facet and is left out.
    """
    names = list(conditions)
    flags = [Sql(f"({c.text}) AS c{n}", c.arguments) for n, c in enumerate(conditions.values())]
    columns = ", ".join(dict.fromkeys(f"t.{name}" for each in requested for name in _read(each)))
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


def _read(facet: Facet) -> tuple[str, ...]:
    return ("id",) if facet is Facet.ATTRIBUTES else SPEC_OF[facet].columns


def _counted(facet: Facet, names: list[str]) -> Sql:
    if facet is Facet.ATTRIBUTES:
        return _attributes(names)
    spec = SPEC_OF[facet]
    own = [f"NOT c{n}" for n, name in enumerate(names) if name == facet.value]
    kept = " OR ".join(["failed = 0", *own])
    has_key = f" AND {spec.key_sql} IS NOT NULL" if spec.is_optional else ""
    return Sql(
        f"(SELECT '{facet.value}' AS facet, NULL::int AS attribute_id, {spec.key_sql} AS key,"
        f" count(*) AS number FROM hit WHERE ({kept}){has_key} GROUP BY 3"
        f" ORDER BY 4 DESC, 3 LIMIT {MAX_CHOICES})",
        spec.arguments,
    )


def _attributes(names: list[str]) -> Sql:
    """Counts of attributes, each a facet of its own: a selected fabric does not limit fabrics."""
    kept = ["h.failed = 0"]
    slugs = []
    for n, name in enumerate(names):
        if name.startswith(ATTRIBUTE_PREFIX):
            kept.append(f"(NOT h.c{n} AND o.slug = {{}}::text)")
            slugs.append(name.removeprefix(ATTRIBUTE_PREFIX))
    return Sql(
        "(SELECT 'attributes' AS facet, o.attribute_id, o.first_id::text AS key,"
        " count(*) AS number FROM hit h"
        " JOIN product_attribute pa ON pa.product_id = h.id"
        f" JOIN ({VALUES_MERGED_BY_SLUG}) o ON o.id = pa.value_id"
        f" WHERE {' OR '.join(kept)} GROUP BY 2, 3"
        f" ORDER BY 4 DESC, 2, 3 LIMIT {MAX_ATTRIBUTE_VALUES})",
        tuple(slugs),
    )
