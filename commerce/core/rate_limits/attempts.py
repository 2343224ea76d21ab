"""Counted attempts, and the errors when they are used up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from auth.credentials.one_time_codes import typed_code
from auth.rate_limits import Counted, Limit, TooMany, attempts_left, count, refund
from commerce.core.errors import Reason, Refusal
from commerce.core.rate_limits.requesters import Requester


def refusal_of(too_many: TooMany, *path: str) -> Refusal:
    return Refusal(Reason.TOO_MANY_TRIES, *path, seconds=too_many.seconds)


async def count_attempt(of: Limit, who: str, *path: str) -> Counted:
    """Count a try. Raises Refusal when there were too many."""
    try:
        return await count(of, who)
    except TooMany as too_many:
        raise refusal_of(too_many, *path) from None


# What a wrong attempt is refused with.
WRONG = frozenset({Reason.WRONG_CODE, Reason.WRONG_CREDENTIALS})


@dataclass(slots=True)
class Attempt:
    """An attempt counted for `asker`, the name of a requester, `at` a time of the database's clock.

    `is_half_right`: it counts until the second factor has been entered, too.
    """

    asker: str
    at: datetime | None
    is_half_right: bool = False


@dataclass(slots=True)
class CountedAttempt:
    """An attempt or message with all that it was counted in, for `asker`."""

    asker: Requester
    counts: list[Counted]

    @property
    def at(self) -> datetime | None:
        """When it was counted in the last of them; None if it is not counted."""
        return max((each.at for each in self.counts), default=None)

    async def refund(self) -> None:
        """Take back the count of a try that succeeded."""
        for each in self.counts:
            await refund(each)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts at somebody's secret: each requester's, and those of all of its kind together.

    Its kind are strangers or known devices, of which anybody who was ever signed in has as many as
    sign-ins. `otherwise` are those counted once these are used up.
    """

    asker: Requester
    limits: tuple[tuple[Limit, str], ...]
    otherwise: "Attempts | None" = None

    @classmethod
    def of(
        cls, by: Limit, strangers: Limit, devices: Limit, secret: str, asker: Requester
    ) -> "Attempts":
        of_all = devices if asker.is_known else strangers
        limits = (by, f"{secret} {asker.key or asker.name}"), (of_all, secret)
        instead = asker.otherwise
        otherwise = None if instead is None else cls.of(by, strangers, devices, secret, instead)
        return cls(asker, limits, otherwise)

    async def count(self) -> CountedAttempt:
        """Count a try. Raises Refusal when there were too many of all; then it counts nowhere."""
        try:
            return await self._count()
        except Refusal as refusal:
            if self.otherwise is None:
                raise
            try:
                return await self.otherwise.count()
            except Refusal as other:
                raise min(refusal, other, key=_seconds) from None

    async def _count(self) -> CountedAttempt:
        counted = CountedAttempt(self.asker, [])
        for limit, who in self.limits:
            try:
                counted.counts.append(await count_attempt(limit, who))
            except Refusal:
                await counted.refund()
                raise
        return counted

    def counted_at(self, at: datetime) -> CountedAttempt:
        """A try of before, counted at that time."""
        return CountedAttempt(self.asker, [Counted.of(*limit, at) for limit in self.limits])

    @asynccontextmanager
    async def counted(self) -> AsyncIterator[Attempt]:
        """Count the attempt that is made meanwhile, unless it turns out not to be wrong.

        A right one is not counted, nor one that nobody had the time to look at.
        """
        counted = await self.count()
        attempt = Attempt(counted.asker.name, counted.at)
        try:
            yield attempt
        except BaseException as error:
            if not (isinstance(error, Refusal) and error.reason in WRONG):
                await counted.refund()
            raise
        if not attempt.is_half_right:
            await counted.refund()

    async def left(self) -> int:
        left = min([await attempts_left(limit, who) for limit, who in self.limits])
        return left + (0 if self.otherwise is None else await self.otherwise.left())


def _seconds(refusal: Refusal) -> int:
    seconds: int = refusal.facts["seconds"]
    return seconds


def wrong_code(typed: str, left: int, form: str = "code_form") -> Refusal:
    """A code that opens nothing. What cannot be one is told how it should look.

    `form` names the text that says so.
    """
    about = form if typed_code(typed) is None else None
    return Refusal(Reason.WRONG_CODE, "code", about=about, left=left)
