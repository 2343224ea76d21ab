"""Signing up, in and out."""

from dataclasses import replace
from enum import Enum

import strawberry

import models
from auth.permissions import Action
from auth.sessions.devices import new_device_id
from commerce.cart import cart_merging
from commerce.core.action_context import ActionContext
from commerce.core.errors import NotSignedIn, Reason, Refusal
from commerce.sign_in import sign_in, two_factor
from graph.access import inherited_type, refused
from graph.context import Info
from graph.ids import row_id
from graph.types.accounts.account import Account, account_of
from graph.types.enums import described_enum
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.scalars import DateTime, enum_value, iso
from graph.types.sign_in.session import Session, session_payload


@described_enum("How the refresh token is transferred.")
class RefreshTransport(Enum):
    BODY = "In the response, for apps that store it in the device's secure storage."
    COOKIE = "In an HTTP-only cookie, for browsers. Not over a WebSocket, which has no cookies."


def _device_context(info: Info, transport: RefreshTransport) -> ActionContext:
    """The action context; a browser that signs in gets a device id unless it has one.

    Raises Refusal for a cookie that cannot be set.
    """
    context = info.context
    if transport is RefreshTransport.COOKIE:
        if not context.requester.has_cookies:
            raise Refusal(Reason.INVALID, "transport")
        if context.requester.device_id is None:
            context.new_device_id = new_device_id()
    return context.action_context


def last_token() -> str | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None,
        description="The latest refresh token of this device, even if expired. It lets a known"
        " device sign in while attempts from other devices are rate limited. Apps send it;"
        " browsers have a cookie.",
    )


def with_refresh_token(ctx: ActionContext, token: str | None) -> ActionContext:
    return ctx if token is None else replace(ctx, refresh_token=token)


def _cart() -> strawberry.ID | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None, description="Id of a guest cart. Its lines are added to the account's cart."
    )


def _transport() -> RefreshTransport:
    return strawberry.field(  # type: ignore[no-any-return]
        default=RefreshTransport.BODY, description="How the refresh token is transferred."
    )


@strawberry.input(description="A new account with a password.")
class AccountRegisterInput:
    name: str = strawberry.field(description="Name of the user.")
    email: str = strawberry.field(description="E-mail address. A verification link is sent to it.")
    password: str = strawberry.field(
        description="Password: 10 to 200 characters, not a common password."
    )
    transport: RefreshTransport = _transport()
    cart_id: strawberry.ID | None = _cart()


@strawberry.type(description="The first session of the new account.")
class AccountRegisterPayload:
    session: Session | None = payload_field("The session. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Create an account with a password and sign in.")
async def account_register(info: Info, input: AccountRegisterInput) -> AccountRegisterPayload:
    signed_in = await sign_in.register(
        _device_context(info, input.transport),
        input.name,
        input.email,
        input.password,
        is_cookie=input.transport is RefreshTransport.COOKIE,
        cart=input.cart_id,
    )
    return AccountRegisterPayload(session=await session_payload(info, signed_in))


@strawberry.input(description="E-mail address and password.")
class SessionCreateInput:
    email: str = strawberry.field(description="E-mail address of the account.")
    password: str = strawberry.field(description="Password of the account.")
    transport: RefreshTransport = _transport()
    cart_id: strawberry.ID | None = _cart()
    refresh_token: str | None = last_token()


@strawberry.type(description="The new session.")
class SessionCreatePayload:
    session: Session | None = payload_field("The session. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Sign in with e-mail address and password.")
async def session_create(info: Info, input: SessionCreateInput) -> SessionCreatePayload:
    signed_in = await sign_in.sign_in(
        with_refresh_token(_device_context(info, input.transport), input.refresh_token),
        input.email,
        input.password,
        is_cookie=input.transport is RefreshTransport.COOKIE,
        cart=input.cart_id,
    )
    return SessionCreatePayload(session=await session_payload(info, signed_in))


