"""Rate limits with exact counts in PostgreSQL, shared by all processes.

`LIMITS` lists all of them, in the notation of `auth.rate_notation`; `ODOP_RATE_LIMITS` overrides
them. A single statement counts an attempt in all windows of a limit, so that two processes never
both take the last one.

Attempts are counted by requester and contact, so that a stranger's attempts do not block the owner.
Successful attempts are refunded (`refund`): a hall, a stall or all phones of a carrier share an
address.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from auth.networks import OF_REQUESTS, counted_networks
from auth.rate_notation import RateNotation, parse_rates
from database.connect import execute, fetch
from settings import Misconfigured, settings


class TooMany(Exception):  # noqa: N818 - it says what happened
    """The rate limit is reached. Retry after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


# What comes of an attempt above a limit.
REFUSED = "429 `RATE_LIMITED`, `Retry-After`"
UNLESS_KNOWN = f"{REFUSED}; known devices and sessions have `device-try`"
PAYLOAD = "error `TOO_MANY_TRIES`"
# For a message that is asked for; a notice beside something else is left out.
UNSENT = f"{PAYLOAD}, or the message is not sent"
AS_STRANGER = f"counted as a stranger's, then {PAYLOAD}"


@dataclass(frozen=True, slots=True)
class Limit:
    """A rate limit. `rates` are its defaults; `resets_on_success` refunds successful attempts.

    `beyond` is what comes of one more.
    """

    name: str
    rates: str
    counts: str
    resets_on_success: bool = False
    beyond: str = PAYLOAD

    @property
    def items(self) -> Sequence[RateNotation]:
        return _parsed(settings().rate_limits.get(self.name, self.rates))


@lru_cache(200)
def _parsed(rates: str) -> Sequence[RateNotation]:
    return parse_rates(rates)


# By network address. A household, a hall or a carrier shares one.
SIGN_IN = Limit(
    "sign-in", "60/minute; 600/hour", "wrong passwords from an address", True, beyond=UNLESS_KNOWN
)
CODE_TRY = Limit(
    "code-try", "120/minute; 1000/hour", "wrong codes from an address", True, beyond=UNLESS_KNOWN
)
REGISTER = Limit(
    "register", "20/minute; 200/hour", "accounts registered from an address", beyond=REFUSED
)
REFRESH = Limit(
    "refresh", "600/minute", "invalid refresh tokens from an address", True, beyond=UNLESS_KNOWN
)
COUPON = Limit(
    "coupon", "60/minute; 400/hour", "unknown coupons from an address", True, beyond=REFUSED
)
LINK = Limit(
    "link", "30/minute; 200/hour", "invalid links from an address", True, beyond=UNLESS_KNOWN
)
MESSAGES_FROM = Limit(
    "messages-from",
    "60/minute; 300/hour; 1500/day",
    "messages that an address causes to unconfirmed contacts",
    True,
    beyond=UNSENT,
)
# A fifth of the mart's.
MESSAGES_ALL_FROM = Limit(
    "messages-all-from",
    "1000/hour; 10000/day",
    "messages that an address causes to unconfirmed contacts, also if their codes are entered",
    beyond=UNSENT,
)
# By device, as known to any account, or by session: so that nobody at its address locks it out.
DEVICE_TRY = Limit(
    "device-try",
    "20/minute; 100/hour",
    "tries of a known device or a session whose address has none left of the above",
    True,
    beyond=REFUSED,
)
GUEST_CHECKOUT = Limit(
    "guest-checkout", "120/minute", "guest checkouts from an address", beyond=REFUSED
)
# By contact and requester: a network address, or a device known to the contact's account.
PASSWORD_BY = Limit(
    "password-by", "10/15 minutes; 50/day", "wrong passwords for a contact, by requester", True
)
FACTOR_BY = Limit(
    "factor-by",
    "5/5 minutes; 30/day",
    "wrong second-factor codes of an account, by requester",
    True,
)
MESSAGES_BY = Limit(
    "messages-by", "5/hour; 10/day", "messages to a contact, by requester", True, beyond=UNSENT
)
# By contact or account, for all strangers together.
PASSWORD_OF = Limit(
    "password-of",
    "100/day",
    "wrong passwords for a contact by strangers",
    True,
)
# A stranger knows the password. 100 codes a day are right once in nine years.
FACTOR_OF = Limit(
    "factor-of",
    "100/day",
    "wrong second-factor codes of an account by strangers",
    True,
)
MESSAGES_TO = Limit(
    "messages-to",
    "10/hour; 20/day",
    "messages to a contact caused by strangers",
    True,
    beyond=UNSENT,
)
# By contact or account, for all devices known to it: each sign-in can be one more. One that is
# copied uses up a fifth.
PASSWORD_KNOWN = Limit(
    "password-known",
    "250/day",
    "wrong passwords for a contact by devices known to it",
    True,
    beyond=AS_STRANGER,
)
FACTOR_KNOWN = Limit(
    "factor-known",
    "150/day",
    "wrong second-factor codes of an account by devices known to it",
    True,
    beyond=AS_STRANGER,
)
MESSAGES_KNOWN = Limit(
    "messages-known",
    "25/hour; 50/day",
    "messages to a contact caused by devices known to it",
    True,
    beyond=AS_STRANGER,
)
# For the whole mart.
MESSAGES = Limit(
    "messages",
    "5000/hour; 50000/day",
    "messages to unconfirmed contacts",
    False,
    beyond="error `TOO_BUSY`, or the message is not sent",
)
# By account.
PAYEE_BY = Limit(
    "payee-by",
    "5/hour; 20/day",
    "bank details of one vendor or artisan, by the account that enters them",
)
INVITE_BY = Limit("invite-by", "30/hour; 100/day", "invitations sent by an account")
WRITES_OF = Limit(
    "writes-of", "120/minute", "mutations of an account", beyond="counted in `writes-in`"
)
# A copied token leaves the owner's other sessions enough to end its own.
WRITES_IN = Limit(
    "writes-in", "20/minute", "mutations in a session whose account has none left", beyond=REFUSED
)

