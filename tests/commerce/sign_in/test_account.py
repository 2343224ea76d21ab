"""Signing up, in and out as the storefront does it, over HTTP."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

import models
from database.connect import execute
from tests.conftest import Ask
from tests.support.people.accounts import PASSWORD, Postbox, make_account, signed_in
from tests.support.people.sign_in import FOLDED, LUCKNOW, PHONE, codes_of, registered, write
from tests.support.shop.factories import make_product

pytestmark = pytest.mark.usefixtures("reference")


async def test_every_document_of_an_account_runs_end_to_end(ask: Ask, postbox: Postbox) -> None:
    session = await registered(ask)
    assert session["viewer"]["name"] == "Asha"
    assert session["viewer"]["roles"] == ["BUYER"]
    again = await write(ask, "SessionCreate", email="Asha@Buyer.Example.IN", password=PASSWORD)
    assert again["session"]["viewer"]["id"] == session["viewer"]["id"]
    sent = await write(ask, "OtpRequest", phone=PHONE)
    verified = await write(
        ask,
        "OtpVerify",
        challenge=sent["challenge"]["id"],
        code=postbox.code(FOLDED),
    )
    assert verified["session"]["viewer"]["id"] != session["viewer"]["id"]
    refreshed = await write(ask, "SessionRefresh", refreshToken=session["refreshToken"])
    token = refreshed["session"]["accessToken"]

    product = await make_product()
    slug = product.slug
    await ask(
        "mutation ($input: AddressCreateInput!) { addressCreate(input: $input)"
        " { errors { code } } }",
        token=token,
        input={"address": LUCKNOW},
    )
    found = await ask("query ($slug: String!) { product(slug: $slug) { id } }", slug=slug)
    wished = await ask(
        "mutation ($input: WishlistAddInput!) { wishlistAdd(input: $input)"
        " { product { id isWishlisted } errors { code } } }",
        token=token,
        input={"product": found["product"]["id"]},
    )
    assert wished["wishlistAdd"]["product"]["isWishlisted"] is True

    viewer = (await ask("account", name="Me", token=token))["viewer"]
    assert (viewer["name"], viewer["email"]) == ("Asha", "asha@buyer.example.in")
    assert viewer["addresses"][0]["state"] == {"code": "09"}
    assert viewer["addresses"][0]["isDefault"] is True
    assert viewer["orders"] == {
        "nodes": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
    }
    assert [each["slug"] for each in viewer["wishlist"]["nodes"]] == [slug]
    assert [each["isCurrent"] for each in viewer["sessions"]].count(True) == 1
    ended = await write(ask, "SessionRevoke", token=token, which="ALL")
    assert ended == {"revokedCount": 2, "errors": []}
    assert await ask.code("account", name="Me", token=token) == "UNAUTHENTICATED"


async def test_an_order_is_listed_for_its_buyer(ask: Ask) -> None:
    person = await signed_in()
    for number in ("ODOP-2026-1", "ODOP-2026-2"):
        await models.Order.create(
            number=number,
            account_id=person.id,
            status=models.OrderStatus.PLACED,
            total_paise=1_234_50,
            placed_at=datetime.now(UTC),
        )
    viewer = (await ask("account", name="Me", token=person.token))["viewer"]
    assert [each["number"] for each in viewer["orders"]["nodes"]] == ["ODOP-2026-2", "ODOP-2026-1"]
    assert viewer["orders"]["nodes"][0]["total"]["formatted"] == "₹1,234.50"


async def test_the_account_page_takes_a_fixed_number_of_statements(
    ask: Ask, queries: list[str]
) -> None:
    person = await signed_in()
    for _ in range(3):
        await signed_in(person.account)
    queries.clear()
    await ask("account", name="Me", token=person.token)
    # Who asks, once, though nobody tells of changes; the account, its roles, addresses, orders,
    # wishes and sessions.
    assert len(queries) == 7


async def test_an_anonymous_viewer_is_null(ask: Ask) -> None:
    assert (await ask("{ viewer { id } }"))["viewer"] is None


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"email": "not an address"}, "INVALID", ["input", "email"]),
        ({"password": "short"}, "PASSWORD_TOO_SHORT", ["input", "password"]),
        ({"password": "1234567890"}, "PASSWORD_TOO_COMMON", ["input", "password"]),
        ({"password": "x" * 300}, "TOO_LONG", ["input", "password"]),
        ({"name": "  "}, "REQUIRED", ["input", "name"]),
        ({"name": "n" * 81}, "TOO_LONG", ["input", "name"]),
    ],
)
async def test_invalid_registrations_are_explained(
    ask: Ask, changes: dict[str, str], code: str, path: list[str]
) -> None:
    given = {"name": "A", "email": "a@buyer.example.in", "password": PASSWORD} | changes
    payload = await write(ask, "AccountRegister", **given)
    assert (codes_of(payload), payload["errors"][0]["path"]) == ([code], path)
    assert await models.Account.all().count() == 0


async def test_an_address_has_one_account(ask: Ask) -> None:
    await registered(ask)
    payload = await write(
        ask, "AccountRegister", name="B", email="asha@buyer.example.in", password=PASSWORD
    )
    assert codes_of(payload) == ["ALREADY_TAKEN"]


async def test_error_messages_are_in_the_readers_language(ask: Ask) -> None:
    found = await ask(
        "account",
        name="SessionCreate",
        language="hi",
        input={"email": "a@b.example.in", "password": PASSWORD},
    )
    assert found["sessionCreate"]["errors"][0]["message"] == "ई-मेल या पासवर्ड ग़लत है।"


async def test_wrong_passwords_and_unknown_accounts_look_the_same(ask: Ask) -> None:
    await registered(ask)
    wrong = await write(
        ask, "SessionCreate", email="asha@buyer.example.in", password="another password"
    )
    unknown = await write(
        ask, "SessionCreate", email="nobody@buyer.example.in", password="another password"
    )
    assert wrong == unknown
    assert codes_of(wrong) == ["WRONG_CREDENTIALS"]


async def test_concurrent_refreshes_get_the_same_tokens(ask: Ask) -> None:
    token = (await registered(ask))["refreshToken"]
    for _ in range(2):
        found = await asyncio.gather(
            *(write(ask, "SessionRefresh", refreshToken=token) for _ in range(20))
        )
        given = [each["session"] for each in found]
        (token,) = {each["refreshToken"] for each in given}
        for each in given:
            assert (await ask("account", name="Me", token=each["accessToken"]))["viewer"]
    assert (await models.Session.get()).ended_at is None


async def test_a_reused_refresh_token_ends_only_its_session(ask: Ask) -> None:
    session = await registered(ask)
    other = await write(ask, "SessionCreate", email="asha@buyer.example.in", password=PASSWORD)
    fresh = await write(ask, "SessionRefresh", refreshToken=session["refreshToken"])
    assert fresh["errors"] == []
    await execute("UPDATE session SET refreshed_at = refreshed_at - interval '1 minute'")
    stolen = await write(ask, "SessionRefresh", refreshToken=session["refreshToken"])
    assert codes_of(stolen) == ["SESSION_ENDED"]
    token = fresh["session"]["accessToken"]
    assert await ask.code("account", name="Me", token=token) == "UNAUTHENTICATED"
    await ask("account", name="Me", token=other["session"]["accessToken"])


@pytest.mark.parametrize("token", ["", "x", "a" * 22 + "." + "b" * 43, "é" * 500])
async def test_an_invalid_refresh_token_ends_nothing(ask: Ask, token: str) -> None:
    await registered(ask)
    payload = await write(ask, "SessionRefresh", refreshToken=token)
    assert codes_of(payload) in (["SESSION_ENDED"], ["REQUIRED"])
    assert await models.Session.filter(ended_at=None).count() == 1


async def test_a_refresh_token_lasts_thirty_days(ask: Ask) -> None:
    session = await registered(ask)
    await execute("UPDATE session SET created_at = now() - interval '40 days', expires_at = now()")
    payload = await write(ask, "SessionRefresh", refreshToken=session["refreshToken"])
    assert codes_of(payload) == ["SESSION_ENDED"]


async def test_an_access_token_ends_after_five_minutes(ask: Ask) -> None:
    from auth.crypto.keys import keys

    person = await signed_in()
    past = datetime.now(UTC) - timedelta(minutes=5, seconds=1)
    token, _ = keys().tokens.issue(person.id, person.session_id, past)
    assert await ask.code("{ viewer { id } }", token=token) == "UNAUTHENTICATED"
    # What signs in anew is not barred by it.
    payload = await write(ask, "SessionRefresh", token=token, refreshToken=person.refresh_token)
    assert payload["errors"] == []


async def test_one_device_is_signed_out_and_the_others_stay(ask: Ask) -> None:
    here = await signed_in()
    there = await signed_in(here.account)
    sessions = (await ask("account", name="Me", token=here.token))["viewer"]["sessions"]
    other = next(each["id"] for each in sessions if not each["isCurrent"])
    payload = await write(ask, "SessionRevoke", token=here.token, session=other)
    assert payload["revokedCount"] == 1
    assert await ask.code("account", name="Me", token=there.token) == "UNAUTHENTICATED"
    assert len((await ask("account", name="Me", token=here.token))["viewer"]["sessions"]) == 1


async def test_a_forgotten_password_is_reset_by_a_link(ask: Ask, postbox: Postbox) -> None:
    session = await registered(ask)
    email = "asha@buyer.example.in"
    request = (
        "mutation ($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input)"
        " { isDone errors { code } } }"
    )
    known = await ask(request, input={"email": email})
    unknown = await ask(request, input={"email": "nobody@buyer.example.in"})
    assert known == unknown
    assert postbox.last("nobody@buyer.example.in").kind == "no-account"
    reset = (
        "mutation ($input: PasswordResetInput!) { passwordReset(input: $input)"
        " { isDone errors { code } } }"
    )
    given = {"token": postbox.token(email), "newPassword": "neem leaves in july"}
    done = await ask(reset, input=given, token=session["accessToken"])
    assert done["passwordReset"] == {"isDone": True, "errors": []}
    assert await ask.code("account", name="Me", token=session["accessToken"]) == "UNAUTHENTICATED"
    assert (await models.Account.get()).email_verified_at is not None
    again = await ask(reset, input=given)
    assert codes_of(again["passwordReset"]) == ["LINK_EXPIRED"]
    payload = await write(ask, "SessionCreate", email=email, password="neem leaves in july")
    assert payload["errors"] == []
    assert postbox.last(email).kind == "password-changed"


async def test_a_link_lasts_an_hour(ask: Ask, postbox: Postbox) -> None:
    await registered(ask)
    link = await models.LinkToken.get()
    assert link.expires_at - link.created_at == timedelta(hours=1)
    await execute("UPDATE link_token SET expires_at = now()")
    found = await ask(
        "mutation ($input: EmailVerifyInput!) { emailVerify(input: $input) { errors { code } } }",
        input={"token": postbox.token("asha@buyer.example.in")},
    )
    assert codes_of(found["emailVerify"]) == ["LINK_EXPIRED"]


async def test_a_changed_password_is_reported_to_every_verified_contact(
    ask: Ask, postbox: Postbox
) -> None:
    person = await signed_in()
    change = (
        "mutation ($input: PasswordChangeInput!) { passwordChange(input: $input)"
        " { isDone errors { code } } }"
    )
    given = {"newPassword": "seven blue kites over water"}
    found = await ask(change, token=person.token, input=given)
    assert found["passwordChange"] == {"isDone": True, "errors": []}
    told = {message.to for message in postbox.messages if message.kind == "password-changed"}
    assert told == {person.account.email, person.account.phone}


async def test_a_suspended_account_is_signed_out_everywhere(ask: Ask, postbox: Postbox) -> None:
    person = await signed_in()
    await models.Account.filter(id=person.id).update(suspended_at=datetime.now(UTC))
    assert await ask.code("account", name="Me", token=person.token) == "UNAUTHENTICATED"
    payload = await write(ask, "SessionRefresh", refreshToken=person.refresh_token)
    assert codes_of(payload) == ["SESSION_ENDED"]
    sent = await write(ask, "OtpRequest", phone=person.account.phone)
    code = postbox.code(person.account.phone or "")
    payload = await write(ask, "OtpVerify", challenge=sent["challenge"]["id"], code=code)
    assert codes_of(payload) == ["WRONG_CODE"]


async def test_a_password_is_rehashed_when_parameters_rise(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    account = await make_account(password_hash=weak.hash(PASSWORD))
    payload = await write(ask, "SessionCreate", email=account.email, password=PASSWORD)
    assert payload["errors"] == []
    kept = (await models.Account.get(id=account.id)).password_hash
    assert kept is not None
    assert "m=19456,t=2,p=1" in kept


async def test_sign_ins_and_sign_outs_are_audited(ask: Ask) -> None:
    session = await registered(ask)
    await write(ask, "SessionRevoke", token=session["accessToken"])
    rows = await models.AuditEntry.all().order_by("id")
    account = await models.Account.get()
    assert [row.action for row in rows] == ["account.register", "session.create", "session.end"]
    assert {row.account_id for row in rows} == {account.id}
    assert all(row.request for row in rows)
