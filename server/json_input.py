"""JSON as clients send it, and texts in it that are no Unicode."""

import json
from typing import Any, NoReturn

import orjson

BOM = b"\xef\xbb\xbf"
MAX_DEPTH = 100


class NotJson(ValueError):  # noqa: N818 - it says what is the matter
    """The text is not JSON."""


class BrokenText(Exception):  # noqa: N818 - it says what is the matter
    """JSON with half a surrogate pair in one of its texts. `value` is what it says otherwise."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


def parse_json(text: bytes | str) -> Any:
    """Raises NotJson, BrokenText."""
    if isinstance(text, bytes):
        text = text.removeprefix(BOM)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _what_is_wrong(text) from None


def _what_is_wrong(text: bytes | str) -> Exception:
    try:
        plain = text.decode("utf-8") if isinstance(text, bytes) else text
        value = json.loads(plain, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return NotJson()
    return BrokenText(value) if is_broken(value) else NotJson()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def is_broken(value: Any, depth: int = 0) -> bool:
    """Whether a text anywhere in it has half a surrogate pair."""
    if isinstance(value, str):
        return not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value)
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, dict):
        return any(is_broken(each, depth + 1) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(is_broken(each, depth + 1) for each in value)
