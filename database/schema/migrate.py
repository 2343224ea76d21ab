"""Migrations, and the comparison of models and migrations."""

from collections.abc import Callable

from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.operations import Operation
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.migrations.schema_generator.operation_generator import OperationGenerator
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.transactions import in_transaction

from database.connect import APPS, fetch_value, tortoise_config
from database.locks import Lock
from database.schema import serving_role
from database.schema.pending import CannotMigrate

(APP,) = APPS


async def apply(report: Callable[[str], None] = lambda name: None) -> None:
    """Apply all pending migrations, in one transaction. Call it inside `connected`.

    There is no statement timeout, because building an index may take long. Raises CannotMigrate.
    """
    async with in_transaction() as transaction:
        await transaction.execute_script("SET LOCAL statement_timeout = 0")
        # A concurrent command waits, and finds nothing left to do.
        await transaction.execute_query("SELECT pg_advisory_xact_lock($1)", [Lock.MIGRATION.value])
        executor = MigrationExecutor(transaction, APPS)
        # The executor reads this table before it creates it, which would fail the transaction.
        await executor.recorder.ensure_schema(AsyncpgSchemaEditor(transaction, atomic=False))
        await _record_squashed(executor, report)

        def progress(event: str, app_label: str, name: str) -> None:
            if event == "apply_start":
                report(name)

        await executor.migrate(direction="forward", progress=progress)
        await serving_role.grant()


async def _record_squashed(executor: MigrationExecutor, report: Callable[[str], None]) -> None:
    """Record a migration as applied if all that it replaces are.

    Their record stays, so that the previous version still starts. Raises CannotMigrate.
    """
    applied = [key.name for key in await executor.recorder.applied_migrations()]
    executor.loader.load_disk()
    for key, migration in executor.loader.disk_migrations.items():
        if not migration.replaces or key.name in applied:
            continue
        missing = [name for _, name in migration.replaces if name not in applied]
        if not missing:
            await executor.recorder.record_applied(APP, key.name)
            report(key.name)
        elif applied:
            release = migration.release  # type: ignore[attr-defined]  # of a base, by `make squash`
            raise CannotMigrate(
                f"The database's tables are too old for this version: they lack {missing[0]}."
                f" Run `odop migrate` with version {release} first, then with this one."
            )
        elif await fetch_value("SELECT to_regclass('product') IS NOT NULL"):
            raise CannotMigrate(
                "The database has tables, but no record of how they were made. Restore a whole"
                " dump with `odop db restore`, or empty the database with `odop db reset`."
            )


async def changes(since: State | None = None) -> list[Operation]:
    """Operations from the migrations, or another state of the tables, to the models.

    Needs no database.
    """
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(""), init_connections=False)
        assert context.apps is not None
        detector = MigrationAutodetector(context.apps, APPS)
        if since is not None:
            return list(OperationGenerator(since, detector._current_state()).generate())
        return [each for change in await detector.changes() for each in change.operations]


def no_tables() -> State:
    """The state of an empty database."""
    return State(models={}, apps=StateApps())


async def drift() -> list[str]:
    """Changes of models without a migration; empty if they agree. Needs no database."""
    return [_described(operation) for operation in await changes()]


def _described(operation: Operation) -> str:
    names = (getattr(operation, name, "") for name in ("model_name", "name"))
    return " ".join([type(operation).__name__, ".".join(name for name in names if name)])
