"""The audit log."""

import orjson
import strawberry
from strawberry.scalars import JSON

import models
from auth.permissions import Action
from database.sql import Sql
from graph.access import private_type
from graph.fields.field_types import column, computed, to_one
from graph.fields.row_types import Node
from graph.ids import parse_id
from graph.types.accounts.account import Account
from graph.types.scalars import DateTime, iso


@private_type(
    Action.SEE_AUDIT, description="An audit log entry. Entries cannot be changed or deleted."
)
class AuditEntry(Node[models.AuditEntry]):
    at: DateTime = computed(
        lambda row, _: iso(row.at), "at", description="Date and time of the action."
    )
    account: Account | None = to_one(
        "Account",
        models.Account,
        "account_id",
        description="Account that performed the action. Null for the command line and API keys.",
    )
    on_behalf_of: str | None = column(
        "on_behalf_of",
        description="Owner represented by the account, for example artisan:12. Null if the"
        " account acted for itself.",
    )
    action: str = column("action", description="Action, for example address.create.")
    subject: str = column("subject", description="Object of the action, for example address:7.")

    @strawberry.field(
        description="Values before the change, limited to the changed ones and masked. Null"
        " if there were none."
    )
    def before(self) -> JSON | None:
        return _json(self.row.before)

    @strawberry.field(
        description="Values after the change, limited to the changed ones and masked. Null if"
        " there are none."
    )
    def after(self) -> JSON | None:
        return _json(self.row.after)

    request: str | None = column(
        "request", description="Id of the request. Null outside a request."
    )
    hash: str = computed(
        lambda row, _: bytes(row.hash).hex(),
        "hash",
        description="SHA-256 of this entry and the hash of the previous entry in its chain.",
    )


def _json(value: object) -> JSON | None:
    if isinstance(value, str):
        value = orjson.loads(value)
    return None if value is None else JSON(value)


@strawberry.input(description="Filter for audit log entries.")
class AuditFilter:
    account: strawberry.ID | None = strawberry.field(
        default=None, description="Only actions of this account."
    )
    action: str | None = strawberry.field(
        default=None, description="Only this action, for example address.create."
    )
    subject: str | None = strawberry.field(
        default=None, description="Only actions on this object, for example address:7."
    )


def which(audit_filter: AuditFilter | None) -> tuple[Sql, ...]:
    if audit_filter is None:
        return ()
    found = []
    if audit_filter.account is not None:
        name, row_id = parse_id(audit_filter.account, "filter", "account")
        found.append(Sql("t.account_id = {}", (row_id if name == "Account" else 0,)))
    for column_name, value in (("action", audit_filter.action), ("subject", audit_filter.subject)):
        if value is not None:
            found.append(Sql(f"t.{column_name} = {{}}", (value[:100],)))
    return tuple(found)
