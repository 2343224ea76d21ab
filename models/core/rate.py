"""Rate limit counters."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model


class RateCounter(Model):
    """A counter of a rate limit, with its expiry.

    The table is unlogged: counts survive a process, not a crash of the database server.
    """

    key = fields.CharField(200, primary_key=True)
    number = fields.IntField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "rate_counter"
        indexes = [PostgreSQLIndex(fields=("expires_at",), name="rate_counter_expiry")]  # noqa: RUF012
