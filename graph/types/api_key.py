"""Keys of servers."""

from enum import Enum

import strawberry

import models
from auth.roles import Scope as Held
from graph.fields import Node, column, derived, one
from graph.types.account import Account
from graph.types.scalars import DateTime, iso


@strawberry.enum(description="What an API key opens.")
class Scope(Enum):
    CATALOGUE_READ = strawberry.enum_value(
        Held.CATALOGUE_READ, description="Reads the catalogue, at a server's pace."
    )
    AUDIT_READ = strawberry.enum_value(Held.AUDIT_READ, description="Reads the audit.")


@strawberry.type(description="A key with which a server asks. Its text was shown once.")
class ApiKey(Node):
    name: str = column("name", description="What it is for.")
    handle: str = column("handle", description="The key's first part, after odop_.")

    @strawberry.field(description="What it opens.")
    def scopes(self) -> list[Scope]:
        known = set(Held)
        return [Scope(Held(each)) for each in self.row.scopes if each in known]

    created_at: DateTime = derived(
        lambda row, _: iso(row.created_at), "created_at", description="When it was made."
    )
    created_by: Account | None = one(
        "Account", models.Account, "created_by_id", description="Who made it."
    )
    last_used_at: DateTime | None = derived(
        lambda row, _: row.last_used_at and iso(row.last_used_at),
        "last_used_at",
        description="When it was used last, to the minute.",
    )
    expires_at: DateTime | None = derived(
        lambda row, _: row.expires_at and iso(row.expires_at),
        "expires_at",
        description="When it ends by itself.",
    )
    revoked_at: DateTime | None = derived(
        lambda row, _: row.revoked_at and iso(row.revoked_at),
        "revoked_at",
        description="When it was taken back.",
    )
