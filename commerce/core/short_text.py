"""Short texts that people write."""

from auth.inputs.text_input import fold_line
from commerce.core.errors import Reason, Refusal


def required_line(written: str, most: int, *path: str) -> str:
    """One line without what cannot be seen. Raises Refusal when nothing is left or it is long."""
    text = optional_line(written, most, *path)
    if text is None:
        raise Refusal(Reason.REQUIRED, *path)
    return text


def optional_line(written: str | None, most: int, *path: str) -> str | None:
    """Like `word`; None for what is empty."""
    if written is None:
        return None
    if len(written) > 4 * most + 40:
        raise Refusal(Reason.TOO_LONG, *path, most=most)
    text = fold_line(written)
    if len(text) > most:
        raise Refusal(Reason.TOO_LONG, *path, most=most)
    return text or None
