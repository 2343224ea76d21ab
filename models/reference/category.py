"""The fifteen product categories."""

from tortoise import fields
from tortoise.models import Model

from models.base import optional_text, said_check, slug_check, slug_field


class Category(Model):
    id = fields.IntField(primary_key=True)
    slug = slug_field(60)
    name_en = fields.CharField(80, null=True)
    name_hi = fields.CharField(80, null=True)
    description_en = optional_text()
    description_hi = optional_text()
    position = fields.SmallIntField()

    class Meta:
        table = "category"
        constraints = [slug_check("category"), said_check("category", "name")]  # noqa: RUF012
