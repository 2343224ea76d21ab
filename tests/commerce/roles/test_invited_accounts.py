"""Accounts invited by their ID, which may have been looked up by a contact of somebody else."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLInputObjectType
from tortoise.transactions import in_transaction

import models
from database.connect import execute
from graph.ids import global_id, row_id
from graph.schema import schema
from tests.conftest import Ask
from tests.support.people.accounts import ACCEPT, Person, Postbox, make_account, make_staff
from tests.support.people.accounts import signed_in as session_of
from tests.support.people.joining import JOIN, proof
from tests.support.people.sign_in import FOLDED, codes_of, registered, write

pytestmark = pytest.mark.usefixtures("reference")

VICTIM, OWN = "boss@buyer.example.in", "squatter@buyer.example.in"
RESET = """mutation ($input: PasswordResetInput!) { passwordReset(input: $input)
  { errors { code } } }"""
VERIFY = RESET.replace("PasswordReset", "EmailVerify").replace("passwordReset", "emailVerify")
SEEN = "{ viewer { id roles invitations { nodes { id } } } }"
REPLACE = "UPDATE account SET email = $2, email_verified_at = now() WHERE email = $1"
# By mutation: the input's type, and the place that is offered.
GIVING = {
    "staffGrant": ("StaffGrantInput", {"group": "finance"}),
    "officerAssign": ("OfficerAssignInput", {"district": "lucknow"}),
}
# What else takes an account's ID takes a right away, or gives an account back to its owner.
OF_ACCOUNT = re.compile("Id of (the|an) (\\w+ )*account", re.IGNORECASE)
NOT_GIVING = {
    "AuditFilter",
    "AccountRestoreInput",
    "AccountSuspendInput",
    "OfficerDismissInput",
    "StaffRevokeInput",
}


async def invite(ask: Ask, by: Person, mutation: str, /, **whom: Any) -> dict[str, Any]:
    kind, place = GIVING[mutation]
    found = await ask(
        f"mutation ($i: {kind}!) {{ {mutation}(input: $i)"
        " { invitation { id contact } errors { code path message } } }",
        token=by.token,
        i=whom | place,
    )
    payload: dict[str, Any] = found[mutation]
    return payload


async def add_contact(ask: Ask, postbox: Postbox, token: str, **contact: str) -> None:
    sent = await write(ask, "OtpRequest", token=token, purpose="ADD_CONTACT", **contact)
    (to,) = contact.values()
    found = await ask(
        "mutation ($i: ContactAddInput!) { contactAdd(input: $i) { errors { code } } }",
        token=token,
        i={"challenge": sent["challenge"]["id"], "code": postbox.code(to)},
    )
    assert codes_of(found["contactAdd"]) == []


async def confirmed(ask: Ask, postbox: Postbox, email: str = VICTIM) -> str:
    """The token of whoever has the mailbox, signed in by a code."""
    sent = await write(ask, "OtpRequest", email=email)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(email)}
    token: str = (await write(ask, "OtpVerify", **given))["session"]["accessToken"]
    return token


@dataclass
class Squatter:
    """Registered with an address of somebody else's."""

    ask: Ask
    postbox: Postbox
    token: str
    id: str

    async def add(self, **contact: str) -> None:
        await add_contact(self.ask, self.postbox, self.token, **contact)

    async def viewer(self) -> dict[str, Any]:
        viewer: dict[str, Any] = (await self.ask(SEEN, token=self.token))["viewer"]
        return viewer

    async def person(self) -> Person:
        return await session_of(await models.Account.get(id=row_id(self.id, "Account")))


async def squat(ask: Ask, postbox: Postbox, email: str = VICTIM) -> Squatter:
    session = await registered(ask, email)
    return Squatter(ask, postbox, session["accessToken"], session["viewer"]["id"])


@pytest.fixture
async def squatter(ask: Ask, postbox: Postbox) -> Squatter:
    return await squat(ask, postbox)


async def looked_up(ask: Ask, administrator: Person) -> str:
    """The ID of the account that has the address now."""
    found = await ask(
        "query ($q: String!) { staff { accounts(search: $q) { nodes { id } } } }",
        token=administrator.token,
        q=VICTIM,
    )
    (node,) = found["staff"]["accounts"]["nodes"]
    account: str = node["id"]
    return account


async def moved_by_a_code(squatter: Squatter) -> None:
    await confirmed(squatter.ask, squatter.postbox)


async def moved_to_another_account(squatter: Squatter) -> None:
    victim = await session_of()
    await add_contact(squatter.ask, squatter.postbox, victim.token, email=VICTIM)


