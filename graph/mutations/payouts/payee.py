"""Bank details of vendors and artisans."""

import strawberry

from commerce.payouts import payees
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.payouts.payee import Payee, PayeeProposal


@strawberry.input(
    description="PAN and bank account. Stored encrypted; only masked values are returned."
)
class PayeeInput:
    holder: str = strawberry.field(
        description="Name of the account holder, as registered with the bank."
    )
    pan: str | None = strawberry.field(
        default=None, description="PAN, 10 characters. If omitted, the stored PAN is kept."
    )
    bank_account: str | None = strawberry.field(
        default=None,
        description="Bank account number, 9 to 18 digits. If omitted, the stored account is kept.",
    )
    ifsc: str | None = strawberry.field(
        default=None,
        description="IFSC of the bank branch, 11 characters. Required with a bank account number.",
    )


def _details(input: PayeeInput) -> payees.Details:
    return payees.Details(input.holder, input.pan, input.bank_account, input.ifsc)


@strawberry.input(description="Bank details for a vendor's payouts.")
class VendorPayeeSetInput:
    vendor: strawberry.ID = strawberry.field(description="Id of the vendor.")
    payee: PayeeInput = strawberry.field(description="PAN and bank account.")


@strawberry.type(description="The vendor's new bank details.")
class VendorPayeeSetPayload:
    payee: Payee | None = payload_field(
        "Bank details with masked numbers. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation(
    "Set the bank details for a vendor's payouts. Only for the vendor's owners, after a"
    " recent sign-in with a second factor."
)
async def vendor_payee_set(info: Info, input: VendorPayeeSetInput) -> VendorPayeeSetPayload:
    vendor_id = row_id(input.vendor, "Vendor")
    row = await payees.set_for_vendor(info.context.action_context, vendor_id, _details(input.payee))
    return VendorPayeeSetPayload(payee=Payee.of(row))


@strawberry.input(description="Bank details for an artisan's payouts.")
class ArtisanPayeeSetInput:
    artisan: strawberry.ID = strawberry.field(description="Id of the artisan.")
    payee: PayeeInput = strawberry.field(description="PAN and bank account.")


@strawberry.type(
    description="The artisan's bank details. Details entered by another person must be"
    " confirmed by the artisan first."
)
class ArtisanPayeeSetPayload:
    payee: Payee | None = payload_field(
        "Current bank details with masked numbers. Null if there are none."
    )
    proposal: PayeeProposal | None = payload_field(
        "Bank details awaiting the artisan's confirmation. Null if the artisan entered them."
    )
    errors: list[UserError] = errors_field()


@mutation(
    "Set the bank details for an artisan's payouts. Only for the artisan and facilitators,"
    " after a recent sign-in with a second factor."
)
async def artisan_payee_set(info: Info, input: ArtisanPayeeSetInput) -> ArtisanPayeeSetPayload:
    artisan_id = row_id(input.artisan, "Artisan")
    row, proposal = await payees.set_for_artisan(
        info.context.action_context, artisan_id, _details(input.payee)
    )
    return ArtisanPayeeSetPayload(
        payee=None if row is None else Payee.of(row),
        proposal=None if proposal is None else PayeeProposal.of(proposal),
    )


@strawberry.input(description="The bank details to confirm.")
class ArtisanPayeeConfirmInput:
    proposal: strawberry.ID = strawberry.field(
        description="Id of the proposal, from `artisan.payeeProposal`."
    )


@strawberry.type(description="The artisan's new bank details.")
class ArtisanPayeeConfirmPayload:
    payee: Payee | None = payload_field(
        "Bank details with masked numbers. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation(
    "Confirm bank details that another person entered for the signed-in artisan. Requires a"
    " recent sign-in."
)
async def artisan_payee_confirm(
    info: Info, input: ArtisanPayeeConfirmInput
) -> ArtisanPayeeConfirmPayload:
    number = row_id(input.proposal, "PayeeProposal")
    row = await payees.confirm(info.context.action_context, number)
    return ArtisanPayeeConfirmPayload(payee=Payee.of(row))


@strawberry.input(description="The bank details to decline.")
class ArtisanPayeeDeclineInput:
    proposal: strawberry.ID = strawberry.field(
        description="Id of the proposal, from `artisan.payeeProposal`."
    )


@strawberry.type(description="The artisan's bank details, unchanged.")
class ArtisanPayeeDeclinePayload:
    payee: Payee | None = payload_field(
        "Current bank details with masked numbers. Null if there are none."
    )
    errors: list[UserError] = errors_field()


@mutation("Decline bank details that another person entered for the signed-in artisan.")
async def artisan_payee_decline(
    info: Info, input: ArtisanPayeeDeclineInput
) -> ArtisanPayeeDeclinePayload:
    number = row_id(input.proposal, "PayeeProposal")
    row = await payees.decline(info.context.action_context, number)
    return ArtisanPayeeDeclinePayload(payee=None if row is None else Payee.of(row))
