"""Proofs of a contact for one purpose, without an account."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from auth.credentials import one_time_codes
from auth.crypto.keys import keys
from auth.sessions import sessions
from commerce.accounts import contact_proofs
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from database.connect import execute
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, add_factor, make_account

pytestmark = pytest.mark.usefixtures("reference")

PURPOSE = models.ChallengePurpose.CASH_ON_DELIVERY
PHONE = "+910000054321"
REQUEST = """mutation ($i: OtpRequestInput!) { otpRequest(input: $i) {
  challenge { id } errors { code } } }"""
PROVE = """mutation ($i: ContactProveInput!) { contactProve(input: $i) {
  proof errors { code message } } }"""
VERIFY = """mutation ($i: OtpVerifyInput!) { otpVerify(input: $i) {
  session { accessToken } errors { code } } }"""


async def asked(ask: Ask, purpose: str = "CASH_ON_DELIVERY") -> str:
    found = await ask(REQUEST, i={"phone": PHONE, "purpose": purpose})
    challenge: str = found["otpRequest"]["challenge"]["id"]
    return challenge


async def proved(ask: Ask, challenge: str, code: str) -> dict[str, Any]:
    found = await ask(PROVE, i={"challenge": challenge, "code": code})
    payload: dict[str, Any] = found["contactProve"]
    return payload


async def used(proof: str, contact: str = PHONE) -> bool:
    ctx = ActionContext(now=datetime.now(UTC))
    try:
        await contact_proofs.use(ctx, proof, contact, PURPOSE, "phone_proof")
    except Refusal as refusal:
        if (refusal.reason, refusal.path) == (Reason.NOT_PROVED, ("phone_proof",)):
            return False
        raise
    return True


async def used_and_failed(proof: str) -> None:
    async with in_transaction():
        assert await used(proof)
        raise LookupError


async def test_a_proof_is_used_once_for_its_own_contact(ask: Ask, postbox: Postbox) -> None:
    payload = await proved(ask, await asked(ask), postbox.code(PHONE))
    assert payload["errors"] == []
    proof = payload["proof"]
    assert not await used(proof, "+910000054322")
    # Whoever is refused in the step that uses it has it still.
    with pytest.raises(LookupError):
        await used_and_failed(proof)
    assert sum(await asyncio.gather(*(used(proof) for _ in range(10)))) == 1
    assert await models.Account.all().count() == 0


async def test_a_proof_lasts_half_an_hour(ask: Ask, postbox: Postbox) -> None:
    payload = await proved(ask, await asked(ask), postbox.code(PHONE))
    await execute("UPDATE otp_challenge SET proof_expires_at = now()")
    assert not await used(payload["proof"])


async def test_codes_are_valid_for_their_purpose_only(ask: Ask, postbox: Postbox) -> None:
    for_sign_in = await asked(ask, "SIGN_IN")
    payload = await proved(ask, for_sign_in, postbox.code(PHONE))
    assert (payload["proof"], payload["errors"][0]["code"]) == (None, "WRONG_CODE")
    await execute("UPDATE otp_challenge SET resend_after = now()")
    for_door = await asked(ask)
    found = await ask(VERIFY, i={"challenge": for_door, "code": postbox.code(PHONE)})
    assert found["otpVerify"]["errors"] == [{"code": "WRONG_CODE"}]


async def test_a_wrong_code_costs_an_attempt(ask: Ask, postbox: Postbox) -> None:
    challenge = await asked(ask)
    code = postbox.code(PHONE)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(one_time_codes.MAX_ATTEMPTS):
        assert (await proved(ask, challenge, wrong))["proof"] is None
    assert (await proved(ask, challenge, code))["proof"] is None
    row = await models.OtpChallenge.get()
    assert (row.proof_hash, row.used_at) == (None, None)


@pytest.mark.parametrize("text", ["", "\0", "x.y", "a" * 22 + "." + "b" * 43, "é" * 5000])
async def test_invalid_proofs_are_refused(text: str) -> None:
    assert not await used(text)


@pytest.mark.parametrize(
    "typed",
    ["{} ", " {0[0]} {0[1]}{0[2]} {0[3]}-{0[4]}{0[5]}", "\u202a{}\u202c", "#{}", "hindi", "wide"],
)
async def test_codes_are_accepted_as_people_type_them(
    ask: Ask, postbox: Postbox, typed: str
) -> None:
    challenge = await asked(ask)
    code = postbox.code(PHONE)
    scripts = {"hindi": 0x0966, "wide": 0xFF10}
    if typed in scripts:
        code = "".join(chr(scripts[typed] + int(digit)) for digit in code)
    else:
        code = typed.format(code)
    assert (await proved(ask, challenge, code))["errors"] == []


@pytest.mark.parametrize("text", ["", "12345", "1234567", "abcdef", "12 34", "१२३", "\0" * 6])
async def test_malformed_codes_cost_no_attempt(ask: Ask, postbox: Postbox, text: str) -> None:
    challenge = await asked(ask)
    for _ in range(one_time_codes.MAX_ATTEMPTS + 1):
        (error,) = (await proved(ask, challenge, text))["errors"]
        assert error["message"] == "Enter the 6-digit code. Attempts left: 5."
    assert (await proved(ask, challenge, postbox.code(PHONE)))["errors"] == []


@pytest.mark.parametrize("purpose", ["ADD_CONTACT", "JOIN_ACCOUNTS"])
async def test_codes_for_own_contacts_need_a_sign_in(ask: Ask, purpose: str) -> None:
    wanted = {"phone": PHONE, "purpose": purpose}
    assert await ask.code(REQUEST, i=wanted) == "UNAUTHENTICATED"
    confirm = 'mutation { sessionConfirm(input: {code: "123456"}) { errors { code } } }'
    assert await ask.code(confirm) == "UNAUTHENTICATED"
    account = await make_account()
    await add_factor(account)
    now = datetime.now(UTC)
    half = await sessions.begin(
        account.id, now, device="test", is_cookie=False, is_factor_needed=True
    )
    token, _ = keys().tokens.issue(account.id, half.session_id, now)
    assert await ask.code(REQUEST, token=token, i=wanted) == "SECOND_FACTOR_REQUIRED"
