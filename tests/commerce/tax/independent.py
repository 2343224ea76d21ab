"""Tax of an order by the law alone: written from the pages of the law, without the mart's code.

Amounts are paise, rates basis points. Nothing here comes from `commerce`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# Up to ₹2,500 a piece without tax 5 %, above it 18 %; and the prices with tax where each holds.
SLAB_CHAPTERS = ("61", "62", "63", "64")
LAST_AT_FIVE, LAST_OF_GAP = 2_625_00, 2_950_00
COMMISSION, TAX_ON_COMMISSION = 800, 1800
TCS = 50

# Rates after 22 September 2025 by the beginning of the item; the longest that fits counts.
RATES = {
    "0405": 500, "0803": 0, "1301": 500, "1905": 0, "3301": 1800, "33012": 500,
    "330741": 500, "3304": 0, "4201": 1800, "420221": 1800, "4203": 1800, "4419": 500,
    "4420": 500, "5007": 500, "5208": 500, "57": 500, "5810": 500, "6802": 500,
    "69111": 500, "691200": 500, "69120040": 0, "6913": 500, "70181010": 0, "70181020": 500,
    "7103": 25, "7113": 300, "7117": 300, "7323": 500, "7418": 500, "8301": 1800,
    "9503": 500, "9504": 500, "9606": 1800, "9615": 500,
}  # fmt: skip


@dataclass(frozen=True)
class Tax:
    """What a gross amount consists of."""

    taxable: int
    cgst: int = 0
    sgst: int = 0
    igst: int = 0


@dataclass(frozen=True)
class Bought:
    """A line: `value` is what the supplier gets, with tax, after discounts of its own."""

    item: str
    quantity: int
    value: int


@dataclass(frozen=True)
class Reckoned:
    lines: list[tuple[int, Tax]]
    delivery: list[tuple[int, Tax]]
    total: Tax
    commission: int
    commission_cgst: int
    commission_sgst: int
    tcs: tuple[int, int, int]


def half_up(amount: Fraction) -> int:
    return int((amount + Fraction(1, 2)) // 1)


def rate_of(line: Bought) -> int:
    if line.item.startswith(SLAB_CHAPTERS):
        piece = Fraction(line.value, line.quantity)
        if piece <= LAST_AT_FIVE:
            return 500
        if piece > LAST_OF_GAP:
            return 1800
        raise ValueError(f"no rate holds at {piece}")
    fitting = [prefix for prefix in RATES if line.item.startswith(prefix)]
    return RATES[max(fitting, key=len)]


def tax_in(gross: int, rate: int, *, inside: bool) -> Tax:
    """The tax in a price with tax, of a sale inside the State or to another."""
    whole = Fraction(gross * rate, 10_000 + rate)
    if inside:
        half = half_up(whole / 2)
        return Tax(gross - 2 * half, half, half)
    igst = half_up(whole)
    return Tax(gross - igst, igst=igst)


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """Shares of an amount by the largest remainder."""
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    found = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda place: found[place] - exact[place])
    for place in order[: amount - sum(found)]:
        found[place] += 1
    return found


def reckon(lines: Sequence[Bought], charge: int, kind: str, *, inside: bool) -> Reckoned:
    """A supplier's part of an order. `kind`: REGULAR, COMPOSITION or ENROLLED_UNREGISTERED."""
    rates = [rate_of(line) if kind == "REGULAR" else 0 for line in lines]
    goods = [
        tax_in(line.value, rate, inside=inside) for line, rate in zip(lines, rates, strict=True)
    ]
    charges = shares(charge, [tax.taxable for tax in goods])
    carried = [tax_in(part, rate, inside=inside) for part, rate in zip(charges, rates, strict=True)]
    every = [*goods, *carried]
    commission = half_up(Fraction(sum(tax.taxable for tax in goods) * COMMISSION, 10_000))
    half = half_up(Fraction(commission * TAX_ON_COMMISSION, 20_000))
    collected = kind != "ENROLLED_UNREGISTERED"
    base = sum(
        tax.taxable
        for tax, rate, line in zip(every, rates * 2, [*lines] * 2, strict=True)
        if collected and (rate or (kind == "COMPOSITION" and rate_of(line)))
    )
    return Reckoned(
        list(zip(rates, goods, strict=True)),
        list(zip(charges, carried, strict=True)),
        Tax(
            sum(tax.taxable for tax in every),
            sum(tax.cgst for tax in every),
            sum(tax.sgst for tax in every),
            sum(tax.igst for tax in every),
        ),
        commission,
        half,
        half,
        _tcs(base, inside=inside),
    )


def _tcs(base: int, *, inside: bool) -> tuple[int, int, int]:
    if inside:
        half = half_up(Fraction(base * TCS, 20_000))
        return half, half, 0
    return 0, 0, half_up(Fraction(base * TCS, 10_000))
