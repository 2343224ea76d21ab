"""Counts of attempts and messages are taken back where and when they were counted."""

from typing import Any

import pytest

from auth import rate_limits
from auth.rate_limits import Counted, Limit
from commerce.core.rate_limits.requesters import name_of_address
from commerce.sign_in import passwords
from database.connect import execute, fetch, fetch_value
from server.app import Mart
from tests.support.people.accounts import PASSWORD, Postbox, make_account
from tests.support.people.devices import CREATE, HASHED, VERIFY, Device, account_with_app

pytestmark = pytest.mark.usefixtures("reference")
REQUEST = """mutation ($i: OtpRequestInput!) { otpRequest(input: $i) {
  challenge { id } errors { code } } }"""


async def counted(limit: Limit, who: str = "") -> list[int]:
    """The numbers of a limit's windows."""
    rows = await fetch(
        "SELECT number FROM rate_counter WHERE key LIKE $1", f"rate/{limit.name}/{who}%"
    )
    return [row["number"] for row in rows]


async def turn() -> None:
    """All windows end; the next ones begin with the next attempts."""
    await execute("UPDATE rate_counter SET expires_at = now() - interval '1 second'")


async def sent(device: Device, email: str) -> dict[str, Any]:
    found = await device.payload(REQUEST, email=email)
    assert found["errors"] == []
    challenge: dict[str, Any] = found["challenge"]
    return challenge


async def entered(device: Device, challenge: dict[str, Any], postbox: Postbox, email: str) -> None:
    given = {"challenge": challenge["id"], "code": postbox.code(email)}
    assert (await device.payload(VERIFY, **given))["errors"] == []


async def test_a_message_is_taken_back_from_the_address_that_caused_it(
    app: Mart, postbox: Postbox
) -> None:
    here, there = Device(app=app), Device(app=app)
    for number in range(3):
        challenge = await sent(here, email := f"asha{number}@buyer.example.in")
        await sent(there, f"meera{number}@buyer.example.in")
        await entered(there, challenge, postbox, email)
    assert set(await counted(rate_limits.MESSAGES_FROM, name_of_address(here.address))) == {0}
    assert set(await counted(rate_limits.MESSAGES_FROM, name_of_address(there.address))) == {3}


async def test_a_message_is_not_taken_back_from_the_next_window(
    app: Mart, postbox: Postbox
) -> None:
    device, email = Device(app=app), "asha@buyer.example.in"
    challenge = await sent(device, email)
    code = postbox.code(email)
    await turn()
    await execute("UPDATE otp_challenge SET resend_after = now()")
    await sent(device, email)
    given = {"challenge": challenge["id"], "code": code}
    assert (await device.payload(VERIFY, **given))["errors"] == []
    for limit in (rate_limits.MESSAGES_FROM, rate_limits.MESSAGES_BY, rate_limits.MESSAGES_TO):
        assert set(await counted(limit)) == {1}


async def test_a_password_is_not_taken_back_from_the_next_window() -> None:
    account, codes = await account_with_app()
    device = Device()
    half = await device.begin(account)
    await turn()
    await device.payload(CREATE, email=account.email, password="not the password")
    assert await device.confirm(half["accessToken"], codes[0]) == []
    for limit in (rate_limits.PASSWORD_BY, rate_limits.PASSWORD_OF):
        assert set(await counted(limit)) == {1}


async def test_a_password_is_taken_back_once_its_code_was_right() -> None:
    account, codes = await account_with_app()
    device = Device()
    assert await device.confirm((await device.begin(account))["accessToken"], codes[0]) == []
    for limit in (rate_limits.PASSWORD_BY, rate_limits.PASSWORD_OF, rate_limits.SIGN_IN):
        assert set(await counted(limit)) == {0}


async def test_a_mutation_is_taken_back_from_its_own_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account, device = await make_account(password_hash=HASHED), Device()
    found = passwords.password_matches

    async def slow(*arguments: Any) -> bool:
        await turn()
        await rate_limits.count_client(rate_limits.SIGN_IN, device.address)
        return await found(*arguments)

    monkeypatch.setattr("commerce.sign_in.sign_in.password_matches", slow)
    payload = await device.payload(CREATE, email=account.email, password=PASSWORD)
    assert payload["errors"] == []
    assert set(await counted(rate_limits.SIGN_IN)) == {1}


@pytest.mark.parametrize("limit", rate_limits.LIMITS.values(), ids=lambda limit: limit.name)
async def test_every_limit_takes_back_from_the_counted_window_only(limit: Limit) -> None:
    first = await rate_limits.count(limit, "asha")
    await rate_limits.refund(Counted.of(limit, "asha", first.at))
    assert set(await counted(limit)) == {0}
    second = await rate_limits.count(limit, "asha")
    await turn()
    await rate_limits.count(limit, "asha")
    await rate_limits.refund(second)
    assert set(await counted(limit)) == {1}
    assert await fetch_value("SELECT count(*) FROM rate_counter") == len(limit.items)
