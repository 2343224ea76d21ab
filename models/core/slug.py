"""Former slugs of pages."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model


class SlugHistory(Model):
    """A former slug, written by a trigger when a slug changes, so that old links keep working."""

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
