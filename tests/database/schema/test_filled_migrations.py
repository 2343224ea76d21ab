"""Migrations work on tables with rows."""

from importlib import import_module
from typing import Any

from tortoise.migrations.operations import AddField, CreateModel

from database.schema.pending import migration_names


def may_be_added(field: Any) -> bool:
    return bool(field.null or field.has_db_default())


def test_a_new_non_null_column_needs_values_for_existing_rows() -> None:
    """With `db_default`, which a later step may take away again."""
    found = []
    for migration in migration_names():
        steps = import_module(f"migrations.{migration}").Migration.operations
        new = {step.name for step in steps if isinstance(step, CreateModel)}
        found += [
            f"{migration}: {step.model_name}.{step.name}"
            for step in steps
            if isinstance(step, AddField)
            and step.model_name not in new
            and not may_be_added(step.field)
        ]
    assert found == []
