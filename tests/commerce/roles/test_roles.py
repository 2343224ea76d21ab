"""Roles, bank details and API keys."""

import asyncio
from typing import Any

import pyotp
import pytest

import models
from auth.crypto.encryption import BadSeal
from commerce.payouts import payees
from database.connect import fetch, fetch_value
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.people.accounts import (
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
  invitation { id } errors { code } } }"""
REMOVE = """mutation ($input: VendorMemberRemoveInput!) { vendorMemberRemove(input: $input) {
  isRemoved errors { code } } }"""


async def test_an_owner_adds_a_member_who_gets_the_rights(ask: Ask) -> None:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER)
    person = await signed_in()
    given = {
        "vendor": global_id("Vendor", vendor.id),
        "phone": person.account.phone,
        "role": "ACCOUNTANT",
    }
    members = "query ($s: String!) { vendor(slug: $s) { members { id name role } } }"
    assert await ask.code(members, token=person.token, s=vendor.slug) == "FORBIDDEN"
    found = await ask(ADD, token=owner.token, input=given)
    assert await ask.code(members, token=person.token, s=vendor.slug) == "FORBIDDEN"
    await accept(ask, person, found["vendorMemberAdd"]["invitation"]["id"])
    seen = (await ask(members, token=owner.token, s=vendor.slug))["vendor"]["members"]
    assert [each["role"] for each in seen] == ["OWNER", "ACCOUNTANT"]
    assert seen[1]["name"] == person.account.name
    roles = await ask("{ viewer { roles memberships { vendor { slug } } } }", token=person.token)
    assert roles["viewer"]["roles"] == ["BUYER", "VENDOR"]
    assert roles["viewer"]["memberships"] == [{"vendor": {"slug": vendor.slug}}]
    gone = await ask(REMOVE, token=owner.token, input={"member": seen[1]["id"]})
    assert gone["vendorMemberRemove"]["isRemoved"] is True
    assert await ask.code(members, token=person.token, s=vendor.slug) == "FORBIDDEN"


async def test_members_of_other_vendors_are_not_found(ask: Ask) -> None:
    vendor, other = await make_vendor(), await make_vendor()
    await make_member(vendor.id, models.MemberRole.OWNER)
    rival = await make_member(other.id, models.MemberRole.OWNER)
    member = await models.VendorMember.get(vendor_id=vendor.id)
    for given in (global_id("VendorMember", member.id), global_id("VendorMember", 10**6), "x"):
        found = await ask(REMOVE, token=rival.token, input={"member": given})
        assert found["vendorMemberRemove"]["errors"] == [{"code": "NOT_FOUND"}]
    for number in (vendor.id, 10**6):
        wanted = {"vendor": global_id("Vendor", number), "phone": "9876543210", "role": "OWNER"}
        found = await ask(ADD, token=rival.token, input=wanted)
        assert found["vendorMemberAdd"]["errors"] == [{"code": "NOT_FOUND"}]


async def test_the_last_owner_cannot_leave_concurrently(ask: Ask) -> None:
    vendor = await make_vendor()
    owner = models.MemberRole.OWNER
    owners = [await make_member(vendor.id, owner, has_factor=True) for _ in range(2)]
    rows = await models.VendorMember.filter(vendor_id=vendor.id).order_by("id")
    await asyncio.gather(
        *(
            ask.whole(
                REMOVE, token=owner.token, input={"member": global_id("VendorMember", row.id)}
            )
            for owner, row in zip(owners, rows, strict=True)
        )
    )
    assert await models.VendorMember.filter(vendor_id=vendor.id).count() == 1


AGREE = """mutation ($input: FacilitationAgreeInput!) { facilitationAgree(input: $input) {
  invitation { id } errors { code } } }"""
END = """mutation ($input: FacilitationEndInput!) { facilitationEnd(input: $input) {
  facilitation { endedAt } errors { code } } }"""
PAYEE = """mutation ($input: ArtisanPayeeSetInput!) { artisanPayeeSet(input: $input) {
  payee { holder panMasked bankAccountMasked ifsc } errors { code path } } }"""
BANK = {
    "holder": "Ram Lal",
    "pan": "abcpd1234e",
    "bankAccount": "1234 5678 9012",
    "ifsc": "sbin0001234",
}


def payee_of(artisan: models.Artisan, **more: Any) -> dict[str, Any]:
    return {"artisan": global_id("Artisan", artisan.id), "payee": BANK | more}


async def test_a_facilitator_acts_while_the_consent_lasts(ask: Ask) -> None:
    artisan = await make_artisan()
    maker, helper = await make_artisan_person(artisan.id), await signed_in(has_factor=True)
    assert await ask.code(PAYEE, token=helper.token, input=payee_of(artisan)) == "FORBIDDEN"
    version = (await ask("{ facilitationNotice { version text } }"))["facilitationNotice"][
        "version"
    ]
    agreed = await ask(
        AGREE,
        token=maker.token,
        input={"phone": helper.account.phone, "noticeVersion": version},
    )
    assert await ask.code(PAYEE, token=helper.token, input=payee_of(artisan)) == "FORBIDDEN"
    await accept(ask, helper, agreed["facilitationAgree"]["invitation"]["id"])
    row = await models.Facilitation.get(artisan_id=artisan.id)
    assert row.basis is models.FacilitationBasis.IN_APP
    done = await ask(PAYEE, token=helper.token, input=payee_of(artisan))
    assert done["artisanPayeeSet"]["errors"] == []
    entry = await models.AuditEntry.filter(action="payee.propose").get()
    assert (entry.account_id, entry.on_behalf_of) == (helper.id, f"artisan:{artisan.id}")
    await ask(END, token=maker.token, input={"facilitation": global_id("Facilitation", row.id)})
    assert await ask.code(PAYEE, token=helper.token, input=payee_of(artisan)) == "FORBIDDEN"


async def test_an_officer_records_consents_of_the_own_district(ask: Ask) -> None:
    here = await make_artisan()
    there = await make_artisan(district_id=(await models.District.get(slug="agra")).id)
    officer, helper = await signed_in(has_factor=True), await signed_in()
    await models.OfficerDistrict.create(account_id=officer.id, district_id=here.district_id)
    record = """mutation ($input: FacilitationRecordInput!) { facilitationRecord(input: $input) {
      invitation { id } errors { code } } }"""
    given = {"phone": helper.account.phone, "reference": "LKO/2026/17"}
    found = await ask(
        record, token=officer.token, input={**given, "artisan": global_id("Artisan", here.id)}
    )
    await accept(ask, helper, found["facilitationRecord"]["invitation"]["id"])
    assert (await models.Facilitation.get()).basis is models.FacilitationBasis.SIGNED_FORM
    found = await ask(
        record, token=officer.token, input={**given, "artisan": global_id("Artisan", there.id)}
    )
    assert found["facilitationRecord"]["errors"] == [{"code": "NOT_FOUND"}]
    seen = await ask(
        "query ($s: String!) { artisan(slug: $s) { facilitations { reference } } }",
        token=officer.token,
        s=here.slug,
    )
    assert seen["artisan"]["facilitations"] == [{"reference": "LKO/2026/17"}]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"pan": "ABCDE12345"}, "INVALID", "pan"),
        ({"bankAccount": "12"}, "INVALID", "bankAccount"),
        ({"ifsc": "SBIN1001234"}, "INVALID", "ifsc"),
        ({"ifsc": None}, "REQUIRED", "ifsc"),
        ({"holder": " "}, "REQUIRED", "holder"),
    ],
)
async def test_invalid_bank_details_are_refused(
    ask: Ask, change: dict[str, Any], code: str, path: str
) -> None:
    artisan = await make_artisan()
    maker = await make_artisan_person(artisan.id, has_factor=True)
    found = await ask(PAYEE, token=maker.token, input=payee_of(artisan, **change))
    assert found["artisanPayeeSet"]["errors"] == [{"code": code, "path": ["input", "payee", path]}]


async def test_pan_and_account_are_encrypted_in_the_database(ask: Ask) -> None:
    artisan = await make_artisan()
    maker = await make_artisan_person(artisan.id, has_factor=True)
    await ask(PAYEE, token=maker.token, input=payee_of(artisan))
    kept = await fetch_value("SELECT p::text FROM payee p")
    noted = await fetch_value("SELECT string_agg(e::text, ' ') FROM audit_entry e")
    for secret in ("ABCPD1234E", "123456789012"):
        assert secret not in kept
        assert secret.encode().hex() not in kept
        assert secret not in noted
    row = await models.Payee.get()
    assert payees.opened(row) == ("ABCPD1234E", "123456789012")
    # What was sealed for one row does not open in another.
    row.artisan_id = artisan.id + 1
    with pytest.raises(BadSeal):
        payees.opened(row)


STAFF = """mutation ($input: StaffGrantInput!) { staffGrant(input: $input) {
  account { roles permissions } invitation { id contact groupName } errors { code } } }"""
REVOKE = """mutation ($input: StaffRevokeInput!) { staffRevoke(input: $input) {
  account { roles } errors { code } } }"""


async def test_staff_are_managed_with_people_manage(ask: Ask) -> None:
    administrator, person = await make_staff(), await signed_in(has_factor=True)
    given = {"account": global_id("Account", person.id), "group": "support"}
    found = (await ask(STAFF, token=administrator.token, input=given))["staffGrant"]
    assert found["account"] == {"roles": ["BUYER"], "permissions": []}
    assert found["invitation"]["contact"] == person.account.email
    assert found["invitation"]["groupName"] == "Customer care"
    await accept(ask, person, found["invitation"]["id"])
    seen = await ask("{ staff { accounts(first: 1) { totalCount } } }", token=person.token)
    assert seen["staff"]["accounts"]["totalCount"] == 2
    await ask(REVOKE, token=administrator.token, input=given)
    assert await ask.code("{ staff { groups { slug } } }", token=person.token) == "FORBIDDEN"
    last = {"account": global_id("Account", administrator.id), "group": "administrators"}
    found = await ask(REVOKE, token=administrator.token, input=last)
    assert found["staffRevoke"]["errors"] == [{"code": "LAST_OF_ITS_KIND"}]


DESK = "{ staff { %s } }"


@pytest.mark.parametrize(
    ("group", "field"),
    [
        ("administrators", "accounts(first: 1) { totalCount }"),
        ("support", "orders(first: 1) { totalCount }"),
        ("finance", "refunds(first: 1) { totalCount }"),
    ],
)
async def test_staff_of_every_group_need_a_second_factor(
    ask: Ask, postbox: Postbox, group: str, field: str
) -> None:
    """Somebody new has none: they add an app, and are staff from its first code on."""
    person = await make_staff(group, has_factor=False)
    assert await ask.code(DESK % field, token=person.token) == "SECOND_FACTOR_REQUIRED"
    viewer = (await ask("{ viewer { roles } }", token=person.token))["viewer"]
    assert viewer["roles"] == ["BUYER", "STAFF"]
    begun = await ask(
        "mutation { secondFactorBegin(input: {isCertain: true}) { uri errors { code } } }",
        token=person.token,
    )
    app = pyotp.parse_uri(begun["secondFactorBegin"]["uri"])
    assert isinstance(app, pyotp.TOTP)
    done = await ask(
        "mutation ($c: String!) { secondFactorConfirm(input: {code: $c})"
        " { recoveryCodes errors { code } } }",
        token=person.token,
        c=app.now(),
    )
    assert len(done["secondFactorConfirm"]["recoveryCodes"]) == 10
    assert (await ask(DESK % field, token=person.token))["staff"] is not None
    assert postbox.last(person.account.email or "").kind == "factor-added"
    assert postbox.last(person.account.phone or "").kind == "factor-added"


async def test_an_officer_needs_a_second_factor(ask: Ask) -> None:
    artisan, officer = await make_artisan(), await signed_in()
    await models.OfficerDistrict.create(account_id=officer.id, district_id=artisan.district_id)
    seen = "query ($s: String!) { artisan(slug: $s) { facilitations { reference } } }"
    code = await ask.code(seen, token=officer.token, s=artisan.slug)
    assert code == "SECOND_FACTOR_REQUIRED"
    record = """mutation ($input: FacilitationRecordInput!) { facilitationRecord(input: $input) {
      errors { code } } }"""
    given = {"phone": "9876543210", "reference": "1", "artisan": global_id("Artisan", artisan.id)}
    code = await ask.code(record, token=officer.token, input=given)
    assert code == "SECOND_FACTOR_REQUIRED"


KEY = """mutation { apiKeyCreate(input: {name: "Storefront", scopes: [CATALOGUE_READ, AUDIT_READ]})
  { key { id handle } secret errors { code } } }"""


async def test_an_api_key_has_its_scopes_until_revoked(ask: Ask) -> None:
    administrator = await make_staff()
    made = (await ask(KEY, token=administrator.token))["apiKeyCreate"]
    secret = made["secret"]
    kept = await fetch_value("SELECT k::text FROM api_key k")
    # Its last 43 characters are the secret; they may hold underscores themselves.
    assert secret[-43:] not in kept
    assert (await ask("{ operator { legalName } }", token=secret))["operator"] is None
    audit = "{ staff { auditEntries(first: 1) { nodes { action } } } }"
    seen = await ask(audit, token=secret)
    assert seen["staff"]["auditEntries"]["nodes"] == [{"action": "key.create"}]
    assert await ask.code("{ staff { groups { slug } } }", token=secret) == "FORBIDDEN"
    assert (await models.ApiKey.get()).last_used_at is not None
    spoilt = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert await ask.code(audit, token=spoilt) == "UNAUTHENTICATED"
    await ask(
        "mutation ($k: ID!) { apiKeyRevoke(input: {key: $k}) { key { revokedAt } } }",
        token=administrator.token,
        k=made["key"]["id"],
    )
    assert await ask.code(audit, token=secret) == "UNAUTHENTICATED"


async def test_accounts_are_found_by_contact_and_name(ask: Ask) -> None:
    administrator = await make_staff()
    person = await signed_in(await make_account(name="Zubaida Khatoon"))
    search = """query ($q: String!) { staff { accounts(search: $q) { nodes { id roles } } } }"""
    for wanted in (person.account.phone, person.account.email, "zubai"):
        found = await ask(search, token=administrator.token, q=wanted)
        nodes = found["staff"]["accounts"]["nodes"]
        assert [each["id"] for each in nodes] == [global_id("Account", person.id)]


async def test_a_page_of_accounts_takes_a_fixed_number_of_statements(
    ask: Ask, queries: list[str]
) -> None:
    administrator = await make_staff()
    page = """query ($n: Int!) { staff { accounts(first: $n) { totalCount nodes { id name roles
      permissions hasSecondFactor artisan { name } memberships { role vendor { slug } }
      districts { slug } facilitations { artisan { slug } } } } } }"""
    for _ in range(5):
        artisan, vendor = await make_artisan(), await make_vendor()
        person = await make_artisan_person(artisan.id)
        await models.VendorMember.create(
            vendor_id=vendor.id, account_id=person.id, role=models.MemberRole.OWNER
        )
    await ask(page, token=administrator.token, n=1)
    queries.clear()
    await ask(page, token=administrator.token, n=2)
    few = len(queries)
    queries.clear()
    await ask(page, token=administrator.token, n=6)
    assert len(queries) == few, queries


async def actions() -> list[str]:
    return [row["action"] for row in await fetch("SELECT action FROM audit_entry ORDER BY id")]


async def test_each_write_is_audited(ask: Ask, postbox: Postbox) -> None:
    administrator, person = await make_staff(), await signed_in()
    account = {"account": global_id("Account", person.id)}
    for name in ("accountSuspend", "accountRestore"):
        kind = f"{name[0].upper()}{name[1:]}Input"
        await ask(
            f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code }} }} }}",
            token=administrator.token,
            input=account,
        )
    assert await actions() == ["account.suspend", "account.restore"]
    seen = await ask(
        "query ($f: AuditFilter) { staff { auditEntries(filter: $f) { nodes"
        " { action subject account { name } request hash } } } }",
        token=administrator.token,
        f={"subject": f"account:{person.id}", "action": "account.suspend"},
    )
    (entry,) = seen["staff"]["auditEntries"]["nodes"]
    assert entry["account"]["name"] == administrator.account.name
    assert len(entry["hash"]) == 64
    assert entry["request"]
