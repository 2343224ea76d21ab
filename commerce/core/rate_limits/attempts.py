"""Counted attempts, and the errors when they are used up."""

from auth.credentials.one_time_codes import typed_code
from auth.rate_limits import Limit, TooMany, count
from commerce.core.errors import Reason, Refusal


def refusal_of(too_many: TooMany, *path: str) -> Refusal:
    return Refusal(Reason.TOO_MANY_TRIES, *path, seconds=too_many.seconds)


async def count_attempt(of: Limit, who: str, *path: str) -> None:
    """Count a try. Raises Refusal when there were too many."""
    try:
        await count(of, who)
    except TooMany as too_many:
        raise refusal_of(too_many, *path) from None


def wrong_code(typed: str, left: int, form: str = "code_form") -> Refusal:
    """A code that opens nothing. What cannot be one is told how it should look.

    `form` names the text that says so.
    """
    about = form if typed_code(typed) is None else None
    return Refusal(Reason.WRONG_CODE, "code", about=about, left=left)
