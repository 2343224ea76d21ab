"""How many connections processes of the mart may open, and how many the server has for them."""

from database.connect import fetch_value
from database.embedded.server import MAX_CONNECTIONS
from settings import settings

# A process has these beside its pool: one hears of changes, one of jobs.
LISTENING = 2
# For what is not counted: `odop worker`, a command, somebody who looks, what PostgreSQL reserves.
SPARE = 30

FREE = """
SELECT sum(setting::int * CASE name WHEN 'max_connections' THEN 1 ELSE -1 END)
FROM pg_settings
WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')
"""


def opened_by(processes: int) -> int:
    """The most connections that so many processes that serve may have open at once."""
    return processes * (settings().pool_size + LISTENING)


def max_connections_for(opened: int) -> int:
    """What the embedded server has to be started with for so many open connections."""
    return max(MAX_CONNECTIONS, opened + SPARE)


async def capacity_problem(opened: int) -> str | None:
    """What is the matter when the server takes fewer connections; None when it does not.

    A pooler shares few connections among many: behind one there is nothing to count.
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
