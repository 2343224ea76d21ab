"""Product reviews."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.catalogue.product import Product


class ReviewStatus(StrEnum):
    PUBLISHED = "published"
    HIDDEN = "hidden"


class Review(Model):
    """A review, shown in the language it was written in."""

    id = fields.IntField(primary_key=True)
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.CASCADE
    )
    product_id: int
    author_name = fields.CharField(80)
    language = fields.CharField(2)
    rating = fields.SmallIntField()
    text = fields.TextField()
    is_verified_purchase = fields.BooleanField(default=False)
    status = fields.CharEnumField(ReviewStatus, max_length=10)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "review"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(
                fields=("product_id", "created_at", "id"),
                name="review_newest",
                condition={"status": "published"},
            )
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(check="rating BETWEEN 1 AND 5", name="review_rating"),
            CheckConstraint(check="language IN ('en', 'hi')", name="review_language"),
        ]
