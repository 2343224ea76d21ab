"""Signing up, in and out."""

from dataclasses import replace
from enum import Enum

import strawberry

import models
from auth.permissions import Action
from auth.sessions.devices import new_device_id
from commerce.cart import cart_merging
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.sign_in import sign_in, two_factor
from graph.access import refused
from graph.context import Info
from graph.ids import row_id
from graph.types.account import Account, account_of
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.scalars import DateTime, enum_value, iso
from graph.types.session import Session, session_payload


@strawberry.enum(description="How the refresh token travels.")
class RefreshTransport(Enum):
    BODY = strawberry.enum_value(
        "body", description="In the answer, for apps that keep it in the device's safe."
    )
    COOKIE = strawberry.enum_value(
        "cookie", description="In a cookie that scripts can't read, for the web."
    )


def _acting(info: Info, transport: RefreshTransport) -> ActionContext:
    """A browser that signs in gets a number by which it is recognised, unless it has one."""
    context = info.context
    if transport is RefreshTransport.COOKIE and context.asking.device_id is None:
        context.new_device_id = new_device_id()
    return context.acting


def _last_token() -> str | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None,
        description="A refresh token this device was given before, even one that has ended:"
        " a device that signed into the account is not shut out by others' tries.",
    )


def _shown(acting: ActionContext, token: str | None) -> ActionContext:
    return acting if token is None else replace(acting, shown_token=token)


def _cart() -> strawberry.ID | None:
    return strawberry.field(  # type: ignore[no-any-return]
        default=None, description="A guest's cart: its lines go into the account's own."
    )


def _transport() -> RefreshTransport:
    return strawberry.field(  # type: ignore[no-any-return]
        default=RefreshTransport.BODY, description="How the refresh token travels."
    )


@strawberry.input(description="A new account with a password.")
class AccountRegisterInput:
    name: str = strawberry.field(description="What the person is called.")
    email: str = strawberry.field(description="An address; a link to confirm it is sent there.")
    password: str = strawberry.field(description="10 to 200 characters, none of the usual ones.")
    transport: RefreshTransport = _transport()
    cart_id: strawberry.ID | None = _cart()


