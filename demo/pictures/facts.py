"""What a recipe may name: shapes, tints and districts, read from `data/`."""

import csv
import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def shapes() -> frozenset[str]:
    """Names of drawable pictures, listed in `data/demo/README.md`."""
    text = (_DATA / "demo/README.md").read_text(encoding="utf-8").split("## Shapes", 1)[1]
    return frozenset(text.strip().split("\n\n")[-1].split())


@cache
def tints() -> dict[str, str]:
    """Colours of `data/demo/palette.toml` as `#rrggbb`, by slug."""
    text = (_DATA / "demo/palette.toml").read_text(encoding="utf-8")
    return {slug: colour["tint"] for slug, colour in tomllib.loads(text).items()}


@cache
def primary_crafts() -> dict[str, tuple[str, str]]:
    """Slug and category of each district's first craft, by the district's slug."""
    with (_DATA / "crafts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["is_primary"] == "true"]
    return {row["district_slug"]: (row["product_slug"], row["category_slug"]) for row in rows}
