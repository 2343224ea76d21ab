"""What people read about the second factor leads them on."""

from datetime import UTC, datetime

import pytest

from auth.credentials import recovery_codes, totp
from commerce.core.texts.message_kinds import Kind
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, add_factor, make_account, make_staff, signed_in
from tests.support.people.devices import CONFIRM, Device, account_with_app

pytestmark = pytest.mark.usefixtures("reference")
OFFICE = "{ staff { invitations { totalCount } } }"
REMOVE = """mutation ($i: SecondFactorRemoveInput!) { secondFactorRemove(input: $i) {
  errors { code } } }"""


@pytest.mark.parametrize("language", ["en", "hi"])
async def test_staff_without_an_app_are_told_to_set_one_up(ask: Ask, language: str) -> None:
    staff = await make_staff(has_factor=False)
    found = await ask.whole(OFFICE, token=staff.token, language=language)
    (error,) = found["errors"]
    assert error["extensions"]["code"] == "SECOND_FACTOR_REQUIRED"
    assert "secondFactorBegin" in error["message"]
    found = await ask(CONFIRM, token=staff.token, language=language, i={"code": "123456"})
    (error,) = found["sessionConfirm"]["errors"]
    assert error["code"] == "WRONG_CODE"
    assert "secondFactorBegin" in error["message"]


async def test_half_a_sign_in_of_a_removed_app_begins_again() -> None:
    account, _ = await account_with_app()
    device = Device()
    half = (await device.begin(account))["accessToken"]
    await totp.remove(account.id)
    payload = await device.payload(CONFIRM, half, code="123456")
    assert payload["errors"][0]["message"].endswith("Sign in again.")


async def test_a_recovery_code_that_removes_the_app_is_the_last(ask: Ask, postbox: Postbox) -> None:
    account = await make_account(phone=None, phone_verified_at=None)
    person = await signed_in(account)
    await add_factor(account)
    (first, second, *_) = await recovery_codes.make(account.id, datetime.now(UTC))
    assert (await ask(CONFIRM, token=person.token, i={"code": first}))["sessionConfirm"]
    found = await ask(REMOVE, token=person.token, i={"code": second})
    assert found["secondFactorRemove"]["errors"] == []
    used = [each for each in postbox.messages if each.kind is Kind.RECOVERY_CODE_USED]
    assert [each.values["left"] for each in used] == ["9", "0"]
    assert postbox.messages[-1].kind is Kind.FACTOR_REMOVED
