"""A new database in one step: its tables as all migrations together leave them.

Going through the migrations one by one takes ten seconds, most of it spent on what each model
looked like in between. `make snapshot` writes the result to migrations/new_database.sql; a new
database begins with it, and migrations that came later run after it. A test makes a database both
ways and compares them.
"""

import re
from pathlib import Path

from tortoise.backends.base.client import BaseDBAsyncClient

from database.embedded.backup import Client

FILE = Path(__file__).resolve().parents[2] / "migrations" / "new_database.sql"
HEAD = """-- The tables of a new database. Made by `make snapshot`; do not change it by hand.
-- Functions are made before the tables they read.
SET LOCAL check_function_bodies = off;
"""
OF = "-- After: "
# What pg_dump says to psql or of itself, and what is left to the server's own settings.
NOT_TABLES = re.compile(
    r"^(--\n-- .*\n--\n|-- Dumped .*\n|SET .*\n|SELECT pg_catalog\.set_config.*\n|\\.*\n"
    r"|CREATE SCHEMA public;\n|COMMENT ON SCHEMA public .*\n)",
    re.MULTILINE,
)


def tables(url: str) -> str:
    """Everything that migrations make, as SQL, without the record of which have run.

    The database is one of an embedded server. Raises ServerFailed.
    """
    client = Client(url, embedded=True)
    said = client.run(
        "pg_dump",
        "--schema-only",
        "--no-owner",
        "--no-acl",
        "--schema=public",
        "--exclude-table=tortoise_migrations*",
        client.url,
    ).decode()
    return re.sub(r"\n{2,}", "\n\n", NOT_TABLES.sub("", said)).strip() + "\n"


def write(url: str, names: list[str]) -> None:
    """Keep the tables of the database at `url`, to which the migrations `names` were applied."""
    after = "".join(f"{OF}{name}\n" for name in names)
    FILE.write_text(f"{after}\n{script(url)}", encoding="utf-8")


def script(url: str) -> str:
    """What makes the same tables in an empty database, in a transaction."""
    return f"{HEAD}\n{tables(url)}"


def snapshot_names() -> list[str]:
    """The migrations that the file has in it, in the order in which they ran."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(OF) for line in lines if line.startswith(OF)]


async def load(connection: BaseDBAsyncClient) -> None:
    """Make the tables. Call it in the transaction that records `names`, in an empty database."""
    await connection.execute_script(FILE.read_text(encoding="utf-8"))
