"""GST rates and the tariff, and the rates of TCS, TDS and of GST on commission."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model


class RateCondition(Model):
    """What goods of one tariff item must be for a rate of their own, such as made by hand.

    The question is asked of who lists the goods. `none` stands for goods that are none of it.
    Source: `data/rate_conditions.csv`.
    """

    slug = fields.CharField(40, primary_key=True)
    question_en = fields.CharField(200)
    question_hi = fields.CharField(200)
    source = fields.CharField(200)

    class Meta:
        table = "rate_condition"


class TariffItem(Model):
    """An item of the tariff: eight digits, under which goods stand on an invoice.

    `rates_bp` are all rates that goods of the item can have. Source: `data/tariff.csv`.
    """

    hsn = fields.CharField(8, primary_key=True)
    description = fields.TextField()
    rates_bp = ArrayField("int")
    source = fields.CharField(200)

    class Meta:
        table = "tariff_item"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="hsn ~ '^[0-9]{8}$'", name="tariff_item_hsn")
        ]


class HsnRate(Model):
    """GST on goods whose HSN code begins with `hsn`; the longest matching prefix applies.

    A rate may be that of goods for which a condition holds, and of pieces with a value, before tax,
    above or up to a limit. Without a condition it is that of the other goods of its prefix.
    """

    id = fields.IntField(primary_key=True)
    hsn = fields.CharField(8)
    condition: fields.ForeignKeyNullableRelation[RateCondition] = fields.ForeignKeyField(
        "models.RateCondition", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    condition_id: str | None
    value_above_paise = fields.BigIntField(null=True)
    value_up_to_paise = fields.BigIntField(null=True)
    rate_bp = fields.IntField(description="hundredths of a percent, central and State tax together")
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True, description="last day, in India")
    source = fields.CharField(200)

    class Meta:
        table = "hsn_rate"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="hsn ~ '^[0-9]{2,8}$'", name="hsn_rate_hsn"),
            CheckConstraint(check="rate_bp BETWEEN 0 AND 4000", name="hsn_rate_rate"),
            CheckConstraint(check="valid_to >= valid_from", name="hsn_rate_dates"),
            CheckConstraint(
                check="num_nonnulls(value_above_paise, value_up_to_paise) < 2",
                name="hsn_rate_condition",
            ),
        ]


class TaxKind(StrEnum):
    """Tax on a sale besides GST on the goods: TCS (CGST Act, s. 52), TDS, GST on commission.

    TDS is that of the Income-tax Act 2025, s. 393(1), on sales through an e-commerce operator.
    """

    TCS = "tcs"
    TDS = "tds"
    TDS_WITHOUT_PAN = "tds_without_pan"
    COMMISSION_GST = "commission_gst"


class TaxRule(Model):
    """A statutory rate with its period of validity."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharEnumField(TaxKind, max_length=16)
    rate_bp = fields.IntField()
    section = fields.CharField(60, description="of the law, as reports name it")
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True, description="last day, in India")
    source = fields.CharField(200)

    class Meta:
        table = "tax_rule"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("kind", "valid_from"), name="tax_rule_once"),
            CheckConstraint(check="rate_bp BETWEEN 0 AND 10000", name="tax_rule_rate"),
            CheckConstraint(check="valid_to >= valid_from", name="tax_rule_dates"),
        ]
