"""Links prove who has an address; the account may be somebody else's who registered with it."""

from typing import Any

import pytest

import models
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.people.accounts import ACCEPT, Postbox, make_account, make_staff, signed_in
from tests.support.people.sign_in import PHONE, codes_of, registered, write

pytestmark = pytest.mark.usefixtures("reference")

EMAIL = "boss@buyer.example.in"
RESET = """mutation ($input: PasswordResetInput!) { passwordReset(input: $input)
  { isDone errors { code } } }"""
VERIFY = """mutation ($input: EmailVerifyInput!) { emailVerify(input: $input)
  { isDone errors { code } } }"""
OWN = "{ viewer { id email isEmailVerified invitations { nodes { id } } } }"
NEW_PASSWORD = "neem leaves in july"


async def forgotten(ask: Ask, postbox: Postbox, **more: Any) -> dict[str, Any]:
    """A password is reset by the link that the mailbox's owner gets."""
    await ask(
        "mutation ($e: String!) { passwordResetRequest(input: {email: $e}) { isDone } }", e=EMAIL
    )
    given = {"token": postbox.token(EMAIL), "newPassword": NEW_PASSWORD}
    token = more.pop("token", "")
    payload: dict[str, Any] = (await ask(RESET, input=given | more, token=token))["passwordReset"]
    return payload


async def seen(ask: Ask, token: str) -> dict[str, Any]:
    viewer: dict[str, Any] = (await ask(OWN, token=token))["viewer"]
    return viewer


async def invite(ask: Ask) -> str:
    administrator = await make_staff()
    found = await ask(
        'mutation ($e: String!) { staffGrant(input: {email: $e, group: "finance"})'
        " { invitation { id } errors { code } } }",
        e=EMAIL,
        token=administrator.token,
    )
    assert found["staffGrant"]["errors"] == []
    invitation: str = found["staffGrant"]["invitation"]["id"]
    return invitation


@pytest.mark.parametrize("has_phone", [True, False])
async def test_a_reset_by_the_mailboxs_owner_leaves_a_squatter_nothing(
    ask: Ask, postbox: Postbox, has_phone: bool
) -> None:
    squatter = (await registered(ask, EMAIL))["accessToken"]
    if has_phone:
        sent = await write(ask, "OtpRequest", token=squatter, phone=PHONE, purpose="ADD_CONTACT")
        given = {"challenge": sent["challenge"]["id"], "code": postbox.messages[-1].values["code"]}
        found = await ask(
            "mutation ($i: ContactAddInput!) { contactAdd(input: $i) { errors { code } } }",
            token=squatter,
            i=given,
        )
        assert codes_of(found["contactAdd"]) == []
    invitation = await invite(ask)
    assert await forgotten(ask, postbox) == {"isDone": True, "errors": []}
    own = await seen(ask, squatter)
    assert (own["email"], own["isEmailVerified"], own["invitations"]["nodes"]) == (None, False, [])
    refused = await ask(ACCEPT, token=squatter, i=invitation)
    assert codes_of(refused["invitationAccept"]) == ["NOT_FOUND"]
    owner = (await write(ask, "SessionCreate", email=EMAIL, password=NEW_PASSWORD))["session"]
    own = await seen(ask, owner["accessToken"])
    assert (own["email"], own["isEmailVerified"]) == (EMAIL, True)
    assert [each["id"] for each in own["invitations"]["nodes"]] == [invitation]
    accepted = await ask(ACCEPT, token=owner["accessToken"], i=invitation)
    assert codes_of(accepted["invitationAccept"]) == []


async def test_an_account_with_an_unverified_contact_is_not_invited_by_its_id(
    ask: Ask, postbox: Postbox
) -> None:
    """Who looks a person up by the address finds the account of whoever registered with it."""
    squatter = await signed_in(await make_account(email=EMAIL, email_verified_at=None))
    administrator = await make_staff()
    for mutation, kind, place in (
        ("staffGrant", "StaffGrantInput", {"group": "support"}),
        ("officerAssign", "OfficerAssignInput", {"district": "lucknow"}),
    ):
        found = await ask(
            f"mutation ($i: {kind}!) {{ {mutation}(input: $i)"
            " { invitation { id } errors { code message } } }",
            token=administrator.token,
            i={"account": global_id("Account", squatter.id)} | place,
        )
        (error,) = found[mutation]["errors"]
        assert error["code"] == "NOT_PROVED"
        assert "Invite by the e-mail address or mobile number" in error["message"]
    assert postbox.messages == []
    assert (await seen(ask, squatter.token))["invitations"]["nodes"] == []


async def test_a_click_on_a_squatters_letter_confirms_nothing(ask: Ask, postbox: Postbox) -> None:
    squatter = (await registered(ask, EMAIL))["accessToken"]
    link = postbox.token(EMAIL)
    invitation = await invite(ask)
    clicked = (await ask(VERIFY, input={"token": link}))["emailVerify"]
    assert clicked == {"isDone": False, "errors": [{"code": "SIGN_IN_AGAIN"}]}
    assert (await seen(ask, squatter))["isEmailVerified"] is False
    refused = await ask(ACCEPT, token=squatter, i=invitation)
    assert codes_of(refused["invitationAccept"]) == ["NOT_FOUND"]
    # The link was not used up.
    assert codes_of((await ask(VERIFY, input={"token": link}, token=squatter))["emailVerify"]) == []


@pytest.mark.parametrize("shown", ["token", "refreshToken"])
async def test_who_registered_keeps_the_account_on_the_same_device(
    ask: Ask, postbox: Postbox, shown: str
) -> None:
    session = await registered(ask, EMAIL)
    account = await models.Account.get()
    more = {"token": session["accessToken"]}
    if shown == "refreshToken":
        await write(ask, "SessionRevoke", token=session["accessToken"])
        more = {"refreshToken": session["refreshToken"]}
    assert await forgotten(ask, postbox, **more) == {"isDone": True, "errors": []}
    kept = await models.Account.get()
    assert (kept.id, kept.email) == (account.id, EMAIL)
    assert kept.email_verified_at is not None


async def test_a_confirmed_account_is_reset_on_any_device(ask: Ask, postbox: Postbox) -> None:
    session = await registered(ask, EMAIL)
    verified = await ask(
        VERIFY, input={"token": postbox.token(EMAIL)}, token=session["accessToken"]
    )
    assert codes_of(verified["emailVerify"]) == []
    assert await forgotten(ask, postbox) == {"isDone": True, "errors": []}
    assert await models.Account.all().count() == 1
