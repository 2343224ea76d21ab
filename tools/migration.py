"""make migration NAME=sellers: write what takes databases from their tables to the models'.

The migration has a copy of everything it needs, so that changing a model never changes a step that
databases are yet to take. Check and unique constraints are those of the models; triggers, functions
and what rows of before have in new columns are added to it by hand.
"""

import asyncio
import sys
from typing import Any

from tortoise.fields.data import CharEnumFieldInstance
from tortoise.migrations.operations import Operation
from tortoise.migrations.writer import (
    ImportManager,
    MigrationWriter,
    _render_call,
    format_migration_name,
)

from database.connect import APPS
from database.fields import GeneratedInt
from database.schema import migrate
from database.schema.pending import migration_names
from settings import ROOT

FROZEN = "migrations._frozen"
(APP,) = APPS
MODULE = APPS[APP]["migrations"]


class Writer(MigrationWriter):
    """Writes operations that import nothing of the mart's but `migrations._frozen`."""

    def __init__(self, name: str, operations: list[Operation], **options: Any) -> None:
        super().__init__(name, APP, operations, migrations_module=MODULE, **options)

    def _render_field(self, field: Any, imports: ImportManager) -> str:
        path, arguments, options = field.deconstruct()
        for not_of_tables in ("encoder", "decoder"):
            options.pop(not_of_tables, None)
        if field.pk:
            options["generated"] = field.generated
        if isinstance(field, GeneratedInt):
            path, options = f"{FROZEN}.GeneratedInt", {}
        if isinstance(field, CharEnumFieldInstance):
            path = f"{FROZEN}.choice"
            del options["enum_type"]
            if "default" in options:
                options["default"] = str(options["default"])
        return _render_call(path, arguments, options, imports)

    def _format_create_model(
        self, operation: Any, imports: ImportManager, *, indent: str
    ) -> list[str]:
        imports.add_from(FROZEN, "CreateTable")
        first, *others = super()._format_create_model(operation, imports, indent=indent)
        return [first.replace("ops.CreateModel", "CreateTable"), *others]


def next_name(name: str) -> str:
    last = max((int(each[:4]) for each in migration_names()), default=0)
    return format_migration_name(last + 1, name)


def main(name: str) -> None:
    operations = asyncio.run(migrate.changes())
    if not operations:
        print("Models and migrations agree.")
        return
    writer = Writer(next_name(name), operations, dependencies=[(APP, migration_names()[-1])])
    print(f"{writer.write().relative_to(ROOT)} was written.")


if __name__ == "__main__":
    main(sys.argv[1])
