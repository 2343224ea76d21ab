"""Wishlists."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.catalogue.product import Product


class WishlistItem(Model):
    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.CASCADE
    )
    product_id: int
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "wishlist_item"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("account_id", "product_id"), name="wishlist_item_once")
        ]
        indexes = [PostgreSQLIndex(fields=("product_id",), name="wishlist_item_product")]  # noqa: RUF012
