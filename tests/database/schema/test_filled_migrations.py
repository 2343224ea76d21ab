"""Migrations find tables with rows in them, not only new ones."""

from importlib import import_module
from typing import Any

from tortoise.migrations.operations import AddField, CreateModel

from database.schema.pending import migration_names
from migrations._frozen import AddFields


def test_a_column_that_may_not_be_null_says_what_rows_of_before_have() -> None:
    found = []
    for migration in migration_names():
        steps = import_module(f"migrations.{migration}").Migration.operations
        new = {step.name for step in steps if isinstance(step, CreateModel)}
        for step in steps:
            columns: dict[str, Any]
            if isinstance(step, AddField):
                columns, filled = {step.name: step.field}, set()
            elif isinstance(step, AddFields):
                columns, filled = dict(step.fields), set(step.filled)
            else:
                continue
            found += [
                f"{migration}: {step.model_name}.{name}"
                for name, field in columns.items()
                if not field.null and name not in filled and step.model_name not in new
            ]
    assert found == []
