"""One-time codes that were sent."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.account import Account


class ChallengePurpose(StrEnum):
    SIGN_IN = "sign_in"
    ADD_CONTACT = "add_contact"


class OtpChallenge(Model):
    """A one-time code that was sent, hashed. `account` is whose contact it is to become."""

    id = fields.IntField(primary_key=True)
    handle = fields.CharField(32, unique=True)
    purpose = fields.CharEnumField(ChallengePurpose, max_length=12)
    contact = fields.CharField(254, description="a telephone or an e-mail, in its one form")
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.CASCADE
    )
    account_id: int | None
    code_hash = fields.BinaryField()
    tries = fields.SmallIntField(default=0)
    created_at = fields.DatetimeField()
    resend_after = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "otp_challenge"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("contact", "created_at"), name="otp_challenge_contact"),
            PostgreSQLIndex(fields=("expires_at",), name="otp_challenge_expiry"),
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(check="tries BETWEEN 0 AND 5", name="otp_challenge_tries"),
            CheckConstraint(
                check="(purpose = 'add_contact') = (account_id IS NOT NULL)",
                name="otp_challenge_account",
            ),
        ]
