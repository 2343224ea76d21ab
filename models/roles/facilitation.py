"""Accounts of artisans, and facilitators who act for artisans."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char
from models.catalogue.artisan import Artisan


class ArtisanAccount(Model):
    """The account that an artisan signs in with."""

    artisan_id = fields.IntField(primary_key=True, generated=False)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "artisan_account"


class FacilitationBasis(StrEnum):
    """Form of the artisan's consent."""

    IN_APP = "in_app"
    SIGNED_FORM = "signed_form"


class Facilitation(Model):
    """A facilitator's right to act for an artisan, with the recorded consent, until it ends."""

    id = fields.IntField(primary_key=True)
    artisan: fields.ForeignKeyRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, on_delete=fields.CASCADE
    )
    artisan_id: int
    facilitator: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    facilitator_id: int
    basis = fields.CharEnumField(FacilitationBasis, max_length=12)
    reference = optional_char(120)
    notice_version = fields.CharField(20, description="of the text the artisan agreed to")
    consented_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    recorded_by_id: int | None
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "facilitation"
        constraints = [  # noqa: RUF012
            UniqueConstraint(
                fields=("artisan_id", "facilitator_id"),
                name="facilitation_once",
                condition="ended_at IS NULL",
            ),
            CheckConstraint(
                check="basis <> 'signed_form' OR reference IS NOT NULL",
                name="facilitation_reference",
            ),
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("facilitator_id",), name="facilitation_facilitator")
        ]
