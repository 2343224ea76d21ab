"""The log on standard error: one line per event, whatever the texts in it.

Security events and the signed heads of the audit are JSON objects; other lines are for people, and
the lines of a traceback are indented.
"""

import logging
from collections import Counter

from auth.inputs.text_input import escape_controls
from settings import settings

# Security events, and the signed heads of the audit.
AUDIT = "odop.audit"
STRUCTURED = ("odop.security", AUDIT)
INDENT = "    "
# Per line of the code and minute; requests can cause some of them any number of times.
MAX_LINES_OF_A_PLACE = 60


class OneLine(logging.Formatter):
    """Escapes control characters, so that a client's text cannot begin a line or colour it."""

    def format(self, record: logging.LogRecord) -> str:
        first = escape_controls(super().format(_without_traceback(record)), keep="")
        if not record.exc_info and not record.stack_info:
            return first
        more = self.formatException(record.exc_info) if record.exc_info else ""
        lines = f"{more}\n{record.stack_info or ''}".strip("\n").splitlines()
        return "\n".join([first, *(INDENT + escape_controls(line, keep="") for line in lines)])


def _without_traceback(record: logging.LogRecord) -> logging.LogRecord:
    plain = logging.makeLogRecord(record.__dict__)
    plain.exc_info = plain.exc_text = plain.stack_info = None
    return plain


class Sparing(logging.Filter):
    """Limits the lines per minute of each place in the code; the next has the rest's number."""

    def __init__(self) -> None:
        super().__init__()
        self._minute = 0
        self._lines: Counter[tuple[str, int]] = Counter()
        self._suppressed: Counter[tuple[str, int]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        self._begin(int(record.created) // 60)
        place = (record.pathname, record.lineno)
        self._lines[place] += 1
        if self._lines[place] > MAX_LINES_OF_A_PLACE:
            return False
        if more := self._suppressed.pop(place, 0):
            record.msg, record.args = f"{record.getMessage()} ({more} more like it left out)", None
        return True

    def _begin(self, minute: int) -> None:
        if minute == self._minute:
            return
        self._minute = minute
        for place, number in self._lines.items():
            if number > MAX_LINES_OF_A_PLACE:
                self._suppressed[place] += number - MAX_LINES_OF_A_PLACE
        self._lines.clear()


def set_up_logs() -> None:
    """Set up the log; in development JSON lines only of warnings, or where a setting asks for them.

    uvicorn's own lines come this way too (`log_config` of server/connections/uvicorn_options.py).
    """
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, OneLine) for handler in root.handlers):
        handler = _handler("%(levelname)s %(name)s: %(message)s")
        handler.addFilter(Sparing())
        root.addHandler(handler)
    for name in STRUCTURED:
        logger = logging.getLogger(name)
        if logger.handlers:
            continue
        logger.addHandler(_handler("%(message)s"))
        logger.setLevel(_level(name))
        logger.propagate = False


def _level(name: str) -> int:
    is_kept = settings().is_production or (name == AUDIT and settings().audit_heads_url == "log")
    return logging.INFO if is_kept else logging.WARNING


def _handler(line: str) -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(line))
    return handler
