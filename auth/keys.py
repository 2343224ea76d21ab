"""The mart's own secrets: what it signs, seals and hashes with. One file holds them all."""

import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey

from auth.hashing import SECRET_BYTES, Hashing
from auth.sealing import Sealing
from auth.signatures import Signatures
from auth.tokens import Tokens, new_key
from settings import Misconfigured, settings


class NoKeys(Misconfigured):
    """There is no file of keys, or it is not one. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """`hashing` keeps one-time codes, refresh tokens, devices, API keys, and whose orders are."""

    tokens: Tokens
    signatures: Signatures
    sealing: Sealing
    hashing: Hashing


def made() -> dict[str, object]:
    """The content of a new file of keys."""
    return {
        "signing": [new_key().as_dict(private=True)],
        "sealing": [{"id": 1, "key": secrets.token_hex(SECRET_BYTES)}],
        "secret": [{"id": 1, "key": secrets.token_hex(SECRET_BYTES)}],
    }


def write(path: Path, content: dict[str, object]) -> None:
    """Write a file of keys that only its owner reads: whole, and never over another one's.

    Raises FileExistsError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    finally:
        beside.unlink()


def rotated(content: dict[str, object]) -> dict[str, object]:
    """The file with a new key to sign with before the others, one to seal and one to hash with.

    Of the keys to sign with two are kept: tokens of the older one hold for minutes. The public
    halves of all stay as `retired`: records they signed are read for years. Keys to seal and to
    hash with are all kept: what they sealed and hashed is still there (`odop keys status`).
    """
    signing, sealing = content["signing"], content["sealing"]
    hashing = _secrets(content["secret"])
    assert isinstance(signing, list)
    assert isinstance(sealing, list)
    return {
        **content,
        "signing": [new_key().as_dict(private=True), *signing[:1]],
        "retired": [*_public(signing[1:]), *_listed(content.get("retired"))],
        "sealing": [_fresh(sealing), *sealing],
        "secret": [_fresh(hashing), *hashing],
    }


def _fresh(keys: Sequence[Any]) -> dict[str, object]:
    last = max(each["id"] for each in keys)
    return {"id": last + 1, "key": secrets.token_hex(SECRET_BYTES)}


def _secrets(value: Any) -> list[dict[str, Any]]:
    """The secrets of a file; of one from before they could be rotated, its only one."""
    return [{"id": 1, "key": value}] if isinstance(value, str) else list(value)


def _public(keys: Sequence[Any]) -> list[dict[str, object]]:
    return [dict(OKPKey.import_key(each).as_dict(private=False)) for each in keys]


def _listed(value: object) -> list[dict[str, object]]:
    return list(value) if isinstance(value, list) else []


def read(path: Path) -> Keys:
    """Raises NoKeys."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        signing: Sequence[OKPKey] = [OKPKey.import_key(each) for each in content["signing"]]
        sealing = {each["id"]: bytes.fromhex(each["key"]) for each in content["sealing"]}
        hashing = Hashing(
            {each["id"]: bytes.fromhex(each["key"]) for each in _secrets(content["secret"])}
        )
        retired = [OKPKey.import_key(each) for each in content.get("retired", ())]
        signatures = Signatures([*signing, *retired])
        return Keys(Tokens(signing), signatures, Sealing(sealing), hashing)
    except FileNotFoundError:
        raise NoKeys(f"There is no file of keys at {path}. `odop keys new` makes one.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoKeys(f"{path} is not a file of keys: {error}.") from None


@cache
def keys() -> Keys:
    """The keys of this process. In development they are made when first needed. Raises NoKeys."""
    path = settings().keys_path
    if not path.exists() and not settings().is_production:
        # Another process may be first.
        with suppress(FileExistsError):
            write(path, made())
    return read(path)
