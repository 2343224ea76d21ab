"""Kinds of messages to people, and their channels."""

from enum import StrEnum


class Kind(StrEnum):
    """Kind of a message. With the language it names the template registered for SMS (DLT)."""

    CODE = "code"
    VERIFY_EMAIL = "verify-email"
    RESET_PASSWORD = "reset-password"  # noqa: S105 - a kind
    NO_ACCOUNT = "no-account"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a kind
    CONTACT_CHANGED = "contact-changed"
    INVITATION = "invitation"
    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    RECOVERY_CODES_MADE = "recovery-codes-made"
    RECOVERY_CODE_USED = "recovery-code-used"
    API_KEY_MADE = "api-key-made"
    PAYEE_CHANGED = "payee-changed"
    PAYEE_PROPOSED = "payee-proposed"
    OWNER_ADDED = "owner-added"
    OWNER_REMOVED = "owner-removed"
    ERASED = "erased"
    ORDER_PLACED = "order-placed"
    ORDER_ADDRESS_CHANGED = "order-address-changed"
    ORDER_CANCELLED = "order-cancelled"
    ORDER_CANCELLED_REFUND = "order-cancelled-refund"
    PART_CANCELLED = "part-cancelled"
    PART_CANCELLED_REFUND = "part-cancelled-refund"
    PAYMENT_FAILED = "payment-failed"
    PAYMENT_EXPIRED = "payment-expired"
    PAID_TOO_LATE = "paid-too-late"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


# Sent by e-mail only: these are about an e-mail address.
MAIL_ONLY = frozenset({Kind.VERIFY_EMAIL, Kind.RESET_PASSWORD, Kind.NO_ACCOUNT})
# Never switched off: sign-in by phone and cash on delivery need the code; the others warn people,
# who may have only a phone, that someone may be redirecting their money.
INDISPENSABLE = frozenset(
    {Kind.CODE, Kind.PAYEE_CHANGED, Kind.PAYEE_PROPOSED, Kind.OWNER_ADDED, Kind.OWNER_REMOVED}
)
