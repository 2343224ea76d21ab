"""Devices that the owner of an account has used: who else counts as one, and for how long."""

from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from tortoise.transactions import in_transaction

import models
from auth.credentials import email_links, totp
from auth.sessions.devices import cookie_of, new_device_id
from database.connect import WATCHED, execute, fetch_value
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
RESET = """mutation ($i: PasswordResetInput!) { passwordReset(input: $i) {
  isDone errors { code } } }"""
ADD_APP = """mutation ($i: SecondFactorConfirmInput!) { secondFactorConfirm(input: $i) {
  errors { code } } }"""
MART = "rate/messages/%"
COPY = f"{'a' * 22}.{'b' * 43}"
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


async def test_a_known_device_signs_in_despite_strangers_attempts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"password-of": "1/day"})
    account, browser, stranger = await owner(), Device(has_cookie=True), Device()
    await browser.begin(account)
    await tried(stranger, account)
    assert codes_of(await stranger.payload(CREATE, **credentials(account))) == ["TOO_MANY_TRIES"]
    assert codes_of(await browser.payload(CREATE, **credentials(account))) == []
    # Another device's cookie, or one nobody has sealed, is a stranger's.
    for cookie in (cookie_of(new_device_id()), f"{'a' * 22}.{'b' * 43}"):
        stranger.cookie = f"odop_device={cookie}"
        assert await tried(stranger, account) == ["TOO_MANY_TRIES"]
    # Its own wrong tries count.
    found = [await tried(browser, account) for _ in range(11)]
    assert found == [["WRONG_CREDENTIALS"]] * 10 + [["TOO_MANY_TRIES"]]


async def test_many_sign_ins_have_the_attempts_of_one_owner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = {"password-known": "20/day", "messages-known": "7/day", "sign-in": "1000/minute"}
    monkeypatch.setattr(settings(), "rate_limits", limits)
    account, thief = await owner(), Device()
    tokens = [(await thief.begin(account))["refreshToken"] for _ in range(6)]
    # As devices 20 together, then 10 of the address.
    assert await wrong(thief, account, tokens) == 20 + 10
    for token in tokens:
        for _ in range(4):
            await requested(thief, account, refreshToken=token)
    assert await fetch_value(MESSAGES) == 7 + 5


async def test_all_messages_of_an_address_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those to its own accounts and contacts, whose codes are entered."""
    monkeypatch.setattr(settings(), "rate_limits", {"messages-all-from": "5/hour"})
    device, found = Device(), []
    for _ in range(4):
        account = await owner()
        token = (await device.begin(account))["refreshToken"]
        found += [await requested(device, account, refreshToken=token) for _ in range(2)]
    assert found == [[]] * 5 + [["TOO_MANY_TRIES"]] * 3
    # What was refused counts nowhere else.
    assert await fetch_value("SELECT sum(number) FROM rate_counter WHERE key LIKE $1", MART) == 10


async def test_known_and_unknown_contacts_take_the_same_statements() -> None:
    account, asker = await owner(), Device(has_cookie=True)
    taken = []
    for email in (account.email, "nobody@buyer.example.in"):
        sent: list[tuple[str, tuple[Any, ...]]] = []
        token = WATCHED.set(sent)
        payload = await asker.payload(REQUEST_CODE, email=email, refreshToken=COPY)
        WATCHED.reset(token)
        assert codes_of(payload) == []
        taken.append([sql for sql, _ in sent])
    assert len(taken[0]) > 5
    assert taken[0] == taken[1]


@pytest.mark.parametrize("how", ["password", "sign-out"])
async def test_devices_of_before_a_new_password_are_strangers(how: str) -> None:
    """Whoever was signed out otherwise, by a copied token perhaps, has the attempts of a device."""
    account, phone, thief = await owner(), Device(has_cookie=True), Device()
    mine = await phone.begin(account)
    theirs = [await thief.begin(account) for _ in range(2)]
    theirs.append(await thief.begin(account, refreshToken=theirs[0]["refreshToken"]))
    # One of theirs has signed out before.
    await thief.payload(REVOKE, theirs[0]["accessToken"])
    if how == "password":
        given = {"currentPassword": PASSWORD, "newPassword": "a better one for july"}
        assert codes_of(await phone.payload(CHANGE, mine["accessToken"], **given)) == []
    else:
        await phone.payload(REVOKE, mine["accessToken"], which="OTHERS")
    tokens = [each["refreshToken"] for each in theirs]
    assert await wrong(thief, account, tokens) == 10 + (0 if how == "password" else 20)
    # The phone has its own attempts.
    assert await tried(phone, account) == ["WRONG_CREDENTIALS"]
    assert await fetch_value("SELECT count(*) FROM session WHERE ended_at IS NULL") == 1


@pytest.mark.parametrize("reason", ["reused", "suspended", "replaced", "signed_out"])
async def test_a_device_stays_known_however_its_session_ended(reason: str) -> None:
    account, browser = await owner(), Device(has_cookie=True)
    await browser.begin(account)
    await execute("UPDATE session SET ended_at = now(), end_reason = $1", reason)
    stranger = Device()
    stranger.address = browser.address
    for _ in range(11):
        await tried(stranger, account)
    assert codes_of(await browser.payload(CREATE, **credentials(account))) == []


async def test_a_copied_device_uses_up_nothing_of_other_devices() -> None:
    account, thief = await owner(), Device()
    phone, browser = Device(), Device(has_cookie=True)
    known = {"refreshToken": (await phone.begin(account))["refreshToken"]}
    await browser.begin(account)
    stranger = Device()
    for _ in range(12):
        await requested(thief, account, **known)
        await requested(stranger, account)
    assert await requested(phone, account, **known) == ["TOO_MANY_TRIES"]
    assert await requested(browser, account) == []


async def test_a_device_whose_codes_are_used_up_waits_between_those_of_its_address() -> None:
    account, browser = await owner(), Device(has_cookie=True)
    await browser.begin(account)
    for _ in range(6):
        assert await requested(browser, account) == []
    found = codes_of(await browser.payload(REQUEST_CODE, email=account.email))
    assert found == ["TOO_SOON"]


async def test_a_new_password_by_mail_forgets_no_device_where_a_code_was_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who has the mailbox alone does not keep the owner's browser from using the app."""
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "1/day"})
    account, codes = await account_with_app()
    browser, stranger = Device(has_cookie=True), Device()
    whole = (await browser.begin(account))["accessToken"]
    assert await browser.confirm(whole, codes[0]) == []
    assert codes_of(await reset_by_mail(stranger, account, "the new one of july")) == []
    for device, expected in ((stranger, "WRONG_CODE"), (stranger, "TOO_MANY_TRIES")):
        half = await device.begin(account, password="the new one of july")
        assert await device.confirm(half["accessToken"], UNKNOWN) == [expected]
    half = await browser.begin(account, password="the new one of july")
    assert await browser.confirm(half["accessToken"], codes[1]) == []


