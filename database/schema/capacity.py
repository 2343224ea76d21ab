"""Connections needed by the mart's processes, and connections that the server allows."""

from database.connect import fetch_value
from database.embedded.server import MAX_CONNECTIONS
from settings import settings

# Connections of a process besides its pool: one for changes, one for jobs.
LISTENING = 2
# Reserve for `odop worker`, commands, psql, and PostgreSQL's reserved connections.
SPARE = 30

FREE = """
SELECT sum(setting::int * CASE name WHEN 'max_connections' THEN 1 ELSE -1 END)
FROM pg_settings
WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')
"""


def opened_by(processes: int) -> int:
    """The maximal number of connections of so many serving processes."""
    return processes * (settings().pool_size + LISTENING)


def max_connections_for(opened: int) -> int:
    """The `max_connections` of an embedded server for so many open connections."""
    return max(MAX_CONNECTIONS, opened + SPARE)


async def capacity_problem(opened: int) -> str | None:
    """The problem if the server allows fewer connections, else None.

    Behind a pooler, which shares connections, there is no such limit.
    """
    if settings().listen_database_url:
        return None
    free = int(await fetch_value(FREE))
    if opened <= free:
        return None
    return (
        f"The processes can open {opened} database connections in total, but PostgreSQL has {free}"
        " free. Start fewer --workers, lower ODOP_POOL_SIZE, or raise max_connections."
    )
