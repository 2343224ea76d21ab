"""Lifetimes of sessions, and reuse of refresh tokens."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import models
from auth.roles import GROUPS
from commerce.roles.staff import write_groups
from database.connect import execute, fetch_value
from tests.support.people.accounts import Person, make_account, signed_in

pytestmark = pytest.mark.usefixtures("reference")

REFRESH = """mutation ($t: String!) { sessionRefresh(input: {refreshToken: $t}) {
  session { refreshToken accessToken accessTokenExpiresAt expiresAt } errors { code } } }"""
Refresh = Callable[..., Awaitable[dict[str, Any] | None]]


@pytest.fixture
def refresh(client: httpx.AsyncClient) -> Refresh:
    async def refreshed(token: str, device: str = "phone") -> dict[str, Any] | None:
        response = await client.post(
            "/graphql",
            json={"query": REFRESH, "variables": {"t": token}},
            headers={"user-agent": device},
        )
        payload = response.json()["data"]["sessionRefresh"]
        session: dict[str, Any] | None = payload["session"]
        assert (session is None) == (payload["errors"] == [{"code": "SESSION_ENDED"}])
        return session

    return refreshed


async def end_of(person: Person) -> models.SessionEnd | None:
    return (await models.Session.get(id=person.session_id)).end_reason


async def test_a_lost_refresh_response_can_be_repeated(refresh: Refresh) -> None:
    person = await signed_in()
    lost = await refresh(person.refresh_token)
    again = await refresh(person.refresh_token)
    assert lost is not None
    assert again is not None
    assert lost["refreshToken"] == again["refreshToken"]
    assert await refresh(again["refreshToken"]) is not None
    assert await end_of(person) is None


async def test_a_token_older_than_the_one_before_the_last_ends_its_session(
    refresh: Refresh,
) -> None:
    person = await signed_in()
    first = await refresh(person.refresh_token)
    assert first is not None
    second = await refresh(first["refreshToken"])
    assert second is not None
    assert await refresh(person.refresh_token) is None
    assert await end_of(person) is models.SessionEnd.REUSED
    assert await refresh(second["refreshToken"]) is None


async def test_a_used_token_from_another_device_ends_its_session(refresh: Refresh) -> None:
    person = await signed_in()
    assert await refresh(person.refresh_token) is not None
    assert await refresh(person.refresh_token, device="somebody's laptop") is None
    assert await end_of(person) is models.SessionEnd.REUSED


async def test_after_a_minute_a_used_token_ends_its_session(refresh: Refresh) -> None:
    person = await signed_in()
    assert await refresh(person.refresh_token) is not None
    await execute("UPDATE session SET refreshed_at = refreshed_at - interval '61 seconds'")
    assert await refresh(person.refresh_token) is None
    assert await end_of(person) is models.SessionEnd.REUSED


@pytest.mark.parametrize("why", ["signed out", "suspended"])
async def test_an_ended_session_gives_no_tokens(refresh: Refresh, why: str) -> None:
    person = await signed_in()
    assert await refresh(person.refresh_token) is not None
    if why == "suspended":
        await models.Account.filter(id=person.id).update(suspended_at=datetime.now(UTC))
    else:
        await execute("UPDATE session SET ended_at = now(), end_reason = 'signed_out'")
    assert await refresh(person.refresh_token) is None


async def test_database_contents_alone_open_no_session(refresh: Refresh) -> None:
    person = await signed_in()
    given = await refresh(person.refresh_token)
    assert given is not None
    kept = await fetch_value("SELECT session::text FROM session")
    for token in (person.refresh_token, given["refreshToken"]):
        secret = token.partition(".")[2]
        assert secret not in kept
        assert secret.encode().hex() not in kept


async def make_officer(account: models.Account) -> None:
    district = await models.District.first()
    assert district is not None
    await models.OfficerDistrict.create(account_id=account.id, district_id=district.id)


async def make_desk(account: models.Account) -> None:
    await write_groups()
    group = await models.StaffGroup.get(slug=next(iter(GROUPS)))
    await models.StaffMember.create(account_id=account.id, group_id=group.id)


async def nothing(account: models.Account) -> None:
    """An ordinary buyer."""


@pytest.mark.parametrize(
    ("make", "lasts"),
    [
        (nothing, timedelta(days=90)),
        (make_officer, timedelta(hours=12)),
        (make_desk, timedelta(hours=12)),
    ],
)
async def test_a_session_ends_however_often_refreshed(
    refresh: Refresh, make: Callable[[models.Account], Awaitable[None]], lasts: timedelta
) -> None:
    account = await make_account()
    now = datetime.now(UTC)
    # Who becomes one of the staff later has no more time than others of them.
    old = await signed_in(account, at=now - lasts + timedelta(seconds=100))
    past = await signed_in(account, at=now - lasts - timedelta(seconds=1))
    await make(account)
    await execute("UPDATE session SET expires_at = now() + interval '30 days'")
    session = await refresh(old.refresh_token)
    assert session is not None
    end = datetime.fromisoformat(session["expiresAt"])
    assert abs(end - (now + timedelta(seconds=100))) < timedelta(seconds=2)
    # Neither token lasts longer than the session.
    assert session["accessTokenExpiresAt"] == session["expiresAt"]
    row = await models.Session.get(id=old.session_id)
    assert abs(row.expires_at - end) < timedelta(seconds=2)
    assert await refresh(past.refresh_token) is None
    fresh = await refresh((await signed_in(account)).refresh_token)
    assert fresh is not None
    assert abs(datetime.fromisoformat(fresh["expiresAt"]) - now - lasts) < timedelta(minutes=1)
