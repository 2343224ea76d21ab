"""The database has room for all connections of the mart's processes."""

import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from database.connect import connected, credentials, fetch_value
from database.embedded.embedded import database_server, embedded_server
from database.schema import capacity
from settings import ROOT, Settings, settings

pytestmark = pytest.mark.slow


async def test_all_connections_that_were_counted_can_be_open_at_once(data_dir: Path) -> None:
    opened = capacity.opened_by(12)
    asked = Settings(data_dir=data_dir, database_url="")
    with database_server(asked, capacity.max_connections_for(opened)) as url:
        found = [await asyncpg.connect(**credentials(url)) for _ in range(opened)]
        async with connected(url):
            assert await capacity.capacity_problem(opened) is None
        for each in found:
            await each.close()


JOIN = """
import sys
from pathlib import Path
from database.embedded.embedded import embedded_server

with embedded_server(Path(sys.argv[1]), durable=False, connections=int(sys.argv[2])):
    pass
"""


async def joined(data_dir: Path, connections: int) -> "subprocess.CompletedProcess[str]":
    """Another command that uses the server."""
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", JOIN, str(data_dir), str(connections)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_max_connections_is_raised_by_a_restart_unless_in_use(
    data_dir: Path,
) -> None:
    with embedded_server(data_dir, durable=False) as url:
        assert await _most(url) == 100
        refused = await joined(data_dir, 150)
        assert refused.returncode != 0
        assert "takes fewer than 150 connections" in refused.stderr
        assert await _most(url) == 100
    with embedded_server(data_dir, durable=False, connections=150) as url:
        assert await _most(url) == 150
        assert (await joined(data_dir, 100)).returncode == 0
        assert await _most(url) == 150


async def test_more_processes_than_the_database_has_connections_for_are_refused(
    db: str,
) -> None:
    free = int(await fetch_value(capacity.FREE))
    assert 0 < free < int(await fetch_value("SHOW max_connections"))
    assert await capacity.capacity_problem(free) is None
    problem = await capacity.capacity_problem(free + 1)
    assert problem is not None
    assert f"can open {free + 1} " in problem
    assert "ODOP_POOL_SIZE" in problem


async def test_behind_a_pooler_connections_are_not_counted(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ODOP_LISTEN_DATABASE_URL", "postgresql://db.example/odop")
    settings.cache_clear()
    try:
        assert await capacity.capacity_problem(1_000_000) is None
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def _most(url: str) -> int:
    connection = await asyncpg.connect(**credentials(url))
    try:
        return int(await connection.fetchval("SHOW max_connections"))
    finally:
        await connection.close()
