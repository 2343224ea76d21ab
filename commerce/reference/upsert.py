"""Inserts and updates of rows from files, without touching equal ones."""

from collections.abc import Sequence
from typing import Any

import orjson

from database.connect import execute, fetch

Rows = Sequence[dict[str, Any]]


async def upsert(table: str, key: str, rows: Rows, only: str = "") -> None:
    """Insert `rows`, or update those with the same key that differ.

    `key` is a unique column, or several separated by commas; `only` is the condition of a partial
    unique index. Rows keep their id and the columns that `rows` lack.
    """
    names = list(rows[0])
    columns = ", ".join(names)
    ours = ", ".join(f"t.{name}" for name in names)
    theirs = ", ".join(f"excluded.{name}" for name in names)
    arbiter = f"({key}) WHERE {only}" if only else f"({key})"
    await execute(
        f"INSERT INTO {table} AS t ({columns})"
        f" SELECT {columns} FROM json_populate_recordset(NULL::{table}, $1::json)"
        f" ON CONFLICT {arbiter} DO UPDATE SET ({columns}) = ROW({theirs})"
        f" WHERE ({ours}) IS DISTINCT FROM ({theirs})",
        orjson.dumps(rows).decode(),
    )


async def replace(table: str, key: str, keys: Sequence[int], rows: Rows) -> None:
    """Make `rows` the only ones with one of these `keys` in the column `key`.

    Equal rows stay as they are.
    """
    names = list(rows[0])
    columns = ", ".join(names)
    is_equal = " AND ".join(f"t.{name} IS NOT DISTINCT FROM new.{name}" for name in names)
    new_rows = f"json_populate_recordset(NULL::{table}, $1::json) AS new"
    values = orjson.dumps(rows).decode()
    await execute(
        f"DELETE FROM {table} t WHERE t.{key} = ANY($2::int[])"
        f" AND NOT EXISTS (SELECT FROM {new_rows} WHERE {is_equal})",
        values,
        list(keys),
    )
    await execute(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {new_rows}"
        f" WHERE NOT EXISTS (SELECT FROM {table} t WHERE {is_equal})",
        values,
    )


async def ids(table: str, key: str = "slug") -> dict[str, int]:
    """The id of every row of a table by its key."""
    return {row["key"]: row["id"] for row in await fetch(f"SELECT {key} AS key, id FROM {table}")}
