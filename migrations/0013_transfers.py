"""Money sent on to sellers, disputes, and what payouts are lessened by."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from migrations._frozen import choice

CONSTRAINTS = r"""
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_amounts" CHECK (due_paise > 0 AND amount_paise >= 0 AND reversing_paise BETWEEN 0 AND amount_paise AND reversed_paise BETWEEN 0 AND reversing_paise);
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_artisan" CHECK (artisan_id IS NULL OR amount_paise = due_paise);
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_amount" CHECK (amount_paise > 0);
ALTER TABLE "adjustment" ADD CONSTRAINT "adjustment_sign" CHECK (paise <> 0 AND (kind NOT IN ('refund', 'dispute') OR paise < 0) AND (kind <> 'dispute_won' OR paise > 0));
-- A payee is sent what a part of an order earned once; one that failed is out of the way.
CREATE UNIQUE INDEX transfer_once ON transfer (charge_id, suborder_id, artisan_id)
  NULLS NOT DISTINCT WHERE status <> 'failed';
CREATE TRIGGER adjustment_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON adjustment
  FOR EACH STATEMENT EXECUTE FUNCTION rows_stay();
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0012_buying_guarantees')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Dispute',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('charge', fields.ForeignKeyField('models.Charge', source_field='charge_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('gateway_dispute_id', fields.CharField(unique=True, max_length=40)),
                ('amount_paise', fields.BigIntField()),
                ('status', choice(description='OPEN: open\nWON: won\nLOST: lost', max_length=4)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'dispute', 'app': 'models', 'constraints': [CheckConstraint(check='amount_paise > 0', name='dispute_amount')], 'indexes': [PostgreSQLIndex(fields=['charge_id'], name='dispute_charge')], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Transfer',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('charge', fields.ForeignKeyField('models.Charge', source_field='charge_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('suborder', fields.ForeignKeyField('models.Suborder', source_field='suborder_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('vendor', fields.ForeignKeyField('models.Vendor', source_field='vendor_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('artisan', fields.ForeignKeyField('models.Artisan', source_field='artisan_id', null=True, description="null where it is the vendor's own", db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('account', fields.CharField(description='linked account at the gateway', max_length=40)),
                ('key', fields.CharField(unique=True, max_length=40)),
                ('due_paise', fields.BigIntField()),
                ('amount_paise', fields.BigIntField()),
                ('reversing_paise', fields.BigIntField(default=0)),
                ('reversed_paise', fields.BigIntField(default=0)),
                ('status', choice(description='REQUESTED: requested\nPENDING: pending\nFAILED: failed\nPROCESSED: processed', max_length=10)),
                ('gateway_transfer_id', fields.CharField(null=True, unique=True, max_length=40)),
                ('attempts', fields.SmallIntField(default=0)),
                ('asked_at', fields.DatetimeField(null=True, description='somebody asks the gateway since then', auto_now=False, auto_now_add=False)),
                ('error', fields.CharField(null=True, max_length=200)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'transfer', 'app': 'models', 'constraints': [CheckConstraint(check='due_paise > 0 AND amount_paise >= 0 AND reversing_paise BETWEEN 0 AND amount_paise AND reversed_paise BETWEEN 0 AND reversing_paise', name='transfer_amounts'), CheckConstraint(check='artisan_id IS NULL OR amount_paise = due_paise', name='transfer_artisan')], 'indexes': [PostgreSQLIndex(fields=['suborder_id'], name='transfer_suborder'), PostgreSQLIndex(fields=['vendor_id', 'id'], name='transfer_vendor'), PostgreSQLIndex(fields=['artisan_id'], name='transfer_artisan_id')], 'pk_attr': 'id', 'table_description': 'What goes from a charge to a linked account of the gateway: for each part of an order one to'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Adjustment',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vendor', fields.ForeignKeyField('models.Vendor', source_field='vendor_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('suborder', fields.ForeignKeyField('models.Suborder', source_field='suborder_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('kind', choice(description='REFUND: refund\nDISPUTE: dispute\nDISPUTE_WON: dispute_won\nPAYOUT: payout', max_length=12)),
                ('paise', fields.BigIntField()),
                ('refund', fields.ForeignKeyField('models.Refund', source_field='refund_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('dispute', fields.ForeignKeyField('models.Dispute', source_field='dispute_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('transfer', fields.ForeignKeyField('models.Transfer', source_field='transfer_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'adjustment', 'app': 'models', 'constraints': [CheckConstraint(check="paise <> 0 AND (kind NOT IN ('refund', 'dispute') OR paise < 0) AND (kind <> 'dispute_won' OR paise > 0)", name='adjustment_sign')], 'indexes': [PostgreSQLIndex(fields=['vendor_id', 'id'], name='adjustment_vendor'), PostgreSQLIndex(fields=['suborder_id'], name='adjustment_suborder')], 'pk_attr': 'id', 'table_description': "The sum of a vendor's is what stands: below nought the vendor owes it to the mart."},
            bases=['Model'],
        ),
        ops.RunSQL(CONSTRAINTS),
    ]
