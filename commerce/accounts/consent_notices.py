"""Notices shown before a consent. A published version is never reworded."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from commerce.core.texts.language import Language
from settings import ROOT


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of the notice for a purpose."""

    purpose: str
    version: str
    texts: Mapping[Language, str]

    def hash(self, language: Language) -> bytes:
        """SHA-256 of the text, stored with the consent as evidence of its wording."""
        return hashlib.sha256(self.texts[language].encode()).digest()


@cache
def notices() -> Mapping[str, tuple[Notice, ...]]:
    """All versions by purpose, the newest last."""
    versions: dict[str, tuple[Notice, ...]] = {}
    for entry in json.loads((ROOT / "data" / "notices.json").read_text(encoding="utf-8")):
        texts = {language: entry[language.value] for language in Language}
        notice = Notice(entry["purpose"], entry["version"], texts)
        versions[notice.purpose] = (*versions.get(notice.purpose, ()), notice)
    return versions


def current(purpose: str) -> Notice:
    return notices()[purpose][-1]
