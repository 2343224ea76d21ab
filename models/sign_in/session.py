"""Sign-in sessions."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char


class SessionEnd(StrEnum):
    """Why a session ended. REVOKED also makes its device unknown, whenever it ended."""

    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    REUSED = "reused"
    REPLACED = "replaced"
    SUSPENDED = "suspended"
    ERASED = "erased"
    JOINED = "joined"


class Session(Model):
    """A session on a device, with its family of refresh tokens, of which the latest is valid.

    A refresh token is the handle and a secret. For a minute the previous token still returns its
    successor; reuse of an older one ends the session (`auth.sessions`).
    """

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    handle = fields.CharField(32, unique=True)
    secret_hash = fields.BinaryField()
    previous_hash = fields.BinaryField(
        null=True, description="of the refresh token before this one"
    )
    successor_salt = fields.BinaryField(
        null=True, description="with the previous token and a key it gives the present one again"
    )
    refreshed_at = fields.DatetimeField(null=True)
    refreshed_by = fields.BinaryField(null=True, description="keyed hash of the device")
    device_hash = fields.BinaryField(
        null=True, description="keyed hash of the device cookie, or of an id of the app"
    )
    device = optional_char(120)
    is_cookie = fields.BooleanField(default=False, description="the refresh token is in a cookie")
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    is_factor_needed = fields.BooleanField(default=False)
    factor_at = fields.DatetimeField(null=True, description="when the second factor was given")
    password_asker = fields.CharField(
        80, null=True, description="whose password attempt counts until the second factor is given"
    )
    password_counted_at = fields.DatetimeField(
        null=True, description="when that attempt was counted, by the clock of the database"
    )
    ended_at = fields.DatetimeField(null=True)
    end_reason = fields.CharEnumField(SessionEnd, max_length=12, null=True)

    class Meta:
        table = "session"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("account_id", "id"), name="session_account"),
            PostgreSQLIndex(fields=("device_hash",), name="session_device"),
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="(ended_at IS NULL) = (end_reason IS NULL)", name="session_end_reason"
            ),
            CheckConstraint(check="expires_at > created_at", name="session_dates"),
        ]
