"""Members of a vendor."""

import strawberry

import models
from commerce.roles import members
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.roles.invitation import Invitation
from graph.types.roles.member import MemberRole, VendorMember
from graph.types.scalars import enum_value


@strawberry.input(description="The vendor member to invite, by phone number or e-mail address.")
class VendorMemberAddInput:
    vendor: strawberry.ID = strawberry.field(description="Id of the vendor.")
    phone: str | None = strawberry.field(default=None, description="Phone number of the person.")
    email: str | None = strawberry.field(
        default=None, description="E-mail address of the person, instead of a phone number."
    )
    role: MemberRole = strawberry.field(
        description="Role of the member. Inviting an OWNER requires a recent sign-in with a"
        " second factor; all owners are notified."
    )


@strawberry.type(description="The invitation that was sent.")
class VendorMemberAddPayload:
    invitation: Invitation | None = payload_field("The invitation. Null if the mutation failed.")
    member: VendorMember | None = strawberry.field(
        default=None,
        description="Always null: the membership starts when the invitation is accepted.",
        deprecation_reason="Use `invitation`; the role begins when it is accepted.",
    )
    errors: list[UserError] = errors_field()


@mutation(
    "Invite a person to become a member of a vendor. Only for the vendor's owners and"
    " authorised staff."
)
async def vendor_member_add(info: Info, input: VendorMemberAddInput) -> VendorMemberAddPayload:
    vendor_id = row_id(input.vendor, "Vendor")
    role = models.MemberRole(enum_value(input.role))
    row = await members.add(info.context.action_context, vendor_id, input.phone, input.email, role)
    return VendorMemberAddPayload(invitation=Invitation.of(row))


@strawberry.input(description="The vendor member to remove.")
class VendorMemberRemoveInput:
    member: strawberry.ID = strawberry.field(
        description="Id of the member, from `vendor.members`. Removing an OWNER requires a"
        " recent sign-in with a second factor; all owners are notified, including"
        " the removed one."
    )


@strawberry.type(description="Result of removing the member.")
class VendorMemberRemovePayload:
    is_removed: bool = strawberry.field(
        default=False, description="Whether the member was removed."
    )
    errors: list[UserError] = errors_field()


@mutation("Remove a member from a vendor. Only for the vendor's owners and authorised staff.")
async def vendor_member_remove(
    info: Info, input: VendorMemberRemoveInput
) -> VendorMemberRemovePayload:
    await members.remove(info.context.action_context, row_id(input.member, "VendorMember"))
    return VendorMemberRemovePayload(is_removed=True)
