"""What a gateway told us by itself."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.base import optional_char


class WebhookEvent(Model):
    """What a gateway told us, byte for byte, before anything is made of it."""

    id = fields.IntField(primary_key=True)
    gateway = fields.CharField(12)
    # A hash of the body; of events from before that, what the gateway called them.
    event_id = fields.CharField(80)
    kind = fields.CharField(60)
    body = fields.BinaryField()
    received_at = fields.DatetimeField()
    applied_at = fields.DatetimeField(null=True)
    outcome = optional_char(200)

    class Meta:
        table = "webhook_event"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("gateway", "event_id"), name="webhook_event_once")
        ]
