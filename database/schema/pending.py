"""Pending migrations, found by name.

Migrations are not imported: they are larger than the models, and `/readyz` checks every second.
"""

from functools import cache
from pkgutil import iter_modules

from database.connect import APPS, fetch, fetch_value
from settings import ROOT

(APP,) = APPS


class CannotMigrate(Exception):  # noqa: N818 - it says what is the matter
    """The tables are in a state from which no migration leads on; says what to do."""


APPLIED = "SELECT name FROM tortoise_migrations WHERE app = $1"


@cache
def migration_names() -> tuple[str, ...]:
    """The names of all migrations."""
    folder = ROOT / APPS[APP]["migrations"]
    names = (module.name for module in iter_modules([str(folder)]))
    return tuple(sorted(name for name in names if not name.startswith("_")))


async def pending() -> list[str]:
    """The names of migrations that are not applied. Call it inside `connected`.

    Raises the driver's errors if the database is unavailable.
    """
    # A new database does not have the table.
    if not await fetch_value("SELECT to_regclass('tortoise_migrations') IS NOT NULL"):
        return list(migration_names())
    applied = {row["name"] for row in await fetch(APPLIED, APP)}
    return [name for name in migration_names() if name not in applied]


async def outdated() -> str:
    """A sentence about pending migrations; empty if there are none. Raises like `pending`."""
    lacking = await pending()
    if not lacking:
        return ""
    is_empty = await fetch_value("SELECT to_regclass('product') IS NULL")
    what = "has no tables" if is_empty else f"lacks {', '.join(lacking)}"
    return f"The database {what}. Run `odop migrate` first."
