"""Changes of a user's own profile."""

from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.short_text import required_line
from commerce.core.texts.language import Language
from models import Account


async def update(ctx: ActionContext, name: str | None, language: Language | None) -> Account:
    """Change the name or the language of messages; None leaves a value unchanged."""
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
