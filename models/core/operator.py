"""The operator of the mart."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import optional_char


class Operator(Model):
    """The operator's details, in a single row: disclosures of the E-Commerce Rules 2020, rule 4."""

    code = fields.CharField(10, primary_key=True)
    legal_name = fields.CharField(160)
    address_en = fields.CharField(300)
    address_hi = optional_char(300)
    website = fields.CharField(200)
    care_phone = fields.CharField(20)
    care_email = fields.CharField(120)
    grievance_name = fields.CharField(80)
    grievance_designation_en = fields.CharField(80)
    grievance_designation_hi = optional_char(80)
    grievance_phone = fields.CharField(20)
    grievance_email = fields.CharField(120)
    nodal_name = fields.CharField(80)
    nodal_phone = fields.CharField(20)
    nodal_email = fields.CharField(120)
    dpiit_number = optional_char(30)

    class Meta:
        table = "operator"
        constraints = [CheckConstraint(check="code = 'mart'", name="operator_is_one")]  # noqa: RUF012
