"""Two-factor authentication with an authenticator app."""

import strawberry

from commerce.sign_in import two_factor
from graph.context import Info
from graph.mutations.sign_in.session import last_token, with_refresh_token
from graph.types.accounts.account import Account, account_of
from graph.types.errors import UserError, errors_field, mutation, payload_field


@strawberry.input(description="Start of the authenticator app setup.")
class SecondFactorBeginInput:
    is_certain: bool = strawberry.field(
        description="Must be true. Once confirmed, every sign-in requires a code of the app."
    )


@strawberry.type(description="Data for the authenticator app.")
class SecondFactorBeginPayload:
    uri: str | None = payload_field(
        "`otpauth://` URI to show as a QR code. Shown only once. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation("Start setting up an authenticator app. Requires a recent sign-in.")
async def second_factor_begin(
    info: Info, input: SecondFactorBeginInput
) -> SecondFactorBeginPayload:
    if not input.is_certain:
        return SecondFactorBeginPayload()
    return SecondFactorBeginPayload(uri=await two_factor.begin(info.context.action_context))


@strawberry.input(description="A code of the app.")
class SecondFactorCodeInput:
    code: str = strawberry.field(
        description="Six-digit code of the app. A recovery code also works when removing the app."
    )
    refresh_token: str | None = last_token()


@strawberry.input(description="First code of the authenticator app.")
class SecondFactorConfirmInput(SecondFactorCodeInput):
    pass


@strawberry.type(description="The account with the authenticator app.")
class SecondFactorConfirmPayload:
    viewer: Account | None = payload_field("The account. Null if the code was wrong.")
    recovery_codes: list[str] | None = payload_field(
        "Ten recovery codes. Each replaces one code of the app once. Shown only"
        " now. Null if the code was wrong."
    )
    errors: list[UserError] = errors_field()


@mutation(
    "Finish setting up the authenticator app with its first code. From then on, every sign-in"
    " requires a code."
)
async def second_factor_confirm(
    info: Info, input: SecondFactorConfirmInput
) -> SecondFactorConfirmPayload:
    context = info.context
    ctx = with_refresh_token(context.action_context, input.refresh_token)
    codes = await two_factor.confirm(ctx, input.code)
    await context.read_viewer_again()
    account = await account_of(context.action_context.account_id)
    return SecondFactorConfirmPayload(viewer=account, recovery_codes=codes)


@strawberry.input(description="A code of the authenticator app or a recovery code.")
class SecondFactorRemoveInput(SecondFactorCodeInput):
    pass


@strawberry.type(description="The account without the authenticator app.")
class SecondFactorRemovePayload:
    viewer: Account | None = payload_field("The account. Null if the code was wrong.")
    errors: list[UserError] = errors_field()


@mutation("Remove the authenticator app. Requires a recent sign-in.")
async def second_factor_remove(
    info: Info, input: SecondFactorRemoveInput
) -> SecondFactorRemovePayload:
    ctx = with_refresh_token(info.context.action_context, input.refresh_token)
    await two_factor.remove(ctx, input.code)
    return SecondFactorRemovePayload(viewer=await account_of(ctx.account_id))


@strawberry.input(description="Confirmation that new recovery codes should be created.")
class RecoveryCodesCreateInput:
    is_certain: bool = strawberry.field(
        description="Must be true. All earlier recovery codes stop working."
    )


@strawberry.type(description="The new recovery codes.")
class RecoveryCodesCreatePayload:
    codes: list[str] | None = payload_field(
        "Ten recovery codes, each valid once. Shown only now. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation(
    "Create ten new recovery codes, for use if the authenticator app is lost. Requires a"
    " recent sign-in with the app."
)
async def recovery_codes_create(
    info: Info, input: RecoveryCodesCreateInput
) -> RecoveryCodesCreatePayload:
    if not input.is_certain:
        return RecoveryCodesCreatePayload()
    return RecoveryCodesCreatePayload(
        codes=await two_factor.make_recovery_codes(info.context.action_context)
    )
