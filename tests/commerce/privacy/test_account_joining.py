"""Joining two accounts of one person."""

from datetime import UTC, datetime
from typing import Any

import pytest

import models
from commerce.privacy.account_joining import BECOMES
from database.connect import execute, fetch
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.people.accounts import Person, Postbox, add_factor, signed_in
from tests.support.people.joining import EMAIL, JOIN, PHONE, proof, two
from tests.support.shop.factories import make_product, make_vendor
from tests.support.shop.shopping import variant_of

pytestmark = pytest.mark.usefixtures("reference")


async def joined(ask: Ask, postbox: Postbox, person: Person) -> dict[str, Any]:
    own = await proof(ask, postbox, person, phone=PHONE)
    other = await proof(ask, postbox, person, email=EMAIL)
    given = {"ownProof": own, "otherProof": other}
    payload: dict[str, Any] = (await ask(JOIN, token=person.token, i=given))["accountsJoin"]
    return payload


async def cart_of(ask: Ask, token: str, product: models.Product) -> None:
    variant = await variant_of(product)
    lines = [{"variantId": global_id("Variant", variant.id), "quantity": 1}]
    made = await ask(
        "mutation ($l: [CartLineInput!]!) { cartCreate(input: {lines: $l}) { errors { code } } }",
        token=token,
        l=lines,
    )
    assert made["cartCreate"]["errors"] == []


async def test_joining_is_reported_to_every_contact_of_both_accounts(
    ask: Ask, postbox: Postbox
) -> None:
    person, other = await two()
    others_phone = "+910000054322"
    await models.Account.filter(id=other.id).update(
        phone=others_phone, phone_verified_at=datetime.now(UTC)
    )
    assert (await joined(ask, postbox, person))["errors"] == []
    told = {message.to for message in postbox.messages if message.kind == "contact-changed"}
    assert told == {PHONE, EMAIL, others_phone}


async def test_joining_moves_the_persons_data(ask: Ask, postbox: Postbox) -> None:
    person, other = await two()
    second = await signed_in(other)
    product, wished = await make_product(), await make_product()
    await cart_of(ask, person.token, product)
    await cart_of(ask, second.token, wished)
    await models.Order.create(
        number="ODOP-2026-1",
        account_id=other.id,
        status=models.OrderStatus.PLACED,
        total_paise=100,
        placed_at=datetime.now(UTC),
    )
    for account in (person.account, other):
        await models.WishlistItem.create(
            account_id=account.id, product_id=wished.id, created_at=datetime.now(UTC)
        )
    payload = await joined(ask, postbox, person)
    assert payload["errors"] == []
    viewer = payload["viewer"]
    assert (viewer["phone"], viewer["email"]) == (PHONE, EMAIL)
    assert viewer["orders"]["nodes"] == [{"number": "ODOP-2026-1"}]
    assert viewer["wishlist"]["nodes"] == [{"slug": wished.slug}]
    assert viewer["cart"]["itemCount"] == 2
    gone = await models.Account.get(id=other.id)
    assert gone.erased_at is not None
    assert (await models.Session.get(id=second.session_id)).end_reason is models.SessionEnd.JOINED
    assert await models.AuditEntry.filter(action="account.join").count() == 1


async def test_joining_needs_proofs_of_both_contacts(ask: Ask, postbox: Postbox) -> None:
    person, other = await two()
    own = await proof(ask, postbox, person, phone=PHONE)
    stranger = await signed_in()
    elsewhere = await proof(ask, postbox, stranger, email=EMAIL)
    for given, path in (
        ({"ownProof": own, "otherProof": "x"}, "otherProof"),
        ({"ownProof": "x", "otherProof": own}, "ownProof"),
        ({"ownProof": own, "otherProof": own}, "otherProof"),
        ({"ownProof": own, "otherProof": elsewhere}, "otherProof"),
    ):
        payload = (await ask(JOIN, token=person.token, i=given))["accountsJoin"]
        ((code, where),) = [(each["code"], each["path"]) for each in payload["errors"]]
        assert (code, where) == ("NOT_PROVED", ["input", path])
    assert (await models.Account.get(id=other.id)).erased_at is None
    # Nothing was used up.
    await execute("UPDATE otp_challenge SET resend_after = now()")
    mine = await proof(ask, postbox, person, email=EMAIL)
    given = {"ownProof": own, "otherProof": mine}
    assert (await ask(JOIN, token=person.token, i=given))["accountsJoin"]["errors"] == []


@pytest.mark.parametrize("right", ["member", "officer", "factor"])
async def test_roles_are_not_joined(ask: Ask, postbox: Postbox, right: str) -> None:
    person, other = await two()
    if right == "member":
        vendor = await make_vendor()
        role = models.MemberRole.OWNER
        await models.VendorMember.create(vendor_id=vendor.id, account_id=other.id, role=role)
    elif right == "officer":
        district = await models.District.get(slug="agra")
        await models.OfficerDistrict.create(account_id=other.id, district_id=district.id)
    else:
        await add_factor(other)
    payload = await joined(ask, postbox, person)
    assert [each["code"] for each in payload["errors"]] == ["ACCOUNT_HAS_ROLES"]
    assert (await models.Account.get(id=other.id)).erased_at is None


async def test_an_unverified_account_cannot_be_joined(ask: Ask, postbox: Postbox) -> None:
    person, _ = await two()
    await execute("UPDATE account SET email_verified_at = NULL WHERE email = $1", EMAIL)
    payload = await joined(ask, postbox, person)
    assert [each["code"] for each in payload["errors"]] == ["NOT_FOUND"]
    assert payload["errors"][0]["message"].startswith("No other account has this phone number or")


async def test_an_unverified_account_says_that_it_must_be_verified(
    ask: Ask, postbox: Postbox
) -> None:
    person, _ = await two()
    await execute("UPDATE account SET phone_verified_at = NULL WHERE phone = $1", PHONE)
    (error,) = (await joined(ask, postbox, person))["errors"]
    assert (error["code"], error["path"]) == ("NOT_PROVED", ["input", "ownProof"])
    assert error["message"].startswith("Verify this phone number or email address in your account")


async def test_joining_covers_every_table_with_an_account() -> None:
    rows = await fetch(
        "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint"
        " WHERE confrelid = 'account'::regclass AND contype = 'f'"
    )
    assert {row["name"] for row in rows} == set(BECOMES)
