"""Counted attempts and messages are taken back only from the windows they were counted in."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0040_search_words")]
    initial = False
    operations = [
        ops.AddField(
            model_name='OtpChallenge',
            name='counted_at',
            field=fields.DatetimeField(null=True, description='when its message was counted, by the clock of the database', auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Session',
            name='password_counted_at',
            field=fields.DatetimeField(null=True, description='when that attempt was counted, by the clock of the database', auto_now=False, auto_now_add=False),
        ),
    ]
