"""Those who act for artisans."""

import strawberry

from commerce.roles import facilitations
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.facilitation import Facilitation
from graph.types.invitation import Invitation


def _begins_later() -> Facilitation | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None,
        description="Always null: it begins when the invitation is accepted.",
        deprecation_reason="Use `invitation`; the facilitation begins when it is accepted.",
    )


@strawberry.input(description="Whom an artisan lets act for them.")
class FacilitationAgreeInput:
    phone: str | None = strawberry.field(default=None, description="The person's telephone.")
    email: str | None = strawberry.field(default=None, description="Or their e-mail.")
    notice_version: str = strawberry.field(
        description="The version of `facilitationNotice` that was read."
    )


@strawberry.type(description="The invitation that was sent.")
class FacilitationAgreePayload:
    invitation: Invitation | None = payload_field("The invitation; null when it was refused.")
    facilitation: Facilitation | None = _begins_later()
    errors: list[UserError] = errors_field()


@user_errors(FacilitationAgreePayload)
async def facilitation_agree(info: Info, input: FacilitationAgreeInput) -> FacilitationAgreePayload:
    row = await facilitations.agree(
        info.context.acting, input.phone, input.email, input.notice_version
    )
    return FacilitationAgreePayload(invitation=Invitation.of(row))


@strawberry.input(description="A consent that an artisan has signed on paper.")
class FacilitationRecordInput:
    artisan: strawberry.ID = strawberry.field(description="Whose.")
    phone: str | None = strawberry.field(default=None, description="The facilitator's telephone.")
    email: str | None = strawberry.field(default=None, description="Or their e-mail.")
    reference: str = strawberry.field(description="Where the paper is, as in a file number.")


@strawberry.type(description="The invitation that was sent.")
class FacilitationRecordPayload:
    invitation: Invitation | None = payload_field("The invitation; null when it was refused.")
    facilitation: Facilitation | None = _begins_later()
    errors: list[UserError] = errors_field()


@user_errors(FacilitationRecordPayload)
async def facilitation_record(
    info: Info, input: FacilitationRecordInput
) -> FacilitationRecordPayload:
    artisan_id = row_id(input.artisan, "Artisan")
    row = await facilitations.record(
        info.context.acting, artisan_id, input.phone, input.email, input.reference
    )
    return FacilitationRecordPayload(invitation=Invitation.of(row))


@strawberry.input(description="What is to end.")
class FacilitationEndInput:
    facilitation: strawberry.ID = strawberry.field(description="The consent.")


@strawberry.type(description="The consent that has ended.")
class FacilitationEndPayload:
    facilitation: Facilitation | None = payload_field("The consent; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(FacilitationEndPayload)
async def facilitation_end(info: Info, input: FacilitationEndInput) -> FacilitationEndPayload:
    facilitation_id = row_id(input.facilitation, "Facilitation")
    row = await facilitations.end(info.context.acting, facilitation_id)
    return FacilitationEndPayload(facilitation=Facilitation.of(row))
