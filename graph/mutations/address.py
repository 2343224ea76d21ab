"""The address book."""

import strawberry

from commerce.accounts import addresses
from graph.context import Info
from graph.ids import row_id
from graph.types.account import Account, account_of
from graph.types.address import Address
from graph.types.errors import UserError, errors_field, payload_field, user_errors


@strawberry.input(description="An address as the buyer writes it.")
class AddressInput:
    name: str = strawberry.field(description="Who takes the parcel.")
    phone: str = strawberry.field(description="Whom the carrier calls.")
    line1: str = strawberry.field(description="House and street.")
    line2: str | None = strawberry.field(default=None, description="Quarter or village.")
    landmark: str | None = strawberry.field(default=None, description="What it is near to.")
    city: str = strawberry.field(description="Town.")
    pincode: str = strawberry.field(description="PIN code of six digits, as in 226001.")
    state: str = strawberry.field(
        description="State of the PIN code: its name, letters or GST code, as in Uttar Pradesh, UP"
        " or 09."
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


@strawberry.input(description="A new entry.")
class AddressCreateInput:
    address: AddressInput = strawberry.field(description="The address.")
    is_default: bool = strawberry.field(
        default=False, description="Whether it is taken unless another is; the first one always is."
    )


@strawberry.type(description="The new entry.")
class AddressCreatePayload:
    address: Address | None = payload_field("The entry; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(AddressCreatePayload)
async def address_create(info: Info, input: AddressCreateInput) -> AddressCreatePayload:
    row = await addresses.create(
        info.context.acting, input.address.decoded(), is_default=input.is_default
    )
    return AddressCreatePayload(address=Address.of(row))


@strawberry.input(description="An entry written anew.")
class AddressUpdateInput:
    id: strawberry.ID = strawberry.field(description="The entry.")
    address: AddressInput = strawberry.field(description="The whole address as it is to be.")
    is_default: bool = strawberry.field(
        default=False, description="Whether it becomes the default; the one that is stays it."
    )


@strawberry.type(description="The entry as it is now.")
class AddressUpdatePayload:
    address: Address | None = payload_field("The entry; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(AddressUpdatePayload)
async def address_update(info: Info, input: AddressUpdateInput) -> AddressUpdatePayload:
    row = await addresses.update(
        info.context.acting,
        row_id(input.id, "Address"),
        input.address.decoded(),
        is_default=input.is_default,
    )
    return AddressUpdatePayload(address=Address.of(row))


@strawberry.input(description="An entry to take away.")
class AddressRemoveInput:
    id: strawberry.ID = strawberry.field(description="The entry.")


@strawberry.type(description="The address book without the entry.")
class AddressRemovePayload:
    viewer: Account | None = payload_field("Whose it is; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(AddressRemovePayload)
async def address_remove(info: Info, input: AddressRemoveInput) -> AddressRemovePayload:
    acting = info.context.acting
    await addresses.remove(acting, row_id(input.id, "Address"))
    return AddressRemovePayload(viewer=await account_of(acting.account_id))
