"""Devices that the owner of an account has used: who else counts as one, and for how long."""

from datetime import UTC, datetime
from typing import Any

import pytest

import models
from auth.credentials import email_links
from database.connect import execute, fetch_value
from graph.ids import global_id
from models import LinkPurpose
from settings import settings
from tests.support.people.accounts import PASSWORD, make_account
from tests.support.people.devices import (
    CONFIRM,
    CREATE,
    HASHED,
    UNKNOWN,
    Device,
    account_with_app,
    credentials,
)

pytestmark = pytest.mark.usefixtures("reference")
WRONG = "not the password"
CHANGE = """mutation ($i: PasswordChangeInput!) { passwordChange(input: $i) {
  isDone errors { code } } }"""
REQUEST_RESET = """mutation ($i: PasswordResetRequestInput!) { passwordResetRequest(input: $i) {
  isDone errors { code } } }"""
REQUEST_CODE = """mutation ($i: OtpRequestInput!) { otpRequest(input: $i) {
  challenge { id } errors { code } } }"""
REVOKE = """mutation ($i: SessionRevokeInput!) { sessionRevoke(input: $i) {
  revokedCount errors { code } } }"""
MESSAGES = "SELECT count(*) FROM otp_challenge"


def codes_of(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


async def owner() -> models.Account:
    return await make_account(password_hash=HASHED)


async def tried(device: Device, account: models.Account, **more: Any) -> list[str]:
    """What a wrong password is answered with."""
    given = {"email": account.email, "password": WRONG, **more}
    return codes_of(await device.payload(CREATE, **given))


async def wrong(device: Device, account: models.Account, shown: list[str]) -> int:
    """How many wrong passwords are tried by showing each of these tokens twelve times."""
    found = [await tried(device, account, refreshToken=each) for each in shown for _ in range(12)]
    return found.count(["WRONG_CREDENTIALS"])


async def requested(device: Device, account: models.Account, **more: Any) -> list[str]:
    await execute("UPDATE otp_challenge SET resend_after = now()")
    return codes_of(await device.payload(REQUEST_CODE, email=account.email, **more))


async def test_many_sign_ins_have_the_attempts_of_one_owner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = {"password-of": "20/day", "messages-to": "7/day", "sign-in": "1000/minute"}
    monkeypatch.setattr(settings(), "rate_limits", limits)
    account, thief = await owner(), Device()
    tokens = [(await thief.begin(account))["refreshToken"] for _ in range(6)]
    # As devices 20 together, then 10 of the address.
    assert await wrong(thief, account, tokens) == 20 + 10
    for token in tokens:
        for _ in range(4):
            await requested(thief, account, refreshToken=token)
    assert await fetch_value(MESSAGES) == 7 + 5


@pytest.mark.parametrize("how", ["password", "sign-out", "one"])
async def test_who_was_signed_out_by_the_owner_is_a_stranger(how: str) -> None:
    account, phone, thief = await owner(), Device(has_cookie=True), Device()
    mine = await phone.begin(account)
    theirs = [await thief.begin(account) for _ in range(2)]
    theirs.append(await thief.begin(account, refreshToken=theirs[0]["refreshToken"]))
    # One of theirs has signed out before.
    await thief.payload(REVOKE, theirs[0]["accessToken"])
    if how == "password":
        given = {"currentPassword": PASSWORD, "newPassword": "a better one for july"}
        assert codes_of(await phone.payload(CHANGE, mine["accessToken"], **given)) == []
    elif how == "sign-out":
        await phone.payload(REVOKE, mine["accessToken"], which="OTHERS")
    else:
        sessions = models.Session.filter(account_id=account.id, ended_at=None).order_by("id")
        for each in (await sessions)[1:]:
            given = {"session": global_id("ActiveSession", each.id)}
            await phone.payload(REVOKE, mine["accessToken"], **given)
    tokens = [each["refreshToken"] for each in theirs]
    assert await wrong(thief, account, tokens) == 10
    # The phone has its own attempts.
    assert await tried(phone, account) == ["WRONG_CREDENTIALS"]
    assert await fetch_value("SELECT count(*) FROM session WHERE ended_at IS NULL") == 1


async def test_a_copied_access_token_uses_up_nothing_of_a_known_device() -> None:
    account, browser, thief = await owner(), Device(has_cookie=True), Device()
    token = (await browser.begin(account))["accessToken"]
    given = {"email": account.email, "password": WRONG}
    for _ in range(25):
        await thief.payload(CREATE, token, **given)
    for _ in range(12):
        await execute("UPDATE otp_challenge SET resend_after = now()")
        await thief.payload(REQUEST_CODE, token, email=account.email)
    assert codes_of(await browser.payload(CREATE, token, **credentials(account))) == []
    assert codes_of(await browser.payload(REQUEST_CODE, token, email=account.email)) == []


@pytest.mark.parametrize("shown", ["token", "cookie"])
async def test_a_copied_device_leaves_its_owner_the_attempts_of_a_stranger(shown: str) -> None:
    account, device = await owner(), Device(has_cookie=shown == "cookie")
    session = await device.begin(account)
    known = {"refreshToken": session["refreshToken"]} if shown == "token" else {}
    thief = Device()
    thief.cookie = device.cookie
    found = [await tried(thief, account, **known) for _ in range(21)]
    assert found == [["WRONG_CREDENTIALS"]] * 20 + [["TOO_MANY_TRIES"]]
    assert codes_of(await device.payload(CREATE, **credentials(account), **known)) == []


async def test_an_app_shows_its_token_wherever_strangers_use_up_attempts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = {"password-of": "1/day", "messages-to": "1/day"}
    monkeypatch.setattr(settings(), "rate_limits", limits)
    account, app, stranger = await owner(), Device(), Device()
    session = await app.begin(account)
    known = {"refreshToken": session["refreshToken"]}
    assert await tried(stranger, account) == ["WRONG_CREDENTIALS"]
    assert codes_of(await stranger.payload(REQUEST_RESET, email=account.email)) == []
    assert codes_of(await app.payload(REQUEST_RESET, email=account.email)) == ["TOO_MANY_TRIES"]
    assert codes_of(await app.payload(REQUEST_RESET, email=account.email, **known)) == []
    given = {"currentPassword": PASSWORD, "newPassword": "a better one for july"}
    assert codes_of(await app.payload(CHANGE, session["accessToken"], **given, **known)) == []


async def test_a_copied_access_token_keeps_no_app_from_changing_the_password() -> None:
    account, app, thief = await owner(), Device(), Device()
    session = await app.begin(account)
    token, known = session["accessToken"], {"refreshToken": session["refreshToken"]}
    guess = {"currentPassword": WRONG, "newPassword": "a better one for july"}
    for _ in range(21):
        found = codes_of(await thief.payload(CHANGE, token, **guess))
    assert found == ["TOO_MANY_TRIES"]
    given = guess | {"currentPassword": PASSWORD}
    assert codes_of(await app.payload(CHANGE, token, **given, **known)) == []


@pytest.mark.parametrize("begun", ["password", "code"])
async def test_the_latest_token_of_an_app_is_of_a_known_device(
    monkeypatch: pytest.MonkeyPatch, begun: str
) -> None:
    """Also the one of half a sign-in, which an app has by then."""
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "1/day"})
    account, codes = await account_with_app()
    app, stranger = Device(), Device()
    whole = await app.begin(account)
    assert await app.confirm(whole["accessToken"], codes[0]) == []
    await stranger.confirm((await stranger.begin(account))["accessToken"], UNKNOWN)
    known = {"refreshToken": whole["refreshToken"]}
    half = await (app.begin if begun == "password" else app.begin_by_code)(account, **known)
    token, latest = half["accessToken"], half["refreshToken"]
    assert codes_of(await app.payload(CONFIRM, token, code=codes[1])) == ["TOO_MANY_TRIES"]
    assert await app.confirm(token, codes[1], refreshToken=latest) == []
    # What the password was counted as is taken back.
    device = "SELECT coalesce(sum(number), 0) FROM rate_counter WHERE key LIKE $1"
    assert await fetch_value(device, "rate/password-by/%device%") == 0


async def test_a_reset_password_lets_its_owner_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts of before missed the new one; the device that sets it stays known."""
    monkeypatch.setattr(settings(), "rate_limits", {"password-of": "1/day"})
    account, phone, new, stranger = await owner(), Device(has_cookie=True), Device(), Device()
    await phone.begin(account)
    reset = """mutation ($i: PasswordResetInput!) { passwordReset(input: $i) {
      isDone errors { code } } }"""
    for device in (new, phone):
        password = f"the {device.address} of july"
        given = {"email": account.email, "password": password}
        await tried(stranger, account)
        assert await tried(stranger, account) == ["TOO_MANY_TRIES"]
        token = await email_links.begin(
            account.id, str(account.email), LinkPurpose.RESET_PASSWORD, datetime.now(UTC)
        )
        assert codes_of(await device.payload(reset, token=token, newPassword=password)) == []
        assert codes_of(await device.payload(CREATE, **given)) == []
    await tried(stranger, account)
    assert await tried(phone, account) == ["WRONG_CREDENTIALS"]
