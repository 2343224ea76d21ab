"""Accepting, declining and revoking invitations."""

import strawberry

from commerce.roles import invitation_answers, invitations
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.roles.invitation import Invitation


@strawberry.type(description="The invitation as it is now.")
class InvitationPayload:
    invitation: Invitation | None = payload_field("The invitation. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@strawberry.input(description="The invitation to accept.")
class InvitationAcceptInput:
    invitation: strawberry.ID = strawberry.field(
        description="Id of an invitation from `viewer.invitations`."
    )


@strawberry.type(description="The accepted invitation.")
class InvitationAcceptPayload(InvitationPayload):
    pass


@mutation("Accept an invitation sent to the account's verified phone number or e-mail address.")
async def invitation_accept(info: Info, input: InvitationAcceptInput) -> InvitationAcceptPayload:
    context = info.context
    invitation_id = row_id(input.invitation, "Invitation")
    row = await invitation_answers.accept(context.action_context, invitation_id)
    # The viewer has the new role for the rest of the request.
    await context.read_viewer_again()
    return InvitationAcceptPayload(invitation=Invitation.of(row))


@strawberry.input(description="The invitation to decline.")
class InvitationDeclineInput:
    invitation: strawberry.ID = strawberry.field(
        description="Id of an invitation from `viewer.invitations`."
    )


@strawberry.type(description="The declined invitation.")
class InvitationDeclinePayload(InvitationPayload):
    pass


@mutation("Decline an invitation.")
async def invitation_decline(info: Info, input: InvitationDeclineInput) -> InvitationDeclinePayload:
    invitation_id = row_id(input.invitation, "Invitation")
    row = await invitation_answers.decline(info.context.action_context, invitation_id)
    return InvitationDeclinePayload(invitation=Invitation.of(row))


@strawberry.input(description="The invitation to withdraw.")
class InvitationRevokeInput:
    invitation: strawberry.ID = strawberry.field(
        description="Id of an invitation. The user needs permission to send such invitations."
    )


@strawberry.type(description="The withdrawn invitation.")
class InvitationRevokePayload(InvitationPayload):
    pass


@mutation("Withdraw an invitation. Requires permission to send such invitations.")
async def invitation_revoke(info: Info, input: InvitationRevokeInput) -> InvitationRevokePayload:
    invitation_id = row_id(input.invitation, "Invitation")
    row = await invitations.revoke(info.context.action_context, invitation_id)
    return InvitationRevokePayload(invitation=Invitation.of(row))
