"""Promotion usage: claimed with an order, under its conditions, and released."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.cart.pricing import buyers
from commerce.orders import promotion_claims
from database.connect import execute, fetch
from database.named_parameters import NamedStatement
from integrations.payments.sandbox import ledger
from server.app import Mart
from tests.conftest import Ask
from tests.support.people.accounts import make_account, signed_in
from tests.support.shop.factories import make_product, make_promotion
from tests.support.shop.orders import CANCEL, cancel, given, in_payment, in_status
from tests.support.shop.paying import Counter, eventually, hasten, webhooks
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of, problems_of

pytestmark = pytest.mark.usefixtures("reference")


def home(number: int) -> dict[str, str]:
    return LUCKNOW | {"line1": f"{number}, Chowk", "phone": f"60004 {number:05d}"}


async def with_coupon(
    ask: Ask, product: models.Product, code: str, address: dict[str, str], token: str = ""
) -> Buyer:
    buyer = Buyer(ask, token)
    await buyer.begin({product: 1})
    await buyer.send_to(address)
    await buyer.done("CartCouponApply", code=code)
    return buyer


async def stands(promotion: models.Promotion) -> tuple[int, list[str]]:
    """The count, and the states of its rows."""
    await promotion.refresh_from_db()
    rows = await models.PromotionUse.filter(promotion_id=promotion.id).order_by("id")
    assert promotion.uses == sum(row.status == "claimed" for row in rows)
    return promotion.uses, [row.status.value for row in rows]


@pytest.mark.parametrize("condition", [{"is_first_order": True}, {"most_uses_each": 1}])
@pytest.mark.parametrize("known_by", ["phone", "email", "door", "account"])
async def test_concurrent_carts_of_one_buyer_use_a_coupon_once(
    ask: Ask, gateway: Counter, condition: dict[str, Any], known_by: str
) -> None:
    promotion = await make_promotion(code="ONE", **condition)
    product = await make_product(price=300_00, stock=50)
    person = await signed_in(await make_account(phone=None, phone_verified_at=None))
    buyers = []
    for number in range(3):
        address = home(1 if known_by == "door" else number)
        # A member has one open cart; the others are guests' that are ordered with the token.
        buyers.append(await with_coupon(ask, product, "ONE", address))
        if known_by == "account":
            buyers[-1].token = person.token

    async def attempt(number: int, buyer: Buyer) -> list[str]:
        phone = "60005 00000" if known_by == "phone" else f"60005 {number + 1:05d}"
        more = {"email": "asha@buyer.example.in"} if known_by == "email" else {}
        return codes_of(await buyer.check_out("UPI", phone=phone, **more))

    results = await asyncio.gather(*(attempt(n, buyer) for n, buyer in enumerate(buyers)))
    assert sorted(results) == [[], ["CART_NOT_READY"], ["CART_NOT_READY"]]
    assert await stands(promotion) == (1, ["claimed"])


async def test_two_coupons_for_a_first_order_are_one_first_order(
    ask: Ask, gateway: Counter
) -> None:
    for code in ("ONE", "TWO"):
        await make_promotion(code=code, is_first_order=True)
    product = await make_product(price=300_00, stock=50)
    buyers = [await with_coupon(ask, product, code, home(1)) for code in ("ONE", "TWO")]
    results = await asyncio.gather(*(codes(buyer) for buyer in buyers))
    assert sorted(results) == [[], ["CART_NOT_READY"]]


async def codes(buyer: Buyer) -> list[str]:
    return codes_of(await buyer.check_out("UPI"))


async def test_concurrent_orders_with_one_offer_do_not_deadlock(ask: Ask, gateway: Counter) -> None:
    product = await make_product(price=300_00, stock=50)
    for number in range(2):
        buyer = Buyer(ask)
        await buyer.begin({product: 1})
        await buyer.send_to(home(number))
        await buyer.check_out("UPI", phone=f"60007 {number:05d}")
    promotion = await make_promotion()
    both_hold_its_key = asyncio.Barrier(2)

    claim = NamedStatement(
        f"WITH taken AS (SELECT), {promotion_claims.CLAIM_CTES} SELECT promotion_id FROM claimed"
    )

    async def use(order: models.Order) -> None:
        async with in_transaction():
            # As the discounts of an order's lines do, which refer to it.
            await fetch("SELECT id FROM promotion WHERE id = $1 FOR KEY SHARE", promotion.id)
            await both_hold_its_key.wait()
            await claim.fetch(
                {
                    "promotions": [promotion.id],
                    "order_id": order.id,
                    "account_id": None,
                    "phone": order.phone,
                }
            )

    await asyncio.gather(*(use(order) for order in await models.Order.all()))
    assert await stands(promotion) == (2, ["claimed", "claimed"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"door": ("226001", "88/1 Gali")}, {"door": ("226001", "८८-१, gali")}),
        ({"emails": {"ravi@shop.example.in"}}, {"emails": {"ravi+2@shop.example.in"}}),
        ({"emails": {"ravi.k@gmail.com"}}, {"emails": {"ra.vik+new@googlemail.com"}}),
    ],
)
def test_a_buyer_is_recognised_in_different_spellings(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    nobody: dict[str, Any] = {"account_id": None, "phones": frozenset(), "emails": frozenset()}
    first, second = (buyers.Buyer(**nobody | each).marks for each in (one, other))
    assert first == second


async def test_invented_phone_numbers_give_no_further_first_order(
    ask: Ask, gateway: Counter
) -> None:
    await make_promotion(code="FIRST", is_first_order=True)
    product = await make_product(price=300_00, stock=50)
    first = await with_coupon(ask, product, "FIRST", LUCKNOW)
    assert codes_of(await first.check_out("UPI", phone="60006 00001")) == []
    for number, line1 in enumerate(("12, Chowk", "12 CHOWK", "12-chowk."), 2):
        address = LUCKNOW | {"line1": line1, "phone": f"60006 {number:05d}"}
        again = await with_coupon(ask, product, "FIRST", address)
        cart = await again.read()
        assert cart is not None
        assert "COUPON_FOR_FIRST_ORDER" in problems_of(cart)
        assert codes_of(await again.check_out("UPI", phone=f"60006 {number:05d}")) == [
            "CART_NOT_READY"
        ]


@pytest.mark.parametrize(
    "end",
    ["cancelled unpaid", "expired", "refused", "cancelled paid", "cancelled cash", "paid back"],
)
async def test_every_end_of_an_order_releases_its_coupon_once(
    ask: Ask,
    app: Mart,
    gateway: Counter,
    worker: None,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
) -> None:
    promotion = await make_promotion(code="ONCE", most_uses=1, most_uses_each=1)
    product = await make_product(price=1_000_00, stock=5)
    buyer = await with_coupon(ask, product, "ONCE", LUCKNOW)
    if end == "refused":
        monkeypatch.setattr(ledger, "MAX_PAISE", 1_00)
    payload = await buyer.check_out("CASH_ON_DELIVERY" if end == "cancelled cash" else "UPI")
    number = payload["order"]["number"]
    if end == "expired":
        await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
        await hasten("order.expire")
        await eventually(lambda: in_status(ask, number, "CANCELLED"))
    elif end in ("cancelled paid", "paid back"):
        async with webhooks(app):
            await gateway.pay(payload["payment"]["gateway"]["payUrl"], "silently")
            await eventually(lambda: in_status(ask, number, "PLACED"))
            if end == "paid back":
                paid = (await models.Charge.get()).gateway_payment_id
                await ledger.refund(paid, (await models.Charge.get()).amount_paise, None, None)
            else:
                await cancel(ask, number)
            await eventually(lambda: in_payment(ask, number, "REFUNDED"))
    elif end.startswith("cancelled"):
        assert await stands(promotion) == (1, ["claimed"])
        await cancel(ask, number)
        await ask(CANCEL, input=await given(number) | {"idempotencyKey": "another-key"})
    assert await stands(promotion) == (0, ["released"])
    monkeypatch.setattr(ledger, "MAX_PAISE", 5_00_000_00)
    again = await with_coupon(ask, product, "ONCE", LUCKNOW)
    assert codes_of(await again.check_out("UPI", key="another-key")) == []


async def test_a_late_payment_counts_the_coupon_again(
    ask: Ask, app: Mart, gateway: Counter, worker: None
) -> None:
    promotion = await make_promotion(code="ONCE", most_uses=1)
    product = await make_product(price=1_000_00, stock=5)
    late = await with_coupon(ask, product, "ONCE", home(1))
    payload = await late.check_out("UPI")
    await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
    await hasten("order.expire")
    await eventually(lambda: in_status(ask, payload["order"]["number"], "CANCELLED"))
    # Its cart is open again.
    assert await late.read() is not None
    assert await stands(promotion) == (0, ["released"])
    async with webhooks(app):
        await gateway.pay(payload["payment"]["gateway"]["payUrl"], "silently")
        await eventually(lambda: in_status(ask, payload["order"]["number"], "PLACED"))
    assert await stands(promotion) == (1, ["claimed"])
    assert await late.read() is None


async def test_promotion_claims_survives_erasure(ask: Ask, gateway: Counter) -> None:
    await make_promotion(code="ONCE", most_uses_each=1)
    product = await make_product(price=300_00, stock=9)
    person = await signed_in()
    phone = person.account.phone
    buyer = await with_coupon(ask, product, "ONCE", home(1), person.token)
    assert codes_of(await buyer.check_out("UPI", phone=phone)) == []
    erase = "mutation ($i: AccountEraseInput!) { accountErase(input: $i) { errors { code } } }"
    found = await ask(erase, token=person.token, i={"isCertain": True})
    assert found["accountErase"]["errors"] == []
    assert not await models.Order.filter(phone=phone).exists()
    anew = await signed_in(await make_account(phone=phone))
    again = await with_coupon(ask, product, "ONCE", home(2), anew.token)
    cart = await again.read()
    assert cart is not None
    assert problems_of(cart) == ["COUPON_USED_UP"]
    assert codes_of(await again.check_out("UPI", phone="60008 00001")) == ["CART_NOT_READY"]


@pytest.mark.parametrize("condition", [{"is_first_order": True}, {"most_uses_each": 1}])
@pytest.mark.parametrize("typed", ["phone", "email"])
async def test_orders_of_others_do_not_use_up_a_verified_buyers_coupon(
    ask: Ask, gateway: Counter, condition: dict[str, Any], typed: str
) -> None:
    promotion = await make_promotion(code="ONE", **condition)
    product = await make_product(price=300_00, stock=50)
    person = await signed_in(await make_account(email_verified_at=datetime.now(UTC)))
    account = person.account
    theirs: dict[str, Any] = (
        {"phone": account.phone} if typed == "phone" else {"email": account.email}
    )
    stranger = await with_coupon(ask, product, "ONE", home(1))
    assert codes_of(await stranger.check_out("UPI", **({"phone": "60008 00001"} | theirs))) == []
    # Typed again without a proof it counts, at whatever door.
    again = await with_coupon(ask, product, "ONE", home(2))
    assert codes_of(await again.check_out("UPI", **({"phone": "60008 00002"} | theirs))) == [
        "CART_NOT_READY"
    ]
    # Another's account types it as well.
    other = await with_coupon(ask, product, "ONE", home(3), (await signed_in()).token)
    assert codes_of(await other.check_out("UPI", **({"phone": "60008 00003"} | theirs))) == [
        "CART_NOT_READY"
    ]
    own = await with_coupon(ask, product, "ONE", home(4), person.token)
    cart = await own.read()
    assert cart is not None
    assert problems_of(cart) == []
    assert codes_of(await own.check_out("UPI", phone=account.phone)) == []
    assert await stands(promotion) == (2, ["claimed", "claimed"])
    # Once each, for them as for anybody: of the account, and of whoever types it from now on.
    for number, token in ((5, person.token), (6, "")):
        more = await with_coupon(ask, product, "ONE", home(number), token)
        payload = await more.check_out("UPI", **({"phone": account.phone} | theirs))
        assert codes_of(payload) == ["CART_NOT_READY"]


async def test_a_guest_who_verifies_later_is_recognised_by_household(
    ask: Ask, gateway: Counter
) -> None:
    await make_promotion(code="FIRST", is_first_order=True)
    product = await make_product(price=300_00, stock=50)
    phone = "60009 00001"
    guest = await with_coupon(ask, product, "FIRST", home(1))
    ordered = await guest.check_out("UPI", phone=phone)
    assert codes_of(ordered) == []
    person = await signed_in(await make_account(phone="+916000900001"))
    at_home = await with_coupon(ask, product, "FIRST", home(1), person.token)
    assert codes_of(await at_home.check_out("UPI", phone=phone)) == ["CART_NOT_READY"]
    # Taken into the account it counts at every door.
    claim = "mutation ($i: OrderClaimInput!) { orderClaim(input: $i) { errors { code } } }"
    number = ordered["order"]["number"]
    found = await ask(claim, token=person.token, i={"number": number})
    assert found["orderClaim"]["errors"] == []
    await at_home.send_to(home(2))
    assert codes_of(await at_home.check_out("UPI", phone=phone, key="another-key")) == [
        "CART_NOT_READY"
    ]
