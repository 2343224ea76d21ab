"""Bank details: rights, confirmation, notices and the pause of payouts."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from commerce.payouts import payees
from database.connect import execute
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.people.accounts import (
    Person,
    Postbox,
    accept,
    make_artisan_person,
    make_member,
    signed_in,
)
from tests.support.shop.factories import make_artisan, make_vendor

pytestmark = pytest.mark.usefixtures("reference")
OWN = """mutation ($input: VendorPayeeSetInput!) { vendorPayeeSet(input: $input) {
  payee { bankAccountMasked heldUntil } errors { code path } } }"""
FOR = """mutation ($input: ArtisanPayeeSetInput!) { artisanPayeeSet(input: $input) {
  payee { bankAccountMasked heldUntil } proposal { id bankAccountMasked proposedByName }
  errors { code path } } }"""
CONFIRM = """mutation ($p: ID!) { artisanPayeeConfirm(input: {proposal: $p}) {
  payee { holder bankAccountMasked heldUntil } errors { code path } } }"""
DECLINE = CONFIRM.replace("artisanPayeeConfirm", "artisanPayeeDecline")
BANK = {"holder": "Ram Lal", "bankAccount": "123456789012", "ifsc": "SBIN0001234"}


def codes_of(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


async def of_vendor(ask: Ask, person: Person, vendor: models.Vendor) -> dict[str, Any]:
    given = {"vendor": global_id("Vendor", vendor.id), "payee": BANK}
    payload: dict[str, Any] = (await ask(OWN, token=person.token, input=given))["vendorPayeeSet"]
    return payload


async def of_artisan(
    ask: Ask, person: Person, artisan: models.Artisan, **more: Any
) -> dict[str, Any]:
    given = {"artisan": global_id("Artisan", artisan.id), "payee": BANK | more}
    payload: dict[str, Any] = (await ask(FOR, token=person.token, input=given))["artisanPayeeSet"]
    return payload


async def helper_of(artisan: models.Artisan) -> Person:
    person = await signed_in(has_factor=True)
    await models.Facilitation.create(
        artisan_id=artisan.id,
        facilitator_id=person.id,
        basis=models.FacilitationBasis.IN_APP,
        notice_version="2026-01",
        consented_at=datetime.now(UTC),
    )
    return person


async def made_old(person: Person) -> None:
    """As if the sign-in, and the app's code, had been eleven minutes ago."""
    await execute(
        "UPDATE session SET created_at = created_at - interval '11 minutes',"
        " factor_at = factor_at - interval '11 minutes' WHERE id = $1",
        person.session_id,
    )


@pytest.mark.parametrize(
    ("has_factor", "is_fresh", "expected"),
    [
        (False, True, ["SECOND_FACTOR_REQUIRED"]),
        (True, False, ["SIGN_IN_AGAIN"]),
        (False, False, ["SIGN_IN_AGAIN"]),
        (True, True, []),
    ],
)
async def test_bank_details_need_a_fresh_sign_in_and_a_second_factor(
    ask: Ask, has_factor: bool, is_fresh: bool, expected: list[str]
) -> None:
    vendor, artisan = await make_vendor(), await make_artisan()
    owner = await make_member(vendor.id, models.MemberRole.OWNER, has_factor=has_factor)
    maker = await make_artisan_person(artisan.id, has_factor=has_factor)
    if not is_fresh:
        await made_old(owner)
        await made_old(maker)
    assert codes_of(await of_vendor(ask, owner, vendor)) == expected
    assert codes_of(await of_artisan(ask, maker, artisan)) == expected
    assert await models.Payee.all().count() == (0 if expected else 2)


async def test_a_new_code_does_not_make_an_old_sign_in_fresh(ask: Ask) -> None:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER, has_factor=True)
    await made_old(owner)
    await execute("UPDATE session SET factor_at = now() WHERE id = $1", owner.session_id)
    assert codes_of(await of_vendor(ask, owner, vendor)) == ["SIGN_IN_AGAIN"]


