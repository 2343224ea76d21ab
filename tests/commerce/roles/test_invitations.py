"""Invitations to roles, accepted by the verified owner of a contact."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from auth.viewer import Viewer
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.roles import invitation_answers, invitations
from database.connect import execute, fetch_value
from graph.ids import global_id, row_id
from tests.conftest import Ask
from tests.support.people.accounts import (
    ACCEPT,
    Person,
    Postbox,
    accept,
    make_account,
    make_artisan_person,
    make_member,
    make_staff,
    signed_in,
)
from tests.support.shop.factories import make_artisan, make_vendor

pytestmark = pytest.mark.usefixtures("reference")
ADD = """mutation ($input: VendorMemberAddInput!) { vendorMemberAdd(input: $input) {
  invitation { id status contact role sentCount vendor { slug } } member { id }
  errors { code path } } }"""
OWN = "{ viewer { id roles invitations { totalCount nodes { id kind status groupName } } } }"
DECLINE = ACCEPT.replace("invitationAccept", "invitationDecline")
TAKE_BACK = ACCEPT.replace("invitationAccept", "invitationRevoke")
NEW = "karigar@buyer.example.in"


class Shop:
    """A vendor whose owner invites."""

    def __init__(self, ask: Ask, vendor: models.Vendor, owner: Person) -> None:
        self.ask, self.vendor, self.owner = ask, vendor, owner

    async def invite(self, role: str = "ACCOUNTANT", **contact: Any) -> dict[str, Any]:
        given = {"vendor": global_id("Vendor", self.vendor.id), "role": role} | contact
        found = await self.ask(ADD, token=self.owner.token, input=given)
        payload: dict[str, Any] = found["vendorMemberAdd"]
        return payload

    async def id_of(self, **contact: Any) -> str:
        payload = await self.invite(**contact)
        assert payload["errors"] == []
        found: str = payload["invitation"]["id"]
        return found


@pytest.fixture
async def shop(ask: Ask, reference: str, postbox: Postbox) -> Shop:
    vendor = await make_vendor()
    return Shop(ask, vendor, await make_member(vendor.id, models.MemberRole.OWNER, has_factor=True))


async def by_code(ask: Ask, postbox: Postbox, contact: str, token: str = "") -> dict[str, Any]:
    """Whoever proves a contact by the code that was sent to it, signed in."""
    sent = await ask(
        "mutation ($e: String!) { otpRequest(input: {email: $e}) { challenge { id } } }", e=contact
    )
    found = await ask(
        "mutation ($c: ID!, $k: String!) { otpVerify(input: {challenge: $c, code: $k})"
        " { session { accessToken viewer { id } } errors { code } } }",
        c=sent["otpRequest"]["challenge"]["id"],
        k=postbox.code(contact),
    )
    session: dict[str, Any] = found["otpVerify"]["session"]
    return session


async def codes(ask: Ask, document: str, person: Person, invitation: str) -> list[str]:
    found = await ask(document, token=person.token, i=invitation)
    (payload,) = found.values()
    return [error["code"] for error in payload["errors"]]


async def test_a_new_person_verifies_the_contact_and_accepts(
    ask: Ask, shop: Shop, postbox: Postbox
) -> None:
    invitation = await shop.id_of(email=NEW)
    told = postbox.last(NEW)
    assert told.kind == "invitation"
    assert (shop.vendor.display_name_en or "") in told.text.body
    session = await by_code(ask, postbox, NEW)
    seen = (await ask(OWN, token=session["accessToken"]))["viewer"]
    assert seen["roles"] == ["BUYER"]
    assert [each["id"] for each in seen["invitations"]["nodes"]] == [invitation]
    done = await ask(ACCEPT, token=session["accessToken"], i=invitation)
    assert done["invitationAccept"]["errors"] == []
    seen = (await ask(OWN, token=session["accessToken"]))["viewer"]
    assert (seen["roles"], seen["invitations"]["totalCount"]) == (["BUYER", "VENDOR"], 0)


async def test_invitations_do_not_reveal_accounts(shop: Shop) -> None:
    known = await make_account()
    unproved = await make_account(phone=None, phone_verified_at=None, email_verified_at=None)
    answers = []
    for contact in (known.email, unproved.email, "nobody@buyer.example.in"):
        payload = await shop.invite(email=contact)
        assert payload["invitation"].pop("contact") == contact
        del payload["invitation"]["id"]
        answers.append(payload)
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["member"] is None


async def test_an_unverified_contact_gets_no_invited_role(
    ask: Ask, shop: Shop, postbox: Postbox
) -> None:
    squatter = await signed_in(await make_account(email=NEW, email_verified_at=None))
    invitation = await shop.id_of(email=NEW, role="OWNER")
    seen = (await ask(OWN, token=squatter.token))["viewer"]
    assert (seen["roles"], seen["invitations"]["totalCount"]) == (["BUYER"], 0)
    assert await codes(ask, ACCEPT, squatter, invitation) == ["NOT_FOUND"]
    assert await codes(ask, DECLINE, squatter, invitation) == ["NOT_FOUND"]
    owner = await by_code(ask, postbox, NEW)
    done = await ask(ACCEPT, token=owner["accessToken"], i=invitation)
    assert done["invitationAccept"]["errors"] == []
    member = await models.VendorMember.get(
        role=models.MemberRole.OWNER, account_id__not=shop.owner.id
    )
    assert member.account_id != squatter.id


@pytest.mark.parametrize("name", ["staff", "officer"])
async def test_a_strangers_registration_does_not_block_staff_invitations(
    ask: Ask, postbox: Postbox, name: str
) -> None:
    administrator = await make_staff()
    squatter = await signed_in(
        await make_account(email=NEW, email_verified_at=None, phone=None, phone_verified_at=None)
    )
    mutation, given = {
        "staff": ("staffGrant", {"group": "support"}),
        "officer": ("officerAssign", {"district": "lucknow"}),
    }[name]
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    document = (
        f"mutation ($input: {kind}!) {{ {mutation}(input: $input)"
        " { invitation { id contact kind } errors { code } } }"
    )
    whom = {"account": global_id("Account", squatter.id)}
    found = (await ask(document, token=administrator.token, input=whom | given))[mutation]
    assert found["invitation"]["contact"] == NEW
    assert await codes(ask, ACCEPT, squatter, found["invitation"]["id"]) == ["NOT_FOUND"]
    assert (await ask(OWN, token=squatter.token))["viewer"]["roles"] == ["BUYER"]
    hired = await by_code(ask, postbox, NEW)
    await ask(ACCEPT, token=hired["accessToken"], i=found["invitation"]["id"])
    roles = (await ask(OWN, token=hired["accessToken"]))["viewer"]["roles"]
    assert roles == ["BUYER", name.upper()]
    both = {"account": whom["account"], "email": NEW} | given
    found = (await ask(document, token=administrator.token, input=both))[mutation]
    assert {"code": "INVALID"} in found["errors"]


async def test_a_facilitator_accepts_first(ask: Ask, postbox: Postbox) -> None:
    artisan = await make_artisan()
    maker, helper = await make_artisan_person(artisan.id), await signed_in()
    version = (await ask("{ facilitationNotice { version } }"))["facilitationNotice"]["version"]
    found = await ask(
        "mutation ($i: FacilitationAgreeInput!) { facilitationAgree(input: $i)"
        " { invitation { id } facilitation { id } errors { code } } }",
        token=maker.token,
        i={"phone": helper.account.phone, "noticeVersion": version},
    )
    assert found["facilitationAgree"]["facilitation"] is None
    assert await models.Facilitation.all().count() == 0
    listed = "query ($s: String!) { artisan(slug: $s) { invitations { nodes { status } } } }"
    seen = await ask(listed, token=maker.token, s=artisan.slug)
    assert seen["artisan"]["invitations"]["nodes"] == [{"status": "OPEN"}]
    await accept(ask, helper, found["facilitationAgree"]["invitation"]["id"])
    assert (await models.Facilitation.get()).facilitator_id == helper.id


async def test_inviting_again_resends_at_most_five_times(shop: Shop, postbox: Postbox) -> None:
    first = await shop.invite(email=NEW)
    again = await shop.invite(email=NEW)
    assert again == first
    assert len(postbox.messages) == 1
    for sent in range(2, 7):
        await execute("UPDATE invitation SET sent_at = sent_at - interval '2 minutes'")
        await execute("DELETE FROM rate_counter")
        payload = await shop.invite(email=NEW)
        if sent <= invitations.MAX_SENT:
            assert payload["invitation"]["sentCount"] == sent
        else:
            assert [error["code"] for error in payload["errors"]] == ["LIMIT_REACHED"]
    assert len(postbox.messages) == invitations.MAX_SENT


async def test_invitations_per_contact_are_limited(shop: Shop, postbox: Postbox) -> None:
    refused = []
    for role in ("OWNER", "CATALOGUER", "DISPATCHER", "ACCOUNTANT"):
        for _ in range(2):
            payload = await shop.invite(role=role, email=NEW)
            refused += [error["code"] for error in payload["errors"]]
            await shop.ask(
                TAKE_BACK, token=shop.owner.token, i=(payload["invitation"] or {}).get("id", "x")
            )
    assert "TOO_MANY_TRIES" in refused
    assert len(postbox.messages) == 5


async def test_an_expired_invitation_can_be_made_again(ask: Ask, shop: Shop) -> None:
    person = await signed_in()
    old = await shop.id_of(email=person.account.email)
    await execute("UPDATE invitation SET expires_at = now() - interval '1 second'")
    assert (await ask(OWN, token=person.token))["viewer"]["invitations"]["totalCount"] == 0
    assert await codes(ask, ACCEPT, person, old) == ["INVITATION_ENDED"]
    fresh = await shop.id_of(email=person.account.email)
    assert fresh != old
    await accept(ask, person, fresh)


async def test_withdrawn_and_declined_invitations_give_no_role(ask: Ask, shop: Shop) -> None:
    person = await signed_in()
    first = await shop.id_of(email=person.account.email)
    assert await codes(ask, TAKE_BACK, shop.owner, first) == []
    assert await codes(ask, ACCEPT, person, first) == ["INVITATION_ENDED"]
    second = await shop.id_of(email=person.account.email)
    assert await codes(ask, DECLINE, person, second) == []
    assert await codes(ask, ACCEPT, person, second) == ["INVITATION_ENDED"]
    assert await codes(ask, TAKE_BACK, shop.owner, second) == ["INVITATION_ENDED"]
    assert await models.VendorMember.filter(account_id=person.id).count() == 0


async def test_accepting_twice_concurrently_gives_one_role(ask: Ask, shop: Shop) -> None:
    person = await signed_in()
    invitation = await shop.id_of(email=person.account.email)
    other = await signed_in(person.account)
    await asyncio.gather(*(accept(ask, each, invitation) for each in (person, other) * 5))
    assert await models.VendorMember.filter(account_id=person.id).count() == 1
    written = await fetch_value("SELECT count(*) FROM audit_entry WHERE action = 'member.add'")
    assert written == 1


async def test_concurrent_accept_and_withdraw_have_one_winner(ask: Ask, shop: Shop) -> None:
    for _ in range(8):
        person = await signed_in()
        number = row_id(await shop.id_of(phone=person.account.phone), "Invitation")
        await execute("DELETE FROM rate_counter")
        now = datetime.now(UTC)
        as_person = ActionContext(now, Viewer(account_id=person.id, session_id=person.session_id))
        as_operator = ActionContext(now, is_operator=True)
        outcomes = await asyncio.gather(
            invitation_answers.accept(as_person, number),
            invitations.revoke(as_operator, number),
            return_exceptions=True,
        )
        (refusal,) = [each for each in outcomes if isinstance(each, Refusal)]
        assert refusal.reason is Reason.INVITATION_ENDED
        row = await models.Invitation.get(id=number)
        is_member = await models.VendorMember.filter(account_id=person.id).exists()
        assert is_member == (row.outcome is models.InvitationOutcome.ACCEPTED)


async def test_two_invitations_give_two_roles_and_the_contact_may_be_added_later(
    ask: Ask, shop: Shop, postbox: Postbox
) -> None:
    """Somebody with an account is invited at another address, and proves that as well."""
    person = await signed_in()
    both = [await shop.id_of(email=NEW, role=role) for role in ("CATALOGUER", "DISPATCHER")]
    assert await codes(ask, ACCEPT, person, both[0]) == ["NOT_FOUND"]
    sent = await ask(
        "mutation ($e: String!) { otpRequest(input: {email: $e, purpose: ADD_CONTACT})"
        " { challenge { id } } }",
        token=person.token,
        e=NEW,
    )
    await ask(
        "mutation ($c: ID!, $k: String!) { contactAdd(input: {challenge: $c, code: $k})"
        " { errors { code } } }",
        token=person.token,
        c=sent["otpRequest"]["challenge"]["id"],
        k=postbox.code(NEW),
    )
    for each in both:
        await accept(ask, person, each)
    assert await models.VendorMember.filter(account_id=person.id).count() == 2


async def test_invitations_end_with_the_owners_role(ask: Ask, shop: Shop) -> None:
    second = await make_member(shop.vendor.id, models.MemberRole.OWNER, has_factor=True)
    friend = await signed_in()
    invitation = await shop.id_of(email=friend.account.email, role="OWNER")
    row = await models.VendorMember.get(account_id=shop.owner.id)
    await ask(
        "mutation ($m: ID!) { vendorMemberRemove(input: {member: $m}) { errors { code } } }",
        token=second.token,
        m=global_id("VendorMember", row.id),
    )
    assert await codes(ask, ACCEPT, friend, invitation) == ["INVITATION_ENDED"]


async def test_invitations_are_listed_for_those_who_may_make_them(ask: Ask, shop: Shop) -> None:
    invitation = await shop.id_of(email=NEW)
    listed = "query ($s: String!) { vendor(slug: $s) { invitations { nodes { id contact } } } }"
    seen = await ask(listed, token=shop.owner.token, s=shop.vendor.slug)
    assert seen["vendor"]["invitations"]["nodes"] == [{"id": invitation, "contact": NEW}]
    clerk = await make_member(shop.vendor.id, models.MemberRole.CATALOGUER)
    assert await ask.code(listed, token=clerk.token, s=shop.vendor.slug) == "FORBIDDEN"
    every = "{ staff { invitations(isOpen: %s) { nodes { contact } } } }"
    administrator = await make_staff()
    for is_open, count in (("true", 1), ("false", 0)):
        seen = await ask(every % is_open, token=administrator.token)
        assert len(seen["staff"]["invitations"]["nodes"]) == count


async def test_invitations_of_erased_accounts_lose_the_contact(ask: Ask, shop: Shop) -> None:
    person = await signed_in()
    await shop.id_of(email=person.account.email)
    gone = await ask(
        "mutation { accountErase(input: {isCertain: true}) { isErased errors { code } } }",
        token=person.token,
    )
    assert gone["accountErase"]["isErased"] is True
    row = await models.Invitation.get()
    assert (row.contact, row.outcome) == (None, models.InvitationOutcome.DECLINED)
    assert row.expires_at > datetime.now(UTC) + timedelta(days=6)


GRANT = """mutation ($e: String!) { staffGrant(input: {email: $e, group: "support"}) {
  invitation { id } errors { code } } }"""
ASSIGN = """mutation ($e: String!) { officerAssign(input: {email: $e, district: "lucknow"}) {
  invitation { id } errors { code } } }"""


@pytest.mark.parametrize("document", [GRANT, ASSIGN])
async def test_lasting_rights_need_a_fresh_sign_in(ask: Ask, document: str) -> None:
    administrator = await make_staff()
    await execute(
        "UPDATE session SET created_at = created_at - interval '11 minutes',"
        " factor_at = factor_at - interval '11 minutes' WHERE id = $1",
        administrator.session_id,
    )
    assert await codes_for(ask, document, administrator) == ["SIGN_IN_AGAIN"]
    assert await models.Invitation.all().count() == 0
    # A code of the app in an old session is no new sign-in.
    await execute("UPDATE session SET factor_at = now() WHERE id = $1", administrator.session_id)
    assert await codes_for(ask, document, administrator) == ["SIGN_IN_AGAIN"]
    await execute("UPDATE session SET created_at = now() WHERE id = $1", administrator.session_id)
    assert await codes_for(ask, document, administrator) == []


async def codes_for(ask: Ask, document: str, person: Person) -> list[str]:
    (payload,) = (await ask(document, token=person.token, e=NEW)).values()
    return [error["code"] for error in payload["errors"]]


async def test_invitations_end_with_the_officers_office(ask: Ask) -> None:
    artisan, friend = await make_artisan(), await signed_in()
    officer, administrator = await signed_in(has_factor=True), await make_staff()
    await models.OfficerDistrict.create(account_id=officer.id, district_id=artisan.district_id)
    record = """mutation ($a: ID!, $e: String!) { facilitationRecord(input: {
      artisan: $a, email: $e, reference: "LKO/2026/18"}) { invitation { id } errors { code } } }"""
    email = friend.account.email
    found = await ask(record, token=officer.token, a=global_id("Artisan", artisan.id), e=email)
    district = await models.District.get(id=artisan.district_id)
    dismiss = """mutation ($a: ID!, $d: String!) { officerDismiss(input: {
      account: $a, district: $d}) { errors { code } } }"""
    account = global_id("Account", officer.id)
    done = await ask(dismiss, token=administrator.token, a=account, d=district.slug)
    assert done["officerDismiss"]["errors"] == []
    invitation = found["facilitationRecord"]["invitation"]["id"]
    assert await codes(ask, ACCEPT, friend, invitation) == ["INVITATION_ENDED"]
