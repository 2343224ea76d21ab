"""The products that fit the parts of a product filter, in the index."""

from functools import partial
from typing import cast

from pyroaring import BitMap

from commerce.catalogue.facet_specs import NOUNS, SPECS, Facet
from commerce.catalogue.index.facet_bitmaps import Values
from commerce.catalogue.product_filter import ATTRIBUTE_PREFIX, ProductFilter
from commerce.core.visibility import PUBLIC_ARTISAN
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch

# Ids by the name of a facet.
Keys = dict[str, list[int]]


async def keys_of(wanted: ProductFilter) -> Keys:
    """The ids of the slugs of a filter, by facet."""
    found: Keys = {}
    for spec in NOUNS.values():
        if slugs := spec.value(wanted):
            table = cast("str", spec.table)
            load = partial(_ids, table, slugs)
            found[spec.facet.value] = (
                await TABLE_CACHE.recall((table,), ("ids", table, slugs), load)
                if wanted.is_short
                else await load()
            )
    found |= await attribute_value_ids(wanted)
    return found


async def attribute_value_ids(wanted: ProductFilter) -> Keys:
    """The ids of the attribute values of a filter, by facet; empty for unknown ones."""
    if not wanted.attributes:
        return {}
    ids = await _attribute_values()
    found: Keys = {}
    for choice in wanted.attribute_choices():
        by_slug = ids.get(choice.attribute, {})
        chosen = [value_id for slug in choice.values for value_id in by_slug.get(slug, ())]
        found[f"{ATTRIBUTE_PREFIX}{choice.attribute}"] = chosen
    return found


async def finds_nothing(wanted: ProductFilter) -> bool:
    """Whether a filter has attribute values that do not exist."""
    return any(not ids for ids in (await attribute_value_ids(wanted)).values())


async def has_unknown_attribute(wanted: ProductFilter) -> bool:
    """Whether a filter has an attribute that does not exist; then no facet has a count."""
    if not wanted.attributes:
        return False
    ids = await _attribute_values()
    return any(choice.values and choice.attribute not in ids for choice in wanted.attributes)


async def _attribute_values() -> dict[str, dict[str, list[int]]]:
    """The ids of all attribute values, by the slugs of attribute and value."""
    return await TABLE_CACHE.recall(
        ("attribute", "attribute_value"), "ids of attribute values", _all_attribute_values
    )


async def _ids(table: str, slugs: tuple[str, ...]) -> list[int]:
    # Artisans without a public profile are not found by their slug either.
    seen = PUBLIC_ARTISAN.text if table == "artisan" else "true"
    rows = await fetch(
        f"SELECT t.id FROM {table} t WHERE t.slug = ANY($1::text[]) AND {seen}", slugs
    )
    return [row["id"] for row in rows]


async def _all_attribute_values() -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    for row in await fetch(
        "SELECT a.slug AS attribute, av.slug, av.id FROM attribute_value av"
        " JOIN attribute a ON a.id = av.attribute_id ORDER BY av.id"
    ):
        found.setdefault(row["attribute"], {}).setdefault(row["slug"], []).append(row["id"])
    return found


def parts_of(values: Values, wanted: ProductFilter, keys: Keys) -> dict[str, BitMap]:
    """The products that fit each part of a filter, by facet; `keys` are those of `keys_of`."""
    found = {}
    for spec in SPECS:
        if (value := spec.value(wanted)) is None:
            continue
        name = spec.facet.value
        if spec.facet is Facet.PRICE:
            found[name] = values.priced(*value)
        else:
            selected = keys[name] if spec.selected is None else spec.selected(value)
            found[name] = values.having(spec.facet, selected)
    for name, ids in keys.items():
        if name.startswith(ATTRIBUTE_PREFIX):
            found[name] = values.having(Facet.ATTRIBUTES, ids)
    return found
