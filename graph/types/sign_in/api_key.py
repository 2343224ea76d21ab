"""Keys of servers."""

from enum import Enum

import strawberry

import models
from auth.permissions import Action
from auth.roles import Scope as Held
from graph.access import private_type
from graph.fields.field_types import column, computed, to_one
from graph.fields.row_types import Node
from graph.types.accounts.account import Account
from graph.types.enums import described_enum
from graph.types.scalars import DateTime, iso


@described_enum("Permission of an API key.", of=Held)
class Scope(Enum):
    CATALOGUE_READ = "Read the catalogue, with a higher rate limit."
    AUDIT_READ = "Read the audit log."


@private_type(
    Action.MANAGE_KEYS,
    description="An API key for server-to-server access. Its secret is shown only once.",
)
class ApiKey(Node[models.ApiKey]):
    name: str = column("name", description="Name of the key.")
    handle: str = column("handle", description="Public part of the key, after `odop_`.")

    @strawberry.field(description="Permissions of the key.")
    def scopes(self) -> list[Scope]:
        known = set(Held)
        return [Scope(Held(each)) for each in self.row.scopes if each in known]

    created_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time the key was created.",
    )
    created_by: Account | None = to_one(
        "Account",
        models.Account,
        "created_by_id",
        description="Account that created the key. Null if it was created on the command line.",
    )
    last_used_at: DateTime | None = computed(
        lambda row, _: row.last_used_at and iso(row.last_used_at),
        "last_used_at",
        description="Date and time the key was last used, to the minute. Null if never used.",
    )
    expires_at: DateTime | None = computed(
        lambda row, _: row.expires_at and iso(row.expires_at),
        "expires_at",
        description="Date and time the key expires. Null if it never expires.",
    )
    revoked_at: DateTime | None = computed(
        lambda row, _: row.revoked_at and iso(row.revoked_at),
        "revoked_at",
        description="Date and time the key was revoked. Null if not revoked.",
    )
