"""Everything that a database contains, as text."""

from database.connect import fetch

TABLES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


async def whole_database() -> str:
    """All rows of all tables; bytes as text where they are text."""
    found: list[str] = []
    for table in await fetch(TABLES):
        for row in await fetch(f'SELECT * FROM "{table["name"]}"'):
            for value in dict(row).values():
                is_bytes = isinstance(value, bytes)
                found.append(value.decode("utf-8", "replace") if is_bytes else str(value))
    return "\n".join(found)
