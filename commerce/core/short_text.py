"""Short texts entered by people."""

from auth.inputs.text_input import fold_line
from commerce.core.errors import Reason, Refusal


def required_line(written: str, most: int, *path: str) -> str:
    """One line without invisible characters. Raises Refusal if it is empty or too long."""
    text = optional_line(written, most, *path)
    if text is None:
        raise Refusal(Reason.REQUIRED, *path)
    return text


def optional_line(written: str | None, most: int, *path: str) -> str | None:
    """Like `required_line`, but None if it is empty."""
    if written is None:
        return None
    if len(written) > 4 * most + 40:
        raise Refusal(Reason.TOO_LONG, *path, most=most)
    text = fold_line(written)
    if len(text) > most:
        raise Refusal(Reason.TOO_LONG, *path, most=most)
    return text or None
