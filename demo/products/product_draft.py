"""A product of the demo before its rows are generated."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import models
from demo.people.artisans import Maker
from demo.people.handloom_marks import Registration
from demo.people.population import Population
from demo.people.vendors import Seller
from demo.places import Trade
from demo.products.allocation import Draft
from demo.random_source import OPENED, TODAY, dice, early, moment, weighted
from demo.words.claims import NO_EVIDENCE, Evidence
from demo.words.texts import Text

PUBLISHED = 0.965
NO_HINDI, NO_ENGLISH = 0.04, 0.02
# Share of products of a vendor's own workshop, without an artisan, by category.
WORKSHOP = {"hardware-engineering": 0.3, "garments-hosiery": 0.3, "food-agri": 0.25}
WORKSHOP_ELSE = 0.08
MAX_POPULARITY = 90_000
UNPUBLISHED = {
    models.ProductStatus.DRAFT: 36,
    models.ProductStatus.SUBMITTED: 24,
    models.ProductStatus.CHANGES_REQUESTED: 12,
    models.ProductStatus.PAUSED: 18,
    models.ProductStatus.ARCHIVED: 10,
}
SHOWN_ONCE = {
    models.ProductStatus.PUBLISHED,
    models.ProductStatus.PAUSED,
    models.ProductStatus.ARCHIVED,
}


@dataclass(slots=True)
class ProductDraft:
    """A product before its rows are generated."""

    number: int
    trade: Trade
    draft: Draft
    chance: Random
    maker: Maker | None
    seller: Seller
    # Of its maker or seller, for cloth woven by hand.
    registration: Registration | None
    status: models.ProductStatus
    created: datetime
    published: datetime | None
    title: Text
    name: tuple[str | None, str | None]
    # Quality, from the plainest (0) to the finest (1) of its kind.
    fineness: float
    popularity: int

    @property
    def languages(self) -> tuple[bool, bool]:
        """Whether its texts exist in English, and in Hindi."""
        return self.name[0] is not None, self.name[1] is not None

    @property
    def evidence(self) -> Evidence:
        """The kinds of evidence that its texts may rest on."""
        return evidence_of(self.registration)


def evidence_of(registration: Registration | None) -> Evidence:
    if registration is None or not registration.is_valid:
        return NO_EVIDENCE
    return frozenset([registration.kind])


def goods(number: int, cast: Population) -> ProductDraft:
    """Product `number` of the demo; a deterministic function of the number."""
    chance = dice("product", number)
    trade, nth = cast.seating.seat(number)
    draft = cast.drafts[trade.slug].draft(nth)
    maker, seller = _hands(chance, trade, cast)
    registration = cast.registrations.of(trade, maker, seller)
    title = draft.title(evidence_of(registration))
    status = _status(chance, seller)
    start = max(OPENED, maker.joined if maker else OPENED, seller.joined) + timedelta(days=3)
    shown = moment(chance, start, TODAY - timedelta(days=1), lean=1.6)
    share = chance.random()
    return ProductDraft(
        number,
        trade,
        draft,
        chance,
        maker,
        seller,
        registration,
        status,
        shown - timedelta(days=chance.randint(1, 9), seconds=chance.randrange(30_000)),
        shown if status in SHOWN_ONCE else None,
        title,
        _name(chance, title),
        chance.random() ** 2.2,
        min(int(9 * (1 - share) ** -0.95) + chance.randrange(6), MAX_POPULARITY),
    )


def _hands(chance: Random, trade: Trade, cast: Population) -> tuple[Maker | None, Seller]:
    """The artisan, if any, and a vendor that has an agreement with the artisan."""
    own = cast.sellers_in.get(trade.district)
    if own and chance.random() < WORKSHOP.get(trade.category, WORKSHOP_ELSE):
        return None, early(chance, own)
    maker = early(chance, cast.makers[trade.slug])
    return maker, early(chance, cast.sellers_of[maker.id])


def _status(chance: Random, seller: Seller) -> models.ProductStatus:
    is_published = chance.random() < PUBLISHED
    other = weighted(chance, UNPUBLISHED)
    if seller.status is models.VendorStatus.SUSPENDED:
        return models.ProductStatus.PAUSED
    if seller.status is models.VendorStatus.APPLIED:
        return models.ProductStatus.DRAFT
    return models.ProductStatus.PUBLISHED if is_published else other


def _name(chance: Random, title: Text) -> tuple[str | None, str | None]:
    """The name in both languages, or in only one."""
    missing = chance.random()
    if missing < NO_HINDI:
        return title.en, None
    return (None if missing < NO_HINDI + NO_ENGLISH else title.en), title.hi