@strawberry.type(description="The account's first session.")
class AccountRegisterPayload:
    session: Session | None = payload_field("The session; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(AccountRegisterPayload)
async def account_register(info: Info, input: AccountRegisterInput) -> AccountRegisterPayload:
    signed_in = await sign_in.register(
        _acting(info, input.transport),
        input.name,
        input.email,
        input.password,
        is_cookie=input.transport is RefreshTransport.COOKIE,
        cart=input.cart_id,
    )
    return AccountRegisterPayload(session=await session_payload(info, signed_in))


@strawberry.input(description="E-mail and password.")
class SessionCreateInput:
    email: str = strawberry.field(description="The account's address.")
    password: str = strawberry.field(description="Its password.")
    transport: RefreshTransport = _transport()
    cart_id: strawberry.ID | None = _cart()
    refresh_token: str | None = _last_token()


@strawberry.type(description="A new session.")
class SessionCreatePayload:
    session: Session | None = payload_field("The session; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(SessionCreatePayload)
async def session_create(info: Info, input: SessionCreateInput) -> SessionCreatePayload:
    signed_in = await sign_in.sign_in(
        _shown(_acting(info, input.transport), input.refresh_token),
        input.email,
        input.password,
        is_cookie=input.transport is RefreshTransport.COOKIE,
        cart=input.cart_id,
    )
    return SessionCreatePayload(session=await session_payload(info, signed_in))


@strawberry.enum(description="What a one-time code is for.")
class OtpPurpose(Enum):
    SIGN_IN = strawberry.enum_value(
        models.ChallengePurpose.SIGN_IN, description="To sign in, or up, by `otpVerify`."
    )
    ADD_CONTACT = strawberry.enum_value(
        models.ChallengePurpose.ADD_CONTACT,
        description="To take the contact for one's own account, by `contactAdd`.",
    )
    JOIN_ACCOUNTS = strawberry.enum_value(
        models.ChallengePurpose.JOIN_ACCOUNTS,
        description="To make two accounts one, by `contactProve` and `accountsJoin`.",
    )
    CASH_ON_DELIVERY = strawberry.enum_value(
        models.ChallengePurpose.CASH_ON_DELIVERY,
        description="To order for payment at the door, by `contactProve`. No account is needed.",
    )


@strawberry.input(description="Whom to send a one-time code: a telephone or an e-mail.")
class OtpRequestInput:
    phone: str | None = strawberry.field(
        default=None, description="A telephone: ten digits in India, else with the country's code."
    )
    email: str | None = strawberry.field(default=None, description="An e-mail address.")
    purpose: OtpPurpose = strawberry.field(
        default=OtpPurpose.SIGN_IN, description="What the code is for."
    )
    refresh_token: str | None = _last_token()


@strawberry.type(description="A one-time code that is on its way.")
class OtpChallenge:
    id: strawberry.ID = strawberry.field(description="Give it back with the code.")
    expires_at: DateTime = strawberry.field(description="Until when the code is good.")
    resend_after: DateTime = strawberry.field(description="When another one may be asked for.")


@strawberry.type(description="What was sent; the same whether the contact is known or not.")
class OtpRequestPayload:
    challenge: OtpChallenge | None = payload_field(
        "The code's challenge; null when it was refused."
    )
    errors: list[UserError] = errors_field()


@user_errors(OtpRequestPayload)
async def otp_request(info: Info, input: OtpRequestInput) -> OtpRequestPayload:
    purpose = models.ChallengePurpose(enum_value(input.purpose))
    acting = _shown(info.context.acting, input.refresh_token)
    sent = await sign_in.ask_code(acting, input.phone, input.email, purpose)
    challenge = OtpChallenge(
        id=strawberry.ID(sent.handle),
        expires_at=iso(sent.expires_at),
        resend_after=iso(sent.resend_after),
    )
    return OtpRequestPayload(challenge=challenge)


@strawberry.input(description="The code that arrived.")
class OtpVerifyInput:
    challenge: strawberry.ID = strawberry.field(description="The challenge's id.")
    code: str = strawberry.field(description="Six digits.")
    name: str | None = strawberry.field(
        default=None, description="What the person is called, for a new account."
    )
    transport: RefreshTransport = _transport()
    cart_id: strawberry.ID | None = _cart()


@strawberry.type(description="A new session, of a new account if the contact had none.")
class OtpVerifyPayload:
    session: Session | None = payload_field("The session; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(OtpVerifyPayload)
async def otp_verify(info: Info, input: OtpVerifyInput) -> OtpVerifyPayload:
    signed_in = await sign_in.enter_code(
        _acting(info, input.transport),
        input.challenge,
        input.code,
        input.name,
        is_cookie=input.transport is RefreshTransport.COOKIE,
        cart=input.cart_id,
    )
    return OtpVerifyPayload(session=await session_payload(info, signed_in))


@strawberry.input(description="The last refresh token, unless it is in the cookie.")
class SessionRefreshInput:
    refresh_token: str | None = strawberry.field(
        default=None, description="The token; left out, it is taken from the cookie."
    )


@strawberry.type(description="The session with fresh tokens.")
class SessionRefreshPayload:
    session: Session | None = payload_field("The session; null when it has ended.")
    errors: list[UserError] = errors_field()


@user_errors(SessionRefreshPayload)
async def session_refresh(info: Info, input: SessionRefreshInput) -> SessionRefreshPayload:
    context = info.context
    token = input.refresh_token or context.asking.refresh_token
    if token is None:
        raise Refusal(Reason.REQUIRED, "refreshToken")
    try:
        signed_in = await sign_in.refresh(context.acting, token)
    except Refusal:
        if input.refresh_token is None:
            await context.drop_spent_cookie()
        raise
    return SessionRefreshPayload(session=await session_payload(info, signed_in))


@strawberry.input(description="The code of the authenticator app, or a recovery code.")
class SessionConfirmInput:
    code: str = strawberry.field(description="Six digits, or a recovery code.")
    cart_id: strawberry.ID | None = _cart()


@strawberry.type(description="Who has signed in, now all the way.")
class SessionConfirmPayload:
    viewer: Account | None = payload_field("Who it is; null when the code was wrong.")
    errors: list[UserError] = errors_field()


@user_errors(SessionConfirmPayload)
async def session_confirm(info: Info, input: SessionConfirmInput) -> SessionConfirmPayload:
    await two_factor.show(info.context.acting, input.code)
    viewer = info.context.viewer
    account_id, session_id = viewer.account_id, viewer.session_id
    assert account_id is not None
    assert session_id is not None
    await info.context.turn_into(account_id, session_id)
    if input.cart_id is not None:
        await cart_merging.take_along(info.context.acting, input.cart_id)
    return SessionConfirmPayload(viewer=await account_of(account_id))


@strawberry.enum(description="Which sessions end.")
class SessionChoice(Enum):
    CURRENT = strawberry.enum_value("current", description="The one that asks.")
    OTHERS = strawberry.enum_value("others", description="All but the one that asks.")
    ALL = strawberry.enum_value("all", description="All of them.")


@strawberry.input(description="Which sessions of one's own to end.")
class SessionRevokeInput:
    session: strawberry.ID | None = strawberry.field(
        default=None, description="One of `viewer.sessions`."
    )
    which: SessionChoice = strawberry.field(
        default=SessionChoice.CURRENT, description="Unless a session is named."
    )
    refresh_token: str | None = strawberry.field(
        default=None, description="In the place of a sign-in, when the access token has ended."
    )


@strawberry.type(description="Sessions that have ended.")
class SessionRevokePayload:
    revoked_count: int = strawberry.field(default=0, description="How many have ended.")
    errors: list[UserError] = errors_field()


@user_errors(SessionRevokePayload)
async def session_revoke(info: Info, input: SessionRevokeInput) -> SessionRevokePayload:
    context = info.context
    viewer, acting = context.viewer, context.acting
    if viewer.session_id is None:
        token = input.refresh_token or context.asking.refresh_token
        if token is None:
            raise Refusal(Reason.REQUIRED, "refreshToken")
        ended = await sign_in.sign_out_by_token(acting, token)
        await context.drop_spent_cookie()
        return SessionRevokePayload(revoked_count=ended)
    is_own = input.session is None and input.which is SessionChoice.CURRENT
    if viewer.is_waiting and not is_own:
        raise refused(viewer, Action.BE_ONESELF)
    if input.session is not None:
        session_id = row_id(input.session, "ActiveSession")
        ended = await sign_in.sign_out(acting, session_id=session_id)
    elif input.which is SessionChoice.CURRENT:
        ended = await sign_in.sign_out(acting, session_id=viewer.session_id)
    else:
        spare = input.which is SessionChoice.OTHERS
        ended = await sign_in.sign_out(acting, spare_current=spare)
    await context.drop_spent_cookie()
    return SessionRevokePayload(revoked_count=ended)