LIMITS: Mapping[str, Limit] = {
    each.name: each
    for each in (
        SIGN_IN,
        CODE_TRY,
        REGISTER,
        REFRESH,
        COUPON,
        LINK,
        DEVICE_TRY,
        MESSAGES_FROM,
        MESSAGES_ALL_FROM,
        GUEST_CHECKOUT,
        PASSWORD_BY,
        MESSAGES_BY,
        PASSWORD_OF,
        PASSWORD_KNOWN,
        MESSAGES_TO,
        MESSAGES_KNOWN,
        MESSAGES,
        PAYEE_BY,
        INVITE_BY,
        FACTOR_BY,
        FACTOR_OF,
        FACTOR_KNOWN,
        WRITES_OF,
        WRITES_IN,
    )
}
# Mutations that allow guessing, or that send messages: limits by network address.
OF_MUTATION: Mapping[str, Limit] = {
    "accountRegister": REGISTER,
    "accountsJoin": CODE_TRY,
    "cartCouponApply": COUPON,
    "contactAdd": CODE_TRY,
    "contactProve": CODE_TRY,
    "emailVerify": LINK,
    "otpVerify": CODE_TRY,
    "passwordChange": SIGN_IN,
    "passwordReset": LINK,
    "secondFactorConfirm": CODE_TRY,
    "secondFactorRemove": CODE_TRY,
    "sessionConfirm": CODE_TRY,
    "sessionCreate": SIGN_IN,
    "sessionRefresh": REFRESH,
}
# Those of an address that a known device is not bound by: it has DEVICE_TRY.
OF_STRANGERS = frozenset({SIGN_IN, CODE_TRY, REFRESH, LINK})
MAX_NAME_CHARACTERS = 80


def check_settings() -> None:
    """Raise Misconfigured if ODOP_RATE_LIMITS has an unknown limit."""
    if unknown := sorted(set(settings().rate_limits) - set(LIMITS)):
        names = ", ".join(sorted(LIMITS))
        raise Misconfigured(
            f"ODOP_RATE_LIMITS has the unknown limit {unknown[0]}. Limits: {names}."
        )


def _key(of: Limit, item: RateNotation, who: str) -> str:
    if len(who) > MAX_NAME_CHARACTERS:
        who = hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()
    return f"rate/{of.name}/{who}/{item.amount}/{item.seconds}"