@described_enum("Purpose of a one-time code.", of=models.ChallengePurpose)
class OtpPurpose(Enum):
    SIGN_IN = "To sign in or sign up with `otpVerify`."
    ADD_CONTACT = (
        "To add the phone number or e-mail address to the signed-in account with `contactAdd`."
    )
    JOIN_ACCOUNTS = "To merge two accounts with `contactProve` and `accountsJoin`."
    CASH_ON_DELIVERY = (
        "To order with cash on delivery, confirmed with `contactProve`. No account required."
    )


@strawberry.input(
    description="Recipient of a one-time code: either a phone number or an e-mail address."
)
class OtpRequestInput:
    phone: str | None = strawberry.field(
        default=None, description="Phone number: ten digits for India, otherwise with country code."
    )
    email: str | None = strawberry.field(
        default=None, description="E-mail address, instead of a phone number."
    )
    purpose: OtpPurpose = strawberry.field(
        default=OtpPurpose.SIGN_IN, description="Purpose of the code."
    )
    refresh_token: str | None = last_token()


@inherited_type(description="A one-time code that was sent.")
class OtpChallenge:
    id: strawberry.ID = strawberry.field(
        description="Id of the challenge. Send it back with the code."
    )
    expires_at: DateTime = strawberry.field(description="Date and time the code expires.")
    resend_after: DateTime = strawberry.field(
        description="Earliest date and time another code can be requested."
    )


@strawberry.type(
    description="The challenge. The same whether or not an account exists for the contact."
)
class OtpRequestPayload:
    challenge: OtpChallenge | None = payload_field("The challenge. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Send a one-time code to a phone number or e-mail address. No account is required.")
async def otp_request(info: Info, input: OtpRequestInput) -> OtpRequestPayload:
    purpose = models.ChallengePurpose(enum_value(input.purpose))
    ctx = with_refresh_token(info.context.action_context, input.refresh_token)
    sent = await sign_in.request_code(ctx, input.phone, input.email, purpose)
    challenge = OtpChallenge(
        id=strawberry.ID(sent.handle),
        expires_at=iso(sent.expires_at),
        resend_after=iso(sent.resend_after),
    )
    return OtpRequestPayload(challenge=challenge)


@strawberry.input(description="The one-time code received by the user.")
class OtpVerifyInput:
    challenge: strawberry.ID = strawberry.field(description="Id of the challenge.")
    code: str = strawberry.field(description="Six-digit code.")
    name: str | None = strawberry.field(
        default=None, description="Name of the user, for a new account."
    )
    transport: RefreshTransport = _transport()
    cart_id: strawberry.ID | None = _cart()
    refresh_token: str | None = last_token()


@strawberry.type(description="The new session. An account is created if the contact has none.")
class OtpVerifyPayload:
    session: Session | None = payload_field("The session. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Sign in or sign up with a one-time code.")
async def otp_verify(info: Info, input: OtpVerifyInput) -> OtpVerifyPayload:
    signed_in = await sign_in.enter_code(
        with_refresh_token(_device_context(info, input.transport), input.refresh_token),
        input.challenge,
        input.code,
        input.name,
        is_cookie=input.transport is RefreshTransport.COOKIE,
        cart=input.cart_id,
    )
    return OtpVerifyPayload(session=await session_payload(info, signed_in))


@strawberry.input(description="The latest refresh token, unless it is sent as a cookie.")
class SessionRefreshInput:
    refresh_token: str | None = strawberry.field(
        default=None, description="Refresh token. If omitted, the cookie is used."
    )


@strawberry.type(description="The session with new tokens.")
class SessionRefreshPayload:
    session: Session | None = payload_field("The session. Null if it has expired or been revoked.")
    errors: list[UserError] = errors_field()


