"""One-time codes."""

import asyncio

import pytest

import models
from database.connect import execute, fetch_value
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, make_account
from tests.support.people.sign_in import FOLDED, PHONE, codes_of, write

pytestmark = pytest.mark.usefixtures("reference")


async def test_codes_do_not_reveal_accounts(ask: Ask, postbox: Postbox) -> None:
    known = await make_account()
    for contact in ({"phone": known.phone}, {"phone": PHONE}, {"email": "no@buyer.example.in"}):
        payload = await write(ask, "OtpRequest", **contact)
        assert payload["errors"] == []
        assert set(payload["challenge"]) == {"id", "expiresAt", "resendAfter"}
    assert len(postbox.messages) == 3


async def test_the_next_code_has_to_wait(ask: Ask, postbox: Postbox) -> None:
    await write(ask, "OtpRequest", phone=PHONE)
    assert codes_of(await write(ask, "OtpRequest", phone=PHONE)) == ["TOO_SOON"]
    assert len(postbox.messages) == 1


async def test_a_phone_gets_five_codes_an_hour(ask: Ask, postbox: Postbox) -> None:
    for _ in range(5):
        await write(ask, "OtpRequest", phone=PHONE)
        await execute("UPDATE otp_challenge SET resend_after = now()")
        # The limit of the client is another one.
        await execute("DELETE FROM rate_counter WHERE key LIKE '%/messages-from/%'")
    assert codes_of(await write(ask, "OtpRequest", phone=PHONE)) == ["TOO_MANY_TRIES"]
    assert len(postbox.messages) == 5


async def test_a_code_has_five_attempts(ask: Ask, postbox: Postbox) -> None:
    sent = await write(ask, "OtpRequest", phone=PHONE)
    code = postbox.code(FOLDED)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        payload = await write(ask, "OtpVerify", challenge=sent["challenge"]["id"], code=wrong)
        assert codes_of(payload) == ["WRONG_CODE"]
    payload = await write(ask, "OtpVerify", challenge=sent["challenge"]["id"], code=code)
    assert codes_of(payload) == ["WRONG_CODE"]


async def test_a_code_works_once_and_for_five_minutes(ask: Ask, postbox: Postbox) -> None:
    sent = await write(ask, "OtpRequest", phone=PHONE)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    assert (await write(ask, "OtpVerify", **given))["errors"] == []
    assert codes_of(await write(ask, "OtpVerify", **given)) == ["WRONG_CODE"]

    await execute("UPDATE otp_challenge SET resend_after = now()")
    sent = await write(ask, "OtpRequest", phone=PHONE)
    await execute("UPDATE otp_challenge SET expires_at = now() - interval '1 second'")
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    assert codes_of(await write(ask, "OtpVerify", **given)) == ["WRONG_CODE"]


async def test_codes_are_kept_as_hashes(ask: Ask, postbox: Postbox) -> None:
    await write(ask, "OtpRequest", phone=PHONE)
    kept = await fetch_value("SELECT otp_challenge::text FROM otp_challenge")
    assert postbox.code(FOLDED) not in kept


async def test_a_code_is_accepted_once_concurrently(ask: Ask, postbox: Postbox) -> None:
    sent = await write(ask, "OtpRequest", phone=PHONE)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    found = await asyncio.gather(*(write(ask, "OtpVerify", **given) for _ in range(20)))
    assert sum(each["session"] is not None for each in found) == 1
    assert await models.Session.all().count() == 1
