"""Kinds of goods: what a thing is called in the shop, on its label and in the tariff."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.base import slug_check, slug_field
from models.reference.category import Category
from models.tax.tax import RateCondition


class NetUnit(StrEnum):
    """Units of a net quantity."""

    GRAM = "g"
    MILLILITRE = "ml"
    METRE = "m"
    PIECE = "piece"
    PAIR = "pair"
    SET = "set"


class NounGender(StrEnum):
    """What Hindi words agree with: कुर्ता, साड़ी, जूते."""

    MASCULINE = "m"
    FEMININE = "f"
    MASCULINE_PLURAL = "mp"


class Kind(Model):
    """A kind of goods of one category: embroidered kurta, padlock, papad.

    Its tariff item is the usual one; `KindTariff` has those of other materials. `spellings` are
    other words that buyers type for the thing. `attributes` are the slugs of the category's
    attributes that fit it. `drawing` shows goods that have no picture. Source: `data/kinds/`.
    """

    id = fields.IntField(primary_key=True)
    slug = slug_field(60)
    name_en = fields.CharField(60)
    name_hi = fields.CharField(60)
    gender_hi = fields.CharEnumField(NounGender, max_length=2)
    spellings = ArrayField("text", default=list)
    category: fields.ForeignKeyRelation[Category] = fields.ForeignKeyField(
        "models.Category", related_name=False, on_delete=fields.RESTRICT
    )
    category_id: int
    hsn = fields.CharField(8)
    rate_condition: fields.ForeignKeyNullableRelation[RateCondition] = fields.ForeignKeyField(
        "models.RateCondition", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    rate_condition_id: str | None
    net_unit = fields.CharEnumField(NetUnit, max_length=6)
    drawing = fields.CharField(40, null=True)
    attributes = ArrayField("text", default=list)

    class Meta:
        table = "kind"
        indexes = [PostgreSQLIndex(fields=("category_id",), name="kind_category")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            slug_check("kind"),
            CheckConstraint(check="hsn ~ '^[0-9]{8}$'", name="kind_hsn"),
            # Target of a composite foreign key of `product`.
            UniqueConstraint(fields=("id", "category_id"), name="kind_of_category"),
        ]


class KindTariff(Model):
    """The tariff item of goods of a kind with a value of an attribute: of sarees of cotton.

    Of several attributes at once names and values are joined by +: for-whom+fabric, women+linen.
    """

    id = fields.IntField(primary_key=True)
    kind: fields.ForeignKeyRelation[Kind] = fields.ForeignKeyField(
        "models.Kind", related_name=False, on_delete=fields.CASCADE
    )
    kind_id: int
    attribute = fields.CharField(60)
    value = fields.CharField(60)
    hsn = fields.CharField(8)
    rate_condition: fields.ForeignKeyNullableRelation[RateCondition] = fields.ForeignKeyField(
        "models.RateCondition", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    rate_condition_id: str | None

    class Meta:
        table = "kind_tariff"
        unique_together = (("kind", "attribute", "value"),)
        constraints = [  # noqa: RUF012
            CheckConstraint(check="hsn ~ '^[0-9]{8}$'", name="kind_tariff_hsn")
        ]
