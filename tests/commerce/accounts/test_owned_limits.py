"""How much one person, vendor, artisan or cart can have: up to the limit, also at once."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from auth.sessions import sessions
from commerce.accounts import addresses, wishlist
from commerce.cart import cart_coupons
from commerce.roles import facilitations, invitations, members
from commerce.sign_in import api_keys
from database.connect import execute
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import (
    ACCEPT,
    Postbox,
    make_account,
    make_artisan_person,
    make_member,
    make_staff,
    signed_in,
)
from tests.support.people.privacy import created
from tests.support.shop.factories import make_artisan, make_product, make_promotion, make_vendor
from tests.support.shop.shopping import Buyer

pytestmark = pytest.mark.usefixtures("reference")

LIMIT, TRIED = 3, 5
LIMITS = (
    (addresses, "MAX_ADDRESSES"),
    (wishlist, "MAX_ITEMS"),
    (cart_coupons, "MAX_COUPONS"),
    (facilitations, "MAX_FACILITATIONS"),
    (invitations, "MAX_OPEN"),
    (members, "MAX_MEMBERS"),
    (api_keys, "MAX_API_KEYS"),
    (sessions, "MAX_SESSIONS"),
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in LIMITS:
        monkeypatch.setattr(module, name, LIMIT)


async def reaches(write: Callable[[int], Awaitable[dict[str, Any]]], most: int = LIMIT) -> None:
    """Of TRIED writes at once, as many are done as fit, and the others say the limit."""
    payloads = await asyncio.gather(*(write(number) for number in range(TRIED)))
    codes = sorted([error["code"] for error in each["errors"]] for each in payloads)
    assert codes == [[]] * most + [["LIMIT_REACHED"]] * (TRIED - most)


async def test_an_address_book_is_limited(ask: Ask) -> None:
    person = await signed_in()
    await reaches(lambda _: created(ask, person))
    assert await models.Address.filter(account_id=person.id).count() == LIMIT


async def test_a_wishlist_is_limited(ask: Ask) -> None:
    person, products = await signed_in(), [await make_product() for _ in range(TRIED)]
    add = "mutation ($p: ID!) { wishlistAdd(input: {product: $p}) { errors { code } } }"

    async def write(number: int) -> dict[str, Any]:
        product = global_id("Product", products[number].id)
        payload: dict[str, Any] = (await ask(add, token=person.token, p=product))["wishlistAdd"]
        return payload

    await reaches(write)
    assert await models.WishlistItem.filter(account_id=person.id).count() == LIMIT
    # What is on it already is no more.
    held = await models.WishlistItem.filter(account_id=person.id).first()
    assert held is not None
    number = next(place for place, each in enumerate(products) if each.id == held.product_id)
    assert (await write(number))["errors"] == []


async def test_api_keys_are_limited(ask: Ask) -> None:
    administrator = await make_staff()
    make = """mutation ($n: String!) { apiKeyCreate(input: {name: $n, scopes: [CATALOGUE_READ]})
      { errors { code } } }"""

    async def write(number: int) -> dict[str, Any]:
        found = await ask(make, token=administrator.token, n=f"Key {number}")
        payload: dict[str, Any] = found["apiKeyCreate"]
        return payload

    await reaches(write)
    # An expired key is none that is valid.
    await execute("UPDATE api_key SET expires_at = now() WHERE id = (SELECT max(id) FROM api_key)")
    assert (await write(TRIED))["errors"] == []
    assert [error["code"] for error in (await write(TRIED + 1))["errors"]] == ["LIMIT_REACHED"]


async def test_open_invitations_are_limited(ask: Ask, postbox: Postbox) -> None:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER, has_factor=True)
    add = """mutation ($i: VendorMemberAddInput!) { vendorMemberAdd(input: $i)
      { errors { code } } }"""

    async def write(number: int) -> dict[str, Any]:
        given = {"vendor": global_id("Vendor", vendor.id), "role": "DISPATCHER"}
        given["email"] = f"dispatch-{number}@buyer.example.in"
        payload: dict[str, Any] = (await ask(add, token=owner.token, i=given))["vendorMemberAdd"]
        return payload

    await reaches(write)
    assert len(postbox.messages) == LIMIT


async def accepted(ask: Ask, **offer: Any) -> Callable[[int], Awaitable[dict[str, Any]]]:
    """TRIED people, each invited, of whom each can accept."""
    people = [await signed_in(await make_account()) for _ in range(TRIED)]
    held = [
        await models.Invitation.create(
            contact=each.account.phone,
            created_at=each.account.created_at,
            sent_at=each.account.created_at,
            expires_at=each.account.created_at + invitations.LIFETIME,
            **offer,
        )
        for each in people
    ]

    async def write(number: int) -> dict[str, Any]:
        invitation = global_id("Invitation", held[number].id)
        found = await ask(ACCEPT, token=people[number].token, i=invitation)
        payload: dict[str, Any] = found["invitationAccept"]
        return payload

    return write


async def test_members_of_a_vendor_are_limited(ask: Ask, postbox: Postbox) -> None:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER)
    write = await accepted(
        ask,
        kind=models.InvitationKind.VENDOR_MEMBER,
        scope=f"vendor:{vendor.id}:dispatcher",
        vendor_id=vendor.id,
        role=models.MemberRole.DISPATCHER,
        invited_by_id=owner.id,
    )
    await reaches(write, LIMIT - 1)
    assert await models.VendorMember.filter(vendor_id=vendor.id).count() == LIMIT


async def test_facilitators_of_an_artisan_are_limited(ask: Ask, postbox: Postbox) -> None:
    artisan = await make_artisan()
    maker = await make_artisan_person(artisan.id)
    write = await accepted(
        ask,
        kind=models.InvitationKind.FACILITATOR,
        scope=f"artisan:{artisan.id}:facilitator",
        artisan_id=artisan.id,
        basis=models.FacilitationBasis.IN_APP,
        notice_version="1",
        invited_by_id=maker.id,
    )
    await reaches(write)
    assert await models.Facilitation.filter(artisan_id=artisan.id).count() == LIMIT


async def test_coupons_of_a_cart_are_limited(ask: Ask) -> None:
    for number in range(TRIED):
        await make_promotion(code=f"MELA{number}", basis_points=100)
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=500_00): 1})
    await reaches(
        lambda number: buyer.write("CartCouponApply", cartId=buyer.cart_id, code=f"MELA{number}")
    )


async def test_a_further_session_replaces_the_one_unused_for_longest() -> None:
    account = await make_account()
    held = [await signed_in(account) for _ in range(LIMIT + 1)]
    first, *others = [await models.Session.get(id=each.session_id) for each in held]
    assert (first.end_reason, first.ended_at is not None) == (models.SessionEnd.REPLACED, True)
    assert [each.ended_at for each in others] == [None] * LIMIT


async def test_sessions_that_begin_at_once_keep_to_the_limit() -> None:
    account = await make_account()
    for _ in range(LIMIT):
        await signed_in(account)
    await overlapped(lambda: signed_in(account), partial(begin_in_transaction, account))
    assert await models.Session.filter(account_id=account.id, ended_at=None).count() == LIMIT


async def begin_in_transaction(account: models.Account) -> None:
    async with in_transaction():
        await signed_in(account)
