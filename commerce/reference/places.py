"""States, districts, PIN codes and the rates between them."""

from math import asin, cos, radians, sin, sqrt
from typing import Any

from commerce.reference.files import listed, read_csv, read_toml
from commerce.reference.pincodes import checked_pincodes
from commerce.reference.upsert import ids, upsert
from database.connect import copy, execute

EARTH_KM = 6371.0


async def load_states() -> None:
    rows: list[dict[str, Any]] = [
        {
            "code": row["code"],
            "name_en": row["name_en"],
            "name_hi": row["name_hi"],
            "is_active": row["is_active"] == "true",
            "is_remote": row["is_remote"] == "true",
        }
        for row in read_csv("states.csv")
    ]
    await upsert("state", "code", rows)


async def load_districts() -> dict[str, int]:
    """Load districts. Returns their ids by slug; their pictures stay."""
    words = read_toml("districts.toml")
    rows = [_district(row, words) for row in read_csv("districts.csv")]
    await upsert("district", "slug", rows)
    found = await ids("district")
    await _load_neighbours(rows, found)
    return found


def _district(row: dict[str, str], words: dict[str, Any]) -> dict[str, Any]:
    own = words["districts"][row["slug"]]
    return {
        "slug": row["slug"],
        "name_en": row["name_en"],
        "name_hi": row["name_hi"],
        "division_en": row["division_en"],
        "division_hi": words["divisions"][row["division_en"]],
        "headquarters_en": row["headquarters"],
        "headquarters_hi": own["headquarters_hi"],
        "story_en": own["story"]["en"],
        "story_hi": own["story"]["hi"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "lgd_code": int(row["lgd_code"]),
        "aliases": listed(row["aliases"]),
    }


async def _load_neighbours(rows: list[dict[str, Any]], ids: dict[str, int]) -> None:
    found = [
        (ids[district], ids[slug], place)
        for district, slugs in neighbours(rows).items()
        for place, slug in enumerate(slugs)
    ]
    await execute("DELETE FROM district_neighbour")
    await copy("district_neighbour", ("district_id", "neighbour_id", "position"), found)


def neighbours(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The districts that share a border with each one, nearest headquarters first."""
    places = {row["slug"]: row for row in rows}
    found: dict[str, list[str]] = {slug: [] for slug in places}
    for border in read_csv("district_borders.csv"):
        one, other = border["district"], border["neighbour"]
        found[one].append(other)
        found[other].append(one)
    for slug, others in found.items():
        others.sort(key=lambda other: (kilometres(places[slug], places[other]), other))
    return found


def kilometres(one: dict[str, Any], other: dict[str, Any]) -> float:
    """The great circle between two places with `latitude` and `longitude` in degrees."""
    north, south = radians(float(one["latitude"])), radians(float(other["latitude"]))
    east = radians(float(one["longitude"]) - float(other["longitude"]))
    chord = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))


async def load_pincodes(districts: dict[str, int]) -> None:
    rows = [
        {
            "pincode": row["pincode"],
            "state_id": row["state_code"],
            "district_name": row["district"],
            "district_id": districts.get(row["district_slug"]),
        }
        for row in checked_pincodes()
    ]
    await upsert("pincode", "pincode", rows)


async def load_rates() -> None:
    """Load the mart's own delivery rates; those of vendors stay."""
    rows = [
        {
            "service": row["service"],
            "zone": row["zone"],
            "up_to_grams": int(row["up_to_grams"]),
            "charge_paise": int(row["charge_rupees"]) * 100,
            "fragile_paise": int(row["fragile_rupees"]) * 100,
            "days_min": int(row["days_min"]),
            "days_max": int(row["days_max"]),
        }
        for row in read_csv("delivery_rates.csv")
    ]
    await upsert("delivery_rate", "service, zone, up_to_grams", rows, only="vendor_id IS NULL")
