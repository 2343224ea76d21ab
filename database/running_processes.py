"""The running processes of the mart, from the database's list of connections.

Each process has a listening connection, whose name has the id of its encryption key.
"""

import re

from database.connect import fetch

LISTENER = "odop-mart listener"
KEY = re.compile(rf"{LISTENER}, key (\d+)")


def listener_name(sealing_key: int | None) -> str:
    """The name of a process's listening connection."""
    return LISTENER if sealing_key is None else f"{LISTENER}, key {sealing_key}"


async def sealing_keys() -> list[int | None]:
    """The id of the encryption key of each listening process; None if its name has none."""
    rows = await fetch(
        "SELECT application_name AS name FROM pg_stat_activity"
        " WHERE datname = current_database() AND starts_with(application_name, $1)",
        LISTENER,
    )
    matches = [KEY.fullmatch(row["name"]) for row in rows]
    return [None if match is None else int(match[1]) for match in matches]
