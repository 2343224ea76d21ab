"""Strangers' attempts on somebody's contact do no harm and are limited."""

import asyncio
import itertools
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

import models
from auth import rate_limits
from auth.rate_limits import TooMany
from auth.sessions.devices import cookie_of, new_device_id, read_cookie
from commerce.accounts import contact_proofs
from commerce.core.action_context import ActionContext
from commerce.core.rate_limits import message_limits
from commerce.core.texts.message_kinds import Kind
from commerce.orders import order_notifications
from commerce.sign_in.passwords import hash_of
from database.connect import execute
from server.app import create_app
from settings import Misconfigured, settings
from tests.support.people.accounts import PASSWORD, Postbox, make_account, signed_in

pytestmark = pytest.mark.usefixtures("reference")

PHONE = "+910000054321"
numbers = itertools.count(1)
Write = Callable[..., Awaitable[dict[str, Any]]]

DOCUMENTS = {
    "otpRequest": "mutation ($i: OtpRequestInput!) { otpRequest(input: $i) {"
    " challenge { id } errors { code } } }",
    "otpVerify": "mutation ($i: OtpVerifyInput!) { otpVerify(input: $i) {"
    " session { accessToken } errors { code } } }",
    "contactProve": "mutation ($i: ContactProveInput!) { contactProve(input: $i) {"
    " proof errors { code } } }",
    "sessionCreate": "mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) {"
    " session { accessToken } errors { code } } }",
    "passwordResetRequest": "mutation ($i: PasswordResetRequestInput!) {"
    " passwordResetRequest(input: $i) { isDone errors { code } } }",
    "passwordReset": "mutation ($i: PasswordResetInput!) {"
    " passwordReset(input: $i) { isDone errors { code } } }",
    "accountRegister": "mutation ($i: AccountRegisterInput!) {"
    " accountRegister(input: $i) { session { accessToken } errors { code } } }",
}


