"""Typed attributes of a category that buyers compare, and the values of a product."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.base import optional_char, said_check, slug_check
from models.catalogue.product import Product
from models.reference.category import Category


class AttributeKind(StrEnum):
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"


class Attribute(Model):
    id = fields.IntField(primary_key=True)
    category: fields.ForeignKeyRelation[Category] = fields.ForeignKeyField(
        "models.Category", related_name=False, on_delete=fields.CASCADE
    )
    category_id: int
    slug = fields.CharField(60)
    name_en = optional_char(60)
    name_hi = optional_char(60)
    kind = fields.CharEnumField(AttributeKind, max_length=10)
    unit_en = optional_char(30)
    unit_hi = optional_char(30)
    position = fields.SmallIntField()

    class Meta:
        table = "attribute"
        unique_together = (("category", "slug"),)
        constraints = [slug_check("attribute"), said_check("attribute", "name")]  # noqa: RUF012


class AttributeValue(Model):
    """A choice of an attribute of kind CHOICE."""

    id = fields.IntField(primary_key=True)
    attribute: fields.ForeignKeyRelation[Attribute] = fields.ForeignKeyField(
        "models.Attribute", related_name=False, on_delete=fields.CASCADE
    )
    attribute_id: int
    slug = fields.CharField(60)
    label_en = optional_char(80)
    label_hi = optional_char(80)
    position = fields.SmallIntField()

    class Meta:
        table = "attribute_value"
        unique_together = (("attribute", "slug"),)
        constraints = [  # noqa: RUF012
            slug_check("attribute_value"),
            said_check("attribute_value", "label"),
            UniqueConstraint(fields=("id", "attribute_id"), name="attribute_value_of_attribute"),
        ]


class ProductAttribute(Model):
    """A product's value of an attribute, in exactly one of the four value columns."""

    id = fields.IntField(primary_key=True)
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.CASCADE
    )
    product_id: int
    attribute: fields.ForeignKeyRelation[Attribute] = fields.ForeignKeyField(
        "models.Attribute", related_name=False, on_delete=fields.CASCADE
    )
    attribute_id: int
    value: fields.ForeignKeyNullableRelation[AttributeValue] = fields.ForeignKeyField(
        "models.AttributeValue", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    value_id: int | None
    number = fields.DecimalField(12, 2, null=True)
    boolean = fields.BooleanField(null=True)
    text_en = optional_char(200)
    text_hi = optional_char(200)

    class Meta:
        table = "product_attribute"
        unique_together = (("product", "attribute"),)
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("value_id", "product_id"), name="product_attribute_value")
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="num_nonnulls(value_id, number, boolean, coalesce(text_en, text_hi)) = 1",
                name="product_attribute_one_value",
            )
        ]
