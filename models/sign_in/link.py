"""Links sent by e-mail."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model

from models.accounts.account import Account


class LinkPurpose(StrEnum):
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose


class LinkToken(Model):
    """The token of an e-mailed link, stored as a hash, valid once.

    A row without an account opens nothing. It is written for addresses without an account, so that
    a request takes equally long for both.
    """

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(64, unique=True)
    purpose = fields.CharEnumField(LinkPurpose, max_length=16)
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.CASCADE
    )
    account_id: int | None
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
