"""Where lines for machines go: to standard error, one JSON object a line."""

import logging

from settings import settings

# Security events, and the signed heads of the audit.
STRUCTURED = ("odop.security", "odop.audit")


def set_up_logs() -> None:
    """Write structured lines; in development only what is worth a person's look."""
    for name in STRUCTURED:
        logger = logging.getLogger(name)
        if logger.handlers:
            continue
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if settings().is_production else logging.WARNING)
        logger.propagate = False
