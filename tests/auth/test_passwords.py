"""Password hashing: strong, in threads, and equally slow for unknown accounts."""

import asyncio
import unicodedata

import pytest
from argon2 import PasswordHasher

from auth.credentials import passwords
from auth.credentials.passwords import HASHER, MAX_PASSWORD_CHARACTERS, Passwords, TooBusy

PASSWORD = "मिर्ज़ापुर की दरी 1857"


@pytest.fixture(scope="module")
def kept() -> Passwords:
    return Passwords()


async def test_only_the_right_password_is_accepted(kept: Passwords) -> None:
    made = await kept.hash(PASSWORD)
    assert PASSWORD not in made
    assert await kept.check(made, PASSWORD)
    assert not await kept.check(made, PASSWORD + " ")


async def test_hashing_parameters_meet_owasp(kept: Passwords) -> None:
    made = await kept.hash(PASSWORD)
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_two_hashes_of_one_password_differ(kept: Passwords) -> None:
    assert await kept.hash(PASSWORD) != await kept.hash(PASSWORD)


async def test_an_unknown_account_costs_the_same_hashing(
    kept: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, hash: str, password: str) -> bool:
        worked.append(hash.rsplit("$", 2)[0])
        return verify(self, hash, password)

    made = await kept.hash(PASSWORD)
    monkeypatch.setattr(PasswordHasher, "verify", watched)
    assert not await kept.check(made, "another")
    assert not await kept.check(None, "another")
    assert not await kept.check(None, "nobody's password")
    assert len(worked) == 3
    assert len(set(worked)) == 1


async def test_an_enormous_password_is_refused_and_not_truncated(kept: Passwords) -> None:
    made = await kept.hash("x" * MAX_PASSWORD_CHARACTERS)
    assert await kept.check(made, "x" * MAX_PASSWORD_CHARACTERS)
    assert not await kept.check(made, "x" * (MAX_PASSWORD_CHARACTERS + 1))
    assert not await kept.check(made, "x" * 1_000_000)


async def test_a_corrupt_hash_accepts_nothing(kept: Passwords) -> None:
    assert not await kept.check("spoilt", PASSWORD)
    for password in ("", PASSWORD, "nobody's password"):
        assert not await kept.check("", password)


async def test_a_hash_of_weaker_parameters_is_outdated(kept: Passwords) -> None:
    weaker = await Passwords(PasswordHasher(time_cost=1, memory_cost=8192)).hash(PASSWORD)
    assert await kept.match(weaker, PASSWORD) is True
    assert await kept.match(await kept.hash(PASSWORD), PASSWORD) is False
    assert await kept.match(weaker, "another password") is None


# Each as one code point and as two: nukta letters, accents, Hangul.
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u0958\u095b\u095d मीनार और बाग़", "क\u093cज\u093cढ\u093c मीनार और बाग़"),
        ("caf\u00e9 in june", "cafe\u0301 in june"),
        ("\ud55c\uae00 leaves", "\u1112\u1161\u11ab\u1100\u1173\u11af leaves"),
    ],
)
async def test_a_password_is_the_same_however_its_letters_are_composed(
    kept: Passwords, one: str, other: str
) -> None:
    for typed, again in ((one, other), (other, one)):
        assert await kept.match(await kept.hash(typed), again) is False
    # What was hashed as it was typed is taken as it was typed, and hashed anew.
    for typed in (one, other):
        old = HASHER.hash(typed)
        is_composed = unicodedata.normalize("NFC", typed) == typed
        assert await kept.match(old, typed) is (not is_composed)
    assert await kept.match(await kept.hash(one), f"{one}x") is None


async def test_a_password_may_be_any_text(kept: Passwords) -> None:
    for text in ("\0" * 10, "\ud800 half a pair", "\u202e hidden \u200b", "🪔" * 10):
        assert await kept.match(await kept.hash(text), text) is False


async def test_too_many_concurrent_hashes_are_refused(
    kept: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "MAX_WAITING", 4)
    found = await asyncio.gather(
        *(kept.check(None, "guess") for _ in range(10)), return_exceptions=True
    )
    assert [each for each in found if each is False] == [False] * 4
    assert sum(isinstance(each, TooBusy) for each in found) == 6
    assert await kept.hash(PASSWORD)
