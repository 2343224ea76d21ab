"""Idempotency keys with the stored responses."""

from typing import Any

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model


class IdempotencyKey(Model):
    """The result of an idempotent mutation, unique by owner, mutation and key.

    `result` is the rule's result. `answer_sealed` is the response sent to the request with this
    `fingerprint`, encrypted because it may have a name, an address and an access key.
    """

    id = fields.IntField(primary_key=True)
    owner = fields.CharField(60)
    mutation = fields.CharField(60)
    key = fields.CharField(64)
    input_hash = fields.BinaryField()
    result: Any = fields.JSONField(null=True)
    fingerprint = fields.BinaryField(null=True)
    answer_sealed = fields.BinaryField(null=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "idempotency_key"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("owner", "mutation", "key"), name="idempotency_key_once")
        ]
        indexes = [PostgreSQLIndex(fields=("expires_at",), name="idempotency_key_expiry")]  # noqa: RUF012