async def moved_by_a_reset_link(squatter: Squatter) -> None:
    await squatter.ask(
        "mutation ($e: String!) { passwordResetRequest(input: {email: $e}) { isDone } }", e=VICTIM
    )
    given = {"token": squatter.postbox.token(VICTIM), "newPassword": "neem leaves in july"}
    found = await squatter.ask(RESET, input=given)
    assert codes_of(found["passwordReset"]) == []


async def replaced_by_a_code(squatter: Squatter) -> None:
    await squatter.add(email=OWN)


async def replaced_by_joining(squatter: Squatter) -> None:
    person = await squatter.person()
    await make_account(email=OWN, phone="+910000054322")
    await execute("UPDATE otp_challenge SET resend_after = now()")
    shown = {"phone": FOLDED}, {"email": OWN}
    ours, theirs = [await proof(squatter.ask, squatter.postbox, person, **each) for each in shown]
    given = {"ownProof": ours, "otherProof": theirs}
    found = await squatter.ask(JOIN, token=person.token, i=given)
    assert found["accountsJoin"]["errors"] == []
    assert found["accountsJoin"]["viewer"]["email"] == OWN


async def removed(squatter: Squatter) -> None:
    await models.Account.filter(email=VICTIM).update(email=None)


async def replaced_by_another_unproved_one(squatter: Squatter) -> None:
    await models.Account.filter(email=VICTIM).update(email="third@buyer.example.in")
    await models.Account.filter(email="third@buyer.example.in").update(email=None)


async def replaced_in_one_statement_by_a_proved_one(squatter: Squatter) -> None:
    await execute(REPLACE, VICTIM, OWN)


Loss = Callable[[Squatter], Awaitable[None]]
LOSSES: list[Loss] = [
    moved_by_a_code,
    moved_to_another_account,
    moved_by_a_reset_link,
    replaced_by_a_code,
    replaced_by_joining,
    removed,
    replaced_by_another_unproved_one,
    replaced_in_one_statement_by_a_proved_one,
]


@pytest.mark.parametrize("mutation", GIVING)
@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
async def test_an_account_that_lost_an_unverified_contact_is_not_invited_by_its_id(
    ask: Ask, postbox: Postbox, squatter: Squatter, lose: Loss, mutation: str
) -> None:
    administrator = await make_staff()
    account = await looked_up(ask, administrator)
    assert account == squatter.id
    await squatter.add(phone=FOLDED)
    (error,) = (await invite(ask, administrator, mutation, account=account))["errors"]
    assert (error["code"], error["path"]) == ("NOT_PROVED", ["input", "account"])
    await lose(squatter)
    for _ in range(2):
        (error,) = (await invite(ask, administrator, mutation, account=account))["errors"]
        assert (error["code"], error["path"]) == ("NOT_PROVED", ["input", "account"])
        assert "Invite by the e-mail address or mobile number" in error["message"]
        # It stays so, whichever contacts the account is given.
        await models.Account.filter(email=OWN).update(email=None, email_verified_at=None)
    assert not await models.Invitation.exists()
    assert "invitation" not in {message.kind for message in postbox.messages}
    # By the contact everybody can be invited, whoever has it.
    for contact in ({"phone": FOLDED}, {"email": VICTIM}):
        assert (await invite(ask, administrator, mutation, **contact))["errors"] == []
    nodes = (await squatter.viewer())["invitations"]["nodes"]
    invitation = await models.Invitation.get(contact=FOLDED)
    assert [each["id"] for each in nodes] == [global_id("Invitation", invitation.id)]


async def test_the_address_is_replaced_while_it_is_the_only_contact(
    ask: Ask, squatter: Squatter
) -> None:
    """The ID is found by the address, which then is another one."""
    administrator = await make_staff()
    account = await looked_up(ask, administrator)
    await squatter.add(email=OWN)
    for mutation in GIVING:
        refused = await invite(ask, administrator, mutation, account=account)
        assert codes_of(refused) == ["NOT_PROVED"]
    assert (await squatter.viewer())["invitations"]["nodes"] == []


async def test_a_sent_invitation_stays_with_the_address(
    ask: Ask, postbox: Postbox, squatter: Squatter
) -> None:
    administrator = await make_staff()
    sent = await invite(ask, administrator, "staffGrant", account=squatter.id)
    assert sent["invitation"]["contact"] == VICTIM
    invitation = sent["invitation"]["id"]
    await squatter.add(email=OWN)
    assert (await squatter.viewer())["invitations"]["nodes"] == []
    refused = await ask(ACCEPT, token=squatter.token, i=invitation)
    assert codes_of(refused["invitationAccept"]) == ["NOT_FOUND"]
    again = await invite(ask, administrator, "staffGrant", account=squatter.id)
    assert codes_of(again) == ["NOT_PROVED"]
    victim = await confirmed(ask, postbox)
    accepted = await ask(ACCEPT, token=victim, i=invitation)
    assert codes_of(accepted["invitationAccept"]) == []
    assert (await ask(SEEN, token=victim))["viewer"]["roles"] == ["BUYER", "STAFF"]
    assert (await squatter.viewer())["roles"] == ["BUYER"]