@dataclass(frozen=True, slots=True)
class Counted:
    """An attempt that was counted `at` a time of the database's clock.

    `windows` are the seconds of the windows that it was counted in, by their keys.
    """

    windows: Mapping[str, int]
    at: datetime

    @classmethod
    def of(cls, of: Limit, who: str, at: datetime) -> "Counted":
        """What `count` returned for a requester at that time."""
        return cls({_key(of, item, who): item.seconds for item in of.items}, at)

    @classmethod
    def of_client(cls, of: Limit, client: str, at: datetime, name: str | None = None) -> "Counted":
        """What `count_client` returned for an address at that time."""
        names = [each for each, _ in _names(client, name)]
        windows = {_key(of, item, each): item.seconds for each in names for item in of.items}
        return cls(windows, at)


async def count(of: Limit, who: str) -> Counted:
    """Count an attempt; the argument of `refund`. Raises TooMany above the limit."""
    return await _count({_key(of, item, who): (item, item.amount) for item in of.items})


async def count_client(of: Limit, client: str, name: str | None = None) -> Counted:
    """Count an attempt of an address and of its networks. Raises TooMany.

    `name` is what the address itself is counted by, if not by itself.
    """
    return await _count(
        {
            _key(of, item, each): (item, item.amount * times)
            for each, times in _names(client, name)
            for item in of.items
        }
    )


def _names(client: str, name: str | None) -> list[tuple[str, int]]:
    (_, times), *wider = counted_networks(client, OF_REQUESTS)
    return [(name or client, times), *wider]


async def _count(most: Mapping[str, tuple[RateNotation, int]]) -> Counted:
    rows = await fetch(
        "INSERT INTO rate_counter AS c (key, number, expires_at)"
        " SELECT key, 1, now() + make_interval(secs => seconds)"
        " FROM unnest($1::text[], $2::float8[]) AS counted (key, seconds) ORDER BY key"
        " ON CONFLICT (key) DO UPDATE SET"
        " number = CASE WHEN c.expires_at > now() THEN c.number + 1 ELSE 1 END,"
        " expires_at = CASE WHEN c.expires_at > now() THEN c.expires_at"
        " ELSE excluded.expires_at END"
        " RETURNING key, number, expires_at, now() AS at,"
        " extract(epoch FROM expires_at - now())::float8 AS seconds",
        list(most),
        [float(item.seconds) for item, _ in most.values()],
    )
    windows = {key: item.seconds for key, (item, _) in most.items()}
    # A window may have begun later than this transaction, which waited for another.
    begins = [row["expires_at"] - timedelta(seconds=windows[row["key"]]) for row in rows]
    counted = Counted(windows, max([rows[0]["at"], *begins]))
    left = [row["seconds"] for row in rows if row["number"] > most[row["key"]][1]]
    if left:
        # What is refused is no attempt: it takes none of the other windows' either.
        await refund(counted)
        raise TooMany(max(1, round(max(left) + 0.5)))
    return counted


async def attempts_left(of: Limit, who: str) -> int:
    """The attempts left before the limit is reached."""
    most = {_key(of, item, who): item.amount for item in of.items}
    rows = await fetch(
        "SELECT key, number FROM rate_counter WHERE key = ANY($1::text[]) AND expires_at > now()",
        list(most),
    )
    used = {row["key"]: row["number"] for row in rows}
    fewest: int = min(amount - used.get(key, 0) for key, amount in most.items())
    return max(0, fewest)


async def refund(counted: Counted) -> None:
    """Take back an attempt, unless its window is over: it is not counted in the next one."""
    await execute(
        "UPDATE rate_counter c SET number = number - 1 FROM (SELECT r.key FROM rate_counter r"
        " JOIN unnest($1::text[], $2::float8[]) AS counted (key, seconds) ON counted.key = r.key"
        " WHERE r.number > 0 AND r.expires_at - make_interval(secs => counted.seconds) <= $3"
        " ORDER BY r.key FOR UPDATE OF r) known WHERE c.key = known.key",
        list(counted.windows),
        [float(seconds) for seconds in counted.windows.values()],
        counted.at,
    )
