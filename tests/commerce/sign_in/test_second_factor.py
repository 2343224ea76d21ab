"""Authenticator apps and recovery codes."""

from datetime import UTC, datetime
from typing import Any

import pytest

import models
from auth.crypto.keys import keys
from auth.sessions import sessions
from database.connect import fetch_value
from tests.conftest import Ask
from tests.support.people.accounts import (
    PASSWORD,
    Postbox,
    add_factor,
    make_account,
    make_staff,
    signed_in,
)
from tests.support.people.sign_in import codes_of, registered

pytestmark = pytest.mark.usefixtures("reference")


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


async def test_without_the_app_staff_read_nobodys_data(ask: Ask, postbox: Postbox) -> None:
    care = await make_staff("support")
    elsewhere = await signed_in(care.account, has_factor=True)
    app = await add_factor(care.account)
    read = "{ staff { orders(first: 1) { nodes { number } } } }"
    for person in (care, elsewhere):
        assert "errors" not in await ask.whole(read, token=person.token)
    # A half sign-in does not become a whole one either.
    held = await sessions.begin(
        care.id, datetime.now(UTC), device="test", is_cookie=False, is_factor_needed=True
    )
    half, _ = keys().tokens.issue(care.id, held.session_id, datetime.now(UTC))
    found = await ask(
        "mutation ($input: SecondFactorRemoveInput!) { secondFactorRemove(input: $input)"
        " { viewer { id } errors { code } } }",
        token=care.token,
        input={"code": app.now()},
    )
    assert codes_of(found["secondFactorRemove"]) == []
    for person in (care, elsewhere):
        assert await ask.code(read, token=person.token) == "SECOND_FACTOR_REQUIRED"
        assert (await ask("{ viewer { id } }", token=person.token))["viewer"] is not None
    assert (await ask("{ viewer { id } }", token=half))["viewer"] is None
