"""Legal declarations: common name, maker, size, and the shelf life of food."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from commerce.catalogue.declarations import best_before_on, sell_by
from commerce.core.calendar import day
from demo.products.product_draft import ProductDraft
from demo.random_source import between, dice
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
        shelf_months(item) if is_food else None,
        fssai(product.seller.id) if is_food else None,
        True if is_food else None,
    )


def lot(product: ProductDraft) -> tuple[str, date, date, date] | tuple[None, None, None, None]:
    """Code, day of packing, best before and last day of sale of a food; packed before loading."""
    if product.trade.category != FOOD:
        return None, None, None, None
    today, months = day(datetime.now(UTC)), shelf_months(product.draft.chosen.item)
    days_of_sale = (sell_by(today, best_before_on(today, months)) - today).days
    packed = today - timedelta(days=dice("lot", product.number).randint(0, days_of_sale // 4))
    best_before = best_before_on(packed, months)
    return f"{packed:%y%m%d}-{product.number}", packed, best_before, sell_by(packed, best_before)


def shelf_months(item: Item) -> int:
    return KEEPS.get(item.kind.hsn[:4], KEEPS_ELSE)


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
