"""Agreements between artisans and vendors, with transfer prices."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import models
from demo.people.artisans import Maker
from demo.people.vendors import Seller
from demo.places import Trade
from demo.random_source import dice, weighted
from demo.words.content import category_words

SECOND_VENDOR = 0.45
FIXED = 0.12
# Fixed transfer price, as a share of the craft's cheapest piece, which leaves the vendor a margin.
FIXED_SHARE = 0.5
NEAREST = 3
NEAR = 3
# Status of agreements with a second vendor, by weight.
STATUSES = {
    models.AgreementStatus.ACCEPTED: 80,
    models.AgreementStatus.INVITED: 10,
    models.AgreementStatus.ENDED: 10,
}
COLUMNS = (
    "vendor_id", "artisan_id", "status", "transfer_kind", "transfer_basis_points",
    "transfer_paise", "valid_from", "valid_to", "accepted_at",
)  # fmt: skip

# Vendors by artisan id.
Sellers = dict[int, list[Seller]]


def agreements(
    makers: Sequence[Maker], sellers: Sequence[Seller]
) -> tuple[Sellers, list[tuple[Any, ...]]]:
    """The vendors of each artisan, the main one first; and the rows of all agreements."""
    found: Sellers = {}
    rows: list[tuple[Any, ...]] = []
    for maker in makers:
        chance = dice("agreement", maker.id)
        main, second = _chosen(chance, maker, sellers)
        rows.append(_row(chance, maker, main, models.AgreementStatus.ACCEPTED))
        found[maker.id] = [main]
        if second:
            status = weighted(chance, STATUSES)
            rows.append(_row(chance, maker, second, status))
            if status is models.AgreementStatus.ACCEPTED:
                found[maker.id].append(second)
    return found, rows


def _chosen(
    chance: Random, maker: Maker, sellers: Sequence[Seller]
) -> tuple[Seller, Seller | None]:
    """An open vendor of the artisan's district, or the nearest; perhaps a second one nearby."""
    at_home = [s for s in sellers if s.place.slug == maker.place.slug]
    around = [
        s
        for slug in maker.place.neighbours
        for s in sellers
        if s.place.slug == slug and s.is_general
    ]
    main = chance.choice(_open(at_home) or _open(around)[:NEAREST])
    near = [s for s in around if s.place.slug in maker.place.neighbours[:NEAR]]
    others = [s for s in (*at_home, *at_home, *near) if s is not main]
    return main, chance.choice(others) if others and chance.random() < SECOND_VENDOR else None


def _open(sellers: Sequence[Seller]) -> list[Seller]:
    return [seller for seller in sellers if seller.is_open]


def _row(
    chance: Random, maker: Maker, seller: Seller, status: models.AgreementStatus
) -> tuple[Any, ...]:
    accepted = max(maker.joined, seller.joined) + timedelta(days=1, seconds=chance.randrange(9000))
    fixed = chance.random() < FIXED
    invited = status is models.AgreementStatus.INVITED
    ended = status is models.AgreementStatus.ENDED
    return (
        seller.id,
        maker.id,
        status,
        models.TransferKind.FIXED if fixed else models.TransferKind.PERCENT,
        None if fixed else chance.randrange(5500, 8001, 250),
        _fixed_paise(maker.trades[0]) if fixed else None,
        _day(accepted),
        _day(accepted) + timedelta(days=365) if ended else None,
        None if invited else accepted,
    )


def _fixed_paise(trade: Trade) -> int:
    families = category_words(trade.category).families
    cheapest = min(i.price[0] for f in families if trade.slug in f.crafts for i in f.items)
    return max(int(cheapest * FIXED_SHARE), 1) * 100


def _day(moment: datetime) -> date:
    return moment.date()
