"""Bringing the database's tables to what the models say."""

from collections.abc import Callable

from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.operations import Operation
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.transactions import in_transaction

from database.connect import APPS, tortoise_config
from database.schema import serving_role, snapshot
from database.schema.pending import migration_names

# Taken while migrating, so that of two commands at once the second finds nothing left to do.
MIGRATING = 0x0D09
(APP,) = APPS


async def apply(
    report: Callable[[str], None] = lambda name: None, *, one_by_one: bool = False
) -> None:
    """Apply every migration that is not applied yet: all of them or none.

    A new database begins with the snapshot, unless it is to go `one_by_one`. Call it inside
    `connected`. The limit on a statement's time is for requests; building an index may take longer.
    """
    async with in_transaction() as transaction:
        await transaction.execute_script("SET LOCAL statement_timeout = 0")
        await transaction.execute_query("SELECT pg_advisory_xact_lock($1)", [MIGRATING])
        executor = MigrationExecutor(transaction, APPS)
        # The executor asks for this table before it makes it, which would end the transaction.
        await executor.recorder.ensure_schema(AsyncpgSchemaEditor(transaction, atomic=False))

        def progress(event: str, app_label: str, name: str) -> None:
            if event == "apply_start":
                report(name)

        if not one_by_one and not await executor.recorder.applied_migrations():
            await snapshot.load(transaction)
            for name in snapshot.snapshot_names():
                await executor.recorder.record_applied(APP, name)
                report(name)
        await executor.migrate(direction="forward", progress=progress)
        await serving_role.grant()


def not_in_snapshot() -> list[str]:
    """The migrations that a new database runs after the snapshot, in their order."""
    return sorted(set(migration_names()) - set(snapshot.snapshot_names()))


async def drift() -> list[str]:
    """What the models say and no migration does; empty when they agree. Needs no database."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(""), init_connections=False)
        assert context.apps is not None
        changes = await MigrationAutodetector(context.apps, APPS).changes()
    return [_described(operation) for change in changes for operation in change.operations]


def _described(operation: Operation) -> str:
    names = (getattr(operation, name, "") for name in ("model_name", "name"))
    return " ".join([type(operation).__name__, ".".join(name for name in names if name)])
