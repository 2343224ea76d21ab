"""Passwords: strength, change, and reset links; verification links for e-mail addresses."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from tortoise.transactions import in_transaction

from auth.credentials import email_links
from auth.credentials.passwords import MAX_PASSWORD_CHARACTERS, Passwords, TooBusy
from auth.credentials.weak_passwords import is_common, is_guessable
from auth.rate_limits import PASSWORD_BY, PASSWORD_KNOWN, PASSWORD_OF
from auth.sessions import sessions
from auth.sessions.known_devices import forget_devices
from commerce.accounts.contacts import account_for, account_with, folded_email, prove
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.rate_limits.attempts import Attempts
from commerce.core.rate_limits.message_limits import count_message
from commerce.core.rate_limits.requesters import (
    Requester,
    device_of,
    recipient_of,
    requester_of,
)
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from commerce.sign_in.security_notices import notify_contacts
from database.connect import fetch_value
from database.pool.transactions import exclusive_write
from models import Account, LinkPurpose
from settings import settings

MIN_PASSWORD_CHARACTERS = 10
# Maximal age of the sign-in for actions that change access to the account.
FRESH = timedelta(minutes=10)
BUSY_SECONDS = 5
# Columns that a sign-in is verified by.
VERIFIED_BY = ("phone", "email", "password_hash")
# Times that a password is verified while the account changes.
MAX_TRIES = 3
PASSWORDS = Passwords()


class AccountChanged(Exception):  # noqa: N818 - it says what happened
    """An account is not any more what it was when a password was verified."""


def check_strength(password: str, *path: str, own: Iterable[str | None] = ()) -> None:
    """Raise Refusal for a weak password: length, common passwords, words of the context.

    The checks follow NIST SP 800-63B. `own` are the person's name, e-mail and phone.
    """
    if len(password) < MIN_PASSWORD_CHARACTERS:
        raise Refusal(Reason.PASSWORD_TOO_SHORT, *path, least=MIN_PASSWORD_CHARACTERS)
    if len(password) > MAX_PASSWORD_CHARACTERS:
        raise Refusal(Reason.TOO_LONG, *path, most=MAX_PASSWORD_CHARACTERS)
    if is_common(password):
        raise Refusal(Reason.PASSWORD_TOO_COMMON, *path)
    if is_guessable(password, own):
        raise Refusal(Reason.PASSWORD_TOO_GUESSABLE, *path)


def password_mark(account: Account) -> str:
    """Differs for each password of an account; shows nothing of it."""
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]


def password_attempts(address: str, account: Account | None, asker: Requester) -> Attempts:
    """Attempts at the password of an e-mail address, with an account or without one.

    Those at another password count anew: all attempts of before have missed it.
    """
    secret = address
    if account is not None:
        secret = f"{account.email or account.id} {password_mark(account)}"
    return Attempts.of(PASSWORD_BY, PASSWORD_OF, PASSWORD_KNOWN, secret, asker)


def _own(account: Account) -> tuple[str | None, ...]:
    return account.name, account.email, account.phone


async def hash_of(password: str) -> str:
    try:
        return await PASSWORDS.hash(password)
    except TooBusy:
        raise Refusal(Reason.TOO_BUSY, seconds=BUSY_SECONDS) from None


async def password_matches(account: Account | None, password: str) -> bool:
    """Whether it is the account's password; upgrades a hash with outdated parameters."""
    stored_hash = account.password_hash if account else None
    try:
        is_outdated = await PASSWORDS.match(stored_hash, password)
    except TooBusy:
        raise Refusal(Reason.TOO_BUSY, seconds=BUSY_SECONDS) from None
    if is_outdated is None:
        return False
    assert account is not None
    if is_outdated:
        fresh = await hash_of(password)
        rows = Account.filter(id=account.id, password_hash=stored_hash)
        if await rows.update(password_hash=fresh):
            account.password_hash = fresh
    return True