async def test_changed_bank_details_notify_owners_and_pause_payouts(
    ask: Ask, postbox: Postbox
) -> None:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER, has_factor=True)
    other = await make_member(vendor.id, models.MemberRole.OWNER)
    clerk = await make_member(vendor.id, models.MemberRole.ACCOUNTANT)
    payload = await of_vendor(ask, owner, vendor)
    held = datetime.fromisoformat(payload["payee"]["heldUntil"])
    assert abs(held - datetime.now(UTC) - timedelta(hours=72)) < timedelta(minutes=5)
    told = {message.to for message in postbox.messages if message.kind == "payee-changed"}
    assert told == {owner.account.phone, owner.account.email, other.account.phone,
                    other.account.email}  # fmt: skip
    assert clerk.account.email not in told
    assert all("123456789012" not in message.text.body for message in postbox.messages)
    assert await payees.hold_end(vendor.id, None, datetime.now(UTC)) is not None
    later = datetime.now(UTC) + timedelta(hours=73)
    assert await payees.hold_end(vendor.id, None, later) is None


ADD = """mutation ($v: ID!, $e: String!, $r: MemberRole!) {
  vendorMemberAdd(input: {vendor: $v, email: $e, role: $r}) {
    invitation { id } errors { code path } } }"""
REMOVE = """mutation ($m: ID!) { vendorMemberRemove(input: {member: $m}) {
  errors { code path } } }"""


@pytest.mark.parametrize("is_fresh", [True, False])
async def test_changing_owners_needs_a_second_factor(ask: Ask, is_fresh: bool) -> None:
    """A stolen token makes nobody an owner, and puts none out of the way."""
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER, has_factor=not is_fresh)
    other = await make_member(vendor.id, models.MemberRole.OWNER)
    if not is_fresh:
        await made_old(owner)
    expected = ["SECOND_FACTOR_REQUIRED" if is_fresh else "SIGN_IN_AGAIN"]
    v, e = global_id("Vendor", vendor.id), "thief@buyer.example.in"
    asked = await ask(ADD, token=owner.token, v=v, e=e, r="OWNER")
    assert codes_of(asked["vendorMemberAdd"]) == expected
    row = await models.VendorMember.get(account_id=other.id)
    asked = await ask(REMOVE, token=owner.token, m=global_id("VendorMember", row.id))
    assert codes_of(asked["vendorMemberRemove"]) == expected
    assert await models.VendorMember.filter(role=models.MemberRole.OWNER).count() == 2
    # Who writes the catalogue decides nothing of the kind.
    asked = await ask(ADD, token=owner.token, v=v, e=e, r="CATALOGUER")
    assert codes_of(asked["vendorMemberAdd"]) == []


async def test_owners_are_notified_of_added_and_removed_owners(ask: Ask, postbox: Postbox) -> None:
    vendor, new = await make_vendor(), await signed_in()
    owner = await make_member(vendor.id, models.MemberRole.OWNER, has_factor=True)
    other = await make_member(vendor.id, models.MemberRole.OWNER)
    v = global_id("Vendor", vendor.id)
    made = await ask(ADD, token=owner.token, v=v, e=new.account.email, r="OWNER")
    await accept(ask, new, made["vendorMemberAdd"]["invitation"]["id"])

    def told(kind: str) -> set[str]:
        return {message.to for message in postbox.messages if message.kind == kind}

    both = {
        owner.account.phone, owner.account.email, other.account.phone, other.account.email
    }  # fmt: skip
    assert told("owner-added") == both
    row = await models.VendorMember.get(account_id=other.id)
    done = await ask(REMOVE, token=owner.token, m=global_id("VendorMember", row.id))
    assert codes_of(done["vendorMemberRemove"]) == []
    # The one who is gone before all.
    assert told("owner-removed") == both | {new.account.phone, new.account.email}


