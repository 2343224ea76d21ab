"""One's own things: addresses, wishes, consents, export, erasure; and whose they are."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tortoise import Tortoise
from tortoise.fields import BinaryField, CharField, Field, JSONField, TextField
from tortoise.fields.data import CharEnumFieldInstance

import models
from auth.viewer import Viewer
from commerce.accounts import addresses
from commerce.accounts.consent_notices import current
from commerce.accounts.personal_data import PERSONAL, table
from commerce.core.action_context import ActionContext
from commerce.core.texts.language import Language
from commerce.privacy.privacy import ERASED, EXPORTED
from database.connect import fetch, fetch_value
from graph.ids import global_id
from server.processes.retention import sweep_hourly
from settings import ROOT
from tests.commerce.core.test_access_keys import whole_database
from tests.conftest import Ask
from tests.support.factories import make_artisan, make_product, make_vendor
from tests.support.paying import Counter
from tests.support.people import (
    Person,
    Postbox,
    make_account,
    make_artisan_person,
    make_member,
    signed_in,
)
from tests.support.shopping import LUCKNOW, Buyer


def acting(person: Person, **more: Any) -> ActionContext:
    viewer = Viewer(account_id=person.id, session_id=person.session_id)
    return ActionContext(datetime.now(UTC), viewer, **more)


WRITTEN = addresses.Written(
    "Asha", "00000 54321", "1, Chowk", None, None, "Lucknow", "226003", "09"
)


async def an_address(person: Person) -> int:
    return (await addresses.create(acting(person), WRITTEN, is_default=False)).id


async def an_order(person: Person) -> int:
    row = await models.Order.create(
        number=f"ODOP-TEST-{person.id}",
        account_id=person.id,
        status=models.OrderStatus.PLACED,
        total_paise=100,
        placed_at=datetime.now(UTC),
    )
    return row.id


async def an_audit_entry(person: Person) -> int:
    number: int = await fetch_value("SELECT max(id) FROM audit_entry")
    return number


pytestmark = pytest.mark.usefixtures("reference")

ADDRESS = {
    "name": "Asha",
    "phone": "00000 54321",
    "line1": "1, Chowk",
    "city": "Lucknow",
    "pincode": "226003",
    "state": "09",
}
CREATE = """mutation ($input: AddressCreateInput!) { addressCreate(input: $input) {
  address { id isDefault } errors { code path } } }"""
UPDATE = """mutation ($input: AddressUpdateInput!) { addressUpdate(input: $input) {
  address { id city isDefault } errors { code path } } }"""
REMOVE = """mutation ($input: AddressRemoveInput!) { addressRemove(input: $input) {
  viewer { addresses { id isDefault } } errors { code } } }"""


async def created(ask: Ask, person: Person, **more: Any) -> dict[str, Any]:
    given = {"address": ADDRESS | more.pop("address", {}), **more}
    found: dict[str, Any] = (await ask(CREATE, token=person.token, input=given))["addressCreate"]
    return found


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


async def test_addresses_made_at_once_have_one_default(ask: Ask) -> None:
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
async def test_an_address_that_is_none_is_refused(
    ask: Ask, address: dict[str, str], code: str, path: str
) -> None:
    found = await created(ask, await signed_in(), address=address)
    assert found["errors"] == [{"code": code, "path": ["input", "address", path]}]


async def test_anothers_address_is_not_there(ask: Ask) -> None:
    owner, other = await signed_in(), await signed_in()
    mine = (await created(ask, owner))["address"]["id"]
    for given in (mine, global_id("Address", 10**6), "x", global_id("Account", owner.id)):
        found = await ask(UPDATE, token=other.token, input={"id": given, "address": ADDRESS})
        assert found["addressUpdate"]["errors"][0]["code"] == "NOT_FOUND"
        found = await ask(REMOVE, token=other.token, input={"id": given})
        assert found["addressRemove"]["errors"] == [{"code": "NOT_FOUND"}]
    assert await models.Address.all().count() == 1


async def test_a_wish_is_made_once_and_taken_back(ask: Ask) -> None:
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


async def test_everything_of_oneself_is_given_out(ask: Ask) -> None:
    person = await signed_in()
    await created(ask, person)
    await an_order(person)
    found = (await ask("{ viewer { exportedData } }", token=person.token))["viewer"]["exportedData"]
    assert found["account"]["email"] == person.account.email
    assert found["addresses"][0]["line1"] == "1, Chowk"
    assert found["orders"][0]["total_paise"] == 100
    assert found["actions"][0]["action"] == "address.create"
    assert set(found) == set(EXPORTED)


async def test_every_table_that_knows_a_person_is_exported_and_erased() -> None:
    """A new table with an account in it has to be thought of."""
    rows = await fetch(
        "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint"
        " WHERE contype = 'f' AND confrelid = 'account'::regclass"
    )
    known = " ".join([*EXPORTED.values(), *ERASED])
    kept = {"api_key", "payee"}
    for row in rows:
        assert row["name"] in known or row["name"] in kept, row["name"]


ERASE = "mutation { accountErase(input: {isCertain: true}) { isErased errors { code } } }"


async def test_an_erased_person_leaves_nothing_but_what_the_law_keeps(
    ask: Ask, postbox: Postbox
) -> None:
    person = await signed_in()
    await created(ask, person)
    order = await an_order(person)
    found = await ask(ERASE, token=person.token)
    assert found["accountErase"] == {"isErased": True, "errors": []}
    row = await models.Account.get(id=person.id)
    assert (row.name, row.phone, row.email, row.password_hash) == (None, None, None, None)
    assert row.erased_at is not None
    assert await models.Address.all().count() == 0
    assert await models.Order.get(id=order)
    assert await ask.code("{ viewer { id } }", token=person.token) == "UNAUTHENTICATED"
    left = await fetch(
        "SELECT string_agg(e::text, ' ') AS said FROM audit_entry e WHERE account_id = $1",
        person.id,
    )
    for secret in (person.account.email, person.account.phone, "Asha", "Chowk"):
        assert secret not in left[0]["said"]
    assert postbox.last(person.account.email or "").kind == "erased"


@pytest.mark.parametrize("is_email_proved", [True, False])
async def test_an_erasure_is_told_at_every_contact_that_was_proved(
    ask: Ask, postbox: Postbox, is_email_proved: bool
) -> None:
    unproved = {} if is_email_proved else {"email_verified_at": None}
    person = await signed_in(await make_account(**unproved))
    assert (await ask(ERASE, token=person.token))["accountErase"]["isErased"] is True
    told = {message.to for message in postbox.messages if message.kind == "erased"}
    assert told == {person.account.phone, *([person.account.email] if is_email_proved else [])}


async def test_an_order_never_paid_and_what_was_answered_for_it_go_with_the_person(
    ask: Ask, client: httpx.AsyncClient, gateway: Counter, postbox: Postbox
) -> None:
    person = await signed_in()
    buyer = Buyer(ask, person.token)
    paid, unpaid = await make_product(), await make_product()
    numbers = {}
    for name, product in (("paid", paid), ("unpaid", unpaid)):
        await buyer.begin({product: 1})
        await buyer.send_to(LUCKNOW | {"line1": f"{name} lane", "name": f"{name} Verma"})
        phone = person.account.phone
        payload = await buyer.check_out("UPI", key=f"key-of-{name}", phone=phone)
        assert payload["errors"] == []
        numbers[name] = payload["order"]["number"]
        if name == "paid":
            await gateway.pay(payload["payment"]["gateway"]["payUrl"])
    order = await models.Order.get(number=numbers["paid"])
    payment = await models.Payment.get(order_id=order.id)
    await models.Charge.create(
        payment_id=payment.id,
        gateway_payment_id="pay_TESTERASED0001",
        amount_paise=order.total_paise,
        currency="INR",
        status=models.PaymentStatus.CAPTURED,
        rank=1,
        created_at=datetime.now(UTC),
        updated_at=datetime.now(UTC),
    )
    await models.Order.filter(number=numbers["unpaid"]).update(status=models.OrderStatus.CANCELLED)
    assert await models.IdempotencyKey.all().count() == 2
    found = await ask(ERASE, token=person.token)
    assert found["accountErase"]["isErased"] is True
    assert await models.IdempotencyKey.all().count() == 0
    left = await whole_database()
    for secret in ("unpaid lane", "unpaid Verma", person.account.phone, person.account.email):
        assert secret
        assert secret not in left, secret
    # The buyer of what was paid is on the invoice, as long as tax law wants it.
    assert "paid lane" in left


@pytest.mark.parametrize("status", ["placed", "delivered", "cancelled"])
async def test_whom_the_carrier_calls_goes_when_nothing_is_under_way(ask: Ask, status: str) -> None:
    person, other = await signed_in(), await signed_in()
    for each, number in ((person, "OM-ERASE-D0001"), (other, "OM-STAYS-D0001")):
        order = await models.Order.get(id=await an_order(each))
        await models.Order.filter(id=order.id).update(
            number=number, delivery_phone=each.account.phone, pincode="226003", status=status
        )
        payment = await models.Payment.create(
            order_id=order.id,
            gateway="sandbox",
            method=models.PaymentMethod.UPI,
            amount_paise=100,
            currency="INR",
            status=models.PaymentStatus.REFUNDED,
            created_at=order.placed_at,
            updated_at=order.placed_at,
        )
        await models.Charge.create(
            payment_id=payment.id,
            gateway_payment_id=f"pay_{number}",
            amount_paise=100,
            currency="INR",
            status=models.PaymentStatus.CAPTURED,
            rank=4,
            created_at=order.placed_at,
            updated_at=order.placed_at,
        )

    async def phone_of(number: str) -> str | None:
        found: str | None = (await models.Order.get(number=number)).delivery_phone
        return found

    assert (await ask(ERASE, token=person.token))["accountErase"]["isErased"] is True
    is_under_way = status == "placed"
    assert await phone_of("OM-ERASE-D0001") == (person.account.phone if is_under_way else "")
    # What was under way then is emptied when it has arrived; nobody else's is.
    await models.Order.all().update(status=models.OrderStatus.DELIVERED)
    await sweep_hourly()
    assert await phone_of("OM-ERASE-D0001") == ""
    assert await phone_of("OM-STAYS-D0001") == other.account.phone


KINDS = (CharField, TextField, BinaryField, JSONField)


def is_code(field: Field[Any]) -> bool:
    """Whether it holds one of few values, or the key of another row."""
    return isinstance(field, CharEnumFieldInstance) or field.reference is not None


async def test_every_column_that_tells_of_a_person_has_its_end(db: str) -> None:
    """A new column is named in `accounts.personal_data`, or here as one that tells of nobody."""
    for model in Tortoise.apps["models"].values():
        name = model._meta.db_table
        if name not in PERSONAL:
            assert name in OF_NOBODY, f"{name}: does it tell of a person?"
            continue
        known = set(" ".join(PERSONAL[name].values()).split()) | OTHERWISE.get(name, set())
        for column, field in model._meta.fields_map.items():
            is_link = getattr(field, "model_name", "") == "models.Account"
            if is_link or (isinstance(field, KINDS) and not is_code(field)):
                assert column in known, f"{name}.{column}: does it tell of a person?"
        assert known <= set(model._meta.fields_map), name


def test_the_list_of_personal_data_is_the_one_in_the_documents() -> None:
    page = (ROOT / "docs/decisions/personal-data.md").read_text(encoding="utf-8")
    assert table() in page


OF_NOBODY = {
    "adjustment", "agreement", "artisan_award", "artisan_craft", "attribute", "attribute_value",
    "cart_coupon", "cart_delivery", "cart_line", "category", "commission_rule", "craft",
    "delivery_rate", "dispute", "district", "district_neighbour", "gi_district",
    "gi_registration", "hsn_rate", "line_discount", "option", "option_value", "order_event",
    "order_line", "payment", "pgqueuer", "pincode", "product", "product_attribute",
    "product_image", "product_search", "promotion", "refund", "reservation", "search_entry",
    "search_change", "search_synonym", "search_term", "slug_history", "staff_group", "state",
    "stock", "tax_rule",
    "transfer", "variant", "variant_option",
}  # fmt: skip
# In tables that tell of people, what tells nothing of them: kinds, versions, hashes, numbers.
OTHERWISE = {
    name: set(columns.split())
    for name, columns in {
        "account": "language",
        "api_key": "name handle secret_hash",
        "artisan": "portrait_blurhash",
        "audit_entry": "action request previous_hash hash",
        "cart": "token_hash",
        "charge": "gateway_payment_id method currency error",
        "consent": "notice_version notice_hash language",
        "declaration": "generic_name_en generic_name_hi fssai_licence",
        "facilitation": "notice_version",
        "idempotency_key": "mutation key input_hash result fingerprint",
        "invitation": "scope notice_version",
        "link_token": "token_hash",
        "operator": "code legal_name address_en address_hi website care_phone care_email"
        " grievance_designation_en grievance_designation_hi dpiit_number",
        "orders": "number language review terms_version",
        "otp_challenge": "handle code_hash proof_hash",
        "review": "language",
        "session": "handle secret_hash previous_hash successor_salt refreshed_by",
        "suborder": "number supplier_gstin supplier_enrolment",
        "vendor": "slug display_name_en display_name_hi about_en about_hi gstin enrolment_number"
        " city_en city_hi pincode undertaking_version",
        "webhook_event": "gateway event_id kind outcome",
    }.items()
}


async def test_erasing_wants_a_fresh_sign_in_and_a_word(ask: Ask) -> None:
    old = await signed_in(at=datetime.now(UTC) - timedelta(minutes=11))
    found = await ask(ERASE, token=old.token)
    assert found["accountErase"]["errors"] == [{"code": "SIGN_IN_AGAIN"}]
    found = await ask(ERASE.replace("true", "false"), token=(await signed_in()).token)
    assert found["accountErase"] == {"isErased": False, "errors": []}


async def test_the_only_owner_of_a_vendor_hands_it_on_first(ask: Ask) -> None:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER)
    found = await ask(ERASE, token=owner.token)
    assert found["accountErase"]["errors"] == [{"code": "LAST_OF_ITS_KIND"}]
    await make_member(vendor.id, models.MemberRole.OWNER)
    found = await ask(ERASE, token=owner.token)
    assert found["accountErase"]["isErased"] is True
