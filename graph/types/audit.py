"""Who did what."""

import orjson
import strawberry
from strawberry.scalars import JSON

import models
from database.sql import Sql
from graph.fields import Node, column, derived, one
from graph.ids import parse_id
from graph.types.account import Account
from graph.types.scalars import DateTime, iso


@strawberry.type(description="One write: who did what. Nobody can change or remove it.")
class AuditEntry(Node):
    at: DateTime = derived(lambda row, _: iso(row.at), "at", description="When.")
    account: Account | None = one(
        "Account", models.Account, "account_id", description="Who; null for the command line."
    )
    on_behalf_of: str | None = column(
        "on_behalf_of", description="For whom, when not for oneself, as in artisan:12."
    )
    action: str = column("action", description="What, as in address.create.")
    subject: str = column("subject", description="To what, as in address:7.")

    @strawberry.field(description="What there was before, as far as it was changed; masked.")
    def before(self) -> JSON | None:
        return _json(self.row.before)

    @strawberry.field(description="What there is since; masked.")
    def after(self) -> JSON | None:
        return _json(self.row.after)

    request: str | None = column("request", description="The id of the request.")
    hash: str = derived(
        lambda row, _: bytes(row.hash).hex(),
        "hash",
        description="SHA-256 of the entry and of the hash before it in its chain.",
    )


def _json(value: object) -> JSON | None:
    if isinstance(value, str):
        value = orjson.loads(value)
    return None if value is None else JSON(value)


@strawberry.input(description="Which audit entries.")
class AuditFilter:
    account: strawberry.ID | None = strawberry.field(
        default=None, description="Only what this account did."
    )
    action: str | None = strawberry.field(
        default=None, description="Only this, as in address.create."
    )
    subject: str | None = strawberry.field(
        default=None, description="Only what was done to this, as in address:7."
    )


def which(asked: AuditFilter | None) -> tuple[Sql, ...]:
    if asked is None:
        return ()
    found = []
    if asked.account is not None:
        name, row_id = parse_id(asked.account, "filter", "account")
        found.append(Sql("t.account_id = {}", (row_id if name == "Account" else 0,)))
    for column_name, value in (("action", asked.action), ("subject", asked.subject)):
        if value is not None:
            found.append(Sql(f"t.{column_name} = {{}}", (value[:100],)))
    return tuple(found)