async def app_of(account: models.Account) -> pyotp.TOTP:
    """An authenticator app that is to be confirmed."""
    async with in_transaction():
        uri = await totp.begin(account.id, "asha", datetime.now(UTC))
    app = pyotp.parse_uri(str(uri))
    assert isinstance(app, pyotp.TOTP)
    return app


async def test_a_copied_access_token_keeps_nobody_from_adding_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "1/day"})
    account, browser, thief = await owner(), Device(has_cookie=True), Device()
    token = (await browser.begin(account))["accessToken"]
    app = await app_of(account)
    for expected in ("WRONG_CODE", "TOO_MANY_TRIES"):
        assert codes_of(await thief.payload(ADD_APP, token, code="000000")) == [expected]
    assert codes_of(await browser.payload(ADD_APP, token, code=app.now())) == []


async def test_after_a_new_password_its_owner_adds_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever had the password had used up the attempts of known devices and strangers."""
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "1/day", "factor-known": "1/day"})
    account, browser, thief = await owner(), Device(has_cookie=True), Device(has_cookie=True)
    token = (await browser.begin(account))["accessToken"]
    app = await app_of(account)
    copied = (await thief.begin(account))["accessToken"]
    for _ in range(3):
        found = codes_of(await thief.payload(ADD_APP, copied, code="000000"))
    assert found == ["TOO_MANY_TRIES"]
    given = {"currentPassword": PASSWORD, "newPassword": "a better one for july"}
    assert codes_of(await browser.payload(CHANGE, token, **given)) == []
    assert codes_of(await browser.payload(ADD_APP, token, code=app.now())) == []


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


async def reset_by_mail(device: Device, account: models.Account, new: str) -> dict[str, Any]:
    token = await email_links.begin(
        account.id, str(account.email), LinkPurpose.RESET_PASSWORD, datetime.now(UTC)
    )
    return await device.payload(RESET, token=token, newPassword=new)


async def test_a_new_password_has_all_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of before missed it, whoever made them; the device that sets it stays known."""
    monkeypatch.setattr(settings(), "rate_limits", {"password-of": "1/day"})
    account, phone, laptop, stranger = await owner(), Device(has_cookie=True), Device(), Device()
    await phone.begin(account)
    for device in (phone, laptop):
        await tried(stranger, account)
        assert await tried(laptop, account) == ["TOO_MANY_TRIES"]
        new = f"the {device.address} of july"
        assert codes_of(await reset_by_mail(device, account, new)) == []
        given = {"email": account.email, "password": new}
        assert codes_of(await laptop.payload(CREATE, **given)) == []
        await tried(stranger, account)
        expected = "WRONG_CREDENTIALS" if device is phone else "TOO_MANY_TRIES"
        assert await tried(phone, account) == [expected]
        await execute("DELETE FROM rate_counter")
