"""Bulk load: rows as texts, while indexes and foreign keys are dropped, to be created
again when all rows are there.

Row by row a foreign key costs a look-up in the other table, and an index that does not fit into
memory a page read and written.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import NoneType
from typing import Any

from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from database.connect import execute, fetch, fetch_value

MEMORY = "512MB"  # for building an index
_IS_OWNER = """
SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE oid = ANY($1::regclass[])
"""
# Primary keys, and unique keys that foreign keys refer to, stay. Keys are created after indexes.
_MADE_LATER = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS dropped,
  format('ALTER TABLE %s ADD CONSTRAINT %I %s',
    conrelid::regclass, conname, pg_get_constraintdef(oid)) AS made, contype = 'f' AS is_last
FROM pg_constraint c WHERE conrelid = ANY($1::regclass[]) AND (contype = 'f' OR contype = 'u'
  AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid))
UNION ALL
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), false
FROM pg_index WHERE indrelid = ANY($1::regclass[]) AND NOT EXISTS
  (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY is_last
"""


@asynccontextmanager
async def bare(tables: Sequence[str]) -> AsyncIterator[None]:
    """Drop most indexes and keys of the tables within the context, and create them afterwards.

    Nobody else can read the tables until the transaction ends. Without ownership of the tables
    nothing is dropped.
    """
    async with in_transaction():
        if not await fetch_value(_IS_OWNER, list(tables)):
            yield
            return
        later = await fetch(_MADE_LATER, list(tables))
        for row in reversed(later):
            await execute(row["dropped"])
        yield
        await execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
        for row in later:
            await execute(row["made"])


async def copy_texts(table: str, names: Sequence[str], texts: bytes) -> None:
    """Load rows that `copy_text` made, with COPY."""
    async with get_connection("default").acquire_connection() as connection:
        await connection.copy_to_table(table, source=BytesIO(texts), columns=names)


_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}


def copy_text(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows in the text format of COPY: texts, enums of texts, numbers, booleans, times, None."""
    return "".join(
        ["\t".join([_TEXTS.get(type(value), _enum)(value) for value in row]) + "\n" for row in rows]
    ).encode()


def _escaped(text: str) -> str:
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _enum(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"no text of {value!r} for COPY")
    return _escaped(str.__str__(value))


_TEXTS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda _: r"\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    Decimal: str,
    date: str,
    datetime: str,
    str: _escaped,
}
