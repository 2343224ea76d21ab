"""The operator of the mart."""

import models
from graph.types.core.operator import Operator


async def find_operator() -> Operator | None:
    row = await models.Operator.get_or_none(code="mart")
    return Operator.of(row) if row else None
