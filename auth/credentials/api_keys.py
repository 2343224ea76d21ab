"""Keys of servers: `odop_` with a handle in the open and a secret that is kept as a hash."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cachetools import LRUCache

from auth.crypto.keys import keys
from auth.crypto.tokens_hash import new_secret
from auth.roles import Scope
from auth.viewer import Viewer
from database.caches.table_cache import PEOPLE_CHANNEL, TABLE_CACHE
from database.connect import execute, fetch
from models import ApiKey

PREFIX = "odop_"
PATTERN = re.compile(r"odop_([A-Za-z0-9_-]{11})_([A-Za-z0-9_-]{43})")
SEEN_EACH = timedelta(minutes=1)
MAX_CACHED = 1_000


@dataclass(slots=True)
class _CachedKey:
    key_id: int
    secret_hash: bytes
    viewer: Viewer
    expires_at: datetime | None
    seen_at: datetime | None


class ApiKeys:
    """A cache of API keys, cleared when the database notifies of a change."""

    def __init__(self) -> None:
        self._cached: LRUCache[str, _CachedKey] = LRUCache(MAX_CACHED)
        self._changes = 0
        TABLE_CACHE.watch(self._on_change, PEOPLE_CHANNEL)

    async def viewer(self, text: str, now: datetime) -> tuple[Viewer, datetime | None] | None:
        """The viewer of an API key and when it expires; None if it is invalid or expired."""
        form = PATTERN.fullmatch(text)
        cached_key = await self._find(form[1]) if form else None
        if form is None or cached_key is None:
            return None
        if not keys().hashing.matches(cached_key.secret_hash, "key", form[1], form[2]):
            return None
        if cached_key.expires_at is not None and cached_key.expires_at <= now:
            return None
        if cached_key.seen_at is None or now - cached_key.seen_at >= SEEN_EACH:
            cached_key.seen_at = now
            # What an older secret hashed is hashed anew.
            before, cached_key.secret_hash = cached_key.secret_hash, _hash(form[1], form[2])
            await execute(
                "UPDATE api_key SET last_used_at = $2,"
                " secret_hash = CASE WHEN secret_hash = $3 THEN $4 ELSE secret_hash END"
                " WHERE id = $1",
                cached_key.key_id,
                now,
                before,
                cached_key.secret_hash,
            )
        return cached_key.viewer, cached_key.expires_at

    async def _find(self, handle: str) -> _CachedKey | None:
        if (cached_key := self._cached.get(handle)) is not None:
            return cached_key
        heard = self._changes
        rows = await fetch(
            "SELECT id, secret_hash, scopes, expires_at, last_used_at FROM api_key"
            " WHERE handle = $1 AND revoked_at IS NULL",
            handle,
        )
        if not rows:
            return None
        row = rows[0]
        scopes = frozenset(Scope(each) for each in row["scopes"] if each in frozenset(Scope))
        found = _CachedKey(
            row["id"],
            row["secret_hash"],
            Viewer(key_id=row["id"], scopes=scopes),
            row["expires_at"],
            row["last_used_at"],
        )
        if TABLE_CACHE.listening.is_set() and heard == self._changes:
            self._cached[handle] = found
        return found

    def _on_change(self, payload: str | None) -> None:
        if payload is None or payload == "all" or payload.startswith("key "):
            self._changes += 1
            self._cached.clear()


def _hash(handle: str, secret: str) -> bytes:
    return keys().hashing.keyed_hash("key", handle, secret)


async def make(
    name: str,
    scopes: Sequence[Scope],
    now: datetime,
    *,
    created_by: int | None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Create a key; its text is shown once."""
    handle, secret = new_secret()[:11], new_secret()
    row = await ApiKey.create(
        name=name,
        handle=handle,
        secret_hash=_hash(handle, secret),
        scopes=sorted({scope.value for scope in scopes}),
        created_by_id=created_by,
        created_at=now,
        expires_at=expires_at,
    )
    return row, f"{PREFIX}{handle}_{secret}"
