"""The ids and sets behind the parts of a product filter."""

from functools import partial

from pyroaring import BitMap

from commerce.catalogue.facet_types import Facet
from commerce.catalogue.index.facet_bitmaps import Values
from commerce.catalogue.product_filter import OF_ATTRIBUTE, ProductFilter
from commerce.core.visibility import PUBLIC_ARTISAN
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch

PARTS = {
    "districts": (Facet.DISTRICTS, "district"),
    "crafts": (Facet.CRAFTS, "craft"),
    "categories": (Facet.CATEGORIES, "category"),
    "artisans": (Facet.ARTISANS, "artisan"),
    "vendors": (Facet.VENDORS, "vendor"),
}
FLAGS = {
    Facet.GI: "is_gi_tagged",
    Facet.AVAILABILITY: "is_available",
    Facet.MADE_TO_ORDER: "is_made_to_order",
}


Keys = dict[str, list[int]]


async def keys_of(wanted: ProductFilter) -> Keys:
    """The ids behind the slugs of a filter, by the part's name."""
    found: Keys = {}
    for part, (_, table) in PARTS.items():
        if slugs := getattr(wanted, part):
            load = partial(_ids, table, slugs)
            found[part] = (
                await TABLE_CACHE.recall((table,), ("ids", table, slugs), load)
                if wanted.is_short
                else await load()
            )
    found |= await attribute_value_ids(wanted)
    return found


async def attribute_value_ids(wanted: ProductFilter) -> Keys:
    """The ids behind the attributes of a filter, by the part's name; empty for unknown ones."""
    if not wanted.attributes:
        return {}
    ids = await _attribute_values()
    found: Keys = {}
    for choice in wanted.attribute_choices():
        known = ids.get(choice.attribute, {})
        chosen = [value_id for slug in choice.values for value_id in known.get(slug, ())]
        found[f"{OF_ATTRIBUTE}{choice.attribute}"] = chosen
    return found


async def finds_nothing(wanted: ProductFilter) -> bool:
    """Whether a filter asks for values that nothing can have."""
    return any(not ids for ids in (await attribute_value_ids(wanted)).values())


async def has_unknown_attribute(wanted: ProductFilter) -> bool:
    """Whether a filter asks for an attribute there is not; then no facet has a count either."""
    if not wanted.attributes:
        return False
    known = await _attribute_values()
    return any(choice.values and choice.attribute not in known for choice in wanted.attributes)


async def _attribute_values() -> dict[str, dict[str, list[int]]]:
    """The ids of all attributes' values, by the slugs of both."""
    return await TABLE_CACHE.recall(
        ("attribute", "attribute_value"), "ids of attribute values", _all_attribute_values
    )


async def _ids(table: str, slugs: tuple[str, ...]) -> list[int]:
    # Who did not agree to be shown is not found by name either.
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
    found = {
        part: values.having(facet, keys[part]) for part, (facet, _) in PARTS.items() if part in keys
    }
    for part, ids in keys.items():
        if part not in PARTS:
            found[part] = values.having(Facet.ATTRIBUTES, ids)
    if wanted.price_min is not None or wanted.price_max is not None:
        found["price"] = values.priced(wanted.price_min, wanted.price_max)
    if wanted.countries_of_origin:
        found["countries"] = values.having(Facet.COUNTRIES, wanted.countries_of_origin)
    if wanted.rating_at_least is not None:
        found["rating"] = values.having(Facet.RATING, range(wanted.rating_at_least, 6))
    for facet, name in FLAGS.items():
        if (value := getattr(wanted, name)) is not None:
            found[facet.value] = values.having(facet, ["true" if value else "false"])
    return found
