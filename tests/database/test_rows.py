"""Rows are read by column name."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, NamedTuple

import pytest

from database.connect import columns, fetch
from database.rows import (
    ColumnMismatch,
    fetch_as,
    field_names,
    record_reader,
    rows_as,
    slices,
)
from models import Category, State

pytestmark = pytest.mark.usefixtures("db")


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Thread(NamedTuple):
    id: int
    colour: Colour
    other: Colour | None
    plies: Annotated[list[str], str.split]


@dataclass(frozen=True, slots=True)
class Reel:
    id: int
    colour: Colour
    note: str | None = None


class Single(NamedTuple):
    id: int


ROW = "'a b' AS plies, NULL::text AS other, {id} AS id, '{colour}' AS colour"


def sql(*columns: str) -> str:
    return f"SELECT {', '.join(columns)}"


async def test_columns_fill_the_fields_of_their_names() -> None:
    found = await fetch_as(Thread, sql(ROW.format(id=7, colour="blue")))
    assert found == [Thread(7, Colour.BLUE, None, ["a", "b"])]
    assert type(found[0].colour) is Colour
    swapped = await fetch_as(Reel, sql("NULL AS note", "'red' AS colour", "1 AS id"))
    assert swapped == [Reel(1, Colour.RED)]
    assert await fetch_as(Single, sql("1 AS id")) == [Single(1)]
    assert await fetch_as(Single, "SELECT 1 AS id WHERE false") == []


async def test_the_same_class_is_made_of_several_statements() -> None:
    for given in (("1 AS id", "'red' AS colour", "'x' AS note"), ("'x' AS note", "1 AS id")):
        more = given if len(given) == 3 else ("'red' AS colour", *given)
        assert await fetch_as(Reel, sql(*more)) == [Reel(1, Colour.RED, "x")]


async def test_records_within_a_column_are_read_in_the_order_of_the_fields() -> None:
    order = dict.fromkeys(field_names(Reel), "NULL") | {"id": "n", "colour": "'red'"}
    values = ", ".join(order.values())
    (row,) = await fetch(f"SELECT ARRAY(SELECT ROW({values}) FROM generate_series(1, 2) n) AS x")
    assert record_reader(Reel)(row["x"]) == [Reel(1, Colour.RED), Reel(2, Colour.RED)]
    assert record_reader(Reel)([]) == []


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        (("1 AS id", "'red' AS colour"), "no column `note`"),
        (("1 AS id", "'red' AS color", "'x' AS note"), "no column `colour`, no field `color`"),
        (("1 AS id", "'red' AS colour", "'x' AS note", "2 AS more"), "no field `more`"),
        (("1 AS id", "'red' AS colour", "'x' AS note", "2 AS id"), "column `id` twice"),
    ],
)
async def test_columns_that_do_not_fit_are_named(columns: tuple[str, ...], problem: str) -> None:
    with pytest.raises(ColumnMismatch, match="Reel") as error:
        await fetch_as(Reel, sql(*columns))
    assert problem in str(error.value)


async def test_a_shape_can_read_part_of_a_row() -> None:
    rows = await fetch(sql("2 AS more", "'red' AS colour", "'x' AS note", "1 AS id"))
    assert rows_as(Reel, rows, is_part=True) == [Reel(1, Colour.RED, "x")]
    with pytest.raises(ColumnMismatch, match="no column `plies`"):
        rows_as(Thread, rows, is_part=True)


async def test_an_unknown_enum_value_is_refused() -> None:
    with pytest.raises(ValueError, match="green"):
        await fetch_as(Reel, sql("1 AS id", "'green' AS colour", "'x' AS note"))


async def test_rows_of_several_tables_are_read_together() -> None:
    names = columns(State, "s"), columns(Category, "k")
    source = "FROM (SELECT) AS g LEFT JOIN state s ON true LEFT JOIN category k"
    (row,) = await fetch(f"SELECT {', '.join(names)}, 1 AS more {source} ON true")
    assert slices(row, (State, Category)) == [None, None]
    with pytest.raises(ColumnMismatch, match=r"Category and the .* no field `code`"):
        slices(row, (Category, State))
