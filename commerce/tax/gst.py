"""GST on goods whose prices include it (`docs/decisions/tax.md`). Amounts are paise.

Place of supply: IGST Act, s. 10(1)(ca). Value: CGST Act, s. 15. Rates: `data/gst_rates.csv`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from commerce.core.money import WHOLE, half_up
from models import VendorKind

# They charge no tax and may not sell out of their State (section 8).
INTRA_STATE_KINDS = (VendorKind.COMPOSITION, VendorKind.ENROLLED_UNREGISTERED)

# What goods are listed as that meet none of the conditions of their tariff item.
NO_CONDITION = "none"


class Parts(NamedTuple):
    """The parts of an amount that includes tax."""

    taxable: int = 0
    cgst: int = 0
    sgst: int = 0
    igst: int = 0

    @property
    def gross(self) -> int:
        return sum(self)

    def plus(self, other: "Parts") -> "Parts":
        return Parts(*(own + theirs for own, theirs in zip(self, other, strict=True)))

    @classmethod
    def total(cls, parts: Iterable["Parts"]) -> Self:
        return cls(*map(sum, zip(*parts, strict=True))) if (parts := list(parts)) else cls()


def extract(gross: int, rate_bp: int, *, is_intra: bool) -> Parts:
    """Split an amount into its parts: they sum to it, and CGST equals SGST (section 4)."""
    if is_intra:
        half = half_up(gross * rate_bp, 2 * (WHOLE + rate_bp))
        return Parts(gross - 2 * half, half, half)
    igst = half_up(gross * rate_bp, WHOLE + rate_bp)
    return Parts(gross - igst, igst=igst)


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A row of `hsn_rate`."""

    id: int
    hsn: str
    condition: str | None
    value_above: int | None
    value_up_to: int | None
    bp: int
    valid_from: date
    valid_to: date | None

    def holds_on(self, today: date) -> bool:
        return self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)

    def fits(self, gross: int, quantity: int) -> bool:
        """Whether pieces that cost `gross` together are in the value range of this rate."""
        value, of = gross * WHOLE, (WHOLE + self.bp) * quantity
        if self.value_up_to is not None:
            return value <= self.value_up_to * of
        return self.value_above is None or value > self.value_above * of

    @property
    def ceiling(self) -> int | None:
        """The highest price of a piece, tax included, in the value range of this rate."""
        if self.value_up_to is None:
            return None
        return self.value_up_to * (WHOLE + self.bp) // WHOLE


class NoRate(Exception):  # noqa: N818 -- it says what is the matter
    """There is no tax rate for the goods."""


class InTaxGap(Exception):  # noqa: N818 -- it says what is the matter
    """No rate fits its own condition at this price. `ceiling` is the next lower price a piece."""

    def __init__(self, ceiling: int) -> None:
        super().__init__(f"no rate fits; {ceiling} paise a piece would")
        self.ceiling = ceiling


class TaxRates:
    """All rates, by HSN code."""

    def __init__(self, rates: Iterable[TaxRate]) -> None:
        self._by_prefix: dict[str, list[TaxRate]] = {}
        for rate in rates:
            self._by_prefix.setdefault(rate.hsn, []).append(rate)

    def of(self, hsn: str, today: date) -> list[TaxRate]:
        """The rates of the longest prefix that has any today. Raises NoRate."""
        for length in range(len(hsn), 1, -1):
            found = [r for r in self._by_prefix.get(hsn[:length], ()) if r.holds_on(today)]
            if found:
                return found
        raise NoRate(hsn)

    def conditions(self, hsn: str, today: date) -> list[str]:
        """What goods of this code may be listed as, if their rate depends on it; else nothing.

        `none` is for goods for which no condition holds. Raises NoRate.
        """
        rates = self.of(hsn, today)
        own = {rate.condition: None for rate in rates if rate.condition is not None}
        return [*own, NO_CONDITION] if own else []

    def is_nil(self, hsn: str, condition: str | None, today: date) -> bool:
        """Whether goods listed as `condition` bear no tax at any price."""
        try:
            return all(rate.bp == 0 for rate in self.candidates(hsn, condition, today))
        except NoRate:
            return False

    def find(
        self, hsn: str, condition: str | None, gross: int, quantity: int, today: date
    ) -> TaxRate:
        """The rate for pieces that cost `gross` together, tax included.

        `condition` is what the goods are listed as: they have its rates where it has any, else the
        general ones. Goods of which nobody has said it have the group of rates with the highest, so
        that no tax is missing. Raises NoRate, InTaxGap.
        """
        candidates = self.candidates(hsn, condition, today)
        for rate in candidates:
            if rate.fits(gross, quantity):
                return rate
        raise InTaxGap(max(rate.ceiling or 0 for rate in candidates))

    def candidates(self, hsn: str, condition: str | None, today: date) -> list[TaxRate]:
        """The rates of goods that are listed as `condition`, by their value. Raises NoRate."""
        rates = self.of(hsn, today)
        if condition is None:
            condition = max(rates, key=lambda rate: rate.bp).condition
        own = [rate for rate in rates if rate.condition is not None and rate.condition == condition]
        if not (found := own or [rate for rate in rates if rate.condition is None]):
            raise NoRate(hsn)
        return found
