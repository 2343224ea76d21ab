"""Automatic persisted queries: a document is sent once, then its SHA-256 stands for it.

As Apollo's clients do it: `extensions.persistedQuery` with `version` 1 and `sha256Hash`. A short
address can be asked by GET, and so be kept by a CDN.
"""

import hashlib
import re
from collections import OrderedDict
from typing import Any

from graph.errors import Code
from server.protocol import Refused

HASH = re.compile(r"[0-9a-f]{64}")
# Characters of all documents kept, and of the longest one.
MOST = 2_000_000
LONGEST = 40_000


class Persisted:
    """Documents of this process by their hashes, those used last kept."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, str] = OrderedDict()
        self._size = 0

    def resolve(self, query: str, extensions: dict[str, Any]) -> str:
        """The document meant: the one that was sent, or the one whose hash was.

        Raises Refused: 404 for an unknown hash, upon which a client sends the document along.
        """
        asked = extensions.get("persistedQuery")
        if asked is None:
            return query
        given = asked.get("sha256Hash") if isinstance(asked, dict) else None
        if not isinstance(given, str) or not HASH.fullmatch(given) or asked.get("version") != 1:
            raise Refused(
                400, Code.BAD_REQUEST, "`persistedQuery` has a version, 1, and a sha256Hash."
            )
        if query:
            if hashlib.sha256(query.encode(errors="surrogatepass")).hexdigest() != given:
                raise Refused(400, Code.BAD_REQUEST, "The hash is not that of the document.")
            self._keep(given, query)
            return query
        known = self._known.get(given)
        if known is None:
            raise Refused(404, Code.PERSISTED_NOT_FOUND, "PersistedQueryNotFound")
        self._known.move_to_end(given)
        return known

    def _keep(self, given: str, query: str) -> None:
        if given in self._known or len(query) > LONGEST:
            return
        self._known[given] = query
        self._size += len(query)
        while self._size > MOST:
            _, oldest = self._known.popitem(last=False)
            self._size -= len(oldest)
