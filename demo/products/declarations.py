"""Legal declarations: common name, maker, size, and the shelf life of food."""

from decimal import Decimal
from random import Random
from typing import Any

from demo.products.product_draft import ProductDraft
from demo.random_source import between
from demo.words.content import Item

FOOD = "food-agri"
# Shelf life in months by HSN heading.
KEEPS = {"0405": 9, "1301": 24, "1006": 18, "0713": 12, "1701": 12, "1704": 2, "2106": 4}
KEEPS_ELSE = 8
TENTH = Decimal("0.1")


def declaration(product: ProductDraft) -> tuple[Any, ...]:
    item = product.draft.chosen.item
    is_food = product.trade.category == FOOD
    return (
        product.number,
        item.kind.name.en,
        item.kind.name.hi,
        *_maker(product),
        *_size(product.chance, item, product.fineness),
        KEEPS.get(item.kind.hsn[:4], KEEPS_ELSE) if is_food else None,
        fssai(product.seller.id) if is_food else None,
        True if is_food else None,
    )


def _maker(product: ProductDraft) -> tuple[str, str]:
    """Name and address of the artisan, or of the vendor for its workshop's products.

    An artisan without a public profile is not named.
    """
    if product.maker and product.maker.is_public:
        return product.maker.name.en, product.maker.address
    return product.seller.legal_name, product.seller.address


def _size(chance: Random, item: Item, fineness: float) -> tuple[Decimal | None, ...]:
    """Length, width and height of the smallest size, in centimetres."""
    if item.size_cm is None:
        return None, None, None
    share = min(max(fineness + chance.uniform(-0.15, 0.25), 0), 1)
    pairs = zip(*item.size_cm, strict=True)
    found = [_centimetres(between(float(low), float(high), share)) for low, high in pairs]
    return found[0], found[1], found[2]


def _centimetres(length: float) -> Decimal:
    """Round to half centimetres below 20, else to whole ones."""
    return Decimal(round(length) if length >= 20 else max(round(length * 2), 1) / 2).quantize(TENTH)


def fssai(vendor: int) -> str:
    """A food licence of 14 digits that begins with 0, so it is unassigned."""
    return f"009{vendor:011d}"
