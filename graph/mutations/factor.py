"""The second factor: an authenticator app."""

import strawberry

from commerce.sign_in import two_factor
from graph.context import Info
from graph.types.account import Account, account_of
from graph.types.errors import UserError, errors_field, payload_field, user_errors


@strawberry.input(description="Nothing but the wish; the sign-in has to be fresh.")
class SecondFactorBeginInput:
    is_certain: bool = strawberry.field(
        description="Has to be true: the app is asked for at every sign-in from then on."
    )


@strawberry.type(description="What the authenticator app is told.")
class SecondFactorBeginPayload:
    uri: str | None = payload_field(
        "An `otpauth://` address, to show as a QR code; it is shown once."
    )
    errors: list[UserError] = errors_field()


@user_errors(SecondFactorBeginPayload)
async def second_factor_begin(
    info: Info, input: SecondFactorBeginInput
) -> SecondFactorBeginPayload:
    if not input.is_certain:
        return SecondFactorBeginPayload()
    return SecondFactorBeginPayload(uri=await two_factor.begin(info.context.acting))


@strawberry.input(description="A code of the app.")
class SecondFactorCodeInput:
    code: str = strawberry.field(description="Six digits; to remove the app also a recovery code.")


@strawberry.input(description="The app's first code.")
class SecondFactorConfirmInput(SecondFactorCodeInput):
    pass


@strawberry.type(description="One's account, with the app.")
class SecondFactorConfirmPayload:
    viewer: Account | None = payload_field("The account; null when the code was wrong.")
    recovery_codes: list[str] | None = payload_field(
        "Ten codes, each good once in the place of the app's; they are shown only now."
    )
    errors: list[UserError] = errors_field()


@user_errors(SecondFactorConfirmPayload)
async def second_factor_confirm(
    info: Info, input: SecondFactorConfirmInput
) -> SecondFactorConfirmPayload:
    context = info.context
    codes = await two_factor.confirm(context.acting, input.code)
    viewer = context.viewer
    assert viewer.account_id is not None
    assert viewer.session_id is not None
    await context.turn_into(viewer.account_id, viewer.session_id)
    account = await account_of(viewer.account_id)
    return SecondFactorConfirmPayload(viewer=account, recovery_codes=codes)


@strawberry.input(description="A last code of the app.")
class SecondFactorRemoveInput(SecondFactorCodeInput):
    pass


@strawberry.type(description="One's account, without the app.")
class SecondFactorRemovePayload:
    viewer: Account | None = payload_field("The account; null when the code was wrong.")
    errors: list[UserError] = errors_field()


@user_errors(SecondFactorRemovePayload)
async def second_factor_remove(
    info: Info, input: SecondFactorRemoveInput
) -> SecondFactorRemovePayload:
    acting = info.context.acting
    await two_factor.remove(acting, input.code)
    return SecondFactorRemovePayload(viewer=await account_of(acting.account_id))


@strawberry.input(description="That new recovery codes are wanted.")
class RecoveryCodesCreateInput:
    is_certain: bool = strawberry.field(description="Has to be true: earlier codes stop working.")


@strawberry.type(description="New recovery codes.")
class RecoveryCodesCreatePayload:
    codes: list[str] | None = payload_field("Ten codes, each good once; they are shown only now.")
    errors: list[UserError] = errors_field()


@user_errors(RecoveryCodesCreatePayload)
async def recovery_codes_create(
    info: Info, input: RecoveryCodesCreateInput
) -> RecoveryCodesCreatePayload:
    if not input.is_certain:
        return RecoveryCodesCreatePayload()
    return RecoveryCodesCreatePayload(
        codes=await two_factor.make_recovery_codes(info.context.acting)
    )
