"""A kind of evidence for khadi."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from migrations._frozen import choice

class Migration(migrations.Migration):
    dependencies = [('models', '0050_payable_prices')]

    operations = [
        ops.AlterField(
            model_name='ProductEvidence',
            name='kind',
            field=choice(description='HANDLOOM_MARK: handloom_mark\nWEAVER_CARD: weaver_card\nSILK_MARK: silk_mark\nKHADI_MARK: khadi_mark\nORGANIC: organic\nFOOD_SAFE: food_safe\nLEAD_FREE: lead_free\nHALLMARK: hallmark\nNO_CHILD_LABOUR: no_child_labour\nGI: gi\nLAB_TESTED: lab_tested\nBIS: bis\nENVIRONMENT: environment', max_length=16),
        ),
    ]
