"""Net quantities belong to the package, so to the variant.

A product had one, that of its smallest variant. That variant has it now; of the others it is not
known what a package contains.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from migrations._frozen import choice
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

COPIED = """
SET LOCAL odop.bulk_load = 'on';
UPDATE variant v SET net_quantity = d.net_quantity, net_unit = d.net_unit
FROM declaration d
WHERE d.product_id = v.product_id
  AND v.position = (SELECT min(position) FROM variant o WHERE o.product_id = v.product_id);
SET LOCAL odop.bulk_load = 'off';
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0045_kinds')]

    initial = False
    operations = [
        ops.AlterModelOptions(
            name='SearchEntry',
            options={'table': 'search_entry', 'app': 'models', 'unique_together': (('noun', 'target_id', 'key'),), 'pk_attr': 'id', 'table_description': 'A search key of a district, craft, category, kind or artisan, for suggestions.'},
        ),
        ops.AddField(
            model_name='Variant',
            name='net_quantity',
            field=fields.DecimalField(null=True, max_digits=10, decimal_places=3),
        ),
        ops.AddField(
            model_name='Variant',
            name='net_unit',
            field=choice(null=True, description='GRAM: g\nMILLILITRE: ml\nMETRE: m\nPIECE: piece\nPAIR: pair\nSET: set', max_length=6),
        ),
        ops.AddConstraint(
            model_name='Variant',
            constraint=CheckConstraint(check='num_nonnulls(net_quantity, net_unit) <> 1 AND net_quantity > 0', name='variant_net_quantity'),
        ),
        ops.RunSQL(COPIED),
        ops.RemoveConstraint(
            model_name='Declaration',
            name='declaration_net_quantity',
            fields=None,
        ),
        ops.RemoveField(model_name='Declaration', name='net_quantity'),
        ops.RemoveField(model_name='Declaration', name='net_unit'),
    ]