@pytest.fixture
def write(postbox: Postbox) -> Write:
    """A mutation from an address: each call from another one, unless it is named."""
    app = create_app()
    app.adapters.messages = postbox

    async def written(
        name: str, client: str = "", /, *, headers: dict[str, str] | None = None, **input: Any
    ) -> dict[str, Any]:
        address = client or f"203.0.{next(numbers) % 250}.{next(numbers) % 250}"
        transport = httpx.ASGITransport(app=app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://mart.test") as asking:
            response = await asking.post(
                "/graphql",
                json={"query": DOCUMENTS[name], "variables": {"i": input}},
                headers=headers or {},
            )
        if response.status_code == 429:
            return {"errors": [{"code": "429"}]}
        payload: dict[str, Any] = response.json()["data"][name]
        return payload

    return written


def codes_of(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


async def test_a_strangers_request_does_not_invalidate_a_code(
    write: Write, postbox: Postbox
) -> None:
    mine = await write("otpRequest", phone=PHONE)
    code = postbox.code(PHONE)
    for _ in range(3):
        assert codes_of(await write("otpRequest", phone=PHONE)) == []
    entered = await write("otpVerify", challenge=mine["challenge"]["id"], code=code)
    assert codes_of(entered) == []


async def test_a_code_is_entered_with_its_own_challenge(write: Write, postbox: Postbox) -> None:
    await write("otpRequest", phone=PHONE)
    code = postbox.code(PHONE)
    other = await write("otpRequest", phone=PHONE)
    if postbox.code(PHONE) != code:
        entered = await write("otpVerify", challenge=other["challenge"]["id"], code=code)
        assert codes_of(entered) == ["WRONG_CODE"]


async def test_a_strangers_requests_do_not_block_codes(write: Write) -> None:
    for _ in range(7):
        last = await write("otpRequest", "198.51.100.7", phone=PHONE)
        await execute("UPDATE otp_challenge SET resend_after = now()")
    assert codes_of(last) == ["TOO_MANY_TRIES"]
    assert codes_of(await write("otpRequest", "198.51.100.8", phone=PHONE)) == []


async def test_codes_to_one_contact_are_limited_overall(write: Write, postbox: Postbox) -> None:
    account = await make_account(phone=PHONE)
    person = await signed_in(account)
    told = [codes_of(await write("otpRequest", phone=PHONE)) for _ in range(12)]
    assert told == [[]] * 10 + [["TOO_MANY_TRIES"]] * 2
    assert len(postbox.messages) == 10
    # The telephone's owner comes in by a device that was signed in before, its session over or not.
    await execute("UPDATE session SET ended_at = now(), end_reason = 'signed_out'")
    cookie = {"cookie": f"odop_refresh={person.refresh_token}"}
    sent = await write("otpRequest", headers=cookie, phone=PHONE)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(PHONE)}
    assert codes_of(await write("otpVerify", **given)) == []
    # An app shows the token itself.
    await execute("UPDATE otp_challenge SET resend_after = now()")
    app = {"phone": PHONE, "refreshToken": person.refresh_token}
    assert codes_of(await write("otpRequest", **app)) == []
    # It is known to its own account alone.
    other = (await make_account()).phone
    for _ in range(10):
        await write("otpRequest", phone=other)
    assert codes_of(await write("otpRequest", headers=cookie, phone=other)) == ["TOO_MANY_TRIES"]


async def test_strangers_wrong_passwords_lock_nobody_out(write: Write) -> None:
    account = await make_account(password_hash=await hash_of(PASSWORD))
    for _ in range(30):
        wrong = await write("sessionCreate", email=account.email, password="not this one")
        assert codes_of(wrong) == ["WRONG_CREDENTIALS"]
    assert codes_of(await write("sessionCreate", email=account.email, password=PASSWORD)) == []


async def test_many_people_sign_in_from_one_address(write: Write, postbox: Postbox) -> None:
    phones = [f"+91000009{n:04d}" for n in range(70)]
    for phone in phones:
        sent = await write("otpRequest", "198.51.100.9", phone=phone)
        given = {"challenge": sent["challenge"]["id"], "code": postbox.code(phone)}
        assert codes_of(await write("otpVerify", "198.51.100.9", **given)) == []


@pytest.mark.slow
async def test_successful_sign_ins_are_not_counted(write: Write) -> None:
    account = await make_account(password_hash=await hash_of(PASSWORD))
    given = {"email": account.email, "password": PASSWORD}
    for _ in range(70):
        await execute("DELETE FROM session")
        assert codes_of(await write("sessionCreate", "198.51.100.9", **given)) == []


async def test_a_strangers_request_does_not_invalidate_a_link(
    write: Write, postbox: Postbox
) -> None:
    account = await make_account(email="asha@buyer.example.in")
    await write("passwordResetRequest", email=account.email)
    token = postbox.token("asha@buyer.example.in")
    await write("passwordResetRequest", email=account.email)
    second = postbox.token("asha@buyer.example.in")
    done = await write("passwordReset", token=token, newPassword="neem leaves in july")
    assert codes_of(done) == []
    # With one of them used the others are used up.
    done = await write("passwordReset", token=second, newPassword="neem leaves in august")
    assert codes_of(done) == ["LINK_EXPIRED"]


async def test_requesting_a_link_does_not_reveal_accounts(write: Write, queries: list[str]) -> None:
    account = await make_account(email="asha@buyer.example.in")
    closed = await make_account(suspended_at=datetime.now(UTC))
    asked = []
    for email in (account.email, closed.email, "nobody@buyer.example.in"):
        queries.clear()
        payload = await write("passwordResetRequest", email=email)
        asked.append((list(queries), payload))
    assert asked[0] == asked[1] == asked[2]
    row = await models.LinkToken.get(email="nobody@buyer.example.in")
    assert row.account_id is None


async def test_all_kinds_of_messages_share_one_limit(write: Write, postbox: Postbox) -> None:
    email = "asha@buyer.example.in"
    for _ in range(5):
        await write("otpRequest", email=email)
        await write("passwordResetRequest", email=email)
    assert len(postbox.messages) == 10
    assert codes_of(await write("passwordResetRequest", email=email)) == ["TOO_MANY_TRIES"]
    assert codes_of(await write("otpRequest", email=email)) == ["TOO_MANY_TRIES"]
    # Who registers has an account all the same, and asks for the link later.
    given = {"name": "A", "email": email, "password": PASSWORD}
    assert codes_of(await write("accountRegister", **given)) == []
    assert len(postbox.messages) == 10


@pytest.mark.parametrize("email", ["a.s.h.a+{}@gmail.com", "asha+{}@buyer.example.in"])
async def test_messages_to_one_mailbox_share_its_limit(write: Write, email: str) -> None:
    told = [codes_of(await write("otpRequest", email=email.format(n))) for n in range(12)]
    assert told == [[]] * 10 + [["TOO_MANY_TRIES"]] * 2


async def test_whoever_registered_with_an_address_is_a_stranger_to_it(
    write: Write, postbox: Postbox
) -> None:
    """Until it is verified, the account's devices have no messages of their own."""
    email = "victim@buyer.example.in"
    await write("accountRegister", name="A", email=email, password=PASSWORD)
    for n in range(30):
        device = {"cookie": f"odop_device={cookie_of(new_device_id())}"}
        await write("sessionCreate", headers=device, email=email, password=PASSWORD)
        await write(("otpRequest", "passwordResetRequest")[n % 2], headers=device, email=email)
    assert len(postbox.messages) == 10


async def test_refused_messages_are_counted_nowhere(write: Write) -> None:
    for _ in range(60):
        last = await write("passwordResetRequest", "198.51.100.7", email="asha@buyer.example.in")
    assert codes_of(last) == ["TOO_MANY_TRIES"]
    other = await write("passwordResetRequest", "198.51.100.7", email="meera@buyer.example.in")
    assert codes_of(other) == []


async def guest_order(**more: Any) -> models.Order:
    columns: dict[str, Any] = {
        "number": f"ODOP-GUEST-{next(numbers)}",
        "phone": PHONE,
        "email": "asha@buyer.example.in",
        "status": models.OrderStatus.PLACED,
        "total_paise": 100,
        "placed_at": datetime.now(UTC),
    }
    return await models.Order.create(**(columns | more))


async def test_messages_of_guest_orders_are_limited(postbox: Postbox) -> None:
    ctx = ActionContext(now=datetime.now(UTC), messages=postbox)
    for _ in range(15):
        order = await guest_order()
        for way in ("phone", "email"):
            await order_notifications.notify(ctx, order.id, "placed", way, client="198.51.100.7")
            # What is called off before anybody has paid is told to nobody.
            await order_notifications.notify(ctx, order.id, "cancelled", way, client="198.51.100.7")
    assert len(postbox.messages) == 10
    for n in range(15):
        order = await guest_order()
        await order_notifications.notify(ctx, order.id, "placed", "phone", client=f"198.51.100.{n}")
    kinds = [message.kind for message in postbox.messages]
    assert kinds == [Kind.ORDER_PLACED] * 15


async def test_a_code_verifies_a_phone_for_its_order_only(write: Write, postbox: Postbox) -> None:
    """Who signed in today is bombarded no more than anybody else."""
    ctx = ActionContext(now=datetime.now(UTC), messages=postbox)
    sent = await write("otpRequest", phone=PHONE)
    handle, code = sent["challenge"]["id"], postbox.code(PHONE)
    assert codes_of(await write("otpVerify", challenge=handle, code=code)) == []
    postbox.messages.clear()
    order = await guest_order(status=models.OrderStatus.AWAITING_PAYMENT)
    for _ in range(15):
        await order_notifications.notify(
            ctx, order.id, "payment-failed", "phone", client="198.51.100.7"
        )
    assert len(postbox.messages) == 5
    sent = await write("otpRequest", phone=PHONE, purpose="CASH_ON_DELIVERY")
    handle, code = sent["challenge"]["id"], postbox.code(PHONE)
    proof = (await write("contactProve", challenge=handle, code=code))["proof"]
    purpose = models.ChallengePurpose.CASH_ON_DELIVERY
    own = await guest_order()
    at_door = ActionContext(now=own.placed_at, messages=postbox)
    await contact_proofs.use(at_door, proof, PHONE, purpose, "phone_proof")
    postbox.messages.clear()
    for _ in range(15):
        await order_notifications.notify(ctx, own.id, "placed", "phone", client="198.51.100.7")
    assert len(postbox.messages) == 15


async def test_a_members_verified_phone_gets_every_order_message(postbox: Postbox) -> None:
    account = await make_account(phone=PHONE)
    ctx = ActionContext(now=datetime.now(UTC), messages=postbox)
    for _ in range(12):
        order = await guest_order(account_id=account.id)
        await order_notifications.notify(ctx, order.id, "placed", "phone")
        await order_notifications.notify(ctx, order.id, "cancelled", "phone")
    assert len(postbox.messages) == 24


@pytest.mark.parametrize("phone", ["+882 16 12345678", "+371 20000000", "+1 202 555 0100"])
async def test_codes_go_to_indian_numbers_unless_configured(
    write: Write, postbox: Postbox, monkeypatch: pytest.MonkeyPatch, phone: str
) -> None:
    assert codes_of(await write("otpRequest", phone=phone)) == ["COUNTRY_NOT_SERVED"]
    assert postbox.messages == []
    monkeypatch.setattr(settings(), "sms_countries", ["+91", phone.split()[0]])
    assert codes_of(await write("otpRequest", phone=phone)) == []


async def test_the_overall_message_limit_raises_an_alarm(
    write: Write,
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    client: httpx.AsyncClient,
) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"messages": "3/hour"})
    before = message_limits.suppressed_count
    with caplog.at_level(logging.ERROR, "odop.security"):
        told = [codes_of(await write("otpRequest", phone=f"+91000009{n:04d}")) for n in range(5)]
    assert told == [[]] * 3 + [["TOO_BUSY"]] * 2
    assert len(postbox.messages) == 3
    alarms = [json.loads(record.getMessage())["event"] for record in caplog.records]
    assert alarms == ["message_ceiling"] * 2
    shown = (await client.get("/metrics")).text
    assert f"}} {before + 2}" in shown


