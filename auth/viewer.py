"""Who is asking. Until sign-in exists everybody is a stranger."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person or program behind a request; `account_id` is empty for a stranger."""

    account_id: int | None = None


STRANGER = Viewer()