async def lock_unchanged(account: Account) -> None:
    """Lock an account exclusively until the end of the transaction.

    Raises AccountChanged if it has been given another password or contact since it was read, or was
    suspended or erased: what was verified is not enough any more.
    """
    columns = {name: getattr(account, name) for name in VERIFIED_BY}
    rows = Account.filter(id=account.id, suspended_at=None, erased_at=None, **columns)
    if await rows.select_for_update().first() is None:
        raise AccountChanged


async def require_fresh(ctx: ActionContext) -> None:
    """Raise Refusal unless the sign-in, or its second factor, is at most FRESH ago."""
    began_at = await fetch_value(
        "SELECT greatest(created_at, factor_at) FROM session WHERE id = $1", ctx.viewer.session_id
    )
    if began_at is None or ctx.now - began_at > FRESH:
        raise Refusal(Reason.SIGN_IN_AGAIN)


async def require_factor(ctx: ActionContext) -> None:
    """Raise Refusal unless this session has confirmed its second factor."""
    is_shown = await fetch_value(
        "SELECT factor_at IS NOT NULL FROM session WHERE id = $1", ctx.viewer.session_id
    )
    if not is_shown:
        raise Refusal(Reason.SECOND_FACTOR_REQUIRED)


async def require_second_look(ctx: ActionContext) -> None:
    """Raise Refusal without a fresh sign-in and a second factor that was entered in it.

    For actions that a stolen token must not allow: where money goes, and who decides that. The
    server's own command line is exempt.
    """
    if ctx.is_operator:
        return
    await require_new_session(ctx)
    await require_factor(ctx)


async def require_new_session(ctx: ActionContext) -> None:
    """Raise Refusal unless the session was begun at most FRESH ago.

    A code of the app alone does not make an old session, whose token may be a thief's, a new one.
    """
    began_at = await fetch_value(
        "SELECT created_at FROM session WHERE id = $1", ctx.viewer.session_id
    )
    if began_at is None or ctx.now - began_at > FRESH:
        raise Refusal(Reason.SIGN_IN_AGAIN)


async def change(ctx: ActionContext, current: str | None, new: str) -> None:
    """Change the viewer's password and sign out all other devices. Raises Refusal.

    Without the current password a fresh sign-in is required instead.
    """
    account = await Account.get(id=ctx.account_id)
    check_strength(new, "new_password", own=_own(account))
    if current is None:
        await require_fresh(ctx)
        await _change(ctx, account, None, new)
        return
    asker = await requester_of(ctx, account.id)
    async with password_attempts("", account, asker).counted():
        await _change(ctx, account, current, new)


async def _change(ctx: ActionContext, account: Account, current: str | None, new: str) -> None:
    hashed = ""
    for _ in range(MAX_TRIES):
        if current is not None and not await password_matches(account, current):
            raise Refusal(Reason.WRONG_CREDENTIALS, "current_password")
        hashed = hashed or await hash_of(new)
        with suppress(AccountChanged):
            async with exclusive_write(account.id):
                await lock_unchanged(account)
                await _set(ctx, account, hashed, is_reset=False)
            return
        account = await Account.get(id=ctx.account_id)
    raise Refusal(Reason.TOO_BUSY, seconds=BUSY_SECONDS)


async def _set(ctx: ActionContext, account: Account, hashed: str, *, is_reset: bool) -> None:
    """Other devices are signed out and unknown from now on: one may be why it was changed."""
    own = ctx.viewer.session_id if ctx.viewer.account_id == account.id else None
    device = await device_of(ctx, account.id)
    await Account.filter(id=account.id).update(password_hash=hashed)
    await sessions.end(account.id, ctx.now, but=None if is_reset else own)
    hashes = [] if device is None else device.hashes
    await forget_devices(account.id, but=hashes, session_id=own)
    await audit.record(ctx, "password.set", f"account:{account.id}")
    await notify_contacts(ctx, account, Kind.PASSWORD_CHANGED)


