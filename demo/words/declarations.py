"""What the label says: contents, maker, size, and for food how long it keeps."""

from decimal import Decimal
from random import Random
from typing import Any

from demo.products.product_draft import ProductDraft
from demo.products.variants import Offer
from demo.random_source import between
from demo.words.content import Choice, Item, options

FOOD = "food-agri"
# Months that goods of a tariff heading keep when unopened.
KEEPS = {"0405": 9, "1301": 24, "1006": 18, "0713": 12, "1701": 12, "1704": 2, "2106": 4}
KEEPS_ELSE = 8
TENTH = Decimal("0.1")


def declaration(made: ProductDraft, offered: Offer) -> tuple[Any, ...]:
    item = made.draft.chosen.item
    is_food = made.trade.category == FOOD
    quantity, unit = net_quantity(item, offered.smallest)
    return (
        made.number,
        item.generic.en,
        item.generic.hi,
        quantity,
        unit,
        *_maker(made),
        *_size(made.chance, item, made.fineness),
        KEEPS.get(item.hsn[:4], KEEPS_ELSE) if is_food else None,
        fssai(made.seller.id) if is_food else None,
        True if is_food else None,
    )


def net_quantity(item: Item, choice: Choice | None) -> tuple[Decimal, str]:
    """What one piece or pack holds, in the smallest size on offer."""
    if choice is None:
        return item.net
    if choice.net:
        return choice.net
    if options()[item.option].scales_net:
        return item.net[0] * int(choice.slug), item.net[1]
    return item.net


def _maker(made: ProductDraft) -> tuple[str, str]:
    """The artisan and the village; the vendor for what its workshop made.

    An artisan who agreed to no public profile is not named here either.
    """
    if made.maker and made.maker.is_public:
        return made.maker.name.en, made.maker.address
    return made.seller.legal_name, made.seller.address


def _size(chance: Random, item: Item, fineness: float) -> tuple[Decimal | None, ...]:
    """Length, width and height of the smallest size in centimetres."""
    if item.size_cm is None:
        return None, None, None
    share = min(max(fineness + chance.uniform(-0.15, 0.25), 0), 1)
    pairs = zip(*item.size_cm, strict=True)
    found = [_centimetres(between(float(low), float(high), share)) for low, high in pairs]
    return found[0], found[1], found[2]


def _centimetres(length: float) -> Decimal:
    """To the half centimetre when small, to the whole one when large."""
    return Decimal(round(length) if length >= 20 else max(round(length * 2), 1) / 2).quantize(TENTH)


def fssai(vendor: int) -> str:
    """Fourteen digits of a food licence; none begins with 0, so this is nobody's."""
    return f"009{vendor:011d}"
