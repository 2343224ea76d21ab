"""Amounts: integer paise inside, rupees in texts and in the API."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from commerce.core.errors import BadInput

CURRENCY = "INR"
# Cached texts. Prices are round numbers, so few are in use.
REMEMBERED = 10_000
# ₹1,000 crore: above any price, far below what a bigint holds.
MAX_PAISE = 10**12
# Basis points of 100 %.
WHOLE = 10_000


@lru_cache(REMEMBERED)
def rupees(paise: int) -> str:
    """Exact decimal string: 149900 paise are "1499.00"."""
    sign = "-" if paise < 0 else ""
    whole, part = divmod(abs(paise), 100)
    return f"{sign}{whole}.{part:02d}"


@lru_cache(REMEMBERED)
def formatted(paise: int) -> str:
    """Text for readers of both languages, with lakh grouping: "₹1,49,900.00"."""
    sign = "-" if paise < 0 else ""
    whole, part = divmod(abs(paise), 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups = [tail]
    while head:
        head, group = head[:-2], head[-2:]
        groups.insert(0, group)
    return f"{sign}₹{','.join(groups)}.{part:02d}"


def to_paise(amount: str, path: tuple[str, ...] = ()) -> int:
    """Convert a client's amount in rupees to paise.

    Raises BadInput unless it is a plain decimal from 0 to MAX_PAISE with at most two places.
    """
    try:
        value = Decimal(amount)
        if not amount.isascii() or not value.is_finite() or "e" in amount.lower() or "_" in amount:
            raise InvalidOperation
    except (InvalidOperation, TypeError):
        raise BadInput(
            "Enter the amount in rupees, such as 1499.00.",
            "राशि रुपयों में लिखें, जैसे 1499.00।",
            path,
        ) from None
    paise = value * 100
    if paise != paise.to_integral_value():
        raise BadInput(
            "The amount can have at most two decimal places.",
            "राशि में दशमलव के बाद अधिकतम दो अंक लिखें।",
            path,
        )
    if not 0 <= paise <= MAX_PAISE:
        raise BadInput(
            "The amount must be between 0.00 and 10000000000.00.",
            "राशि 0.00 से 10000000000.00 के बीच होती है।",
            path,
        )
    return int(paise)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient, not negative, rounded to the nearest whole number; halves go up."""
    return (2 * numerator + denominator) // (2 * denominator)


def part_of(paise: int, basis_points: int) -> int:
    """A share of an amount, in hundredths of a percent."""
    return half_up(paise * basis_points, WHOLE)


def split_by_weight(total: int, weights: Sequence[int]) -> list[int]:
    """`total` divided by weights so that the parts sum to it: by largest remainder.

    Of equal remainders the first gets more. Without any weight the first gets all.
    """
    whole = sum(weights)
    if not whole:
        return [total if place == 0 else 0 for place in range(len(weights))]
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_size = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in by_size[: total - sum(parts)]:
        parts[place] += 1
    return parts
