"""Loading of attributes and options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commerce.reference.upsert import ids, upsert
from database.connect import fetch
from demo.words.content import CategoryWords, category_words, options
from demo.words.texts import Text


@dataclass(frozen=True, slots=True)
class Choices:
    """Ids of kinds by slug, of attributes by category and slug, of options by slug, and of their
    values.
    """

    kinds: Mapping[str, int]
    attributes: Mapping[tuple[str, str], int]
    attribute_values: Mapping[tuple[int, str], int]
    options: Mapping[str, int]
    option_values: Mapping[tuple[int, str], int]


async def load_choices(categories: Mapping[str, int]) -> Choices:
    words = [category_words(slug) for slug in categories]
    attributes = await _load_attributes(words, categories)
    await _load_values(words, attributes)
    await _load_options()
    return Choices(
        await ids("kind"),
        attributes,
        await _keyed("attribute_value", "attribute_id"),
        await ids("option"),
        await _keyed("option_value", "option_id"),
    )


async def _load_attributes(
    words: Iterable[CategoryWords], categories: Mapping[str, int]
) -> dict[tuple[str, str], int]:
    rows = [
        {
            "category_id": categories[category.category],
            "slug": attribute.slug,
            **_pair("name", attribute.name),
            "kind": attribute.kind.lower(),
            **_pair("unit", attribute.unit),
            "position": position,
        }
        for category in words
        for position, attribute in enumerate(category.attributes)
    ]
    await upsert("attribute", "category_id, slug", rows)
    found = await _keyed("attribute", "category_id")
    return {
        (category, slug): key
        for category, category_id in categories.items()
        for (owner, slug), key in found.items()
        if owner == category_id
    }


async def _load_values(
    words: Iterable[CategoryWords], attributes: Mapping[tuple[str, str], int]
) -> None:
    rows = [
        {
            "attribute_id": attributes[category.category, attribute],
            "slug": slug,
            **_pair("label", label),
            "position": position,
        }
        for category in words
        for attribute, values in category.values.items()
        for position, (slug, label) in enumerate(values.items())
    ]
    await upsert("attribute_value", "attribute_id, slug", rows)


async def _load_options() -> None:
    named = [{"slug": option.slug, **_pair("name", option.name)} for option in options().values()]
    await upsert("option", "slug", named)
    found = await ids("option")
    rows = [
        {
            "option_id": found[option.slug],
            "slug": value.slug,
            **_pair("label", value.label),
            "position": position,
        }
        for option in options().values()
        for position, value in enumerate(option.values)
    ]
    await upsert("option_value", "option_id, slug", rows)


def _pair(stem: str, text: Text | None) -> dict[str, Any]:
    return {f"{stem}_en": text.en if text else None, f"{stem}_hi": text.hi if text else None}


async def _keyed(table: str, owner: str) -> dict[tuple[int, str], int]:
    rows = await fetch(f"SELECT {owner} AS owner, slug, id FROM {table}")
    return {(row["owner"], row["slug"]): row["id"] for row in rows}
