"""Where money goes."""

import strawberry

from commerce import payees
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, no_errors, refusable, subject
from graph.types.payee import Payee


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
    payee: Payee | None = subject("The payee, masked; null when it was refused.")
    errors: list[UserError] = no_errors()


@refusable(VendorPayeeSetPayload)
async def vendor_payee_set(info: Info, input: VendorPayeeSetInput) -> VendorPayeeSetPayload:
    vendor_id = row_id(input.vendor, "Vendor")
    row = await payees.set_for_vendor(info.context.acting, vendor_id, _details(input.payee))
    return VendorPayeeSetPayload(payee=Payee.of(row))


@strawberry.input(description="Where an artisan's money goes.")
class ArtisanPayeeSetInput:
    artisan: strawberry.ID = strawberry.field(description="Which artisan's.")
    payee: PayeeInput = strawberry.field(description="PAN and account.")


@strawberry.type(description="Where the artisan's money goes from now on.")
class ArtisanPayeeSetPayload:
    payee: Payee | None = subject("The payee, masked; null when it was refused.")
    errors: list[UserError] = no_errors()


@refusable(ArtisanPayeeSetPayload)
async def artisan_payee_set(info: Info, input: ArtisanPayeeSetInput) -> ArtisanPayeeSetPayload:
    artisan_id = row_id(input.artisan, "Artisan")
    row = await payees.set_for_artisan(info.context.acting, artisan_id, _details(input.payee))
    return ArtisanPayeeSetPayload(payee=Payee.of(row))
