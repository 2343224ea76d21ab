"""The cart shows what checkout would refuse, and offered actions are possible."""

import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from commerce.cart.pricing.problems import HARMLESS, ProblemKind
from commerce.cart.pricing.unpaid import MAX_ORDERS_AT_DOOR
from database.connect import execute
from settings import settings
from tests.conftest import Ask
from tests.support.people.accounts import make_account, make_staff, signed_in
from tests.support.shop.factories import make_product, make_promotion, make_vendor, set_lot
from tests.support.shop.orders import CANCEL, given
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import DELHI, LUCKNOW, Buyer, codes_of, lines_of, problems_of

pytestmark = pytest.mark.usefixtures("reference")
BLOCKING = [trouble for trouble in ProblemKind if trouble not in HARMLESS]
OF_LINES = {
    ProblemKind.OUT_OF_STOCK, ProblemKind.NEAR_BEST_BEFORE, ProblemKind.NOT_ON_SALE,
    ProblemKind.PRICE_ROSE, ProblemKind.PRICE_IN_TAX_GAP,
    ProblemKind.NO_TAX_RATE, ProblemKind.SUPPLIER_INTRA_STATE_ONLY, ProblemKind.TOO_HEAVY,
    ProblemKind.NOT_DELIVERED_THERE, ProblemKind.TOO_MANY_AT_ONCE,
}  # fmt: skip


class Setting:
    """A cart that is ready, and how to spoil it in one way."""

    def __init__(self, ask: Ask) -> None:
        self.ask, self.buyer = ask, Buyer(ask)
        self.products: list[models.Product] = []

    async def begin(
        self, address: dict[str, str] | None = LUCKNOW, quantity: int = 1, **more: Any
    ) -> None:
        self.products.append(await make_product(**({"price": 1_000_00, "stock": 9} | more)))
        await self.buyer.begin({self.products[0]: quantity})
        if address:
            await self.buyer.send_to(address)

    async def variants(self, **columns: Any) -> None:
        await models.Variant.filter(product_id=self.products[0].id).update(**columns)

    async def coupon(self, **columns: Any) -> None:
        await make_promotion(code="SPOILT", **columns)
        await self.buyer.done("CartCouponApply", code="SPOILT")


async def _untaxed(at: Setting) -> None:
    await models.TariffItem.create(hsn="99990000", description="", rates_bp=[], source="")
    await at.variants(hsn="99990000")


async def _intra_state(at: Setting) -> None:
    kind = models.VendorKind.COMPOSITION
    vendor = await make_vendor(kind=kind)
    await at.begin(DELHI, vendor_id=vendor.id)


async def _not_delivered(at: Setting) -> None:
    await at.begin()
    await execute("DELETE FROM delivery_rate")


async def _ended(at: Setting) -> None:
    await at.begin()
    await at.coupon()
    await execute("UPDATE promotion SET ends_at = starts_at + interval '1 second'")


async def _not_first(at: Setting) -> None:
    person = await signed_in(await make_account())
    at.buyer.token = person.token
    await models.Order.create(
        number="ODOP-0001", account_id=person.id, status="delivered", total_paise=1,
        placed_at=datetime.now(UTC),
    )  # fmt: skip
    await at.begin()
    await at.coupon(is_first_order=True)


async def _near_best_before(at: Setting) -> None:
    await at.begin()
    await set_lot(at.products[0], sell_by_in_days=-1)


async def _empty(at: Setting) -> None:
    await at.buyer.begin()


async def _alone(at: Setting) -> None:
    await at.begin()
    await make_promotion(code="OTHER")
    await at.buyer.done("CartCouponApply", code="OTHER")
    await at.coupon(is_exclusive=True)


async def _too_low(at: Setting) -> None:
    """Three coupons of ninety percent, and a vendor that sends for nothing."""
    vendor = await make_vendor(free_delivery_above_paise=1)
    await at.begin(price=445_00, vendor_id=vendor.id)
    for code in ("NINETYA", "NINETYB", "NINETYC"):
        await make_promotion(code=code, basis_points=9000)
        await at.buyer.done("CartCouponApply", code=code)


def _after(change: Callable[[Setting], Awaitable[None]], **more: Any) -> Any:
    async def make(at: Setting) -> None:
        await at.begin(**more)
        await change(at)

    return make


