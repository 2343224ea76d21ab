"""Facilitators of artisans."""

import strawberry

from commerce.roles import facilitations
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.roles.facilitation import Facilitation
from graph.types.roles.invitation import Invitation


def _begins_later() -> Facilitation | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None,
        description="Always null: the facilitation starts when the invitation is accepted.",
        deprecation_reason="Use `invitation`; the facilitation begins when it is accepted.",
    )


@strawberry.input(description="The facilitator to appoint for the signed-in artisan.")
class FacilitationAgreeInput:
    phone: str | None = strawberry.field(
        default=None, description="Phone number of the facilitator."
    )
    email: str | None = strawberry.field(
        default=None, description="E-mail address of the facilitator, instead of a phone number."
    )
    notice_version: str = strawberry.field(
        description="Version of the notice shown to the artisan, from `facilitationNotice`."
    )


@strawberry.type(description="The invitation sent to the facilitator.")
class FacilitationAgreePayload:
    invitation: Invitation | None = payload_field("The invitation. Null if the mutation failed.")
    facilitation: Facilitation | None = _begins_later()
    errors: list[UserError] = errors_field()


@mutation(
    "Invite a person to act as facilitator for the signed-in artisan. The facilitation starts"
    " when the person accepts."
)
async def facilitation_agree(info: Info, input: FacilitationAgreeInput) -> FacilitationAgreePayload:
    row = await facilitations.agree(
        info.context.action_context, input.phone, input.email, input.notice_version
    )
    return FacilitationAgreePayload(invitation=Invitation.of(row))


@strawberry.input(description="A consent that an artisan signed on paper.")
class FacilitationRecordInput:
    artisan: strawberry.ID = strawberry.field(description="Id of the artisan.")
    phone: str | None = strawberry.field(
        default=None, description="Phone number of the facilitator."
    )
    email: str | None = strawberry.field(
        default=None, description="E-mail address of the facilitator, instead of a phone number."
    )
    reference: str = strawberry.field(
        description="Reference to the paper document, for example a file number."
    )


@strawberry.type(description="The invitation sent to the facilitator.")
class FacilitationRecordPayload:
    invitation: Invitation | None = payload_field("The invitation. Null if the mutation failed.")
    facilitation: Facilitation | None = _begins_later()
    errors: list[UserError] = errors_field()


@mutation(
    "Record a paper consent of an artisan and invite the chosen facilitator. Only for"
    " district officers and authorised staff."
)
async def facilitation_record(
    info: Info, input: FacilitationRecordInput
) -> FacilitationRecordPayload:
    artisan_id = row_id(input.artisan, "Artisan")
    row = await facilitations.record(
        info.context.action_context, artisan_id, input.phone, input.email, input.reference
    )
    return FacilitationRecordPayload(invitation=Invitation.of(row))


@strawberry.input(description="The facilitation to end.")
class FacilitationEndInput:
    facilitation: strawberry.ID = strawberry.field(description="Id of the facilitation.")


@strawberry.type(description="The ended facilitation.")
class FacilitationEndPayload:
    facilitation: Facilitation | None = payload_field(
        "The facilitation. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation(
    "End a facilitation. Only for the artisan, the facilitator, district officers and"
    " authorised staff."
)
async def facilitation_end(info: Info, input: FacilitationEndInput) -> FacilitationEndPayload:
    facilitation_id = row_id(input.facilitation, "Facilitation")
    row = await facilitations.end(info.context.action_context, facilitation_id)
    return FacilitationEndPayload(facilitation=Facilitation.of(row))
