"""Invented artisans in the villages of their districts, with the local crafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import models
from demo.pictures.blur import blurhash_of
from demo.pictures.recipe import artisan_picture, size
from demo.places import Place, Trade
from demo.random_source import OPENED, TODAY, dice, moment, weighted
from demo.words.content import read_toml
from demo.words.names import slugified
from demo.words.texts import Text

NUMBER = 355
HIDDEN = {29, 97, 163, 238, 311}
PAUSED = {41, 118, 207, 290}
AWARDED = 0.13
SECOND_CRAFT = 0.35
NAMESAKES = 60
# Share of women by category, default 0.4.
WOMEN = {
    "embroidery-zari": 0.72,
    "natural-fibre-paper": 0.75,
    "garments-hosiery": 0.6,
    "food-agri": 0.55,
    "jewellery-adornment": 0.5,
    "handloom-textiles": 0.38,
    "fragrance-incense": 0.4,
    "glass-pottery-ceramics": 0.35,
    "carpets-durries": 0.35,
    "toys-sports-music": 0.35,
    "metalware": 0.15,
    "hardware-engineering": 0.12,
    "woodcraft-furniture": 0.15,
    "stone-horn-bone": 0.15,
    "leather-footwear": 0.2,
}
# Share of Muslim families by category, default 0.2.
MUSLIM_OF_CATEGORY = {
    "embroidery-zari": 0.75,
    "handloom-textiles": 0.65,
    "glass-pottery-ceramics": 0.4,
    "metalware": 0.5,
    "carpets-durries": 0.55,
    "leather-footwear": 0.4,
    "fragrance-incense": 0.4,
    "stone-horn-bone": 0.6,
    "woodcraft-furniture": 0.45,
    "hardware-engineering": 0.4,
    "food-agri": 0.12,
    "natural-fibre-paper": 0.15,
}
ORIGIN, LATER = "origin", ("learning", "work", "household", "today")
# Crafts of a people: its surnames, with first names of Hindus.
THARU = frozenset({"lakhimpur-kheri-tharu-tribal-craft", "shravasti-tribal-craft"})
COLUMNS = (
    "id", "slug", "name_en", "name_hi", "bio_en", "bio_hi", "village_en", "village_hi",
    "district_id", "portrait_public_id", "portrait_width", "portrait_height", "portrait_blurhash",
    "practising_since", "status", "profile_consented_at", "created_at",
)  # fmt: skip
AWARD_COLUMNS = ("artisan_id", "name_en", "name_hi", "year")
CRAFT_COLUMNS = ("artisan_id", "craft_id", "position")


@cache
def people_words() -> dict[str, Any]:
    """Names, firms, sentences and reviews of `data/demo/people.toml`."""
    return read_toml("people.toml")


@dataclass(frozen=True, slots=True)
class Maker:
    """An artisan for other modules of the demo. `is_public`: may be named to buyers."""

    id: int
    name: Text
    place: Place
    village: Text
    pin: str
    trades: tuple[Trade, ...]
    joined: datetime
    is_public: bool
    is_active: bool

    @property
    def address(self) -> str:
        return f"{self.village.en}, {self.place.name.en}, Uttar Pradesh {self.pin}"


def artisans(
    places: Mapping[str, Place], trades: Sequence[Trade]
) -> list[tuple[Maker, tuple[Any, ...], list[tuple[Any, ...]]]]:
    """All artisans, each with the table row and the rows of awards."""
    words = people_words()
    taken: set[str] = set()
    return [
        _artisan(
            number,
            trade,
            [t for t in trades if t.district == trade.district and t is not trade],
            places[trade.district],
            words,
            taken,
        )
        for number, trade in enumerate(_callings(trades), start=1)
    ]


def _callings(trades: Sequence[Trade]) -> list[Trade]:
    """The main craft of each artisan: two artisans for every craft, the rest by share."""
    two = [trade for trade in trades for _ in range(2)]
    room = NUMBER - len(two)
    total = sum(trade.share for trade in trades)
    ranked = sorted(trades, key=lambda t: (-t.share, t.slug))
    more = [trade for trade in ranked for _ in range(round(room * trade.share / total))]
    callings = [*two, *(more + ranked)[:room]]
    dice("callings", NUMBER).shuffle(callings)
    return callings


def _artisan(
    number: int,
    trade: Trade,
    local: Sequence[Trade],
    place: Place,
    words: Mapping[str, Any],
    taken: set[str],
) -> tuple[Maker, tuple[Any, ...], list[tuple[Any, ...]]]:
    chance = dice("artisan", number)
    woman = chance.random() < WOMEN.get(trade.category, 0.4)
    name = _name(chance, woman, trade, place, words, taken)
    years = min(3 + int(47 * chance.random() ** 1.4), 50)
    age = min(years + chance.randint(13, 24), 84)
    village = chance.choice(place.villages)
    joined = moment(chance, OPENED - timedelta(days=90), TODAY - timedelta(days=400))
    hidden = number in HIDDEN
    status = models.ArtisanStatus.PAUSED if number in PAUSED else models.ArtisanStatus.ACTIVE
    portrait = artisan_picture(chance.randrange(100_000), "f" if woman else "m", age)
    bio = _bio(chance, woman, name, village, place, trade, years, words["bio"])
    row = (
        number,
        _slug(name, place, number, taken),
        name.en,
        name.hi,
        bio.en,
        bio.hi,
        village.en,
        village.hi,
        place.id,
        portrait,
        *size(portrait),
        blurhash_of(portrait),
        TODAY.year - years,
        status,
        None if hidden else joined + timedelta(days=1),
        joined,
    )
    second = (chance.choice(local),) if local and chance.random() < SECOND_CRAFT else ()
    pin = chance.choice(place.pins)
    is_active = status is models.ArtisanStatus.ACTIVE
    public = not hidden and is_active
    maker = Maker(number, name, place, village, pin, (trade, *second), joined, public, is_active)
    return maker, row, _awards(chance, number, years, words["awards"])


def _name(
    chance: Random,
    woman: bool,
    trade: Trade,
    place: Place,
    words: Mapping[str, Any],
    taken: set[str],
) -> Text:
    """A first name and a surname of one community and of the place; unique while names last."""
    for _ in range(NAMESAKES):
        community = _community(chance, trade)
        first_name = chance.choice(first_names(words["female" if woman else "male"], community))
        family = chance.choice(
            [
                name
                for name in surnames(words["surnames"], community, place.division)
                if name.get("makes", True)
                and trade.category in name.get("categories", [trade.category])
            ]
        )
        name = Text(f"{first_name['en']} {family['en']}", f"{first_name['hi']} {family['hi']}")
        if name.en not in taken:
            break
    taken.add(name.en)
    return name


def _community(chance: Random, trade: Trade) -> str:
    if trade.slug in THARU:
        return "tharu"
    share = MUSLIM_OF_CATEGORY.get(trade.category, 0.2)
    return "muslim" if chance.random() < share else "hindu"


def first_names(names: Sequence[Mapping[str, Any]], community: str) -> list[Mapping[str, Any]]:
    if community == "tharu":
        community = "hindu"
    return [name for name in names if community in (name["community"], "any")]


def surnames(
    names: Sequence[Mapping[str, Any]], community: str, division: str
) -> list[Mapping[str, Any]]:
    """Surnames of a community that are usual in a division."""
    return [
        name
        for name in names
        if name["community"] in (community, "any" if community != "tharu" else community)
        and division in name.get("divisions", [division])
    ]


def _slug(name: Text, place: Place, number: int, taken: set[str]) -> str:
    slug = slugified(name.en)
    for other in (f"{slug}-{place.slug}", f"{slug}-{number}"):
        if slug in taken:
            slug = other
    taken.add(slug)
    return slug


def _bio(
    chance: Random,
    woman: bool,
    name: Text,
    village: Text,
    place: Place,
    trade: Trade,
    years: int,
    sentences: Mapping[str, Sequence[Mapping[str, str]]],
) -> Text:
    """A biography of three sentences, in both languages."""
    end = "f" if woman else "m"
    later = sorted(chance.sample(LATER, 2), key=LATER.index)
    parts = [chance.choice(sentences[part]) for part in (ORIGIN, *later)]
    in_english = {
        "name": name.en.split()[0],
        "village": village.en,
        "district": place.name.en,
        "craft": trade.name.en,
        "years": years,
    }
    in_hindi = {
        "name": name.hi.split()[0],
        "village": village.hi,
        "district": place.name.hi,
        "craft": trade.name.hi,
        "years": years,
    }
    return Text(
        " ".join(part[f"en_{end}"].format(**in_english) for part in parts),
        " ".join(part[f"hi_{end}"].format(**in_hindi) for part in parts),
    )


def _awards(
    chance: Random, number: int, years: int, awards: Sequence[Mapping[str, str]]
) -> list[tuple[Any, ...]]:
    """Awards of some of the experienced artisans."""
    if years < 12 or chance.random() > AWARDED * 2:
        return []
    won = weighted(chance, {1: 4, 2: 1})
    return [
        (number, award["en"], award["hi"], TODAY.year - chance.randint(1, min(years - 9, 20)))
        for award in chance.sample(list(awards), won)
    ]
