"""Passwords: which are good enough, changing one, and links for those who forgot theirs."""

from collections.abc import Iterable
from datetime import timedelta

from tortoise.transactions import in_transaction

from auth.credentials import email_links
from auth.credentials.passwords import MAX_PASSWORD_CHARACTERS, Passwords, TooBusy
from auth.credentials.weak_passwords import is_common, is_guessable
from auth.rate_limits import PASSWORD_BY, refund
from auth.sessions import sessions
from commerce.accounts.contacts import account_with, folded_email
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.rate_limits.attempts import count_attempt
from commerce.core.rate_limits.message_limits import count_message
from commerce.core.rate_limits.requesters import requester_of
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from commerce.sign_in.security_notices import notify_contacts
from database.connect import fetch_value
from models import Account, LinkPurpose
from settings import settings

MIN_PASSWORD_CHARACTERS = 10
# What changes who may come in wants a sign-in not longer ago than this.
FRESH = timedelta(minutes=10)
BUSY_SECONDS = 5
PASSWORDS = Passwords()


def check_strength(password: str, *path: str, own: Iterable[str | None] = ()) -> None:
    """Raises Refusal. Length, a list and words of the context are what NIST SP 800-63B asks for.

    `own` are the person's name, e-mail and telephone.
    """
    if len(password) < MIN_PASSWORD_CHARACTERS:
        raise Refusal(Reason.PASSWORD_TOO_SHORT, *path, least=MIN_PASSWORD_CHARACTERS)
    if len(password) > MAX_PASSWORD_CHARACTERS:
        raise Refusal(Reason.TOO_LONG, *path, most=MAX_PASSWORD_CHARACTERS)
    if is_common(password):
        raise Refusal(Reason.PASSWORD_TOO_COMMON, *path)
    if is_guessable(password, own):
        raise Refusal(Reason.PASSWORD_TOO_GUESSABLE, *path)


def _own(account: Account) -> tuple[str | None, ...]:
    return account.name, account.email, account.phone


async def hash_of(password: str) -> str:
    try:
        return await PASSWORDS.hash(password)
    except TooBusy:
        raise Refusal(Reason.TOO_BUSY, seconds=BUSY_SECONDS) from None


async def password_matches(account: Account | None, password: str) -> bool:
    """Whether it is the account's password; hashed anew when it was hashed more weakly."""
    kept = account.password_hash if account else None
    try:
        is_outdated = await PASSWORDS.match(kept, password)
    except TooBusy:
        raise Refusal(Reason.TOO_BUSY, seconds=BUSY_SECONDS) from None
    if is_outdated is None:
        return False
    assert account is not None
    if is_outdated:
        fresh = await hash_of(password)
        await Account.filter(id=account.id, password_hash=kept).update(password_hash=fresh)
    return True


async def require_fresh(ctx: ActionContext) -> None:
    """Raises Refusal unless the session began a moment ago."""
    begun = await fetch_value(
        "SELECT greatest(created_at, factor_at) FROM session WHERE id = $1", ctx.viewer.session_id
    )
    if begun is None or ctx.now - begun > FRESH:
        raise Refusal(Reason.SIGN_IN_AGAIN)


async def require_factor(ctx: ActionContext) -> None:
    """Raises Refusal unless the second factor was shown in this session."""
    is_shown = await fetch_value(
        "SELECT factor_at IS NOT NULL FROM session WHERE id = $1", ctx.viewer.session_id
    )
    if not is_shown:
        raise Refusal(Reason.SECOND_FACTOR_REQUIRED)


async def require_second_look(ctx: ActionContext) -> None:
    """For what a stolen token must not do: decide where money goes, or who does.

    Raises Refusal without a fresh sign-in or the second factor. On the server's own command line
    there is neither.
    """
    if not ctx.is_operator:
        await require_fresh(ctx)
        await require_factor(ctx)


