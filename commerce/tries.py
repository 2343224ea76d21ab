"""Tries that are counted, as the person is told of them."""

from auth.rates import Limit, TooMany, count
from commerce.errors import Reason, Refusal


async def counted(of: Limit, who: str, *path: str) -> None:
    """Count a try. Raises Refusal when there were too many."""
    try:
        await count(of, who)
    except TooMany as too_many:
        minutes = -(-too_many.seconds // 60)
        raise Refusal(
            Reason.TOO_MANY_TRIES, *path, minutes=minutes, seconds=too_many.seconds
        ) from None
