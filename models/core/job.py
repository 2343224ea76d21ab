"""Background jobs, for reading only: the table belongs to PgQueuer, not to our migrations."""

from tortoise import fields
from tortoise.models import Model


class QueuedJob(Model):
    id = fields.BigIntField(primary_key=True)
    created = fields.DatetimeField()
    execute_after = fields.DatetimeField()
    status = fields.CharField(12)
    entrypoint = fields.CharField(60)
    payload = fields.BinaryField(null=True)
    attempts = fields.IntField()

    class Meta:
        table = "pgqueuer"
