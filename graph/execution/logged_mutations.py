"""Mutations that are written to the security log."""

from collections.abc import Iterable

from auth.security_log import SecurityEvent, security_event
from commerce.core.errors import Reason
from graph.context import Info

# Mutations that open, close or give out something, by the first words of their names.
LOGGED = (
    "account",
    "apiKey",
    "contact",
    "email",
    "facilitation",
    "invitation",
    "officer",
    "otpVerify",
    "payee",
    "password",
    "recoveryCode",
    "secondFactor",
    "session",
    "staff",
    "vendorMember",
    "vendorPayee",
    "artisanPayee",
)
# What happens to everybody every few minutes says nothing.
ORDINARY = frozenset({"sessionRefresh", "accountUpdate"})
# Refusals by which guessing and probing is known, whatever they answer.
PROBING = frozenset(
    {
        Reason.WRONG_CREDENTIALS,
        Reason.WRONG_CODE,
        Reason.TOO_MANY_TRIES,
        Reason.LINK_EXPIRED,
        Reason.SESSION_ENDED,
        Reason.PAYMENT_NOT_VERIFIED,
        Reason.IDEMPOTENCY_KEY_REUSED,
    }
)


def log_success(info: Info) -> None:
    """A mutation was carried out."""
    name = info.field_name
    if name.startswith(LOGGED) and name not in ORDINARY:
        _log(SecurityEvent.DONE, info)


def log_refusals(info: Info, reasons: Iterable[Reason]) -> None:
    """A mutation was refused."""
    told = [reason for reason in reasons if reason in PROBING]
    if told:
        _log(SecurityEvent.REFUSED, info, ",".join(told))


def _log(event: SecurityEvent, info: Info, reasons: str | None = None) -> None:
    requester = info.context.requester
    viewer = requester.viewer
    security_event(
        event,
        info.field_name,
        reasons=reasons,
        account=viewer.account_id,
        session=viewer.session_id,
        apiKey=viewer.key_id,
        request=requester.request or None,
    )
