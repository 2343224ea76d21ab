"""A cart that is changed and ordered at the same time: no piece is lost or ordered unseen."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

import models
from auth.viewer import Viewer
from commerce.cart import cart_coupons, cart_delivery, cart_lines, cart_merging
from commerce.checkout import complete
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from database.connect import execute, fetch
from graph.ids import global_id, row_id
from models import DeliveryService, PaymentMethod
from settings import settings
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import Person, signed_in
from tests.support.shop.factories import make_product, make_promotion
from tests.support.shop.orders import CANCEL, given
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of, lines_of, variant_id, variant_of

pytestmark = pytest.mark.usefixtures("reference")
# Without a total, so that none is shown: a changed one would refuse the order.
WRITE = """mutation ($input: %sInput!) { payload: %s(input: $input) {
  cart { groups { lines { quantity variant { id } } } } errors { code } } }"""
ORDERED = """
SELECT variant_id, sum(quantity)::int AS quantity FROM order_line GROUP BY variant_id"""
ORDERED_BY = """
SELECT l.variant_id, l.quantity FROM order_line l JOIN orders o ON o.id = l.order_id
WHERE o.account_id = $1"""
IN_CART = """
SELECT l.variant_id, sum(l.quantity)::int AS quantity FROM cart_line l
JOIN cart c ON c.id = l.cart_id WHERE c.status = $1 GROUP BY l.variant_id"""


@pytest.fixture(autouse=True)
def unproved(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Cash on delivery without a code."""
    monkeypatch.setenv("ODOP_CASH_ON_DELIVERY_PROOF", "0")
    settings.cache_clear()
    yield
    settings.cache_clear()


class Shopper:
    """A member with two lines in the cart, and a guest's cart that the member can claim."""

    def __init__(self, ask: Ask, person: Person, products: list[models.Product]) -> None:
        self.ask, self.person, self.products = ask, person, products
        self.own, self.guest = Buyer(ask, person.token), Buyer(ask)
        self.lines: list[int] = []

    @classmethod
    async def ready(cls, ask: Ask, products: list[models.Product]) -> "Shopper":
        self = cls(ask, await signed_in(), products)
        first, second, third = products
        await self.own.begin({first: 1, second: 2})
        # A household of its own: unpaid pieces of one are limited.
        await self.own.send_to(LUCKNOW | {"line1": f"{self.person.id}, Chowk"})
        await self.guest.begin({third: 3})
        await execute("UPDATE cart SET shown_paise = NULL")
        rows = await fetch(
            "SELECT l.id FROM cart_line l JOIN cart c ON c.id = l.cart_id"
            " WHERE c.account_id = $1 ORDER BY l.id",
            self.person.id,
        )
        self.lines = [row["id"] for row in rows]
        return self

    @property
    def ctx(self) -> ActionContext:
        return ActionContext(
            datetime.now(UTC), Viewer(self.person.id, self.person.session_id), client="::1"
        )

    async def variant(self, place: int) -> int:
        return (await variant_of(self.products[place])).id

    async def write(self, mutation: str, **input: Any) -> dict[str, Any]:
        """The payload of a mutation of the member's cart, or of `cartId`."""
        document = WRITE % (mutation, mutation[0].lower() + mutation[1:])
        input = {"cartId": self.own.cart_id} | input
        found = await self.ask(document, token=self.person.token, input=input)
        payload: dict[str, Any] = found["payload"]
        return payload

    async def update(self, place: int, quantity: int) -> dict[str, Any]:
        line = {"id": global_id("CartLine", self.lines[place]), "quantity": quantity}
        return await self.write("CartLinesUpdate", lines=[line])

    async def add(self, place: int, quantity: int, **more: Any) -> dict[str, Any]:
        line = {"variantId": await variant_id(self.products[place]), "quantity": quantity}
        return await self.write("CartLinesAdd", lines=[line], **more)

    async def claim(self) -> dict[str, Any]:
        return await self.write("CartClaim", cartId=self.guest.cart_id)

    async def check_out(self) -> dict[str, Any]:
        return await self.own.check_out("CASH_ON_DELIVERY", phone=phone())

    async def place(self) -> complete.Checkout:
        """An order in the caller's transaction."""
        request = complete.CheckoutRequest(
            self.own.cart_id, PaymentMethod.CASH_ON_DELIVERY, phone(), None, "key-of-order"
        )
        return await complete.complete(self.ctx, request)


