"""Staff reads of other people's data leave one audit entry per operation."""

from typing import Any

import pytest

import models
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.people.accounts import (
    Postbox,
    make_artisan_person,
    make_member,
    make_staff,
    signed_in,
)
from tests.support.people.privacy import an_order
from tests.support.people.read_audit import reads
from tests.support.shop.factories import make_artisan, make_vendor

pytestmark = pytest.mark.usefixtures("reference")


def of(*ids: int) -> dict[str, Any]:
    return {"count": len(ids), "ids": sorted(ids)}


async def test_staff_reads_of_accounts_and_orders_are_audited(ask: Ask, queries: list[str]) -> None:
    care, first, second = await make_staff("support"), await signed_in(), await signed_in()
    order = await an_order(first)
    seen = await ask(
        "query ($n: ID!) { staff { accounts(first: 2) { nodes { name phone } }"
        " orders(first: 5) { nodes { number deliveryAddress { line1 } } } }"
        " node(id: $n) { id ... on Account { email } } }",
        token=care.token,
        n=global_id("Account", first.id),
    )
    assert len(seen["staff"]["accounts"]["nodes"]) == 2
    ((reader, after),) = await reads()
    assert reader == care.id
    assert after == {"account": of(first.id, second.id), "order": of(order)}
    assert sum("INSERT INTO audit_entry" in each for each in queries) == 1


async def test_staff_reads_by_number_and_id_are_audited(ask: Ask) -> None:
    care, buyer = await make_staff("support"), await signed_in()
    order = await an_order(buyer)
    number = (await models.Order.get(id=order)).number
    await ask("query ($n: String!) { order(number: $n) { total { amount } } }",
              token=care.token, n=number)  # fmt: skip
    await ask("query ($n: ID!) { node(id: $n) { id } }",
              token=care.token, n=global_id("Order", order))  # fmt: skip
    assert await reads() == [(care.id, {"order": of(order)})] * 2


async def test_staff_reads_of_payees_are_audited(ask: Ask) -> None:
    finance, vendor, artisan = (
        await make_staff("finance"),
        await make_vendor(),
        await make_artisan(),
    )
    await ask(
        "query ($v: String!, $a: String!) { vendor(slug: $v) { payee { holder } }"
        " artisan(slug: $a) { payee { holder } } }",
        token=finance.token,
        v=vendor.slug,
        a=artisan.slug,
    )
    expected = {"vendor_payee": of(vendor.id), "artisan_payee": of(artisan.id)}
    assert await reads() == [(finance.id, expected)]


async def test_contacts_of_invitations_are_audited(ask: Ask, postbox: Postbox) -> None:
    administrator = await make_staff()
    invited = await ask(
        'mutation { staffGrant(input: {email: "new.hire@buyer.example.in", group: "support"})'
        " { invitation { id } errors { code } } }",
        token=administrator.token,
    )
    assert invited["staffGrant"]["errors"] == []
    ((row_id,),) = await models.Invitation.all().values_list("id")
    page = "{ staff { invitations(first: 2) { nodes { %s } } } }"
    await ask(page % "contact", token=administrator.token)
    assert await reads() == [(administrator.id, {"invitation": of(row_id)})]
    await ask(page % "kind", token=administrator.token)
    assert len(await reads()) == 1


async def test_own_and_public_reads_are_not_audited(ask: Ask) -> None:
    vendor, artisan = await make_vendor(), await make_artisan()
    owner = await make_member(vendor.id, models.MemberRole.OWNER)
    maker, care = await make_artisan_person(artisan.id), await make_staff("support")
    await an_order(care)
    own = "{ viewer { name phone orders(first: 5) { nodes { number } } } }"
    for token in (owner.token, maker.token, care.token):
        await ask(own, token=token)
    payee = "query ($v: String!) { vendor(slug: $v) { name: displayName payee { holder } } }"
    await ask(payee, token=owner.token, v=vendor.slug)
    await ask("{ districts(first: 2) { nodes { name } } }", token=care.token)
    assert await reads() == []
