"""Two changes of accounts at once: one waits for the other and finds what it has left."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from auth.credentials import recovery_codes, totp
from auth.credentials.passwords import TooBusy
from auth.sessions import sessions
from auth.sessions.devices import Device
from commerce.core.action_context import ActionContext
from commerce.sign_in import passwords, sign_in
from commerce.sign_in.passwords import lock_unchanged
from database.connect import execute, fetch_value
from tests.commerce.sign_in.test_simultaneous_sign_ins import HASHED, error_codes, owner
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import (
    PASSWORD,
    Postbox,
    add_factor,
    make_account,
    signed_in,
)
from tests.support.people.sign_in import codes_of, write

pytestmark = pytest.mark.usefixtures("reference")
OPEN = "SELECT count(*) FROM session WHERE account_id = $1 AND ended_at IS NULL"

COUNTED = """SELECT coalesce(sum(number), 0) FROM rate_counter
  WHERE key NOT LIKE 'rate/writes-of%'"""
PASSWORD_CHANGE = """mutation ($i: PasswordChangeInput!) { passwordChange(input: $i) {
  errors { code } } }"""


async def test_no_recovery_codes_are_made_for_an_app_being_removed(ask: Ask) -> None:
    person = await owner()
    await add_factor(person.account)
    await sessions.show_factor(person.session_id, datetime.now(UTC))

    async def remove() -> None:
        await totp.remove(person.id)
        await recovery_codes.remove(person.id)
        await sessions.forget_factor(person.id)

    async def lock_and_remove() -> None:
        await execute("SELECT FROM account WHERE id = $1 FOR UPDATE", person.id)
        await remove()

    document = "mutation { recoveryCodesCreate(input: {isCertain: true}) { errors { code } } }"
    answer = await overlapped(lock_and_remove, lambda: ask.whole(document, token=person.token))
    assert codes_of(answer["data"]["recoveryCodesCreate"]) == ["SECOND_FACTOR_REQUIRED"]
    assert await recovery_codes.codes_left(person.id) == 0


async def test_two_accounts_take_each_others_unverified_contact(ask: Ask, postbox: Postbox) -> None:
    """Both are locked in the order of their ids."""
    people = [await owner() for _ in range(2)]
    emails = ["first@buyer.example.in", "second@buyer.example.in"]
    for person, email in zip(people, emails, strict=True):
        await models.Account.filter(id=person.id).update(email=email, email_verified_at=None)
    given = []
    for person, email in zip(people, reversed(emails), strict=True):
        sent = await write(ask, "OtpRequest", person.token, email=email, purpose="ADD_CONTACT")
        given.append({"challenge": sent["challenge"]["id"], "code": postbox.code(email)})
    document = """mutation ($i: ContactAddInput!) { contactAdd(input: $i) {
      viewer { email } errors { code } } }"""

    async def refer() -> None:
        ids = [person.id for person in people]
        await execute("SELECT FROM account WHERE id = ANY($1::int[]) FOR KEY SHARE", ids)

    async def both() -> list[Any]:
        adding = zip(people, given, strict=True)
        return [
            *await asyncio.gather(*(ask.whole(document, token=p.token, i=i) for p, i in adding))
        ]

    answers = await overlapped(refer, both)
    assert [each["data"]["contactAdd"] for each in answers] == [
        {"viewer": {"email": email}, "errors": []} for email in reversed(emails)
    ]


async def test_a_sign_in_that_ends_a_session_waits_for_what_it_writes(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 1)
    person = await owner()

    async def written() -> None:
        # As every transaction of the account begins.
        await execute("SELECT FROM account WHERE id = $1 FOR KEY SHARE", person.id)

    payload = await overlapped(
        written,
        lambda: write(ask, "SessionCreate", email=person.account.email, password=PASSWORD),
    )
    assert codes_of(payload) == []
    assert await fetch_value(OPEN, person.id) == 1


async def test_a_session_that_a_sign_in_ends_confirms_no_app(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 1)
    person = await owner()
    await add_factor(person.account)
    (code, *_) = await recovery_codes.make(person.id, datetime.now(UTC))

    async def sign_in_again() -> None:
        await lock_unchanged(await models.Account.get(id=person.id))
        await signed_in(person.account)

    document = f'''mutation {{ secondFactorRemove(input: {{code: "{code}"}}) {{
      errors {{ code }} }} }}'''
    answer = await overlapped(sign_in_again, lambda: ask.whole(document, token=person.token))
    assert error_codes(answer) == ["UNAUTHENTICATED"]
    assert await totp.is_on(person.id)


async def test_a_session_refreshed_meanwhile_is_not_the_one_unused_for_longest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 2)
    account = await make_account(password_hash=HASHED)
    now = datetime.now(UTC)
    oldest = await signed_in(account, at=now - timedelta(hours=2))
    second = await signed_in(account, at=now - timedelta(hours=1))

    async def refreshed() -> None:
        await sessions.rotate(oldest.refresh_token, now, Device())

    async def begun() -> None:
        await sign_in.sign_in(
            ActionContext(datetime.now(UTC), messages=Postbox()),
            account.email or "",
            PASSWORD,
            is_cookie=False,
        )

    await overlapped(refreshed, begun)
    ended = await models.Session.filter(account_id=account.id).exclude(ended_at=None)
    assert [each.id for each in ended] == [second.session_id]


async def test_a_password_nobody_had_time_to_verify_is_no_attempt(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await owner()

    async def busy(*_: object) -> None:
        raise TooBusy

    with monkeypatch.context() as patched:
        patched.setattr(passwords.PASSWORDS, "match", busy)
        for _ in range(12):
            payload = await write(
                ask, "SessionCreate", email=person.account.email, password=PASSWORD
            )
            assert codes_of(payload) == ["TOO_BUSY"]
        for _ in range(12):
            given = {"currentPassword": PASSWORD, "newPassword": "a better one for july"}
            answer = await ask(PASSWORD_CHANGE, token=person.token, i=given)
            assert codes_of(answer["passwordChange"]) == ["TOO_BUSY"]
    assert await fetch_value(COUNTED) == 0


async def test_a_cookie_is_not_set_for_a_session_ended_by_the_same_request(ask: Ask) -> None:
    person = await owner()
    document = """mutation ($i: SessionCreateInput!) {
      sessionCreate(input: $i) { errors { code } }
      sessionRevoke(input: {which: ALL}) { revokedCount errors { code } } }"""
    given = {"email": person.account.email, "password": PASSWORD, "transport": "COOKIE"}
    response = await ask._client.post(
        "/graphql", json={"query": document, "variables": {"i": given}}
    )
    assert response.json()["data"]["sessionRevoke"]["errors"] == []
    assert await fetch_value(OPEN, person.id) == 0
    cookies = [each for each in response.headers.get_list("set-cookie") if "odop_refresh" in each]
    assert all("odop_refresh=;" in each.replace('""', "") for each in cookies), cookies


async def test_sign_ins_with_a_token_of_the_same_account_wait_for_each_other(ask: Ask) -> None:
    person = await owner()
    given: dict[str, Any] = {"email": person.account.email, "password": PASSWORD}

    async def changed() -> None:
        await execute("SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE", person.id)

    async def several() -> list[Any]:
        signing_in = (write(ask, "SessionCreate", person.token, **given) for _ in range(4))
        return [*await asyncio.gather(*signing_in)]

    payloads = await overlapped(changed, several, waiting=2)
    assert [codes_of(each) for each in payloads] == [[]] * 4
    assert await fetch_value(COUNTED) == 0


async def test_a_sign_in_that_ends_for_its_time_is_no_attempt(ask: Ask) -> None:
    person = await owner()
    signing_in: list[asyncio.Task[Any]] = []

    async def locked() -> None:
        await execute("SELECT FROM account WHERE id = $1 FOR UPDATE", person.id)

    async def sign_in_again() -> None:
        given: dict[str, Any] = {"email": person.account.email, "password": PASSWORD}
        signing_in.append(asyncio.create_task(write(ask, "SessionCreate", **given)))
        await asyncio.wait(signing_in)

    async def end() -> None:
        signing_in[0].cancel()
        await asyncio.wait(signing_in)

    await overlapped(locked, sign_in_again, end)
    assert signing_in[0].cancelled()
    assert await fetch_value(COUNTED) == 0
