"""Guests' carts are not among those of which an account has one; nothing looks for them there."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0022_buying_costs")]
    initial = False
    operations = [
        ops.RemoveConstraint("Cart", name="cart_one_open"),
        ops.AddConstraint(
            "Cart",
            UniqueConstraint(
                fields=("account_id",),
                name="cart_one_open",
                condition="status = 'open' AND account_id IS NOT NULL",
            ),
        ),
    ]
