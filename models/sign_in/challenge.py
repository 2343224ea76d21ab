"""One-time codes."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.accounts.account import Account


class ChallengePurpose(StrEnum):
    SIGN_IN = "sign_in"
    ADD_CONTACT = "add_contact"
    JOIN_ACCOUNTS = "join_accounts"
    CASH_ON_DELIVERY = "cash_on_delivery"


class OtpChallenge(Model):
    """A one-time code, stored as a hash. `account` is the account that the contact is added to.

    `asker` is the rate limit key of the requester. A correct code may be exchanged for a proof
    that a later step consumes: `proof_hash` is its hash, valid once and until `proof_expires_at`.
    """

    id = fields.IntField(primary_key=True)
    handle = fields.CharField(32, unique=True)
    purpose = fields.CharEnumField(ChallengePurpose, max_length=20)
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
    asker = fields.CharField(80, default="")
    counted_at = fields.DatetimeField(
        null=True, description="when its message was counted, by the clock of the database"
    )
    proof_hash = fields.BinaryField(null=True)
    proof_expires_at = fields.DatetimeField(null=True)
    proof_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "otp_challenge"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("contact", "created_at"), name="otp_challenge_contact"),
            PostgreSQLIndex(fields=("expires_at",), name="otp_challenge_expiry"),
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(check="tries BETWEEN 0 AND 5", name="otp_challenge_tries"),
            CheckConstraint(
                check="CASE WHEN purpose = 'sign_in' THEN account_id IS NULL"
                " ELSE account_id IS NOT NULL OR purpose = 'cash_on_delivery' END",
                name="otp_challenge_account",
            ),
            CheckConstraint(
                check="(proof_hash IS NULL) = (proof_expires_at IS NULL)"
                " AND (proof_used_at IS NULL OR proof_hash IS NOT NULL)",
                name="otp_challenge_proof",
            ),
        ]
