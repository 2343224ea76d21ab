"""Legal declarations that a pre-packed product must show before the purchase."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import optional_char, said_check


class Declaration(Model):
    """Declarations of the Legal Metrology (Packaged Commodities) Rules 2011, rule 6(10).

    Country of origin is on the product; net quantity and retail price belong to the package, so
    they are on the variant.
    """

    product_id = fields.IntField(primary_key=True, generated=False)
    generic_name_en = optional_char(120)
    generic_name_hi = optional_char(120)
    maker_name = fields.CharField(160)
    maker_address = fields.CharField(300)
    packer_name = optional_char(160)
    packer_address = optional_char(300)
    importer_name = optional_char(160)
    importer_address = optional_char(300)
    length_cm = fields.DecimalField(7, 1, null=True)
    width_cm = fields.DecimalField(7, 1, null=True)
    height_cm = fields.DecimalField(7, 1, null=True)
    best_before_months = fields.SmallIntField(null=True)
    fssai_licence = fields.CharField(14, null=True)
    is_vegetarian = fields.BooleanField(null=True)

    class Meta:
        table = "declaration"
        constraints = [  # noqa: RUF012
            said_check("declaration", "generic_name"),
            CheckConstraint(check="best_before_months > 0", name="declaration_best_before"),
            CheckConstraint(check="fssai_licence ~ '^[0-9]{14}$'", name="declaration_fssai"),
        ]
