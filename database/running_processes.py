"""The mart's processes that run now, as the database sees them.

Each listens on a connection of its own to the server itself, and names the key it seals with.
"""

import re

from database.connect import fetch

LISTENER = "odop-mart listener"
KEY = re.compile(rf"{LISTENER}, key (\d+)")


def listener_name(sealing_key: int | None) -> str:
    """How a process's listening connection is called; without a key where none is said."""
    return LISTENER if sealing_key is None else f"{LISTENER}, key {sealing_key}"


async def sealing_keys() -> list[int | None]:
    """Of each process that listens the number of its sealing key; None where it says none."""
    rows = await fetch(
        "SELECT application_name AS name FROM pg_stat_activity"
        " WHERE datname = current_database() AND starts_with(application_name, $1)",
        LISTENER,
    )
    found = [KEY.fullmatch(row["name"]) for row in rows]
    return [None if each is None else int(each[1]) for each in found]
