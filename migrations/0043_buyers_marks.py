"""Orders of members keep the mark of their buyer's address, too: their messages count for it."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0042_exact_word_counts")]
    initial = False
    operations = [
        ops.AlterField(
            model_name="Order",
            name="client_mark",
            field=fields.BigIntField(null=True, description="keyed hash of the buyer's address"),
        ),
    ]
