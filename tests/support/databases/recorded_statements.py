"""All statements that tests send, prepared on another PostgreSQL: `.ci/run` does so on the oldest.

A server that knows a statement's syntax, functions and types prepares it. With `--statements` a
test run writes the statements that its own server has prepared into a folder;
`ODOP_PG_BIN=… python -m tests.support.databases.recorded_statements FOLDER` prepares them on
another, with all tables and no rows.
"""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from database.connect import connected, credentials
from database.schema import migrate
from server.adapters import gateway_adapter
from settings import settings
from tests.support.databases.temporary_server import throwaway_server


@contextmanager
def recorded(folder: Path) -> Iterator[None]:
    """Write the statements prepared meanwhile to a file of this process in `folder`."""
    seen: set[str] = set()
    prepare = asyncpg.Connection._get_statement

    async def noting(self: Any, query: str, *arguments: Any, **more: Any) -> Any:
        statement = await prepare(self, query, *arguments, **more)
        seen.add(query)
        return statement

    asyncpg.Connection._get_statement = noting
    try:
        yield
    finally:
        asyncpg.Connection._get_statement = prepare
        (folder / f"{os.getpid()}.json").write_text(json.dumps(sorted(seen)))


def statements(folder: Path) -> list[str]:
    return sorted({each for file in folder.glob("*.json") for each in json.loads(file.read_text())})


async def refused(url: str, given: list[str]) -> list[tuple[str, str]]:
    """The statements that the server does not prepare, with its reason."""
    async with connected(url):
        await migrate.apply(lambda _: None)
        await gateway_adapter(settings()).prepare()
    found = []
    connection = await asyncpg.connect(**credentials(url), statement_cache_size=0)
    try:
        for each in given:
            try:
                await connection.prepare(each)
            except asyncpg.UndefinedTableError as error:
                # Tests make some tables; those of PostgreSQL itself differ.
                if 'relation "pg_' in str(error):
                    found.append((each, f"{type(error).__name__}: {error}"))
            except asyncpg.PostgresError as error:
                found.append((each, f"{type(error).__name__}: {error}"))
    finally:
        await connection.close()
    return found


def main() -> None:
    """End with an error if a statement is refused, or none was recorded."""
    given = statements(Path(sys.argv[1]))
    with throwaway_server() as url:
        found = asyncio.run(refused(url, given))
    for statement, reason in found:
        print(f"{reason}\n    {' '.join(statement.split())[:300]}")
    print(f"{len(given) - len(found)} of {len(given)} statements are prepared.")
    sys.exit(1 if found or not given else 0)


if __name__ == "__main__":
    main()
