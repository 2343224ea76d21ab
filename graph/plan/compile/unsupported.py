"""Features that plans do not support."""

from enum import StrEnum


class Unplanned(StrEnum):
    """Why there is no plan; the words are those of /metrics."""

    INTROSPECTION = "introspection"
    # A subscription, or a mutation that is left to the ordinary executor.
    OPERATION = "operation"
    # Something the compiler has no code for.
    UNKNOWN = "unknown"
    # The compiler itself failed.
    FAULT = "fault"


class Unsupported(Exception):  # noqa: N818 - the ordinary executor answers
    """The operation uses something plans do not support: `where` names it."""

    def __init__(self, reason: Unplanned, where: str) -> None:
        super().__init__(f"{reason.value}: {where}")
        self.reason, self.where = reason, where