async def request_reset(ctx: ActionContext, email: str) -> None:
    """Send a password reset link, or a notice to an address without an account.

    The response and its timing are the same for both. Raises Refusal.
    """
    address = folded_email(email)
    account = await account_with(address)
    asker = await recipient_of(ctx, account, address)
    await count_message(ctx, Kind.RESET_PASSWORD, address, asker)
    is_open = account is not None and account.suspended_at is None
    # Also written for an address without an account, so that the statements are the same.
    account_id = account.id if account is not None and is_open else None
    token = await email_links.begin(account_id, address, LinkPurpose.RESET_PASSWORD, ctx.now)
    link = f"{settings().storefront}/account/reset#token={token}"
    if account is None or not is_open:
        ctx.post(Message(Kind.NO_ACCOUNT, address, ctx.language))
    else:
        language = Language(account.language)
        ctx.post(Message(Kind.RESET_PASSWORD, address, language, {"link": link}))


async def reset(ctx: ActionContext, token: str, new: str) -> None:
    """Set a new password by the link's token and sign out everywhere. Raises Refusal.

    Whoever opens the link has the address, and the account only if its address was confirmed or
    the device is one of the account's: somebody else may have registered with it. Otherwise the
    address moves to a new account, as with a code.
    """
    form = Form()
    form.read(check_strength, new, "new_password")
    hashed = "" if form.is_refused else await hash_of(new)
    async with in_transaction():
        # A refusal rolls back, so the link stays valid.
        opened = await email_links.use(token, LinkPurpose.RESET_PASSWORD, ctx.now)
        account = await _account(opened)
        if account is None or account.suspended_at is not None:
            form.refuse(Refusal(Reason.LINK_EXPIRED, "token"))
        elif not form.is_refused:
            form.read(check_strength, new, "new_password", own=_own(account))
        form.check()
        assert account is not None
        assert opened is not None
        if not await _is_owner(ctx, account):
            account = await account_for(opened.email, ctx.language, ctx.now)
        await prove(account, opened.email, ctx.now)
        await _set(ctx, await Account.get(id=account.id), hashed, is_reset=True)


async def _is_owner(ctx: ActionContext, account: Account) -> bool:
    """Whether who opens a link sent to the account's address is who made the account."""
    if account.email_verified_at is not None or ctx.viewer.person_id == account.id:
        return True
    return await device_of(ctx, account.id, ever=True) is not None


async def _account(opened: email_links.Opened | None) -> Account | None:
    """The account of a link, if it still has the address that the link was sent to.

    It is locked against all other writes for it: its sessions may be about to end.
    """
    if opened is None:
        return None
    rows = Account.filter(id=opened.account_id, email=opened.email)
    account: Account | None = await rows.select_for_update().first()
    return account


async def request_verification(ctx: ActionContext, email: str) -> None:
    """Send a link that verifies the viewer's e-mail address. Raises Refusal."""
    account = await Account.get(id=ctx.account_id)
    if account.email is None or account.email != folded_email(email):
        raise Refusal(Reason.NOT_FOUND, "email")
    if account.email_verified_at is not None:
        return
    asker = await recipient_of(ctx, account, account.email)
    await count_message(ctx, Kind.VERIFY_EMAIL, account.email, asker)
    await send_verification(ctx, account)


async def send_verification(ctx: ActionContext, account: Account) -> None:
    assert account.email is not None
    token = await email_links.begin(account.id, account.email, LinkPurpose.VERIFY_EMAIL, ctx.now)
    link = f"{settings().storefront}/account/verify#token={token}"
    language = Language(account.language)
    ctx.post(Message(Kind.VERIFY_EMAIL, account.email, language, {"link": link}))


async def verify(ctx: ActionContext, token: str) -> Account:
    """Verify the e-mail address by the link's token; return its account. Raises Refusal.

    SIGN_IN_AGAIN on a device that the account was never signed in on: the link shows who has the
    address, but somebody else may have registered with it.
    """
    async with in_transaction():
        opened = await email_links.use(token, LinkPurpose.VERIFY_EMAIL, ctx.now)
        account = await _account(opened)
        if opened is None or account is None:
            raise Refusal(Reason.LINK_EXPIRED, "token")
        if not await _is_owner(ctx, account):
            raise Refusal(Reason.SIGN_IN_AGAIN, "token", about="email_link")
        await prove(account, opened.email, ctx.now)
        await audit.record(ctx, "email.verify", f"account:{account.id}")
    return account
