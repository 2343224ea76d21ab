"""Counted attempts, and the errors when they are used up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from auth.credentials.one_time_codes import typed_code
from auth.rate_limits import Limit, TooMany, attempts_left, count, refund
from commerce.core.errors import Reason, Refusal
from commerce.core.rate_limits.requesters import Requester


def refusal_of(too_many: TooMany, *path: str) -> Refusal:
    return Refusal(Reason.TOO_MANY_TRIES, *path, seconds=too_many.seconds)


async def count_attempt(of: Limit, who: str, *path: str) -> None:
    """Count a try. Raises Refusal when there were too many."""
    try:
        await count(of, who)
    except TooMany as too_many:
        raise refusal_of(too_many, *path) from None


# What a wrong attempt is refused with.
WRONG = frozenset({Reason.WRONG_CODE, Reason.WRONG_CREDENTIALS})


@dataclass(slots=True)
class Attempt:
    """`is_half_right`: it counts until the second factor has been entered, too."""

    is_half_right: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts at somebody's secret: each requester's, and those of all strangers together."""

    limits: tuple[tuple[Limit, str], ...]

    @classmethod
    def of(cls, by: Limit, strangers: Limit, secret: str, asker: Requester) -> "Attempts":
        own = (by, f"{secret} {asker.name}")
        return cls((own,) if asker.is_known else (own, (strangers, secret)))

    async def count(self) -> None:
        """Count a try. Raises Refusal when there were too many; then it is counted nowhere."""
        for number, (limit, who) in enumerate(self.limits):
            try:
                await count_attempt(limit, who)
            except Refusal:
                await Attempts(self.limits[:number]).refund()
                raise

    async def refund(self) -> None:
        """Take back the count of a try that succeeded."""
        for limit, who in self.limits:
            await refund(limit, who)

    @asynccontextmanager
    async def counted(self) -> AsyncIterator[Attempt]:
        """Count the attempt that is made meanwhile, unless it turns out not to be wrong.

        A right one is not counted, nor one that nobody had the time to look at.
        """
        await self.count()
        attempt = Attempt()
        try:
            yield attempt
        except BaseException as error:
            if not (isinstance(error, Refusal) and error.reason in WRONG):
                await self.refund()
            raise
        if not attempt.is_half_right:
            await self.refund()

    async def left(self) -> int:
        return min([await attempts_left(limit, who) for limit, who in self.limits])


def wrong_code(typed: str, left: int, form: str = "code_form") -> Refusal:
    """A code that opens nothing. What cannot be one is told how it should look.

    `form` names the text that says so.
    """
    about = form if typed_code(typed) is None else None
    return Refusal(Reason.WRONG_CODE, "code", about=about, left=left)
