"""Addresses that pages once had."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model


class SlugHistory(Model):
    """Written by a trigger when a slug changes, so that old links still find their page."""

    id = fields.IntField(primary_key=True)
    noun = fields.CharField(20, description="the table: product, artisan, vendor …")
    slug = fields.CharField(160)
    target_id = fields.IntField()
    replaced_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "slug_history"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("noun", "slug"), name="slug_history_slug")
        ]
