"""Districts and crafts of the demo, read from the tables."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from commerce.reference.files import read_csv, read_toml
from database.connect import execute, fetch
from demo.pictures.blur import blurhash_of
from demo.pictures.recipe import district_picture, size
from demo.words.texts import Text

# Shares of the catalogue by craft; other crafts have PRIMARY or ADDED.
KNOWN = {
    "lucknow-chikankari": 14,
    "varanasi-banarasi-silk-saree": 14,
    "moradabad-metal-craft": 11,
    "bhadohi-carpet": 11,
    "firozabad-glassware": 9,
    "saharanpur-wood-carving": 9,
    "bulandshahr-khurja-ceramics": 8,
    "kannauj-perfume-attar": 8,
    "agra-leather-products": 8,
    "aligarh-locks-hardware": 8,
    "gorakhpur-terracotta": 6,
    "azamgarh-black-pottery": 6,
    "meerut-sports-goods": 6,
    "varanasi-wooden-toys": 5,
    "varanasi-gulabi-meenakari": 4,
    "bareilly-zari-zardozi": 5,
    "lucknow-zari-zardozi": 5,
    "agra-stone-marble-handicrafts": 5,
    "agra-petha": 3,
    "pratapgarh-amla-products": 4,
    "siddharthnagar-kala-namak-rice": 4,
    "mirzapur-carpets": 4,
    "prayagraj-moonj-products": 4,
    "mainpuri-tarkashi": 4,
    "chitrakoot-wooden-toys": 4,
    "jalaun-handmade-paper": 3,
    "mahoba-gaura-stone-craft": 3,
}
# Year up to which a registration, valid for ten years, has been renewed.
LONG_AGO = 2016
PRIMARY = 3
ADDED = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A district with its villages and PIN codes."""

    id: int
    slug: str
    name: Text
    division: str
    headquarters: Text
    aliases: tuple[str, ...]
    villages: tuple[Text, ...]
    pins: tuple[str, ...]
    # Districts at its border, nearest first.
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indication:
    """A geographical indication. `is_old`: registered so long ago that entries have expired."""

    id: int
    name: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class Trade:
    """A craft of a district, and its share of the catalogue."""

    id: int
    slug: str
    name: Text
    full_name: Text
    district: str
    district_id: int
    category: str
    category_id: int
    category_name: Text
    indication: Indication | None
    share: int


def share_of(craft: str, *, is_primary: bool) -> int:
    return KNOWN.get(craft, PRIMARY if is_primary else ADDED)


async def read_places() -> dict[str, Place]:
    pins, nearby = await _pins(), await _neighbours()
    words = read_toml("districts.toml")["districts"]
    return {
        row["slug"]: Place(
            row["id"],
            row["slug"],
            Text(row["name_en"], row["name_hi"]),
            row["division_en"],
            Text(row["headquarters_en"], row["headquarters_hi"]),
            tuple(row["aliases"]),
            tuple(Text(v["en"], v["hi"]) for v in words[row["slug"]]["villages"]),
            tuple(pins[row["id"]]),
            tuple(nearby[row["id"]]),
        )
        for row in await fetch("SELECT * FROM district ORDER BY slug")
    }


async def _pins() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in await fetch(
        "SELECT district_id, pincode FROM pincode WHERE district_id IS NOT NULL ORDER BY pincode"
    ):
        found[row["district_id"]].append(row["pincode"])
    return found


async def _neighbours() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in await fetch(
        "SELECT n.district_id, d.slug FROM district_neighbour n"
        " JOIN district d ON d.id = n.neighbour_id ORDER BY n.district_id, n.position"
    ):
        found[row["district_id"]].append(row["slug"])
    return found


async def read_trades() -> list[Trade]:
    """All crafts, in the order of `crafts.csv`."""
    rows = {
        row["slug"]: row
        for row in await fetch(
            "SELECT c.*, d.slug AS district, k.slug AS category,"
            " k.name_en AS category_en, k.name_hi AS category_hi, g.id AS gi_id,"
            " g.name_en AS gi_name, g.reported_in AS gi_reported_in FROM craft c"
            " JOIN district d ON d.id = c.district_id JOIN category k ON k.id = c.category_id"
            " LEFT JOIN gi_registration g ON g.id = c.gi_registration_id"
            " AND g.confidence <> 'memory'"
        )
    }
    return [
        Trade(
            row["id"],
            slug,
            Text(row["short_name_en"], row["short_name_hi"]),
            Text(row["name_en"], row["name_hi"]),
            row["district"],
            row["district_id"],
            row["category"],
            row["category_id"],
            Text(row["category_en"], row["category_hi"]),
            _indication(row),
            share_of(slug, is_primary=row["is_primary"]),
        )
        for slug, row in (
            (r["product_slug"], rows[r["product_slug"]]) for r in read_csv("crafts.csv")
        )
    ]


def _indication(row: Any) -> Indication | None:
    if row["gi_id"] is None:
        return None
    reported = row["gi_reported_in"]
    return Indication(
        row["gi_id"], row["gi_name"], reported is None or int(reported[:4]) <= LONG_AGO
    )


async def read_categories() -> dict[str, int]:
    """Ids of the categories by slug, in display order."""
    rows = await fetch("SELECT slug, id FROM category ORDER BY position")
    return {row["slug"]: row["id"] for row in rows}


async def load_pictures() -> None:
    """Set the picture of every district."""
    for row in await fetch("SELECT id, slug FROM district"):
        picture = district_picture(row["slug"])
        await execute(
            "UPDATE district SET image_public_id = $2, image_width = $3, image_height = $4,"
            " image_blurhash = $5 WHERE id = $1",
            row["id"],
            picture,
            *size(picture),
            blurhash_of(picture),
        )
