"""The second factor of a person's sign-in."""

from tortoise.transactions import in_transaction

from auth.credentials import recovery_codes, totp
from auth.credentials.one_time_codes import typed_code
from auth.rate_limits import FACTOR_BY, FACTOR_KNOWN, FACTOR_OF
from auth.sessions import sessions
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import NotAllowed, NotSignedIn, Reason, Refusal
from commerce.core.rate_limits.attempts import Attempts, wrong_code
from commerce.core.rate_limits.requesters import Requester, requester_of
from commerce.core.texts.message_kinds import Kind
from commerce.sign_in.passwords import (
    password_attempts,
    password_mark,
    require_factor,
    require_fresh,
    require_new_session,
)
from commerce.sign_in.security_notices import notify
from database.pool.transactions import exclusive_write
from models import Account


async def _attempts(ctx: ActionContext, account_id: int, *, confirms: bool) -> Attempts:
    """Attempts at the codes of an account's app, or of one to be confirmed.

    For the latter no device has shown a second factor yet; whoever had the password and used them
    up has none after it was changed.
    """
    asker = await requester_of(ctx, account_id, with_factor=not confirms)
    secret = f"account {account_id}"
    if confirms:
        secret += f" {password_mark(await Account.get(id=account_id))}"
    return Attempts.of(FACTOR_BY, FACTOR_OF, FACTOR_KNOWN, secret, asker)


async def begin(ctx: ActionContext) -> str:
    """The `otpauth://` address for an authenticator app. It counts once a code was confirmed."""
    await require_fresh(ctx)
    account = await Account.get(id=ctx.account_id)
    async with in_transaction():
        address = await totp.begin(account.id, account.email or account.phone or "", ctx.now)
    if address is None:
        raise Refusal(Reason.LIMIT_REACHED, most=1)
    return address


async def confirm(ctx: ActionContext, code: str) -> list[str]:
    """Confirm the app with its first code. Returns recovery codes; sign-ins now need the app."""
    return await _show(ctx, ctx.account_id, code, confirms=True)


async def show(ctx: ActionContext, code: str) -> None:
    """The second half of a sign-in, or once more for what wants it; a recovery code will do."""
    account_id = ctx.viewer.account_id
    if account_id is None:
        raise NotSignedIn
    await _show(ctx, account_id, code, confirms=False)


async def _show(
    ctx: ActionContext, account_id: int, code: str, *, confirms: bool, removes: bool = False
) -> list[str]:
    """Mark the session by a right code, which `confirms` the app or `removes` it.

    Returns recovery codes if the app is confirmed.
    """
    codes: list[str] = []
    if ctx.viewer.session_id is None:
        raise NotAllowed
    if not confirms and not await totp.is_on(account_id):
        # Half a sign-in waits for an app that was removed meanwhile.
        about = "app_removed" if ctx.viewer.awaits_second_factor else "no_app"
        raise Refusal(Reason.WRONG_CODE, "code", about=about, left=1)
    attempts = await _attempts(ctx, account_id, confirms=confirms)
    spare = None if confirms else recovery_codes.folded(code)
    if spare is None and typed_code(code) is None:
        # What cannot be a code costs no try.
        form = "app_code_form" if confirms else "factor_form"
        if not (left := await attempts.left()):
            # Says when there will be one.
            await attempts.count()
        raise wrong_code(code, left, form)
    # Of two at once the second finds what the first has left.
    async with attempts.counted(), exclusive_write(account_id):
        if spare is not None:
            is_right = await recovery_codes.use(account_id, spare, ctx.now)
        else:
            is_right = await totp.check(account_id, code, ctx.now, confirms=confirms)
        if not is_right:
            left = await attempts.left()
            raise Refusal(Reason.WRONG_CODE, "code", about="app_code", left=left)
        if half_right := await sessions.show_factor(ctx.viewer.session_id, ctx.now):
            # Now the password was a right one.
            account = await Account.get(id=account_id)
            attempts_of = password_attempts("", account, Requester.named(half_right.asker))
            await attempts_of.counted_at(half_right.counted_at).refund()
        if confirms:
            codes = await recovery_codes.make(account_id, ctx.now)
            await audit.record(ctx, "factor.add", f"account:{account_id}")
            await notify(ctx, account_id, Kind.FACTOR_ADDED)
        if spare is not None:
            await audit.record(ctx, "recovery.use", f"account:{account_id}")
        if removes:
            await totp.remove(account_id)
            await recovery_codes.remove(account_id)
            await sessions.forget_factor(account_id)
            await audit.record(ctx, "factor.remove", f"account:{account_id}")
        if spare is not None:
            # None if the app was removed.
            spare_left = str(await recovery_codes.codes_left(account_id))
            await notify(ctx, account_id, Kind.RECOVERY_CODE_USED, left=spare_left)
        if removes:
            await notify(ctx, account_id, Kind.FACTOR_REMOVED)
    return codes


async def remove(ctx: ActionContext, code: str) -> None:
    """Do without the app; its recovery codes go with it, and rights that need a second factor.

    Wants a new sign-in: a code alone, in a session whose token may be copied, removes nothing.
    """
    account_id = ctx.account_id
    await require_new_session(ctx)
    await _show(ctx, account_id, code, confirms=False, removes=True)


async def make_recovery_codes(ctx: ActionContext) -> list[str]:
    """Ten new recovery codes; earlier ones stop working. Wants a fresh sign-in with the app."""
    account_id = ctx.account_id
    await require_fresh(ctx)
    async with exclusive_write(account_id):
        # The app may have been removed just now.
        await require_factor(ctx)
        if not await totp.is_on(account_id):
            raise Refusal(Reason.SECOND_FACTOR_REQUIRED)
        codes = await recovery_codes.make(account_id, ctx.now)
        await audit.record(ctx, "recovery.make", f"account:{account_id}")
        await notify(ctx, account_id, Kind.RECOVERY_CODES_MADE)
    return codes