async def test_two_administrators_invite_while_the_address_is_replaced(
    ask: Ask, postbox: Postbox
) -> None:
    administrators = [await make_staff() for _ in range(2)]
    outcomes = set()
    for number in range(6):
        email = f"boss-{number}@buyer.example.in"
        squatter = await squat(ask, postbox, email)
        results = await asyncio.gather(
            squatter.add(email=f"own-{number}@buyer.example.in"),
            *(invite(ask, by, "staffGrant", account=squatter.id) for by in administrators),
            *(invite(ask, by, "officerAssign", account=squatter.id) for by in administrators),
        )
        for payload in results:
            if payload is not None:
                assert codes_of(payload) in ([], ["NOT_PROVED"])
                outcomes |= {(payload["invitation"] or {}).get("contact")}
        refused = await invite(ask, administrators[0], "staffGrant", account=squatter.id)
        assert codes_of(refused) == ["NOT_PROVED"]
        await execute("DELETE FROM rate_counter")
    assert not any(contact and contact.startswith("own-") for contact in outcomes)


async def test_inviting_does_not_wait_for_a_change_that_is_not_finished(
    ask: Ask, squatter: Squatter
) -> None:
    """The account is read once, as it was before or as it is after; no lock is waited for."""
    administrator = await make_staff()
    is_changing = asyncio.Event()

    async def meanwhile() -> dict[str, Any]:
        await is_changing.wait()
        return await invite(ask, administrator, "staffGrant", account=squatter.id)

    async with asyncio.timeout(20):
        # Begun here, it is outside of the transaction.
        inviting = asyncio.create_task(meanwhile())
        async with in_transaction():
            await execute(REPLACE, VICTIM, OWN)
            is_changing.set()
            sent = await inviting
        assert sent["invitation"]["contact"] == VICTIM
        refused = await invite(ask, administrator, "staffGrant", account=squatter.id)
        assert codes_of(refused) == ["NOT_PROVED"]


@pytest.mark.parametrize("mutation", GIVING)
async def test_verified_contacts_may_change(ask: Ask, postbox: Postbox, mutation: str) -> None:
    administrator, squatter = await make_staff(), await squat(ask, postbox, OWN)
    verified = await ask(VERIFY, token=squatter.token, input={"token": postbox.token(OWN)})
    assert codes_of(verified["emailVerify"]) == []
    for contact in ({"phone": FOLDED}, {"email": "new@buyer.example.in"}):
        await squatter.add(**contact)
    sent = await invite(ask, administrator, mutation, account=squatter.id)
    assert sent["invitation"]["contact"] == "new@buyer.example.in"


@pytest.mark.parametrize("mutation", GIVING)
async def test_exactly_one_of_account_phone_and_email_is_given(ask: Ask, mutation: str) -> None:
    administrator, account = await make_staff(), await make_account()
    contacts = {"phone": FOLDED, "email": VICTIM}
    given = {"account": global_id("Account", account.id)}
    for more in ({"phone": FOLDED}, {"email": VICTIM}, contacts):
        (error,) = (await invite(ask, administrator, mutation, **given, **more))["errors"]
        assert (error["code"], error["path"]) == ("INVALID", ["input", "account"])
        assert error["message"] == (
            "Enter exactly one of these: an account, a mobile number or an e-mail address."
        )
    (error,) = (await invite(ask, administrator, mutation, **contacts))["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "email"])
    (error,) = (await invite(ask, administrator, mutation))["errors"]
    assert (error["code"], error["path"]) == ("REQUIRED", ["input", "account"])
    assert error["message"] == "Enter a mobile number, an e-mail address or an account."
    faults = await invite(ask, administrator, mutation, **given, phone="1", email="nobody")
    assert [error["path"][-1] for error in faults["errors"]] == ["account", "phone", "email"]


def test_every_input_with_an_accounts_id_is_known() -> None:
    """What gives a right by it asks `commerce.roles.staff.contact_of`, and is tested above."""
    found = {
        name
        for name, kind in schema.core.type_map.items()
        if isinstance(kind, GraphQLInputObjectType)
        for field_name, field in kind.fields.items()
        if str(field.type).startswith("ID")
        and ("account" in field_name.lower() or OF_ACCOUNT.match(field.description or ""))
    }
    assert found == {kind for kind, _ in GIVING.values()} | NOT_GIVING
