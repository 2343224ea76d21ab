"""Which refresh tokens show a known device: the latest, and until it is used the one before."""

from datetime import UTC, datetime, timedelta

import pytest

from auth.sessions import sessions
from auth.sessions.devices import Device as Shown
from auth.sessions.known_devices import known_device
from database.connect import execute
from models import Session
from settings import settings
from tests.support.people.accounts import make_account, signed_in
from tests.support.people.devices import CONFIRM, UNKNOWN, Device, account_with_app

pytestmark = pytest.mark.usefixtures("reference")
INVENTED = "b" * 43


async def is_known(account_id: int, token: str) -> bool:
    return await known_device(account_id, Shown(), token) is not None


async def refreshed(token: str) -> str:
    return (await sessions.rotate(token, datetime.now(UTC), Shown("phone"))).refresh_token


async def test_a_token_shows_its_device_until_the_next_but_one_is_used() -> None:
    person = await signed_in()
    first = person.refresh_token
    assert await is_known(person.id, first)
    second = await refreshed(first)
    # Its response may have been lost, however long ago.
    await execute("UPDATE session SET refreshed_at = now() - $1::interval", timedelta(hours=3))
    assert [await is_known(person.id, each) for each in (first, second)] == [True, True]
    third = await refreshed(second)
    found = [await is_known(person.id, each) for each in (first, second, third)]
    assert found == [False, True, True]
    await sessions.end(person.id, datetime.now(UTC))
    assert await is_known(person.id, third)
    assert not await is_known((await make_account()).id, third)


async def test_a_handle_alone_shows_no_device() -> None:
    person = await signed_in()
    handle = person.refresh_token.partition(".")[0]
    assert not await is_known(person.id, f"{handle}.{INVENTED}")
    # Nor does it lend its device to a new session.
    now = datetime.now(UTC)
    kept = {"device": "phone", "is_cookie": False, "is_factor_needed": False}
    for token, number in ((f"{handle}.{INVENTED}", 2), (person.refresh_token, 2)):
        await sessions.begin(person.id, now, known_by=token, **kept)  # type: ignore[arg-type]
        devices = await known_hashes(person.id)
        assert len(devices) == number


async def known_hashes(account_id: int) -> set[bytes]:
    rows = await Session.filter(account_id=account_id).values_list("device_hash", flat=True)
    return {bytes(each) for each in rows}


async def test_an_invented_token_has_no_codes_of_a_known_device(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"factor-of": "1/day"})
    account, codes = await account_with_app()
    app, thief = Device(), Device()
    whole = await app.begin(account)
    assert await app.confirm(whole["accessToken"], codes[0]) == []
    handle = whole["refreshToken"].partition(".")[0]
    half = (await thief.begin(account))["accessToken"]
    assert await thief.confirm(half, UNKNOWN) == ["WRONG_CODE"]
    for token in (f"{handle}.{INVENTED}", ""):
        given = {"refreshToken": token} if token else {}
        payload = await thief.payload(CONFIRM, half, code=UNKNOWN, **given)
        assert [each["code"] for each in payload["errors"]] == ["TOO_MANY_TRIES"]
