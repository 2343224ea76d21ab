"""What was answered to a key, so that it is answered once more and not done again."""

from typing import Any

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model


class IdempotencyKey(Model):
    """What was answered to a key. `owner` is whose key it is, `result` what the rule made.

    `answer_sealed` are the bytes that were sent to a request of this `fingerprint`: they may tell
    a name, an address and an access key.
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
