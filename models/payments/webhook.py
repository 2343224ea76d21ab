"""Webhook events of payment gateways."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.base import optional_char


class WebhookEvent(Model):
    """The raw body of a webhook, stored before it is processed."""

    id = fields.IntField(primary_key=True)
    gateway = fields.CharField(12)
    # Hash of the body; for older events the gateway's own id.
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
