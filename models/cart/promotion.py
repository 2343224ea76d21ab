"""Coupons and offers: discount, eligible goods, and who pays for it."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char, said_check
from models.catalogue.vendor import Vendor
from models.orders.order import Order
from models.reference.category import Category
from models.reference.craft import Craft
from models.reference.district import District


class PromotionKind(StrEnum):
    PERCENT = "percent"
    FIXED = "fixed"


class Promotion(Model):
    """A coupon, with a code that the buyer enters, or an offer, which applies without a code.

    The three funders' shares add up to 10,000 basis points. A vendor funds discounts on its own
    goods only. A scheme is the Central or a State Government's if it has a Government order: its
    share is a subsidy, which the value of supply leaves out (CGST Act, s. 15(2)(e)).
    """

    id = fields.IntField(primary_key=True)
    code = fields.CharField(24, null=True, unique=True)
    name_en = optional_char(120)
    name_hi = optional_char(120)
    kind = fields.CharEnumField(PromotionKind, max_length=8)
    basis_points = fields.IntField(null=True, description="of the goods' price")
    amount_paise = fields.BigIntField(null=True)
    most_paise = fields.BigIntField(null=True, description="at most so much off an order")
    vendor_share_bp = fields.IntField(default=0)
    mart_share_bp = fields.IntField(default=0)
    scheme_share_bp = fields.IntField(default=0)
    scheme = optional_char(120)
    government_order = fields.CharField(120, null=True, description="number and date of the order")
    vendor: fields.ForeignKeyNullableRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, null=True, on_delete=fields.CASCADE
    )
    vendor_id: int | None
    district: fields.ForeignKeyNullableRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, null=True, on_delete=fields.CASCADE
    )
    district_id: int | None
    craft: fields.ForeignKeyNullableRelation[Craft] = fields.ForeignKeyField(
        "models.Craft", related_name=False, null=True, on_delete=fields.CASCADE
    )
    craft_id: int | None
    category: fields.ForeignKeyNullableRelation[Category] = fields.ForeignKeyField(
        "models.Category", related_name=False, null=True, on_delete=fields.CASCADE
    )
    category_id: int | None
    least_paise = fields.BigIntField(default=0, description="matching goods worth at least so much")
    is_first_order = fields.BooleanField(default=False, description="only who never bought here")
    is_exclusive = fields.BooleanField(default=False, description="no other coupon beside it")
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    most_uses = fields.IntField(null=True)
    most_uses_each = fields.IntField(null=True, description="by one buyer")
    uses = fields.IntField(default=0)
    is_active = fields.BooleanField(default=True)

    class Meta:
        table = "promotion"
        constraints = [  # noqa: RUF012
            said_check("promotion", "name"),
            CheckConstraint(check="code ~ '^[A-Z0-9]{3,24}$'", name="promotion_code"),
            CheckConstraint(
                check="(kind = 'percent') = (basis_points IS NOT NULL)"
                " AND (kind = 'fixed') = (amount_paise IS NOT NULL)",
                name="promotion_kind",
            ),
            CheckConstraint(
                check="coalesce(basis_points BETWEEN 1 AND 9000, amount_paise > 0)"
                " AND coalesce(most_paise > 0, true) AND least_paise >= 0",
                name="promotion_figures",
            ),
            CheckConstraint(
                check="least(vendor_share_bp, mart_share_bp, scheme_share_bp) >= 0"
                " AND vendor_share_bp + mart_share_bp + scheme_share_bp = 10000",
                name="promotion_shares",
            ),
            CheckConstraint(
                check="vendor_share_bp = 0 OR vendor_id IS NOT NULL", name="promotion_vendor_pays"
            ),
            CheckConstraint(
                check="(scheme_share_bp > 0) = (scheme IS NOT NULL)", name="promotion_scheme"
            ),
            CheckConstraint(
                check="government_order IS NULL OR scheme IS NOT NULL",
                name="promotion_government_order",
            ),
            CheckConstraint(check="ends_at > starts_at", name="promotion_dates"),
            CheckConstraint(check="uses >= 0", name="promotion_uses"),
        ]


class PromotionUseStatus(StrEnum):
    CLAIMED = "claimed"
    RELEASED = "released"


class PromotionUse(Model):
    """A use of a promotion by an order; released when the order is not completed."""

    id = fields.IntField(primary_key=True)
    promotion: fields.ForeignKeyRelation[Promotion] = fields.ForeignKeyField(
        "models.Promotion", related_name=False, on_delete=fields.RESTRICT
    )
    promotion_id: int
    order: fields.ForeignKeyRelation[Order] = fields.ForeignKeyField(
        "models.Order", related_name=False, on_delete=fields.RESTRICT
    )
    order_id: int
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    account_id: int | None
    phone = fields.CharField(16, null=True)
    status = fields.CharEnumField(
        PromotionUseStatus, max_length=8, default=PromotionUseStatus.CLAIMED
    )

    class Meta:
        table = "promotion_use"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("promotion_id", "order_id"), name="promotion_use_once")
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("order_id",), name="promotion_use_order"),
            PostgreSQLIndex(fields=("account_id",), name="promotion_use_account"),
        ]
