"""Passwords are hashed well, off the loop, and an unknown account looks like a known one."""

import asyncio

import pytest
from argon2 import PasswordHasher

from auth import passwords
from auth.passwords import LONGEST, Passwords, TooBusy

PASSWORD = "मिर्ज़ापुर की दरी 1857"


@pytest.fixture(scope="module")
def kept() -> Passwords:
    return Passwords()


async def test_the_right_password_is_known_and_another_is_not(kept: Passwords) -> None:
    made = await kept.hash(PASSWORD)
    assert PASSWORD not in made
    assert await kept.check(made, PASSWORD)
    assert not await kept.check(made, PASSWORD + " ")


async def test_parameters_are_at_least_those_of_owasp(kept: Passwords) -> None:
    made = await kept.hash(PASSWORD)
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_two_of_one_password_differ(kept: Passwords) -> None:
    assert await kept.hash(PASSWORD) != await kept.hash(PASSWORD)


async def test_nobodys_password_is_checked_with_the_same_work(
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


async def test_an_enormous_password_is_refused_and_not_cut_to_a_right_one(kept: Passwords) -> None:
    made = await kept.hash("x" * LONGEST)
    assert await kept.check(made, "x" * LONGEST)
    assert not await kept.check(made, "x" * (LONGEST + 1))
    assert not await kept.check(made, "x" * 1_000_000)


async def test_what_is_kept_and_spoilt_opens_nothing(kept: Passwords) -> None:
    assert not await kept.check("spoilt", PASSWORD)
    for password in ("", PASSWORD, "nobody's password"):
        assert not await kept.check("", password)


async def test_a_hash_of_weaker_parameters_is_outdated(kept: Passwords) -> None:
    weaker = await Passwords(PasswordHasher(time_cost=1, memory_cost=8192)).hash(PASSWORD)
    assert await kept.check(weaker, PASSWORD)
    assert kept.is_outdated(weaker)
    assert not kept.is_outdated(await kept.hash(PASSWORD))


async def test_too_many_at_once_are_told_so_and_the_others_answered(
    kept: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "MOST_WAITING", 4)
    found = await asyncio.gather(
        *(kept.check(None, "guess") for _ in range(10)), return_exceptions=True
    )
    assert [each for each in found if each is False] == [False] * 4
    assert sum(isinstance(each, TooBusy) for each in found) == 6
    assert await kept.hash(PASSWORD)
