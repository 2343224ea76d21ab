"""E-mail addresses with international domains: one account in any spelling."""

import pytest

import models
from auth.inputs.contact import fold_email
from tests.conftest import Ask
from tests.support.people.accounts import Postbox

pytestmark = pytest.mark.usefixtures("reference")
REQUEST = """mutation ($input: OtpRequestInput!) { otpRequest(input: $input) {
  challenge { id } errors { code message path } } }"""
VERIFY = """mutation ($input: OtpVerifyInput!) { otpVerify(input: $input) {
  session { accessToken } errors { code } } }"""
KEPT = "asha@xn--p1b6ci4b4b3a.xn--h2brj9c"
FOREIGN = {
    "en": "Enter an e-mail address with English letters before the @, such as name@example.com.",
    "hi": "ऐसा ई-मेल पता लिखें जिसमें @ से पहले अंग्रेज़ी अक्षर हों, जैसे name@example.com।",
}


async def test_a_domain_has_one_account_however_it_is_written(ask: Ask, postbox: Postbox) -> None:
    for written in ("asha@उदाहरण.भारत", KEPT, " Asha@XN--P1B6CI4B4B3A.भारत"):
        begun = (await ask(REQUEST, input={"email": written}))["otpRequest"]
        assert begun["errors"] == []
        code = {"challenge": begun["challenge"]["id"], "code": postbox.code(KEPT)}
        assert (await ask(VERIFY, input=code))["otpVerify"]["session"]
        await models.OtpChallenge.all().delete()
    (account,) = await models.Account.filter(email__isnull=False)
    assert account.email == KEPT == fold_email(KEPT)


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("written", ["नाम@उदाहरण.भारत", "jörg@example.de"])
async def test_unsupported_email_local_parts_are_explained(
    ask: Ask, written: str, language: str
) -> None:
    found = await ask(REQUEST, language=language, input={"email": written})
    (error,) = found["otpRequest"]["errors"]
    assert error == {"code": "INVALID", "message": FOREIGN[language], "path": ["input", "email"]}
