"""Texts of legal declarations."""

from decimal import Decimal

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


def quantity_label(quantity: Decimal, unit: str) -> tuple[str, str]:
    """A net quantity in English and Hindi: (500, g) is "500 g", (1000, g) "1 kg"."""
    names = UNITS[unit]
    if unit in LARGER and quantity >= 1000:
        quantity, names = quantity / 1000, LARGER[unit]
    number = f"{quantity.normalize():f}"
    english = f"{names[0]}s" if unit in COUNTED and quantity != 1 else names[0]
    return f"{number} {english}", f"{number} {names[1]}"
