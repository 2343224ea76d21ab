"""API keys of other servers."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.accounts.account import Account


class ApiKey(Model):
    """An API key, stored as a hash; the key itself is shown once, at creation."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(80)
    handle = fields.CharField(16, unique=True, description="the key's first part, in the open")
    secret_hash = fields.BinaryField()
    scopes: fields.Field[list[str]] = ArrayField(element_type="text")
    created_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    created_by_id: int | None
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True, description="to the minute")
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_key"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="cardinality(scopes) > 0", name="api_key_scopes")
        ]
