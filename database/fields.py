"""Column types that Tortoise lacks."""

from typing import Any

from tortoise import fields


class GeneratedInt(fields.BigIntField):
    """A stored generated integer column.

    Its expression is only in the migration that creates the column: Tortoise's operations do not
    support expressions.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs["generated"] = True
        super().__init__(**kwargs)

    class _db_postgres:  # noqa: N801 - the name Tortoise looks for
        SQL_TYPE = "BIGINT"
        GENERATED_SQL = None
