"""IDs of requests, in responses, in the log and in the audit."""

import itertools
import re
import secrets

PROCESS, NUMBERS = secrets.token_hex(6), itertools.count(1)
PATTERN = re.compile(r"[A-Za-z0-9._-]{8,64}")


def new_id() -> str:
    """A unique ID; the first part is this process's."""
    return f"{PROCESS}{next(NUMBERS):08x}"


def client_id_of(text: str) -> str | None:
    """The client's own ID if it is well-formed; it is only repeated in the response."""
    return text if PATTERN.fullmatch(text) else None
