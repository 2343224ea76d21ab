"""A district's ODOP products, and the register of geographical indications."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.base import optional_char, optional_text, said_check, slug_check, slug_field
from models.reference.category import Category
from models.reference.district import District
from models.reference.kind import Kind


class GiConfidence(StrEnum):
    """Confidence in the register's entry: see `data/README.md`."""

    SOURCED = "sourced"
    PARTLY = "partly"
    MEMORY = "memory"


class GiRegistration(Model):
    """A geographical indication. Its application number is often missing in our sources."""

    id = fields.IntField(primary_key=True)
    name_en = fields.CharField(120, unique=True)
    name_hi = optional_char(120)
    number = fields.CharField(20, null=True, unique=True, description="application number")
    gi_class = optional_char(20)
    goods_type = fields.CharField(20)
    reported_in = optional_char(10)
    confidence = fields.CharEnumField(GiConfidence, max_length=10)
    source = fields.TextField()

    class Meta:
        table = "gi_registration"
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="goods_type IN ('handicraft','manufactured','agricultural','food','natural')",
                name="gi_goods_type",
            )
        ]


class GiDistrict(Model):
    """A district covered by a geographical indication."""

    id = fields.IntField(primary_key=True)
    gi_registration: fields.ForeignKeyRelation[GiRegistration] = fields.ForeignKeyField(
        "models.GiRegistration", related_name=False, on_delete=fields.CASCADE
    )
    gi_registration_id: int
    district: fields.ForeignKeyRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, on_delete=fields.CASCADE
    )
    district_id: int

    class Meta:
        table = "gi_district"
        unique_together = (("gi_registration", "district"),)


class GiGoods(Model):
    """A kind of goods that a geographical indication covers, or its goods with one attribute value.

    Printed bedsheets are covered if printed by block. Source: `data/gi_goods.csv`.
    """

    id = fields.IntField(primary_key=True)
    gi_registration: fields.ForeignKeyRelation[GiRegistration] = fields.ForeignKeyField(
        "models.GiRegistration", related_name=False, on_delete=fields.CASCADE
    )
    gi_registration_id: int
    kind: fields.ForeignKeyRelation[Kind] = fields.ForeignKeyField(
        "models.Kind", related_name=False, on_delete=fields.CASCADE
    )
    kind_id: int
    attribute = optional_char(60)
    value = optional_char(60)

    class Meta:
        table = "gi_goods"
        unique_together = (("gi_registration", "kind", "attribute", "value"),)
        indexes = [PostgreSQLIndex(fields=("kind_id",), name="gi_goods_kind")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            CheckConstraint(check="num_nonnulls(attribute, value) <> 1", name="gi_goods_attribute"),
            UniqueConstraint(
                fields=("gi_registration_id", "kind_id"),
                name="gi_goods_whole_kind",
                condition="attribute IS NULL",
            ),
        ]


class Craft(Model):
    """A craft of a district. One per district is primary: the ODOP product of the 2018 list."""

    id = fields.IntField(primary_key=True)
    slug = slug_field(80)
    name_en = optional_char(120)
    name_hi = optional_char(120)
    short_name_en = optional_char(60)
    short_name_hi = optional_char(60)
    description_en = optional_text()
    description_hi = optional_text()
    district: fields.ForeignKeyRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, on_delete=fields.RESTRICT
    )
    district_id: int
    category: fields.ForeignKeyRelation[Category] = fields.ForeignKeyField(
        "models.Category", related_name=False, on_delete=fields.RESTRICT
    )
    category_id: int
    gi_registration: fields.ForeignKeyNullableRelation[GiRegistration] = fields.ForeignKeyField(
        "models.GiRegistration", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    gi_registration_id: int | None
    is_primary = fields.BooleanField()
    listed_in = fields.SmallIntField(description="year it was put on the list")
    source = fields.TextField()

    class Meta:
        table = "craft"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("district_id",), name="craft_district"),
            PostgreSQLIndex(fields=("category_id",), name="craft_category"),
        ]
        constraints = [  # noqa: RUF012
            slug_check("craft"),
            said_check("craft", "name"),
            UniqueConstraint(
                fields=("district_id",), name="craft_one_primary", condition="is_primary"
            ),
            # Target of a composite foreign key of `product`: see the first migration.
            UniqueConstraint(fields=("id", "district_id", "category_id"), name="craft_place"),
        ]
