"""The second factor."""

from tortoise import fields
from tortoise.models import Model


class SecondFactor(Model):
    """An authenticator app's secret (RFC 6238), sealed. It counts once a code of it was shown."""

    account_id = fields.IntField(primary_key=True, generated=False)
    secret = fields.BinaryField(description="sealed, see auth.sealing")
    begun_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)
    last_step = fields.BigIntField(default=0, description="of the last code taken; none is twice")

    class Meta:
        table = "second_factor"
