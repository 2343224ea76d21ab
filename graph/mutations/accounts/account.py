"""The viewer's account."""

import strawberry

from commerce.accounts import profile
from commerce.core.texts.language import Language as Tongue
from commerce.privacy import account_joining, privacy
from commerce.sign_in import sign_in
from graph.context import Info
from graph.types.accounts.account import Account
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.language import Language
from graph.types.scalars import enum_value


@strawberry.type(description="The updated account.")
class AccountPayload:
    viewer: Account | None = payload_field("The account. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@strawberry.input(description="Account details to change. Omitted fields keep their value.")
class AccountUpdateInput:
    name: str | None = strawberry.field(default=None, description="Name of the user.")
    language: Language | None = strawberry.field(
        default=None, description="Language of messages sent to the user."
    )


@strawberry.type(description="The updated account.")
class AccountUpdatePayload(AccountPayload):
    pass


@mutation("Change the name or message language of the signed-in account.")
async def account_update(info: Info, input: AccountUpdateInput) -> AccountUpdatePayload:
    language = Tongue(enum_value(input.language)) if input.language else None
    row = await profile.update(info.context.action_context, input.name, language)
    return AccountUpdatePayload(viewer=Account.of(row))


@strawberry.input(
    description="One-time code that was sent to a new phone number or e-mail address."
)
class ContactAddInput:
    challenge: strawberry.ID = strawberry.field(
        description="Id of the challenge from `otpRequest` with purpose ADD_CONTACT."
    )
    code: str = strawberry.field(description="Six-digit code.")


@strawberry.type(description="The account with the new phone number or e-mail address.")
class ContactAddPayload(AccountPayload):
    pass


@mutation(
    "Add a verified phone number or e-mail address to the account. It replaces the previous"
    " one. Requires a recent sign-in."
)
async def contact_add(info: Info, input: ContactAddInput) -> ContactAddPayload:
    row = await sign_in.add_contact(info.context.action_context, input.challenge, input.code)
    return ContactAddPayload(viewer=Account.of(row))


@strawberry.input(description="Confirmation that the account should be erased.")
class AccountEraseInput:
    is_certain: bool = strawberry.field(
        description="Must be true. Addresses, wishlist and roles are deleted permanently."
    )


@strawberry.type(description="Result of erasing the account.")
class AccountErasePayload:
    is_erased: bool = strawberry.field(default=False, description="Whether the account was erased.")
    errors: list[UserError] = errors_field()


@mutation(
    "Erase the signed-in account. Order data that tax law requires is kept under restricted"
    " access. Requires a recent sign-in."
)
async def account_erase(info: Info, input: AccountEraseInput) -> AccountErasePayload:
    if not input.is_certain:
        return AccountErasePayload()
    await privacy.erase(info.context.action_context)
    await info.context.drop_spent_cookie()
    return AccountErasePayload(is_erased=True)


@strawberry.input(description="Proofs from `contactProve`, one for a contact of each account.")
class AccountsJoinInput:
    own_proof: str = strawberry.field(description="Proof for a contact of the signed-in account.")
    other_proof: str = strawberry.field(description="Proof for a contact of the other account.")


@strawberry.type(description="The signed-in account with the data of the other account.")
class AccountsJoinPayload(AccountPayload):
    pass


@mutation(
    "Merge another account into the signed-in one. Its orders, cart, wishlist and addresses"
    " are moved, and the other account is closed."
)
async def accounts_join(info: Info, input: AccountsJoinInput) -> AccountsJoinPayload:
    row = await account_joining.join(
        info.context.action_context, input.own_proof, input.other_proof
    )
    return AccountsJoinPayload(viewer=Account.of(row))
