"""Export and erasure of personal data."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tortoise import Tortoise
from tortoise.fields import BinaryField, CharField, Field, JSONField, TextField
from tortoise.fields.data import CharEnumFieldInstance

import models
from commerce.privacy.personal_data import PERSONAL, table
from commerce.privacy.privacy import ERASED, EXPORTED
from database.connect import fetch
from server.processes.retention import sweep_hourly
from settings import ROOT
from tests.conftest import Ask
from tests.support.databases.contents import whole_database
from tests.support.people.accounts import Postbox, make_account, make_member, signed_in
from tests.support.people.privacy import ERASE, an_order, created
from tests.support.shop.factories import make_product, make_vendor
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer

pytestmark = pytest.mark.usefixtures("reference")


async def test_the_data_export_is_complete(ask: Ask) -> None:
    person = await signed_in()
    await created(ask, person)
    await an_order(person)
    found = (await ask("{ viewer { exportedData } }", token=person.token))["viewer"]["exportedData"]
    assert found["account"]["email"] == person.account.email
    assert found["addresses"][0]["line1"] == "1, Chowk"
    assert found["orders"][0]["total_paise"] == 100
    assert found["actions"][0]["action"] == "address.create"
    assert set(found) == set(EXPORTED)


async def test_every_table_with_personal_data_is_exported_and_erased() -> None:
    """A new table with an account in it has to be thought of."""
    rows = await fetch(
        "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint"
        " WHERE contype = 'f' AND confrelid = 'account'::regclass"
    )
    known = " ".join([*EXPORTED.values(), *ERASED])
    kept = {"api_key", "payee"}
    for row in rows:
        assert row["name"] in known or row["name"] in kept, row["name"]


async def test_erasure_leaves_only_what_the_law_requires(ask: Ask, postbox: Postbox) -> None:
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
async def test_erasure_is_reported_to_every_verified_contact(
    ask: Ask, postbox: Postbox, is_email_proved: bool
) -> None:
    unproved = {} if is_email_proved else {"email_verified_at": None}
    person = await signed_in(await make_account(**unproved))
    assert (await ask(ERASE, token=person.token))["accountErase"]["isErased"] is True
    told = {message.to for message in postbox.messages if message.kind == "erased"}
    assert told == {person.account.phone, *([person.account.email] if is_email_proved else [])}


async def test_unpaid_orders_and_their_responses_are_erased_with_the_account(
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
async def test_the_delivery_phone_is_erased_after_arrival(ask: Ask, status: str) -> None:
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


def is_link(field: Field[Any]) -> bool:
    """Whether it names an account."""
    return getattr(field, "model_name", "") == "models.Account"


async def test_every_personal_column_has_a_retention(db: str) -> None:
    """A new column is named in `privacy.personal_data`, or here as one that tells of nobody."""
    for model in Tortoise.apps["models"].values():
        name = model._meta.db_table
        if name not in PERSONAL:
            assert name in OF_NOBODY, f"{name}: does it tell of a person?"
            assert not any(map(is_link, model._meta.fields_map.values())), f"{name}: of whom?"
            continue
        known = set(" ".join(PERSONAL[name].values()).split()) | OTHERWISE.get(name, set())
        for column, field in model._meta.fields_map.items():
            if is_link(field) or (isinstance(field, KINDS) and not is_code(field)):
                assert column in known, f"{name}.{column}: does it tell of a person?"
        assert known <= set(model._meta.fields_map), name


def test_the_documented_list_of_personal_data_is_current() -> None:
    page = (ROOT / "docs/decisions/personal-data.md").read_text(encoding="utf-8")
    assert table() in page


OF_NOBODY = {
    "adjustment", "agreement", "artisan_award", "artisan_craft", "attribute", "attribute_value",
    "cart_coupon", "cart_delivery", "cart_line", "category", "claim_word", "commission_rule",
    "craft",
    "delivery_rate", "dispute", "district", "district_neighbour", "gi_district",
    "gi_goods", "gi_registration", "hsn_rate", "kind", "kind_tariff", "line_discount", "option",
    "option_value", "order_event",
    "order_line", "payment", "pgqueuer", "pincode", "product", "product_attribute",
    "product_evidence", "product_gi_claim",
    "product_image", "product_search", "promotion", "refund", "reservation", "search_entry",
    "rate_condition", "search_change", "search_synonym", "search_term", "slug_history",
    "staff_group", "state",
    "stock", "tariff_item", "tax_rule",
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


async def test_erasing_needs_a_fresh_sign_in_and_confirmation(ask: Ask) -> None:
    old = await signed_in(at=datetime.now(UTC) - timedelta(minutes=11))
    found = await ask(ERASE, token=old.token)
    assert found["accountErase"]["errors"] == [{"code": "SIGN_IN_AGAIN"}]
    found = await ask(ERASE.replace("true", "false"), token=(await signed_in()).token)
    assert found["accountErase"] == {"isErased": False, "errors": []}


async def test_the_only_owner_of_a_vendor_cannot_be_erased(ask: Ask) -> None:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, models.MemberRole.OWNER)
    found = await ask(ERASE, token=owner.token)
    assert found["accountErase"]["errors"] == [{"code": "LAST_OF_ITS_KIND"}]
    await make_member(vendor.id, models.MemberRole.OWNER)
    found = await ask(ERASE, token=owner.token)
    assert found["accountErase"]["isErased"] is True
