"""Loading of attributes and options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commerce.catalogue.declarations import quantity_label
from commerce.reference.upsert import ids, upsert
from database.connect import fetch
from demo.words.content import CategoryWords, Choice, Item, Option, category_slugs, category_words
from demo.words.content import options as option_words
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
    options = option_words().values()
    named = [{"slug": option.slug, **_pair("name", option.name)} for option in options]
    await upsert("option", "slug", named)
    found = await ids("option")
    rows = [
        {
            "option_id": found[option.slug],
            "slug": slug,
            **_pair("label", label),
            "position": position,
        }
        for option in options
        for position, (slug, label) in enumerate(option_labels(option).items())
    ]
    await upsert("option_value", "option_id, slug", rows)


def option_value(item: Item, choice: Choice) -> tuple[str, Text]:
    """Slug and label of the value by which an item's size or pack is chosen."""
    if not option_words()[item.option].is_named_by_net:
        return choice.slug, choice.label
    quantity, unit = item.net
    en, hi = quantity_label(quantity, unit)
    packs, slug = int(choice.slug), f"{quantity.normalize():f}{unit}"
    if packs == 1:
        return slug, Text(en, hi)
    return f"{packs}x{slug}", Text(
        f"Pack of {packs} ({packs} × {en})", f"{packs} का पैक ({packs} × {hi})"
    )


def option_labels(option: Option) -> Mapping[str, Text]:
    """The values of an option by slug; of packs those that items have, small ones first."""
    if not option.is_named_by_net:
        return {value.slug: value.label for value in option.values}
    packs = sorted(
        ((item.net[1], item.net[0], position), option_value(item, choice))
        for item in _items()
        if item.option == option.slug
        for position, choice in enumerate(option.values)
    )
    return dict(value for _, value in packs)


def _items() -> tuple[Item, ...]:
    words = map(category_words, category_slugs())
    return tuple(item for each in words for family in each.families for item in family.items)


def _pair(stem: str, text: Text | None) -> dict[str, Any]:
    return {f"{stem}_en": text.en if text else None, f"{stem}_hi": text.hi if text else None}


async def _keyed(table: str, owner: str) -> dict[tuple[int, str], int]:
    rows = await fetch(f"SELECT {owner} AS owner, slug, id FROM {table}")
    return {(row["owner"], row["slug"]): row["id"] for row in rows}
