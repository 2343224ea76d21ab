"""Statements of a test run are recorded, and another server says which it does not prepare."""

from pathlib import Path

import asyncpg
import pytest

from database.connect import fetch_value
from tests.support.databases.recorded_statements import recorded, refused, statements


async def test_prepared_statements_are_recorded(db: str, tmp_path: Path) -> None:
    known = "SELECT count(*)::int AS known FROM product"
    with recorded(tmp_path):
        assert await fetch_value(known) == 0
        with pytest.raises(asyncpg.UndefinedColumnError):
            await fetch_value("SELECT unknown FROM product")
    assert statements(tmp_path) == [known]


@pytest.mark.slow
def test_a_server_refuses_what_it_does_not_know() -> None:
    known, unknown = "SELECT id FROM product WHERE slug = $1", "SELECT no_such_function(1)"
    assert list(refused([known, unknown])) == [unknown]
