"""Kinds of goods: `data/kinds/`, a file for each category."""

from pathlib import Path
from typing import Any

from commerce.reference.files import DATA, listed, read_csv
from commerce.reference.upsert import ids, upsert
from database.connect import copy, execute

KINDS = DATA / "kinds"


def kind_rows() -> list[dict[str, str]]:
    """The rows of all files, each with the slug of its category."""
    return [
        {"category": Path(file).stem, **row}
        for file in sorted(KINDS.glob("*.csv"))
        for row in read_csv(f"{KINDS.name}/{file.name}")
    ]


async def load_kinds(categories: dict[str, int]) -> dict[str, int]:
    """Load kinds and their tariff items. Returns their ids by slug."""
    rows = kind_rows()
    await upsert("kind", "slug", [_kind(row, categories) for row in rows])
    found = await ids("kind")
    await execute(
        "DELETE FROM kind_tariff WHERE kind_id = ANY($1::int[])",
        [found[row["slug"]] for row in rows],
    )
    columns = ("kind_id", "attribute", "value", "hsn", "rate_condition_id")
    await copy(
        "kind_tariff",
        columns,
        [
            (found[row["slug"]], attribute, value, hsn, condition)
            for row in rows
            for attribute, value, hsn, condition in tariff_of(row)
        ],
    )
    return found


def tariff_of(row: dict[str, str]) -> list[tuple[str, str, str, str | None]]:
    """Attribute, value, item and condition of each entry of `hsn_when`.

    Of an entry for several attributes at once both are joined by +: for-whom+fabric, women+linen.
    """
    found = []
    for entry in listed(row["hsn_when"]):
        choice, hsn, *condition = entry.split(":")
        pairs = [pair.split("=") for pair in choice.split("+")]
        attribute, value = ("+".join(part) for part in zip(*pairs, strict=True))
        found.append((attribute, value, hsn, condition[0] if condition else None))
    return found


def _kind(row: dict[str, str], categories: dict[str, int]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "name_en": row["name_en"],
        "name_hi": row["name_hi"],
        "gender_hi": row["gender"],
        "spellings": listed(row["spellings"]),
        "category_id": categories[row["category"]],
        "hsn": row["hsn"],
        "rate_condition_id": row["condition"] or None,
        "net_unit": row["unit"],
        "drawing": row["drawing"] or None,
        "attributes": listed(row["attributes"]),
    }
