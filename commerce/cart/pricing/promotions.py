"""Discounts of coupons and offers, and who funds them. Amounts are in paise.

Their limits: those of a buyer and of first orders are checked by `pricing`, with the counts of
`buyers`; that of all uses also by `commerce.orders.promotion_claims`, with the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from commerce.core.calendar import day_text
from commerce.core.errors import Reason, Refusal
from commerce.core.money import part_of, split_by_weight
from models import Funder, PromotionKind

# Promotions together leave at least a tenth of a price.
MAX_BASIS_POINTS = 9_000


class Promotion(NamedTuple):
    """A row of `promotion` without `uses`, which changes too often to be cached."""

    id: int
    code: str | None
    name_en: str | None
    name_hi: str | None
    kind: PromotionKind
    basis_points: int | None
    amount_paise: int | None
    most_paise: int | None
    vendor_share_bp: int
    mart_share_bp: int
    scheme_share_bp: int
    government_order: str | None
    vendor_id: int | None
    district_id: int | None
    craft_id: int | None
    category_id: int | None
    least_paise: int
    is_first_order: bool
    is_exclusive: bool
    starts_at: datetime
    ends_at: datetime | None
    most_uses: int | None
    most_uses_each: int | None
    is_active: bool

    def is_on(self, now: datetime) -> bool:
        return self.is_active and self.starts_at <= now and (not self.ends_at or now < self.ends_at)

    def is_for(self, goods: "PromotionTarget") -> bool:
        return (
            (self.vendor_id is None or self.vendor_id == goods.vendor_id)
            and (self.district_id is None or self.district_id == goods.district_id)
            and (self.craft_id is None or self.craft_id == goods.craft_id)
            and (self.category_id is None or self.category_id == goods.category_id)
        )

    @property
    def is_limited(self) -> bool:
        """Whether its uses have to be counted."""
        return self.most_uses is not None or self.most_uses_each is not None


class NoCoupon(Refusal):
    """A coupon code that is unknown, expired or not yet valid."""

    def __init__(self, promotion: Promotion | None, now: datetime) -> None:
        self.promotion, self.now = promotion, now
        super().__init__(Reason.NOT_FOUND, "code")

    def text(self) -> tuple[str, str]:
        if self.promotion is None or not self.promotion.is_active:
            return "We couldn't find this coupon. Check the code.", "यह कूपन नहीं मिला। कोड जाँच लें।"
        if self.now < self.promotion.starts_at:
            en, hi = day_text(self.promotion.starts_at)
            return f"This coupon is valid from {en}.", f"यह कूपन {hi} से मान्य है।"
        en, hi = day_text(self.promotion.ends_at or self.now)
        return f"This coupon expired on {en}.", f"इस कूपन की अवधि {hi} को समाप्त हो गई।"


class PromotionTarget(NamedTuple):
    """The properties of an item that promotions are limited to."""

    vendor_id: int
    district_id: int
    craft_id: int
    category_id: int


@dataclass(slots=True)
class Discount:
    """The discount of a promotion on a line, by funder.

    `government` is a subsidy: with the vendor's own share, it lowers the value of supply.
    """

    promotion: Promotion
    vendor: int
    mart: int
    scheme: int
    government: int

    @property
    def total(self) -> int:
        return self.vendor + self.mart + self.scheme + self.government

    @property
    def off_value(self) -> int:
        """What the value of supply leaves out: CGST Act, section 15(2)(e) and 15(3)."""
        return self.vendor + self.government

    def by_funder(self) -> dict[Funder, int]:
        """The funders with a share, and their amounts."""
        found = {
            Funder.VENDOR: self.vendor,
            Funder.MART: self.mart,
            Funder.SCHEME: self.scheme,
            Funder.GOVERNMENT: self.government,
        }
        return {funder: paise for funder, paise in found.items() if paise}


def discount_for(promotion: Promotion, amounts: Sequence[int]) -> list[int]:
    """The discount on each amount."""
    if promotion.kind is PromotionKind.PERCENT:
        parts = [part_of(amount, promotion.basis_points or 0) for amount in amounts]
        most = promotion.most_paise
        return parts if most is None or sum(parts) <= most else split_by_weight(most, parts)
    most = sum(amounts) * MAX_BASIS_POINTS // 10_000
    return split_by_weight(min(promotion.amount_paise or 0, most), amounts)


def split_by_funder(promotion: Promotion, paise: int) -> Discount:
    """Split a discount among its funders, to the paisa."""
    shares = (promotion.vendor_share_bp, promotion.mart_share_bp, promotion.scheme_share_bp)
    vendor, mart, scheme = split_by_weight(paise, shares)
    if promotion.government_order is None:
        return Discount(promotion, vendor, mart, scheme, 0)
    return Discount(promotion, vendor, mart, 0, scheme)
