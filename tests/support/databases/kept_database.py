"""A database that one test after the other writes to, each time put back as it was made.

Making a database anew for each test took longer than most tests.
"""

import asyncio
from collections.abc import Sequence

import asyncpg

from database.connect import credentials

# What has been written to each table since the database was made, whoever did it and whether it
# was rolled back or not: a session counts what it did at its end at the latest.
WRITTEN = """
SELECT format('%I.%I', schemaname, relname) AS name, n_tup_ins + n_tup_upd + n_tup_del AS number
FROM pg_stat_user_tables WHERE schemaname !~ '^pg_temp'"""
DRAWN = """
SELECT format('%I.%I', schemaname, sequencename) AS name, start_value, last_value
FROM pg_sequences"""
OTHERS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL($1::int[])"""


COLUMNS = """
SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"""
MAX_COPIED_ROWS = 5_000


class KeptDatabase:
    """One database of a test process, with an owner's connection that puts it back."""

    def __init__(self, owner: asyncpg.Connection) -> None:
        self._owner = owner
        self._written: dict[str, int] = {}
        self._drawn: dict[str, asyncpg.Record] = {}
        # Of tables that were made with rows: the statements that put them back, None for many rows.
        self._putting_back: dict[str, str | None] = {}

    @classmethod
    async def at(cls, url: str) -> "KeptDatabase":
        """The database at `url`, which nobody has written to yet."""
        owner = await asyncpg.connect(
            **credentials(url),
            server_settings={
                "session_replication_role": "replica",  # no trigger runs when rows go
                "stats_fetch_consistency": "none",
                "synchronous_commit": "off",
            },
        )
        self = cls(owner)
        self._written = await self._count_written()
        self._drawn = await self._count_drawn()
        for place, name in enumerate(self._written):
            await self._keep_rows(name, f"pg_temp.kept_{place}")
        return self

    async def _keep_rows(self, name: str, copy: str) -> None:
        number = await self._owner.fetchval(
            f"SELECT count(*) FROM (SELECT FROM {name} LIMIT {MAX_COPIED_ROWS + 1}) AS found"
        )
        if number > MAX_COPIED_ROWS:
            self._putting_back[name] = None
        elif number:
            columns = await self._owner.fetchval(COLUMNS, name)
            await self._owner.execute(f"CREATE TABLE {copy} AS SELECT {columns} FROM {name}")
            self._putting_back[name] = (
                f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE TABLE {copy}"
            )

    async def _count_written(self) -> dict[str, int]:
        return {row["name"]: row["number"] for row in await self._owner.fetch(WRITTEN)}

    async def _count_drawn(self) -> dict[str, asyncpg.Record]:
        return {row["name"]: row for row in await self._owner.fetch(DRAWN)}

    async def restore(self, staying: Sequence[int] = ()) -> bool:
        """Put back what was written; False where it cannot: the database has to be made anew.

        Sessions with the process IDs `staying` have counted what they wrote; others are ended.
        """
        await self._end_others(staying)
        written = await self._count_written()
        steps = []
        for name, number in written.items():
            if number != self._written.get(name):
                back = self._putting_back.get(name, "")
                if back is None or name not in self._written:
                    return False
                steps += [f"DELETE FROM {name}", back] if back else [f"DELETE FROM {name}"]
        for name, drawn in (await self._count_drawn()).items():
            before = self._drawn[name]
            if drawn != before:
                last, is_drawn = before["last_value"], before["last_value"] is not None
                number = last if is_drawn else before["start_value"]
                steps.append(f"SELECT setval('{name}', {number}, {is_drawn})")
        await self._owner.execute(";".join([*steps, "SELECT pg_stat_force_next_flush()"]))
        self._written = await self._count_written()
        return True

    async def _end_others(self, staying: Sequence[int]) -> None:
        """End the sessions that were left open, as dropping the database would."""
        for _ in range(500):
            if not await self._owner.fetchval(OTHERS, list(staying)):
                return
            await asyncio.sleep(0.01)
        raise AssertionError("a session of the test does not end")

    async def close(self) -> None:
        await self._owner.close()
