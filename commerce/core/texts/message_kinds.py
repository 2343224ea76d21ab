"""Kinds of messages to people, and by which way they go."""

from enum import StrEnum


class Kind(StrEnum):
    """Of a message. With the language it names the template registered for SMS (DLT)."""

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


# What goes to e-mail addresses alone: it is about one.
MAIL_ONLY = frozenset({Kind.VERIFY_EMAIL, Kind.RESET_PASSWORD, Kind.NO_ACCOUNT})
# Never switched off: nobody signs in by telephone or pays at the door without the one; whose money
# others may be after, and who may have a telephone alone, would not hear of it without the others.
INDISPENSABLE = frozenset(
    {Kind.CODE, Kind.PAYEE_CHANGED, Kind.PAYEE_PROPOSED, Kind.OWNER_ADDED, Kind.OWNER_REMOVED}
)
