"""What somebody who has the password, and not the app, can do to the owner: nothing."""

from datetime import UTC, datetime, timedelta

import pytest

import models
from auth.crypto.keys import keys
from auth.sessions import sessions
from auth.viewer import Viewer
from database.connect import execute, fetch, fetch_value
from server.rate_limits.accounting import Accounting
from settings import settings
from tests.support.people.devices import (
    CONFIRM,
    CREATE,
    UNKNOWN,
    Device,
    account_with_app,
    credentials,
)

pytestmark = pytest.mark.usefixtures("reference")
COUNTED = "SELECT coalesce(sum(number), 0) FROM rate_counter WHERE key LIKE $1"


async def begin_as(account: models.Account, *, is_factor_needed: bool, at: datetime) -> int:
    held = await sessions.begin(
        account.id, at, device="", is_cookie=False, is_factor_needed=is_factor_needed
    )
    return held.session_id


async def open_sessions(account: models.Account) -> set[int]:
    rows = await fetch(
        "SELECT id FROM session WHERE account_id = $1 AND ended_at IS NULL", account.id
    )
    return {row["id"] for row in rows}


async def test_half_sign_ins_end_no_whole_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 3)
    monkeypatch.setattr(sessions, "MAX_WAITING_SESSIONS", 10)
    account, _ = await account_with_app()
    now = datetime.now(UTC)
    whole = await begin_as(account, is_factor_needed=True, at=now - timedelta(hours=1))
    await sessions.show_factor(whole, now)
    half = [await begin_as(account, is_factor_needed=True, at=now) for _ in range(15)]
    assert await open_sessions(account) == {whole, *half[-sessions.MAX_WAITING_SESSIONS :]}
    # With its second factor each is one of the whole ones.
    for each in half[-4:]:
        await sessions.show_factor(each, now)
    still_half = half[-sessions.MAX_WAITING_SESSIONS : -4]
    assert await open_sessions(account) == {*still_half, *half[-3:]}


@pytest.mark.parametrize("kind", ["browser", "app"])
async def test_strangers_half_sign_ins_do_not_end_the_owners(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(sessions, "MAX_WAITING_SESSIONS", 5)
    account, codes = await account_with_app()
    device = Device(has_cookie=kind == "browser")
    session = await device.begin(account)
    assert await device.confirm(session["accessToken"], codes[0]) == []
    for code in codes[1:3]:
        # An app shows its last refresh token.
        known = {} if kind == "browser" else {"refreshToken": session["refreshToken"]}
        session = await device.begin(account, **known)
        stranger = Device()
        for _ in range(7):
            await stranger.begin(account)
        assert await device.confirm(session["accessToken"], code) == []


async def test_half_sign_ins_are_attempts_until_they_are_whole() -> None:
    account, codes = await account_with_app()
    device, stranger = Device(), Device()
    for code in codes[:9]:
        token = (await device.begin(account))["accessToken"]
        assert await device.confirm(token, code) == []
    tried = [await stranger.payload(CREATE, **credentials(account)) for _ in range(12)]
    found = [[each["code"] for each in payload["errors"]] for payload in tried]
    assert found == [[]] * 10 + [["TOO_MANY_TRIES"]] * 2
    assert await fetch_value(COUNTED, "rate/password-of/%") == 10
    assert await fetch_value(COUNTED, "rate/password-by/%") == 20


async def test_a_sign_in_by_code_takes_back_no_wrong_password() -> None:
    account, codes = await account_with_app()
    stranger, device = Device(), Device()
    for _ in range(3):
        await stranger.payload(CREATE, email=account.email, password="not the password")
    token = (await device.begin_by_code(account))["accessToken"]
    assert await device.confirm(token, codes[0]) == []
    assert await fetch_value(COUNTED, "rate/password-of/%") == 3


async def test_strangers_wrong_codes_do_not_lock_the_owner_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "7/day"})
    account, codes = await account_with_app()
    device = Device(has_cookie=True)
    assert await device.confirm((await device.begin(account))["accessToken"], codes[0]) == []
    first, second, third = Device(), Device(), Device()
    token = (await first.begin(account))["accessToken"]
    assert [await first.confirm(token, UNKNOWN) for _ in range(6)] == [
        *[["WRONG_CODE"]] * 5,
        ["TOO_MANY_TRIES"],
    ]
    # From another address the owner has tries left, and uses up none with the right code.
    whole = await second.begin(account)
    assert await second.confirm(whole["accessToken"], codes[1]) == []
    token = (await second.begin(account))["accessToken"]
    for _ in range(2):
        assert await second.confirm(token, UNKNOWN) == ["WRONG_CODE"]
    # Then strangers have used up theirs; a device where a code was right before has its own.
    waiting = await third.begin(account)
    assert await third.confirm(waiting["accessToken"], codes[2]) == ["TOO_MANY_TRIES"]
    assert await device.confirm((await device.begin(account))["accessToken"], codes[3]) == []
    # So has an app, which shows its token instead of a cookie.
    token, known = (await third.begin(account))["accessToken"], whole["refreshToken"]
    assert await third.confirm(token, codes[4], refreshToken=known) == []
    # A device with half a sign-in of before is a stranger.
    token, other = (await third.begin(account))["accessToken"], waiting["refreshToken"]
    assert await third.confirm(token, codes[5], refreshToken=other) == ["TOO_MANY_TRIES"]


