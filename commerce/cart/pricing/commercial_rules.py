"""Rates of tax, commission and delivery, and promotions; cached until a table changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from commerce.cart.pricing.promotions import Promotion
from commerce.cart.pricing.shipping_rates import ShippingRate, Tariff
from commerce.tax.gst import TaxRates
from commerce.tax.rates import load_rates
from database.caches.table_cache import TABLE_CACHE
from database.rows import fetch_as
from models import TaxKind

TABLES = ("hsn_rate", "tax_rule", "commission_rule", "delivery_rate", "promotion")


class CommissionRule(NamedTuple):
    """A row of `commission_rule`."""

    id: int
    vendor_id: int | None
    category_id: int | None
    rate_bp: int
    valid_from: date
    valid_to: date | None


class LawRule(NamedTuple):
    """A row of `tax_rule`."""

    kind: TaxKind
    rate_bp: int
    section: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Terms:
    rates: TaxRates
    tariff: Tariff
    law: Sequence[LawRule]
    commissions: Sequence[CommissionRule]
    promotions: dict[int, Promotion]

    def offers(self, now: datetime) -> list[Promotion]:
        """Offers that apply without a code."""
        return [p for p in self.promotions.values() if p.code is None and p.is_on(now)]

    def coupon(self, code: str) -> Promotion | None:
        for promotion in self.promotions.values():
            if promotion.code == code:
                return promotion
        return None

    def commission(self, vendor_id: int, category_id: int, today: date) -> CommissionRule:
        """The narrowest rule: the vendor's before the mart's, a category's before the general one.

        Raises LookupError if there is none, which the seeded facts prevent.
        """
        fitting = [
            rule
            for rule in self.commissions
            if rule.vendor_id in (None, vendor_id)
            and rule.category_id in (None, category_id)
            and rule.valid_from <= today
            and (rule.valid_to is None or today <= rule.valid_to)
        ]
        if not fitting:
            raise LookupError("no commission rule holds today; `odop seed --facts` brings them")
        return max(
            fitting,
            key=lambda r: (r.vendor_id is not None, r.category_id is not None, r.valid_from),
        )

    def by_law(self, kind: TaxKind, today: date) -> LawRule:
        """The rate of a tax on a day. Raises LookupError if the facts have none."""
        for rule in self.law:
            is_on = rule.valid_from <= today and (rule.valid_to is None or today <= rule.valid_to)
            if rule.kind is kind and is_on:
                return rule
        raise LookupError(f"no rate of {kind} on {today}; `odop seed --facts` brings them")


async def terms() -> Terms:
    return await TABLE_CACHE.recall(TABLES, "terms", _load)


async def _load() -> Terms:
    tariff = await fetch_as(
        ShippingRate,
        "SELECT vendor_id, service, zone, up_to_grams, charge_paise AS charge,"
        " fragile_paise AS fragile, days_min, days_max FROM delivery_rate",
    )
    law = await fetch_as(
        LawRule, "SELECT kind, rate_bp, section, valid_from, valid_to FROM tax_rule"
    )
    commissions = await fetch_as(
        CommissionRule,
        "SELECT id, vendor_id, category_id, rate_bp, valid_from, valid_to FROM commission_rule",
    )
    promotions = await fetch_as(
        Promotion,
        f"SELECT {', '.join(Promotion._fields)} FROM promotion WHERE is_active ORDER BY id",
    )
    return Terms(
        await load_rates(),
        Tariff(tariff),
        law,
        commissions,
        {promotion.id: promotion for promotion in promotions},
    )
