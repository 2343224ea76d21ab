"""Signed records, kept by others: JSON as compact JWS (RFC 7515) with the mart's Ed25519 key."""

from collections.abc import Sequence
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from auth.crypto.access_tokens import ALGORITHM

MAX_RECORD_CHARACTERS = 20_000


class BadSignature(Exception):  # noqa: N818 - it says what happened
    """The record was not signed by the mart, was changed, or its key is no longer known."""


class Signatures:
    """Signs with the first of its keys and verifies with all of them.

    The header of a record has its kind, so that it never passes for another kind or for an access
    token.
    """

    def __init__(self, keys: Sequence[OKPKey]) -> None:
        self._signing = keys[0]
        self._keys_by_id = {key.thumbprint(): key for key in keys}

    def sign(self, kind: str, content: dict[str, Any]) -> str:
        header = {"alg": ALGORITHM, "kid": self._signing.thumbprint(), "typ": kind}
        body = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
        return jws.serialize_compact(header, body, self._signing, algorithms=[ALGORITHM])

    def read(self, kind: str, text: str) -> dict[str, Any]:
        """The content of a record. Raises BadSignature."""
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
