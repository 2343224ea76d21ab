"""User accounts."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import optional_char


class Account(Model):
    """A user. Phone and e-mail are normalised by `auth.inputs.contact`; either may be missing.

    An erased account keeps its row for the records that tax law requires, without personal data.
    """

    id = fields.IntField(primary_key=True)
    name = optional_char(80)
    phone = fields.CharField(16, null=True, unique=True)
    phone_verified_at = fields.DatetimeField(null=True)
    email = fields.CharField(254, null=True, unique=True)
    email_verified_at = fields.DatetimeField(null=True)
    password_hash = optional_char(200)
    language = fields.CharField(2, default="hi", description="in which the person is written to")
    is_demo = fields.BooleanField(default=False, description="its password is known to everybody")
    suspended_at = fields.DatetimeField(null=True)
    erased_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    has_lost_unproved_contact = fields.BooleanField(
        default=False,
        db_default=False,
        description="whether it ever lost a contact that nobody had verified; set by a trigger",
    )

    class Meta:
        table = "account"
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="phone ~ '^\\+[1-9][0-9]{7,14}$'",
                name="account_phone",
            ),
            CheckConstraint(
                check="email = lower(email) AND email ~ '^[^@ ]+@[^@ ]+$'", name="account_email"
            ),
            CheckConstraint(
                check="phone_verified_at IS NULL OR phone IS NOT NULL",
                name="account_phone_verified",
            ),
            CheckConstraint(
                check="email_verified_at IS NULL OR email IS NOT NULL",
                name="account_email_verified",
            ),
            CheckConstraint(
                check="erased_at IS NULL OR num_nonnulls(name, phone, email, password_hash) = 0",
                name="account_erased",
            ),
            CheckConstraint(check="language IN ('en', 'hi')", name="account_language"),
        ]
