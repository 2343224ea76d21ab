"""JSON of clients, with invalid Unicode and numbers that are too large."""

import json
from math import isinf
from typing import Any, NoReturn

import orjson

BOM = b"\xef\xbb\xbf"
MAX_DEPTH = 100


class NotJson(ValueError):  # noqa: N818 - it says what is the matter
    """The text is not JSON."""


class BrokenText(Exception):  # noqa: N818 - it says what is the matter
    """JSON with an unpaired surrogate in a string. `value` is the parsed JSON."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class TooLarge:
    """Stands for a number beyond the range of doubles, which no variable accepts."""

    def __repr__(self) -> str:
        return "a number that is too large"


TOO_LARGE = TooLarge()
# Integers of fewer digits fit into a double.
SURE_DIGITS = 308


def parse_json(text: bytes | str) -> Any:
    """Parse JSON, with TOO_LARGE for numbers out of range. Raises NotJson, BrokenText."""
    text = text.removeprefix(BOM) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return _read_slowly(text)


def _read_slowly(text: bytes | str) -> Any:
    """Parse JSON that orjson rejects."""
    has_too_large_number = False

    def number(written: str) -> int | float | TooLarge:
        nonlocal has_too_large_number
        if written.lstrip("-").isdigit() and len(written) <= SURE_DIGITS:
            return int(written)
        if not isinf(value := float(written)):
            return value
        has_too_large_number = True
        return TOO_LARGE

    try:
        plain = text.decode("utf-8") if isinstance(text, bytes) else text
        value = json.loads(plain, parse_constant=_refuse, parse_int=number, parse_float=number)
    except (ValueError, RecursionError):
        raise NotJson from None
    if is_broken(value):
        raise BrokenText(value)
    if not has_too_large_number:
        raise NotJson
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def has_too_large(value: Any, depth: int = 0) -> bool:
    """Whether a number anywhere in it is TOO_LARGE."""
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, dict):
        return any(has_too_large(each, depth + 1) for each in value.values())
    if isinstance(value, list):
        return any(has_too_large(each, depth + 1) for each in value)
    return value is TOO_LARGE


def is_broken(value: Any, depth: int = 0) -> bool:
    """Whether any string in it has an unpaired surrogate."""
    if isinstance(value, str):
        return not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value)
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, dict):
        return any(is_broken(each, depth + 1) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(is_broken(each, depth + 1) for each in value)
