"""The staff's desk."""

from typing import Annotated

import strawberry

import models
from auth.inputs.contact import fold_email, fold_phone
from auth.permissions import Action
from auth.roles import Permission as Allowed
from database.keyset import SortOrder as By
from database.select import Select
from database.sql import Sql
from graph.access import field, private_type
from graph.connection import Connection, PageArguments, connect
from graph.context import Info
from graph.error_texts import NAME_TOO_LONG
from graph.errors import bad_input
from graph.fields.field_types import column, text
from graph.fields.row_types import RowType
from graph.types.accounts.account import Account, Permission
from graph.types.core.audit import AuditEntry, AuditFilter
from graph.types.core.audit import which as which_entries
from graph.types.core.job import Job, JobStatus
from graph.types.orders.order import Order
from graph.types.paging import paged, takes_page
from graph.types.payments.refund import Refund, RefundStatus
from graph.types.roles.invitation import Invitation, select_invitations
from graph.types.scalars import enum_value
from graph.types.sign_in.api_key import ApiKey
from models.core.job import QueuedJob

NEWEST = By("newest", ("t.id",), ("int",), True)
NEWEST_JOB = By("newest", ("t.id",), ("bigint",), True)
NEWEST_ENTRY = By("newest", ("t.id",), ("bigint",), True)


@private_type(Action.SEE_PEOPLE, description="A staff group.")
class StaffGroup(RowType[models.StaffGroup]):
    slug: str = column("slug", description="Slug of the group.")
    name: str = text("name", description="Name of the group.")

    @strawberry.field(description="Permissions of the group's members.")
    def permissions(self) -> list[Permission]:
        known = set(Allowed)
        return [Permission(Allowed(each)) for each in self.row.permissions if each in known]

    @strawberry.field(description="Members of the group, newest first.")
    @paged(Connection[Account])
    def members(self) -> Select[models.Account]:
        inside = Sql(
            "EXISTS (SELECT FROM staff_member m WHERE m.account_id = t.id AND m.group_id = {})",
            (self.row.id,),
        )
        return Select(models.Account, NEWEST, (inside,))


@strawberry.type(description="Data for the operator's staff.")
class Staff:
    @field(description="Accounts, newest first. Requires PEOPLE_READ.", allow=Action.SEE_PEOPLE)
    @paged(Connection[Account])
    def accounts(
        self,
        search: Annotated[
            str | None,
            strawberry.argument(
                description="Complete phone number or e-mail address, or the beginning of a name."
            ),
        ] = None,
    ) -> Select[models.Account]:
        conditions = [Sql("t.erased_at IS NULL")]
        if search is not None:
            conditions.append(_searched(search))
        return Select(models.Account, NEWEST, tuple(conditions))

    @field(
        description="Audit log entries, newest first. Requires AUDIT_READ.", allow=Action.SEE_AUDIT
    )
    @paged(Connection[AuditEntry])
    def audit_entries(
        self,
        filter: Annotated[
            AuditFilter | None, strawberry.argument(description="Filter for the entries.")
        ] = None,
    ) -> Select[models.AuditEntry]:
        return Select(models.AuditEntry, NEWEST_ENTRY, which_entries(filter))

    @field(
        description="API keys, including revoked ones, newest first. Requires KEYS_MANAGE.",
        allow=Action.MANAGE_KEYS,
    )
    @paged(Connection[ApiKey])
    def api_keys(self) -> Select[models.ApiKey]:
        return Select(models.ApiKey, NEWEST)

    @field(
        description="Queued, running and failed background jobs, newest first. Completed jobs"
        " are deleted. Requires JOBS_MANAGE.",
        allow=Action.MANAGE_JOBS,
    )
    @paged(Connection[Job])
    def jobs(
        self,
        status: Annotated[
            JobStatus | None, strawberry.argument(description="Only jobs with this status.")
        ] = None,
    ) -> Select[QueuedJob]:
        which = (
            ()
            if status is None
            else (Sql("t.status = {}::pgqueuer_status", (enum_value(status),)),)
        )
        return Select(QueuedJob, NEWEST_JOB, which)

    @field(description="Orders, newest first. Requires ORDERS_READ.", allow=Action.SEE_ORDERS)
    @takes_page
    async def orders(
        self,
        info: Info,
        page: PageArguments,
        contact: Annotated[
            str | None,
            strawberry.argument(
                description="Only orders with this complete phone number or e-mail address."
            ),
        ] = None,
        is_under_review: Annotated[
            bool | None,
            strawberry.argument(
                description="True for orders that need review, false for all others."
            ),
        ] = None,
    ) -> Connection[Order]:
        which = []
        if contact is not None:
            found = fold_email(contact) or fold_phone(contact) or ""
            which.append(Sql("({} IN (t.phone, t.email))", (found,)))
        if is_under_review is not None:
            which.append(Sql(f"t.review IS {'NOT ' if is_under_review else ''}NULL"))
        select = Select(models.Order, NEWEST, tuple(which))
        orders: Connection[Order] = await connect(info, "Order", select, page)
        for row in orders.page.rows:
            info.context.note_read("order", row.id)
        return orders

    @field(
        description="Refunds to buyers, newest first. Requires MONEY_MOVE.", allow=Action.MOVE_MONEY
    )
    @paged(Connection[Refund])
    def refunds(
        self,
        status: Annotated[
            RefundStatus | None, strawberry.argument(description="Only refunds with this status.")
        ] = None,
    ) -> Select[models.Refund]:
        which = () if status is None else (Sql("t.status = {}", (enum_value(status).value,)),)
        return Select(models.Refund, NEWEST, which)

    @field(
        description="Invitations for staff groups, officers, vendor members and facilitators,"
        " newest first. Requires PEOPLE_MANAGE.",
        allow=Action.MANAGE_PEOPLE,
    )
    @paged(Connection[Invitation])
    def invitations(
        self,
        info: Info,
        is_open: Annotated[
            bool | None,
            strawberry.argument(
                description="True for invitations awaiting an answer, false for all others."
            ),
        ] = None,
    ) -> Select[models.Invitation]:
        waits = "(t.outcome IS NULL AND t.expires_at > {})"
        where = Sql(waits if is_open else f"NOT {waits}", (info.context.now,))
        which = () if is_open is None else (where,)
        return select_invitations(which)

    @field(description="Staff groups. Requires PEOPLE_READ.", allow=Action.SEE_PEOPLE)
    async def groups(self) -> list[StaffGroup]:
        return [StaffGroup.of(row) for row in await models.StaffGroup.all().order_by("slug")]


def _searched(search: str) -> Sql:
    if (phone := fold_phone(search)) is not None:
        return Sql("t.phone = {}", (phone,))
    if (email := fold_email(search)) is not None:
        return Sql("t.email = {}", (email,))
    if len(search) > 80:
        raise bad_input(NAME_TOO_LONG, "search")
    return Sql("starts_with(lower(t.name), lower({}))", (search,))


async def find_staff() -> Staff | None:
    return Staff()