async def test_a_facilitators_bank_details_await_the_artisan(ask: Ask, postbox: Postbox) -> None:
    artisan = await make_artisan()
    maker, helper = await make_artisan_person(artisan.id), await helper_of(artisan)
    payload = await of_artisan(ask, helper, artisan)
    assert payload["payee"] is None
    assert payload["proposal"]["proposedByName"] == helper.account.name
    assert await models.Payee.all().count() == 0
    assert postbox.last(maker.account.phone or "").kind == "payee-proposed"
    seen = "query ($s: String!) { artisan(slug: $s) { payeeProposal { id } } }"
    shown = await ask(seen, token=maker.token, s=artisan.slug)
    proposal = shown["artisan"]["payeeProposal"]["id"]
    assert proposal == payload["proposal"]["id"]
    # Who entered it does not confirm it, nor does another artisan.
    other = await make_artisan_person((await make_artisan()).id)
    assert await ask.code(CONFIRM, token=helper.token, p=proposal) == "FORBIDDEN"
    refused = await ask(CONFIRM, token=other.token, p=proposal)
    assert codes_of(refused["artisanPayeeConfirm"]) == ["NOT_FOUND"]
    done = (await ask(CONFIRM, token=maker.token, p=proposal))["artisanPayeeConfirm"]
    assert done["payee"]["bankAccountMasked"] == "••••9012"
    assert done["payee"]["heldUntil"] is not None
    assert payees.opened(await models.Payee.get()) == (None, "123456789012")
    again = await ask(CONFIRM, token=maker.token, p=proposal)
    assert codes_of(again["artisanPayeeConfirm"]) == ["NOT_FOUND"]


async def test_a_newer_proposal_is_not_confirmed_unseen(ask: Ask) -> None:
    artisan = await make_artisan()
    maker, helper = await make_artisan_person(artisan.id), await helper_of(artisan)
    first = (await of_artisan(ask, helper, artisan))["proposal"]["id"]
    second = (await of_artisan(ask, helper, artisan, bankAccount="999999999999"))["proposal"]["id"]
    refused = await ask(CONFIRM, token=maker.token, p=first)
    assert codes_of(refused["artisanPayeeConfirm"]) == ["NOT_FOUND"]
    assert await models.Payee.all().count() == 0
    declined = await ask(DECLINE, token=maker.token, p=second)
    assert declined["artisanPayeeDecline"] == {"payee": None, "errors": []}
    assert await models.PayeeProposal.all().count() == 0


async def test_concurrent_confirm_and_decline_have_one_winner(ask: Ask) -> None:
    artisan = await make_artisan()
    maker, helper = await make_artisan_person(artisan.id), await helper_of(artisan)
    proposal = (await of_artisan(ask, helper, artisan))["proposal"]["id"]
    answers = await asyncio.gather(
        ask(CONFIRM, token=maker.token, p=proposal),
        ask(DECLINE, token=maker.token, p=proposal),
    )
    refusals = [codes_of(payload) for answer in answers for payload in answer.values()]
    assert sorted(refusals) == [[], ["NOT_FOUND"]]
    assert await models.Payee.all().count() == (refusals[0] == [])


async def test_a_confirmation_needs_a_fresh_sign_in(ask: Ask) -> None:
    artisan = await make_artisan()
    maker, helper = await make_artisan_person(artisan.id), await helper_of(artisan)
    proposal = (await of_artisan(ask, helper, artisan))["proposal"]["id"]
    await made_old(maker)
    refused = await ask(CONFIRM, token=maker.token, p=proposal)
    assert codes_of(refused["artisanPayeeConfirm"]) == ["SIGN_IN_AGAIN"]


async def test_bank_detail_proposals_are_limited(ask: Ask, postbox: Postbox) -> None:
    """Each time the artisan, or every owner, is written to."""
    artisan, vendor = await make_artisan(), await make_vendor()
    maker, helper = await make_artisan_person(artisan.id), await helper_of(artisan)
    for number in range(6):
        payload = await of_artisan(ask, helper, artisan, bankAccount=f"12345678901{number}")
        assert codes_of(payload) == ([] if number < 5 else ["TOO_MANY_TRIES"])
    told = [each.to for each in postbox.messages if each.kind == "payee-proposed"]
    assert told.count(maker.account.phone or "") == 5
    # The artisan's own count is another, and so is that of another facilitator.
    assert codes_of(await of_artisan(ask, await helper_of(artisan), artisan)) == []
    owner = await make_member(vendor.id, models.MemberRole.OWNER, has_factor=True)
    for number in range(6):
        refused = codes_of(await of_vendor(ask, owner, vendor))
        assert refused == ([] if number < 5 else ["TOO_MANY_TRIES"])
