"""Rows as plans unpack them."""

import pytest

from database.connect import fetch
from graph.plan.runtime.lists import in_order

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize(
    "read",
    [
        "1 AS a, 2 AS b",
        "1 AS a, 2 AS b, 7 AS parent",
        "2 AS b, 1 AS a",
        "0 AS other, 1 AS a, 2 AS b",
        "2 AS b, 0 AS other, 1 AS a",
    ],
)
async def test_values_are_in_the_requested_order(read: str) -> None:
    rows = await fetch(f"SELECT {read} FROM generate_series(1, 3)")
    assert in_order(rows, ("a", "b")) == [(1, 2)] * 3


async def test_missing_columns_are_none() -> None:
    rows = await fetch("SELECT 1 AS a")
    assert in_order(rows, ("a", "b")) == [(1, None)]
