"""Invented vendors with addresses in their districts and unassigned numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import models
from commerce.tax.gstin import check_character
from demo.people.artisans import first_names, people_words, surnames
from demo.places import Place, Trade
from demo.random_source import OPENED, dice, moment
from demo.words.names import slugified
from demo.words.stems import repeated
from demo.words.texts import Text

NUMBER = 120
COMPOSITION = 12
ENROLLED = 6
NAMESAKES = 60
MAX_NAME_CHARACTERS = 60
UNDERTAKING = "2024-04"
UTTAR_PRADESH = "09"
# Vendors that are not approved, or suspended.
NOT_OPEN = {
    118: models.VendorStatus.APPLIED,
    119: models.VendorStatus.SUSPENDED,
    120: models.VendorStatus.APPLIED,
}
ABOUT = (
    Text(
        "We work with craftspeople of {district} and sell what they make at agreed prices.",
        "हम {district} के कारीगरों के साथ काम करते हैं और उनका बनाया सामान तय दामों पर बेचते हैं।",
    ),
    Text(
        "A family firm in {city} that has dealt in {craft} for two generations.",
        "{city} की पारिवारिक फ़र्म, जो दो पीढ़ियों से {craft} के व्यापार में है।",
    ),
    Text(
        "We collect finished pieces from workshops around {city}, check and pack them.",
        "हम {city} के आसपास के कारख़ानों से तैयार सामान लाकर जाँचते और पैक करते हैं।",
    ),
    Text(
        "We keep a small shop in {city} and send {craft} from {district} all over the country.",
        "{city} में हमारी छोटी दुकान है और {district} से {craft} देश भर में भेजते हैं।",
    ),
    Text(
        "A firm started by craftspeople of {district}. We buy only within the district.",
        "{district} के कारीगरों की शुरू की हुई फ़र्म। हम ज़िले के भीतर से ही ख़रीदते हैं।",
    ),
)
ABOUT_AT_HOME = (
    Text(
        "A household workshop in {city}. We sell within Uttar Pradesh.",
        "{city} का एक घरेलू कारख़ाना। हम उत्तर प्रदेश के भीतर बेचते हैं।",
    ),
)
COLUMNS = (
    "id", "slug", "kind", "status", "display_name_en", "display_name_hi", "legal_name", "about_en",
    "about_hi", "gstin", "enrolment_number", "state_id", "district_id", "address_line1",
    "address_line2", "city_en", "city_hi", "pincode", "care_phone", "care_email", "grievance_name",
    "grievance_email", "grievance_phone", "free_delivery_above_paise", "accepts_cod",
    "undertaking_version", "undertaking_accepted_at", "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seller:
    """A vendor for other modules of the demo."""

    id: int
    place: Place
    name: Text
    legal_name: str
    address: str
    status: models.VendorStatus
    joined: datetime
    # Prices such as 499 and 1,249 instead of 500 and 1,250.
    ends_in_nine: bool
    # Not named after the only craft of its district.
    is_general: bool

    @property
    def is_open(self) -> bool:
        return self.status is models.VendorStatus.APPROVED


def vendors(
    places: Mapping[str, Place], trades: Sequence[Trade]
) -> list[tuple[Seller, tuple[Any, ...]]]:
    """All vendors, each with the table row."""
    words, kinds = people_words(), _kinds()
    taken: set[str] = set()
    return [
        _vendor(
            number,
            kinds[number - 1],
            places[slug],
            [trade for trade in trades if trade.district == slug],
            words,
            taken,
        )
        for number, slug in enumerate(_homes(places, trades), start=1)
    ]


def _homes(places: Mapping[str, Place], trades: Sequence[Trade]) -> list[str]:
    """The district of each vendor: one vendor in most districts, the rest by share."""
    shares = dict.fromkeys(places, 0)
    for trade in trades:
        shares[trade.district] += trade.share
    ranked = sorted(places, key=lambda slug: (-shares[slug], slug))
    first = ranked[:-6]
    room = NUMBER - len(first)
    total = sum(shares.values())
    more = [slug for slug in ranked for _ in range(round(room * 1.35 * shares[slug] / total))]
    # Rounding leaves a few too many or too few.
    more = (more + ranked)[:room]
    return [*first, *sorted(more, key=lambda slug: dice("home", slug).random())]


def _kinds() -> list[models.VendorKind]:
    kinds = [models.VendorKind.COMPOSITION] * COMPOSITION
    kinds += [models.VendorKind.ENROLLED_UNREGISTERED] * ENROLLED
    kinds += [models.VendorKind.REGULAR] * (NUMBER - len(kinds))
    dice("kinds", NUMBER).shuffle(kinds)
    return kinds


def _vendor(
    number: int,
    kind: models.VendorKind,
    place: Place,
    trades: Sequence[Trade],
    words: Mapping[str, Any],
    taken: set[str],
) -> tuple[Seller, tuple[Any, ...]]:
    chance = dice("vendor", number)
    trade = chance.choice(trades) if trades else None
    craft = trade.name if trade else place.name
    # In districts with several crafts no vendor is named after one of them.
    patterns = [p for p in words["firms"] if len(trades) == 1 or "{craft}" not in p["en"]]
    owners = [
        name
        for community in ("hindu", "muslim")
        for name in surnames(words["surnames"], community, place.division)
    ]
    name, owner = _firm(chance, place, craft, patterns, owners, taken)
    enrolled = kind is models.VendorKind.ENROLLED_UNREGISTERED
    legal_name, holder = _legal(chance, name, owner, words, enrolled)
    status = NOT_OPEN.get(number, models.VendorStatus.APPROVED)
    joined = moment(chance, OPENED - timedelta(days=120), OPENED - timedelta(days=5))
    street = chance.choice(words["streets"])["en"]
    pin = chance.choice(place.pins)
    line = f"{chance.randint(1, 240)}{chance.choice(['', '', 'A', '/1', '/12'])}, {street}"
    about = chance.choice(ABOUT_AT_HOME if enrolled else ABOUT)
    slug = slugified(name.en)
    row = (
        number,
        slug,
        kind,
        status,
        name.en,
        name.hi,
        legal_name,
        about.en.format(district=place.name.en, city=place.headquarters.en, craft=craft.en),
        about.hi.format(district=place.name.hi, city=place.headquarters.hi, craft=craft.hi),
        None if enrolled else gstin(number, holder, owner["en"]),
        f"ENR09{number:010d}" if enrolled else None,
        UTTAR_PRADESH,
        place.id,
        line,
        None,
        place.headquarters.en,
        place.headquarters.hi,
        pin,
        phone(number),
        f"care@{slug}.example.in",
        _person(chance, words, chance.choice(owners)),
        f"grievance@{slug}.example.in",
        phone(500 + number),
        chance.choice([None, None, 499_00, 999_00, 1499_00, 1999_00]),
        chance.random() < 0.8,
        UNDERTAKING if status is not models.VendorStatus.APPLIED else None,
        joined if status is not models.VendorStatus.APPLIED else None,
        joined,
    )
    address = f"{line}, {place.headquarters.en}, {place.name.en}, Uttar Pradesh {pin}"
    nines = chance.random() < 0.6
    general = craft.en not in name.en
    return Seller(number, place, name, legal_name, address, status, joined, nines, general), row


def _firm(
    chance: Random,
    place: Place,
    craft: Text,
    patterns: Sequence[Mapping[str, str]],
    owners: Sequence[Mapping[str, Any]],
    taken: set[str],
) -> tuple[Text, Mapping[str, Any]]:
    """A unique name of a firm that says no word twice, and its owner's surname."""
    for _ in range(NAMESAKES):
        pattern, family = chance.choice(patterns), chance.choice(owners)
        en = pattern["en"].format(surname=family["en"], district=place.name.en, craft=craft.en)
        hi = pattern["hi"].format(surname=family["hi"], district=place.name.hi, craft=craft.hi)
        free = en not in taken and len(en) <= MAX_NAME_CHARACTERS
        if free and not repeated(en) and not repeated(hi):
            break
    else:
        en, hi = (
            f"{family['en']}, {place.headquarters.en}",
            f"{family['hi']}, {place.headquarters.hi}",
        )
    taken.add(en)
    return Text(en, hi), family


def _legal(
    chance: Random, name: Text, owner: Mapping[str, Any], words: Mapping[str, Any], at_home: bool
) -> tuple[str, str]:
    """The legal name, and the letter in the PAN for the kind of person."""
    if at_home:
        return f"{_person(chance, words, owner)} (Proprietor, {name.en})", "P"
    suffix = chance.choice(words["legal_suffixes"])
    return f"{name.en} {suffix['en']}".replace(" ,", ","), suffix["holder"]


def _person(chance: Random, words: Mapping[str, Any], surname: Mapping[str, Any]) -> str:
    names = first_names([*words["female"], *words["male"]], surname["community"])
    return f"{chance.choice(names)['en']} {surname['en']}"


def gstin(number: int, holder: str, surname: str) -> str:
    """A GSTIN of Uttar Pradesh with a valid check character. PANs with ZZZ are not issued."""
    chance = dice("pan", number)
    pan = f"ZZZ{holder}{surname[0].upper()}{1000 + number:04d}{chance.choice('ABCDEFGHJKLMNPQR')}"
    first = f"{UTTAR_PRADESH}{pan}1Z"
    return first + check_character(first)


def phone(number: int) -> str:
    """An unassigned phone number."""
    return f"+91-00000-{number:05d}"
