"""Access tokens, API keys and cookies of requests."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime

from cachetools import TLRUCache, TTLCache
from starlette.requests import cookie_parser

from auth.credentials.api_keys import PREFIX, ApiKeys
from auth.crypto.access_tokens import BadToken, Claims
from auth.crypto.keys import keys
from auth.sessions.devices import outdated, read_cookie
from auth.sessions.viewer_cache import VIEWER_CACHE
from auth.viewer import Viewer
from server.requests.http_request import Head
from settings import settings

COOKIE = "odop_refresh"
DEVICE_COOKIE = "odop_device"
SECURE_PREFIX = "__Secure-"
MAX_CACHED_TOKENS = 20_000
MAX_GOOD_KEYS, GOOD_SECONDS = 1_000, 300.0
MAX_DEVICE_CHARACTERS = 120
# Cookies of the whole site are sent along, and a browser stores some hundred of them.
MAX_COOKIE_BYTES = 16_384


class Bearer:
    """Authenticates `Authorization` headers and caches verified tokens."""

    def __init__(self) -> None:
        self._api_keys = ApiKeys()
        self._claims: TLRUCache[str, Claims] = TLRUCache(
            MAX_CACHED_TOKENS, ttu=lambda _, claims, __: claims.expires_at, timer=time.time
        )
        self._good_keys: TTLCache[str, None] = TTLCache(MAX_GOOD_KEYS, GOOD_SECONDS)
        # Expiry and viewer by the whole header. A plain dict: every signed request reads it.
        self._seen: dict[bytes, tuple[int, tuple[int, int]]] = {}

    def cached(self, header: bytes, now: float) -> Viewer | None:
        """The cached viewer of a header; None if `viewer` has to look it up."""
        seen = self._seen.get(header)
        if seen is not None and seen[0] > now:
            return VIEWER_CACHE.cached(seen[1])
        self._seen.pop(header, None)
        claims = self._claims.get(bearer_of(header.decode("latin-1")) or "")
        if claims is not None:
            if len(self._seen) >= MAX_CACHED_TOKENS:
                self._seen.clear()
            self._seen[header] = (claims.expires_at, (claims.account_id, claims.session_id))
        return None

    def is_cached(self, text: str) -> bool:
        """Whether a token or key was valid recently, so that its address's limit is no matter."""
        return text in self._claims or text in self._good_keys

    async def viewer(self, text: str) -> tuple[Viewer, float] | None:
        """The viewer and the expiry (Unix seconds); None if the token is invalid."""
        if text.startswith(PREFIX):
            found = await self._api_keys.viewer(text, datetime.now(UTC))
            if found is None:
                return None
            self._good_keys[text] = None
            viewer, ends = found
            return viewer, float("inf") if ends is None else ends.timestamp()
        claims = self._claims.get(text)
        if claims is None:
            try:
                claims = keys().tokens.read(text, datetime.now(UTC))
            except BadToken:
                return None
            self._claims[text] = claims
        person = await VIEWER_CACHE.person(claims.account_id, claims.session_id)
        return None if person is None else (person, float(claims.expires_at))


def bearer_of(header: str) -> str | None:
    """The token of an `Authorization` header; empty for one of another kind, None without one."""
    if not header:
        return None
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def refresh_token_of(head: Head) -> str | None:
    return _cookie(head, COOKIE)


def device_id_of(head: Head) -> str | None:
    """The ID of a device that has signed in before."""
    value = _cookie(head, DEVICE_COOKIE)
    return None if value is None else read_cookie(value)


def outdated_device_id_of(head: Head) -> str | None:
    """The ID of such a device if its cookie has to be renewed."""
    value = _cookie(head, DEVICE_COOKIE)
    return None if value is None else outdated(value)


def cookies_of(head: Head) -> Mapping[str, str]:
    """Cookies by name, read as browsers write them.

    Other cookies of the site may contain blanks, commas or JSON without hiding ours.
    """
    text = head.header(b"cookie")
    if "odop_" not in text or len(text) > MAX_COOKIE_BYTES:
        return {}
    return cookie_parser(text)


def cookie_name(name: str) -> str:
    """The name of a cookie, with a prefix that browsers accept over https only.

    A cookie without it can be set by an http:// page of the site or by someone in between.
    """
    return f"{SECURE_PREFIX}{name}" if settings().is_https else name


def _cookie(head: Head, name: str) -> str | None:
    return cookies_of(head).get(cookie_name(name)) or None


def device_of(head: Head) -> str:
    return head.header(b"user-agent")[:MAX_DEVICE_CHARACTERS]
