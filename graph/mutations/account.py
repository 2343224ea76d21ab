"""One's own account."""

import strawberry

from commerce.accounts import profile
from commerce.core.texts.language import Language as Tongue
from commerce.privacy import account_joining, privacy
from commerce.sign_in import sign_in
from graph.context import Info
from graph.types.account import Account
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.language import Language
from graph.types.scalars import enum_value


@strawberry.type(description="One's account as it is now.")
class AccountPayload:
    viewer: Account | None = payload_field("The account; null when it was refused.")
    errors: list[UserError] = errors_field()


@strawberry.input(description="What is to be another; what is left out stays.")
class AccountUpdateInput:
    name: str | None = strawberry.field(default=None, description="What the person is called.")
    language: Language | None = strawberry.field(
        default=None, description="In which the person is written to."
    )


@strawberry.type(description="One's account as it is now.")
class AccountUpdatePayload(AccountPayload):
    pass


@user_errors(AccountUpdatePayload)
async def account_update(info: Info, input: AccountUpdateInput) -> AccountUpdatePayload:
    language = Tongue(enum_value(input.language)) if input.language else None
    row = await profile.update(info.context.acting, input.name, language)
    return AccountUpdatePayload(viewer=Account.of(row))


@strawberry.input(description="The code that was sent to a new telephone or e-mail.")
class ContactAddInput:
    challenge: strawberry.ID = strawberry.field(
        description="Of `otpRequest` with the purpose ADD_CONTACT."
    )
    code: str = strawberry.field(description="Six digits.")


@strawberry.type(description="One's account with the new contact.")
class ContactAddPayload(AccountPayload):
    pass


@user_errors(ContactAddPayload)
async def contact_add(info: Info, input: ContactAddInput) -> ContactAddPayload:
    row = await sign_in.add_contact(info.context.acting, input.challenge, input.code)
    return ContactAddPayload(viewer=Account.of(row))


@strawberry.input(description="That one wants to be erased.")
class AccountEraseInput:
    is_certain: bool = strawberry.field(
        description="Has to be true: addresses, wishes and roles go, and nobody brings them back."
    )


@strawberry.type(description="Whether the account is erased.")
class AccountErasePayload:
    is_erased: bool = strawberry.field(default=False, description="Whether it is.")
    errors: list[UserError] = errors_field()


@user_errors(AccountErasePayload)
async def account_erase(info: Info, input: AccountEraseInput) -> AccountErasePayload:
    if not input.is_certain:
        return AccountErasePayload()
    await privacy.erase(info.context.acting)
    await info.context.drop_spent_cookie()
    return AccountErasePayload(is_erased=True)


@strawberry.input(description="Proofs, by `contactProve`, of a contact of each account.")
class AccountsJoinInput:
    own_proof: str = strawberry.field(description="Of a contact of the account that asks.")
    other_proof: str = strawberry.field(description="Of a contact of the other account.")


@strawberry.type(description="One's account with what the other one had.")
class AccountsJoinPayload(AccountPayload):
    pass


@user_errors(AccountsJoinPayload)
async def accounts_join(info: Info, input: AccountsJoinInput) -> AccountsJoinPayload:
    row = await account_joining.join(info.context.acting, input.own_proof, input.other_proof)
    return AccountsJoinPayload(viewer=Account.of(row))