async def change(ctx: ActionContext, current: str | None, new: str) -> None:
    """Another password for oneself; all other devices are signed out.

    Who has none yet, or forgot it, needs a fresh sign-in instead.
    """
    account = await Account.get(id=ctx.account_id)
    check_strength(new, "new_password", own=_own(account))
    if current is not None:
        await count_attempt(PASSWORD_BY, f"account {account.id}")
        if not await password_matches(account, current):
            raise Refusal(Reason.WRONG_CREDENTIALS, "current_password")
        await refund(PASSWORD_BY, f"account {account.id}")
    else:
        await require_fresh(ctx)
    hashed = await hash_of(new)
    async with in_transaction():
        await _set(ctx, account, hashed, but=ctx.viewer.session_id)


async def _set(ctx: ActionContext, account: Account, hashed: str, but: int | None) -> None:
    await Account.filter(id=account.id).update(password_hash=hashed)
    await sessions.end(account.id, ctx.now, but=but)
    await audit.record(ctx, "password.set", f"account:{account.id}")
    await notify_contacts(ctx, account, Kind.PASSWORD_CHANGED)


async def request_reset(ctx: ActionContext, email: str) -> None:
    """Send a link to choose a new password; to an address without an account, a word of that.

    What the asker sees, and how long it takes, is the same for both.
    """
    address = folded_email(email)
    account = await account_with(address)
    await count_message(ctx, address, await requester_of(ctx, account))
    is_open = account is not None and account.suspended_at is None
    # Written down for an address without an account too: the statements are the same.
    account_id = account.id if account is not None and is_open else None
    token = await email_links.begin(account_id, address, LinkPurpose.RESET_PASSWORD, ctx.now)
    link = f"{settings().storefront}/account/reset#token={token}"
    if account is None or not is_open:
        ctx.messages.post(Message(Kind.NO_ACCOUNT, address, ctx.language))
    else:
        language = Language(account.language)
        ctx.messages.post(Message(Kind.RESET_PASSWORD, address, language, {"link": link}))


async def reset(ctx: ActionContext, token: str, new: str) -> None:
    """The new password of whoever opened the link; signed out everywhere."""
    form = Form()
    form.read(check_strength, new, "new_password")
    hashed = "" if form.is_refused else await hash_of(new)
    async with in_transaction():
        # Refused, nothing is written: the link stays good.
        opened = await email_links.use(token, LinkPurpose.RESET_PASSWORD, ctx.now)
        account = await _account(opened)
        if account is None or account.suspended_at is not None:
            form.refuse(Refusal(Reason.LINK_EXPIRED, "token"))
        elif not form.is_refused:
            form.read(check_strength, new, "new_password", own=_own(account))
        form.check()
        assert account is not None
        if account.email_verified_at is None:
            await Account.filter(id=account.id).update(email_verified_at=ctx.now)
        await _set(ctx, account, hashed, but=None)


async def _account(opened: email_links.Opened | None) -> Account | None:
    """Whose link it was, if the address it went to is still theirs."""
    if opened is None:
        return None
    return await Account.get_or_none(id=opened.account_id, email=opened.email)


async def request_verification(ctx: ActionContext, email: str) -> None:
    """Send a link by which one's own address is shown to be one's own."""
    account = await Account.get(id=ctx.account_id)
    if account.email is None or account.email != folded_email(email):
        raise Refusal(Reason.NOT_FOUND, "email")
    if account.email_verified_at is not None:
        return
    await count_message(ctx, account.email, await requester_of(ctx, account))
    await send_verification(ctx, account)


async def send_verification(ctx: ActionContext, account: Account) -> None:
    assert account.email is not None
    token = await email_links.begin(account.id, account.email, LinkPurpose.VERIFY_EMAIL, ctx.now)
    link = f"{settings().storefront}/account/verify#token={token}"
    language = Language(account.language)
    ctx.messages.post(Message(Kind.VERIFY_EMAIL, account.email, language, {"link": link}))


async def verify(ctx: ActionContext, token: str) -> Account:
    """The account whose address the link has proved."""
    async with in_transaction():
        opened = await email_links.use(token, LinkPurpose.VERIFY_EMAIL, ctx.now)
        account = await _account(opened)
        if opened is None or account is None:
            raise Refusal(Reason.LINK_EXPIRED, "token")
        await Account.filter(id=account.id).update(email_verified_at=ctx.now)
        await audit.record(ctx, "email.verify", f"account:{account.id}")
    return account
