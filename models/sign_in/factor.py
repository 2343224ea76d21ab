"""Second factors: authenticator apps and recovery codes."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model

from models.accounts.account import Account


class SecondFactor(Model):
    """An authenticator app's secret (RFC 6238), encrypted. Active once a code has confirmed it."""

    account_id = fields.IntField(primary_key=True, generated=False)
    secret = fields.BinaryField(description="sealed, see auth.sealing")
    begun_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)
    last_step = fields.BigIntField(default=0, description="of the last code taken; none is twice")

    class Meta:
        table = "second_factor"


class RecoveryCode(Model):
    """One of ten single-use recovery codes for a lost authenticator app, stored as a hash."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    code_hash = fields.BinaryField(description="SHA-256 of 80 random bits")
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "recovery_code"
        indexes = [PostgreSQLIndex(fields=("account_id", "id"), name="recovery_code_account")]  # noqa: RUF012
