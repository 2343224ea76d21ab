"""Display names of people, for those who work with them."""

import models
from graph.context import Info


async def named(info: Info, account_id: int) -> str | None:
    """The name of a person who accepted an invitation; never a contact, nor a part of one."""
    row = await info.context.loaders.row(models.Account).load(account_id)
    return None if row is None else row.name