def phone() -> str:
    return f"60009 {random.randrange(100_000):05d}"


@pytest.fixture
async def shopper(ask: Ask) -> Shopper:
    products = [await make_product(price=300_00, stock=50) for _ in range(3)]
    return await Shopper.ready(ask, products)


async def pieces(sql: str, *arguments: Any) -> dict[int, int]:
    return {row["variant_id"]: row["quantity"] for row in await fetch(sql, *arguments)}


def seen(payload: dict[str, Any]) -> dict[int, int]:
    lines = lines_of(payload["cart"] or {"groups": []})
    return {row_id(line["variant"]["id"], "Variant"): line["quantity"] for line in lines}


Change = Callable[[Shopper], Awaitable[Any]]


async def add_to(shopper: Shopper) -> None:
    await cart_lines.add(shopper.ctx, shopper.own.cart_id, [(await shopper.variant(2), 4)])


async def add_at_once(shopper: Shopper) -> None:
    wanted = [(await shopper.variant(2), 4)]
    assert await cart_lines.add_if_valid(shopper.ctx, shopper.own.cart_id, wanted, is_shown=False)


async def remove(shopper: Shopper) -> None:
    await cart_lines.update(shopper.ctx, shopper.own.cart_id, [(shopper.lines[0], 0)])


async def lessen(shopper: Shopper) -> None:
    await cart_lines.update(shopper.ctx, shopper.own.cart_id, [(shopper.lines[1], 1)])


async def claim(shopper: Shopper) -> None:
    await cart_merging.claim_guests(shopper.ctx, shopper.guest.cart_id)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (add_to, [1, 2, 4]),
        (add_at_once, [1, 2, 4]),
        (remove, [0, 2, 0]),
        (lessen, [1, 1, 0]),
        (claim, [1, 2, 3]),
    ],
)
async def test_an_order_has_the_lines_of_a_change_that_it_waited_for(
    shopper: Shopper, change: Change, wanted: list[int]
) -> None:
    payload = await overlapped(lambda: change(shopper), shopper.check_out)
    assert codes_of(payload) == []
    found = await pieces(ORDERED)
    assert [found.get(await shopper.variant(place), 0) for place in range(3)] == wanted
    guests = {} if change is claim else {await shopper.variant(2): 3}
    assert await pieces(IN_CART, "open") == guests


async def test_an_order_has_the_coupon_delivery_and_address_that_it_waited_for(
    shopper: Shopper,
) -> None:
    await make_promotion(code="MELA10")

    async def change() -> None:
        ctx, vendor = shopper.ctx, shopper.products[0].vendor_id
        await cart_coupons.apply_coupon(ctx, shopper.own.cart_id, "MELA10")
        await cart_delivery.choose_delivery(
            ctx,
            shopper.own.cart_id,
            vendor,
            DeliveryService.EXPRESS,
            is_shown=False,
            has_options=False,
        )
        await execute(
            "UPDATE cart SET line1 = '7, Aminabad' WHERE account_id = $1", shopper.person.id
        )

    payload = await overlapped(change, shopper.check_out)
    assert codes_of(payload) == []
    order = await models.Order.get()
    assert order.line1 == "7, Aminabad"
    assert order.discount_paise > 0
    parts = await models.Suborder.filter(vendor_id=shopper.products[0].vendor_id)
    assert [part.service for part in parts] == [DeliveryService.EXPRESS]


async def test_an_order_counts_a_shown_total_that_it_waited_for(shopper: Shopper) -> None:
    async def change() -> None:
        wanted = [(await shopper.variant(2), 4)]
        assert await cart_lines.add_if_valid(
            shopper.ctx, shopper.own.cart_id, wanted, is_shown=True
        )

    assert codes_of(await overlapped(change, shopper.check_out)) == []
    assert (await pieces(ORDERED))[await shopper.variant(2)] == 4


