"""The tariff as a table, and rates that goods have under a condition, such as made by hand.

Every new variant has an item of the tariff. Rows of before keep the first digits of theirs until
they are changed: the constraint is not validated for them.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from migrations._frozen import CreateTable
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

# Rates of one prefix and value differ by condition. Reference data changes tell the processes.
TABLES = """
SELECT forbid_empty_texts();
DROP INDEX hsn_rate_once;
CREATE UNIQUE INDEX hsn_rate_once ON hsn_rate
  (hsn, condition_id, value_above_paise, value_up_to_paise, valid_from) NULLS NOT DISTINCT;
ALTER TABLE variant ADD CONSTRAINT variant_hsn_fkey
  FOREIGN KEY (hsn) REFERENCES tariff_item (hsn) NOT VALID;
CREATE TRIGGER tariff_item_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON tariff_item
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();
CREATE TRIGGER rate_condition_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON rate_condition
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0043_buyers_marks')]

    initial = False
    operations = [
        CreateTable(
            name='RateCondition',
            fields=[
                ('slug', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40, generated=False)),
                ('question_en', fields.CharField(max_length=200)),
                ('question_hi', fields.CharField(max_length=200)),
                ('source', fields.CharField(max_length=200)),
            ],
            options={'table': 'rate_condition', 'app': 'models', 'pk_attr': 'slug', 'table_description': 'What goods of one tariff item must be for a rate of their own, such as made by hand.'},
            bases=['Model'],
        ),
        CreateTable(
            name='TariffItem',
            fields=[
                ('hsn', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=8, generated=False)),
                ('description', fields.TextField(unique=False)),
                ('rates_bp', ArrayField(element_type='INT')),
                ('source', fields.CharField(max_length=200)),
            ],
            options={'table': 'tariff_item', 'app': 'models', 'constraints': [CheckConstraint(check="hsn ~ '^[0-9]{8}$'", name='tariff_item_hsn')], 'pk_attr': 'hsn', 'table_description': 'An item of the tariff: eight digits, under which goods stand on an invoice.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='HsnRate',
            name='condition',
            field=fields.ForeignKeyField('models.RateCondition', source_field='condition_id', null=True, db_constraint=True, to_field='slug', related_name=False, on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Variant',
            name='rate_condition',
            field=fields.ForeignKeyField('models.RateCondition', source_field='rate_condition_id', null=True, db_constraint=True, to_field='slug', related_name=False, on_delete=OnDelete.RESTRICT),
        ),
        ops.RunSQL(TABLES),
    ]
