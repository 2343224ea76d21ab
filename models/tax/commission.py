"""Commission rates."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.catalogue.vendor import Vendor
from models.reference.category import Category


class CommissionRule(Model):
    """The mart's commission on the taxable value of goods; the most specific rule applies."""

    id = fields.IntField(primary_key=True)
    vendor: fields.ForeignKeyNullableRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, null=True, on_delete=fields.CASCADE
    )
    vendor_id: int | None
    category: fields.ForeignKeyNullableRelation[Category] = fields.ForeignKeyField(
        "models.Category", related_name=False, null=True, on_delete=fields.CASCADE
    )
    category_id: int | None
    rate_bp = fields.IntField()
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True, description="last day, in India")

    class Meta:
        table = "commission_rule"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="rate_bp BETWEEN 0 AND 5000", name="commission_rule_rate"),
            CheckConstraint(check="valid_to >= valid_from", name="commission_rule_dates"),
        ]
