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


def refused(given: list[str]) -> dict[str, str]:
    """The statements that a new server does not prepare, with its reason."""
    with throwaway_server() as url:
        return asyncio.run(_refused(url, given))


async def _refused(url: str, given: list[str]) -> dict[str, str]:
    async with connected(url):
        await migrate.apply(lambda _: None)
        await gateway_adapter(settings()).prepare()
    found = {}
    connection = await asyncpg.connect(**credentials(url), statement_cache_size=0)
    try:
        for each in given:
            try:
                await connection.prepare(each)
            except asyncpg.PostgresError as error:
                found[each] = f"{type(error).__name__}: {error}"
    finally:
        await connection.close()
    return found


def main() -> None:
    """End with an error if only this server refuses a statement, or none was recorded."""
    given = statements(Path(sys.argv[1]))
    found = refused(given)
    # Some are about tables that a test has made; the server that tests use refuses them, too.
    os.environ.pop("ODOP_PG_BIN", None)
    tables_of_tests = refused(list(found))
    found = {each: reason for each, reason in found.items() if each not in tables_of_tests}
    for statement, reason in found.items():
        print(f"{reason}\n    {' '.join(statement.split())[:300]}")
    print(f"{len(given) - len(found)} of {len(given)} statements are prepared.")
    sys.exit(1 if found or not given else 0)


if __name__ == "__main__":
    main()
