"""Creating and revoking API keys, by staff."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from auth.credentials import api_keys
from auth.permissions import Action
from auth.roles import Scope
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import NotAllowed, Reason, Refusal
from commerce.core.form import Form
from commerce.core.short_text import required_line
from commerce.core.texts.message_kinds import Kind
from commerce.sign_in.passwords import require_fresh
from commerce.sign_in.security_notices import notify
from database.locks import LockClass, lock_number
from models import ApiKey

MAX_API_KEYS = 100


async def create(
    ctx: ActionContext, name: str, scopes: Sequence[Scope], expires_at: datetime | None
) -> tuple[ApiKey, str]:
    """Create a key; return it with its text, which is shown once. Raises NotAllowed, Refusal."""
    if not ctx.may(Action.MANAGE_KEYS):
        raise NotAllowed
    await require_fresh(ctx)
    form = Form()
    key_name = form.read(required_line, name, 80, "name")
    if not scopes:
        form.refuse(Refusal(Reason.REQUIRED, "scopes"))
    if expires_at is not None and expires_at <= ctx.now:
        form.refuse(Refusal(Reason.INVALID, "expires_at"))
    form.check()
    async with in_transaction():
        await lock_number(LockClass.API_KEYS, 0)
        is_valid = Q(expires_at=None) | Q(expires_at__gt=ctx.now)
        if await ApiKey.filter(is_valid, revoked_at=None).count() >= MAX_API_KEYS:
            raise Refusal(Reason.LIMIT_REACHED, most=MAX_API_KEYS)
        row, text = await api_keys.make(
            key_name, scopes, ctx.now, created_by=ctx.viewer.account_id, expires_at=expires_at
        )
        after = {"name": key_name, "scopes": row.scopes}
        await audit.record(ctx, "key.create", f"key:{row.id}", after=after)
        await notify(ctx, ctx.account_id, Kind.API_KEY_MADE)
    return row, text


async def revoke(ctx: ActionContext, key_id: int) -> ApiKey:
    """Revoke a key at once. Raises Refusal."""
    row = await ApiKey.get_or_none(id=key_id)
    ctx.require(Action.MANAGE_KEYS, row, "key")
    assert row is not None
    async with in_transaction():
        if await ApiKey.filter(id=row.id, revoked_at=None).update(revoked_at=ctx.now):
            await audit.record(ctx, "key.revoke", f"key:{row.id}", before={"name": row.name})
    return await ApiKey.get(id=row.id)
