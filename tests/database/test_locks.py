"""Advisory locks: numbers stand in `database/locks.py` alone."""

import re
import tomllib

from settings import ROOT

TAKEN = re.compile(r"pg_(?:try_)?advisory_\w+\((.*)")
NAMED = re.compile(r"\$\d|\{LockClass\.[A-Z_]+\}")


def test_no_lock_has_a_number_of_its_own() -> None:
    """Two purposes once had the same: bank details and checkouts waited for each other."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = [
        (str(file.relative_to(ROOT)), taken)
        for package in configuration["tool"]["importlinter"]["root_packages"]
        for file in sorted((ROOT / package).rglob("*.py"))
        for taken in TAKEN.findall(file.read_text(encoding="utf-8"))
    ]
    assert "database/locks.py" in dict(found)
    assert [each for each in found if not NAMED.match(each[1])] == []
