"""The key file: the mart's keys for signing, encryption and hashing."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from auth.crypto.access_tokens import Tokens, new_key
from auth.crypto.encryption import MAX_ID as MAX_SEALING
from auth.crypto.encryption import Sealing
from auth.crypto.hashing import MAX_ID as MAX_SECRET
from auth.crypto.hashing import SECRET_BYTES, Hashing
from auth.crypto.signatures import Signatures
from settings import Misconfigured, settings


class NoKeys(Misconfigured):
    """The key file is missing or malformed. The message has the remedy."""


class NoNumber(NoKeys):
    """The key file has no id left for a new key."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a key file.

    `hashing` is for one-time codes, refresh tokens, devices, API keys and marks of orders.
    """

    tokens: Tokens
    signatures: Signatures
    sealing: Sealing
    hashing: Hashing


def new_content() -> dict[str, object]:
    """The content of a new key file."""
    return {
        "signing": [new_key().as_dict(private=True)],
        "sealing": [{"id": 1, "key": secrets.token_hex(SECRET_BYTES)}],
        "secret": [{"id": 1, "key": secrets.token_hex(SECRET_BYTES)}],
    }


def write(path: Path, content: Mapping[str, object]) -> None:
    """Write a key file atomically, readable only by its owner. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _temporary_file(path, content) as temporary:
        os.link(temporary, path)


def rotate(path: Path, sealed_with: Set[int] | None = None) -> None:
    """Add new keys to the file atomically, keeping its owner.

    `sealed_with` are the ids of encryption keys in use in the database; if no new id is left, ids
    neither in use nor in the file are given again. Raises NoNumber, or NoKeys if the file is
    malformed or would become so.
    """
    path = path.resolve()  # the target of a symbolic link
    read(path)
    # Concurrent rotations run one after the other.
    with _locked(path.parent):
        before = json.loads(path.read_text(encoding="utf-8"))
        try:
            content = rotated(before, sealed_with)
        except IndexError:
            raise NoNumber(
                f"{path} has no number left for a new key. Take out keys that nothing needs, as"
                " `odop keys status` tells, and repeat this."
            ) from None
        _of(content)
        owner = path.stat()
        with _temporary_file(path, content) as temporary:
            if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()):
                os.chown(temporary, owner.st_uid, owner.st_gid)
            os.replace(temporary, path)


@contextmanager
def _temporary_file(path: Path, content: Mapping[str, object]) -> Iterator[Path]:
    """A complete file with this content in the same folder, removed afterwards unless moved."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def rotated(content: dict[str, object], sealed_with: Set[int] | None = None) -> dict[str, object]:
    """The content with a new first key for signing, encryption and hashing each.

    Two signing keys stay, because tokens of the older one are valid for minutes; the public halves
    of older ones stay as `retired`, because signed records are verified for years. All encryption
    and hashing keys stay while values of theirs are stored (`odop keys status`). Ids of removed
    keys are not given again, because sealed values and hashes begin with them; only if all ids
    are used up are those reused that encrypt nothing any more. Hashes of a removed secret cannot
    be verified anyway, so its id may be reused.

    Raises IndexError if no id is left.
    """
    signing, sealing = content["signing"], content["sealing"]
    hashing = _secrets(content["secret"])
    numbers = content.get("last")
    last_ids: Mapping[str, int] = numbers if isinstance(numbers, dict) else {}
    assert isinstance(signing, list)
    assert isinstance(sealing, list)
    # Hashes of an old secret do not reserve its id.
    hashed_with: Set[int] | None = None if sealed_with is None else set()
    fresh = {
        "sealing": _fresh(sealing, last_ids.get("sealing", 0), MAX_SEALING, sealed_with),
        "secret": _fresh(hashing, last_ids.get("secret", 0), MAX_SECRET, hashed_with),
    }
    return {
        **content,
        "signing": [new_key().as_dict(private=True), *signing[:1]],
        "retired": [*_public(signing[1:]), *_listed(content.get("retired"))],
        "sealing": [_written(*fresh["sealing"]), *sealing],
        "secret": [_written(*fresh["secret"]), *hashing],
        "last": {name: max(last_ids.get(name, 0), number) for name, (number, _) in fresh.items()},
    }


def _fresh(keys: Sequence[Any], last_id: int, most: int, used: Set[int] | None) -> tuple[int, str]:
    """A new key with the next id; after the last one with the first free one, if `used` is given.

    Id 1 is never reused: hashes without an id belong to it.
    """
    ids = {each["id"] for each in keys}
    number: int = max(last_id, *ids) + 1
    if number > most:
        free = [] if used is None else [n for n in range(2, most + 1) if n not in {*ids, *used}]
        number = free[0]
    return number, secrets.token_hex(SECRET_BYTES)


def _written(number: int, key: str) -> dict[str, object]:
    return {"id": number, "key": key}


def _secrets(value: Any) -> list[dict[str, Any]]:
    """The hashing secrets of a file; files from before rotation have a single one."""
    return [{"id": 1, "key": value}] if isinstance(value, str) else list(value)


def _public(keys: Sequence[Any]) -> list[dict[str, object]]:
    return [dict(OKPKey.import_key(each).as_dict(private=False)) for each in keys]


def _listed(value: object) -> list[dict[str, object]]:
    return list(value) if isinstance(value, list) else []


def read(path: Path) -> Keys:
    """Read a key file. Raises NoKeys."""
    try:
        return _of(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NoKeys(f"There is no key file at {path}. Create one with `odop keys new`.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoKeys(f"{path} is not a key file: {error}.") from None


def _of(content: Mapping[str, Any]) -> Keys:
    """The keys of a file's content. Raises ValueError, KeyError, TypeError if it is malformed."""
    signing = [_to_sign_with(each) for each in content["signing"]]
    if not all(key.is_private for key in signing):
        raise ValueError("a signing key needs its private half")
    retired = [_to_sign_with(each) for each in content.get("retired", ())]
    last = content.get("last", {})
    if not isinstance(last, dict) or not all(type(each) is int for each in last.values()):
        raise ValueError("`last` must have the last ids by kind")
    return Keys(
        Tokens(signing),
        Signatures([*signing, *retired]),
        Sealing(_by_number(content["sealing"])),
        Hashing(_by_number(_secrets(content["secret"]))),
    )


def _to_sign_with(written: Any) -> OKPKey:
    if not isinstance(written, dict) or written.get("crv") != "Ed25519":
        raise ValueError("a signing key must be a JWK of Ed25519")
    try:
        return OKPKey.import_key(written)
    except JoseError as error:
        raise ValueError(str(error)) from None


def _by_number(keys: Sequence[Any]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for each in keys:
        number = each["id"]
        if type(number) is not int or number in found:
            raise ValueError(f"{number!r} is not a unique id")
        found[number] = bytes.fromhex(each["key"])
    return found


@cache
def keys() -> Keys:
    """The keys of this process. In development a missing file is created. Raises NoKeys."""
    path = settings().keys_path
    if not path.exists() and not settings().is_production:
        # Another process may create it at the same time.
        with suppress(FileExistsError):
            write(path, new_content())
    return read(path)
