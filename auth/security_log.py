"""The security log: one JSON line an event, and a count of each (ASVS 5.0, 16.3.1 to 16.3.3).

Lines name accounts, sessions and addresses by what identifies them and nothing else: no telephone,
e-mail, code, token or text somebody typed. A flood of one event is written `MAX_LINES_PER_MINUTE`
times a minute and counted in full; the next line says how many were left out.
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
    """What is written down. The first word says how bad it is: `refused` is somebody's slip."""

    DONE = "done"  # a sign-in, a new password, a right that was given …: `action` says which
    REFUSED = "refused"  # the same, refused: wrong password, wrong code, too many tries
    BAD_TOKEN = "bad_token"  # noqa: S105 - an access token or key that opens nothing
    NOT_ALLOWED = "not_allowed"  # a field or mutation that is not for the viewer
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"  # a head, body or document over its bound
    FORGED_WEBHOOK = "forged_webhook"
    AUDIT_HEADS_NOT_SENT = "audit_heads_not_sent"
    MESSAGE_CEILING = "message_ceiling"  # no more SMS or mail goes out for now


ALARMS = frozenset(
    {
        SecurityEvent.AUDIT_HEADS_NOT_SENT,
        SecurityEvent.FORGED_WEBHOOK,
        SecurityEvent.MESSAGE_CEILING,
    }
)
COUNTS: Counter[tuple[str, str]] = Counter()
# The address the request in hand came from.
CLIENT: ContextVar[str] = ContextVar("client", default="")
_lines: Counter[str] = Counter()
_minute = 0


def security_event(event: SecurityEvent, action: str = "", **facts: object) -> None:
    """Count and log an event.

    `facts` are ids, addresses of clients, codes of errors; None is left out.
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
    said = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": event.value,
        **({"action": action} if action else {}),
        **({"client": client} if (client := CLIENT.get()) else {}),
        **{name: _short(value) for name, value in facts.items() if value is not None},
    }
    return orjson.dumps(said).decode()


def _short(value: object) -> object:
    return value if isinstance(value, int) else escape_controls(str(value))[:MAX_VALUE_CHARACTERS]
