"""Commission, and taxes withheld from sales: TCS (CGST Act, s. 52), TDS. Amounts are paise."""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.core.money import half_up, part_of, split_by_weight
from commerce.tax.gst import Parts
from models import VendorKind


@dataclass(frozen=True, slots=True)
class Commission:
    """The mart's commission and its tax. `lines` are the parts by line, summing to `amount`."""

    amount: int
    cgst: int
    sgst: int
    igst: int
    lines: tuple[int, ...]

    @property
    def tax(self) -> int:
        return self.cgst + self.sgst + self.igst


def commission(
    taxables: Sequence[int], rates_bp: Sequence[int], gst_bp: int, *, is_intra: bool
) -> Commission:
    """Commission on taxable values, each at its rate, rounded once per rate.

    `is_intra` is whether vendor and mart are in one State.
    """
    lines = [0] * len(taxables)
    for rate in set(rates_bp):
        places = [place for place, own in enumerate(rates_bp) if own == rate]
        whole = part_of(sum(taxables[place] for place in places), rate)
        parts = split_by_weight(whole, [taxables[place] for place in places])
        for place, part in zip(places, parts, strict=True):
            lines[place] = part
    amount = sum(lines)
    if is_intra:
        half = half_up(amount * gst_bp, 20_000)
        return Commission(amount, half, half, 0, tuple(lines))
    return Commission(amount, 0, 0, part_of(amount, gst_bp), tuple(lines))


@dataclass(frozen=True, slots=True)
class Withheld:
    """Taxes that the mart withholds from a payout: TCS by head, and TDS."""

    cgst: int
    sgst: int
    igst: int
    tds: int

    @property
    def tcs(self) -> int:
        return self.cgst + self.sgst + self.igst


def withholdings(
    parts: Parts, kind: VendorKind, tcs_bp: int, tds_bp: int, *, is_intra: bool, is_tds_due: bool
) -> Withheld:
    """Taxes withheld from a document's taxable value. `is_tds_due` is False below the yearly
    threshold.
    """
    tds = part_of(parts.taxable, tds_bp) if is_tds_due else 0
    # Nothing is collected from suppliers enrolled without registration.
    rate = 0 if kind is VendorKind.ENROLLED_UNREGISTERED else tcs_bp
    if is_intra:
        half = half_up(parts.taxable * rate, 20_000)
        return Withheld(half, half, 0, tds)
    return Withheld(0, 0, part_of(parts.taxable, rate), tds)


def net(parts: Parts, taken: Commission, kept: Withheld) -> int:
    """The payout to the supplier and its artisans together."""
    return parts.gross - taken.amount - taken.tax - kept.tcs - kept.tds
