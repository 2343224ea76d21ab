"""Texts of legal declarations, and the dates of food."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from database.connect import fetch

UNITS = {
    "g": ("g", "ग्राम"),
    "ml": ("ml", "मिली"),
    "m": ("m", "मीटर"),
    "piece": ("piece", "नग"),
    "pair": ("pair", "जोड़ी"),
    "set": ("set", "सेट"),
}
LARGER = {"g": ("kg", "किग्रा"), "ml": ("litre", "लीटर")}
COUNTED = {"piece", "pair", "set"}
# Units of more than this are priced by the larger one, others by the unit itself.
PER_LARGER = 1000
CENTIMETRES = 100
# What food has left at the door, by FSSAI's advisory of 3 December 2024: "30 percent or 45 days
# before expiry at the time of delivery"; the stricter one counts. And the days on the way.
MIN_LEFT_PERCENT, MIN_LEFT_DAYS = 30, 45
TRANSIT_DAYS = 7


def quantity_label(quantity: Decimal, unit: str) -> tuple[str, str]:
    """A net quantity in English and Hindi: (500, g) is "500 g", (1000, g) "1 kg"."""
    names = UNITS[unit]
    if unit in LARGER and quantity >= 1000:
        quantity, names = quantity / 1000, LARGER[unit]
    number = f"{quantity.normalize():f}"
    english = f"{names[0]}s" if unit in COUNTED and quantity != 1 else names[0]
    return f"{number} {english}", f"{number} {names[1]}"


async def first_net_quantities(product_ids: list[int]) -> list[tuple[str, str] | None]:
    """The label of each product's first net quantity; None if none is declared."""
    found = {
        row["product_id"]: quantity_label(row["net_quantity"], row["net_unit"])
        for row in await fetch(
            "SELECT DISTINCT ON (product_id) product_id, net_quantity, net_unit FROM variant"
            " WHERE product_id = ANY($1::int[]) AND is_active AND net_unit IS NOT NULL"
            " ORDER BY product_id, position",
            product_ids,
        )
    }
    return [found.get(key) for key in product_ids]


class UnitPrice(NamedTuple):
    """The price of a unit, in paise: of `per` in English and in Hindi."""

    paise: int
    mrp_paise: int
    per: tuple[str, str]


def unit_price(
    price_paise: int, mrp_paise: int, quantity: Decimal | None, unit: str | None
) -> UnitPrice | None:
    """The unit sale price that Legal Metrology rule 6(11) wants beside the price.

    Per gram or millilitre up to 1 kg or litre, per kg or litre above; per centimetre below a metre,
    else per metre; per piece, pair or set. Half up to the paisa. None where the quantity is not
    declared, or one, so that it would be the price itself.
    """
    if quantity is None or unit is None or quantity == 1:
        return None
    per = UNITS[unit]
    if unit in LARGER and quantity > PER_LARGER:
        quantity, per = quantity / PER_LARGER, LARGER[unit]
    elif unit == "m" and quantity < 1:
        quantity, per = quantity * CENTIMETRES, ("cm", "सेमी")
    return UnitPrice(_share(price_paise, quantity), _share(mrp_paise, quantity), per)


def _share(paise: int, quantity: Decimal) -> int:
    return int((paise / quantity).quantize(Decimal(1), ROUND_HALF_UP))


def best_before_on(packed_on: date, months: int) -> date:
    """The day that many months after packing, or the last of its month."""
    year, month = divmod(packed_on.year * 12 + packed_on.month - 1 + months, 12)
    return date(year, month + 1, min(packed_on.day, monthrange(year, month + 1)[1]))


def sell_by(packed_on: date, best_before: date) -> date:
    """The last day on which food of a lot may be sold."""
    shelf_life_days = (best_before - packed_on).days
    left_days = max(-(-shelf_life_days * MIN_LEFT_PERCENT // 100), MIN_LEFT_DAYS)
    return best_before - timedelta(days=left_days + TRANSIT_DAYS)
