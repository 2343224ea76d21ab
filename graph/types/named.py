"""What a person is called, for those who work with them."""

import models
from auth.may import Action, may
from commerce import audit
from graph.context import Info


async def named(info: Info, account_id: int) -> str | None:
    """What a person is called, for those who may know; for others the end of the contact.

    Whoever takes somebody on by a telephone shall not learn whose it is.
    """
    row = await info.context.loaders.row(models.Account).load(account_id)
    if row is None:
        return None
    is_known = row.name and may(info.context.viewer, Action.SEE_PERSON, row)
    return row.name if is_known else audit.masked(row.phone or row.email)
