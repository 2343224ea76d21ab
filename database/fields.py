"""Column types Tortoise lacks."""

from typing import Any

from tortoise import fields


class GeneratedInt(fields.BigIntField):
    """A whole number the database works out from other columns of its row and stores.

    The expression is in the migration that makes the column: Tortoise's own operations write
    none, so it is added by hand there.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs["generated"] = True
        super().__init__(**kwargs)

    class _db_postgres:  # noqa: N801 - the name Tortoise looks for
        SQL_TYPE = "BIGINT"
        GENERATED_SQL = None
