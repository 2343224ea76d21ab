"""Signing up, in and out."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from auth.credentials import one_time_codes, totp
from auth.credentials.one_time_codes import Challenge
from auth.crypto.keys import keys
from auth.inputs.text_input import fold_code
from auth.sessions import sessions
from auth.sessions.sessions import DeviceSession, SessionEnded
from auth.viewer import Viewer
from commerce.accounts.contacts import (
    account_for,
    account_with,
    folded,
    folded_email,
    prove,
    release,
)
from commerce.cart import cart_merging
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import FactorMissing, NotSignedIn, Reason, Refusal
from commerce.core.form import Form
from commerce.core.rate_limits import message_limits
from commerce.core.rate_limits.attempts import Attempt, wrong_code
from commerce.core.rate_limits.requesters import Requester, recipient_of, requester_of
from commerce.core.short_text import optional_line, required_line
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from commerce.sign_in.passwords import (
    BUSY_SECONDS,
    MAX_TRIES,
    AccountChanged,
    check_strength,
    hash_of,
    lock_unchanged,
    password_attempts,
    password_matches,
    require_fresh,
    send_verification,
)
from commerce.sign_in.security_notices import notify_contacts
from database.locks import LockClass, lock_text
from database.pool.transactions import exclusive_write
from models import Account, ChallengePurpose

# Codes that are for the account of who asks.
OF_ACCOUNT = (ChallengePurpose.ADD_CONTACT, ChallengePurpose.JOIN_ACCOUNTS)
MINUTES = one_time_codes.LIFETIME // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with a token to ask with; `access_ends` in seconds since 1970."""

    session: DeviceSession
    access_token: str
    access_ends: int


async def register(
    ctx: ActionContext,
    name: str,
    email: str,
    password: str,
    *,
    is_cookie: bool,
    cart: str | None = None,
) -> SignedIn:
    """A new account with a password. The address is proved by a link that is sent to it."""
    form = Form()
    name = form.read(required_line, name, 80, "name")
    address = form.read(folded_email, email)
    form.read(check_strength, password, "password", own=(name, address))
    form.check()
    hashed = await hash_of(password)
    try:
        async with in_transaction():
            account = await Account.create(
                name=name,
                email=address,
                password_hash=hashed,
                language=ctx.language.value,
                created_at=ctx.now,
            )
            own = ctx.as_viewer(Viewer(account_id=account.id))
            await audit.record(own, "account.register", f"account:{account.id}")
            device_session = await _begin(ctx, account, is_cookie, cart)
    except IntegrityError:
        raise Refusal(Reason.ALREADY_TAKEN, "email") from None
    asker = Requester(ctx.client, False)
    if await message_limits.may_send(ctx, Kind.VERIFY_EMAIL, address, asker):
        await send_verification(ctx, account)
    return _with_token(ctx, device_session)


async def sign_in(
    ctx: ActionContext, email: str, password: str, *, is_cookie: bool, cart: str | None = None
) -> SignedIn:
    """Sign in by e-mail and password. Unknown accounts take as long and get the same error."""
    form = Form()
    address = form.read(folded_email, email)
    if not password:
        form.refuse(Refusal(Reason.REQUIRED, "password"))
    form.check()
    account = await account_with(address)
    asker = await requester_of(ctx, None if account is None else account.id)
    async with password_attempts(address, account, asker).counted() as attempt:
        for _ in range(MAX_TRIES):
            if (
                not await password_matches(account, password)
                or account is None
                or account.suspended_at is not None
            ):
                raise Refusal(Reason.WRONG_CREDENTIALS)
            with suppress(AccountChanged):
                device_session = await _begin(ctx, account, is_cookie, cart, attempt)
                break
            account = await account_with(address)
        else:
            raise Refusal(Reason.TOO_BUSY, seconds=BUSY_SECONDS)
        attempt.is_half_right = device_session.awaits_second_factor
    return _with_token(ctx, device_session)


async def request_code(
    ctx: ActionContext, phone: str | None, email: str | None, purpose: ChallengePurpose
) -> Challenge:
    """Send a one-time code, to a contact that is known or not."""
    contact = folded(phone, email)
    message_limits.check_country(contact)
    account_id = ctx.account_id if purpose in OF_ACCOUNT else None
    asker = await recipient_of(ctx, await account_with(contact), contact)
    async with in_transaction():
        # A refusal takes the count back.
        counted = await message_limits.count_message(ctx, Kind.CODE, contact, asker)
        counted_for = counted.asker.name
        # Of two requests at once the second sees the first one's code.
        await lock_text(LockClass.CODE_REQUEST, f"{contact} {counted_for}")
        if until := await one_time_codes.wait_until(contact, ctx.now, counted_for):
            seconds = max(1, round((until - ctx.now).total_seconds() + 0.5))
            raise Refusal(Reason.TOO_SOON, seconds=seconds)
        challenge = await one_time_codes.begin(
            contact, ctx.now, purpose, account_id, counted_for, counted.at
        )
    values = {"code": challenge.code, "minutes": str(MINUTES)}
    ctx.post(Message(Kind.CODE, contact, ctx.language, values))
    return challenge