async def test_an_order_that_waited_for_nothing_reads_the_cart_once(
    shopper: Shopper, queries: list[str]
) -> None:
    queries.clear()
    assert codes_of(await shopper.check_out()) == []
    assert len([each for each in queries if "cart_line" in each]) == 1


LATE: dict[str, Change] = {
    "add": lambda shopper: shopper.add(2, 1),
    "add with a key": lambda shopper: shopper.add(2, 1, idempotencyKey="key-of-adding"),
    "update": lambda shopper: shopper.update(1, 5),
    "remove": lambda shopper: shopper.update(0, 0),
    "coupon": lambda shopper: shopper.write("CartCouponApply", code="MELA10"),
    "no coupon": lambda shopper: shopper.write("CartCouponRemove", code="MELA10"),
    "address": lambda shopper: shopper.write("CartAddressSet", address=LUCKNOW),
    "delivery": lambda shopper: shopper.write(
        "CartDeliverySelect",
        vendorId=global_id("Vendor", shopper.products[0].vendor_id),
        service="STANDARD",
    ),
}


@pytest.mark.parametrize("late", LATE)
async def test_a_change_that_waited_for_an_order_is_refused(shopper: Shopper, late: str) -> None:
    await make_promotion(code="MELA10")
    before = await pieces(IN_CART, "open")
    payload = await overlapped(shopper.place, lambda: LATE[late](shopper))
    assert codes_of(payload) == ["CART_ORDERED"]
    assert payload["cart"] is None
    ordered = await pieces(ORDERED)
    assert ordered == await pieces(IN_CART, "ordered")
    assert ordered | await pieces(IN_CART, "open") == before


async def test_a_guest_cart_that_waited_for_an_order_becomes_the_next_cart(
    shopper: Shopper,
) -> None:
    payload = await overlapped(shopper.place, shopper.claim)
    assert codes_of(payload) == []
    assert seen(payload) == {await shopper.variant(2): 3}
    assert await shopper.variant(2) not in await pieces(ORDERED)
    assert await pieces(IN_CART, "open") == {await shopper.variant(2): 3}


async def test_a_guest_cart_that_is_being_ordered_is_not_claimed(shopper: Shopper) -> None:
    await shopper.guest.send_to(LUCKNOW)
    request = complete.CheckoutRequest(
        shopper.guest.cart_id, PaymentMethod.CASH_ON_DELIVERY, phone(), None, "key-of-order"
    )
    guest = ActionContext(datetime.now(UTC), client="::1")
    payload = await overlapped(lambda: complete.complete(guest, request), shopper.claim)
    assert codes_of(payload) == ["CART_ORDERED"]
    assert await pieces(ORDERED) == {await shopper.variant(2): 3}
    assert await shopper.variant(2) not in await pieces(IN_CART, "open")


async def test_an_order_of_a_guest_cart_that_is_being_claimed_is_refused(
    shopper: Shopper,
) -> None:
    await shopper.guest.send_to(LUCKNOW)
    payload = await overlapped(
        lambda: claim(shopper), lambda: shopper.guest.check_out("UPI", phone=phone())
    )
    assert codes_of(payload) == ["NOT_FOUND"]
    assert len(await pieces(IN_CART, "open")) == 3


async def test_a_line_that_was_removed_meanwhile_is_not_found(shopper: Shopper) -> None:
    """All or none: the other line stays as well."""
    lines = [
        {"id": global_id("CartLine", line), "quantity": quantity}
        for line, quantity in zip(shopper.lines, (5, 6), strict=True)
    ]
    payload = await overlapped(
        lambda: remove(shopper), lambda: shopper.write("CartLinesUpdate", lines=lines)
    )
    assert codes_of(payload) == ["NOT_FOUND"]
    found = await pieces(IN_CART, "open")
    assert await shopper.variant(0) not in found
    assert found[await shopper.variant(1)] == 2


