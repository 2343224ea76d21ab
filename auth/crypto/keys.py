"""The mart's own secrets: what it signs, seals and hashes with. One file holds them all."""

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

from auth.crypto.encryption import MAX_ID as MAX_SEALING
from auth.crypto.encryption import Sealing
from auth.crypto.hashing import MAX_ID as MAX_SECRET
from auth.crypto.hashing import SECRET_BYTES, Hashing
from auth.crypto.signatures import Signatures
from auth.crypto.tokens import Tokens, new_key
from settings import Misconfigured, settings


class NoKeys(Misconfigured):
    """There is no file of keys, or it is not one. The message says what to do."""


class NoNumber(NoKeys):
    """A file has no number left for a new key, unless one can be given again."""


@dataclass(frozen=True, slots=True)
class Keys:
    """`hashing` keeps one-time codes, refresh tokens, devices, API keys, and whose orders are."""

    tokens: Tokens
    signatures: Signatures
    sealing: Sealing
    hashing: Hashing


def new_content() -> dict[str, object]:
    """The content of a new file of keys."""
    return {
        "signing": [new_key().as_dict(private=True)],
        "sealing": [{"id": 1, "key": secrets.token_hex(SECRET_BYTES)}],
        "secret": [{"id": 1, "key": secrets.token_hex(SECRET_BYTES)}],
    }


def write(path: Path, content: Mapping[str, object]) -> None:
    """Write a file of keys that only its owner reads: whole, and never over another one's.

    Raises FileExistsError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _temporary_file(path, content) as beside:
        os.link(beside, path)


def rotate(path: Path, sealed_with: Set[int] | None = None) -> None:
    """Put new keys into the file, which stays its owner's, or leave it as it is.

    Once all numbers were given, `sealed_with` are those of keys that something is sealed with:
    others whose keys are out of the file are given again. Raises NoKeys, also where the file would
    be one that the mart cannot read; NoNumber.
    """
    path = path.resolve()  # what a link leads to, not the link
    read(path)
    # Of several at once each goes on from what the one before has made.
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
        with _temporary_file(path, content) as beside:
            if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()):
                os.chown(beside, owner.st_uid, owner.st_gid)
            os.replace(beside, path)


@contextmanager
def _temporary_file(path: Path, content: Mapping[str, object]) -> Iterator[Path]:
    """A whole file with this content in the same folder; gone afterwards unless it was moved."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        yield beside
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def rotated(content: dict[str, object], sealed_with: Set[int] | None = None) -> dict[str, object]:
    """The file with a new key to sign with before the others, one to seal and one to hash with.

    Of the keys to sign with two are kept: tokens of the older one hold for minutes. The public
    halves of all stay as `retired`: records they signed are read for years. Keys to seal and to
    hash with are all kept: what they sealed and hashed is still there (`odop keys status`). A
    number is given once, also when its key was taken out: what is sealed or hashed begins with it.
    When there is no other it is given again, after all that it sealed is sealed anew; what it
    hashed nobody can know any more, and a new secret knows it no better.

    Raises IndexError where none is left.
    """
    signing, sealing = content["signing"], content["sealing"]
    hashing = _secrets(content["secret"])
    numbers = content.get("last")
    given: Mapping[str, int] = numbers if isinstance(numbers, dict) else {}
    assert isinstance(signing, list)
    assert isinstance(sealing, list)
    # What an old secret hashed is no reason to keep its number.
    hashed_with: Set[int] | None = None if sealed_with is None else set()
    fresh = {
        "sealing": _fresh(sealing, given.get("sealing", 0), MAX_SEALING, sealed_with),
        "secret": _fresh(hashing, given.get("secret", 0), MAX_SECRET, hashed_with),
    }
    return {
        **content,
        "signing": [new_key().as_dict(private=True), *signing[:1]],
        "retired": [*_public(signing[1:]), *_listed(content.get("retired"))],
        "sealing": [_written(*fresh["sealing"]), *sealing],
        "secret": [_written(*fresh["secret"]), *hashing],
        "last": {name: max(given.get(name, 0), number) for name, (number, _) in fresh.items()},
    }


def _fresh(keys: Sequence[Any], given: int, most: int, used: Set[int] | None) -> tuple[int, str]:
    """A key, with a number that was never given; else, if `used` are known, with the first that
    neither a key of the file has nor `used`, but 1: what has no number counts as of the first.
    """
    ids = {each["id"] for each in keys}
    number: int = max(given, *ids) + 1
    if number > most:
        free = [] if used is None else [n for n in range(2, most + 1) if n not in {*ids, *used}]
        number = free[0]
    return number, secrets.token_hex(SECRET_BYTES)


def _written(number: int, key: str) -> dict[str, object]:
    return {"id": number, "key": key}


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
        return _of(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NoKeys(f"There is no key file at {path}. Create one with `odop keys new`.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoKeys(f"{path} is not a key file: {error}.") from None


def _of(content: Mapping[str, Any]) -> Keys:
    """The keys of a file. Raises ValueError, KeyError, TypeError for what is none."""
    signing = [_to_sign_with(each) for each in content["signing"]]
    if not all(key.is_private for key in signing):
        raise ValueError("the public half of a key signs nothing")
    retired = [_to_sign_with(each) for each in content.get("retired", ())]
    last = content.get("last", {})
    if not isinstance(last, dict) or not all(type(each) is int for each in last.values()):
        raise ValueError("`last` holds the last numbers that were given")
    return Keys(
        Tokens(signing),
        Signatures([*signing, *retired]),
        Sealing(_by_number(content["sealing"])),
        Hashing(_by_number(_secrets(content["secret"]))),
    )


def _to_sign_with(written: Any) -> OKPKey:
    if not isinstance(written, dict) or written.get("crv") != "Ed25519":
        raise ValueError("a key to sign with is a JWK of Ed25519")
    try:
        return OKPKey.import_key(written)
    except JoseError as error:
        raise ValueError(str(error)) from None


def _by_number(keys: Sequence[Any]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for each in keys:
        number = each["id"]
        if type(number) is not int or number in found:
            raise ValueError(f"{number!r} is not the number of one key")
        found[number] = bytes.fromhex(each["key"])
    return found


@cache
def keys() -> Keys:
    """The keys of this process. In development they are made when first needed. Raises NoKeys."""
    path = settings().keys_path
    if not path.exists() and not settings().is_production:
        # Another process may be first.
        with suppress(FileExistsError):
            write(path, new_content())
    return read(path)
