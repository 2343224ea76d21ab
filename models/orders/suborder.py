"""Suborders: the part of an order that one vendor supplies, sent as one parcel."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.catalogue.vendor import Vendor, VendorKind
from models.orders.order import Order
from models.reference.pincode import DeliveryService, State


class SuborderStatus(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    PLACED = "placed"
    ACCEPTED = "accepted"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Supply(StrEnum):
    """Intra-State supply (CGST and SGST), or inter-State supply (IGST)."""

    INTRA = "intra"
    INTER = "inter"


class Suborder(Model):
    """A vendor's part of an order.

    Supplier details and amounts, which include delivery, are frozen when the order is placed.
    """

    id = fields.IntField(primary_key=True)
    order: fields.ForeignKeyRelation[Order] = fields.ForeignKeyField(
        "models.Order", related_name=False, on_delete=fields.RESTRICT
    )
    order_id: int
    number = fields.CharField(28, unique=True)
    vendor: fields.ForeignKeyRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, on_delete=fields.RESTRICT
    )
    vendor_id: int
    status = fields.CharEnumField(SuborderStatus, max_length=20)
    supplier_kind = fields.CharEnumField(VendorKind, max_length=24)
    supplier_name = fields.CharField(160)
    supplier_gstin = fields.CharField(15, null=True)
    supplier_enrolment = fields.CharField(20, null=True)
    supplier_state: fields.ForeignKeyRelation[State] = fields.ForeignKeyField(
        "models.State", related_name=False, on_delete=fields.RESTRICT
    )
    supplier_state_id: str
    supply = fields.CharEnumField(Supply, max_length=5)
    service = fields.CharEnumField(DeliveryService, max_length=10)
    days_min = fields.SmallIntField()
    days_max = fields.SmallIntField()
    goods_paise = fields.BigIntField()
    discount_paise = fields.BigIntField()
    delivery_paise = fields.BigIntField()
    total_paise = fields.BigIntField(description="what the buyer pays for it")
    gross_paise = fields.BigIntField(description="the value supplied, taxes included")
    taxable_paise = fields.BigIntField()
    cgst_paise = fields.BigIntField()
    sgst_paise = fields.BigIntField()
    igst_paise = fields.BigIntField()
    commission_paise = fields.BigIntField()
    commission_cgst_paise = fields.BigIntField()
    commission_sgst_paise = fields.BigIntField()
    commission_igst_paise = fields.BigIntField()
    cancelled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "suborder"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("order_id", "vendor_id"), name="suborder_once"),
            CheckConstraint(
                check="total_paise = goods_paise - discount_paise + delivery_paise",
                name="suborder_sum",
            ),
            CheckConstraint(
                check="gross_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise"
                " AND cgst_paise = sgst_paise AND gross_paise >= total_paise",
                name="suborder_tax",
            ),
            CheckConstraint(
                check="(supply = 'inter' OR igst_paise = 0)"
                " AND (supply = 'intra' OR cgst_paise = 0)",
                name="suborder_supply",
            ),
            CheckConstraint(
                check="supplier_kind = 'regular' OR supply = 'intra'", name="suborder_intra_only"
            ),
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("vendor_id", "status", "id"), name="suborder_vendor")
        ]
