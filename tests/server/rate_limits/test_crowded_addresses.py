"""Strangers behind an address, or with a copied token, keep no owner from signing in or out."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from auth.credentials import email_links, one_time_codes
from auth.rate_limits import OF_STRANGERS
from auth.viewer import Viewer
from database.connect import WATCHED, fetch_value
from graph.ids import global_id
from models import ChallengePurpose, LinkPurpose
from server.rate_limits.accounting import Accounting
from server.rate_limits.rate_limit import UNIT_POINTS
from server.requests.http_request import Refused
from settings import settings
from tests.support.people.accounts import PASSWORD, make_account, signed_in
from tests.support.people.devices import CREATE, HASHED, VERIFY, Device, account_with_app

pytestmark = pytest.mark.usefixtures("reference")
INVENTED = f"{'a' * 22}.{'b' * 43}"
NEW_PASSWORD = "a better one for july"
REFRESH = """mutation ($i: SessionRefreshInput!) { sessionRefresh(input: $i) {
  session { refreshToken } errors { code } } }"""
RESET = """mutation ($i: PasswordResetInput!) { passwordReset(input: $i) { errors { code } } }"""
VERIFY_EMAIL = """mutation ($i: EmailVerifyInput!) { emailVerify(input: $i) { errors { code } } }"""
CHANGE = """mutation ($i: PasswordChangeInput!) { passwordChange(input: $i) { errors { code } } }"""
REVOKE = """mutation ($i: SessionRevokeInput!) { sessionRevoke(input: $i) {
  revokedCount errors { code } } }"""
UNWISH = """mutation ($i: WishlistRemoveInput!) { wishlistRemove(input: $i) { errors { code } } }"""
BEGIN_APP = """mutation ($i: SecondFactorBeginInput!) { secondFactorBegin(input: $i) {
  errors { code } } }"""


def now() -> datetime:
    return datetime.now(UTC)


async def outcome(device: Device, document: str, bearer: str = "", /, **given: Any) -> list[str]:
    """The codes of a mutation's errors, or of the request's."""
    response = await device.ask(document, bearer, **given)
    body = response.json()
    if response.status_code == 429:
        return [each["extensions"]["code"] for each in body["errors"]]
    ((_, payload),) = body["data"].items()
    return [each["code"] for each in payload["errors"]]


async def crowded(device: Device) -> None:
    """Strangers at the device's address use up its limits."""
    stranger = Device()
    stranger.address = device.address
    tries: list[tuple[str, dict[str, Any]]] = [
        (CREATE, {"email": "nobody@buyer.example.in", "password": "wrong"}),
        (VERIFY, {"challenge": "none", "code": "123456"}),
        (REFRESH, {"refreshToken": INVENTED}),
        (VERIFY_EMAIL, {"token": "none"}),
    ]
    for document, given in tries:
        assert await outcome(stranger, document, **given) != ["RATE_LIMITED"]
        assert await outcome(stranger, document, **given) == ["RATE_LIMITED"]


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = {each.name: "1/day" for each in OF_STRANGERS} | {"writes-of": "3/day"}
    monkeypatch.setattr(settings(), "rate_limits", rates)


Owner = tuple[models.Account, Device, dict[str, Any], dict[str, str]]


async def by_password(owner: Owner) -> list[str]:
    account, device, _, shown = owner
    return await outcome(device, CREATE, email=account.email, password=PASSWORD, **shown)


async def by_code(owner: Owner) -> list[str]:
    account, device, _, shown = owner
    sent = await one_time_codes.begin(str(account.email), now(), ChallengePurpose.SIGN_IN)
    return await outcome(device, VERIFY, challenge=sent.handle, code=sent.code, **shown)


async def by_refresh(owner: Owner) -> list[str]:
    _, device, session, _ = owner
    return await outcome(device, REFRESH, refreshToken=session["refreshToken"])


async def by_link(owner: Owner) -> list[str]:
    account, device, _, shown = owner
    token = await email_links.begin(
        account.id, str(account.email), LinkPurpose.RESET_PASSWORD, now()
    )
    return await outcome(device, RESET, token=token, newPassword=NEW_PASSWORD, **shown)


async def by_change(owner: Owner) -> list[str]:
    _, device, session, shown = owner
    given = {"currentPassword": PASSWORD, "newPassword": NEW_PASSWORD}
    return await outcome(device, CHANGE, session["accessToken"], **given, **shown)


