"""Passwords, and links that are sent by e-mail."""

import strawberry

from commerce.sign_in import passwords
from graph.context import Info
from graph.types.errors import UserError, errors_field, user_errors


@strawberry.type(description="Whether it was done.")
class DonePayload:
    is_done: bool = strawberry.field(default=False, description="Whether it was.")
    errors: list[UserError] = errors_field()


@strawberry.input(description="Another password for oneself.")
class PasswordChangeInput:
    current_password: str | None = strawberry.field(
        default=None, description="The one until now; left out, the sign-in has to be fresh."
    )
    new_password: str = strawberry.field(
        description="10 to 200 characters, none of the usual ones."
    )


@strawberry.type(description="Whether the password is another; other devices are signed out.")
class PasswordChangePayload(DonePayload):
    pass


@user_errors(PasswordChangePayload)
async def password_change(info: Info, input: PasswordChangeInput) -> PasswordChangePayload:
    await passwords.change(info.context.acting, input.current_password, input.new_password)
    return PasswordChangePayload(is_done=True)


@strawberry.input(description="Whom to send a link to choose a new password.")
class PasswordResetRequestInput:
    email: str = strawberry.field(description="The account's address.")


@strawberry.type(description="Whether something was sent; the same for every address.")
class PasswordResetRequestPayload(DonePayload):
    pass


@user_errors(PasswordResetRequestPayload)
async def password_reset_request(
    info: Info, input: PasswordResetRequestInput
) -> PasswordResetRequestPayload:
    await passwords.ask_reset(info.context.acting, input.email)
    return PasswordResetRequestPayload(is_done=True)


@strawberry.input(description="A new password, by the link that was sent.")
class PasswordResetInput:
    token: str = strawberry.field(description="What stands in the link after #token=.")
    new_password: str = strawberry.field(
        description="10 to 200 characters, none of the usual ones."
    )


@strawberry.type(description="Whether the password is another; every device is signed out.")
class PasswordResetPayload(DonePayload):
    pass


@user_errors(PasswordResetPayload)
async def password_reset(info: Info, input: PasswordResetInput) -> PasswordResetPayload:
    await passwords.reset(info.context.acting, input.token, input.new_password)
    return PasswordResetPayload(is_done=True)


@strawberry.input(description="One's own address, to be confirmed.")
class EmailVerificationRequestInput:
    email: str = strawberry.field(description="The account's address; no other one is taken.")


@strawberry.type(description="Whether a link was sent, or the address is confirmed already.")
class EmailVerificationRequestPayload(DonePayload):
    pass


@user_errors(EmailVerificationRequestPayload)
async def email_verification_request(
    info: Info, input: EmailVerificationRequestInput
) -> EmailVerificationRequestPayload:
    await passwords.ask_verification(info.context.acting, input.email)
    return EmailVerificationRequestPayload(is_done=True)


@strawberry.input(description="The link that was sent.")
class EmailVerifyInput:
    token: str = strawberry.field(description="What stands in the link after #token=.")


@strawberry.type(description="Whether the address is confirmed.")
class EmailVerifyPayload(DonePayload):
    pass


@user_errors(EmailVerifyPayload)
async def email_verify(info: Info, input: EmailVerifyInput) -> EmailVerifyPayload:
    await passwords.verify(info.context.acting, input.token)
    return EmailVerifyPayload(is_done=True)
