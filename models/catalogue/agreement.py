"""Agreements of artisans to sell through a vendor, with the transfer price."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.catalogue.artisan import Artisan
from models.catalogue.vendor import Vendor


class AgreementStatus(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    ENDED = "ended"


class TransferKind(StrEnum):
    """How the artisan is paid: a share of the selling price, or a fixed price for each piece."""

    PERCENT = "percent"
    FIXED = "fixed"


class Agreement(Model):
    """A sub-vendor agreement: the vendor buys the artisan's pieces and resells them."""

    id = fields.IntField(primary_key=True)
    vendor: fields.ForeignKeyRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, on_delete=fields.RESTRICT
    )
    vendor_id: int
    artisan: fields.ForeignKeyRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, on_delete=fields.RESTRICT
    )
    artisan_id: int
    status = fields.CharEnumField(AgreementStatus, max_length=10)
    transfer_kind = fields.CharEnumField(TransferKind, max_length=10)
    transfer_basis_points = fields.IntField(null=True, description="of the selling price")
    transfer_paise = fields.BigIntField(null=True)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True, description="last day, in India")
    accepted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "agreement"
        unique_together = (("vendor", "artisan", "valid_from"),)
        indexes = [PostgreSQLIndex(fields=("artisan_id",), name="agreement_artisan")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="(transfer_kind = 'percent') = (transfer_basis_points IS NOT NULL)"
                " AND (transfer_kind = 'fixed') = (transfer_paise IS NOT NULL)",
                name="agreement_transfer",
            ),
            CheckConstraint(
                check="transfer_basis_points BETWEEN 1 AND 10000 AND transfer_paise > 0"
                " OR num_nonnulls(transfer_basis_points, transfer_paise) = 1",
                name="agreement_transfer_range",
            ),
            CheckConstraint(check="valid_to >= valid_from", name="agreement_dates"),
            CheckConstraint(
                check="status = 'invited' OR accepted_at IS NOT NULL", name="agreement_accepted"
            ),
        ]
