"""Records the mart signs for others to keep: JSON under its Ed25519 key, compact JWS (RFC 7515)."""

from collections.abc import Sequence
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from auth.crypto.tokens import ALGORITHM

MAX_RECORD_CHARACTERS = 20_000


class BadSignature(Exception):  # noqa: N818 - it says what happened
    """A record that is not what the mart signed, or that was signed with a key nobody has."""


class Signatures:
    """Signs with the first of its keys, and knows what was signed with any of them.

    A record says in its header what kind it is, so that one kind never passes for another, nor for
    an access token.
    """

    def __init__(self, keys: Sequence[OKPKey]) -> None:
        self._signing = keys[0]
        self._keys_by_id = {key.thumbprint(): key for key in keys}

    def sign(self, kind: str, content: dict[str, Any]) -> str:
        header = {"alg": ALGORITHM, "kid": self._signing.thumbprint(), "typ": kind}
        body = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
        return jws.serialize_compact(header, body, self._signing, algorithms=[ALGORITHM])

    def read(self, kind: str, text: str) -> dict[str, Any]:
        """What a record says. Raises BadSignature."""
        if len(text) > MAX_RECORD_CHARACTERS:
            raise BadSignature
        try:
            record = jws.extract_compact(text.encode())
            header = record.headers()
            key = self._keys_by_id[header["kid"]]
            if header.get("typ") != kind:
                raise BadSignature
            checked = jws.deserialize_compact(text, key, algorithms=[ALGORITHM])
            content = orjson.loads(checked.payload)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise BadSignature from None
        if not isinstance(content, dict):
            raise BadSignature
        return content
