"""Answering invitations, and taking them back."""

import strawberry

from commerce.roles import invitation_answers, invitations
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, no_errors, refusable, subject
from graph.types.invitation import Invitation


@strawberry.type(description="The invitation as it is now.")
class InvitationPayload:
    invitation: Invitation | None = subject("The invitation; null when it was refused.")
    errors: list[UserError] = no_errors()


@strawberry.input(description="An invitation to accept.")
class InvitationAcceptInput:
    invitation: strawberry.ID = strawberry.field(description="One of `viewer.invitations`.")


@strawberry.type(description="The accepted invitation.")
class InvitationAcceptPayload(InvitationPayload):
    pass


@refusable(InvitationAcceptPayload)
async def invitation_accept(info: Info, input: InvitationAcceptInput) -> InvitationAcceptPayload:
    context = info.context
    invitation_id = row_id(input.invitation, "Invitation")
    row = await invitation_answers.accept(context.acting, invitation_id)
    viewer = context.viewer
    assert viewer.account_id is not None
    assert viewer.session_id is not None
    # For the rest of the request the viewer has the right.
    await context.turn_into(viewer.account_id, viewer.session_id)
    return InvitationAcceptPayload(invitation=Invitation.of(row))


@strawberry.input(description="An invitation to decline.")
class InvitationDeclineInput:
    invitation: strawberry.ID = strawberry.field(description="One of `viewer.invitations`.")


@strawberry.type(description="The declined invitation.")
class InvitationDeclinePayload(InvitationPayload):
    pass


@refusable(InvitationDeclinePayload)
async def invitation_decline(info: Info, input: InvitationDeclineInput) -> InvitationDeclinePayload:
    invitation_id = row_id(input.invitation, "Invitation")
    row = await invitation_answers.decline(info.context.acting, invitation_id)
    return InvitationDeclinePayload(invitation=Invitation.of(row))


@strawberry.input(description="An invitation to withdraw.")
class InvitationRevokeInput:
    invitation: strawberry.ID = strawberry.field(description="One that the viewer may make.")


@strawberry.type(description="The withdrawn invitation.")
class InvitationRevokePayload(InvitationPayload):
    pass


@refusable(InvitationRevokePayload)
async def invitation_revoke(info: Info, input: InvitationRevokeInput) -> InvitationRevokePayload:
    invitation_id = row_id(input.invitation, "Invitation")
    row = await invitations.revoke(info.context.acting, invitation_id)
    return InvitationRevokePayload(invitation=Invitation.of(row))
