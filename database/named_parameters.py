"""Statements with named parameters."""

import re
from collections.abc import Mapping
from typing import Any

from database.connect import fetch

ARGUMENT = re.compile(r"\$([a-z][a-z0-9_]*)")


class NamedStatement:
    """A statement with `$name` parameters, translated to numbered ones."""

    def __init__(self, text: str) -> None:
        self._names: dict[str, int] = {}
        self.text = ARGUMENT.sub(self._numbered, text)

    def _numbered(self, found: re.Match[str]) -> str:
        return f"${self._names.setdefault(found[1], len(self._names) + 1)}"

    async def fetch(self, arguments: Mapping[str, Any]) -> list[Any]:
        """The rows of the statement; unused `arguments` are ignored."""
        return await fetch(self.text, *[arguments[name] for name in self._names])
