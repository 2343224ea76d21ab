"""The user's own data: addresses, wishlist, consents."""

import asyncio

import pytest

import models
from commerce.accounts.consent_notices import current
from commerce.core.texts.language import Language
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.people.accounts import make_artisan_person, signed_in
from tests.support.people.privacy import ADDRESS, created
from tests.support.shop.factories import make_artisan, make_product

pytestmark = pytest.mark.usefixtures("reference")


UPDATE = """mutation ($input: AddressUpdateInput!) { addressUpdate(input: $input) {
  address { id city isDefault } errors { code path } } }"""


REMOVE = """mutation ($input: AddressRemoveInput!) { addressRemove(input: $input) {
  viewer { addresses { id isDefault } } errors { code } } }"""


async def test_an_address_book_has_one_default(ask: Ask) -> None:
    person = await signed_in()
    first = (await created(ask, person))["address"]
    second = (await created(ask, person))["address"]
    third = (await created(ask, person, isDefault=True))["address"]
    assert [each["isDefault"] for each in (first, second, third)] == [True, False, True]
    found = await ask(
        UPDATE,
        token=person.token,
        input={"id": second["id"], "address": ADDRESS, "isDefault": True},
    )
    assert found["addressUpdate"]["address"]["isDefault"] is True
    found = await ask(REMOVE, token=person.token, input={"id": second["id"]})
    assert found["addressRemove"]["viewer"]["addresses"] == [
        {"id": third["id"], "isDefault": True},
        {"id": first["id"], "isDefault": False},
    ]


async def test_concurrent_addresses_have_one_default(ask: Ask) -> None:
    person = await signed_in()
    await asyncio.gather(*(created(ask, person, isDefault=True) for _ in range(10)))
    assert await models.Address.filter(account_id=person.id).count() == 10
    assert await models.Address.filter(account_id=person.id, is_default=True).count() == 1


@pytest.mark.parametrize(
    ("address", "code", "path"),
    [
        ({"pincode": "699999"}, "NOT_FOUND", "pincode"),
        ({"pincode": "22600"}, "INVALID", "pincode"),
        ({"pincode": "2" * 100}, "INVALID", "pincode"),
        ({"state": "07"}, "PINCODE_OF_ANOTHER_STATE", "state"),
        ({"phone": "12"}, "INVALID", "phone"),
        ({"name": "\u200b"}, "REQUIRED", "name"),
        ({"line1": "x" * 161}, "TOO_LONG", "line1"),
    ],
)
async def test_an_invalid_address_is_refused(
    ask: Ask, address: dict[str, str], code: str, path: str
) -> None:
    found = await created(ask, await signed_in(), address=address)
    assert found["errors"] == [{"code": code, "path": ["input", "address", path]}]


async def test_another_members_address_is_not_found(ask: Ask) -> None:
    owner, other = await signed_in(), await signed_in()
    mine = (await created(ask, owner))["address"]["id"]
    for given in (mine, global_id("Address", 10**6), "x", global_id("Account", owner.id)):
        found = await ask(UPDATE, token=other.token, input={"id": given, "address": ADDRESS})
        assert found["addressUpdate"]["errors"][0]["code"] == "NOT_FOUND"
        found = await ask(REMOVE, token=other.token, input={"id": given})
        assert found["addressRemove"]["errors"] == [{"code": "NOT_FOUND"}]
    assert await models.Address.all().count() == 1


async def test_a_product_is_added_to_the_wishlist_once_and_removed(ask: Ask) -> None:
    person, product = await signed_in(), await make_product()
    wished = global_id("Product", product.id)
    add = "mutation ($p: ID!) { wishlistAdd(input: {product: $p}) { errors { code } } }"
    for _ in range(3):
        await ask(add, token=person.token, p=wished)
    seen = """query ($s: String!) {
      product(slug: $s) { isWishlisted } viewer { wishlist { totalCount } } }"""
    found = await ask(seen, token=person.token, s=product.slug)
    assert found == {
        "product": {"isWishlisted": True},
        "viewer": {"wishlist": {"totalCount": 1}},
    }
    other = await ask(seen, token=(await signed_in()).token, s=product.slug)
    assert other["product"] == {"isWishlisted": False}
    await ask(
        "mutation ($p: ID!) { wishlistRemove(input: {product: $p}) { errors { code } } }",
        token=person.token,
        p=wished,
    )
    assert await models.WishlistItem.all().count() == 0
    hidden = await make_product(status=models.ProductStatus.DRAFT, published_at=None)
    found = await ask(add, token=person.token, p=global_id("Product", hidden.id))
    assert found["wishlistAdd"]["errors"] == [{"code": "NOT_FOUND"}]


GRANT = """mutation ($input: ConsentGrantInput!) { consentGrant(input: $input) {
  consent { isGranted noticeVersion language } errors { code } } }"""


WITHDRAW = """mutation ($input: ConsentWithdrawInput!) { consentWithdraw(input: $input) {
  consent { isGranted } errors { code } } }"""


async def test_a_consent_names_the_notice_that_was_read(ask: Ask) -> None:
    person = await signed_in()
    notices = (await ask("{ consentNotices { purpose version text } }", language="hi"))[
        "consentNotices"
    ]
    version = next(each["version"] for each in notices if each["purpose"] == "MARKETING")
    given = {"purpose": "MARKETING", "noticeVersion": version}
    found = await ask(GRANT, token=person.token, language="hi", input=given)
    assert found["consentGrant"]["consent"] == {
        "isGranted": True,
        "noticeVersion": version,
        "language": "HI",
    }
    stale = await ask(GRANT, token=person.token, input={**given, "noticeVersion": "2020-01"})
    assert stale["consentGrant"]["errors"] == [{"code": "INVALID"}]
    await ask(WITHDRAW, token=person.token, input={"purpose": "MARKETING"})
    said = (await ask("{ viewer { consents { purpose isGranted } } }", token=person.token))[
        "viewer"
    ]["consents"]
    assert said == [{"purpose": "MARKETING", "isGranted": False}]
    assert await models.Consent.all().count() == 2
    row = await models.Consent.filter(is_granted=True).get()
    assert row.notice_hash == current("marketing").hash(Language.HI)


async def test_an_artisan_shows_and_hides_the_profile(ask: Ask) -> None:
    artisan = await make_artisan(profile_consented_at=None)
    person = await make_artisan_person(artisan.id)
    seen = "query ($s: String!) { artisan(slug: $s) { name } }"
    assert (await ask(seen, s=artisan.slug))["artisan"] is None
    given = {
        "purpose": "ARTISAN_PUBLIC_PROFILE",
        "noticeVersion": current("artisan_public_profile").version,
    }
    await ask(GRANT, token=person.token, input=given)
    assert (await ask(seen, s=artisan.slug))["artisan"] is not None
    await ask(WITHDRAW, token=person.token, input={"purpose": "ARTISAN_PUBLIC_PROFILE"})
    assert (await ask(seen, s=artisan.slug))["artisan"] is None
    buyer = await signed_in()
    found = await ask(GRANT, token=buyer.token, input=given)
    assert found["consentGrant"]["errors"] == [{"code": "NOT_FOUND"}]
