"""What somebody has to show who says that a telephone or an address is theirs."""

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


class LinkPurpose(StrEnum):
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose


class LinkToken(Model):
    """A link that was sent by e-mail, hashed. It works once."""

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(64, unique=True)
    purpose = fields.CharEnumField(LinkPurpose, max_length=16)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    email = fields.CharField(254, description="where it went; it proves no other address")
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "link_token"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("account_id",), name="link_token_account"),
            PostgreSQLIndex(fields=("expires_at",), name="link_token_expiry"),
        ]


class SecondFactor(Model):
    """An authenticator app's secret (RFC 6238), sealed. It counts once a code of it was shown."""

    account_id = fields.IntField(primary_key=True, generated=False)
    secret = fields.BinaryField(description="sealed, see auth.sealing")
    begun_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)
    last_step = fields.BigIntField(default=0, description="of the last code taken; none is twice")

    class Meta:
        table = "second_factor"
