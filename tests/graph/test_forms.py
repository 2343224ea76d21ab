"""Forms report all errors at once, each with its path, in both languages."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLList, GraphQLNonNull

import models
from auth.inputs.text_input import TextProfile
from database.connect import execute
from graph.ids import global_id
from graph.inputs.text_profiles import profile_of
from graph.schema import schema
from tests.conftest import Ask
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.input_values import operation_of, value_of
from tests.support.people.actors import World, make_world

LONG = "x" * 300
# What no rule takes, by the kind of text.
WRONG = {
    TextProfile.CODE: "x",
    TextProfile.COUPON: "x",
    TextProfile.EMAIL: "x",
    TextProfile.IDENTIFIER: "x",
    TextProfile.LINE: LONG,
    TextProfile.OPAQUE: LONG,
    TextProfile.ORDER_NUMBER: "x",
    TextProfile.PASSWORD: "x",
    TextProfile.PHONE: "x",
    TextProfile.PINCODE: "x",
    TextProfile.SLUG: "no-such-thing",
    TextProfile.TEXT: LONG,
}
# What is wrong and not told by itself, and why.
NOT_TOLD_ALONE = {
    "accessKey": "told with the number of the order it does not open",
    "CartCouponRemoveInput.code": "what is not in the cart is out of it",
    "WishlistRemoveInput.product": "what is not on the list is off it",
    "challenge": "told with the code it does not fit",
    "currentPassword": "tried, and counted, when all else is right",
    "gatewayPaymentId": "told with the payment",
    "signature": "told with the payment",
    "AccountRegisterInput.cartId": "a guest's cart that is gone does not keep anybody out",
    "OtpVerifyInput.cartId": "a guest's cart that is gone does not keep anybody out",
    "SessionConfirmInput.cartId": "a guest's cart that is gone does not keep anybody out",
    "SessionCreateInput.cartId": "a guest's cart that is gone does not keep anybody out",
    "CheckoutCompleteInput.phoneProof": "works once, so it is used when all else is right",
    "SessionCreateInput.password": "tried, and counted, when all else is right",
    **{
        f"{name}Input.refreshToken": "says which device asks, and keeps nobody out"
        for name in (
            "EmailVerify",
            "OtpRequest",
            "OtpVerify",
            "PasswordChange",
            "PasswordReset",
            "PasswordResetRequest",
            "SecondFactorConfirm",
            "SecondFactorRemove",
            "SessionConfirm",
            "SessionCreate",
        )
    },
    "SessionRevokeInput.refreshToken": "in the place of a sign-in only",
}
ACTORS = {
    "apiKey": "administrator",
    "account": "administrator",
    "accountRegister": "stranger",
    "accountUpdate": "buyer",
    "artisanPayee": "artisan",
    "cart": "stranger",
    "cartClaim": "buyer",
    "facilitationAgree": "artisan",
    "facilitationEnd": "artisan",
    "facilitationRecord": "officer",
    "job": "administrator",
    "officer": "administrator",
    "refund": "administrator",
    "session": "stranger",
    "sessionConfirm": "buyer",
    "sessionRevoke": "buyer",
    "staff": "administrator",
    "vendor": "owner",
}
# What is left out because another input says the same.
ONE_OF_TWO = {
    "cartAddressSet": ("addressId",),
    "officerAssign": ("phone", "email"),
    "staffGrant": ("phone", "email"),
}
DEVANAGARI = re.compile("[\u0900-\u097f]")


@pytest.fixture(scope="module")
async def world(server_url: str, reference_url: str, worker_id: str) -> AsyncIterator[World]:
    async with copy_of(server_url, REFERENCE, worker_id):
        yield await make_world()


def actor_of(name: str) -> str:
    known = [begin for begin in ACTORS if name.startswith(begin)]
    return ACTORS[max(known, key=len)] if known else "buyer"


def wrong(place: str) -> Any:
    kind_name, name = place.split(".")[-2:]
    kind = schema.core.type_map[kind_name]
    assert isinstance(kind, GraphQLInputObjectType)
    if str(kind.fields[name].type).startswith("ID"):
        return "x"
    profile = profile_of(place, name, kind.fields[name].type)
    assert profile is not None
    return WRONG[profile]


def texts(kind: Any, *path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every text there is inside of an input: its place in the schema, and the path to it."""
    if isinstance(kind, GraphQLNonNull):
        yield from texts(kind.of_type, *path)
    elif isinstance(kind, GraphQLList):
        yield from texts(kind.of_type, *path, "0")
    elif isinstance(kind, GraphQLInputObjectType):
        for name, field in kind.fields.items():
            if profile_of(f"{kind.name}.{name}", name, field.type) is not None:
                yield f"{kind.name}.{name}", (*path, name)
            yield from texts(field.type, *path, name)