async def enter_code(
    ctx: ActionContext,
    challenge: str,
    code: str,
    name: str | None,
    *,
    is_cookie: bool,
    cart: str | None = None,
) -> SignedIn:
    """Sign in, or up, with a one-time code: who has shown a contact is its account's owner."""
    form = Form()
    called = form.read(optional_line, name, 80, "name")
    if form.is_refused and len(fold_code(code[:100])) != one_time_codes.DIGITS:
        form.refuse(Refusal(Reason.INVALID, "code"))
    form.check()
    proven, left = await one_time_codes.prove(challenge, code, ctx.now, ChallengePurpose.SIGN_IN)
    if proven is None:
        raise wrong_code(code, left)
    await message_limits.refund(proven.contact, proven.requester, proven.counted_at)
    async with in_transaction():
        account = await account_for(proven.contact, ctx.language, ctx.now)
        if account.suspended_at is not None:
            raise Refusal(Reason.WRONG_CODE, "code", left=0)
        await prove(account, proven.contact, ctx.now)
        if called and account.name is None:
            await Account.filter(id=account.id).update(name=called)
        return _with_token(ctx, await _begin(ctx, account, is_cookie, cart))


async def add_contact(ctx: ActionContext, challenge: str, code: str) -> Account:
    """A telephone or an e-mail for oneself, in the place of the one before, by its code."""
    proven, left = await one_time_codes.prove(
        challenge, code, ctx.now, ChallengePurpose.ADD_CONTACT
    )
    if proven is None or proven.account_id != ctx.account_id:
        raise wrong_code(code, left)
    await message_limits.refund(proven.contact, proven.requester, proven.counted_at)
    await require_fresh(ctx)
    column = "email" if "@" in proven.contact else "phone"
    account = await Account.get(id=ctx.account_id)
    before = getattr(account, column)
    try:
        # Both are locked in their order: each may be about to take the other's.
        holder = await account_with(proven.contact)
        async with exclusive_write(account.id, *([] if holder is None else [holder.id])):
            await release(proven.contact, but=account.id)
            await Account.filter(id=account.id).update(
                **{column: proven.contact, f"{column}_verified_at": ctx.now}
            )
            await audit.record(
                ctx,
                "contact.set",
                f"account:{account.id}",
                before={column: audit.masked(before)},
                after={column: audit.masked(proven.contact)},
            )
            # At the contacts of before: whoever had them is who should know.
            await notify_contacts(ctx, account, Kind.CONTACT_CHANGED)
    except IntegrityError:
        raise Refusal(Reason.ALREADY_TAKEN, column) from None
    return await Account.get(id=ctx.account_id)


async def _begin(
    ctx: ActionContext,
    account: Account,
    is_cookie: bool,
    cart: str | None,
    attempt: Attempt | None = None,
) -> DeviceSession:
    """A session of an account whose sign-in was verified. Raises AccountChanged.

    `cart` is a guest's that becomes the account's, once nothing is waited for. `attempt` is the
    one at the password.
    """
    async with in_transaction():
        await lock_unchanged(account)
        device_session = await sessions.begin(
            account.id,
            ctx.now,
            device=ctx.device,
            device_id=ctx.device_id,
            known_by=ctx.refresh_token,
            asker=None if attempt is None else attempt.asker,
            counted_at=None if attempt is None else attempt.at,
            is_cookie=is_cookie,
            is_factor_needed=await totp.is_on(account.id),
        )
        own = ctx.as_viewer(Viewer(account_id=account.id))
        if cart is not None and not device_session.awaits_second_factor:
            await cart_merging.merge(own, account.id, cart)
        await audit.record(own, "session.create", f"session:{device_session.session_id}")
    return device_session


def _with_token(ctx: ActionContext, session: DeviceSession) -> SignedIn:
    text, ends = keys().tokens.issue(
        session.account_id, session.session_id, ctx.now, session.ends_at
    )
    return SignedIn(session, text, ends)


async def refresh(ctx: ActionContext, token: str) -> SignedIn:
    """The next tokens for the last refresh token."""
    try:
        device_session = await sessions.rotate(token, ctx.now, ctx.requesting_device)
    except SessionEnded:
        raise Refusal(Reason.SESSION_ENDED, "refresh_token") from None
    return _with_token(ctx, device_session)


async def sign_out(
    ctx: ActionContext, *, session_id: int | None = None, spare_current: bool = False
) -> int:
    """End one session of one's own, or all, or all but this one; how many that were."""
    if ctx.viewer.account_id is None:
        raise NotSignedIn
    if ctx.viewer.awaits_second_factor and session_id != ctx.viewer.session_id:
        # Half a sign-in leaves, and ends nobody else's.
        raise FactorMissing
    account_id = ctx.viewer.account_id
    but = ctx.viewer.session_id if spare_current else None
    # Writes of these sessions in progress come before, later ones are refused.
    async with exclusive_write(account_id):
        ended = await sessions.end(account_id, ctx.now, session_id=session_id, but=but)
        if session_id is not None and not ended:
            raise Refusal(Reason.NOT_FOUND, "session")
        await audit.record(ctx, "session.end", f"account:{account_id}", after={"ended": ended})
    return ended


async def is_spent(ctx: ActionContext, token: str) -> bool:
    """Whether the device that shows this refresh token can throw it away."""
    return await sessions.is_spent(token, ctx.now, ctx.requesting_device)


async def sign_out_by_token(ctx: ActionContext, token: str) -> int:
    """End the session of a refresh token, for a device whose access token is too old."""
    found = await sessions.account_of(token, ctx.now)
    if found is None:
        raise Refusal(Reason.SESSION_ENDED, "refresh_token")
    session_id, account_id = found
    own = ctx.as_viewer(Viewer(account_id=account_id))
    return await sign_out(own, session_id=session_id)
