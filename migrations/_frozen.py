"""What migrations share. They read nothing of the mart's code, which goes on changing.

A migration that has run somewhere does the same for ever, so nothing here is changed either; what a
new migration needs otherwise gets a name of its own. Tortoise passes over a file with this name.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from tortoise import fields
from tortoise.migrations import operations as ops
from tortoise.migrations.operations import TortoiseOperation
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


def choice(*, description: str, **options: Any) -> Any:
    """A column with one of a few texts, which `description` lists as `NAME: text`, a line each."""
    members = dict(line.split(": ", 1) for line in description.splitlines())
    kind = StrEnum("Choice", members)  # type: ignore[misc]
    return fields.CharEnumField(kind, description=description, **options)


class GeneratedInt(fields.BigIntField):
    """A whole number that PostgreSQL computes from other columns and stores.

    The migration that makes the column writes the expression itself.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs["generated"] = True
        super().__init__(**kwargs)

    class _db_postgres:
        SQL_TYPE = "BIGINT"
        GENERATED_SQL = None


class CreateTable(ops.CreateModel):
    """A table with the check and unique constraints of its model, which Tortoise leaves out."""

    async def database_forward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        await super().database_forward(app_label, old_state, new_state, state_editor)
        if state_editor is None:
            return
        model = new_state.apps.get_model(f"{app_label}.{self.name}")
        for constraint in model._meta.constraints:
            await state_editor.add_constraint(model, constraint)


class Script(TortoiseOperation):
    """SQL of a file beside the migrations; `tables` are what Tortoise has to know of it."""

    def __init__(self, file: str, tables: list[CreateTable]) -> None:
        self.file, self.tables = file, tables

    def describe(self) -> str:
        return f"Run {self.file}"

    def state_forward(self, app_label: str, state: State) -> None:
        for table in self.tables:
            table.state_forward(app_label, state)

    async def database_forward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        if state_editor is not None:
            script = Path(__file__).with_name(self.file).read_text(encoding="utf-8")
            await state_editor.client.execute_script(script)


class CommentTables(TortoiseOperation):
    """Set the comments of tables, by model: the first lines of the models' docstrings."""

    def __init__(self, comments: Mapping[str, str]) -> None:
        self.comments = comments

    def describe(self) -> str:
        return f"Comment {len(self.comments)} tables"

    def state_forward(self, app_label: str, state: State) -> None:
        for model, comment in self.comments.items():
            options = self.get_model_state(state, app_label, model).options
            options["table_description"] = comment
        state.reload_models({(app_label, model) for model in self.comments})

    async def database_forward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        if state_editor is None:
            return
        for model in self.comments:
            meta = new_state.apps.get_model(f"{app_label}.{model}")._meta
            comment = meta.table_description.replace("'", "''")
            await state_editor._run_sql(f"COMMENT ON TABLE \"{meta.db_table}\" IS '{comment}'")

    async def database_backward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        await self.database_forward(app_label, new_state, old_state, state_editor)
