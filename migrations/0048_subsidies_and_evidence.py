"""Subsidies of a Government, goods that bear no tax, and the evidence of claims.

A promotion whose scheme has a Government order is a subsidy: order lines keep it apart, because the
value of supply leaves it out (CGST Act, s. 15(2)(e)). Promotions of before have no order, so the
lines of before stand as they were taxed. Whether their goods bear no tax stays unknown: no TCS was
collected on them.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from migrations._frozen import CreateTable, choice
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

TABLES = """
SELECT forbid_empty_texts();
CREATE TRIGGER claim_word_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON claim_word
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0047_gi_claims")]

    initial = False
    operations = [
        CreateTable(
            name='ClaimWord',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('phrase', fields.CharField(unique=True, max_length=80)),
                ('evidence', ArrayField(element_type='TEXT')),
            ],
            options={'table': 'claim_word', 'app': 'models', 'constraints': [CheckConstraint(check='cardinality(evidence) > 0', name='claim_word_evidence')], 'pk_attr': 'id', 'table_description': 'Words that no text of a product may have without evidence of one of these kinds.'},
            bases=['Model'],
        ),
        CreateTable(
            name='ProductEvidence',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('product', fields.ForeignKeyField('models.Product', source_field='product_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('kind', choice(description='HANDLOOM_MARK: handloom_mark\nWEAVER_CARD: weaver_card\nSILK_MARK: silk_mark\nORGANIC: organic\nFOOD_SAFE: food_safe\nLEAD_FREE: lead_free\nHALLMARK: hallmark\nNO_CHILD_LABOUR: no_child_labour\nGI: gi\nLAB_TESTED: lab_tested\nBIS: bis\nENVIRONMENT: environment', max_length=16)),
                ('reference', fields.CharField(description='number of the certificate or report', max_length=120)),
                ('issuer', fields.CharField(max_length=160)),
                ('valid_from', fields.DateField()),
                ('valid_to', fields.DateField(null=True, description='last day, in India')),
                ('verified_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'product_evidence', 'app': 'models', 'constraints': [UniqueConstraint(fields=('product_id', 'kind', 'reference'), name='product_evidence_once'), CheckConstraint(check='valid_to >= valid_from', name='product_evidence_dates')], 'pk_attr': 'id', 'table_description': 'Evidence for a claim about a product; it counts once somebody of the mart has verified it.'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='LineDiscount',
            name='funder',
            field=choice(description='VENDOR: vendor\nMART: mart\nSCHEME: scheme\nGOVERNMENT: government', max_length=10),
        ),
        ops.RemoveConstraint(
            model_name='OrderLine',
            name='order_line_sum',
            fields=None,
        ),
        ops.AddField(
            model_name='OrderLine',
            name='government_discount_paise',
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='OrderLine',
            name='is_nil_rated',
            field=fields.BooleanField(null=True, description='whether such goods bear no tax; null for orders of before'),
        ),
        ops.AddConstraint(
            model_name='OrderLine',
            constraint=CheckConstraint(check='list_paise = price_paise * quantity AND gross_paise = list_paise - vendor_discount_paise - government_discount_paise AND paid_paise = gross_paise - mart_discount_paise - scheme_discount_paise AND least(vendor_discount_paise, mart_discount_paise, scheme_discount_paise, government_discount_paise, paid_paise) >= 0', name='order_line_sum'),
        ),
        ops.AddField(
            model_name='Promotion',
            name='government_order',
            field=fields.CharField(null=True, description='number and date of the order', max_length=120),
        ),
        ops.AddConstraint(
            model_name='Promotion',
            constraint=CheckConstraint(check='government_order IS NULL OR scheme IS NOT NULL', name='promotion_government_order'),
        ),
        ops.RunSQL(TABLES),
        ops.AlterModelOptions(
            name='DistrictNeighbour',
            options={'table': 'district_neighbour', 'app': 'models', 'unique_together': (('district', 'position'), ('district', 'neighbour')), 'pk_attr': 'id', 'table_description': 'A district that shares a border with another, ranked by distance.'},
        ),
    ]
