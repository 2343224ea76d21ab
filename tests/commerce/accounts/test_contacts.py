"""Contacts: verifying, taking over, changing."""

import pytest

import models
from tests.conftest import Ask
from tests.support.people.accounts import PASSWORD, Postbox, make_account, signed_in
from tests.support.people.sign_in import FOLDED, LUCKNOW, PHONE, codes_of, registered, write

pytestmark = pytest.mark.usefixtures("reference")


async def test_verifying_a_contact_takes_it_from_an_unverified_account(
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


async def test_verifying_a_contact_does_not_open_anothers_account(
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


async def test_a_verified_contact_is_removed_from_unverified_accounts(
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


async def test_an_email_address_is_verified_by_its_link(ask: Ask, postbox: Postbox) -> None:
    session = await registered(ask)
    verify = (
        "mutation ($input: EmailVerifyInput!) { emailVerify(input: $input)"
        " { isDone errors { code message } } }"
    )
    link = {"token": postbox.token("asha@buyer.example.in")}
    # Whoever has the mailbox need not be who registered with it.
    other = await signed_in()
    for token in ("", other.token):
        elsewhere = (await ask(verify, input=link, token=token))["emailVerify"]
        assert elsewhere["errors"] == [
            {
                "code": "SIGN_IN_AGAIN",
                "message": "Open this link on the device where you created the account, or sign in"
                " first.",
            }
        ]
        assert (await models.Account.get(email="asha@buyer.example.in")).email_verified_at is None
    found = await ask(verify, input=link, token=session["accessToken"])
    assert found["emailVerify"] == {"isDone": True, "errors": []}
    row = await models.Account.get(email="asha@buyer.example.in")
    assert row.email_verified_at is not None


async def test_a_new_contact_is_added_with_its_code(ask: Ask, postbox: Postbox) -> None:
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
async def test_notices_to_unverified_addresses_are_limited(
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
