"""The files of `data/`."""

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data"


def read_csv(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_toml(name: str) -> dict[str, Any]:
    for folder in (DATA, DATA / "demo"):
        if (folder / name).exists():
            return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    return {}


def listed(cell: str) -> list[str]:
    """A list in a cell: `a|b`."""
    return [part for part in cell.split("|") if part]
