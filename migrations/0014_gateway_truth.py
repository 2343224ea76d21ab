"""What a gateway did by itself: refunds on its own page, fees; and the cart an order was made of."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from migrations._frozen import choice


def _listed(*members: str) -> str:
    return "\n".join(f"{name.upper()}: {name}" for name in members)


EVENTS = _listed(
    "ordered", "placed", "paid", "payment_failed", "payment_expired", "payment_refused",
    "paid_too_late", "under_review", "cancelled", "refund_started", "refunded", "refund_failed",
)  # fmt: skip
REASONS = _listed("cancelled", "paid_too_late", "paid_twice", "wrong_amount", "staff", "gateway")
STATUSES = _listed("requested", "pending", "processed", "failed", "superseded")


class Migration(migrations.Migration):
    dependencies = [("models", "0014_sealed_keys")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Charge",
            name="fee_paise",
            field=fields.BigIntField(null=True, description="what the gateway keeps, tax included"),
        ),
        ops.AddField(
            model_name="Charge", name="fee_tax_paise", field=fields.BigIntField(null=True)
        ),
        ops.AddField(
            model_name="Order",
            name="cart_id",
            field=fields.IntField(
                null=True, description="it was made of; open again if it is not paid"
            ),
        ),
        ops.AlterField(
            model_name="OrderEvent",
            name="kind",
            field=choice(max_length=24, description=EVENTS
            ),
        ),
        ops.AlterField(
            model_name="Refund",
            name="reason",
            field=choice(max_length=16, description=REASONS),
        ),
        ops.AlterField(
            model_name="Refund",
            name="status",
            field=choice(max_length=10, description=STATUSES),
        ),
    ]
