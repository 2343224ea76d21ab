"""Invented registrations by which the cloth of weavers and vendors is sold as handloom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from demo.people.artisans import Maker
from demo.people.vendors import Seller
from demo.places import Trade
from demo.random_source import TODAY, dice
from models import EvidenceKind

# Crafts all of whose goods are woven by hand.
CRAFTS = frozenset({
    "barabanki-handloom-textiles", "hardoi-handloom", "lalitpur-zari-silk-sarees",
    "varanasi-banarasi-silk-saree",
})  # fmt: skip
COMMITTEE = "Textiles Committee, Ministry of Textiles (Handloom Mark)"
COMMISSIONER = "Development Commissioner for Handlooms"
YEARS = 5
# Share of registrations that have expired.
EXPIRED = 0.2


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration of an artisan or a vendor, valid or expired at the time of the demo."""

    kind: EvidenceKind
    number: str
    issuer: str
    valid_from: date
    valid_to: date
    verified_at: datetime

    @property
    def is_valid(self) -> bool:
        return self.valid_from <= TODAY.date() <= self.valid_to


@dataclass(frozen=True, slots=True)
class Scheme:
    """What weavers or vendors register for, and the share of them that has."""

    kind: EvidenceKind
    issuer: str
    prefix: str
    share: float


OF_MAKERS = (
    Scheme(EvidenceKind.HANDLOOM_MARK, COMMITTEE, "HM", 0.4),
    Scheme(EvidenceKind.HANDLOOM_MARK, f"{COMMISSIONER} (India Handloom Brand)", "IHB", 0.1),
    Scheme(EvidenceKind.WEAVER_CARD, f"{COMMISSIONER} (weaver's identity card)", "PEHCHAN", 0.15),
)
OF_SELLERS = (Scheme(EvidenceKind.HANDLOOM_MARK, COMMITTEE, "HM/V", 0.3),)


@dataclass(frozen=True, slots=True)
class Registrations:
    """The registrations of artisans and of vendors by their id."""

    of_makers: Mapping[int, Registration]
    of_sellers: Mapping[int, Registration]

    def of(self, trade: Trade, maker: Maker | None, seller: Seller) -> Registration | None:
        """The one that goods of a craft stand on: their maker's, or else their seller's."""
        if trade.slug not in CRAFTS:
            return None
        found = self.of_makers.get(maker.id) if maker else None
        return found or self.of_sellers.get(seller.id)


def registrations(
    makers: Sequence[Maker], sellers: Sequence[Seller], trades: Sequence[Trade]
) -> Registrations:
    homes = {trade.district for trade in trades if trade.slug in CRAFTS}
    return Registrations(
        {
            maker.id: found
            for maker in makers
            if any(trade.slug in CRAFTS for trade in maker.trades)
            and (found := _registration("weaver", maker.id, OF_MAKERS))
        },
        {
            seller.id: found
            for seller in sellers
            if seller.is_open
            and seller.place.slug in homes
            and (found := _registration("seller", seller.id, OF_SELLERS))
        },
    )


def _registration(person: str, number: int, schemes: Sequence[Scheme]) -> Registration | None:
    chance = dice(f"handloom {person}", number)
    left = chance.random()
    for scheme in schemes:
        if left < scheme.share:
            return _of_scheme(chance, scheme, number)
        left -= scheme.share
    return None


def _of_scheme(chance: Random, scheme: Scheme, number: int) -> Registration:
    today = TODAY.date()
    if chance.random() < EXPIRED:
        last = today - timedelta(days=chance.randint(20, 300))
        first = last.replace(year=last.year - YEARS, day=min(last.day, 28))
    else:
        first = today - timedelta(days=chance.randint(60, 900))
        last = first.replace(year=first.year + YEARS, day=min(first.day, 28)) - timedelta(days=1)
    verified = datetime.combine(max(first, today - timedelta(days=800)), time(9), TODAY.tzinfo)
    reference = f"{scheme.prefix}/DEMO/{number:04d}"
    return Registration(scheme.kind, reference, scheme.issuer, first, last, verified)
