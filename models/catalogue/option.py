"""Options that distinguish variants: size, pack, capacity."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.base import optional_char, said_check, slug_check, slug_field
from models.catalogue.variant import Variant


class Option(Model):
    id = fields.IntField(primary_key=True)
    slug = slug_field(40)
    name_en = optional_char(60)
    name_hi = optional_char(60)

    class Meta:
        table = "option"
        constraints = [slug_check("option"), said_check("option", "name")]  # noqa: RUF012


class OptionValue(Model):
    id = fields.IntField(primary_key=True)
    option: fields.ForeignKeyRelation[Option] = fields.ForeignKeyField(
        "models.Option", related_name=False, on_delete=fields.CASCADE
    )
    option_id: int
    slug = fields.CharField(40)
    label_en = optional_char(60)
    label_hi = optional_char(60)
    position = fields.SmallIntField()

    class Meta:
        table = "option_value"
        unique_together = (("option", "slug"),)
        constraints = [  # noqa: RUF012
            slug_check("option_value"),
            said_check("option_value", "label"),
            UniqueConstraint(fields=("id", "option_id"), name="option_value_of_option"),
        ]


class VariantOption(Model):
    """A variant's value of an option; a composite key ensures that the value is of that option."""

    id = fields.IntField(primary_key=True)
    variant: fields.ForeignKeyRelation[Variant] = fields.ForeignKeyField(
        "models.Variant", related_name=False, on_delete=fields.CASCADE
    )
    variant_id: int
    option: fields.ForeignKeyRelation[Option] = fields.ForeignKeyField(
        "models.Option", related_name=False, on_delete=fields.RESTRICT
    )
    option_id: int
    value: fields.ForeignKeyRelation[OptionValue] = fields.ForeignKeyField(
        "models.OptionValue", related_name=False, on_delete=fields.RESTRICT
    )
    value_id: int

    class Meta:
        table = "variant_option"
        unique_together = (("variant", "option"),)
