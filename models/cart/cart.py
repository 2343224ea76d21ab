"""Carts of guests and members."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char
from models.cart.promotion import Promotion
from models.catalogue.variant import Variant
from models.catalogue.vendor import Vendor
from models.reference.pincode import DeliveryService, State


class CartStatus(StrEnum):
    OPEN = "open"
    ORDERED = "ordered"
    MERGED = "merged"


class Cart(Model):
    """A cart. A guest's cart is opened by its token, a member's only by its account.

    The delivery address is stored as entered, either complete or not at all.
    """

    id = fields.IntField(primary_key=True)
    token_hash = fields.BinaryField(description="SHA-256 of 128 random bits")
    token_sealed = fields.BinaryField(description="see commerce.access_keys")
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.CASCADE
    )
    account_id: int | None
    status = fields.CharEnumField(CartStatus, max_length=8, default=CartStatus.OPEN)
    name = optional_char(80)
    phone = optional_char(16)
    line1 = optional_char(160)
    line2 = optional_char(160)
    landmark = optional_char(120)
    city = optional_char(80)
    pincode = optional_char(6)
    state: fields.ForeignKeyNullableRelation[State] = fields.ForeignKeyField(
        "models.State", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    state_id: str | None
    shown_paise = fields.BigIntField(null=True, description="the total its reader was last shown")
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "cart"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("token_hash",), name="cart_token_hash_once"),
            CheckConstraint(check="length(token_hash) = 32", name="cart_token_hash"),
            CheckConstraint(
                check="num_nulls(name, phone, line1, city, pincode, state_id) IN (0, 6)",
                name="cart_address",
            ),
            UniqueConstraint(
                fields=("account_id",),
                name="cart_one_open",
                condition="status = 'open' AND account_id IS NOT NULL",
            ),
        ]


class CartLine(Model):
    """Pieces of a variant. `seen_paise` is the price shown when the buyer last added it.

    `wished` is the quantity before a merge reduced it to the available or allowed quantity.
    """

    id = fields.IntField(primary_key=True)
    cart: fields.ForeignKeyRelation[Cart] = fields.ForeignKeyField(
        "models.Cart", related_name=False, on_delete=fields.CASCADE
    )
    cart_id: int
    variant: fields.ForeignKeyRelation[Variant] = fields.ForeignKeyField(
        "models.Variant", related_name=False, on_delete=fields.CASCADE
    )
    variant_id: int
    quantity = fields.SmallIntField()
    seen_paise = fields.BigIntField()
    wished = fields.SmallIntField(null=True)

    class Meta:
        table = "cart_line"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("cart_id", "variant_id"), name="cart_line_once"),
            CheckConstraint(check="quantity BETWEEN 1 AND 99", name="cart_line_quantity"),
        ]
        indexes = [PostgreSQLIndex(fields=("variant_id",), name="cart_line_variant")]  # noqa: RUF012


class CartCoupon(Model):
    """A coupon that the buyer entered; coupons apply in the order of their ids."""

    id = fields.IntField(primary_key=True)
    cart: fields.ForeignKeyRelation[Cart] = fields.ForeignKeyField(
        "models.Cart", related_name=False, on_delete=fields.CASCADE
    )
    cart_id: int
    promotion: fields.ForeignKeyRelation[Promotion] = fields.ForeignKeyField(
        "models.Promotion", related_name=False, on_delete=fields.CASCADE
    )
    promotion_id: int

    class Meta:
        table = "cart_coupon"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("cart_id", "promotion_id"), name="cart_coupon_once")
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("promotion_id",), name="cart_coupon_promotion")
        ]


class CartDelivery(Model):
    """The delivery service that the buyer chose for a vendor's parcel."""

    id = fields.IntField(primary_key=True)
    cart: fields.ForeignKeyRelation[Cart] = fields.ForeignKeyField(
        "models.Cart", related_name=False, on_delete=fields.CASCADE
    )
    cart_id: int
    vendor: fields.ForeignKeyRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, on_delete=fields.CASCADE
    )
    vendor_id: int
    service = fields.CharEnumField(DeliveryService, max_length=10)

    class Meta:
        table = "cart_delivery"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("cart_id", "vendor_id"), name="cart_delivery_once")
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("vendor_id",), name="cart_delivery_vendor")
        ]
