"""The two languages of all user-facing texts."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Language(StrEnum):
    EN = "en"
    HI = "hi"


DEFAULT = Language.EN
TAGS = {language.value for language in Language}


def other(language: Language) -> Language:
    return Language.HI if language is Language.EN else Language.EN


def in_language(row: Any, stem: str, language: Language) -> tuple[str | None, Language]:
    """The text of `row` in `language`, else in the other language; and its language.

    None if the text is missing or empty in both.
    """
    text: str | None = getattr(row, f"{stem}_{language}")
    if text:
        return text, language
    fallback = other(language)
    return getattr(row, f"{stem}_{fallback}") or None, fallback


def columns(stems: Iterable[str]) -> list[str]:
    return [f"{stem}_{language}" for stem in stems for language in Language]


ONE_OF_MANY = re.compile(
    r"(?<![\d.,])1 ((?:open |unpaid )?"
    r"(?:character|connection|coupon|item|minute|piece|point|second))s\b"
)


def filled_in(english: str, facts: Mapping[str, Any]) -> str:
    """An English text with its facts, in the singular after 1: "{minutes} minutes", "1 minute".

    Hindi texts use the same form for both.
    """
    return ONE_OF_MANY.sub(r"1 \1", english.format(**facts))


@lru_cache(500)
def negotiate(accept_language: str) -> Language:
    """The best language for an `Accept-Language` header (RFC 9110, 12.5.4)."""
    best, weight = DEFAULT, 0.0
    for part in accept_language.split(",")[:20]:
        tag, _, parameters = part.strip().partition(";")
        name, _, value = parameters.strip().partition("=")
        try:
            quality = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        primary = tag.strip().lower().split("-")[0]
        if primary == "*":
            primary = DEFAULT.value
        if primary in TAGS and weight < quality <= 1.0:
            best, weight = Language(primary), quality
    return best
