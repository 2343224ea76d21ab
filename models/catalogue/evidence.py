"""Claims that a text may make only with evidence, and the evidence of products."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.catalogue.product import Product


class EvidenceKind(StrEnum):
    """Certificates, test reports and registrations that a claim rests on."""

    HANDLOOM_MARK = "handloom_mark"
    WEAVER_CARD = "weaver_card"
    SILK_MARK = "silk_mark"
    KHADI_MARK = "khadi_mark"
    ORGANIC = "organic"
    FOOD_SAFE = "food_safe"
    LEAD_FREE = "lead_free"
    HALLMARK = "hallmark"
    NO_CHILD_LABOUR = "no_child_labour"
    GI = "gi"
    LAB_TESTED = "lab_tested"
    BIS = "bis"
    ENVIRONMENT = "environment"


class ClaimWord(Model):
    """Words that no text of a product may have without evidence of one of these kinds.

    Source: `data/claim_words.csv`.
    """

    id = fields.IntField(primary_key=True)
    phrase = fields.CharField(80, unique=True)
    evidence = ArrayField("text")

    class Meta:
        table = "claim_word"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="cardinality(evidence) > 0", name="claim_word_evidence")
        ]


class ProductEvidence(Model):
    """Evidence for a claim about a product; it counts once somebody of the mart has verified it."""

    id = fields.IntField(primary_key=True)
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.CASCADE
    )
    product_id: int
    kind = fields.CharEnumField(EvidenceKind, max_length=16)
    reference = fields.CharField(120, description="number of the certificate or report")
    issuer = fields.CharField(160)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True, description="last day, in India")
    verified_at = fields.DatetimeField(null=True)

    class Meta:
        table = "product_evidence"
        constraints = [  # noqa: RUF012
            UniqueConstraint(
                fields=("product_id", "kind", "reference"), name="product_evidence_once"
            ),
            CheckConstraint(check="valid_to >= valid_from", name="product_evidence_dates"),
        ]
