"""The districts of Uttar Pradesh."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import (
    optional_char,
    optional_text,
    picture_check,
    picture_id_check,
    slug_check,
    slug_field,
)


class District(Model):
    """One of the 75 districts. `latitude` and `longitude` mark its main town on a map."""

    id = fields.IntField(primary_key=True)
    slug = slug_field(60)
    name_en = fields.CharField(80, unique=True)
    name_hi = fields.CharField(80, unique=True)
    division_en = fields.CharField(80)
    division_hi = fields.CharField(80)
    headquarters_en = fields.CharField(80)
    headquarters_hi = fields.CharField(80)
    story_en = optional_text()
    story_hi = optional_text()
    latitude = fields.DecimalField(5, 2)
    longitude = fields.DecimalField(5, 2)
    lgd_code = fields.IntField(unique=True, description="Local Government Directory code")
    aliases = ArrayField("text", default=list)
    image_public_id = optional_char(200)
    image_width = fields.IntField(null=True)
    image_height = fields.IntField(null=True)
    image_blurhash = optional_char(40)

    class Meta:
        table = "district"
        constraints = [  # noqa: RUF012 - read by Tortoise
            slug_check("district"),
            picture_check("district", "image"),
            picture_id_check("district", "image_public_id"),
            CheckConstraint(
                check="latitude BETWEEN 23 AND 31 AND longitude BETWEEN 77 AND 85",
                name="district_in_uttar_pradesh",
            ),
        ]


class DistrictNeighbour(Model):
    """A district that shares a border with another, ranked by distance."""

    id = fields.IntField(primary_key=True)
    district: fields.ForeignKeyRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, on_delete=fields.CASCADE
    )
    district_id: int
    neighbour: fields.ForeignKeyRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, on_delete=fields.CASCADE
    )
    neighbour_id: int
    position = fields.SmallIntField()

    class Meta:
        table = "district_neighbour"
        unique_together = (("district", "position"), ("district", "neighbour"))