def mutations() -> list[str]:
    kind = schema.core.mutation_type
    assert kind is not None
    return [name for name, field in kind.fields.items() if list(texts(field.args["input"].type))]


@pytest.mark.parametrize("name", mutations())
async def test_all_errors_of_a_form_are_reported_at_once(ask: Ask, world: World, name: str) -> None:
    kind = schema.core.mutation_type
    assert kind is not None
    field = kind.fields[name]
    await execute("DELETE FROM rate_counter")
    given = value_of(field.args["input"].type, "input", wrong)
    for other in ONE_OF_TWO.get(name, ()):
        given.pop(other)
    document = operation_of("mutation", name, field, "errors { code path message }")
    answers = [
        await ask.whole(document, token=world[actor_of(name)].token, language=language, input=given)
        for language in ("en", "hi")
    ]
    assert all("data" in answer for answer in answers), answers
    english, hindi = (answer["data"][name]["errors"] for answer in answers)
    told = {tuple(error["path"]) for error in english}
    expected = {
        path
        for place, path in texts(field.args["input"].type, "input")
        if path[-1] not in ONE_OF_TWO.get(name, ())
        and place not in NOT_TOLD_ALONE
        and path[-1] not in NOT_TOLD_ALONE
    }
    assert told >= expected, english
    for error in english:
        assert error["code"] != "INTERNAL"
        assert not DEVANAGARI.search(error["message"])
    for error in hindi:
        assert DEVANAGARI.search(error["message"])


ADDRESS_SET = "mutation ($input: CartAddressSetInput!) { cartAddressSet(input: $input) { cart { deliveryAddress { pincode state { code } phone } } errors { code path message } } }"  # noqa: E501
CREATE = "mutation { cartCreate(input: {}) { cart { id } } }"
ADDRESS = {
    "name": "Asha Devi",
    "phone": "9876543210",
    "line1": "12 Chowk",
    "city": "Lucknow",
    "pincode": "226001",
    "state": "09",
}


@pytest.mark.parametrize(
    "state", ["09", "9", "०९", "UP", "up", "Uttar Pradesh", "uttar  pradesh", "उत्तर प्रदेश", "IN-UP"]
)
@pytest.mark.parametrize("pincode", ["226001", "२२६ ००१"])
async def test_a_state_is_recognised_by_any_of_its_names(
    ask: Ask, world: World, state: str, pincode: str
) -> None:
    cart = (await ask(CREATE))["cartCreate"]["cart"]["id"]
    address = ADDRESS | {"state": state, "pincode": pincode}
    done = await ask(ADDRESS_SET, input={"cartId": cart, "address": address})
    assert done["cartAddressSet"] == {
        "cart": {
            "deliveryAddress": {
                "pincode": "226001",
                "state": {"code": "09"},
                "phone": "+919876543210",
            }
        },
        "errors": [],
    }


async def test_an_address_says_how_each_part_should_look(ask: Ask, world: World) -> None:
    cart = (await ask(CREATE))["cartCreate"]["cart"]["id"]
    address = ADDRESS | {"name": " ", "phone": "12", "pincode": "2260", "state": "Atlantis"}
    said = {}
    for language in ("en", "hi"):
        done = await ask(ADDRESS_SET, language=language, input={"cartId": cart, "address": address})
        errors = done["cartAddressSet"]["errors"]
        said[language] = {error["path"][-1]: error["message"] for error in errors}
    assert said == {
        "en": {
            "name": "Enter a name.",
            "phone": "Enter a 10-digit mobile number, such as 98765 43210, or a number with its"
            " country code.",
            "pincode": "Enter a 6-digit PIN code, such as 226001.",
            "state": "Choose the State, such as Uttar Pradesh.",
        },
        "hi": {
            "name": "नाम लिखें।",
            "phone": "10 अंकों का मोबाइल नंबर लिखें, जैसे 98765 43210, या देश के कोड के साथ पूरा नंबर।",
            "pincode": "6 अंकों का पिन कोड लिखें, जैसे 226001।",
            "state": "राज्य चुनें, जैसे उत्तर प्रदेश।",
        },
    }


async def test_a_pin_code_of_another_state_names_that_state(ask: Ask, world: World) -> None:
    cart = (await ask(CREATE))["cartCreate"]["cart"]["id"]
    address = ADDRESS | {"state": "Bihar"}
    done = await ask(ADDRESS_SET, input={"cartId": cart, "address": address})
    (error,) = done["cartAddressSet"]["errors"]
    assert error["code"] == "PINCODE_OF_ANOTHER_STATE"
    assert error["message"] == (
        "PIN code 226001 is in Uttar Pradesh. Check the PIN code and the State."
    )


