"""Orders know which network address a guest ordered from, as a keyed hash."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0016_promotion_claims")]

    initial = False

    operations = [
        ops.AddField(
            "Order",
            "client_mark",
            fields.BigIntField(null=True, description="keyed hash of a guest's address"),
        ),
    ]
