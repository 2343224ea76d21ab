"""What migrations share. They read nothing of the mart's code, which goes on changing.

A migration that has run somewhere does the same for ever, so nothing here is changed either; what a
new migration needs otherwise gets a name of its own. Tortoise passes over a file with this name.
"""

from collections.abc import Mapping
from copy import deepcopy
from enum import StrEnum
from hashlib import sha256
from json import loads
from os import environ
from pathlib import Path
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tortoise import fields
from tortoise.fields.base import Field
from tortoise.fields.relational import ForeignKeyFieldInstance
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


class AddFields(TortoiseOperation):
    """Several columns of a table at once: Tortoise takes a tenth of a second for each step.

    `filled` is what rows of before have in columns that may not be null, as SQL; new rows bring
    their own value.
    """

    def __init__(
        self, model_name: str, fields: Mapping[str, Field[Any]], filled: Mapping[str, str]
    ) -> None:
        self.model_name, self.fields, self.filled = model_name, fields, filled

    def describe(self) -> str:
        return f"Add fields {', '.join(self.fields)} to {self.model_name}"

    def state_forward(self, app_label: str, state: State) -> None:
        model = self.get_model_state(state, app_label, self.model_name)
        reloaded = {(app_label, self.model_name)}
        for name, field in self.fields.items():
            model.fields[name] = deepcopy(field)
            if isinstance(field, ForeignKeyFieldInstance):
                reloaded.add(state.apps.split_reference(field.model_name))
        state.reload_models(reloaded)

    async def database_forward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        if state_editor is None:
            return
        model = new_state.apps.get_model(f"{app_label}.{self.model_name}")
        table = model._meta.db_table
        for name in self.fields:
            if (value := self.filled.get(name)) is None:
                await state_editor.add_field(model, name)
                continue
            kind = model._meta.fields_map[name].get_for_dialect("postgres", "SQL_TYPE")
            await state_editor._run_sql(
                f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind} NOT NULL DEFAULT {value};'
                f' ALTER TABLE "{table}" ALTER COLUMN "{name}" DROP DEFAULT'
            )

    async def database_backward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        if state_editor is None:
            return
        model = old_state.apps.get_model(f"{app_label}.{self.model_name}")
        for name in self.fields:
            await state_editor.remove_field(model, model._meta.fields_map[name])


def _sealing_key() -> tuple[int, bytes]:
    """The number of the key that seals, and the key. Raises OSError where there is no file."""
    root = Path(__file__).resolve().parents[1]
    folder = environ.get("ODOP_DATA_DIR", "").strip() or root / ".data"
    file = environ.get("ODOP_KEYS_FILE", "").strip() or Path(folder) / "keys.json"
    first = loads(Path(file).read_text(encoding="utf-8"))["sealing"][0]
    return first["id"], bytes.fromhex(first["key"])


def seal(text: str, place: str) -> bytes:
    """`text` as the mart seals it with AES-256-GCM; it opens at this `place` alone."""
    number, key = _sealing_key()
    nonce = token_bytes(12)
    return bytes([number]) + nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())


def lookup_hash(key: str) -> bytes:
    """By which the row that a key opens is found."""
    return sha256(key.encode()).digest()
