"""Variants of products: sizes and packs with price, weight and stock."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from demo.products.declarations import lot
from demo.products.prices import discounted_from, shop_price
from demo.products.product_draft import ProductDraft
from demo.random_source import between
from demo.words.choices import Choices, option_value
from demo.words.content import Choice, Item, options

DISCOUNTED = 0.3
SOLD_OUT = 0.08
SIZE_OUT = 0.09
WITHDRAWN = 0.015
ONE_OF_A_KIND = 0.1
RESERVED = 0.04
# HSN chapters of pottery and glass.
FRAGILE_CHAPTERS = {"69", "70"}
# Body sizes: any consecutive ones are offered. Of other options the smallest always is.
WORN = {"apparel-size", "child-size", "shoe-size", "bangle-size", "ring-size"}
ONLY: tuple[Choice | None, ...] = (None,)


@dataclass(slots=True)
class Offer:
    """Rows of a product's variants, and their summary."""

    variants: list[tuple[Any, ...]] = field(default_factory=list)
    stock: list[tuple[Any, ...]] = field(default_factory=list)
    options: list[tuple[int, int, int]] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)
    # Of sizes that can be bought.
    payable: list[int] = field(default_factory=list)
    is_made_to_order: bool = False

    @property
    def is_available(self) -> bool:
        return bool(self.payable)

    @property
    def price_range(self) -> tuple[int, int]:
        """Lowest and highest price that can be paid; of all sizes if all are sold out."""
        prices = self.payable or self.prices
        return min(prices), max(prices)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Properties that the variants of a product share."""

    lead_days: int | None
    is_sold_out: bool
    is_discounted: bool
    is_single: bool


def offer(product: ProductDraft, choices: Choices, before: int) -> Offer:
    """The variants of a product; their ids start after `before`."""
    item, chance = product.draft.chosen.item, product.chance
    sizes = _sizes(chance, item)
    terms = _terms(product, sizes)
    offered = Offer(is_made_to_order=terms.lead_days is not None)
    main_variant = chance.randrange(len(sizes))
    weight = between(*item.weight, min(max(product.fineness + chance.uniform(-0.1, 0.2), 0), 1))
    hsn, condition = item.kind.item_of(product.draft.choices)
    packed = lot(product)
    for position, size in enumerate(sizes):
        key = before + position + 1
        factor = float(size.factor) if size else 1.0
        price = shop_price(
            between(*item.price, product.fineness) * factor, hsn, product.seller.ends_in_nine
        )
        full = discounted_from(chance, price, product.seller.ends_in_nine)
        withdrawn = len(sizes) > 2 and position != main_variant and chance.random() < WITHDRAWN
        on_hand, reserved = _stock(chance, terms, price, position == main_variant)
        offered.variants.append(
            (
                key,
                product.number,
                position,
                _sku(product, size),
                price,
                full if terms.is_discounted else price,
                hsn,
                condition,
                max(round(weight * factor), 1),
                *_net_quantity(item, size),
                hsn[:2] in FRAGILE_CHAPTERS,
                terms.lead_days is not None,
                terms.lead_days,
                not withdrawn,
            )
        )
        offered.stock.append((key, on_hand, reserved, *packed))
        if size:
            option = choices.options[item.option]
            value, _ = option_value(item, size)
            offered.options.append((key, option, choices.option_values[option, value]))
        if not withdrawn:
            offered.prices.append(price)
            if on_hand > reserved or terms.lead_days is not None:
                offered.payable.append(price)
    return offered


def _terms(product: ProductDraft, sizes: tuple[Choice | None, ...]) -> _Terms:
    chance, family = product.chance, product.draft.family
    to_order = chance.random() < family.made_to_order
    return _Terms(
        chance.randint(*family.lead_days) if to_order else None,
        chance.random() < SOLD_OUT,
        chance.random() < DISCOUNTED,
        len(sizes) == 1 and product.fineness > 0.1 and chance.random() < ONE_OF_A_KIND,
    )


def _sizes(chance: Random, item: Item) -> tuple[Choice | None, ...]:
    """Consecutive sizes of an option."""
    if not item.option:
        return ONLY
    values = options()[item.option].values
    least = min(3, len(values)) if item.option in WORN else min(2, len(values))
    number = max(chance.randint(least, len(values)) for _ in range(3))
    start = chance.randrange(len(values) - number + 1) if item.option in WORN else 0
    return values[start : start + number]


def _stock(chance: Random, terms: _Terms, paise: int, is_kept: bool) -> tuple[int, int]:
    """Pieces on hand and reserved. The `is_kept` variant is in stock unless all are sold out."""
    if terms.lead_days is not None:
        return (chance.randint(1, 2), 0) if chance.random() < 0.2 else (0, 0)
    gone = chance.random() < SIZE_OUT and not is_kept
    if terms.is_sold_out or gone:
        return 0, 0
    if terms.is_single:
        return 1, 0
    usual = min(max(2_500_000 / paise, 1.5), 60)
    on_hand = 1 + int(chance.expovariate(1 / usual))
    # Without orders nothing is reserved; instead some variants have one piece less.
    return on_hand - (on_hand > 2 and chance.random() < RESERVED), 0


def _net_quantity(item: Item, choice: Choice | None) -> tuple[Decimal, str]:
    """What a package of this size contains."""
    if choice is None:
        return item.net
    if choice.net:
        return choice.net
    if options()[item.option].scales_net:
        return item.net[0] * int(choice.slug), item.net[1]
    return item.net


def _sku(product: ProductDraft, size: Choice | None) -> str:
    trade = product.trade
    craft = code(trade.slug.removeprefix(f"{trade.district}-"))
    ending = f"-{size.slug.upper()}" if size else ""
    return f"{code(trade.district)}-{craft}-{product.number:06d}{ending}"


@cache
def code(slug: str) -> str:
    """A code of three letters: the first of the slug and the next consonants."""
    letters = slug.replace("-", "").upper()
    tail = [letter for letter in letters[1:] if letter not in "AEIOU"]
    return (letters[0] + "".join(tail) + "XX")[:3]
