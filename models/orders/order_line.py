"""Order lines, frozen when the order is placed. Rows are never changed."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.base import optional_char
from models.cart.promotion import Promotion
from models.catalogue.agreement import Agreement
from models.catalogue.artisan import Artisan
from models.catalogue.product import Product
from models.catalogue.variant import Variant
from models.orders.order import Order
from models.orders.suborder import Suborder
from models.tax.commission import CommissionRule
from models.tax.tax import HsnRate


class OrderLine(Model):
    """A line of an order, amounts in paise.

    `list` is price times quantity; `gross` is the value of supply, after the vendor's discounts and
    subsidies of a Government, which are no part of `scheme_discount`; `paid` is after all
    discounts; `delivery` is the line's share of the delivery charge.
    """

    id = fields.IntField(primary_key=True)
    order: fields.ForeignKeyRelation[Order] = fields.ForeignKeyField(
        "models.Order", related_name=False, on_delete=fields.RESTRICT
    )
    order_id: int
    suborder: fields.ForeignKeyRelation[Suborder] = fields.ForeignKeyField(
        "models.Suborder", related_name=False, on_delete=fields.RESTRICT
    )
    suborder_id: int
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.RESTRICT
    )
    product_id: int
    variant: fields.ForeignKeyRelation[Variant] = fields.ForeignKeyField(
        "models.Variant", related_name=False, on_delete=fields.RESTRICT
    )
    variant_id: int
    artisan: fields.ForeignKeyNullableRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    artisan_id: int | None
    agreement: fields.ForeignKeyNullableRelation[Agreement] = fields.ForeignKeyField(
        "models.Agreement", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    agreement_id: int | None
    transfer_paise = fields.BigIntField(null=True, description="to the artisan, for each piece")
    name_en = optional_char(160)
    name_hi = optional_char(160)
    sku = fields.CharField(40)
    country_of_origin = fields.CharField(2)
    is_made_to_order = fields.BooleanField()
    lead_time_days = fields.SmallIntField(null=True)
    weight_grams = fields.IntField()
    return_days = fields.SmallIntField()
    return_reason_en = optional_char(200)
    return_reason_hi = optional_char(200)
    quantity = fields.SmallIntField()
    price_paise = fields.BigIntField()
    mrp_paise = fields.BigIntField()
    list_paise = fields.BigIntField()
    vendor_discount_paise = fields.BigIntField()
    mart_discount_paise = fields.BigIntField()
    scheme_discount_paise = fields.BigIntField()
    government_discount_paise = fields.BigIntField(default=0, db_default=0)
    gross_paise = fields.BigIntField()
    paid_paise = fields.BigIntField()
    hsn = fields.CharField(8)
    hsn_rate: fields.ForeignKeyNullableRelation[HsnRate] = fields.ForeignKeyField(
        "models.HsnRate",
        related_name=False,
        null=True,
        on_delete=fields.RESTRICT,
        description="null where the supplier charges no tax",
    )
    hsn_rate_id: int | None
    rate_bp = fields.IntField()
    is_nil_rated = fields.BooleanField(
        null=True, description="whether such goods bear no tax; null for orders of before"
    )
    taxable_paise = fields.BigIntField()
    cgst_paise = fields.BigIntField()
    sgst_paise = fields.BigIntField()
    igst_paise = fields.BigIntField()
    delivery_paise = fields.BigIntField()
    delivery_taxable_paise = fields.BigIntField()
    delivery_cgst_paise = fields.BigIntField()
    delivery_sgst_paise = fields.BigIntField()
    delivery_igst_paise = fields.BigIntField()
    commission_rule: fields.ForeignKeyRelation[CommissionRule] = fields.ForeignKeyField(
        "models.CommissionRule", related_name=False, on_delete=fields.RESTRICT
    )
    commission_rule_id: int
    commission_bp = fields.IntField()
    commission_paise = fields.BigIntField()

    class Meta:
        table = "order_line"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("order_id", "variant_id"), name="order_line_once"),
            CheckConstraint(check="quantity BETWEEN 1 AND 99", name="order_line_quantity"),
            CheckConstraint(
                check="list_paise = price_paise * quantity"
                " AND gross_paise = list_paise - vendor_discount_paise - government_discount_paise"
                " AND paid_paise = gross_paise - mart_discount_paise - scheme_discount_paise"
                " AND least(vendor_discount_paise, mart_discount_paise, scheme_discount_paise,"
                " government_discount_paise, paid_paise) >= 0",
                name="order_line_sum",
            ),
            CheckConstraint(
                check="gross_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise"
                " AND cgst_paise = sgst_paise AND delivery_cgst_paise = delivery_sgst_paise"
                " AND delivery_paise = delivery_taxable_paise + delivery_cgst_paise"
                " + delivery_sgst_paise + delivery_igst_paise",
                name="order_line_tax",
            ),
            CheckConstraint(
                check="(artisan_id IS NOT NULL OR transfer_paise IS NULL)"
                " AND (agreement_id IS NULL) = (transfer_paise IS NULL)",
                name="order_line_transfer",
            ),
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("suborder_id",), name="order_line_suborder"),
            PostgreSQLIndex(fields=("artisan_id", "id"), name="order_line_artisan"),
        ]


class Funder(StrEnum):
    """Who pays for a discount."""

    VENDOR = "vendor"
    MART = "mart"
    SCHEME = "scheme"
    GOVERNMENT = "government"


class LineDiscount(Model):
    """A funder's share of a promotion's discount on a line, in paise."""

    id = fields.IntField(primary_key=True)
    line: fields.ForeignKeyRelation[OrderLine] = fields.ForeignKeyField(
        "models.OrderLine", related_name=False, on_delete=fields.RESTRICT
    )
    line_id: int
    promotion: fields.ForeignKeyRelation[Promotion] = fields.ForeignKeyField(
        "models.Promotion", related_name=False, on_delete=fields.RESTRICT
    )
    promotion_id: int
    code = fields.CharField(24, null=True)
    funder = fields.CharEnumField(Funder, max_length=10)
    paise = fields.BigIntField()

    class Meta:
        table = "line_discount"
        constraints = [  # noqa: RUF012
            UniqueConstraint(
                fields=("line_id", "promotion_id", "funder"), name="line_discount_once"
            ),
            CheckConstraint(check="paise > 0", name="line_discount_paise"),
        ]
