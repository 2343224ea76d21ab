"""Prices as shops write them. Rupees in, paise out."""

from random import Random

# Goods of these chapters are taxed at 5 or 18 percent by their value. Between these prices,
# taxes included, neither rate fits its own condition.
SLAB_CHAPTERS = frozenset({"61", "62", "63", "64", "94"})
GAP = (262_500, 295_000)
BELOW_GAP, ABOVE_GAP = 2599_00, 2999_00


def in_gap(paise: int, hsn: str) -> bool:
    return hsn[:2] in SLAB_CHAPTERS and GAP[0] < paise <= GAP[1]


def shop_price(rupees: float, hsn: str, nines: bool) -> int:
    """Paise near an amount, ending as price tags do: 45, 149, 650, 1,299; never in the tax gap."""
    step = 5 if rupees < 150 else 10 if rupees < 400 else 50 if rupees < 20_000 else 500
    rounded = max(round(rupees / step) * step, 5)
    if nines and rounded >= 50:
        rounded -= 1
    paise = rounded * 100
    if not in_gap(paise, hsn):
        return paise
    return BELOW_GAP if paise < sum(GAP) // 2 else ABOVE_GAP


def discounted_from(chance: Random, paise: int, nines: bool) -> int:
    """A maximum retail price some 5 to 35 percent above, in whole rupees."""
    rupees = paise / 100 / (1 - chance.uniform(0.05, 0.35))
    return max(shop_price(rupees, "", nines), paise)
