"""Uses of promotions have a state, orders know their buyer's marks, carts the total last shown."""

from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.contrib.postgres.indexes import GinIndex
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from migrations._frozen import choice


def _status(**more):
    return choice(
        max_length=8,
        default='claimed',
        description="CLAIMED: claimed\nRELEASED: released",
        **more,
    )


USE = "An order that a promotion was used for; released when the order does not come about."


class Migration(migrations.Migration):
    dependencies = [
        ("models", "0015_sign_in"),
        ("models", "0015_invitations"),
        ("models", "0016_no_empty_texts"),
    ]

    initial = False

    operations = [
        ops.AddField("PromotionUse", "status", _status(null=True)),
        ops.RunSQL("UPDATE promotion_use SET status = 'claimed'"),
        ops.AlterField("PromotionUse", "status", _status()),
        ops.AlterModelOptions(
            "PromotionUse", {"pk_attr": "id", "table_description": USE}
        ),
        # An order that came about after all may use what was used up meanwhile.
        ops.RemoveConstraint("Promotion", "promotion_uses"),
        ops.AddConstraint("Promotion", CheckConstraint(check="uses >= 0", name="promotion_uses")),
        ops.AddField(
            "Order",
            "marks",
            ArrayField("bigint", null=True, description="keyed hashes of who its buyer is"),
        ),
        ops.AddIndex("Order", GinIndex(fields=["marks"], name="orders_marks")),
        ops.AddField(
            "Cart",
            "shown_paise",
            fields.BigIntField(null=True, description="the total its reader was last shown"),
        ),
    ]
