"""The corporation's staff: groups with permissions, and their members."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char, said_check, slug_check, slug_field


class StaffGroup(Model):
    """A group of staff. `permissions` has names of `auth.roles.Permission`."""

    id = fields.IntField(primary_key=True)
    slug = slug_field(40)
    name_en = optional_char(80)
    name_hi = optional_char(80)
    permissions: fields.Field[list[str]] = ArrayField(element_type="text")

    class Meta:
        table = "staff_group"
        constraints = [slug_check("staff_group"), said_check("staff_group", "name")]  # noqa: RUF012


class StaffMember(Model):
    id = fields.IntField(primary_key=True)
    group: fields.ForeignKeyRelation[StaffGroup] = fields.ForeignKeyField(
        "models.StaffGroup", related_name=False, on_delete=fields.CASCADE
    )
    group_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "staff_member"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("account_id", "group_id"), name="staff_member_once")
        ]
