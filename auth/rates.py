"""How often something may be tried: strict counts in PostgreSQL, the same for every process.

The library `limits` says what a limit is and when it is passed; the counts are rows of ours, each
counted up by one statement, so that two processes never both take the last try.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from tortoise.exceptions import OperationalError

from database.connect import execute, fetch, fetch_value


class TooMany(Exception):  # noqa: N818 - it says what happened
    """It was tried too often. `seconds` from now it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class Counters(Storage):
    """`limits`' counts in the table rate_counter."""

    STORAGE_SCHEME = ["odop"]  # noqa: RUF012

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return OperationalError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        number: int = await fetch_value(
            "INSERT INTO rate_counter AS c (key, number, expires_at)"
            " VALUES ($1, $2, now() + make_interval(secs => $3)) ON CONFLICT (key) DO UPDATE SET"
            " number = CASE WHEN c.expires_at > now() THEN c.number + $2 ELSE $2 END,"
            " expires_at = CASE WHEN c.expires_at > now() THEN c.expires_at"
            " ELSE excluded.expires_at END RETURNING number",
            key,
            amount,
            float(expiry),
        )
        return number

    async def get(self, key: str) -> int:
        found = await fetch_value(
            "SELECT number FROM rate_counter WHERE key = $1 AND expires_at > now()", key
        )
        return found or 0

    async def get_expiry(self, key: str) -> float:
        found: datetime | None = await fetch_value(
            "SELECT expires_at FROM rate_counter WHERE key = $1 AND expires_at > now()", key
        )
        return (found or datetime.now(UTC)).timestamp()

    async def check(self) -> bool:
        return bool(await fetch_value("SELECT true"))

    async def reset(self) -> int | None:
        return len(await fetch("DELETE FROM rate_counter RETURNING key"))

    async def clear(self, key: str) -> None:
        await execute("DELETE FROM rate_counter WHERE key = $1", key)


@dataclass(frozen=True, slots=True)
class Limit:
    """Of one kind of try, for one client or one contact."""

    name: str
    items: tuple[RateLimitItem, ...]


def limit(name: str, *rates: str) -> Limit:
    return Limit(name, tuple(parse(rate) for rate in rates))


# Per address. A household or a shop shares one.
SIGN_IN = limit("sign-in", "10 per minute", "100 per hour")
CODE = limit("code", "5 per minute", "30 per hour")
CODE_TRY = limit("code-try", "20 per minute", "200 per hour")
REGISTER = limit("register", "5 per minute", "30 per hour")
REFRESH = limit("refresh", "60 per minute")
COUPON = limit("coupon", "30 per minute", "200 per hour")
LINK = limit("link", "5 per minute", "20 per hour")
# Per telephone or e-mail.
CODE_TO = limit("code-to", "5 per hour", "10 per day")
PASSWORD_OF = limit("password-of", "10 per 15 minutes", "50 per day")
LINK_TO = limit("link-to", "3 per hour", "6 per day")
INVITE_TO = limit("invite-to", "5 per hour", "10 per day")
# Per account.
INVITE_BY = limit("invite-by", "30 per hour", "100 per day")
FACTOR_OF = limit("factor-of", "5 per 5 minutes", "30 per day")
WRITES_OF = limit("writes-of", "120 per minute")

_LIMITER: Any = FixedWindowRateLimiter(Counters())


async def count(of: Limit, who: str) -> None:
    """Count one try. Raises TooMany, when this one was one too many."""
    for item in of.items:
        if not await _LIMITER.hit(item, of.name, who):
            window = await _LIMITER.get_window_stats(item, of.name, who)
            left = window.reset_time - datetime.now(UTC).timestamp()
            raise TooMany(max(1, round(left + 0.5)))


async def forgive(of: Limit, who: str) -> None:
    """Begin the counts anew, as after a sign-in that went well."""
    for item in of.items:
        await _LIMITER.clear(item, of.name, who)
