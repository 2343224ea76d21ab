"""Mutations that can be repeated, sent three times at once: one effect, and the same answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLNonNull

import models
from database.connect import execute, fetch_value
from graph.ids import global_id
from graph.schema import schema
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import Person, make_staff, signed_in
from tests.support.shop.factories import make_product, make_vendor
from tests.support.shop.orders import given, ordered
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.payments import Order
from tests.support.shop.shopping import LUCKNOW, Buyer, variant_id

pytestmark = pytest.mark.usefixtures("reference", "worker")

KEY = {"idempotencyKey": "at-once-1"}


@dataclass
class Repeated:
    """A mutation's input, what it waits for, and its effect."""

    input: dict[str, Any]
    token: str = ""
    lock: str = "SELECT FROM cart FOR UPDATE"
    effect: str = "SELECT coalesce(sum(quantity), 0) FROM cart_line"
    expected: int = 2
    selection: str = "cart { itemCount }"


Prepare = Callable[[Ask, Counter], Awaitable[Repeated]]
ORDERS = "SELECT FROM orders FOR UPDATE"


async def member_with_cart(ask: Ask) -> tuple[Person, Buyer]:
    person = await signed_in()
    buyer = Buyer(ask, person.token)
    await buyer.begin({await make_product(stock=9): 1})
    await buyer.send_to(LUCKNOW)
    return person, buyer


async def lines() -> list[dict[str, Any]]:
    return [{"variantId": await variant_id(await make_product(stock=9)), "quantity": 1}]


async def cart_create(ask: Ask, gateway: Counter) -> Repeated:
    person, _ = await member_with_cart(ask)
    return Repeated({"lines": await lines(), **KEY}, person.token)


async def cart_lines_add(ask: Ask, gateway: Counter) -> Repeated:
    person, buyer = await member_with_cart(ask)
    return Repeated({"cartId": buyer.cart_id, "lines": await lines(), **KEY}, person.token)


async def cart_claim(ask: Ask, gateway: Counter) -> Repeated:
    person, _ = await member_with_cart(ask)
    guest = Buyer(ask)
    await guest.begin({await make_product(stock=9): 1})
    of_member = f"SELECT sum(quantity) FROM cart_line l JOIN cart c ON c.id = l.cart_id \
WHERE c.account_id = {person.id} AND c.status = 'open'"
    return Repeated({"cartId": guest.cart_id}, person.token, effect=of_member)


async def checkout_complete(ask: Ask, gateway: Counter) -> Repeated:
    person, buyer = await member_with_cart(ask)
    input = {"cartId": buyer.cart_id, "paymentMethod": "UPI", "phone": "60000 11111", **KEY}
    orders = "SELECT count(*) FROM orders"
    return Repeated(input, person.token, effect=orders, expected=1, selection="order { number }")


async def order_cancel(ask: Ask, gateway: Counter) -> Repeated:
    number = (await ordered(ask, {await make_product(): 1}, "CASH_ON_DELIVERY"))["order"]["number"]
    effect = "SELECT count(*) FROM order_event WHERE kind = 'cancelled'"
    selection = "order { status }"
    return Repeated(await given(number) | KEY, "", ORDERS, effect, 1, selection)


async def order_address_set(ask: Ask, gateway: Counter) -> Repeated:
    number = (await ordered(ask, {await make_product(): 1}, "CASH_ON_DELIVERY"))["order"]["number"]
    input = await given(number) | KEY | {"address": LUCKNOW | {"line1": "7, Chowk"}}
    effect = "SELECT count(*) FROM order_event WHERE kind = 'address_changed'"
    return Repeated(input, "", ORDERS, effect, 1, "order { number }")


async def order_reorder(ask: Ask, gateway: Counter) -> Repeated:
    person, buyer = await member_with_cart(ask)
    number = (await buyer.check_out("UPI"))["order"]["number"]
    await buyer.begin({await make_product(stock=9): 1})
    of_open = "SELECT sum(quantity) FROM cart_line l JOIN cart c ON c.id = l.cart_id \
WHERE c.status = 'open'"
    return Repeated({"number": number, **KEY}, person.token, effect=of_open)


async def payment_confirm(ask: Ask, gateway: Counter) -> Repeated:
    product = await make_product()
    order = Order(ask, product, await ordered(ask, {product: 1}))
    await gateway.switch(webhooks_lost=1)
    told = await gateway.pay(order.pay_url)
    input = {
        "paymentId": order.payment,
        "gatewayPaymentId": told["razorpay_payment_id"],
        "signature": told["razorpay_signature"],
    }
    effect = "SELECT count(*) FROM order_event WHERE kind = 'paid'"
    return Repeated(input | KEY, "", ORDERS, effect, 1, "order { status }")


