"""Suspending and restoring accounts, by staff."""

from tortoise.transactions import in_transaction

from auth.permissions import Action
from auth.sessions import sessions
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.roles.invitations import withdraw_of
from database.pool.transactions import exclusive_write
from models import Account, SessionEnd


async def suspend(ctx: ActionContext, account_id: int) -> Account:
    """Suspend an account and sign it out everywhere, until `restore`. Raises Refusal."""
    account = await _other(ctx, account_id)
    async with exclusive_write(account.id):
        await Account.filter(id=account.id, suspended_at=None).update(suspended_at=ctx.now)
        await sessions.end(account.id, ctx.now, reason=SessionEnd.SUSPENDED)
        await withdraw_of(ctx, account.id)
        await audit.record(ctx, "account.suspend", f"account:{account.id}")
    return await Account.get(id=account.id)


async def restore(ctx: ActionContext, account_id: int) -> Account:
    """Restore a suspended account. Raises Refusal."""
    account = await _other(ctx, account_id)
    async with in_transaction():
        await Account.filter(id=account.id).update(suspended_at=None)
        await audit.record(ctx, "account.restore", f"account:{account.id}")
    return await Account.get(id=account.id)


async def _other(ctx: ActionContext, account_id: int) -> Account:
    account = await Account.get_or_none(id=account_id, erased_at=None)
    ctx.require(Action.MANAGE_PEOPLE, account, "account")
    assert account is not None
    if account.id == ctx.viewer.account_id:
        # Prevents suspending oneself by mistake.
        raise Refusal(Reason.INVALID, "account")
    return account
