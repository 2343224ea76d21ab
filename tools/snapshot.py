"""make snapshot: write what a new database begins with, after a migration was added.

All migrations run one by one in a database that is thrown away; what they leave goes to
migrations/new_database.sql.
"""

import asyncio

from database.connect import connected
from database.schema import migrate, snapshot
from tests.support.temporary_server import throwaway_server


async def one_by_one(url: str) -> list[str]:
    """Run every migration in the empty database at `url`; their names."""
    applied: list[str] = []
    async with connected(url):
        await migrate.apply(applied.append, one_by_one=True)
    return applied


def main() -> None:
    with throwaway_server() as url:
        snapshot.write(url, asyncio.run(one_by_one(url)))


if __name__ == "__main__":
    main()
