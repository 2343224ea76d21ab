"""Orders remember who bought as a guest, so that they can be claimed."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0009_people_guarantees')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Order',
            name='guest_email',
            field=fields.CharField(null=True, max_length=254),
        ),
        ops.AddField(
            model_name='Order',
            name='guest_phone',
            field=fields.CharField(null=True, description='of who bought without an account', max_length=16),
        ),
        ops.AddIndex(
            model_name='Order',
            index=PostgreSQLIndex(fields=['guest_phone'], name='orders_guest_phone'),
        ),
        ops.AddIndex(
            model_name='Order',
            index=PostgreSQLIndex(fields=['guest_email'], name='orders_guest_email'),
        ),
    ]
