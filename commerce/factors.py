"""The second factor of a person's sign-in."""

from tortoise.transactions import in_transaction

from auth import factors, sessions
from auth.codes import typed_code
from auth.rates import FACTOR_OF, give_back, left
from commerce import audit
from commerce.acting import Acting
from commerce.errors import NotAllowed, Reason, Refusal
from commerce.passwords import require_fresh
from commerce.tries import counted
from models import Account


async def begin(by: Acting) -> str:
    """The `otpauth://` address for an authenticator app. It counts once a code was confirmed."""
    await require_fresh(by)
    account = await Account.get(id=by.account_id)
    address = await factors.begin(account.id, account.email or account.phone or "", by.now)
    if address is None:
        raise Refusal(Reason.LIMIT_REACHED, most=1)
    return address


async def confirm(by: Acting, code: str) -> None:
    await _show(by, by.account_id, code, confirms=True)


async def show(by: Acting, code: str) -> None:
    """The second half of a sign-in, or once more for what wants it."""
    if by.viewer.account_id is None:
        raise NotAllowed
    await _show(by, by.viewer.account_id, code, confirms=False)


async def _show(by: Acting, account_id: int, code: str, *, confirms: bool) -> None:
    who = f"account {account_id}"
    if by.viewer.session_id is None:
        raise NotAllowed
    if typed_code(code) is None:
        # What cannot be a code costs no try.
        raise Refusal(Reason.WRONG_CODE, "code", left=await left(FACTOR_OF, who))
    await counted(FACTOR_OF, who)
    if not await factors.check(account_id, code, by.now, confirms=confirms):
        raise Refusal(Reason.WRONG_CODE, "code", left=await left(FACTOR_OF, who))
    await give_back(FACTOR_OF, who)
    async with in_transaction():
        await sessions.show_factor(by.viewer.session_id, by.now)
        if confirms:
            await audit.record(by, "factor.add", f"account:{account_id}")


async def remove(by: Acting, code: str) -> None:
    await _show(by, by.account_id, code, confirms=False)
    async with in_transaction():
        await factors.remove(by.account_id)
        await audit.record(by, "factor.remove", f"account:{by.account_id}")
