"""A migration does for ever what it did when it was written: it reads nothing that changes.

Renaming or removing something of the mart's code must not touch a step that databases are yet to
take, so migrations have their own literals.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import ROOT

FILES = sorted((ROOT / "migrations").glob("*.py"))
# The library whose steps they are, and what migrations share.
ALLOWED = {"tortoise", "migrations"} | sys.stdlib_module_names


def foreign_imports(source: str) -> Iterator[str]:
    """What else a migration's source imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] not in ALLOWED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_that_changes(path: Path) -> None:
    assert list(foreign_imports(path.read_text(encoding="utf-8"))) == []


def test_imports_of_the_mart_are_found_wherever_they_stand() -> None:
    source = "import models\ndef seal():\n    from auth.crypto.keys import keys\nfrom . import x"
    assert list(foreign_imports(source)) == ["models", ".", "auth.crypto.keys"]
