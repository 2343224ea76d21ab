"""Automatic persisted queries: a document is sent once, afterwards only its SHA-256.

The protocol is Apollo's: `extensions.persistedQuery` with `version` 1 and `sha256Hash`. The short
URL of a GET request can be cached by a CDN.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from cachetools import LRUCache

from graph.errors import Code
from server.requests.http_request import Refused
from server.requests.request_bounds import MAX_DOCUMENT_CHARACTERS
from settings import Misconfigured, settings

HASH = re.compile(r"[0-9a-f]{64}")
# Characters of all cached documents.
MAX_PERSISTED_CHARACTERS = 2_000_000


def not_trusted() -> Refused:
    message = "Only documents of the manifest are allowed here."
    return Refused(403, Code.DOCUMENT_NOT_TRUSTED, message)


class BadManifest(Misconfigured):
    """An invalid file of trusted documents. The message says why."""


def manifest(path: Path) -> dict[str, str]:
    """Trusted documents by their SHA-256.

    The file is an object of hashes and documents, or a manifest of Apollo's tools. Raises
    BadManifest if a hash is not that of its document.
    """
    try:
        content = orjson.loads(path.read_bytes())
        if "operations" in content:
            content = {each["id"]: each["body"] for each in content["operations"]}
        for digest, document in content.items():
            if hashlib.sha256(document.encode()).hexdigest() != digest:
                raise BadManifest(f"{path}: {digest[:20]} is not the SHA-256 hash of its document.")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadManifest(f"{path} is not a document manifest: {error}.") from None
    return dict(content)


def persisted() -> "Persisted":
    """Persisted documents by the settings. Raises BadManifest."""
    current = settings()
    trusted = manifest(current.documents_file) if current.documents_file else {}
    return Persisted(trusted, only=current.documents_only)


class Persisted:
    """Documents by their hashes: those of the `manifest`, and recent ones of this process.

    With `only` no document outside the manifest is accepted.
    """

    def __init__(self, manifest: Mapping[str, str] | None = None, *, only: bool = False) -> None:
        self._manifest, self._only = dict(manifest or {}), only
        self._queries: LRUCache[str, str] = LRUCache(MAX_PERSISTED_CHARACTERS, getsizeof=len)

    def resolve(self, query: str, extensions: dict[str, Any]) -> str:
        """The document of a request that has it, its hash, or both.

        Raises Refused for an unknown hash, after which a client sends the document too: 404, or
        200 for clients that accept plain JSON only.
        """
        persisted_query = extensions.get("persistedQuery")
        if persisted_query is None:
            return self._trusted(query) if self._only else query
        digest = _digest_in(persisted_query)
        if digest is None:
            raise Refused(
                400, Code.BAD_REQUEST, "`persistedQuery` must have version 1 and a sha256Hash."
            )
        if (trusted := self._manifest.get(digest)) is not None:
            return trusted
        if self._only:
            raise not_trusted()
        if query:
            if _digest(query) != digest:
                raise Refused(400, Code.BAD_REQUEST, "The hash does not match the document.")
            if len(query) <= MAX_DOCUMENT_CHARACTERS:
                self._queries[digest] = query
            return query
        cached = self._queries.get(digest)
        if cached is None:
            raise Refused(
                404, Code.PERSISTED_NOT_FOUND, "PersistedQueryNotFound", is_understood=True
            )
        return cached

    def _trusted(self, query: str) -> str:
        if _digest(query) not in self._manifest:
            raise not_trusted()
        return query


def _digest_in(persisted_query: Any) -> str | None:
    """The hash of a well-formed extension of version 1."""
    if not isinstance(persisted_query, dict) or persisted_query.get("version") != 1:
        return None
    digest = persisted_query.get("sha256Hash")
    return digest if isinstance(digest, str) and HASH.fullmatch(digest) else None


def _digest(query: str) -> str:
    return hashlib.sha256(query.encode(errors="surrogatepass")).hexdigest()
