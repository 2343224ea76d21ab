"""Attribute values of products."""

from decimal import Decimal
from random import Random
from typing import Any

from demo.products.product_draft import ProductDraft
from demo.words.choices import Choices
from demo.words.content import Attribute, category_words

# Rounding of numbers: (minimal range of the bounds, step).
STEPS = ((1000, 50), (200, 10), (60, 5))


def properties(product: ProductDraft, choices: Choices) -> list[tuple[Any, ...]]:
    family, item = product.draft.family, product.draft.chosen.item
    allowed = item.choices(family.attributes)
    found: list[tuple[Any, ...]] = []
    for attribute in category_words(product.trade.category).attributes:
        if allowed.get(attribute.slug):
            key = choices.attributes[product.trade.category, attribute.slug]
            found.append((product.number, key, *_value(product, attribute, key, allowed, choices)))
    return found


def _value(
    product: ProductDraft,
    attribute: Attribute,
    key: int,
    allowed: dict[str, list[Any]],
    choices: Choices,
) -> tuple[int | None, Decimal | None, bool | None, str | None, str | None]:
    """A value of one of the four kinds: choice, number, boolean, text in both languages."""
    values = allowed[attribute.slug]
    if attribute.kind == "CHOICE":
        chosen = choices.attribute_values[key, product.draft.choices[attribute.slug]]
        return chosen, None, None, None, None
    if attribute.kind == "NUMBER":
        return None, _number(product.chance, product.fineness, values), None, None, None
    if attribute.kind == "BOOLEAN":
        return None, None, product.chance.choice(values), None, None
    text = product.chance.choice(values)
    return None, None, None, text["en"], text["hi"]


def _number(chance: Random, fineness: float, bounds: list[Any]) -> Decimal:
    """Between the least and the most, in steps a label would have; finer goods have more."""
    low, high = (Decimal(bound) for bound in bounds)
    share = min(max(fineness + chance.uniform(-0.3, 0.5), 0), 1)
    step = _step(low, high)
    nearest = ((low + (high - low) * Decimal(str(share))) / step).quantize(Decimal(1)) * step
    return min(max(nearest, low), high)


def _step(low: Decimal, high: Decimal) -> Decimal:
    """1,250 and 840 and 35, not 1,247 and 838 and 34.6, unless the bounds are finer themselves."""
    for span, step in STEPS:
        if high - low >= span:
            return Decimal(step)
    finest = min(int(bound.normalize().as_tuple().exponent) for bound in (low, high))
    return Decimal(1).scaleb(min(finest, 0))