MAKERS: dict[ProblemKind, Callable[[Setting], Awaitable[None]]] = {
    ProblemKind.OUT_OF_STOCK: lambda at: at.begin(stock=0),
    ProblemKind.NEAR_BEST_BEFORE: _near_best_before,
    ProblemKind.NOT_ON_SALE: _after(
        lambda at: models.Product.filter(id=at.products[0].id).update(status="paused")  # type: ignore[arg-type, return-value]
    ),
    ProblemKind.PRICE_ROSE: _after(
        lambda at: at.variants(price_paise=1_100_00, mrp_paise=1_100_00)
    ),
    ProblemKind.PRICE_IN_TAX_GAP: lambda at: at.begin(price=2_700_00),
    ProblemKind.NO_TAX_RATE: _after(_untaxed),
    ProblemKind.SUPPLIER_INTRA_STATE_ONLY: _intra_state,
    ProblemKind.TOO_HEAVY: _after(lambda at: at.variants(weight_grams=900_000)),
    ProblemKind.NOT_DELIVERED_THERE: _not_delivered,
    ProblemKind.EMPTY: _empty,
    ProblemKind.ADDRESS_MISSING: lambda at: at.begin(None),
    ProblemKind.TOO_MANY_AT_ONCE: lambda at: at.begin(
        quantity=settings().max_unpaid_pieces_of_variant + 1, stock=99
    ),
    ProblemKind.TOTAL_TOO_HIGH: lambda at: at.begin(
        price=(settings().max_payment_rupees + 1) * 100
    ),
    ProblemKind.TOTAL_TOO_LOW: _too_low,
    ProblemKind.COUPON_ENDED: _ended,
    ProblemKind.COUPON_USED_UP: _after(lambda at: at.coupon(most_uses=1, uses=1)),
    ProblemKind.COUPON_NEEDS_MORE: _after(lambda at: at.coupon(least_paise=9_000_00)),
    ProblemKind.COUPON_FITS_NOTHING: _after(lambda at: _of_another(at)),
    ProblemKind.COUPON_FOR_FIRST_ORDER: _not_first,
    ProblemKind.COUPON_STANDS_ALONE: _alone,
}


async def _of_another(at: Setting) -> None:
    await at.coupon(vendor_id=(await make_vendor()).id)


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("trouble", BLOCKING)
async def test_the_cart_shows_every_problem_that_checkout_refuses(
    ask: Ask, gateway: Counter, trouble: ProblemKind, language: str
) -> None:
    at = Setting(ask)
    await MAKERS[trouble](at)
    at.buyer.language = language
    cart = await at.buyer.read()
    assert cart is not None
    assert cart["isReadyForCheckout"] is False
    assert trouble.value in [problem["code"] for problem in cart["problems"]]
    assert (trouble in OF_LINES) == any(
        problem["code"] == trouble.value for line in lines_of(cart) for problem in line["problems"]
    )
    payload = await at.buyer.check_out("UPI")
    assert payload["order"] is None
    told = {error["code"] for error in payload["errors"]}
    assert told <= {"CART_NOT_READY", "OUT_OF_STOCK"}
    # In the same words.
    said = {p["message"] for p in cart["problems"] if p["code"] == trouble.value}
    if trouble is not ProblemKind.OUT_OF_STOCK:
        assert said <= {error["message"] for error in payload["errors"]}


async def test_a_coupon_in_the_tax_gap_has_one_amount(ask: Ask) -> None:
    vendor = await make_vendor()
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=3_000_00, vendor_id=vendor.id): 1})
    await make_promotion(code="EIGHT", vendor_id=vendor.id, basis_points=800, most_paise=900_00)
    cart = await buyer.done("CartCouponApply", code="EIGHT")
    assert cart["coupons"][0]["discount"] == cart["discount"] == {"amount": "375.00"}
    (problem,) = lines_of(cart)[0]["problems"]
    assert problem["code"] == "PRICE_LOWERED_FOR_TAX"
    assert problem["message"].startswith("You save another ₹135.00")
    assert problems_of(cart) == ["ADDRESS_MISSING", "PRICE_LOWERED_FOR_TAX"]
    terms = (
        "query ($id: ID!) { cart(id: $id) { coupons { terms { percent amount { amount }"
        " maxDiscount { amount } minimum { amount } endsAt isForFirstOrder isExclusive"
        " maxUsesEach } } } }"
    )
    found = await ask(terms, id=buyer.cart_id)
    assert found["cart"]["coupons"][0]["terms"] == {
        "percent": "8.00", "amount": None, "maxDiscount": {"amount": "900.00"}, "minimum": None,
        "endsAt": None, "isForFirstOrder": False, "isExclusive": False, "maxUsesEach": None,
    }  # fmt: skip


ACTIONS = """query ($n: String!, $k: String) { order(number: $n, accessKey: $k) {
  status allowedActions suborders { id status allowedActions } } }"""
