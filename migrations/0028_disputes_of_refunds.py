"""What of a dispute was paid back already, and the bank's own numbers of refunds.

With them a dispute is contested; a lost one says what was paid twice, which the mart bears.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from migrations._frozen import AddFields, choice


EVENTS = "\n".join(
    f"{kind.upper()}: {kind}"
    for kind in """
    ordered placed paid payment_failed payment_expired payment_refused paid_too_late under_review
    cancelled refund_started refunded refund_failed payment_disputed refund_disputed dispute_won
    charged_back
    """.split()
)


class Migration(migrations.Migration):
    dependencies = [("models", "0027_product_orders")]
    initial = False
    operations = [
        ops.AddField(model_name="Refund", name="arn", field=fields.CharField(40, null=True)),
        AddFields(
            "Dispute",
            {
                "paid_twice_paise": fields.BigIntField(
                    default=0,
                    description="what of it went back by refunds too, beyond what came; none if won",
                )
            },
            {"paid_twice_paise": "0"},
        ),
        # Processes of before write disputes until they are restarted.
        ops.RunSQL("ALTER TABLE dispute ALTER COLUMN paid_twice_paise SET DEFAULT 0"),
        ops.AlterField(
            model_name="OrderEvent",
            name="kind",
            field=choice(max_length=24, description=EVENTS
            ),
        ),
        ops.AddConstraint(
            model_name="Dispute",
            constraint=CheckConstraint(
                check="paid_twice_paise BETWEEN 0 AND amount_paise", name="dispute_paid_twice"
            ),
        ),
    ]
