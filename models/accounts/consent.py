"""Consents given and withdrawn (DPDP Act 2023)."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.accounts.account import Account


class ConsentPurpose(StrEnum):
    MARKETING = "marketing"
    ANALYTICS = "analytics"
    ARTISAN_PUBLIC_PROFILE = "artisan_public_profile"


class Consent(Model):
    """A consent given or withdrawn. Rows are never changed; the latest row of a purpose applies."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    purpose = fields.CharEnumField(ConsentPurpose, max_length=24)
    is_granted = fields.BooleanField()
    notice_version = fields.CharField(20)
    notice_hash = fields.BinaryField(description="SHA-256 of the text that was shown")
    language = fields.CharField(2, description="in which it was shown")
    client_hash = fields.BinaryField(null=True, description="of the address it came from")
    at = fields.DatetimeField()

    class Meta:
        table = "consent"
        indexes = [PostgreSQLIndex(fields=("account_id", "purpose", "id"), name="consent_last")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            CheckConstraint(check="language IN ('en', 'hi')", name="consent_language")
        ]
