"""Typical shop prices, from rupees to paise."""

from random import Random

# HSN chapters taxed at 5 or 18 percent by value. Between these prices, taxes included, neither rate
# satisfies its condition.
SLAB_CHAPTERS = frozenset({"61", "62", "63", "64", "94"})
GAP = (262_500, 295_000)
BELOW_GAP, ABOVE_GAP = 2599_00, 2999_00


def in_gap(paise: int, hsn: str) -> bool:
    return hsn[:2] in SLAB_CHAPTERS and GAP[0] < paise <= GAP[1]


def shop_price(rupees: float, hsn: str, nines: bool) -> int:
    """A round price near an amount, in paise: 45, 149, 650, 1,299; never in the tax gap."""
    step = 5 if rupees < 150 else 10 if rupees < 400 else 50 if rupees < 20_000 else 500
    rounded = max(round(rupees / step) * step, 5)
    if nines and rounded >= 50:
        rounded -= 1
    paise = rounded * 100
    if not in_gap(paise, hsn):
        return paise
    return BELOW_GAP if paise < sum(GAP) // 2 else ABOVE_GAP


def discounted_from(chance: Random, paise: int, nines: bool) -> int:
    """A maximum retail price 5 to 35 percent above the price, in paise."""
    rupees = paise / 100 / (1 - chance.uniform(0.05, 0.35))
    return max(shop_price(rupees, "", nines), paise)
