"""Variants of products, and their stock."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from database.fields import GeneratedInt
from models.catalogue.product import Product
from models.reference.kind import NetUnit
from models.tax.tax import RateCondition


class Variant(Model):
    """A variant. Prices include all taxes (MRP rules); weight is that of the packed piece.

    `hsn` is an item of the tariff (eight digits); rows of before the tariff was loaded may have its
    first digits only. `rate_condition` says for which of the item's rates the goods are listed;
    null while nobody has said so.
    """

    id = fields.IntField(primary_key=True)
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.CASCADE
    )
    product_id: int
    position = fields.SmallIntField()
    sku = fields.CharField(40, unique=True)
    price_paise = fields.BigIntField()
    mrp_paise = fields.BigIntField(description="maximum retail price, inclusive of all taxes")
    hsn = fields.CharField(8)
    rate_condition: fields.ForeignKeyNullableRelation[RateCondition] = fields.ForeignKeyField(
        "models.RateCondition", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    rate_condition_id: str | None
    weight_grams = fields.IntField()
    # What one package contains (Legal Metrology (Packaged Commodities) Rules 2011, rule 6(1)(c)).
    net_quantity = fields.DecimalField(10, 3, null=True)
    net_unit = fields.CharEnumField(NetUnit, max_length=6, null=True)
    is_fragile = fields.BooleanField(default=False)
    is_made_to_order = fields.BooleanField(default=False)
    lead_time_days = fields.SmallIntField(null=True)
    is_active = fields.BooleanField(default=True)

    class Meta:
        table = "variant"
        unique_together = (("product", "position"),)
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("product_id", "is_active"), name="variant_product")
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(check="sku ~ '^[A-Z0-9-]{1,40}$'", name="variant_sku"),
            CheckConstraint(
                check="price_paise > 0 AND price_paise <= mrp_paise", name="variant_price"
            ),
            CheckConstraint(check="hsn ~ '^[0-9]{4,8}$'", name="variant_hsn"),
            CheckConstraint(check="weight_grams > 0", name="variant_weight"),
            CheckConstraint(
                check="num_nonnulls(net_quantity, net_unit) <> 1 AND net_quantity > 0",
                name="variant_net_quantity",
            ),
            CheckConstraint(
                check="is_made_to_order = (lead_time_days IS NOT NULL) AND lead_time_days > 0"
                " OR NOT is_made_to_order AND lead_time_days IS NULL",
                name="variant_lead_time",
            ),
        ]


class Stock(Model):
    """Stock of a variant, in a table of its own so that sales do not update the catalogue.

    Food on hand is of one lot. From the day after `sell_by` none of it is available.
    """

    variant_id = fields.IntField(primary_key=True, generated=False)
    on_hand = fields.IntField(default=0)
    reserved = fields.IntField(default=0)
    available = GeneratedInt()
    lot_code = fields.CharField(40, null=True)
    packed_on = fields.DateField(null=True)
    best_before_on = fields.DateField(null=True)
    sell_by = fields.DateField(null=True, description="last day of sale, in India")
    is_past_sell_by = fields.BooleanField(
        default=False, db_default=False, description="written by a trigger"
    )

    class Meta:
        table = "stock"
        indexes = [PostgreSQLIndex(fields=("sell_by",), name="stock_sell_by")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="reserved >= 0 AND on_hand >= reserved", name="stock_never_negative"
            ),
            CheckConstraint(
                check="num_nonnulls(lot_code, packed_on, best_before_on, sell_by) IN (0, 4)",
                name="stock_whole_lot",
            ),
            CheckConstraint(
                check="packed_on < best_before_on AND sell_by < best_before_on",
                name="stock_lot_dates",
            ),
        ]
