"""The timeline of an order tells of another delivery address."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from migrations._frozen import choice


EVENTS = "\n".join(
    f"{kind.upper()}: {kind}"
    for kind in """
    ordered placed paid payment_failed payment_expired payment_refused paid_too_late under_review
    address_changed cancelled refund_started refunded refund_failed payment_disputed
    refund_disputed dispute_won charged_back
    """.split()
)


class Migration(migrations.Migration):
    dependencies = [("models", "0028_disputes_of_refunds")]
    initial = False
    operations = [
        ops.AlterField(
            model_name="OrderEvent",
            name="kind",
            field=choice(max_length=24, description=EVENTS
            ),
        ),
    ]