@mutation(
    "Exchange the latest refresh token for new tokens. Reusing an old refresh token ends the"
    " session."
)
async def session_refresh(info: Info, input: SessionRefreshInput) -> SessionRefreshPayload:
    context = info.context
    token = input.refresh_token or context.requester.refresh_token
    if token is None:
        raise Refusal(Reason.REQUIRED, "refresh_token")
    try:
        signed_in = await sign_in.refresh(context.action_context, token)
    except Refusal:
        if input.refresh_token is None:
            await context.drop_spent_cookie()
        raise
    return SessionRefreshPayload(session=await session_payload(info, signed_in))


@strawberry.input(description="A code of the authenticator app or a recovery code.")
class SessionConfirmInput:
    code: str = strawberry.field(description="Six-digit code or recovery code.")
    cart_id: strawberry.ID | None = _cart()
    refresh_token: str | None = last_token()


@strawberry.type(description="The user, now fully signed in.")
class SessionConfirmPayload:
    viewer: Account | None = payload_field("The account. Null if the code was wrong.")
    errors: list[UserError] = errors_field()


@mutation("Complete a sign-in with the second factor.")
async def session_confirm(info: Info, input: SessionConfirmInput) -> SessionConfirmPayload:
    ctx = with_refresh_token(info.context.action_context, input.refresh_token)
    await two_factor.show(ctx, input.code)
    viewer = info.context.viewer
    account_id, session_id = viewer.account_id, viewer.session_id
    assert account_id is not None
    assert session_id is not None
    await info.context.sign_in_as(account_id, session_id)
    if input.cart_id is not None:
        await cart_merging.adopt(info.context.action_context, input.cart_id)
    return SessionConfirmPayload(viewer=await account_of(account_id))


@described_enum("Sessions to revoke.")
class SessionChoice(Enum):
    CURRENT = "The current session."
    OTHERS = "All sessions except the current one."
    ALL = "All sessions."


@strawberry.input(description="Sessions of the signed-in user to revoke.")
class SessionRevokeInput:
    session: strawberry.ID | None = strawberry.field(
        default=None, description="Id of a session from `viewer.sessions`."
    )
    which: SessionChoice = strawberry.field(
        default=SessionChoice.CURRENT,
        description="Sessions to revoke. Ignored if `session` is given.",
    )
    refresh_token: str | None = strawberry.field(
        default=None,
        description="Refresh token, instead of a sign-in, if the access token has expired."
        " It revokes its own session only.",
    )


@strawberry.type(description="Result of revoking sessions.")
class SessionRevokePayload:
    revoked_count: int = strawberry.field(default=0, description="Number of revoked sessions.")
    errors: list[UserError] = errors_field()


@mutation("Sign out of the current device, another device, all other devices or all devices.")
async def session_revoke(info: Info, input: SessionRevokeInput) -> SessionRevokePayload:
    context = info.context
    viewer, ctx = context.viewer, context.action_context
    is_own = input.session is None and input.which is SessionChoice.CURRENT
    if viewer.session_id is None:
        if not is_own:
            raise NotSignedIn
        token = input.refresh_token or context.requester.refresh_token
        if token is None:
            raise Refusal(Reason.REQUIRED, "refresh_token")
        ended = await sign_in.sign_out_by_token(ctx, token)
        await context.drop_spent_cookie()
        return SessionRevokePayload(revoked_count=ended)
    if viewer.awaits_second_factor and not is_own:
        raise refused(viewer, Action.OWN_ACCOUNT)
    if input.session is not None:
        session_id = row_id(input.session, "ActiveSession")
        ended = await sign_in.sign_out(ctx, session_id=session_id)
    elif input.which is SessionChoice.CURRENT:
        ended = await sign_in.sign_out(ctx, session_id=viewer.session_id)
    else:
        spare = input.which is SessionChoice.OTHERS
        ended = await sign_in.sign_out(ctx, spare_current=spare)
    await context.drop_spent_cookie()
    return SessionRevokePayload(revoked_count=ended)