STATES = [
    ("awaiting_payment", "awaiting_payment"),
    ("accepted", "shipped"),
    *itertools.product(["placed", "packed", "cancelled"], repeat=2),
]


@pytest.mark.parametrize("payment", ["created", "pending_collection", "disputed", "charged_back"])
async def test_offered_actions_are_not_refused(ask: Ask, gateway: Counter, payment: str) -> None:
    """Each pair of states of an order's two parts: offered if and only if the rule does it."""
    for number, states in enumerate(STATES):
        buyer = Buyer(ask)
        products = [await make_product(price=300_00, stock=99) for _ in range(2)]
        await buyer.begin(dict.fromkeys(products, 1))
        await buyer.send_to(LUCKNOW)
        placed = (await buyer.check_out("UPI", key=f"key-{number:08d}"))["order"]
        order = await models.Order.get(number=placed["number"])
        parts = await models.Suborder.filter(order_id=order.id).order_by("id")
        for part, state in zip(parts, states, strict=True):
            await models.Suborder.filter(id=part.id).update(status=state)
        await models.Payment.filter(order_id=order.id).update(status=payment)
        key = await given(placed["number"])
        shown = (await ask(ACTIONS, n=key["number"], k=key["accessKey"]))["order"]
        # The parts first, each on a copy of the same state; then the whole.
        for part in (*shown["suborders"], None):
            offered = part or shown
            done = await ask(
                CANCEL,
                input=key
                | {"idempotencyKey": f"cancel-{part['id'] if part else 'whole'}"}
                | ({"suborderId": part["id"]} if part else {}),
            )
            is_done = done["orderCancel"]["errors"] == []
            assert ("CANCEL" in offered["allowedActions"]) is is_done, (states, part)
            if is_done:
                break


async def test_staff_are_offered_no_buyer_actions(ask: Ask, gateway: Counter) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW)
    number = (await buyer.check_out("UPI"))["order"]["number"]
    staff = await make_staff("support")
    shown = (await ask(ACTIONS, token=staff.token, n=number))["order"]
    assert (shown["allowedActions"], shown["suborders"][0]["allowedActions"]) == ([], [])


async def test_a_members_cart_knows_what_is_not_paid(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "max_unpaid_pieces_of_variant", 4)
    monkeypatch.setattr(settings(), "max_unpaid_pieces", 6)
    person, product = await signed_in(), await make_product(price=500_00, stock=20)
    other = await make_product(price=500_00, stock=20)

    async def cart(**pieces: int) -> Buyer:
        buyer = Buyer(ask, person.token)
        await buyer.begin({{"p": product, "o": other}[name]: n for name, n in pieces.items()})
        await buyer.send_to(LUCKNOW)
        return buyer

    async def problems(buyer: Buyer) -> tuple[set[str], bool]:
        found = await buyer.read()
        assert found is not None
        return set(problems_of(found)), found["isReadyForCheckout"]

    first = await cart(p=3)
    assert await problems(first) == (set(), True)
    assert codes_of(await first.check_out("UPI")) == []
    # One more of the variant is the limit, two are over it.
    assert await problems(await cart(p=1)) == (set(), True)
    second = await cart(p=2)
    assert await problems(second) == ({"TOO_MANY_AT_ONCE"}, False)
    found = await second.read()
    assert found is not None
    (line,) = lines_of(found)
    assert line["problems"][0]["message"] == (
        "You can have at most 4 unpaid at once, and 3 are in your unpaid orders. Pay for those"
        " first."
    )
    refused = await second.check_out("UPI")
    assert codes_of(refused) == ["UNPAID_LIMIT_REACHED"]


async def test_a_members_cart_knows_its_cash_on_delivery_orders(ask: Ask, gateway: Counter) -> None:
    person = await signed_in()
    for number in range(MAX_ORDERS_AT_DOOR + 1):
        buyer = Buyer(ask, person.token)
        await buyer.begin({await make_product(price=500_00): 1})
        await buyer.send_to(LUCKNOW)
        found = await buyer.read()
        assert found is not None
        has_room = number < MAX_ORDERS_AT_DOOR
        told = [each["message"] for each in found["problems"]]
        assert (told == []) is has_room
        payload = await buyer.check_out("CASH_ON_DELIVERY", phone=person.account.phone)
        assert codes_of(payload) == ([] if has_room else ["CASH_ON_DELIVERY_NOT_ALLOWED"])
        if not has_room:
            assert told == [
                "You have 3 cash-on-delivery orders open. Pay another way, or wait until one has"
                " arrived."
            ]
            assert payload["errors"][0]["message"] == told[0]
