"""Entries of the audit about what staff have read."""

from typing import Any

import models


async def reads() -> list[tuple[int | None, Any]]:
    rows = await models.AuditEntry.filter(action="people.read").order_by("id")
    return [(row.account_id, row.after) for row in rows]
