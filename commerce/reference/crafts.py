"""Categories, the register of geographical indications, and the crafts of the districts."""

from dataclasses import dataclass
from typing import Any

from commerce.reference.files import listed, read_csv, read_toml
from commerce.reference.upsert import ids, replace, upsert


async def load_categories() -> dict[str, int]:
    """Load categories. Returns their ids by slug."""
    texts = read_toml("category_texts.toml")
    rows = [
        {
            "slug": row["slug"],
            "name_en": row["name_en"],
            "name_hi": row["name_hi"],
            "description_en": row["description_en"],
            "description_hi": texts[row["slug"]]["hi"],
            "position": position,
        }
        for position, row in enumerate(read_csv("categories.csv"))
    ]
    await upsert("category", "slug", rows)
    return await ids("category")


async def load_registrations(districts: dict[str, int]) -> dict[str, int]:
    """Load geographical indications. Returns their ids by English name."""
    names = read_toml("gi_names_hi.toml")
    register = read_csv("gi_registrations.csv")
    await upsert("gi_registration", "name_en", [_registration(r, names) for r in register])
    found = await ids("gi_registration", "name_en")
    covered = [
        {"gi_registration_id": found[row["gi_name"]], "district_id": districts[slug]}
        for row in register
        for slug in listed(row["district_slugs"])
    ]
    ours = [found[row["gi_name"]] for row in register]
    await replace("gi_district", "gi_registration_id", ours, covered)
    return found


def _registration(row: dict[str, str], names: dict[str, Any]) -> dict[str, Any]:
    return {
        "name_en": row["gi_name"],
        "name_hi": names.get(row["gi_name"]),
        "number": row["application_number"] or None,
        "gi_class": row["gi_class"] or None,
        "goods_type": row["goods_type"],
        "reported_in": row["year_reported"] or None,
        "confidence": row["confidence"],
        "source": row["source"],
    }


async def load_gi_goods(registrations: dict[str, int], kinds: dict[str, int]) -> None:
    """Load the goods that geographical indications cover."""
    rows = [
        {
            "gi_registration_id": registrations[name],
            "kind_id": kinds[goods.kind],
            "attribute": goods.attribute,
            "value": goods.value,
        }
        for name, covered in gi_goods().items()
        for goods in covered
    ]
    ours = [registrations[row["gi_name"]] for row in read_csv("gi_registrations.csv")]
    await replace("gi_goods", "gi_registration_id", ours, rows)


@dataclass(frozen=True, slots=True)
class CoveredGoods:
    """A kind of goods, or those of it with one value of an attribute."""

    kind: str
    attribute: str | None = None
    value: str | None = None


def gi_goods() -> dict[str, list[CoveredGoods]]:
    """Goods by the English name of the indication that covers them."""
    return {
        row["gi_name"]: [_covered(entry) for entry in listed(row["goods"])]
        for row in read_csv("gi_goods.csv")
    }


def _covered(entry: str) -> CoveredGoods:
    """Read `kind` or `kind@attribute=value`."""
    kind, _, choice = entry.partition("@")
    if not choice:
        return CoveredGoods(kind)
    attribute, value = choice.split("=")
    return CoveredGoods(kind, attribute, value)


async def load_crafts(
    districts: dict[str, int], categories: dict[str, int], registrations: dict[str, int]
) -> dict[str, int]:
    """Load crafts. Returns their ids by slug."""
    texts = read_toml("crafts.toml")
    rows = [
        {
            **_words(row, texts[row["product_slug"]]),
            "slug": row["product_slug"],
            "district_id": districts[row["district_slug"]],
            "category_id": categories[row["category_slug"]],
            "gi_registration_id": registrations[row["gi_name"]] if is_tagged(row) else None,
            "is_primary": row["is_primary"] == "true",
            "listed_in": int(row["year_added"]),
            "source": row["source"],
        }
        for row in read_csv("crafts.csv")
    ]
    await upsert("craft", "slug", rows)
    return await ids("craft")


def is_tagged(row: dict[str, str]) -> bool:
    """Whether a source confirms it: unconfirmed indications are not shown."""
    return row["gi_tagged"] == "true"


def _words(row: dict[str, str], texts: dict[str, Any]) -> dict[str, str]:
    return {
        "name_en": row["name_en"],
        "name_hi": row["name_hi"],
        "short_name_en": texts["short"]["en"],
        "short_name_hi": texts["short"]["hi"],
        "description_en": texts["description"]["en"],
        "description_hi": texts["description"]["hi"],
    }
