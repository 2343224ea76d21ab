"""Mutations that change who can sign in, or where money goes, need a fresh sign-in."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from auth.credentials import one_time_codes, recovery_codes
from database.connect import execute, fetch_value
from graph.ids import global_id
from models import ChallengePurpose, MemberRole
from settings import ROOT
from tests.conftest import Ask
from tests.support.people.accounts import (
    Person,
    Postbox,
    add_factor,
    make_artisan_person,
    make_member,
    make_staff,
    signed_in,
)
from tests.support.shop.factories import make_artisan, make_vendor

pytestmark = pytest.mark.usefixtures("reference")
BANK = {"holder": "Ram Lal", "bankAccount": "123456789012", "ifsc": "SBIN0001234"}
PROPOSE = """mutation ($i: ArtisanPayeeSetInput!) { artisanPayeeSet(input: $i) {
  proposal { id } errors { code } } }"""
FRESH = {
    "contactAdd",
    "passwordChange",
    "secondFactorBegin",
    "secondFactorRemove",
    "recoveryCodesCreate",
    "accountErase",
    "apiKeyCreate",
    "vendorMemberAdd",
    "vendorMemberRemove",
    "vendorPayeeSet",
    "artisanPayeeSet",
    "artisanPayeeConfirm",
    "staffGrant",
    "officerAssign",
}
# Those that carry a proof of their own: a password, a code, a link, a token.
PROVED = {
    "accountRegister", "accountsJoin", "contactProve", "emailVerify", "otpVerify",
    "passwordReset", "secondFactorConfirm", "sessionConfirm", "sessionCreate", "sessionRefresh",
}  # fmt: skip
# Those that take something away, which may be urgent.
REMOVING = {
    "accountSuspend", "apiKeyRevoke", "artisanPayeeDecline", "facilitationEnd",
    "invitationDecline", "invitationRevoke", "officerDismiss", "sessionRevoke", "staffRevoke",
}  # fmt: skip
# Those that send a message to a contact, or give a right that was offered or is staff's to give.
OTHERS = {
    "accountRestore", "accountUpdate", "emailVerificationRequest", "facilitationAgree",
    "facilitationRecord", "invitationAccept", "otpRequest", "passwordResetRequest",
}  # fmt: skip
# Those about purchases and what one keeps.
SHOP = re.compile(r"(address|wishlist|consent|cart|checkout|payment|order|refund|job)[A-Z]")


def mutations() -> set[str]:
    text = (ROOT / "schema.graphql").read_text(encoding="utf-8")
    fields = text.partition("type Mutation {")[2].partition("\n}")[0]
    return set(re.findall(r"^  (\w+)\(", fields, re.MULTILINE))


def test_every_mutation_is_in_the_table() -> None:
    listed = [*FRESH, *PROVED, *REMOVING, *OTHERS]
    assert len(listed) == len(set(listed))
    assert {name for name in mutations() if not SHOP.match(name)} == set(listed)


async def proposed(ask: Ask, artisan: models.Artisan) -> str:
    """Bank details that a facilitator has entered."""
    helper = await signed_in(has_factor=True)
    await models.Facilitation.create(
        artisan_id=artisan.id,
        facilitator_id=helper.id,
        basis=models.FacilitationBasis.IN_APP,
        notice_version="2026-01",
        consented_at=datetime.now(UTC),
    )
    given = {"artisan": global_id("Artisan", artisan.id), "payee": BANK}
    found = await ask(PROPOSE, token=helper.token, i=given)
    proposal: str = found["artisanPayeeSet"]["proposal"]["id"]
    return proposal


async def prepared_input(ask: Ask, name: str, person: Person) -> tuple[Person, dict[str, Any]]:
    """Who sends a mutation, and its input."""
    now = datetime.now(UTC)
    match name:
        case "contactAdd":
            sent = await one_time_codes.begin(
                "new@buyer.example.in", now, ChallengePurpose.ADD_CONTACT, person.id
            )
            return person, {"challenge": sent.handle, "code": sent.code}
        case "passwordChange":
            return person, {"newPassword": "a better one for july"}
        case "secondFactorBegin" | "accountErase":
            return person, {"isCertain": True}
        case "secondFactorRemove":
            await add_factor(person.account)
            (code, *_) = await recovery_codes.make(person.id, now)
            return person, {"code": code}
        case "recoveryCodesCreate":
            await add_factor(person.account)
            return person, {"isCertain": True}
        case "apiKeyCreate":
            return await make_staff(), {"name": "shop", "scopes": ["AUDIT_READ"]}
        case "staffGrant":
            given = {"email": "new@buyer.example.in", "group": "support"}
            return await make_staff(), given
        case "officerAssign":
            slug = await fetch_value("SELECT slug FROM district ORDER BY id LIMIT 1")
            return await make_staff(), {"email": "new@buyer.example.in", "district": slug}
        case "artisanPayeeSet" | "artisanPayeeConfirm":
            artisan = await make_artisan()
            owner = await make_artisan_person(artisan.id, has_factor=True)
            if name == "artisanPayeeSet":
                return owner, {"artisan": global_id("Artisan", artisan.id), "payee": BANK}
            return owner, {"proposal": await proposed(ask, artisan)}
    vendor = await make_vendor()
    owner = await make_member(vendor.id, MemberRole.OWNER, has_factor=True)
    if name == "vendorMemberRemove":
        row = await models.VendorMember.get(account_id=owner.id)
        return owner, {"member": global_id("VendorMember", row.id)}
    given = {"vendor": global_id("Vendor", vendor.id)}
    if name == "vendorPayeeSet":
        return owner, given | {"payee": BANK}
    return owner, given | {"email": "new@buyer.example.in", "role": "OWNER"}


@pytest.mark.parametrize("name", sorted(FRESH))
async def test_an_old_session_is_told_to_sign_in_again(
    ask: Ask, postbox: Postbox, name: str
) -> None:
    person, given = await prepared_input(ask, name, await signed_in(has_factor=True))
    postbox.messages.clear()
    await execute(
        "UPDATE session SET created_at = created_at - interval '3 hours',"
        " factor_at = factor_at - interval '3 hours', last_seen_at = now()"
    )
    kind = f"{name[0].upper()}{name[1:]}Input"
    document = f"mutation ($i: {kind}!) {{ {name}(input: $i) {{ errors {{ code }} }} }}"
    found = await ask(document, token=person.token, i=given)
    assert [each["code"] for each in found[name]["errors"]] == ["SIGN_IN_AGAIN"]
    assert postbox.messages == []
    # A code of the app alone makes no old session a new one for what decides on the app and money.
    if name not in ("contactAdd", "passwordChange", "secondFactorBegin", "accountErase",
                    "recoveryCodesCreate", "apiKeyCreate", "artisanPayeeConfirm"):  # fmt: skip
        await execute("UPDATE session SET factor_at = now()")
        found = await ask(document, token=person.token, i=given)
        assert [each["code"] for each in found[name]["errors"]] == ["SIGN_IN_AGAIN"]
