"""The address book."""

import strawberry

from commerce.accounts import addresses
from graph.context import Info
from graph.ids import row_id
from graph.types.accounts.account import Account, account_of
from graph.types.accounts.address import Address
from graph.types.errors import UserError, errors_field, mutation, payload_field


@strawberry.input(description="A delivery address as entered by the buyer.")
class AddressInput:
    name: str = strawberry.field(description="Name of the recipient.")
    phone: str = strawberry.field(description="Phone number for the carrier.")
    line1: str = strawberry.field(description="House number and street.")
    line2: str | None = strawberry.field(default=None, description="Area, locality or village.")
    landmark: str | None = strawberry.field(default=None, description="Nearby landmark.")
    city: str = strawberry.field(description="City or town.")
    pincode: str = strawberry.field(description="Six-digit PIN code, for example 226001.")
    state: str = strawberry.field(
        description="State of the PIN code: its name, abbreviation or GST code, for example"
        " Uttar Pradesh, UP or 09."
    )

    def decoded(self) -> addresses.Written:
        return addresses.Written(
            self.name,
            self.phone,
            self.line1,
            self.line2,
            self.landmark,
            self.city,
            self.pincode,
            self.state,
        )


@strawberry.input(description="A new address book entry.")
class AddressCreateInput:
    address: AddressInput = strawberry.field(description="The address.")
    is_default: bool = strawberry.field(
        default=False,
        description="Whether to make it the default address. The first address always becomes"
        " the default.",
    )


@strawberry.type(description="The new address book entry.")
class AddressCreatePayload:
    address: Address | None = payload_field("The entry. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Add an address to the address book.")
async def address_create(info: Info, input: AddressCreateInput) -> AddressCreatePayload:
    row = await addresses.create(
        info.context.action_context, input.address.decoded(), is_default=input.is_default
    )
    return AddressCreatePayload(address=Address.of(row))


@strawberry.input(description="New content of an address book entry.")
class AddressUpdateInput:
    id: strawberry.ID = strawberry.field(description="Id of the entry.")
    address: AddressInput = strawberry.field(
        description="The complete new address. It replaces the old one."
    )
    is_default: bool = strawberry.field(
        default=False,
        description="Whether to make it the default address. False does not unset the current"
        " default.",
    )


@strawberry.type(description="The updated address book entry.")
class AddressUpdatePayload:
    address: Address | None = payload_field("The entry. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Replace an address in the address book.")
async def address_update(info: Info, input: AddressUpdateInput) -> AddressUpdatePayload:
    row = await addresses.update(
        info.context.action_context,
        row_id(input.id, "Address"),
        input.address.decoded(),
        is_default=input.is_default,
    )
    return AddressUpdatePayload(address=Address.of(row))


@strawberry.input(description="The address book entry to remove.")
class AddressRemoveInput:
    id: strawberry.ID = strawberry.field(description="Id of the entry.")


@strawberry.type(description="The account after the entry was removed.")
class AddressRemovePayload:
    viewer: Account | None = payload_field(
        "The account with its address book. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation("Remove an address from the address book.")
async def address_remove(info: Info, input: AddressRemoveInput) -> AddressRemovePayload:
    ctx = info.context.action_context
    await addresses.remove(ctx, row_id(input.id, "Address"))
    return AddressRemovePayload(viewer=await account_of(ctx.account_id))
