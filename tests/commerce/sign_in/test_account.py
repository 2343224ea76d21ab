"""Signing up, in and out as the storefront does it, over HTTP."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

import models
from commerce.core.access_keys import seal_for_order
from database.connect import execute, fetch_value
from tests.conftest import Ask
from tests.support.factories import make_product
from tests.support.people import PASSWORD, Postbox, add_factor, make_account, signed_in

pytestmark = pytest.mark.usefixtures("reference")
PHONE, FOLDED = "00000 54321", "+910000054321"


async def write(ask: Ask, mutation: str, /, token: str = "", **input: Any) -> dict[str, Any]:
    """One mutation of account.graphql, its payload."""
    found = await ask("account", name=mutation, token=token, input=input)
    payload: dict[str, Any] = found[mutation[0].lower() + mutation[1:]]
    return payload


async def registered(ask: Ask, email: str = "asha@buyer.example.in") -> dict[str, Any]:
    payload = await write(ask, "AccountRegister", name="Asha", email=email, password=PASSWORD)
    assert payload["errors"] == []
    session: dict[str, Any] = payload["session"]
    return session


def codes_of(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


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


LUCKNOW = {
    "name": "Asha",
    "phone": PHONE,
    "line1": "1, Chowk",
    "city": "Lucknow",
    "pincode": "226003",
    "state": "09",
}


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


async def test_the_own_page_costs_a_fixed_number_of_statements(
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


async def test_a_stranger_is_nobody(ask: Ask) -> None:
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
async def test_what_cannot_be_registered_is_said(
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


async def test_refusals_speak_the_readers_language(ask: Ask) -> None:
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


async def test_known_and_unknown_contacts_are_answered_alike(ask: Ask, postbox: Postbox) -> None:
    known = await make_account()
    for contact in ({"phone": known.phone}, {"phone": PHONE}, {"email": "no@buyer.example.in"}):
        payload = await write(ask, "OtpRequest", **contact)
        assert payload["errors"] == []
        assert set(payload["challenge"]) == {"id", "expiresAt", "resendAfter"}
    assert len(postbox.messages) == 3


async def test_the_next_code_has_to_wait(ask: Ask, postbox: Postbox) -> None:
    await write(ask, "OtpRequest", phone=PHONE)
    assert codes_of(await write(ask, "OtpRequest", phone=PHONE)) == ["TOO_SOON"]
    assert len(postbox.messages) == 1


async def test_a_telephone_is_sent_five_codes_an_hour(ask: Ask, postbox: Postbox) -> None:
    for _ in range(5):
        await write(ask, "OtpRequest", phone=PHONE)
        await execute("UPDATE otp_challenge SET resend_after = now()")
        # The limit of the client is another one.
        await execute("DELETE FROM rate_counter WHERE key LIKE '%/messages-from/%'")
    assert codes_of(await write(ask, "OtpRequest", phone=PHONE)) == ["TOO_MANY_TRIES"]
    assert len(postbox.messages) == 5


async def test_a_code_is_good_for_five_tries(ask: Ask, postbox: Postbox) -> None:
    sent = await write(ask, "OtpRequest", phone=PHONE)
    code = postbox.code(FOLDED)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        payload = await write(ask, "OtpVerify", challenge=sent["challenge"]["id"], code=wrong)
        assert codes_of(payload) == ["WRONG_CODE"]
    payload = await write(ask, "OtpVerify", challenge=sent["challenge"]["id"], code=code)
    assert codes_of(payload) == ["WRONG_CODE"]


async def test_a_code_works_once_and_for_five_minutes(ask: Ask, postbox: Postbox) -> None:
    sent = await write(ask, "OtpRequest", phone=PHONE)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    assert (await write(ask, "OtpVerify", **given))["errors"] == []
    assert codes_of(await write(ask, "OtpVerify", **given)) == ["WRONG_CODE"]

    await execute("UPDATE otp_challenge SET resend_after = now()")
    sent = await write(ask, "OtpRequest", phone=PHONE)
    await execute("UPDATE otp_challenge SET expires_at = now() - interval '1 second'")
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    assert codes_of(await write(ask, "OtpVerify", **given)) == ["WRONG_CODE"]


async def test_codes_are_kept_as_hashes(ask: Ask, postbox: Postbox) -> None:
    await write(ask, "OtpRequest", phone=PHONE)
    kept = await fetch_value("SELECT otp_challenge::text FROM otp_challenge")
    assert postbox.code(FOLDED) not in kept


async def test_of_twenty_who_enter_a_code_at_once_one_comes_in(ask: Ask, postbox: Postbox) -> None:
    sent = await write(ask, "OtpRequest", phone=PHONE)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    found = await asyncio.gather(*(write(ask, "OtpVerify", **given) for _ in range(20)))
    assert sum(each["session"] is not None for each in found) == 1
    assert await models.Session.all().count() == 1


async def test_of_twenty_who_refresh_at_once_all_are_given_the_same(ask: Ask) -> None:
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


async def test_a_refresh_token_that_was_used_ends_its_family_alone(ask: Ask) -> None:
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
async def test_what_is_no_refresh_token_ends_nothing(ask: Ask, token: str) -> None:
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


async def test_who_proves_a_contact_takes_it_from_who_only_wrote_it(
    ask: Ask, postbox: Postbox
) -> None:
    squatter = await registered(ask, "victim@buyer.example.in")
    sent = await write(ask, "OtpRequest", email="victim@buyer.example.in")
    code = postbox.code("victim@buyer.example.in")
    owner = await write(ask, "OtpVerify", challenge=sent["challenge"]["id"], code=code)
    assert owner["errors"] == []
    left = await ask("account", name="Me", token=squatter["accessToken"])
    assert left["viewer"]["email"] is None
    assert left["viewer"]["id"] != owner["session"]["viewer"]["id"]
    payload = await write(ask, "SessionCreate", email="victim@buyer.example.in", password=PASSWORD)
    assert codes_of(payload) == ["WRONG_CREDENTIALS"]


async def test_who_proves_a_contact_does_not_come_into_anothers_account(
    ask: Ask, postbox: Postbox
) -> None:
    """Somebody registers with a slip in the address, which is another's."""
    email = "slip@buyer.example.in"
    maker = await registered(ask, email)
    await ask(
        "mutation ($input: AddressCreateInput!) { addressCreate(input: $input)"
        " { errors { code } } }",
        token=maker["accessToken"],
        input={"address": LUCKNOW},
    )
    sent = await write(ask, "OtpRequest", email=email)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(email)}
    owner = (await write(ask, "OtpVerify", **given))["session"]
    assert owner["viewer"]["id"] != maker["viewer"]["id"]
    seen = (await ask("account", name="Me", token=owner["accessToken"]))["viewer"]
    assert (seen["email"], seen["addresses"]) == (email, [])
    kept = (await ask("account", name="Me", token=maker["accessToken"]))["viewer"]
    assert (kept["email"], len(kept["addresses"])) == (None, 1)
    # The maker goes on by a telephone.
    sent = await write(
        ask, "OtpRequest", token=maker["accessToken"], phone=PHONE, purpose="ADD_CONTACT"
    )
    found = await ask(
        "mutation ($input: ContactAddInput!) { contactAdd(input: $input)"
        " { viewer { phone } errors { code } } }",
        token=maker["accessToken"],
        input={"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)},
    )
    assert found["contactAdd"]["viewer"] == {"phone": FOLDED}


async def test_a_contact_that_is_proved_is_taken_off_who_only_wrote_it(
    ask: Ask, postbox: Postbox
) -> None:
    email = "slip@buyer.example.in"
    await registered(ask, email)
    person = await signed_in()
    sent = await write(ask, "OtpRequest", token=person.token, email=email, purpose="ADD_CONTACT")
    found = await ask(
        "mutation ($input: ContactAddInput!) { contactAdd(input: $input)"
        " { viewer { email } errors { code } } }",
        token=person.token,
        input={"challenge": sent["challenge"]["id"], "code": postbox.code(email)},
    )
    assert found["contactAdd"] == {"viewer": {"email": email}, "errors": []}
    assert await models.Account.filter(email=email).count() == 1


async def test_a_second_factor_is_the_second_half_of_a_sign_in(ask: Ask, postbox: Postbox) -> None:
    session = await registered(ask)
    account = await models.Account.get()
    app = await add_factor(account)
    found = await ask(
        "mutation ($input: SessionCreateInput!) { sessionCreate(input: $input)"
        " { session { accessToken isSecondFactorRequired viewer { id } } } }",
        input={"email": account.email, "password": PASSWORD},
    )
    half = found["sessionCreate"]["session"]
    assert half["isSecondFactorRequired"] is True
    assert half["viewer"] is None
    assert (await ask("{ viewer { id } }", token=half["accessToken"]))["viewer"] is None
    whole = await ask.whole(
        "mutation { consentWithdraw(input: {purpose: MARKETING}) { errors { code } } }",
        token=half["accessToken"],
    )
    assert whole["errors"][0]["extensions"]["code"] == "SECOND_FACTOR_REQUIRED"

    confirm = (
        "mutation ($input: SessionConfirmInput!) { sessionConfirm(input: $input)"
        " { viewer { id } errors { code message } } }"
    )
    code = app.now()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    # What cannot be a code costs no try, however often.
    for text in ("", "12345", "abcdef", "1234567") * 2:
        refused = await ask(confirm, token=half["accessToken"], input={"code": text})
        (error,) = refused["sessionConfirm"]["errors"]
        assert error["code"] == "WRONG_CODE"
        assert "6-digit code from your app, or a recovery code" in error["message"]
    refused = await ask(confirm, token=half["accessToken"], input={"code": wrong})
    assert codes_of(refused["sessionConfirm"]) == ["WRONG_CODE"]
    hindi = "".join(chr(0x0966 + int(digit)) for digit in code)
    done = await ask(confirm, token=half["accessToken"], input={"code": f" {hindi} "})
    assert done["sessionConfirm"]["viewer"]["id"] == session["viewer"]["id"]
    assert (await ask("{ viewer { id } }", token=half["accessToken"]))["viewer"] is not None
    # A code is taken once.
    again = await ask(confirm, token=half["accessToken"], input={"code": code})
    assert codes_of(again["sessionConfirm"]) == ["WRONG_CODE"]


async def test_a_forgotten_password_is_chosen_anew_by_a_link(ask: Ask, postbox: Postbox) -> None:
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
    done = await ask(reset, input=given)
    assert done["passwordReset"] == {"isDone": True, "errors": []}
    assert await ask.code("account", name="Me", token=session["accessToken"]) == "UNAUTHENTICATED"
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


async def test_an_address_is_confirmed_by_its_link(ask: Ask, postbox: Postbox) -> None:
    await registered(ask)
    found = await ask(
        "mutation ($input: EmailVerifyInput!) { emailVerify(input: $input) { isDone } }",
        input={"token": postbox.token("asha@buyer.example.in")},
    )
    assert found["emailVerify"]["isDone"] is True
    assert (await models.Account.get()).email_verified_at is not None


async def test_another_contact_is_taken_by_its_code(ask: Ask, postbox: Postbox) -> None:
    person = await signed_in()
    sent = await write(ask, "OtpRequest", token=person.token, phone=PHONE, purpose="ADD_CONTACT")
    add = (
        "mutation ($input: ContactAddInput!) { contactAdd(input: $input)"
        " { viewer { phone isPhoneVerified } errors { code } } }"
    )
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    other = await signed_in()
    stranger = await ask(add, token=other.token, input={**given, "code": "000000"})
    assert codes_of(stranger["contactAdd"]) == ["WRONG_CODE"]
    found = await ask(add, token=person.token, input=given)
    assert found["contactAdd"]["viewer"] == {"phone": FOLDED, "isPhoneVerified": True}
    # At every contact of before, the one that was replaced among them.
    for contact in (person.account.email, person.account.phone):
        assert postbox.last(contact or "").kind == "contact-changed"


@pytest.mark.parametrize(("is_proved", "told"), [(False, 5), (True, 9)])
async def test_an_address_nobody_proved_is_told_a_few_times_at_most(
    ask: Ask, postbox: Postbox, is_proved: bool, told: int
) -> None:
    unproved = {} if is_proved else {"email_verified_at": None}
    account = await make_account(phone=None, phone_verified_at=None, **unproved)
    person = await signed_in(account)
    change = (
        "mutation ($input: PasswordChangeInput!) { passwordChange(input: $input)"
        " { isDone errors { code } } }"
    )
    for n in range(9):
        given = {"newPassword": f"seven blue kites and {n} over water"}
        found = await ask(change, token=person.token, input=given)
        assert found["passwordChange"]["isDone"]
    assert len([each for each in postbox.messages if each.to == account.email]) == told


async def test_a_new_password_is_told_at_every_proved_contact(ask: Ask, postbox: Postbox) -> None:
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


async def test_a_suspended_account_is_shut_everywhere(ask: Ask, postbox: Postbox) -> None:
    person = await signed_in()
    await models.Account.filter(id=person.id).update(suspended_at=datetime.now(UTC))
    assert await ask.code("account", name="Me", token=person.token) == "UNAUTHENTICATED"
    payload = await write(ask, "SessionRefresh", refreshToken=person.refresh_token)
    assert codes_of(payload) == ["SESSION_ENDED"]
    sent = await write(ask, "OtpRequest", phone=person.account.phone)
    code = postbox.code(person.account.phone or "")
    payload = await write(ask, "OtpVerify", challenge=sent["challenge"]["id"], code=code)
    assert codes_of(payload) == ["WRONG_CODE"]


async def test_a_password_is_hashed_anew_when_parameters_rise(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    account = await make_account(password_hash=weak.hash(PASSWORD))
    payload = await write(ask, "SessionCreate", email=account.email, password=PASSWORD)
    assert payload["errors"] == []
    kept = (await models.Account.get(id=account.id)).password_hash
    assert kept is not None
    assert "m=19456,t=2,p=1" in kept


async def test_coming_and_going_is_written_down(ask: Ask) -> None:
    session = await registered(ask)
    await write(ask, "SessionRevoke", token=session["accessToken"])
    rows = await models.AuditEntry.all().order_by("id")
    account = await models.Account.get()
    assert [row.action for row in rows] == ["account.register", "session.create", "session.end"]
    assert {row.account_id for row in rows} == {account.id}
    assert all(row.request for row in rows)


async def guest_order(number: str, **more: Any) -> models.Order:
    columns: dict[str, Any] = {
        "number": number,
        "status": models.OrderStatus.PLACED,
        "total_paise": 100,
        "placed_at": datetime.now(UTC),
    }
    return await models.Order.create(**(columns | more))


CLAIM = """mutation ($n: String!, $k: String) { orderClaim(input: {number: $n, accessKey: $k}) {
  order { number } errors { code path } } }"""
MINE = """{ viewer { orders { nodes { number } } claimableOrders { nodes { number } } } }"""


async def test_a_guests_order_is_claimed_by_the_telephone_or_the_key_and_by_saying_so(
    ask: Ask, postbox: Postbox
) -> None:
    email, key = "asha@buyer.example.in", "k" * 22
    await guest_order("ODOP-GUEST-1", phone=FOLDED)
    sealed = seal_for_order("ODOP-GUEST-2", key)
    await guest_order("ODOP-GUEST-2", email=email, access_key_sealed=sealed)
    await guest_order("ODOP-GUEST-3", phone="+910000099999")

    async def seen(token: str) -> tuple[list[str], list[str]]:
        viewer = (await ask(MINE, token=token))["viewer"]
        own, offered = viewer["orders"]["nodes"], viewer["claimableOrders"]["nodes"]
        return [each["number"] for each in own], [each["number"] for each in offered]

    async def claimed(token: str, number: str, key: str | None = None) -> list[str]:
        return codes_of((await ask(CLAIM, token=token, n=number, k=key))["orderClaim"])

    by_mail = (await registered(ask, email))["accessToken"]
    await ask(
        "mutation ($t: String!) { emailVerify(input: {token: $t}) { isDone } }",
        t=postbox.token(email),
    )
    # A proved e-mail claims nothing: anybody may have typed it.
    assert await seen(by_mail) == ([], [])
    assert await claimed(by_mail, "ODOP-GUEST-2") == ["NOT_FOUND"]
    assert await claimed(by_mail, "ODOP-GUEST-2", "x" * 22) == ["NOT_FOUND"]
    assert await claimed(by_mail, "ODOP-GUEST-2", key) == []
    assert await claimed(by_mail, "ODOP-GUEST-2", key) == []
    assert await seen(by_mail) == (["ODOP-GUEST-2"], [])

    sent = await write(ask, "OtpRequest", phone=PHONE)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    other = (await write(ask, "OtpVerify", **given))["session"]["accessToken"]
    # Who proves the telephone is asked first.
    assert await seen(other) == ([], ["ODOP-GUEST-1"])
    for number in ("ODOP-GUEST-2", "ODOP-GUEST-3", "ODOP-GUEST-9"):
        assert await claimed(other, number) == ["NOT_FOUND"]
    assert await claimed(by_mail, "ODOP-GUEST-1") == ["NOT_FOUND"]
    assert await claimed(other, "odop-guest-1") == []
    assert await seen(other) == (["ODOP-GUEST-1"], [])
    assert await models.AuditEntry.filter(action="order.claim").count() == 2


async def test_of_two_who_claim_an_order_at_once_one_does(ask: Ask) -> None:
    key = "k" * 22
    sealed = seal_for_order("ODOP-GUEST-1", key)
    order = await guest_order("ODOP-GUEST-1", access_key_sealed=sealed)
    people = [await signed_in() for _ in range(6)]
    answers = await asyncio.gather(
        *(ask(CLAIM, token=each.token, n="ODOP-GUEST-1", k=key) for each in people)
    )
    assert sum(answer["orderClaim"]["errors"] == [] for answer in answers) == 1
    assert (await models.Order.get(id=order.id)).account_id in {each.id for each in people}


async def test_a_recovery_code_stands_in_for_the_app_once(ask: Ask, postbox: Postbox) -> None:
    session = await registered(ask)
    account = await models.Account.get()
    await add_factor(account)
    make = "mutation { recoveryCodesCreate(input: {isCertain: true}) { codes errors { code } } }"
    confirm = (
        "mutation ($c: String!) { sessionConfirm(input: {code: $c})"
        " { viewer { recoveryCodesLeft } errors { code } } }"
    )
    # Codes are for who has shown the app in this session.
    refused = await ask(make, token=session["accessToken"])
    assert codes_of(refused["recoveryCodesCreate"]) == ["SECOND_FACTOR_REQUIRED"]
    person = await signed_in(account, has_factor=True)
    first = (await ask(make, token=person.token))["recoveryCodesCreate"]["codes"]
    codes = (await ask(make, token=person.token))["recoveryCodesCreate"]["codes"]
    assert len(set(codes)) == 10
    kept = await fetch_value("SELECT string_agg(c::text, ' ') FROM recovery_code c")
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)

    async def shown(code: str) -> dict[str, Any]:
        found = await ask(
            "mutation ($i: SessionCreateInput!) { sessionCreate(input: $i)"
            " { session { accessToken isSecondFactorRequired } } }",
            i={"email": account.email, "password": PASSWORD},
        )
        half = found["sessionCreate"]["session"]
        assert half["isSecondFactorRequired"]
        answer = await ask(confirm, token=half["accessToken"], c=code)
        payload: dict[str, Any] = answer["sessionConfirm"]
        return payload

    assert codes_of(await shown(first[0])) == ["WRONG_CODE"]
    assert (await shown(codes[0].lower().replace("-", " ")))["viewer"]["recoveryCodesLeft"] == 9
    told = postbox.last(account.email or "")
    assert (told.kind, told.values["left"]) == ("recovery-code-used", "9")
    assert codes_of(await shown(codes[0])) == ["WRONG_CODE"]


async def test_tries_of_recovery_codes_are_counted(ask: Ask) -> None:
    account = await make_account()
    await add_factor(account)
    person = await signed_in(account)
    confirm = "mutation ($c: String!) { sessionConfirm(input: {code: $c}) { errors { code } } }"
    unknown = "ABCD-EFGH-IJKL-MNO2"
    found = [
        codes_of((await ask(confirm, token=person.token, c=unknown))["sessionConfirm"])
        for _ in range(6)
    ]
    assert found == [["WRONG_CODE"]] * 5 + [["TOO_MANY_TRIES"]]
