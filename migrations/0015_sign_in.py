"""Refresh tokens given again for a minute, devices that are known, codes by who asked for them."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from migrations._frozen import AddFields, choice

SESSION = {
    'previous_hash': fields.BinaryField(null=True, description='of the refresh token before this one'),
    'successor_salt': fields.BinaryField(null=True, description='with the previous token and a key it gives the present one again'),
    'refreshed_at': fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
    'refreshed_by': fields.BinaryField(null=True, description='keyed hash of the device'),
    'device_hash': fields.BinaryField(null=True, description='keyed hash of the device cookie'),
}
CHALLENGE = {
    'asker': fields.CharField(default='', max_length=80),
    'proof_hash': fields.BinaryField(null=True),
    'proof_expires_at': fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
    'proof_used_at': fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
}


class Migration(migrations.Migration):
    dependencies = [('models', '0014_sealed_keys')]

    initial = False

    operations = [
        *(ops.AddField(model_name='Session', name=name, field=field) for name, field in SESSION.items()),
        ops.AddIndex(
            model_name='Session',
            index=PostgreSQLIndex(fields=['device_hash'], name='session_device'),
        ),
        ops.AlterField(
            model_name='Session',
            name='end_reason',
            field=choice(null=True, description='SIGNED_OUT: signed_out\nREUSED: reused\nREPLACED: replaced\nSUSPENDED: suspended\nERASED: erased\nJOINED: joined', max_length=12),
        ),
        ops.RemoveConstraint(model_name='OtpChallenge', name='otp_challenge_account', fields=None),
        ops.AlterField(
            model_name='OtpChallenge',
            name='purpose',
            field=choice(description='SIGN_IN: sign_in\nADD_CONTACT: add_contact\nJOIN_ACCOUNTS: join_accounts\nCASH_ON_DELIVERY: cash_on_delivery', max_length=20),
        ),
        AddFields('OtpChallenge', CHALLENGE, {'asker': "''"}),
        ops.AddConstraint(
            model_name='OtpChallenge',
            constraint=CheckConstraint(check="CASE WHEN purpose = 'sign_in' THEN account_id IS NULL ELSE account_id IS NOT NULL OR purpose = 'cash_on_delivery' END", name='otp_challenge_account'),
        ),
        ops.AddConstraint(
            model_name='OtpChallenge',
            constraint=CheckConstraint(check='(proof_hash IS NULL) = (proof_expires_at IS NULL) AND (proof_used_at IS NULL OR proof_hash IS NOT NULL)', name='otp_challenge_proof'),
        ),
        ops.AlterField(
            model_name='LinkToken',
            name='account',
            field=fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE),
        ),
    ]
