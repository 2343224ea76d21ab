"""What was verified a moment ago is not enough once the account has changed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest

import models
from auth.credentials import email_links, recovery_codes, totp
from auth.credentials.passwords import HASHER
from auth.sessions import sessions
from auth.viewer import Viewer
from commerce.accounts.contacts import release
from commerce.core.action_context import ActionContext
from commerce.core.texts.language import Language
from commerce.roles import suspension
from commerce.sign_in import passwords, sign_in
from database.connect import execute, fetch, fetch_value
from graph.context import Requester
from models import LinkPurpose
from server.app import Mart
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import (
    PASSWORD,
    Person,
    Postbox,
    add_factor,
    make_account,
    signed_in,
)
from tests.support.people.sign_in import codes_of, write

pytestmark = pytest.mark.usefixtures("reference")
HASHED = HASHER.hash(PASSWORD)
NEW, THIEVES = "a better one for july", "what the thief wants"
OPEN = "SELECT count(*) FROM session WHERE account_id = $1 AND ended_at IS NULL"
CONTACT_ADD = """mutation ($input: ContactAddInput!) { contactAdd(input: $input) {
  viewer { phone } errors { code } } }"""
Change = Callable[[Person], Awaitable[object]]


async def owner() -> Person:
    return await signed_in(await make_account(password_hash=HASHED))


def acting(person: Person) -> ActionContext:
    viewer = Viewer(account_id=person.id, session_id=person.session_id)
    return ActionContext(datetime.now(UTC), viewer, messages=Postbox())


async def change_password(person: Person) -> None:
    await passwords.change(acting(person), PASSWORD, NEW)


async def reset_password(person: Person) -> None:
    now = datetime.now(UTC)
    email = person.account.email or ""
    token = await email_links.begin(person.id, email, LinkPurpose.RESET_PASSWORD, now)
    await passwords.reset(ActionContext(now, messages=Postbox()), token, NEW)


async def suspend(person: Person) -> None:
    await suspension.suspend(ActionContext(datetime.now(UTC), is_operator=True), person.id)


async def suspend_for_a_moment(person: Person) -> None:
    await suspend(person)
    await suspension.restore(ActionContext(datetime.now(UTC), is_operator=True), person.id)


async def give_up_contacts(person: Person) -> None:
    await models.Account.filter(id=person.id).update(email_verified_at=None, phone_verified_at=None)
    for contact in (person.account.email, person.account.phone):
        await release(contact or "")


async def sign_out(person: Person) -> None:
    await sign_in.sign_out(acting(person))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (change_password, "WRONG_CREDENTIALS"),
        (reset_password, "WRONG_CREDENTIALS"),
        (suspend, "WRONG_CREDENTIALS"),
        (give_up_contacts, "WRONG_CREDENTIALS"),
    ],
)
async def test_a_verified_password_opens_no_session_after_a_change(
    ask: Ask, change: Change, code: str
) -> None:
    person = await owner()
    before = await fetch_value(OPEN, person.id)
    payload = await overlapped(
        lambda: change(person),
        lambda: write(ask, "SessionCreate", email=person.account.email, password=PASSWORD),
    )
    assert (payload["session"], codes_of(payload)) == (None, [code])
    assert await fetch_value(OPEN, person.id) <= before
    await execute("UPDATE account SET suspended_at = NULL")
    assert await fetch_value(OPEN, person.id) <= before


async def test_a_sign_in_waits_for_a_change_that_leaves_its_password(ask: Ask) -> None:
    person = await owner()

    async def rename_and_rehash(person: Person) -> None:
        fresh = await passwords.hash_of(PASSWORD)
        await models.Account.filter(id=person.id).update(name="Meera", password_hash=fresh)

    payload = await overlapped(
        lambda: rename_and_rehash(person),
        lambda: write(ask, "SessionCreate", email=person.account.email, password=PASSWORD),
    )
    assert codes_of(payload) == []
    assert payload["session"]["viewer"]["name"] == "Meera"


@pytest.mark.parametrize("change", [suspend, suspend_for_a_moment])
async def test_a_code_opens_no_session_of_an_account_being_suspended(
    ask: Ask, postbox: Postbox, change: Change
) -> None:
    person = await owner()
    phone = person.account.phone or ""
    sent = await write(ask, "OtpRequest", phone=phone)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(phone)}
    payload = await overlapped(lambda: change(person), lambda: write(ask, "OtpVerify", **given))
    is_suspended = change is suspend
    assert codes_of(payload) == (["WRONG_CODE"] if is_suspended else [])
    # A session that begins after the suspension is over is as any other.
    assert await fetch_value(OPEN, person.id) == (0 if is_suspended else 1)


async def test_a_code_for_a_contact_that_moves_opens_the_account_that_has_it(
    ask: Ask, postbox: Postbox
) -> None:
    person = await owner()
    phone = person.account.phone or ""
    sent = await write(ask, "OtpRequest", phone=phone)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(phone)}
    payload = await overlapped(
        lambda: give_up_contacts(person), lambda: write(ask, "OtpVerify", **given)
    )
    assert codes_of(payload) == []
    assert await models.Account.get(phone=phone) != person.account
    assert await fetch_value(OPEN, person.id) == 1


ENDING = (change_password, reset_password, sign_out, suspend)
# What a thief might write with a session that is being ended; the tables show whether it was.
WRITES = {
    "accountUpdate": 'input: {name: "Thief"}',
    "passwordChange": f'input: {{newPassword: "{THIEVES}", currentPassword: "{PASSWORD}"}}',
    "addressCreate": """input: {address: {name: "Thief", phone: "00000 54321", line1: "1, Chowk",
      city: "Lucknow", pincode: "226003", state: "09"}}""",
    "secondFactorBegin": "input: {isCertain: true}",
    "sessionRevoke": "input: {which: OTHERS}",
}
WRITTEN = """SELECT (SELECT name FROM account WHERE id = $1) AS name,
  (SELECT password_hash FROM account WHERE id = $1) AS password,
  (SELECT phone FROM account WHERE id = $1) AS phone,
  (SELECT count(*) FROM address WHERE account_id = $1) AS addresses,
  (SELECT count(*) FROM second_factor WHERE account_id = $1) AS factors,
  (SELECT count(*) FROM second_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL)
    AS confirmed,
  (SELECT count(*) FROM recovery_code WHERE account_id = $1) AS codes,
  (SELECT count(*) FROM session WHERE account_id = $1 AND ended_at IS NULL) AS sessions"""


def error_codes(answer: dict[str, Any]) -> list[str]:
    return [each["extensions"]["code"] for each in answer.get("errors", ())]


@pytest.mark.parametrize("change", ENDING)
@pytest.mark.parametrize("mutation", WRITES)
async def test_a_session_that_ends_meanwhile_writes_nothing(
    ask: Ask, change: Change, mutation: str
) -> None:
    person = await owner()
    thief = await signed_in(person.account)
    document = f"mutation {{ {mutation}({WRITES[mutation]}) {{ errors {{ code }} }} }}"
    after: list[Any] = []

    async def changed() -> None:
        await change(person)
        after.extend(await fetch(WRITTEN, person.id))

    answer = await overlapped(changed, lambda: ask.whole(document, token=thief.token))
    assert error_codes(answer) == ["UNAUTHENTICATED"]
    assert [dict(row) for row in await fetch(WRITTEN, person.id)] == [dict(row) for row in after]


@pytest.mark.parametrize("change", ENDING)
async def test_a_session_that_ends_meanwhile_adds_no_contact(
    ask: Ask, postbox: Postbox, change: Change
) -> None:
    person = await owner()
    thief = await signed_in(person.account)
    phone = "+919876501234"
    sent = await write(ask, "OtpRequest", thief.token, phone=phone, purpose="ADD_CONTACT")
    input = {"challenge": sent["challenge"]["id"], "code": postbox.code(phone)}
    answer = await overlapped(
        lambda: change(person), lambda: ask.whole(CONTACT_ADD, token=thief.token, input=input)
    )
    assert error_codes(answer) == ["UNAUTHENTICATED"]
    assert (await models.Account.get(id=person.id)).phone == person.account.phone


@pytest.mark.parametrize("change", ENDING)
async def test_a_session_that_ends_meanwhile_confirms_no_app(ask: Ask, change: Change) -> None:
    person = await owner()
    thief = await signed_in(person.account)
    uri = await totp.begin(person.id, "thief", datetime.now(UTC))
    app = pyotp.parse_uri(uri or "")
    assert isinstance(app, pyotp.TOTP)
    document = f'''mutation {{ secondFactorConfirm(input: {{code: "{app.now()}"}}) {{
      errors {{ code }} }} }}'''
    answer = await overlapped(
        lambda: change(person), lambda: ask.whole(document, token=thief.token)
    )
    assert error_codes(answer) == ["UNAUTHENTICATED"]
    (row,) = await fetch(WRITTEN, person.id)
    assert (row["confirmed"], row["codes"]) == (0, 0)


@pytest.mark.parametrize("change", ENDING)
async def test_sessions_end_after_what_is_being_written(ask: Ask, change: Change) -> None:
    """Nothing is written any more when the owner is told that it is over."""
    person = await owner()

    async def written() -> None:
        # As every transaction of the account begins.
        await execute("SELECT FROM account WHERE id = $1 FOR KEY SHARE", person.id)
        await execute("UPDATE account SET name = 'Asha' WHERE id <> $1", person.id)

    await overlapped(written, lambda: change(person))
    assert await fetch_value(OPEN, person.id) == 0 or change is change_password


async def test_one_session_confirms_several_times_at_once(ask: Ask) -> None:
    person = await owner()
    await add_factor(person.account)
    codes = await recovery_codes.make(person.id, datetime.now(UTC))
    document = """mutation ($c: String!) { sessionConfirm(input: {code: $c}) {
      viewer { name } errors { code } } }"""
    for tried in (codes[:5], codes[5:]):
        answers = await asyncio.gather(
            *(ask.whole(document, token=person.token, c=code) for code in tried)
        )
        assert [each["data"]["sessionConfirm"]["errors"] for each in answers] == [[]] * 5


async def test_a_refresh_token_revokes_only_its_own_session(ask: Ask) -> None:
    person = await owner()
    other = await signed_in(person.account)
    document = """mutation ($t: String!, $w: SessionChoice!) {
      sessionRevoke(input: {refreshToken: $t, which: $w}) { revokedCount errors { code } } }"""
    for which in ("ALL", "OTHERS"):
        assert await ask.code(document, t=person.refresh_token, w=which) == "UNAUTHENTICATED"
        assert await fetch_value(OPEN, person.id) == 2
    found = await ask(document, t=person.refresh_token, w="CURRENT")
    assert found["sessionRevoke"] == {"revokedCount": 1, "errors": []}
    assert (await models.Session.get(id=other.session_id)).ended_at is None


async def test_what_was_written_is_answered_though_the_session_has_ended(app: Mart) -> None:
    person = await owner()
    viewer = acting(person).viewer
    context = app.endpoint.sockets._services.new_context(Language.EN, Requester(viewer, "", ""))
    await sessions.end(person.id, datetime.now(UTC))
    await context.read_viewer_again()
    assert context.viewer == viewer


async def test_one_of_two_removals_removes_the_app(ask: Ask) -> None:
    person = await owner()
    await add_factor(person.account)
    document = """mutation ($c: String!) { secondFactorRemove(input: {code: $c}) {
      errors { code } } }"""
    codes = await recovery_codes.make(person.id, datetime.now(UTC))
    answers = await asyncio.gather(
        *(ask.whole(document, token=person.token, c=code) for code in codes[:4])
    )
    found = sorted(codes_of(each["data"]["secondFactorRemove"]) for each in answers)
    assert found == [[], *[["WRONG_CODE"]] * 3]


@pytest.mark.parametrize("change", ENDING)
async def test_half_a_sign_in_that_ends_meanwhile_writes_nothing(ask: Ask, change: Change) -> None:
    person = await owner()
    await add_factor(person.account)
    (code, *_) = await recovery_codes.make(person.id, datetime.now(UTC))
    signing_in = await write(ask, "SessionCreate", email=person.account.email, password=PASSWORD)
    token = signing_in["session"]["accessToken"]
    document = f'''mutation {{ sessionConfirm(input: {{code: "{code}"}}) {{
      errors {{ code }} }} }}'''
    answer = await overlapped(lambda: change(person), lambda: ask.whole(document, token=token))
    assert error_codes(answer) == ["UNAUTHENTICATED"]
    used = "SELECT count(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NOT NULL"
    assert await fetch_value(used, person.id) == 0
    shown = "SELECT count(*) FROM session WHERE account_id = $1 AND factor_at IS NOT NULL"
    assert await fetch_value(shown, person.id) == 0
