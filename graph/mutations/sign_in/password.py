"""Passwords and e-mail links."""

import strawberry

from commerce.sign_in import passwords
from graph.context import Info
from graph.mutations.sign_in.session import last_token, with_refresh_token
from graph.types.errors import UserError, errors_field, mutation


def _of_known_device() -> str | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None,
        description="The latest refresh token of this device, even if expired: it shows that"
        " the device has been signed in to the account. Apps send it; browsers have a cookie.",
    )


@strawberry.type(description="Whether it was done.")
class DonePayload:
    is_done: bool = strawberry.field(default=False, description="Whether the request succeeded.")
    errors: list[UserError] = errors_field()


@strawberry.input(description="A new password for the signed-in user.")
class PasswordChangeInput:
    current_password: str | None = strawberry.field(
        default=None, description="Current password. If omitted, a recent sign-in is required."
    )
    new_password: str = strawberry.field(
        description="New password: 10 to 200 characters, not a common password."
    )
    refresh_token: str | None = last_token()


@strawberry.type(description="Result of changing the password. All other devices are signed out.")
class PasswordChangePayload(DonePayload):
    pass


@mutation("Change the password of the signed-in account.")
async def password_change(info: Info, input: PasswordChangeInput) -> PasswordChangePayload:
    ctx = with_refresh_token(info.context.action_context, input.refresh_token)
    await passwords.change(ctx, input.current_password, input.new_password)
    return PasswordChangePayload(is_done=True)


@strawberry.input(description="The account that should receive a password reset link.")
class PasswordResetRequestInput:
    email: str = strawberry.field(description="E-mail address of the account.")
    refresh_token: str | None = last_token()


@strawberry.type(
    description="Result of requesting a reset link. The same whether or not the account exists."
)
class PasswordResetRequestPayload(DonePayload):
    pass


@mutation("Send a password reset link by e-mail.")
async def password_reset_request(
    info: Info, input: PasswordResetRequestInput
) -> PasswordResetRequestPayload:
    ctx = with_refresh_token(info.context.action_context, input.refresh_token)
    await passwords.request_reset(ctx, input.email)
    return PasswordResetRequestPayload(is_done=True)


@strawberry.input(description="A new password and the token of the reset link.")
class PasswordResetInput:
    token: str = strawberry.field(description="Token from the link, after `#token=`.")
    new_password: str = strawberry.field(
        description="New password: 10 to 200 characters, not a common password."
    )
    refresh_token: str | None = _of_known_device()


@strawberry.type(description="Result of resetting the password. All devices are signed out.")
class PasswordResetPayload(DonePayload):
    pass


@mutation(
    "Set a new password with the token of a reset link. If the e-mail address was never verified"
    " and this device has not been signed in to its account, the address moves to a new account:"
    " the old one may belong to another person."
)
async def password_reset(info: Info, input: PasswordResetInput) -> PasswordResetPayload:
    ctx = with_refresh_token(info.context.action_context, input.refresh_token)
    await passwords.reset(ctx, input.token, input.new_password)
    return PasswordResetPayload(is_done=True)


@strawberry.input(description="The e-mail address to verify.")
class EmailVerificationRequestInput:
    email: str = strawberry.field(
        description="E-mail address of the signed-in account. Other addresses are rejected."
    )


@strawberry.type(
    description="Result of requesting a verification link. Also succeeds if the address"
    " is already verified."
)
class EmailVerificationRequestPayload(DonePayload):
    pass


@mutation("Send a verification link to the account's e-mail address.")
async def email_verification_request(
    info: Info, input: EmailVerificationRequestInput
) -> EmailVerificationRequestPayload:
    await passwords.request_verification(info.context.action_context, input.email)
    return EmailVerificationRequestPayload(is_done=True)


@strawberry.input(description="The token of the verification link.")
class EmailVerifyInput:
    token: str = strawberry.field(description="Token from the link, after `#token=`.")
    refresh_token: str | None = _of_known_device()


@strawberry.type(description="Result of verifying the e-mail address.")
class EmailVerifyPayload(DonePayload):
    pass


@mutation(
    "Verify an e-mail address with the token of the verification link. Works on a device where the"
    " account was signed in before; on another one sign in first (`SIGN_IN_AGAIN`)."
)
async def email_verify(info: Info, input: EmailVerifyInput) -> EmailVerifyPayload:
    ctx = with_refresh_token(info.context.action_context, input.refresh_token)
    await passwords.verify(ctx, input.token)
    return EmailVerifyPayload(is_done=True)