@pytest.mark.parametrize("has_cookie", [True, False])
@pytest.mark.parametrize("act", [by_password, by_code, by_refresh, by_link, by_change])
async def test_a_known_device_gets_in_at_a_crowded_address(
    act: Callable[[Owner], Awaitable[list[str]]], has_cookie: bool
) -> None:
    account, device = await make_account(password_hash=HASHED), Device(has_cookie=has_cookie)
    session = await device.begin(account)
    await crowded(device)
    shown = {} if has_cookie else {"refreshToken": session["refreshToken"]}
    assert await act((account, device, session, shown)) == []
    # What was right is not counted for the device either.
    used = "SELECT coalesce(sum(number), 0) FROM rate_counter WHERE key LIKE 'rate/device-try/%'"
    assert await fetch_value(used) == 0


async def test_half_a_sign_in_is_completed_at_a_crowded_address() -> None:
    account, codes = await account_with_app()
    device = Device()
    half = await device.begin(account)
    await crowded(device)
    assert await device.confirm(half["accessToken"], codes[0]) == []


async def test_strangers_gain_no_passwords_at_a_crowded_address() -> None:
    """With devices and sessions of their own accounts they try nobody else's password."""
    victim, own = [await make_account(password_hash=HASHED) for _ in range(2)]
    for device in (Device(has_cookie=True), Device()):
        session = await device.begin(own)
        await crowded(device)
        right = {"email": victim.email, "password": PASSWORD}
        for bearer, shown in (
            ("", {} if device.cookie else {"refreshToken": session["refreshToken"]}),
            (session["accessToken"], {}),
        ):
            assert await outcome(device, CREATE, bearer, **right, **shown) == ["TOO_MANY_TRIES"]
        for shown in ({"refreshToken": INVENTED}, {}):
            device.cookie = ""
            assert await outcome(device, CREATE, **right, **shown) == ["RATE_LIMITED"]


async def test_a_known_device_has_few_tries_there() -> None:
    account, device = await make_account(password_hash=HASHED), Device(has_cookie=True)
    await device.begin(account)
    await crowded(device)
    given = {"challenge": "none", "code": "123456"}
    found = [await outcome(device, VERIFY, **given) for _ in range(21)]
    assert found == [["WRONG_CODE"]] * 20 + [["RATE_LIMITED"]]


async def test_devices_are_looked_up_once_and_only_at_a_crowded_address() -> None:
    device = Device(has_cookie=True)
    given = {"challenge": "none", "code": "123456", "refreshToken": INVENTED}
    looked_up = []
    for _ in range(2):
        sent: list[tuple[str, tuple[Any, ...]]] = []
        token = WATCHED.set(sent)
        await outcome(device, VERIFY, **given)
        WATCHED.reset(token)
        looked_up.append(sum("device_hash" in sql for sql, _ in sent))
    assert looked_up == [0, 1]


async def test_a_copied_token_keeps_no_owner_from_ending_its_session() -> None:
    person = await signed_in()
    thief, owner = Device(), await signed_in(person.account)
    given = {"product": global_id("Product", 1)}
    found = [await outcome(thief, UNWISH, person.token, **given) for _ in range(3 + 21)]
    assert found[-1] == ["RATE_LIMITED"]
    assert found[:-1].count(["RATE_LIMITED"]) == 0
    assert await outcome(Device(), BEGIN_APP, owner.token, isCertain=True) == []
    assert await outcome(Device(), REVOKE, owner.token, which="OTHERS") == []
    response = await thief.ask(UNWISH, person.token, **given)
    assert response.status_code == 401


def test_work_of_sockets_counts_for_the_session_once_the_account_has_none_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "account_requests", 100)
    accounting, viewer = Accounting(), Viewer(account_id=1, session_id=7)
    # 100 units of the account, and 5 of the session.
    assert 50 <= _messages_of_two_units(accounting, viewer) <= 53


def _messages_of_two_units(accounting: Accounting, viewer: Viewer) -> int:
    """How many messages a socket is answered, with two units of work each."""
    for sent in range(200):
        try:
            accounting.count_message("192.0.2.1", viewer)
        except Refused:
            return sent
        with accounting.work("192.0.2.1", viewer) as work:
            work.objects = 2 * UNIT_POINTS
    return 200
