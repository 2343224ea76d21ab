"""Texts in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text in English and Hindi."""

    en: str
    hi: str
