"""Tries that are counted, as the person is told of them."""

from auth.rates import Limit, TooMany, count
from commerce.errors import Reason, Refusal


def refusal_of(too_many: TooMany, *path: str) -> Refusal:
    return Refusal(Reason.TOO_MANY_TRIES, *path, seconds=too_many.seconds)


async def counted(of: Limit, who: str, *path: str) -> None:
    """Count a try. Raises Refusal when there were too many."""
    try:
        await count(of, who)
    except TooMany as too_many:
        raise refusal_of(too_many, *path) from None
