"""The staff's desk."""

from enum import Enum
from typing import Annotated

import orjson
import strawberry
from strawberry.scalars import JSON

import models
from auth.contact import fold_email, fold_phone
from auth.roles import Permission as Allowed
from auth.roles import Scope as Held
from database.select import Order as By
from database.select import Select, Sql
from graph.connection import Connection, connect
from graph.context import Info
from graph.errors import bad_input
from graph.fields import Node, Shape, column, derived, one, text
from graph.ids import parse_id
from graph.types.account import Account, Permission
from graph.types.arguments import After, Before, First, Last
from graph.types.scalars import DateTime, iso

NEWEST = By("newest", ("t.id",), ("int",), True)
NEWEST_ENTRY = By("newest", ("t.id",), ("bigint",), True)


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


@strawberry.type(description="A group of staff.")
class StaffGroup(Shape):
    slug: str = column("slug", description="The human key.")
    name: str = text("name", description="What it is called.")

    @strawberry.field(description="What its members may do.")
    def permissions(self) -> list[Permission]:
        known = set(Allowed)
        return [Permission(Allowed(each)) for each in self.row.permissions if each in known]

    @strawberry.field(description="Who is in it, newest first.")
    async def members(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Account]:
        inside = Sql(
            "EXISTS (SELECT FROM staff_member m WHERE m.account_id = t.id AND m.group_id = {})",
            (self.row.id,),
        )
        select = Select(models.Account, NEWEST, (inside,))
        page: Connection[Account] = await connect(
            info, "Account", select, first, after, last, before
        )
        return page


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


@strawberry.type(description="What the corporation's staff see.")
class Staff:
    @strawberry.field(description="People, newest first.")
    async def accounts(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        search: Annotated[
            str | None,
            strawberry.argument(description="A whole telephone or e-mail, or how a name begins."),
        ] = None,
    ) -> Connection[Account]:
        conditions = [Sql("t.erased_at IS NULL")]
        if search is not None:
            conditions.append(_searched(search))
        select = Select(models.Account, NEWEST, tuple(conditions))
        page: Connection[Account] = await connect(
            info, "Account", select, first, after, last, before
        )
        return page

    @strawberry.field(description="Who did what, newest first.")
    async def audit_entries(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[
            AuditFilter | None, strawberry.argument(description="Which of them.")
        ] = None,
    ) -> Connection[AuditEntry]:
        select = Select(models.AuditEntry, NEWEST_ENTRY, _which(filter))
        page: Connection[AuditEntry] = await connect(
            info, "AuditEntry", select, first, after, last, before
        )
        return page

    @strawberry.field(description="Keys of servers, newest first, those taken back too.")
    async def api_keys(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[ApiKey]:
        select = Select(models.ApiKey, NEWEST)
        page: Connection[ApiKey] = await connect(info, "ApiKey", select, first, after, last, before)
        return page

    @strawberry.field(description="The groups of staff.")
    async def groups(self) -> list[StaffGroup]:
        return [StaffGroup.of(row) for row in await models.StaffGroup.all().order_by("slug")]


def _searched(search: str) -> Sql:
    if (phone := fold_phone(search)) is not None:
        return Sql("t.phone = {}", (phone,))
    if (email := fold_email(search)) is not None:
        return Sql("t.email = {}", (email,))
    if len(search) > 80:
        raise bad_input("A name has at most 80 characters.", "search")
    return Sql("starts_with(lower(t.name), lower({}))", (search,))


def _which(asked: AuditFilter | None) -> tuple[Sql, ...]:
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


async def find_staff() -> Staff:
    return Staff()
