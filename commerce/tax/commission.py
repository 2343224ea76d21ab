"""Commission, and taxes withheld from sales: TCS (CGST Act, s. 52), TDS. Amounts are paise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


class Supplied(NamedTuple):
    """A line of a document with its share of delivery. `is_nil`: such goods bear no tax."""

    parts: Parts
    is_nil: bool


def withholdings(
    lines: Iterable[Supplied],
    kind: VendorKind,
    tcs_bp: int,
    tds_bp: int,
    *,
    is_intra: bool,
    is_tds_due: bool,
) -> Withheld:
    """Taxes withheld from a document: TCS of its taxable supplies, TDS of all, both without tax.

    `is_tds_due` is False below the yearly threshold.
    """
    lines = list(lines)
    tds = part_of(sum(line.parts.taxable for line in lines), tds_bp) if is_tds_due else 0
    # Nothing is collected from suppliers enrolled without registration.
    rate = 0 if kind is VendorKind.ENROLLED_UNREGISTERED else tcs_bp
    base = sum(line.parts.taxable for line in lines if not line.is_nil)
    if is_intra:
        half = half_up(base * rate, 20_000)
        return Withheld(half, half, 0, tds)
    return Withheld(0, 0, part_of(base, rate), tds)


def net(parts: Parts, taken: Commission, kept: Withheld, subsidy: int = 0) -> int:
    """The payout to the supplier and its artisans together.

    A Government's subsidy is no part of the value supplied, but is paid to the supplier.
    """
    return parts.gross + subsidy - taken.amount - taken.tax - kept.tcs - kept.tds
