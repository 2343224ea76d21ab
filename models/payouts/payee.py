"""Bank details and PAN of vendors and artisans."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char
from models.catalogue.artisan import Artisan
from models.catalogue.vendor import Vendor


class Payee(Model):
    """PAN and bank account of a vendor or an artisan. Encrypted values are only shown masked."""

    id = fields.IntField(primary_key=True)
    vendor: fields.OneToOneNullableRelation[Vendor] = fields.OneToOneField(
        "models.Vendor", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    vendor_id: int | None
    artisan: fields.OneToOneNullableRelation[Artisan] = fields.OneToOneField(
        "models.Artisan", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    artisan_id: int | None
    pan = fields.BinaryField(null=True, description="sealed, see auth.sealing")
    pan_end = optional_char(4)
    bank_account = fields.BinaryField(null=True, description="sealed")
    bank_account_end = optional_char(4)
    ifsc = optional_char(11)
    holder = fields.CharField(120, description="the account's holder as the bank has it")
    updated_at = fields.DatetimeField()
    held_until = fields.DatetimeField(null=True, description="no payout before, after a change")

    class Meta:
        table = "payee"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="num_nonnulls(vendor_id, artisan_id) = 1", name="payee_of_one"),
            CheckConstraint(check="(pan IS NULL) = (pan_end IS NULL)", name="payee_pan"),
            CheckConstraint(
                check="(bank_account IS NULL) = (bank_account_end IS NULL)"
                " AND (bank_account IS NULL) = (ifsc IS NULL)",
                name="payee_bank_account",
            ),
            CheckConstraint(check="ifsc ~ '^[A-Z]{4}0[A-Z0-9]{6}$'", name="payee_ifsc"),
        ]


class PayeeProposal(Model):
    """Bank details entered for an artisan by someone else; they apply once the artisan agrees.

    Empty columns leave the payee's value unchanged. Encrypted like the payee's own, with the same
    associated data.
    """

    id = fields.IntField(primary_key=True)
    artisan: fields.OneToOneRelation[Artisan] = fields.OneToOneField(
        "models.Artisan", related_name=False, on_delete=fields.CASCADE
    )
    artisan_id: int
    pan = fields.BinaryField(null=True, description="sealed, see auth.sealing")
    pan_end = optional_char(4)
    bank_account = fields.BinaryField(null=True, description="sealed")
    bank_account_end = optional_char(4)
    ifsc = optional_char(11)
    holder = fields.CharField(120)
    proposed_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    proposed_by_id: int | None
    proposed_at = fields.DatetimeField()

    class Meta:
        table = "payee_proposal"
        indexes = [PostgreSQLIndex(fields=("proposed_by_id",), name="payee_proposal_by")]  # noqa: RUF012
