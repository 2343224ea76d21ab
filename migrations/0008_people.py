from tortoise import migrations
from tortoise.migrations import operations as ops
from models.consent import ConsentPurpose
from models.facilitation import FacilitationBasis
from models.member import MemberRole
from models.order import OrderStatus
from models.challenge import ChallengePurpose
from models.link import LinkPurpose
from models.session import SessionEnd
from orjson import loads
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

class Migration(migrations.Migration):
    dependencies = [('models', '0007_product_changes')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Account',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(null=True, max_length=80)),
                ('phone', fields.CharField(null=True, unique=True, max_length=16)),
                ('phone_verified_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('email', fields.CharField(null=True, unique=True, max_length=254)),
                ('email_verified_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('password_hash', fields.CharField(null=True, max_length=200)),
                ('language', fields.CharField(default='hi', description='in which the person is written to', max_length=2)),
                ('is_demo', fields.BooleanField(default=False, description='its password is known to everybody')),
                ('suspended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('erased_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'account', 'app': 'models', 'constraints': [CheckConstraint(check="phone ~ '^\\+[1-9][0-9]{7,14}$'", name='account_phone'), CheckConstraint(check="email = lower(email) AND email ~ '^[^@ ]+@[^@ ]+$'", name='account_email'), CheckConstraint(check='phone_verified_at IS NULL OR phone IS NOT NULL', name='account_phone_verified'), CheckConstraint(check='email_verified_at IS NULL OR email IS NOT NULL', name='account_email_verified'), CheckConstraint(check='erased_at IS NULL OR num_nonnulls(name, phone, email, password_hash) = 0', name='account_erased'), CheckConstraint(check="language IN ('en', 'hi')", name='account_language')], 'pk_attr': 'id', 'table_description': 'A person. Telephone and e-mail are in the one form of `auth.contact`; either may be missing.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Address',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('name', fields.CharField(description='who takes the parcel', max_length=80)),
                ('phone', fields.CharField(max_length=16)),
                ('line1', fields.CharField(max_length=160)),
                ('line2', fields.CharField(null=True, max_length=160)),
                ('landmark', fields.CharField(null=True, max_length=120)),
                ('city', fields.CharField(max_length=80)),
                ('pincode', fields.CharField(max_length=6)),
                ('state', fields.ForeignKeyField('models.State', source_field='state_id', db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('is_default', fields.BooleanField(default=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'address', 'app': 'models', 'constraints': [CheckConstraint(check="pincode ~ '^[1-9][0-9]{5}$'", name='address_pincode'), UniqueConstraint(fields=('account_id',), name='address_one_default', condition='is_default')], 'indexes': [PostgreSQLIndex(fields=['account_id', 'id'], name='address_account')], 'pk_attr': 'id', 'table_description': "An entry of a person's address book. Orders keep their own copy."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ApiKey',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(max_length=80)),
                ('handle', fields.CharField(unique=True, description="the key's first part, in the open", max_length=16)),
                ('secret_hash', fields.BinaryField()),
                ('scopes', ArrayField(element_type='TEXT')),
                ('created_by', fields.ForeignKeyField('models.Account', source_field='created_by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('last_used_at', fields.DatetimeField(null=True, description='to the minute', auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('revoked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'api_key', 'app': 'models', 'constraints': [CheckConstraint(check='cardinality(scopes) > 0', name='api_key_scopes')], 'pk_attr': 'id', 'table_description': 'A key, hashed: shown once, when it is made.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArtisanAccount',
            fields=[
                ('artisan_id', fields.IntField(primary_key=True, generated=False, unique=True, db_index=True)),
                ('account', fields.OneToOneField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'artisan_account', 'app': 'models', 'pk_attr': 'artisan_id', 'table_description': 'The account with which an artisan signs in.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('account_id', fields.IntField(null=True, description='who; empty for the command line')),
                ('api_key_id', fields.IntField(null=True)),
                ('on_behalf_of', fields.CharField(null=True, description='as in artisan:12', max_length=60)),
                ('action', fields.CharField(max_length=60)),
                ('subject', fields.CharField(description='as in address:7', max_length=80)),
                ('before', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('after', fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ('request', fields.CharField(null=True, description="the request's id", max_length=64)),
                ('chain', fields.SmallIntField(default=0)),
                ('previous_hash', fields.BinaryField(null=True)),
                ('hash', fields.BinaryField(null=True)),
            ],
            options={'table': 'audit_entry', 'app': 'models', 'indexes': [PostgreSQLIndex(fields=['chain', 'id'], name='audit_entry_chain'), PostgreSQLIndex(fields=['account_id', 'id'], name='audit_entry_account'), PostgreSQLIndex(fields=['subject', 'id'], name='audit_entry_subject')], 'pk_attr': 'id', 'table_description': 'One write. The database adds `chain` and the hashes, and lets nobody change or remove a row.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Consent',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('purpose', fields.CharEnumField(description='MARKETING: marketing\nANALYTICS: analytics\nARTISAN_PUBLIC_PROFILE: artisan_public_profile', enum_type=ConsentPurpose, max_length=24)),
                ('is_granted', fields.BooleanField()),
                ('notice_version', fields.CharField(max_length=20)),
                ('notice_hash', fields.BinaryField(description='SHA-256 of the text that was shown')),
                ('language', fields.CharField(description='in which it was shown', max_length=2)),
                ('client_hash', fields.BinaryField(null=True, description='of the address it came from')),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'consent', 'app': 'models', 'constraints': [CheckConstraint(check="language IN ('en', 'hi')", name='consent_language')], 'indexes': [PostgreSQLIndex(fields=['account_id', 'purpose', 'id'], name='consent_last')], 'pk_attr': 'id', 'table_description': 'One word, given or taken back. Rows are added and never changed; the last one counts.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Facilitation',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('artisan', fields.ForeignKeyField('models.Artisan', source_field='artisan_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('facilitator', fields.ForeignKeyField('models.Account', source_field='facilitator_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('basis', fields.CharEnumField(description='IN_APP: in_app\nSIGNED_FORM: signed_form', enum_type=FacilitationBasis, max_length=12)),
                ('reference', fields.CharField(null=True, max_length=120)),
                ('notice_version', fields.CharField(description='of the text the artisan agreed to', max_length=20)),
                ('consented_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('recorded_by', fields.ForeignKeyField('models.Account', source_field='recorded_by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'facilitation', 'app': 'models', 'constraints': [UniqueConstraint(fields=('artisan_id', 'facilitator_id'), name='facilitation_once', condition='ended_at IS NULL'), CheckConstraint(check="basis <> 'signed_form' OR reference IS NOT NULL", name='facilitation_reference')], 'indexes': [PostgreSQLIndex(fields=['facilitator_id'], name='facilitation_facilitator')], 'pk_attr': 'id', 'table_description': "Somebody who acts for an artisan, by the artisan's recorded consent, until it ends."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='LinkToken',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('token_hash', fields.CharField(unique=True, max_length=64)),
                ('purpose', fields.CharEnumField(description='VERIFY_EMAIL: verify_email\nRESET_PASSWORD: reset_password', enum_type=LinkPurpose, max_length=16)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('email', fields.CharField(description='where it went; it proves no other address', max_length=254)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'link_token', 'app': 'models', 'indexes': [PostgreSQLIndex(fields=['account_id'], name='link_token_account'), PostgreSQLIndex(fields=['expires_at'], name='link_token_expiry')], 'pk_attr': 'id', 'table_description': 'A link that was sent by e-mail, hashed. It works once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OfficerDistrict',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('district', fields.ForeignKeyField('models.District', source_field='district_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'officer_district', 'app': 'models', 'constraints': [UniqueConstraint(fields=('account_id', 'district_id'), name='officer_district_once')], 'pk_attr': 'id', 'table_description': "A district officer's district."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Order',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('number', fields.CharField(unique=True, description='as people say it; nobody guesses it', max_length=24)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('status', fields.CharEnumField(description='AWAITING_PAYMENT: awaiting_payment\nPLACED: placed\nSHIPPED: shipped\nDELIVERED: delivered\nCANCELLED: cancelled', enum_type=OrderStatus, max_length=20)),
                ('total_paise', fields.BigIntField()),
                ('placed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'orders', 'app': 'models', 'constraints': [CheckConstraint(check="number ~ '^[A-Z0-9-]{8,24}$'", name='orders_number'), CheckConstraint(check='total_paise >= 0', name='orders_total')], 'indexes': [PostgreSQLIndex(fields=['account_id', 'id'], name='orders_account')], 'pk_attr': 'id', 'table_description': "An order. It stays when its buyer's account is erased."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OtpChallenge',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('handle', fields.CharField(unique=True, max_length=32)),
                ('purpose', fields.CharEnumField(description='SIGN_IN: sign_in\nADD_CONTACT: add_contact', enum_type=ChallengePurpose, max_length=12)),
                ('contact', fields.CharField(description='a telephone or an e-mail, in its one form', max_length=254)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('code_hash', fields.BinaryField()),
                ('tries', fields.SmallIntField(default=0)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('resend_after', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'otp_challenge', 'app': 'models', 'constraints': [CheckConstraint(check='tries BETWEEN 0 AND 5', name='otp_challenge_tries'), CheckConstraint(check="(purpose = 'add_contact') = (account_id IS NOT NULL)", name='otp_challenge_account')], 'indexes': [PostgreSQLIndex(fields=['contact', 'created_at'], name='otp_challenge_contact'), PostgreSQLIndex(fields=['expires_at'], name='otp_challenge_expiry')], 'pk_attr': 'id', 'table_description': 'A one-time code that was sent, hashed. `account` is whose contact it is to become.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Payee',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vendor', fields.OneToOneField('models.Vendor', source_field='vendor_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('artisan', fields.OneToOneField('models.Artisan', source_field='artisan_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('pan', fields.BinaryField(null=True, description='sealed, see auth.sealing')),
                ('pan_end', fields.CharField(null=True, max_length=4)),
                ('bank_account', fields.BinaryField(null=True, description='sealed')),
                ('bank_account_end', fields.CharField(null=True, max_length=4)),
                ('ifsc', fields.CharField(null=True, max_length=11)),
                ('holder', fields.CharField(description="the account's holder as the bank has it", max_length=120)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'payee', 'app': 'models', 'constraints': [CheckConstraint(check='num_nonnulls(vendor_id, artisan_id) = 1', name='payee_of_one'), CheckConstraint(check='(pan IS NULL) = (pan_end IS NULL)', name='payee_pan'), CheckConstraint(check='(bank_account IS NULL) = (bank_account_end IS NULL) AND (bank_account IS NULL) = (ifsc IS NULL)', name='payee_bank_account'), CheckConstraint(check="ifsc ~ '^[A-Z]{4}0[A-Z0-9]{6}$'", name='payee_ifsc')], 'pk_attr': 'id', 'table_description': 'PAN and bank account of a vendor or an artisan. What is sealed is never shown whole.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RateCounter',
            fields=[
                ('key', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=200)),
                ('number', fields.IntField()),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'rate_counter', 'app': 'models', 'indexes': [PostgreSQLIndex(fields=['expires_at'], name='rate_counter_expiry')], 'pk_attr': 'key', 'table_description': 'A count that ends. It may be lost with the server, not with a process; it is not logged.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SecondFactor',
            fields=[
                ('account_id', fields.IntField(primary_key=True, generated=False, unique=True, db_index=True)),
                ('secret', fields.BinaryField(description='sealed, see auth.sealing')),
                ('begun_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('confirmed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('last_step', fields.BigIntField(default=0, description='of the last code taken; none is twice')),
            ],
            options={'table': 'second_factor', 'app': 'models', 'pk_attr': 'account_id', 'table_description': "An authenticator app's secret (RFC 6238), sealed. It counts once a code of it was shown."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Session',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('handle', fields.CharField(unique=True, max_length=32)),
                ('secret_hash', fields.BinaryField()),
                ('device', fields.CharField(null=True, max_length=120)),
                ('is_cookie', fields.BooleanField(default=False, description='the refresh token is in a cookie')),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('last_seen_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('is_factor_needed', fields.BooleanField(default=False)),
                ('factor_at', fields.DatetimeField(null=True, description='when the second factor was given', auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('end_reason', fields.CharEnumField(null=True, description='SIGNED_OUT: signed_out\nREUSED: reused\nREPLACED: replaced\nSUSPENDED: suspended\nERASED: erased', enum_type=SessionEnd, max_length=12)),
            ],
            options={'table': 'session', 'app': 'models', 'constraints': [CheckConstraint(check='(ended_at IS NULL) = (end_reason IS NULL)', name='session_end_reason'), CheckConstraint(check='expires_at > created_at', name='session_dates')], 'indexes': [PostgreSQLIndex(fields=['account_id', 'id'], name='session_account')], 'pk_attr': 'id', 'table_description': 'One device, and all refresh tokens it was ever given: a family of which the last one holds.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StaffGroup',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('slug', fields.CharField(unique=True, max_length=40)),
                ('name_en', fields.CharField(null=True, max_length=80)),
                ('name_hi', fields.CharField(null=True, max_length=80)),
                ('permissions', ArrayField(element_type='TEXT')),
            ],
            options={'table': 'staff_group', 'app': 'models', 'constraints': [CheckConstraint(check="slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name='staff_group_slug_form'), CheckConstraint(check='num_nonnulls(name_en, name_hi) > 0', name='staff_group_name_said')], 'pk_attr': 'id', 'table_description': 'What its members may do is in `permissions`, by the names of `auth.roles.Permission`.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StaffMember',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('group', fields.ForeignKeyField('models.StaffGroup', source_field='group_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'staff_member', 'app': 'models', 'constraints': [UniqueConstraint(fields=('account_id', 'group_id'), name='staff_member_once')], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='VendorMember',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vendor', fields.ForeignKeyField('models.Vendor', source_field='vendor_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('role', fields.CharEnumField(description='OWNER: owner\nCATALOGUER: cataloguer\nDISPATCHER: dispatcher\nACCOUNTANT: accountant', enum_type=MemberRole, max_length=12)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'vendor_member', 'app': 'models', 'constraints': [UniqueConstraint(fields=('account_id', 'vendor_id', 'role'), name='vendor_member_once')], 'indexes': [PostgreSQLIndex(fields=['vendor_id', 'id'], name='vendor_member_vendor')], 'pk_attr': 'id', 'table_description': "A person in a vendor's service. Somebody may have several roles, and work for several."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WishlistItem',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('product', fields.ForeignKeyField('models.Product', source_field='product_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'wishlist_item', 'app': 'models', 'constraints': [UniqueConstraint(fields=('account_id', 'product_id'), name='wishlist_item_once')], 'indexes': [PostgreSQLIndex(fields=['product_id'], name='wishlist_item_product')], 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
