"""The population of the demo: all people and word lists that products are generated from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from demo.people import agreements, authorised_users, vendors
from demo.people import artisans as people
from demo.people.artisans import Maker, artisans
from demo.people.authorised_users import Entries, entries
from demo.people.handloom_marks import Registrations, registrations
from demo.people.vendors import Seller
from demo.places import Place, Trade
from demo.products.allocation import Drafts, Seating, addresses
from demo.words.choices import Choices

COLUMNS = {
    "vendor": vendors.COLUMNS,
    "artisan": people.COLUMNS,
    "artisan_award": people.AWARD_COLUMNS,
    "artisan_craft": people.CRAFT_COLUMNS,
    "agreement": agreements.COLUMNS,
    "gi_authorised_user": authorised_users.COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Population:
    places: Mapping[str, Place]
    choices: Choices
    seating: Seating
    drafts: Mapping[str, Drafts]
    # Artisans by the slug of the craft, those with it as main craft first.
    makers: Mapping[str, Sequence[Maker]]
    # Vendors by the id of the artisan.
    sellers_of: Mapping[int, Sequence[Seller]]
    # Open vendors by the slug of the district.
    sellers_in: Mapping[str, Sequence[Seller]]
    entries: Entries
    registrations: Registrations
    # Table rows of the people, with the columns of `COLUMNS`.
    rows: Mapping[str, Sequence[tuple[Any, ...]]] = field(repr=False)


def gather(places: Mapping[str, Place], trades: Sequence[Trade], choices: Choices) -> Population:
    """Generate the population; the same for the same places and crafts."""
    sellers = vendors.vendors(places, trades)
    makers = artisans(places, trades)
    everyone = [maker for maker, _, _ in makers]
    sellers_of, agreed = agreements.agreements(everyone, [seller for seller, _ in sellers])
    entered, users = entries(everyone, [seller for seller, _ in sellers], trades)
    address = addresses(trades)
    return Population(
        places,
        choices,
        Seating(trades),
        {trade.slug: Drafts(trade, address[trade.slug]) for trade in trades},
        _by_craft(everyone),
        sellers_of,
        _by_district(seller for seller, _ in sellers),
        entered,
        registrations(everyone, [seller for seller, _ in sellers], trades),
        {
            "vendor": [row for _, row in sellers],
            "artisan": [row for _, row, _ in makers],
            "artisan_award": [award for _, _, awards in makers for award in awards],
            "artisan_craft": [
                (maker.id, trade.id, place)
                for maker in everyone
                for place, trade in enumerate(maker.trades)
            ],
            "agreement": agreed,
            "gi_authorised_user": users,
        },
    )


def _by_craft(makers: Sequence[Maker]) -> dict[str, list[Maker]]:
    found: dict[str, list[Maker]] = defaultdict(list)
    for place in (0, 1):
        for maker in makers:
            for trade in maker.trades[place : place + 1]:
                found[trade.slug].append(maker)
    return found


def _by_district(sellers: Iterable[Seller]) -> dict[str, list[Seller]]:
    found: dict[str, list[Seller]] = defaultdict(list)
    for seller in sellers:
        if seller.is_open:
            found[seller.place.slug].append(seller)
    return found
