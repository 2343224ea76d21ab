"""Access tokens: short-lived JSON Web Tokens, signed with Ed25519 (RFC 7519, 9864)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
LIFETIME_SECONDS = 300
# A token has some four hundred characters.
MAX_TOKEN_CHARACTERS = 2_000
ISSUER = "odop-mart"


class BadToken(Exception):  # noqa: N818 - it says what happened
    """The token is not the mart's, was changed or has expired."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of an access token: account, session and expiry."""

    account_id: int
    session_id: int
    expires_at: int


def new_key() -> OKPKey:
    """A new signing key; its `kid` is its thumbprint (RFC 7638)."""
    return OKPKey.generate_key("Ed25519", {"alg": ALGORITHM, "use": "sig"}, auto_kid=True)


class Tokens:
    """Signs with the first of its keys and verifies with all of them.

    To rotate keys, put a new one first; the old one is needed for `LIFETIME_SECONDS` more.
    """

    def __init__(self, keys: Sequence[OKPKey]) -> None:
        if not keys:
            raise ValueError("tokens are signed with a key; there is none")
        for key in keys:
            key.ensure_kid()
        self._signing = keys[0]
        self._keys_by_id = {key.kid: key for key in keys}

    def issue(
        self, account_id: int, session_id: int, now: datetime, ends_by: datetime | None = None
    ) -> tuple[str, int]:
        """Return a token and its expiry in seconds since 1970, at most the session's."""
        begun = int(now.timestamp())
        ends = begun + LIFETIME_SECONDS
        if ends_by is not None:
            ends = min(ends, int(ends_by.timestamp()))
        text = jwt.encode(
            {"alg": ALGORITHM, "kid": self._signing.kid},
            {
                "iss": ISSUER,
                "sub": str(account_id),
                "sid": str(session_id),
                "iat": begun,
                "exp": ends,
            },
            self._signing,
            algorithms=[ALGORITHM],
        )
        return text, ends

    def read(self, text: str, now: datetime) -> Claims:
        """The claims of a token. Raises BadToken."""
        if len(text) > MAX_TOKEN_CHARACTERS:
            raise BadToken
        try:
            token = jwt.decode(text, self._key_of, algorithms=[ALGORITHM])
            return self._claims(token.claims, now)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise BadToken from None

    def _key_of(self, token: Any) -> OKPKey:
        return self._keys_by_id[token.headers()["kid"]]

    def _claims(self, claims: dict[str, Any], now: datetime) -> Claims:
        ends = claims["exp"]
        if claims["iss"] != ISSUER or not isinstance(ends, int) or ends <= now.timestamp():
            raise BadToken
        return Claims(int(claims["sub"]), int(claims["sid"]), ends)
