"""Rotation of the key file, which stays readable whatever happens."""

import copy
import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auth.crypto import encryption, hashing, keys
from auth.crypto.keys import NoKeys, NoNumber

Content = dict[str, Any]
KEY = "ab" * 32
NOW = datetime.now(UTC)


def set_id(name: str, number: object) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        content[name][0]["id"] = number

    return change


def set_to(name: str, value: object) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        content[name] = value

    return change


# Files as people change them by hand.
CHANGES: tuple[Callable[[Content], None], ...] = (
    lambda content: None,
    lambda content: content.update(secret=content["secret"][0]["key"]),
    lambda content: content["secret"].append({"id": 1, "key": KEY}),
    lambda content: content["sealing"].append({"id": 1, "key": KEY}),
    lambda content: content["secret"].append({"id": 9, "key": KEY}),
    lambda content: content["sealing"].append({"id": 9, "key": KEY}),
    lambda content: content.update(note="ours"),
    set_id("secret", hashing.MAX_ID - 1),
    set_id("secret", hashing.MAX_ID),
    set_id("secret", hashing.MAX_ID + 1),
    set_id("secret", 0),
    set_id("secret", "1"),
    set_id("secret", 1.0),
    set_id("secret", True),
    set_id("secret", None),
    set_id("sealing", encryption.MAX_ID - 1),
    set_id("sealing", encryption.MAX_ID),
    set_id("sealing", encryption.MAX_ID + 1),
    set_id("sealing", 0),
    set_id("sealing", -1),
    set_id("sealing", 1.5),
    set_id("sealing", "1"),
    set_to("secret", []),
    set_to("sealing", []),
    set_to("signing", []),
    set_to("signing", [{}]),
    set_to("signing", [1]),
    set_to("signing", {}),
    set_to("signing", [{"kty": "OKP", "crv": "Ed25519", "x": "AA"}]),
    set_to("signing", [{"kty": "oct", "k": "AAAA"}]),
    lambda content: content["signing"][0].update(crv="X25519"),
    lambda content: content["signing"][0].update(d="AA"),
    # The public half signs nothing.
    lambda content: content["signing"][0].pop("d"),
    set_to("retired", [{"kty": "OKP"}]),
    set_to("secret", [{"id": 1, "key": "zz" * 32}]),
    set_to("sealing", [{"id": 1}]),
    set_to("sealing", {"id": 1, "key": KEY}),
    set_to("secret", KEY[:-2]),
    set_to("last", {"secret": hashing.MAX_ID}),
    set_to("last", {"sealing": "9"}),
    set_to("last", [1]),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    keys.write(path, keys.new_content())
    return path


def content_of(path: Path) -> Content:
    content: Content = json.loads(path.read_text())
    return content


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_a_rotation_leaves_a_readable_key_file(file: Path, number: int) -> None:
    content = content_of(file)
    CHANGES[number](content)
    file.write_text(json.dumps(content))
    before = file.read_bytes()
    is_used_up = content.get("last") == {"secret": hashing.MAX_ID}
    try:
        old = keys.read(file)
        kept, sealed = old.hashing.keyed_hash("code", "1"), old.sealing.seal("PAN", "payee:1")
        token, _ = old.tokens.issue(1, 2, NOW)
    except NoKeys:
        with pytest.raises(NoKeys):
            keys.rotate(file)
        assert file.read_bytes() == before
        return
    if (
        old.hashing.newest == hashing.MAX_ID
        or old.sealing.newest == encryption.MAX_ID
        or is_used_up
    ):
        with pytest.raises(NoNumber, match="no number left"):
            keys.rotate(file)
        assert file.read_bytes() == before
        keys.rotate(file, set())
        new = keys.read(file)
        assert {new.hashing.newest, new.sealing.newest} & {1} == set()
        assert new.hashing.newest not in old.hashing.ids
        assert new.sealing.newest not in old.sealing.ids
    else:
        keys.rotate(file)
        new = keys.read(file)
        assert new.hashing.newest not in old.hashing.ids
        assert new.sealing.newest not in old.sealing.ids
    assert new.tokens.read(token, NOW).account_id == 1
    assert new.hashing.matches(kept, "code", "1")
    assert new.sealing.open(sealed, "payee:1") == "PAN"
    assert new.sealing.open(new.sealing.seal("x", "y"), "y") == "x"
    assert list(file.parent.iterdir()) == [file]


def test_key_numbers_are_never_reused_after_removal(file: Path) -> None:
    seen: dict[tuple[str, int], str] = {}
    for _ in range(4):
        keys.rotate(file)
        content = content_of(file)
        for name in ("sealing", "secret"):
            for key in content[name]:
                assert seen.setdefault((name, key["id"]), key["key"]) == key["key"]
            # The newest has leaked.
            content[name] = content[name][1:]
        file.write_text(json.dumps(content))


def test_unneeded_key_numbers_are_reused_when_all_are_taken(file: Path) -> None:
    content = content_of(file)
    content["last"] = {"sealing": encryption.MAX_ID, "secret": hashing.MAX_ID}
    file.write_text(json.dumps(content))
    for used, number in ((set(), 2), ({3, 4, 9}, 5), (set(), 3), (set(range(256)), None)):
        before = file.read_bytes()
        with pytest.raises(NoNumber):
            keys.rotate(file)
        if number is None:
            with pytest.raises(NoNumber, match="keys status"):
                keys.rotate(file, used)
            assert file.read_bytes() == before
        else:
            keys.rotate(file, used)
            assert keys.read(file).sealing.newest == number
    assert keys.read(file).hashing.ids == (4, 3, 2, 1)
    # Whoever takes keys out has numbers again.
    content = content_of(file)
    content["sealing"], content["secret"] = content["sealing"][:1], content["secret"][:1]
    file.write_text(json.dumps(content))
    keys.rotate(file, {3})
    assert keys.read(file).sealing.newest == 2
    assert keys.read(file).hashing.newest == 2


def test_the_key_file_holds_every_number_once(file: Path) -> None:
    for _ in range(hashing.MAX_ID - 1):
        keys.rotate(file)
    with pytest.raises(NoNumber):
        keys.rotate(file, set())
    assert len(keys.read(file).hashing.ids) == hashing.MAX_ID


def test_concurrent_rotations_are_not_lost(file: Path) -> None:
    with ThreadPoolExecutor(4) as several:
        list(several.map(keys.rotate, [file] * 8))
    content = content_of(file)
    for name in ("sealing", "secret"):
        assert [each["id"] for each in content[name]] == list(range(9, 0, -1))
    assert len(content["signing"]) + len(content["retired"]) == 9


def test_rotation_keeps_a_symlink(file: Path) -> None:
    link = file.with_name("link.json")
    link.symlink_to(file.name)
    keys.rotate(link)
    assert link.is_symlink()
    assert keys.read(file).sealing.newest == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away")
def test_rotation_keeps_the_owner_of_the_file(file: Path) -> None:
    os.chown(file, 65534, 65533)
    keys.rotate(file)
    after = file.stat()
    assert (after.st_uid, after.st_gid) == (65534, 65533)
    assert stat.S_IMODE(after.st_mode) == 0o600


def test_rotation_does_not_change_its_input() -> None:
    content = keys.new_content()
    before = copy.deepcopy(content)
    keys.rotated(content)
    assert content == before