@pytest.mark.usefixtures("db")
async def test_attempts_of_large_networks_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"sign-in": "2/hour"})

    async def taken(networks: list[str]) -> int:
        number = 0
        for network in networks:
            try:
                await rate_limits.count_client(rate_limits.SIGN_IN, network)
            except TooMany:
                continue
            number += 1
        return number

    # Of a /56 four times what a household may, of a /48 sixteen times.
    assert await taken([f"2001:db8:0:{n:x}::/64" for n in range(20)]) == 8
    assert await taken([f"2001:db8:0:{n * 256:x}::/64" for n in range(1, 60)]) == 32 - 8
    assert await taken(["2001:db8:1::/64"] * 3) == 2
    assert await taken(["203.0.113.7"] * 3) == 2


async def test_concurrent_attempts_do_not_exceed_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    async def attempt() -> bool:
        try:
            await rate_limits.count_client(rate_limits.MESSAGES_FROM, "2001:db8::/64")
        except TooMany:
            return False
        return True

    assert sum(await asyncio.gather(*(attempt() for _ in range(80)))) == 60


def test_every_limit_is_in_one_table() -> None:
    own = {each for each in vars(rate_limits).values() if isinstance(each, rate_limits.Limit)}
    assert own == set(rate_limits.LIMITS.values())
    assert set(rate_limits.OF_MUTATION.values()) <= own
    assert all(each.items and each.counts for each in own)


def test_an_unknown_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "rate_limits", {"sign_in": "2/hour"})
    with pytest.raises(Misconfigured, match="sign_in"):
        rate_limits.check_settings()


@pytest.mark.parametrize("value", ["", "x", "\0", "é" * 500, f"{'a' * 22}.{'b' * 43}"])
def test_forged_device_cookies_are_ignored(value: str) -> None:
    assert read_cookie(value) is None


@pytest.mark.parametrize("language", ["en", "hi"])
async def test_code_messages_support_autofill(
    write: Write, postbox: Postbox, language: str
) -> None:
    await write("otpRequest", phone=PHONE, headers={"accept-language": language})
    code = postbox.code(PHONE)
    domain = httpx.URL(settings().storefront).host
    assert postbox.last(PHONE).text.body.splitlines()[-1] == f"@{domain} #{code}"
    await write("otpRequest", email="asha@buyer.example.in")
    assert "@127" not in postbox.last("asha@buyer.example.in").text.body