# What is well formed and is not there, or stands against something that is, beside what is not
# well formed.
MIXED = {
    "cartCreate": (
        {"lines": [], "idempotencyKey": "short"},
        {("INVALID", "input", "idempotencyKey")},
    ),
    "cartLinesAdd": (
        {
            "cartId": "cart",
            "lines": [
                {"variantId": "variant", "quantity": 0},
                {"variantId": global_id("Variant", 2**31 - 1), "quantity": 1},
            ],
            "idempotencyKey": "ключ-ключ",
        },
        {
            ("INVALID", "input", "idempotencyKey"),
            ("LIMIT_REACHED", "input", "lines", "0", "quantity"),
            ("NOT_FOUND", "input", "lines", "1", "variantId"),
        },
    ),
    "cartLinesUpdate": (
        {
            "cartId": "cart",
            "lines": [
                {"id": "line", "quantity": 100},
                {"id": global_id("CartLine", 2**31 - 1), "quantity": 1},
            ],
        },
        {
            ("LIMIT_REACHED", "input", "lines", "0", "quantity"),
            ("NOT_FOUND", "input", "lines", "1", "id"),
        },
    ),
    "cartAddressSet": (
        {"cartId": "A" * 22},
        {("REQUIRED", "input", "address"), ("NOT_FOUND", "input", "cartId")},
    ),
    "checkoutComplete": (
        {
            "cartId": "cart",
            "paymentMethod": "UPI",
            "phone": "12",
            "idempotencyKey": "checkout-1",
            "expectedTotal": "1.00",
        },
        {("INVALID", "input", "phone"), ("CART_NOT_READY", "input", "cartId")},
    ),
}


@pytest.mark.parametrize("name", MIXED)
async def test_missing_and_malformed_inputs_are_reported_together(
    ask: Ask, world: World, name: str
) -> None:
    variant = await models.Variant.filter(is_active=True, product__is_on_sale=True).first()
    assert variant is not None
    known = {"variant": global_id("Variant", variant.id)}
    lines = [{"variantId": known["variant"], "quantity": 1}]
    made = (await ask(FILLED, input={"lines": lines}))["cartCreate"]["cart"]
    known |= {"cart": made["id"], "line": made["groups"][0]["lines"][0]["id"]}
    given, expected = MIXED[name]
    kind = schema.core.mutation_type
    assert kind is not None
    document = operation_of("mutation", name, kind.fields[name], "errors { code path }")
    done = await ask(document, input=filled(given, known))
    errors = done[name]["errors"]
    assert {(error["code"], *error["path"]) for error in errors} == expected
    assert len(errors) == len(expected)


FILLED = """mutation ($input: CartCreateInput!) { cartCreate(input: $input) {
  cart { id groups { lines { id } } } } }"""


def filled(given: Any, known: dict[str, Any]) -> Any:
    """The same with the ids that `known` names."""
    if isinstance(given, dict):
        return {name: filled(value, known) for name, value in given.items()}
    if isinstance(given, list):
        return [filled(value, known) for value in given]
    return known.get(given, given) if isinstance(given, str) else given


DELIVERY = """query ($slug: String!, $pin: String!) {
  product(slug: $slug) { delivery(pincode: $pin) { isServiceable reason { code message } } } }"""


@pytest.mark.parametrize("pincode", ["900056", "९०००९९", "99 99 99"])
@pytest.mark.parametrize(("language", "said"), [("en", "army post office"), ("hi", "सेना के डाकघर")])
async def test_an_army_post_office_has_its_own_error(
    ask: Ask, world: World, language: str, said: str, pincode: str
) -> None:
    """It is a true PIN code, so "check it and try again" would help nobody."""
    address = ADDRESS | {"pincode": pincode}
    cart = (await ask(CREATE))["cartCreate"]["cart"]["id"]
    done = await ask(ADDRESS_SET, language=language, input={"cartId": cart, "address": address})
    (error,) = done["cartAddressSet"]["errors"]
    assert (error["code"], error["path"][-1]) == ("PINCODE_NOT_SERVED", "pincode")
    assert said in error["message"]
    found = await ask(DELIVERY, language=language, slug=world.product.slug, pin=pincode)
    delivery = found["product"]["delivery"]
    assert delivery["isServiceable"] is False
    assert delivery["reason"] == {"code": "UNKNOWN_PINCODE", "message": error["message"]}
