"""Artisans, with their crafts and awards."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import (
    optional_char,
    optional_text,
    picture_check,
    picture_id_check,
    said_check,
    slug_check,
    slug_field,
)
from models.reference.craft import Craft
from models.reference.district import District


class ArtisanStatus(StrEnum):
    APPLIED = "applied"
    ACTIVE = "active"
    PAUSED = "paused"


class Artisan(Model):
    """An artisan. The profile is public only with `profile_consented_at` (DPDP Act 2023)."""

    id = fields.IntField(primary_key=True)
    slug = slug_field(80)
    name_en = optional_char(80)
    name_hi = optional_char(80)
    bio_en = optional_text()
    bio_hi = optional_text()
    village_en = optional_char(80)
    village_hi = optional_char(80)
    district: fields.ForeignKeyRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, on_delete=fields.RESTRICT
    )
    district_id: int
    portrait_public_id = optional_char(200)
    portrait_width = fields.IntField(null=True)
    portrait_height = fields.IntField(null=True)
    portrait_blurhash = optional_char(40)
    practising_since = fields.SmallIntField(null=True, description="year the craft was taken up")
    status = fields.CharEnumField(ArtisanStatus, max_length=10)
    profile_consented_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "artisan"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("district_id", "id"), name="artisan_district"),
        ]
        constraints = [  # noqa: RUF012
            slug_check("artisan"),
            picture_check("artisan", "portrait"),
            picture_id_check("artisan", "portrait_public_id"),
            said_check("artisan", "name"),
            CheckConstraint(
                check="practising_since BETWEEN 1930 AND 2100", name="artisan_practising_since"
            ),
        ]


class ArtisanCraft(Model):
    """A craft of an artisan, the main craft first."""

    id = fields.IntField(primary_key=True)
    artisan: fields.ForeignKeyRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, on_delete=fields.CASCADE
    )
    artisan_id: int
    craft: fields.ForeignKeyRelation[Craft] = fields.ForeignKeyField(
        "models.Craft", related_name=False, on_delete=fields.CASCADE
    )
    craft_id: int
    position = fields.SmallIntField()

    class Meta:
        table = "artisan_craft"
        unique_together = (("artisan", "craft"), ("artisan", "position"))
        indexes = [PostgreSQLIndex(fields=("craft_id",), name="artisan_craft_craft")]  # noqa: RUF012


class ArtisanAward(Model):
    id = fields.IntField(primary_key=True)
    artisan: fields.ForeignKeyRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, on_delete=fields.CASCADE
    )
    artisan_id: int
    name_en = optional_char(160)
    name_hi = optional_char(160)
    year = fields.SmallIntField()

    class Meta:
        table = "artisan_award"
        unique_together = (("artisan", "year", "name_en"),)
        constraints = [  # noqa: RUF012
            said_check("artisan_award", "name"),
            CheckConstraint(check="year BETWEEN 1950 AND 2100", name="artisan_award_year"),
        ]
