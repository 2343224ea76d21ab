"""A person's own account, and closing it to somebody."""

from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.short_text import required_line
from commerce.core.texts.language import Language
from models import Account


async def update(ctx: ActionContext, name: str | None, language: Language | None) -> Account:
    """Another name, or another language to be written to in; None leaves what is."""
    account = await Account.get(id=ctx.account_id)
    changed: dict[str, str] = {}
    if name is not None:
        changed["name"] = required_line(name, 80, "name")
    if language is not None:
        changed["language"] = language.value
    if changed:
        async with in_transaction():
            await Account.filter(id=account.id).update(**changed)
            await audit.record(
                ctx, "account.update", f"account:{account.id}", after={"changed": [*changed]}
            )
    return await Account.get(id=account.id)
