"""Where money goes."""

import strawberry

from commerce.payouts import payees
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.payee import Payee, PayeeProposal


@strawberry.input(description="PAN and bank account; sealed at once and never shown whole again.")
class PayeeInput:
    holder: str = strawberry.field(description="The account's holder as the bank has it.")
    pan: str | None = strawberry.field(
        default=None, description="Ten characters; left out, the one there is stays."
    )
    bank_account: str | None = strawberry.field(
        default=None, description="9 to 18 digits; left out, the one there is stays."
    )
    ifsc: str | None = strawberry.field(
        default=None, description="The branch, eleven characters; together with the account."
    )


def _details(given: PayeeInput) -> payees.Details:
    return payees.Details(given.holder, given.pan, given.bank_account, given.ifsc)


@strawberry.input(description="Where a vendor's money goes.")
class VendorPayeeSetInput:
    vendor: strawberry.ID = strawberry.field(description="Which vendor's.")
    payee: PayeeInput = strawberry.field(description="PAN and account.")


@strawberry.type(description="Where the vendor's money goes from now on.")
class VendorPayeeSetPayload:
    payee: Payee | None = payload_field("The payee, masked; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(VendorPayeeSetPayload)
async def vendor_payee_set(info: Info, input: VendorPayeeSetInput) -> VendorPayeeSetPayload:
    vendor_id = row_id(input.vendor, "Vendor")
    row = await payees.set_for_vendor(info.context.acting, vendor_id, _details(input.payee))
    return VendorPayeeSetPayload(payee=Payee.of(row))


@strawberry.input(description="Where an artisan's money goes.")
class ArtisanPayeeSetInput:
    artisan: strawberry.ID = strawberry.field(description="Which artisan's.")
    payee: PayeeInput = strawberry.field(description="PAN and account.")


@strawberry.type(
    description="Where the artisan's money goes; what somebody else entered waits for the artisan."
)
class ArtisanPayeeSetPayload:
    payee: Payee | None = payload_field("The payee that counts, masked; null while there is none.")
    proposal: PayeeProposal | None = payload_field(
        "What the artisan has to confirm; null when the artisan entered it."
    )
    errors: list[UserError] = errors_field()


@user_errors(ArtisanPayeeSetPayload)
async def artisan_payee_set(info: Info, input: ArtisanPayeeSetInput) -> ArtisanPayeeSetPayload:
    artisan_id = row_id(input.artisan, "Artisan")
    row, proposal = await payees.set_for_artisan(
        info.context.acting, artisan_id, _details(input.payee)
    )
    return ArtisanPayeeSetPayload(
        payee=None if row is None else Payee.of(row),
        proposal=None if proposal is None else PayeeProposal.of(proposal),
    )


@strawberry.input(description="Bank details to agree to.")
class ArtisanPayeeConfirmInput:
    proposal: strawberry.ID = strawberry.field(description="Of `artisan.payeeProposal`.")


@strawberry.type(description="Where the artisan's money goes from now on.")
class ArtisanPayeeConfirmPayload:
    payee: Payee | None = payload_field("The payee, masked; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(ArtisanPayeeConfirmPayload)
async def artisan_payee_confirm(
    info: Info, input: ArtisanPayeeConfirmInput
) -> ArtisanPayeeConfirmPayload:
    number = row_id(input.proposal, "PayeeProposal")
    row = await payees.confirm(info.context.acting, number)
    return ArtisanPayeeConfirmPayload(payee=Payee.of(row))


@strawberry.input(description="Bank details to refuse.")
class ArtisanPayeeDeclineInput:
    proposal: strawberry.ID = strawberry.field(description="Of `artisan.payeeProposal`.")


@strawberry.type(description="Where the artisan's money goes, as before.")
class ArtisanPayeeDeclinePayload:
    payee: Payee | None = payload_field("The payee, masked; null while there is none.")
    errors: list[UserError] = errors_field()


@user_errors(ArtisanPayeeDeclinePayload)
async def artisan_payee_decline(
    info: Info, input: ArtisanPayeeDeclineInput
) -> ArtisanPayeeDeclinePayload:
    number = row_id(input.proposal, "PayeeProposal")
    row = await payees.decline(info.context.acting, number)
    return ArtisanPayeeDeclinePayload(payee=None if row is None else Payee.of(row))
