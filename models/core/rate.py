"""How often somebody has tried."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model


class RateCounter(Model):
    """A count that ends. It may be lost with the server, not with a process; it is not logged."""

    key = fields.CharField(200, primary_key=True)
    number = fields.IntField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "rate_counter"
        indexes = [PostgreSQLIndex(fields=("expires_at",), name="rate_counter_expiry")]  # noqa: RUF012
