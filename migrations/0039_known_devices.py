"""Devices of sessions that were ended from elsewhere are unknown; apps have a device, too.

Half a sign-in keeps whose password attempt it counts as, until its second factor is entered.
"""

from migrations._frozen import choice
from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# Those of apps, which have no cookie, had none before their second sign-in.
APPS = """
UPDATE session SET device_hash = sha256(uuid_send(gen_random_uuid()))
 WHERE device_hash IS NULL AND account_id IN (SELECT id FROM account WHERE erased_at IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0038_current_orders")]
    initial = False
    operations = [
        ops.AlterField(
            model_name='Session',
            name='device_hash',
            field=fields.BinaryField(null=True, description='keyed hash of the device cookie, or of an id of the app'),
        ),
        ops.AlterField(
            model_name='Session',
            name='end_reason',
            field=choice(null=True, description='SIGNED_OUT: signed_out\nREVOKED: revoked\nREUSED: reused\nREPLACED: replaced\nSUSPENDED: suspended\nERASED: erased\nJOINED: joined', max_length=12),
        ),
        ops.AddField(
            model_name='Session',
            name='password_asker',
            field=fields.CharField(null=True, description='whose password attempt counts until the second factor is given', max_length=80),
        ),
        ops.RunSQL(APPS),
    ]
