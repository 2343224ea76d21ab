"""Staff groups, officers, suspension of accounts."""

from collections.abc import Awaitable

import strawberry

from commerce.accounts.contacts import folded, folded_email, folded_phone
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.roles import staff, suspension
from graph.context import Info
from graph.ids import row_id
from graph.types.accounts.account import Account, account_of
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.roles.invitation import Invitation


@strawberry.type(description="The account as it is now.")
class PersonPayload:
    account: Account | None = payload_field("The account. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@strawberry.type(description="The invitation that was sent.")
class InvitedPayload:
    account: Account | None = payload_field(
        "The invited account. Null unless an account was named in the input."
    )
    invitation: Invitation | None = payload_field("The invitation. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@strawberry.input(description="The person to invite.")
class InviteInput:
    account: strawberry.ID | None = strawberry.field(
        default=None,
        description="Id of the account to invite, instead of a phone number or e-mail address."
        " The invitation is sent to its e-mail address or phone number; both must be verified if"
        " it has both. An account that ever lost an unverified one is refused.",
    )
    phone: str | None = strawberry.field(
        default=None, description="Phone number to invite, with or without an account."
    )
    email: str | None = strawberry.field(
        default=None, description="E-mail address to invite, with or without an account."
    )


async def _invited(
    info: Info, input: InviteInput, place: Awaitable[object]
) -> tuple[Account | None, str]:
    """The account, if one is named, and contact to invite to a place. Raises Refusals."""
    form = Form()
    invited = await form.wait_for(_recipient(info, input))
    await form.wait_for(place)
    form.check()
    return invited


async def _recipient(info: Info, input: InviteInput) -> tuple[Account | None, str]:
    """An account with its own contact, or a contact alone."""
    if input.account is None:
        if input.phone is None and input.email is None:
            raise Refusal(Reason.REQUIRED, "account", about="invited")
        return None, folded(input.phone, input.email)
    form = Form()
    if input.phone is not None or input.email is not None:
        form.refuse(Refusal(Reason.INVALID, "account", about="invited"))
    if input.phone is not None:
        form.read(folded_phone, input.phone)
    if input.email is not None:
        form.read(folded_email, input.email)
    account_id = row_id(input.account, "Account")
    contact = await form.wait_for(staff.contact_of(info.context.action_context, account_id))
    form.check()
    return await account_of(account_id), contact


@strawberry.input(description="A new member of a staff group.")
class StaffGrantInput(InviteInput):
    group: str = strawberry.field(description="Slug of the staff group.")


@strawberry.type(description="The invitation that was sent.")
class StaffGrantPayload(InvitedPayload):
    pass


@mutation(
    "Invite a person to a staff group. Requires PEOPLE_MANAGE and a recent sign-in with a"
    " second factor."
)
async def staff_grant(info: Info, input: StaffGrantInput) -> StaffGrantPayload:
    account, contact = await _invited(info, input, staff.find_group(input.group))
    row = await staff.grant(info.context.action_context, contact, input.group)
    return StaffGrantPayload(account=account, invitation=Invitation.of(row))


@strawberry.input(description="The staff group membership to remove.")
class StaffRevokeInput:
    account: strawberry.ID = strawberry.field(description="Id of the account.")
    group: str = strawberry.field(description="Slug of the staff group.")


@strawberry.type(description="The account, removed from the staff group.")
class StaffRevokePayload(PersonPayload):
    pass


@mutation("Remove an account from a staff group. Requires PEOPLE_MANAGE.")
async def staff_revoke(info: Info, input: StaffRevokeInput) -> StaffRevokePayload:
    account_id = row_id(input.account, "Account")
    row = await staff.revoke(info.context.action_context, account_id, input.group)
    return StaffRevokePayload(account=Account.of(row))


@strawberry.input(description="A new officer of a district.")
class OfficerAssignInput(InviteInput):
    district: str = strawberry.field(description="Slug of the district.")


@strawberry.type(description="The invitation that was sent.")
class OfficerAssignPayload(InvitedPayload):
    pass


@mutation(
    "Invite a person to become an officer of a district. Requires PEOPLE_MANAGE and a recent"
    " sign-in with a second factor."
)
async def officer_assign(info: Info, input: OfficerAssignInput) -> OfficerAssignPayload:
    account, contact = await _invited(info, input, staff.find_district(input.district))
    row = await staff.assign(info.context.action_context, contact, input.district)
    return OfficerAssignPayload(account=account, invitation=Invitation.of(row))


@strawberry.input(description="The district officer to remove.")
class OfficerDismissInput:
    account: strawberry.ID = strawberry.field(description="Id of the account.")
    district: str = strawberry.field(description="Slug of the district.")


@strawberry.type(description="The account, no longer an officer of the district.")
class OfficerDismissPayload(PersonPayload):
    pass


@mutation("Remove an officer from a district. Requires PEOPLE_MANAGE.")
async def officer_dismiss(info: Info, input: OfficerDismissInput) -> OfficerDismissPayload:
    account_id = row_id(input.account, "Account")
    row = await staff.dismiss(info.context.action_context, account_id, input.district)
    return OfficerDismissPayload(account=Account.of(row))


@strawberry.input(description="The account to suspend.")
class AccountSuspendInput:
    account: strawberry.ID = strawberry.field(description="Id of the account.")


@strawberry.type(description="The account, suspended and signed out on all devices.")
class AccountSuspendPayload(PersonPayload):
    pass


@mutation("Suspend an account and sign it out on all devices. Requires PEOPLE_MANAGE.")
async def account_suspend(info: Info, input: AccountSuspendInput) -> AccountSuspendPayload:
    account_id = row_id(input.account, "Account")
    row = await suspension.suspend(info.context.action_context, account_id)
    return AccountSuspendPayload(account=Account.of(row))


@strawberry.input(description="The suspended account to restore.")
class AccountRestoreInput:
    account: strawberry.ID = strawberry.field(description="Id of the account.")


@strawberry.type(description="The restored account.")
class AccountRestorePayload(PersonPayload):
    pass


@mutation("Restore a suspended account. Requires PEOPLE_MANAGE.")
async def account_restore(info: Info, input: AccountRestoreInput) -> AccountRestorePayload:
    account_id = row_id(input.account, "Account")
    row = await suspension.restore(info.context.action_context, account_id)
    return AccountRestorePayload(account=Account.of(row))
