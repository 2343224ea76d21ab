"""A migration does for ever what it did when it was written: it reads nothing that changes.

Renaming or removing something of the mart's code must not touch a step that databases are yet to
take, so migrations have their own literals.
"""

from pathlib import Path

import pytest

from settings import ROOT
from tests.support.databases.migrations import foreign_imports

FILES = sorted((ROOT / "migrations").glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_that_changes(path: Path) -> None:
    assert list(foreign_imports(path.read_text(encoding="utf-8"))) == []


def test_imports_are_found_anywhere_in_a_migration() -> None:
    source = "import models\ndef seal():\n    from auth.crypto.keys import keys\nfrom . import x"
    assert list(foreign_imports(source)) == ["models", ".", "auth.crypto.keys"]
