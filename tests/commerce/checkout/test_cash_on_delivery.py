"""Cash on delivery needs a verified phone; unpaid pieces are limited."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

import models
from settings import settings
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import Postbox, make_account, signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.orders import cancel, stock_of
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")
REQUEST = """mutation ($input: OtpRequestInput!) { otpRequest(input: $input) {
  challenge { id } errors { code } } }"""
PROVE = """mutation ($input: ContactProveInput!) { contactProve(input: $input) {
  proof errors { code } } }"""
PHONE = "60010 00001"


def home(number: int) -> dict[str, str]:
    return LUCKNOW | {"line1": f"{number}, Chowk"}


async def ready(ask: Ask, quantity: int = 1, token: str = "", **more: Any) -> Buyer:
    buyer = Buyer(ask, token)
    product = more.get("product") or await make_product(price=100_00, stock=99)
    await buyer.begin({product: quantity})
    await buyer.send_to(home(more.get("house", 1)))
    return buyer


async def proof_of(ask: Ask, postbox: Postbox, phone: str = PHONE) -> str:
    """As a storefront gets it: a code is sent and entered."""
    sent = await ask(REQUEST, input={"phone": phone, "purpose": "CASH_ON_DELIVERY"})
    challenge = sent["otpRequest"]["challenge"]["id"]
    code = postbox.code("+91" + phone.replace(" ", ""))
    entered = await ask(PROVE, input={"challenge": challenge, "code": code})
    assert entered["contactProve"]["errors"] == []
    proof: str = entered["contactProve"]["proof"]
    return proof


async def test_a_guest_pays_cash_on_delivery_after_a_code(
    ask: Ask, gateway: Counter, postbox: Postbox
) -> None:
    buyer = await ready(ask)
    cart = await buyer.read()
    assert cart is not None
    bare = await buyer.check_out("CASH_ON_DELIVERY", phone=PHONE, phoneProof=None)
    assert codes_of(bare) == ["PHONE_NOT_PROVED"]
    assert bare["errors"][0]["path"] == ["input", "phoneProof"]
    proof = await proof_of(ask, postbox)
    for wrong in ("", "x", proof[:-1], "\0", "é" * 90):
        refused = await buyer.check_out("CASH_ON_DELIVERY", phone=PHONE, phoneProof=wrong)
        assert codes_of(refused) in (["PHONE_NOT_PROVED"], ["NOT_PROVED"]), wrong
    # It is of this telephone alone.
    other = await buyer.check_out("CASH_ON_DELIVERY", phone="60010 00002", phoneProof=proof)
    assert codes_of(other) == ["NOT_PROVED"]
    assert "another mobile number" in other["errors"][0]["message"]
    assert await models.Order.all().count() == 0
    # What was refused for another reason left it as it was; and it is good once.
    wrong_total = await buyer.check_out(
        "CASH_ON_DELIVERY", phone=PHONE, phoneProof=proof, expectedTotal="1.00"
    )
    assert codes_of(wrong_total) == ["TOTAL_CHANGED"]
    done = await buyer.check_out("CASH_ON_DELIVERY", phone=PHONE, phoneProof=proof)
    assert done["errors"] == []
    again = await buyer.check_out("CASH_ON_DELIVERY", phone=PHONE, phoneProof=proof)
    assert again["order"]["number"] == done["order"]["number"]
    second = await ready(ask)
    used = await second.check_out("CASH_ON_DELIVERY", phone=PHONE, phoneProof=proof)
    assert codes_of(used) == ["NOT_PROVED"]
    assert "already used" in used["errors"][0]["message"]
    # Nothing of it is asked for another way to pay.
    assert codes_of(await second.check_out("UPI", phone=PHONE)) == []


async def test_a_member_with_a_verified_phone_needs_no_code(ask: Ask, gateway: Counter) -> None:
    proved, bare = await signed_in(), await signed_in(await make_account(phone_verified_at=None))
    for person, wanted in ((proved, []), (bare, ["PHONE_NOT_PROVED"])):
        buyer = await ready(ask, token=person.token)
        payload = await buyer.check_out(
            "CASH_ON_DELIVERY", phone=person.account.phone, phoneProof=None
        )
        assert codes_of(payload) == wanted


async def test_the_code_for_cash_on_delivery_can_be_switched_off(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "cash_on_delivery_proof", False)
    buyer = await ready(ask)
    assert codes_of(await buyer.check_out("CASH_ON_DELIVERY", phoneProof=None)) == []


async def test_cash_on_delivery_orders_are_limited_per_account(ask: Ask, gateway: Counter) -> None:
    person = await signed_in()

    async def attempt(number: int) -> list[str]:
        buyer = Buyer(ask)
        await buyer.begin({await make_product(price=100_00): 1})
        await buyer.send_to(home(number))
        buyer.token = person.token
        return codes_of(
            await buyer.check_out("CASH_ON_DELIVERY", phone=f"60011 {number:05d}", phoneProof=None)
        )

    results = await asyncio.gather(*(attempt(number) for number in range(6)))
    assert sorted(results) == [[], [], [], *[["CASH_ON_DELIVERY_NOT_ALLOWED"]] * 3]


async def test_unpaid_pieces_of_a_variant_are_limited_per_buyer(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "max_unpaid_pieces_of_variant", 10)
    product = await make_product(price=100_00, stock=99)
    first = await ready(ask, 6, product=product)
    number = (await first.check_out("UPI", phone="60012 00001"))["order"]["number"]
    # Another telephone in the same house is the same client.
    second = await ready(ask, 5, product=product)
    refused = await second.check_out("UPI", phone="60012 00002")
    assert codes_of(refused) == ["UNPAID_LIMIT_REACHED"]
    assert "at most 10 unpaid pieces of one item" in refused["errors"][0]["message"]
    assert await stock_of(product) == (99, 6)
    # Another buyer is not concerned; and what is called off is not held.
    neighbour = await ready(ask, 5, product=product, house=2)
    assert codes_of(await neighbour.check_out("UPI", phone="60012 00003")) == []
    await cancel(ask, number)
    assert codes_of(await second.check_out("UPI", phone="60012 00002")) == []
    # Who pays may go on.
    await models.Payment.all().update(status="captured")
    await models.Order.all().update(status="placed")
    third = await ready(ask, 10, product=product)
    assert codes_of(await third.check_out("UPI", phone="60012 00001")) == []


@pytest.mark.parametrize(
    ("phone", "email"),
    [("60013 00001", "asha{}@buyer.example.in"), ("60013 0000{}", "asha+{}@buyer.example.in")],
    ids=["phone", "mailbox"],
)
async def test_concurrent_orders_of_one_contact_stay_within_the_unpaid_limit(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch, phone: str, email: str
) -> None:
    monkeypatch.setattr(settings(), "max_unpaid_pieces", 10)
    # Of two products and members: the stock of one product and the count of guests' checkouts from
    # an address would let one order wait for the other, too.
    products = [await make_product(price=100_00, stock=99) for _ in range(2)]
    one, other = [
        await ready(ask, 6, (await signed_in()).token, product=product, house=number)
        for number, product in enumerate(products)
    ]

    async def ordered(buyer: Buyer, number: int) -> list[str]:
        given = {"phone": phone.format(number), "email": email.format(number)}
        return codes_of(await buyer.check_out("UPI", **given))

    codes = await overlapped(partial(ordered, one, 1), partial(ordered, other, 2))
    assert codes == ["UNPAID_LIMIT_REACHED"]
    assert [(await stock_of(product))[1] for product in products] == [6, 0]


async def test_guest_checkouts_of_one_address_are_limited(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "max_unpaid_pieces_of_address", 10)
    product = await make_product(price=100_00, stock=99)
    results = []
    for number in range(4):
        buyer = await ready(ask, 4, product=product, house=number)
        payload = await buyer.check_out("UPI", phone=f"60014 {number:05d}")
        results.append(codes_of(payload))
    assert results == [[], [], ["UNPAID_LIMIT_REACHED"], ["UNPAID_LIMIT_REACHED"]]
    assert "from your network (at most 10 together)" in payload["errors"][0]["message"]
    member = await signed_in()
    buyer = await ready(ask, 4, member.token, product=product, house=9)
    assert codes_of(await buyer.check_out("UPI", phone="60014 00009")) == []
    monkeypatch.setattr(settings(), "rate_limits", {"guest-checkout": "1/minute"})
    buyer = await ready(ask, 1, product=product, house=10)
    for _ in range(2):
        found = await buyer.ask.whole(
            "checkout", name="CheckoutComplete", input=buyer._wish("UPI", "key-of-order", {})
        )
    assert found["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_an_expired_proof_is_refused(ask: Ask, gateway: Counter, postbox: Postbox) -> None:
    proof = await proof_of(ask, postbox)
    await models.OtpChallenge.all().update(proof_expires_at=datetime.now(UTC))
    buyer = await ready(ask)
    payload = await buyer.check_out("CASH_ON_DELIVERY", phone=PHONE, phoneProof=proof)
    assert codes_of(payload) == ["NOT_PROVED"]


async def test_orders_of_others_do_not_limit_the_verified_owner_of_a_phone(
    ask: Ask, gateway: Counter, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three at the door and all the pieces one may hold, typed by somebody else."""
    monkeypatch.setattr(settings(), "max_unpaid_pieces", 5)
    owner, stranger = await signed_in(), await signed_in()
    phone = owner.account.phone
    for house in range(3):
        buyer = await ready(ask, token=stranger.token, house=house + 1)
        payload = await buyer.check_out("CASH_ON_DELIVERY", phone=phone, phoneProof=None)
        assert codes_of(payload) == []
    guest = await ready(ask, 5, house=8)
    assert codes_of(await guest.check_out("UPI", phone="60012 00001")) == []
    used = await ready(ask, 5, house=9)
    assert codes_of(await used.check_out("UPI", phone=phone)) == ["UNPAID_LIMIT_REACHED"]
    own = await ready(ask, 5, token=owner.token, house=10)
    payload = await own.check_out("CASH_ON_DELIVERY", phone=phone, phoneProof=None)
    assert codes_of(payload) == []
    # Their own count, by the telephone as well: as a guest with a code they have no further room.
    as_guest = await ready(ask, house=11)
    proof = await proof_of(ask, postbox, (phone or "").removeprefix("+91"))
    payload = await as_guest.check_out("CASH_ON_DELIVERY", phone=phone, phoneProof=proof)
    assert codes_of(payload) == ["UNPAID_LIMIT_REACHED"]
    # The stranger's three are the stranger's.
    more = await ready(ask, token=stranger.token, house=12)
    payload = await more.check_out("CASH_ON_DELIVERY", phone=stranger.account.phone)
    assert codes_of(payload) == ["CASH_ON_DELIVERY_NOT_ALLOWED"]
