"""Who asks: the token, the key, the cookie."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.requests import cookie_parser

from auth.credentials.api_keys import API_KEYS, PREFIX
from auth.crypto.keys import keys
from auth.crypto.tokens import BadToken, Claims
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
# Those of the whole site come along, and a browser keeps some hundred of them.
MAX_COOKIE_BYTES = 16_384


class Bearer:
    """Authenticates `Authorization` headers and caches verified tokens."""

    def __init__(self) -> None:
        self._claims: OrderedDict[str, Claims] = OrderedDict()
        self._good_keys: dict[str, float] = {}
        # By the whole header, for those who ask again and again.
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
        """Whether a token was valid recently and is accepted whatever its address did."""
        return text in self._claims or self._good_keys.get(text, 0.0) > time.time()

    async def viewer(self, text: str) -> tuple[Viewer, float] | None:
        """The viewer and the expiry (Unix seconds); None if the token is invalid."""
        if text.startswith(PREFIX):
            found = await API_KEYS.viewer(text, datetime.now(UTC))
            if found is None:
                return None
            if len(self._good_keys) >= MAX_GOOD_KEYS:
                self._good_keys.clear()
            self._good_keys[text] = time.time() + GOOD_SECONDS
            viewer, ends = found
            return viewer, float("inf") if ends is None else ends.timestamp()
        claims = self._claims.get(text)
        if claims is None:
            try:
                claims = keys().tokens.read(text, datetime.now(UTC))
            except BadToken:
                return None
            self._claims[text] = claims
            if len(self._claims) > MAX_CACHED_TOKENS:
                self._claims.popitem(last=False)
        elif claims.expires_at <= time.time():
            del self._claims[text]
            return None
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
    """The number of a device that has signed in before."""
    value = _cookie(head, DEVICE_COOKIE)
    return None if value is None else read_cookie(value)


def outdated_device_id_of(head: Head) -> str | None:
    """The number of such a device whose cookie is to be made anew."""
    value = _cookie(head, DEVICE_COOKIE)
    return None if value is None else outdated(value)


def cookies_of(head: Head) -> Mapping[str, str]:
    """The cookies by their names, read as browsers write them.

    What others of the site have put into theirs, blanks, commas, JSON, takes nothing from ours.
    """
    text = head.header(b"cookie")
    if "odop_" not in text or len(text) > MAX_COOKIE_BYTES:
        return {}
    return cookie_parser(text)


def cookie_name(name: str) -> str:
    """The name a cookie is set and read by: with a prefix that browsers take over https alone.

    One without it may be planted by whoever stands between, or by an http:// page of the site.
    """
    return f"{SECURE_PREFIX}{name}" if settings().is_https else name


def _cookie(head: Head, name: str) -> str | None:
    return cookies_of(head).get(cookie_name(name)) or None


def device_of(head: Head) -> str:
    return head.header(b"user-agent")[:MAX_DEVICE_CHARACTERS]