@pytest.mark.parametrize("limit", ["MAX_LINES", "MAX_PIECES"])
async def test_lines_added_at_once_keep_to_the_limits(
    shopper: Shopper, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(cart_lines, limit, 3)
    place = 2 if limit == "MAX_LINES" else 1
    other = await make_product(stock=9) if limit == "MAX_LINES" else shopper.products[1]
    second = (await variant_of(other)).id

    async def add(variant: int) -> None:
        await cart_lines.add(shopper.ctx, shopper.own.cart_id, [(variant, 1)])

    first = await shopper.variant(place)
    with pytest.raises(Refusal) as refused:
        await overlapped(lambda: add(first), lambda: add(second))
    assert refused.value.reason is Reason.LIMIT_REACHED
    found = await pieces(IN_CART, "open")
    assert found[second] == 3 if limit == "MAX_PIECES" else second not in found


async def test_a_cart_reopens_only_if_no_other_is_being_created(
    shopper: Shopper, gateway: Counter
) -> None:
    payload = await shopper.own.check_out("UPI", phone=phone())
    assert codes_of(payload) == []
    key = await given(payload["order"]["number"])

    async def create() -> None:
        await execute(
            "INSERT INTO cart (token_hash, token_sealed, account_id, status, created_at,"
            " updated_at, expires_at) VALUES (sha256('a cart'), '', $1, 'open', now(), now(),"
            " now() + interval '1 day')",
            shopper.person.id,
        )

    found = await overlapped(
        create,
        lambda: shopper.ask(
            CANCEL, token=shopper.person.token, input=key | {"idempotencyKey": "cancel-01"}
        ),
    )
    assert found["orderCancel"]["errors"] == []
    assert found["orderCancel"]["order"]["status"] == "CANCELLED"
    own = await models.Cart.filter(account_id=shopper.person.id).order_by("id")
    assert [each.status.value for each in own] == ["ordered", "open"]


async def test_a_cart_is_claimed_beside_one_that_is_being_created(shopper: Shopper) -> None:
    own = "account_id = $1", shopper.person.id
    await execute(f"DELETE FROM cart_line USING cart c WHERE c.id = cart_id AND {own[0]}", own[1])
    await execute(f"UPDATE cart SET status = 'ordered' WHERE {own[0]}", own[1])
    payload = await overlapped(
        lambda: execute(f"UPDATE cart SET status = 'open' WHERE {own[0]}", own[1]), shopper.claim
    )
    assert codes_of(payload) == []
    assert seen(payload) == {await shopper.variant(2): 3}


# Each with the pieces that it adds.
RACES: dict[str, tuple[Change, list[int]]] = {
    "add": (lambda shopper: shopper.add(2, 4), [0, 0, 4]),
    "add with a key": (lambda shopper: shopper.add(0, 4, idempotencyKey="key-of-add"), [4, 0, 0]),
    "update": (lambda shopper: shopper.update(1, 7), [0, 5, 0]),
    "remove": (lambda shopper: shopper.update(0, 0), [-1, 0, 0]),
    "claim": (lambda shopper: shopper.claim(), [0, 0, 0]),
}
TIMES = 12


@pytest.mark.parametrize("race", RACES)
async def test_every_piece_of_an_answer_is_ordered_or_in_a_cart(ask: Ask, race: str) -> None:
    """Whichever of the two is first."""
    products = [await make_product(price=300_00, stock=5_000) for _ in range(3)]
    draw, (change, more) = random.Random(race), RACES[race]

    async def soon(work: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        await asyncio.sleep(draw.uniform(0, 0.008))
        return await work()

    for _ in range(TIMES):
        await execute("DELETE FROM cart")
        shopper = await Shopper.ready(ask, products)
        answer, bought = await asyncio.gather(
            soon(partial(change, shopper)), soon(shopper.check_out)
        )
        assert codes_of(bought) == []
        assert codes_of(answer) in ([], ["NOT_FOUND"], ["CART_ORDERED"])
        ordered = await pieces(ORDERED_BY, shopper.person.id)
        left = await pieces(IN_CART, "open")
        total = [1, 2, 3]
        if codes_of(answer) == []:
            total = [number + added for number, added in zip(total, more, strict=True)]
        numbers = [await shopper.variant(place) for place in range(3)]
        assert [ordered.get(each, 0) + left.get(each, 0) for each in numbers] == total
        if answer["cart"] is not None:
            assert seen(answer) in (ordered, left)
