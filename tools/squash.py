"""make squash: write one migration in the place of all, so that a new database is ready at once.

Every migration runs in a database that is thrown away; what they leave is the new one's script.
Databases to which all of them were applied count as having it (`database/schema/migrate.py`).
"""

import asyncio
import re
from importlib.metadata import version
from pathlib import Path

from database.connect import connected
from database.embedded.backup import Client
from database.schema import migrate
from database.schema.pending import migration_names
from settings import ROOT
from tests.support.databases.temporary_server import throwaway_server
from tools.migration import APP, FROZEN, MODULE, Writer, next_name

HEAD = """-- The tables of a new database. Made by `make squash`; do not change it by hand.
-- Functions are made before the tables they read.
SET LOCAL check_function_bodies = off;
"""
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
    dumped = client.run(
        "pg_dump",
        "--schema-only",
        "--no-owner",
        "--no-acl",
        "--schema=public",
        "--exclude-table=tortoise_migrations*",
        client.url,
    ).decode()
    return re.sub(r"\n{2,}", "\n\n", NOT_TABLES.sub("", dumped)).strip() + "\n"


def write_base(script: str) -> Path:
    """The migration that makes the tables of `script` and stands for all there are; its file."""
    name, replaced = next_name("base"), migration_names()
    create = asyncio.run(migrate.changes(migrate.no_tables()))
    writer = Writer(name, create, initial=True, replaces=[(APP, each) for each in replaced])
    source = with_script(writer.as_string(), f"{name}.sql")
    (ROOT / MODULE / f"{name}.sql").write_text(f"{HEAD}\n{script}", encoding="utf-8")
    writer.path().write_text(source, encoding="utf-8")
    for each in replaced:
        writer.path().with_name(f"{each}.py").unlink()
        writer.path().with_name(f"{each}.sql").unlink(missing_ok=True)
    return writer.path()


def with_script(source: str, file: str) -> str:
    """A migration's source whose tables are made by SQL from `file`, not one by one."""
    for old, new in (
        (f"from {FROZEN} import CreateTable", f"from {FROZEN} import CreateTable, Script"),
        (
            "    operations = [\n",
            f"    release = {version('odop-mart')!r}\n\n    operations = [Script({file!r}, [\n",
        ),
        ("\n    ]\n", "\n    ])]\n"),
    ):
        assert source.count(old) == 1
        source = source.replace(old, new)
    return source


async def _migrate(url: str) -> None:
    async with connected(url):
        await migrate.apply()


def main() -> None:
    with throwaway_server() as url:
        asyncio.run(_migrate(url))
        script = tables(url)
    print(f"{write_base(script).relative_to(ROOT)} was written.")


if __name__ == "__main__":
    main()
