"""One spelling of each Hindi word: `data/demo/spelling.csv`, and Hindi texts of `data/`."""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from demo.words.content import DATA, DEMO, SLOT

_WORD = re.compile(r"[\u0900-\u0963\u0970-\u097f]+")
_NUKTA, _CHANDRABINDU, _ANUSVARA = "\u093c", "\u0901", "\u0902"
# Files of misspellings.
LEFT_OUT = frozenset({"synonyms.csv", "search_queries.csv", "spelling.csv"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """A beginning of words, how it is spelt or said, and why."""

    wrong: str
    right: str
    why: str


@cache
def spellings() -> tuple[Spelling, ...]:
    with (DEMO / "spelling.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Spelling(**row) for row in csv.DictReader(file))


def misspelt(hindi: str) -> Iterator[tuple[str, Spelling]]:
    """Words of a Hindi text that the list spells otherwise."""
    for word in _WORD.findall(SLOT.sub(" ", hindi)):
        spelling = _misspelt(word)
        if spelling:
            yield word, spelling


@cache
def _misspelt(word: str) -> Spelling | None:
    plain = _plain(word)
    for spelling in spellings():
        if word.startswith(spelling.right):
            continue
        if word.startswith(spelling.wrong) or plain.startswith(_plain(spelling.right)):
            return spelling
    return None


def _plain(word: str) -> str:
    """Without the signs that are most often left out."""
    return word.replace(_NUKTA, "").replace(_CHANDRABINDU, _ANUSVARA)


def files() -> list[Path]:
    """Files of facts, of the demo and of kinds of goods, with Hindi texts for people."""
    found = [path for kind in ("csv", "toml") for path in DATA.glob(f"**/*.{kind}")]
    return sorted(path for path in found if path.name not in LEFT_OUT)


def texts(path: Path) -> Iterator[str]:
    """The Hindi texts of a file; not its aliases and spellings, which people type."""
    if path.suffix == ".toml":
        yield from _hindi(tomllib.loads(path.read_text(encoding="utf-8")))
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = [name for name in reader.fieldnames or () if name.endswith("_hi")]
        for row in reader if columns else ():
            yield from (row[column] for column in columns)


def _hindi(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _hindi(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _hindi(value, key)
    elif isinstance(node, str) and _WORD.search(node):
        yield node


def found() -> dict[str, list[str]]:
    """Misspelt words by the name of the file, from the folder of data."""
    return {
        str(path.relative_to(DATA)): [
            f"{word} → {spelling.right} ({spelling.why})"
            for text in texts(path)
            for word, spelling in misspelt(text)
        ]
        for path in files()
    }