async def test_refused_attempts_use_up_no_further_limit() -> None:
    account, codes = await account_with_app()
    device = Device()
    token = (await device.begin(account))["accessToken"]
    found = [await device.confirm(token, UNKNOWN) for _ in range(31)]
    assert found == [["WRONG_CODE"]] * 5 + [["TOO_MANY_TRIES"]] * 26
    # Five minutes later.
    await execute("DELETE FROM rate_counter WHERE key LIKE '%/300'")
    assert await device.confirm(token, codes[0]) == []


async def test_the_last_wrong_code_of_an_app_sends_nobody_for_another() -> None:
    account, _ = await account_with_app()
    device = Device()
    token = (await device.begin(account))["accessToken"]
    for code in (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN):
        payload = await device.payload(CONFIRM, token, code=code)
    assert payload["errors"] == [
        {
            "code": "WRONG_CODE",
            "message": "This code is wrong, and no attempts are left for now. Try again later.",
        }
    ]


async def test_half_a_sign_in_counts_for_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"writes-of": "2/minute"})
    account, codes = await account_with_app()
    stranger, device = Device(), Device()
    token = (await stranger.begin(account))["accessToken"]
    update = 'mutation { accountUpdate(input: {name: "Asha"}) { errors { code } } }'
    for _ in range(4):
        await stranger.ask(update, token)
    viewer = Viewer(account_id=account.id, session_id=1, awaits_second_factor=True)
    assert Accounting().limit_of(stranger.address, viewer)[0] == "client"
    whole = (await device.begin(account))["accessToken"]
    assert await device.confirm(whole, codes[0]) == []
    assert (await device.ask(update, whole)).status_code == 200


async def test_recovery_codes_need_an_app() -> None:
    account, codes = await account_with_app()
    await execute("DELETE FROM second_factor WHERE account_id = $1", account.id)
    session_id = await begin_as(account, is_factor_needed=False, at=datetime.now(UTC))
    token, _ = keys().tokens.issue(account.id, session_id, datetime.now(UTC))
    assert await Device().confirm(token, codes[0]) == ["WRONG_CODE"]
    assert await fetch_value("SELECT factor_at FROM session WHERE id = $1", session_id) is None


async def test_a_copied_token_has_one_count_whatever_device_shows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then whoever shows it counts as a stranger."""
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "6/day"})
    account, codes = await account_with_app()
    session = await Device().begin(account)
    assert await Device().confirm(session["accessToken"], codes[0]) == []
    known = session["refreshToken"]
    token = (await Device().begin(account, refreshToken=known))["accessToken"]
    thieves = [Device(has_cookie=True) for _ in range(13)]
    found = [await each.confirm(token, UNKNOWN, refreshToken=known) for each in thieves]
    assert found == [["WRONG_CODE"]] * (5 + 6) + [["TOO_MANY_TRIES"]] * 2


async def test_an_app_without_cookies_removes_the_authenticator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "1/day"})
    account, codes = await account_with_app()
    phone, stranger = Device(), Device()
    session = await phone.begin(account)
    assert await phone.confirm(session["accessToken"], codes[0]) == []
    await stranger.confirm((await stranger.begin(account))["accessToken"], UNKNOWN)
    remove = """mutation ($i: SecondFactorRemoveInput!) { secondFactorRemove(input: $i) {
      errors { code } } }"""
    own = {"code": codes[1], "refreshToken": session["refreshToken"]}
    assert await phone.payload(remove, session["accessToken"], **own) == {"errors": []}
    # Then no code is a right one, and none is a try.
    token = (await stranger.payload(CREATE, **credentials(account)))["session"]["accessToken"]
    for _ in range(7):
        (error,) = (await stranger.payload(CONFIRM, token, code=codes[2]))["errors"]
        assert error["message"].startswith("This account has no authenticator app.")
