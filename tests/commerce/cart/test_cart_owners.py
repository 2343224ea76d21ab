"""Owners of carts: guests, members, merging and claiming."""

import asyncio

import pytest

from commerce.cart import cart_lines, cart_merging
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.shopping import KANPUR, Buyer, codes_of, lines_of, problems_of, variant_id

pytestmark = pytest.mark.usefixtures("reference")


async def test_a_members_cart_is_visible_to_that_member_only(ask: Ask) -> None:
    member, other = await signed_in(), await signed_in()
    product = await make_product()
    own = Buyer(ask, member.token)
    await own.begin({product: 1})
    for token in ("", other.token):
        thief = Buyer(ask, token)
        thief.cart_id = own.cart_id
        assert await thief.read() is None
        payload = await thief.write(
            "CartLinesAdd", cartId=own.cart_id, lines=[{"variantId": await variant_id(product)}]
        )
        assert codes_of(payload) == ["NOT_FOUND"]
    # A member has one cart, on every device.
    again = Buyer(ask, member.token)
    assert (await again.begin({product: 1}))["itemCount"] == 2
    assert again.cart_id == own.cart_id
    viewer = await ask("{ viewer { cart { id itemCount } } }", token=member.token)
    assert viewer["viewer"]["cart"] == {"id": own.cart_id, "itemCount": 2}


async def test_a_guest_cart_is_merged_at_sign_in_without_losing_lines(
    ask: Ask, postbox: Postbox
) -> None:
    member = await signed_in()
    both, capped, mine, guests = [
        await make_product(stock=number, price=300_00) for number in (9, 3, 5, 5)
    ]
    own = Buyer(ask, member.token)
    await own.begin({both: 2, capped: 2, mine: 1})
    guest = Buyer(ask)
    await guest.begin({both: 3, capped: 2, guests: 4})
    await guest.send_to(KANPUR)
    request = (
        "mutation ($input: OtpRequestInput!) { otpRequest(input: $input) { challenge { id } } }"
    )
    phone = member.account.phone
    assert phone is not None
    challenge = (await ask(request, input={"phone": phone}))["otpRequest"]["challenge"]["id"]
    verify = (
        "mutation ($input: OtpVerifyInput!) { otpVerify(input: $input) {"
        " session { accessToken viewer { cart { id } } } errors { code } } }"
    )
    given = {"challenge": challenge, "code": postbox.code(phone), "cartId": guest.cart_id}
    session = (await ask(verify, input=given))["otpVerify"]["session"]
    assert session["viewer"]["cart"]["id"] == own.cart_id
    cart = await own.read()
    assert cart is not None
    quantities = {line["product"]["slug"]: line["quantity"] for line in lines_of(cart)}
    assert quantities == {both.slug: 5, capped.slug: 3, mine.slug: 1, guests.slug: 4}
    assert problems_of(cart) == ["QUANTITY_CAPPED"]
    told = next(line for line in lines_of(cart) if line["problems"])["problems"][0]["message"]
    assert told == "You asked for 4; your cart now has 3."
    assert cart["deliveryAddress"]["city"] == "Kanpur"
    assert await guest.read() is None


async def test_a_guest_cart_becomes_the_cart_of_a_member_without_one(ask: Ask) -> None:
    guest = Buyer(ask)
    await guest.begin({await make_product(): 1})
    register = (
        "mutation ($input: AccountRegisterInput!) { accountRegister(input: $input) {"
        " session { accessToken } errors { code } } }"
    )
    given = {"name": "A", "email": "a@buyer.example.in", "password": "neem leaves in july"}
    found = await ask(register, input=given | {"cartId": guest.cart_id})
    token = found["accountRegister"]["session"]["accessToken"]
    assert await guest.read() is None
    own = Buyer(ask, token)
    own.cart_id = guest.cart_id
    cart = await own.read()
    assert cart is not None
    assert cart["itemCount"] == 1


CLAIM = (
    "mutation ($input: CartClaimInput!) { cartClaim(input: $input) {"
    " cart { itemCount } errors { code } } }"
)


async def test_a_cart_is_claimed_once(ask: Ask) -> None:
    members = [await signed_in() for _ in range(4)]
    product = await make_product(stock=50)
    for member in members[:2]:
        await Buyer(ask, member.token).begin({product: 1})
    guest = Buyer(ask)
    await guest.begin({product: 5})
    answers = await asyncio.gather(
        *(ask(CLAIM, token=each.token, input={"cartId": guest.cart_id}) for each in members * 3)
    )
    refused = [each["cartClaim"] for each in answers if each["cartClaim"]["errors"]]
    assert {error["code"] for each in refused for error in each["errors"]} <= {"NOT_FOUND"}
    total = 0
    for member in members:
        viewer = await ask("{ viewer { cart { itemCount } } }", token=member.token)
        total += (viewer["viewer"]["cart"] or {"itemCount": 0})["itemCount"]
    assert total == 5 + 2


@pytest.mark.parametrize("has_one", [True, False])
async def test_claiming_a_cart_again_returns_the_same(ask: Ask, has_one: bool) -> None:
    member, other = await signed_in(), await signed_in()
    product = await make_product(stock=50)
    if has_one:
        await Buyer(ask, member.token).begin({product: 1})
    guest = Buyer(ask)
    await guest.begin({product: 5})
    asked = {"input": {"cartId": guest.cart_id}}
    first, again = [(await ask(CLAIM, token=member.token, **asked)) for _ in range(2)]
    assert first == again
    assert first["cartClaim"] == {"cart": {"itemCount": 5 + has_one}, "errors": []}
    refused = (await ask(CLAIM, token=other.token, **asked))["cartClaim"]
    assert [error["code"] for error in refused["errors"]] == ["NOT_FOUND"]


async def test_carts_that_do_not_fit_together_stay_as_they_are(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cart_lines, cart_merging):
        monkeypatch.setattr(module, "MAX_LINES", 3)
    products = [await make_product(stock=9) for _ in range(4)]
    member = await signed_in()
    own, guest = Buyer(ask, member.token), Buyer(ask)
    await own.begin(dict.fromkeys(products[:2], 1))
    await guest.begin(dict.fromkeys(products[2:], 1))
    before = await own.read(), await guest.read()
    asked = {"input": {"cartId": guest.cart_id}}
    refused = (await ask(CLAIM, token=member.token, **asked))["cartClaim"]
    assert [error["code"] for error in refused["errors"]] == ["LIMIT_REACHED"]
    assert (await own.read(), await guest.read()) == before
    # Of the same goods there are no more lines.
    both = Buyer(ask)
    await both.begin({products[1]: 1, products[2]: 1})
    done = await ask(CLAIM, token=member.token, input={"cartId": both.cart_id})
    assert done["cartClaim"] == {"cart": {"itemCount": 4}, "errors": []}
