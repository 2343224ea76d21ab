"""Who works for a vendor."""

import strawberry

import models
from commerce.roles import members
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.invitation import Invitation
from graph.types.member import MemberRole, VendorMember
from graph.types.scalars import enum_value


@strawberry.input(description="Somebody to invite, by telephone or e-mail.")
class VendorMemberAddInput:
    vendor: strawberry.ID = strawberry.field(description="For which vendor.")
    phone: str | None = strawberry.field(default=None, description="The person's telephone.")
    email: str | None = strawberry.field(default=None, description="Or their e-mail.")
    role: MemberRole = strawberry.field(
        description="What they will do. To invite an OWNER takes a recent sign-in with a second"
        " factor, and every owner is told."
    )


@strawberry.type(description="The invitation that was sent.")
class VendorMemberAddPayload:
    invitation: Invitation | None = payload_field("The invitation; null when it was refused.")
    member: VendorMember | None = strawberry.field(
        default=None,
        description="Always null: the role begins when the invitation is accepted.",
        deprecation_reason="Use `invitation`; the role begins when it is accepted.",
    )
    errors: list[UserError] = errors_field()


@user_errors(VendorMemberAddPayload)
async def vendor_member_add(info: Info, input: VendorMemberAddInput) -> VendorMemberAddPayload:
    vendor_id = row_id(input.vendor, "Vendor")
    role = models.MemberRole(enum_value(input.role))
    row = await members.add(info.context.acting, vendor_id, input.phone, input.email, role)
    return VendorMemberAddPayload(invitation=Invitation.of(row))


@strawberry.input(description="A role to end.")
class VendorMemberRemoveInput:
    member: strawberry.ID = strawberry.field(
        description="The role, of `vendor.members`. To remove an OWNER takes a recent sign-in with"
        " a second factor, and every owner is told, the removed one too."
    )


@strawberry.type(description="Whether the role has ended.")
class VendorMemberRemovePayload:
    is_removed: bool = strawberry.field(default=False, description="Whether it has.")
    errors: list[UserError] = errors_field()


@user_errors(VendorMemberRemovePayload)
async def vendor_member_remove(
    info: Info, input: VendorMemberRemoveInput
) -> VendorMemberRemovePayload:
    await members.remove(info.context.acting, row_id(input.member, "VendorMember"))
    return VendorMemberRemovePayload(is_removed=True)
