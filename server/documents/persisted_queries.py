"""Automatic persisted queries: a document is sent once, then its SHA-256 stands for it.

As Apollo's clients do it: `extensions.persistedQuery` with `version` 1 and `sha256Hash`. A short
address can be asked by GET, and so be kept by a CDN.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from graph.errors import Code
from server.requests.http_request import Refused
from server.requests.request_bounds import MAX_DOCUMENT_CHARACTERS
from settings import Misconfigured, settings

HASH = re.compile(r"[0-9a-f]{64}")
# Characters of all documents kept.
MAX_PERSISTED_CHARACTERS = 2_000_000


def not_trusted() -> Refused:
    said = "Only documents of the manifest are allowed here."
    return Refused(403, Code.DOCUMENT_NOT_TRUSTED, said)


class BadManifest(Misconfigured):
    """The file of trusted documents is not one. The message says why."""


def manifest(path: Path) -> dict[str, str]:
    """Trusted documents by their SHA-256.

    The file is an object of hashes and documents, or a manifest as Apollo's tools write it. Raises
    BadManifest when a document is not what its hash says.
    """
    try:
        content = orjson.loads(path.read_bytes())
        if "operations" in content:
            content = {each["id"]: each["body"] for each in content["operations"]}
        for given, document in content.items():
            if hashlib.sha256(document.encode()).hexdigest() != given:
                raise BadManifest(f"{path}: {given[:20]} is not the SHA-256 hash of its document.")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadManifest(f"{path} is not a document manifest: {error}.") from None
    return dict(content)


def persisted() -> "Persisted":
    """As the settings want it. Raises BadManifest."""
    current = settings()
    known = manifest(current.documents_file) if current.documents_file else {}
    return Persisted(known, only=current.documents_only)


class Persisted:
    """Documents of this process by their hashes, those used last kept.

    Those of the `manifest` are always there. With `only` nothing else is answered.
    """

    def __init__(self, manifest: Mapping[str, str] | None = None, *, only: bool = False) -> None:
        self._manifest, self._only = dict(manifest or {}), only
        self._queries: OrderedDict[str, str] = OrderedDict()
        self._size = 0

    def resolve(self, query: str, extensions: dict[str, Any]) -> str:
        """The document meant: the one that was sent, or the one whose hash was.

        Raises Refused for an unknown hash, upon which a client sends the document along: 404,
        or 200 to those who accept plain JSON only.
        """
        asked = extensions.get("persistedQuery")
        if asked is None:
            return self._trusted(query) if self._only else query
        given = asked.get("sha256Hash") if isinstance(asked, dict) else None
        if not isinstance(given, str) or not HASH.fullmatch(given) or asked.get("version") != 1:
            raise Refused(
                400, Code.BAD_REQUEST, "`persistedQuery` must have version 1 and a sha256Hash."
            )
        if (trusted := self._manifest.get(given)) is not None:
            return trusted
        if self._only:
            raise not_trusted()
        if query:
            if hashlib.sha256(query.encode(errors="surrogatepass")).hexdigest() != given:
                raise Refused(400, Code.BAD_REQUEST, "The hash does not match the document.")
            self._keep(given, query)
            return query
        known = self._queries.get(given)
        if known is None:
            raise Refused(
                404, Code.PERSISTED_NOT_FOUND, "PersistedQueryNotFound", is_understood=True
            )
        self._queries.move_to_end(given)
        return known

    def _trusted(self, query: str) -> str:
        given = hashlib.sha256(query.encode(errors="surrogatepass")).hexdigest()
        if given not in self._manifest:
            raise not_trusted()
        return query

    def _keep(self, given: str, query: str) -> None:
        if given in self._queries or len(query) > MAX_DOCUMENT_CHARACTERS:
            return
        self._queries[given] = query
        self._size += len(query)
        while self._size > MAX_PERSISTED_CHARACTERS:
            _, oldest = self._queries.popitem(last=False)
            self._size -= len(oldest)
