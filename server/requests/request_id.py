"""What a request is called, in its answer, in our log and in the audit."""

import itertools
import re
import secrets

PROCESS, NUMBERS = secrets.token_hex(6), itertools.count(1)
PATTERN = re.compile(r"[A-Za-z0-9._-]{8,64}")


def new_id() -> str:
    """An id nobody else has; the first part is this process's."""
    return f"{PROCESS}{next(NUMBERS):08x}"


def client_id_of(given: str) -> str | None:
    """What the client calls it, if that is an id: said again in the answer, and no more."""
    return given if given and PATTERN.fullmatch(given) else None
