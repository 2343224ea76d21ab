"""The security log: a JSON line for each event, and counters (ASVS 5.0, 16.3.1 to 16.3.3).

Lines have ids of accounts and sessions, and network addresses, but no phone numbers, e-mail
addresses, codes, tokens or typed texts. At most `MAX_LINES_PER_MINUTE` lines of an event are
logged; all are counted, and a later line has the number of those left out.
"""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum

import orjson

from auth.inputs.text_input import escape_controls

log = logging.getLogger("odop.security")

MAX_LINES_PER_MINUTE = 120
MAX_VALUE_CHARACTERS = 200


class SecurityEvent(StrEnum):
    """Kind of a security event. `refused` may be a simple mistake of a user."""

    DONE = "done"  # a sign-in, a new password, a new role …: see `action`
    REFUSED = "refused"  # the same, refused: wrong password, wrong code, too many attempts
    BAD_TOKEN = "bad_token"  # noqa: S105 - an invalid access token or API key
    NOT_ALLOWED = "not_allowed"  # a field or mutation without permission
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"  # headers, body or document above a limit
    FORGED_WEBHOOK = "forged_webhook"
    AUDIT_HEADS_NOT_SENT = "audit_heads_not_sent"
    MESSAGE_CEILING = "message_ceiling"  # no more SMS and e-mail for the moment


ALARMS = frozenset(
    {
        SecurityEvent.AUDIT_HEADS_NOT_SENT,
        SecurityEvent.FORGED_WEBHOOK,
        SecurityEvent.MESSAGE_CEILING,
    }
)
COUNTS: Counter[tuple[str, str]] = Counter()
# The network address of the current request.
CLIENT: ContextVar[str] = ContextVar("client", default="")
_lines: Counter[str] = Counter()
_minute = 0


def security_event(event: SecurityEvent, action: str = "", **facts: object) -> None:
    """Count and log an event.

    `facts` are ids, network addresses, error codes; None is left out.
    """
    global _minute
    COUNTS[event.value, action] += 1
    minute = int(time.time()) // 60
    if minute != _minute:
        _minute = minute
        _report_suppressed()
    _lines[event] += 1
    if _lines[event] <= MAX_LINES_PER_MINUTE:
        level = logging.ERROR if event in ALARMS else logging.INFO
        if event not in (SecurityEvent.DONE, *ALARMS):
            level = logging.WARNING
        log.log(level, "%s", _line(event, action, facts))


def _report_suppressed() -> None:
    for event, number in _lines.items():
        if number > MAX_LINES_PER_MINUTE:
            more = {"leftOut": number - MAX_LINES_PER_MINUTE}
            log.warning("%s", _line(SecurityEvent(event), "", more))
    _lines.clear()


def _line(event: SecurityEvent, action: str, facts: Mapping[str, object]) -> str:
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": event.value,
        **({"action": action} if action else {}),
        **({"client": client} if (client := CLIENT.get()) else {}),
        **{name: _short(value) for name, value in facts.items() if value is not None},
    }
    return orjson.dumps(entry).decode()


def _short(value: object) -> object:
    return value if isinstance(value, int) else escape_controls(str(value))[:MAX_VALUE_CHARACTERS]
