"""Bulk load: indexes and foreign keys are dropped and created again when all rows are there.

Row by row a foreign key costs a look-up in the other table, and an index that does not fit into
memory a page read and written.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

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