async def refund_retry(ask: Ask, gateway: Counter) -> Repeated:
    confirmed = await payment_confirm(ask, gateway)
    mutation = (
        "mutation ($i: PaymentConfirmInput!) { paymentConfirm(input: $i) { order { number } } }"
    )
    number = (await ask(mutation, i=confirmed.input))["paymentConfirm"]["order"]["number"]
    await gateway.switch(refunds_fail=1)
    cancel = "mutation ($i: OrderCancelInput!) { orderCancel(input: $i) { errors { code } } }"
    await ask(cancel, i=await given(number) | KEY)
    await eventually(lambda: models.Refund.filter(status="pending").exists())
    await execute("UPDATE refund SET status = 'failed'")
    refund = await models.Refund.get()
    token = (await make_staff("finance")).token
    input = {"refundId": global_id("Refund", refund.id), **KEY}
    effect = "SELECT max(attempt) FROM refund"
    return Repeated(input, token, ORDERS, effect, 2, "refund { attempt }")


async def order_claim(ask: Ask, gateway: Counter) -> Repeated:
    number = (await ordered(ask, {await make_product(): 1}))["order"]["number"]
    effect = "SELECT count(*) FROM audit_entry WHERE action = 'order.claim'"
    token = (await signed_in()).token
    return Repeated(await given(number), token, ORDERS, effect, 1, "order { number }")


async def wishlist_add(ask: Ask, gateway: Counter) -> Repeated:
    person = await signed_in()
    input = {"product": global_id("Product", (await make_product()).id)}
    return Repeated(
        input,
        person.token,
        f"SELECT FROM account WHERE id = {person.id} FOR UPDATE",
        "SELECT count(*) FROM wishlist_item",
        1,
        "product { slug }",
    )


async def wishlist_remove(ask: Ask, gateway: Counter) -> Repeated:
    person, product = await signed_in(), await make_product()
    await models.WishlistItem.create(
        account_id=person.id, product_id=product.id, created_at=datetime.now(UTC)
    )
    return Repeated(
        {"product": global_id("Product", product.id)},
        person.token,
        "SELECT FROM wishlist_item FOR UPDATE",
        "SELECT count(*) FROM audit_entry WHERE action = 'wishlist.remove'",
        1,
        "product { slug }",
    )


async def invitation_accept(ask: Ask, gateway: Counter) -> Repeated:
    person, vendor, now = await signed_in(), await make_vendor(), datetime.now(UTC)
    row = await models.Invitation.create(
        kind=models.InvitationKind.VENDOR_MEMBER,
        scope=f"vendor:{vendor.id}:accountant",
        vendor_id=vendor.id,
        role="accountant",
        contact=person.account.phone or person.account.email,
        created_by_id=person.id,
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(days=1),
    )
    return Repeated(
        {"invitation": global_id("Invitation", row.id)},
        person.token,
        f"SELECT FROM account WHERE id = {person.id} FOR UPDATE",
        "SELECT count(*) FROM vendor_member",
        1,
        "invitation { status }",
    )


# Every mutation that takes a key, and those whose rule says that it is idempotent.
REPEATED: dict[str, Prepare] = {
    "cartCreate": cart_create,
    "cartLinesAdd": cart_lines_add,
    "cartClaim": cart_claim,
    "checkoutComplete": checkout_complete,
    "orderCancel": order_cancel,
    "orderAddressSet": order_address_set,
    "orderReorder": order_reorder,
    "paymentConfirm": payment_confirm,
    "refundRetry": refund_retry,
    "orderClaim": order_claim,
    "wishlistAdd": wishlist_add,
    "wishlistRemove": wishlist_remove,
    "invitationAccept": invitation_accept,
}


@pytest.mark.parametrize("name", REPEATED)
async def test_a_mutation_sent_three_times_at_once_has_one_effect(
    ask: Ask, gateway: Counter, name: str
) -> None:
    case = await REPEATED[name](ask, gateway)
    title = f"{name[0].upper()}{name[1:]}Input"
    document = (
        f"mutation ($i: {title}!) {{ {name}(input: $i) {{"
        f" {case.selection} errors {{ code path }} }} }}"
    )

    async def send() -> Any:
        return (await ask(document, token=case.token, i=case.input))[name]

    answers = await overlapped(
        lambda: execute(case.lock),
        lambda: asyncio.gather(send(), send(), send()),
        waiting=3,
    )
    assert [answer["errors"] for answer in answers] == [[], [], []]
    assert answers[0] == answers[1] == answers[2]
    assert await fetch_value(case.effect) == case.expected


def test_every_mutation_with_a_key_is_repeated() -> None:
    mutations = schema._schema.mutation_type
    assert mutations is not None
    keyed = set()
    for name, field in mutations.fields.items():
        (argument,) = field.args.values()
        assert isinstance(argument.type, GraphQLNonNull)
        of = argument.type.of_type
        assert isinstance(of, GraphQLInputObjectType)
        if "idempotencyKey" in of.fields:
            keyed.add(name)
    assert keyed
    assert keyed <= REPEATED.keys()
