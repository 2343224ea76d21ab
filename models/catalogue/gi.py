"""Authorised users of geographical indications (GI), and products that claim one."""

from datetime import date, datetime

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.catalogue.artisan import Artisan
from models.catalogue.product import Product
from models.catalogue.vendor import Vendor
from models.reference.craft import GiRegistration


class GiAuthorisedUser(Model):
    """An entry of an artisan or a vendor as authorised user in the register (GI Act 1999, s. 17).

    It counts from its verification on. Verified entries of one person for one registration never
    overlap: exclusion constraints `gi_authorised_user_of_artisan` and `_of_vendor`.
    """

    id = fields.IntField(primary_key=True)
    gi_registration: fields.ForeignKeyRelation[GiRegistration] = fields.ForeignKeyField(
        "models.GiRegistration", related_name=False, on_delete=fields.RESTRICT
    )
    gi_registration_id: int
    artisan: fields.ForeignKeyNullableRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    artisan_id: int | None
    vendor: fields.ForeignKeyNullableRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    vendor_id: int | None
    number = fields.CharField(40, description="authorised user number in the register")
    valid_from: date = fields.DateField()
    valid_to: date = fields.DateField(description="last day, in India")
    verified_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "gi_authorised_user"
        unique_together = (("gi_registration", "number", "valid_from"),)
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("artisan_id",), name="gi_authorised_user_artisan"),
            PostgreSQLIndex(fields=("vendor_id",), name="gi_authorised_user_vendor"),
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="num_nonnulls(artisan_id, vendor_id) = 1", name="gi_authorised_user_holder"
            ),
            CheckConstraint(check="valid_to >= valid_from", name="gi_authorised_user_dates"),
        ]


class ProductGiClaim(Model):
    """A claim that a product may bear a GI by an authorised user's entry.

    Whether it holds is decided by the SQL function `gi_claims_of`.
    """

    id = fields.IntField(primary_key=True)
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.CASCADE
    )
    product_id: int
    gi_authorised_user: fields.ForeignKeyRelation[GiAuthorisedUser] = fields.ForeignKeyField(
        "models.GiAuthorisedUser", related_name=False, on_delete=fields.RESTRICT
    )
    gi_authorised_user_id: int
    claimed_at: datetime = fields.DatetimeField(auto_now_add=True)
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "product_gi_claim"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("product_id",), name="product_gi_claim_product"),
            PostgreSQLIndex(fields=("gi_authorised_user_id",), name="product_gi_claim_user"),
        ]
        constraints = [  # noqa: RUF012
            UniqueConstraint(
                fields=("product_id", "gi_authorised_user_id"),
                name="product_gi_claim_once",
                condition="withdrawn_at IS NULL",
            ),
            CheckConstraint(check="withdrawn_at >= claimed_at", name="product_gi_claim_withdrawn"),
        ]
