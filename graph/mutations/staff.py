"""Giving and taking roles, closing accounts."""

import strawberry

from commerce import accounts, staff
from graph.context import Info
from graph.ids import row_of
from graph.types.account import Account
from graph.types.errors import UserError, no_errors, refusable, subject


@strawberry.type(description="The account as it is now.")
class PersonPayload:
    account: Account | None = subject("The account; null when it was refused.")
    errors: list[UserError] = no_errors()


@strawberry.input(description="Somebody and a group of staff.")
class StaffGrantInput:
    account: strawberry.ID = strawberry.field(description="Who.")
    group: str = strawberry.field(description="The group's slug.")


@strawberry.type(description="The account, in the group.")
class StaffGrantPayload(PersonPayload):
    pass


@refusable(StaffGrantPayload)
async def staff_grant(info: Info, input: StaffGrantInput) -> StaffGrantPayload:
    account_id = row_of(input.account, "Account", "account")
    row = await staff.grant(info.context.acting, account_id, input.group)
    return StaffGrantPayload(account=Account.of(row))


@strawberry.input(description="Somebody and a group of staff.")
class StaffRevokeInput:
    account: strawberry.ID = strawberry.field(description="Who.")
    group: str = strawberry.field(description="The group's slug.")


@strawberry.type(description="The account, out of the group.")
class StaffRevokePayload(PersonPayload):
    pass


@refusable(StaffRevokePayload)
async def staff_revoke(info: Info, input: StaffRevokeInput) -> StaffRevokePayload:
    account_id = row_of(input.account, "Account", "account")
    row = await staff.revoke(info.context.acting, account_id, input.group)
    return StaffRevokePayload(account=Account.of(row))


@strawberry.input(description="Somebody and a district.")
class OfficerAssignInput:
    account: strawberry.ID = strawberry.field(description="Who.")
    district: str = strawberry.field(description="The district's slug.")


@strawberry.type(description="The account, in office.")
class OfficerAssignPayload(PersonPayload):
    pass


@refusable(OfficerAssignPayload)
async def officer_assign(info: Info, input: OfficerAssignInput) -> OfficerAssignPayload:
    account_id = row_of(input.account, "Account", "account")
    row = await staff.assign(info.context.acting, account_id, input.district)
    return OfficerAssignPayload(account=Account.of(row))


@strawberry.input(description="Somebody and a district.")
class OfficerDismissInput:
    account: strawberry.ID = strawberry.field(description="Who.")
    district: str = strawberry.field(description="The district's slug.")


@strawberry.type(description="The account, out of office.")
class OfficerDismissPayload(PersonPayload):
    pass


@refusable(OfficerDismissPayload)
async def officer_dismiss(info: Info, input: OfficerDismissInput) -> OfficerDismissPayload:
    account_id = row_of(input.account, "Account", "account")
    row = await staff.dismiss(info.context.acting, account_id, input.district)
    return OfficerDismissPayload(account=Account.of(row))


@strawberry.input(description="An account to close.")
class AccountSuspendInput:
    account: strawberry.ID = strawberry.field(description="Which.")


@strawberry.type(description="The account, closed and signed out everywhere.")
class AccountSuspendPayload(PersonPayload):
    pass


@refusable(AccountSuspendPayload)
async def account_suspend(info: Info, input: AccountSuspendInput) -> AccountSuspendPayload:
    account_id = row_of(input.account, "Account", "account")
    row = await accounts.suspend(info.context.acting, account_id)
    return AccountSuspendPayload(account=Account.of(row))


@strawberry.input(description="An account to open again.")
class AccountRestoreInput:
    account: strawberry.ID = strawberry.field(description="Which.")


@strawberry.type(description="The account, open again.")
class AccountRestorePayload(PersonPayload):
    pass


@refusable(AccountRestorePayload)
async def account_restore(info: Info, input: AccountRestoreInput) -> AccountRestorePayload:
    account_id = row_of(input.account, "Account", "account")
    row = await accounts.restore(info.context.acting, account_id)
    return AccountRestorePayload(account=Account.of(row))
