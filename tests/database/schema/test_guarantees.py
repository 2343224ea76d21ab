"""Guarantees of the database itself."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

import models
from auth.inputs.text_input import is_blank, is_unseen
from database.connect import execute, fetch, fetch_value
from database.schema import migrate
from database.schema.pending import pending
from tests.support.people.accounts import make_account
from tests.support.shop.factories import make_artisan, make_product, make_variant, make_vendor


async def test_models_and_migrations_agree() -> None:
    assert await migrate.drift() == []


@pytest.mark.usefixtures("owned_db")
async def test_migrating_again_changes_nothing() -> None:
    assert await pending() == []
    await migrate.apply()


@pytest.mark.usefixtures("shop")
async def test_a_filled_database_is_fully_migrated() -> None:
    assert await pending() == []


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    ("make", "changes", "check"),
    [
        (make_vendor, {"gstin": "09ZZZPA0001B1ZX"}, "vendor_gstin"),
        (make_vendor, {"gstin": None}, "vendor_registration_fits_kind"),
        (make_vendor, {"kind": models.VendorKind.ENROLLED_UNREGISTERED}, "vendor_registration"),
        (make_vendor, {"pincode": "022600"}, "vendor_pincode"),
        (make_vendor, {"undertaking_accepted_at": None}, "vendor_undertaking"),
        (make_vendor, {"slug": "Not A Slug"}, "vendor_slug_form"),
        (make_artisan, {"name_en": None, "name_hi": None}, "artisan_name_said"),
        (make_artisan, {"practising_since": 1850}, "artisan_practising_since"),
        (make_artisan, {"portrait_public_id": "x"}, "artisan_portrait_size"),
        (make_product, {"price": 0}, "variant_price"),
        (make_product, {"stock": -1}, "stock_never_negative"),
        (make_product, {"lead_time_days": 0}, "variant_lead_time"),
        (make_product, {"return_days": 0}, "product_returns"),
        (make_product, {"published_at": None}, "product_published_at"),
        (make_product, {"country_of_origin": "in"}, "product_origin"),
        (make_product, {"district_id": 75}, "product_craft_place"),
        (make_product, {"vendor_id": 999}, "vendor"),
    ],
)
async def test_invalid_rows_are_refused(make: Any, changes: dict[str, Any], check: str) -> None:
    if changes.get("district_id"):
        changes = {"district_id": (await models.District.get(slug="agra")).id}
    with pytest.raises(IntegrityError, match=re.escape(check)):
        await make(**changes)


@pytest.mark.usefixtures("reference")
async def test_product_summaries_follow_variants_stock_and_reviews() -> None:
    product = await make_product(price=900_00, stock=0)
    await product.refresh_from_db()
    assert (product.min_price_paise, product.is_available) == (900_00, False)

    dearer = await make_variant(product, price=1_200_00, stock=2)
    await product.refresh_from_db()
    # The size for ₹900 is sold out: nobody pays that.
    assert (product.min_price_paise, product.max_price_paise) == (1_200_00, 1_200_00)
    assert product.is_available is True

    await execute("UPDATE stock SET reserved = 2 WHERE variant_id = $1", dearer.id)
    await product.refresh_from_db()
    assert product.is_available is False
    assert (product.min_price_paise, product.max_price_paise) == (900_00, 1_200_00)

    await make_variant(product, price=2_000_00, lead_time_days=20)
    await product.refresh_from_db()
    assert (product.is_available, product.is_made_to_order) == (True, True)
    assert (product.min_price_paise, product.max_price_paise) == (2_000_00, 2_000_00)

    await execute("UPDATE stock SET reserved = 1 WHERE variant_id = $1", dearer.id)
    await product.refresh_from_db()
    assert (product.min_price_paise, product.max_price_paise) == (1_200_00, 2_000_00)

    await models.Variant.filter(product_id=product.id).update(is_active=False)
    await product.refresh_from_db()
    assert (product.min_price_paise, product.is_available) == (None, False)

    for stars in (5, 4, 1):
        await models.Review.create(
            product_id=product.id,
            author_name="A",
            language="en",
            rating=stars,
            text="Text.",
            status=models.ReviewStatus.PUBLISHED,
            created_at=datetime.now(UTC),
        )
    await product.refresh_from_db()
    assert (product.rating_sum, product.rating_count) == (10, 3)
    await models.Review.filter(rating=1).update(status=models.ReviewStatus.HIDDEN)
    await product.refresh_from_db()
    assert (product.rating_sum, product.rating_count) == (9, 2)


@pytest.mark.usefixtures("reference")
async def test_availability_changes_when_stock_reaches_or_leaves_zero() -> None:
    products = [await make_product(stock=2) for _ in range(3)]
    few, many, other = [each.id for each in products]
    taken = (
        "UPDATE stock s SET reserved = s.reserved + t.taken FROM unnest($1::int[], $2::int[])"
        " AS t (product_id, taken) JOIN variant v USING (product_id) WHERE s.variant_id = v.id"
    )
    touched = "SELECT id FROM product WHERE xmin = pg_current_xact_id()::xid ORDER BY id"

    async def changed(*pieces: int) -> list[int]:
        async with in_transaction():
            await execute(taken, [few, many, other], list(pieces))
            return [row["id"] for row in await fetch(touched)]

    assert await changed(1, 1, 0) == []
    # Several of one statement turn together; the others are let be.
    assert await changed(1, 0, 2) == [few, other]
    assert [each.id for each in await models.Product.filter(is_available=True)] == [many]
    assert await changed(-1, 0, -2) == [few, other]


@pytest.mark.usefixtures("reference")
async def test_an_old_slug_redirects_until_it_is_reused() -> None:
    product = await make_product(slug="first-name")
    await models.Product.filter(id=product.id).update(slug="second-name")
    kept = await fetch("SELECT slug, target_id FROM slug_history WHERE noun = 'product'")
    assert [tuple(row) for row in kept] == [("first-name", product.id)]
    await models.Product.filter(id=product.id).update(slug="first-name")
    kept = await fetch("SELECT slug FROM slug_history WHERE noun = 'product'")
    assert [row["slug"] for row in kept] == ["second-name"]


@pytest.mark.usefixtures("reference")
async def test_a_district_has_one_primary_craft() -> None:
    district = await models.District.get(slug="agra")
    with pytest.raises(IntegrityError, match="craft_one_primary"):
        await models.Craft.filter(district_id=district.id).update(is_primary=True)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("column", "other"), [("email", "x@example.in"), ("phone", "+919000000001")]
)
@pytest.mark.parametrize(
    ("change", "is_proved", "is_marked"),
    [
        ("{c} = NULL", False, True),
        ("{c} = '{other}'", False, True),
        ("{c} = '{other}', {c}_verified_at = now()", False, True),
        ("{c} = NULL, {c}_verified_at = NULL", True, False),
        ("{c} = '{other}'", True, False),
        ("{c}_verified_at = now()", False, False),
        ("{c} = {c}, name = 'New'", False, False),
    ],
)
async def test_an_account_that_lost_an_unproved_contact_is_marked_for_good(
    column: str, other: str, change: str, is_proved: bool, is_marked: bool
) -> None:
    account = await make_account(**({} if is_proved else {f"{column}_verified_at": None}))
    before = await models.Account.get(id=account.id)
    sql = change.format(c=column, other=other)
    await execute(f"UPDATE account SET {sql} WHERE id = $1", account.id)
    assert (await models.Account.get(id=account.id)).has_lost_unproved_contact is is_marked
    # A row that was read before and is saved now does not take the mark away.
    await before.save()
    assert (await models.Account.get(id=account.id)).has_lost_unproved_contact is is_marked


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("column", ["email", "phone"])
async def test_an_account_without_a_contact_is_given_one_unmarked(column: str) -> None:
    account = await make_account(**{column: None, f"{column}_verified_at": None})
    await execute(f"UPDATE account SET {column} = NULL WHERE id = $1", account.id)
    other = {"email": "x@example.in", "phone": "+919000000001"}[column]
    await execute(f"UPDATE account SET {column} = $2 WHERE id = $1", account.id, other)
    assert (await models.Account.get(id=account.id)).has_lost_unproved_contact is False


TEXT_COLUMNS = """
SELECT c.table_name AS table, array_agg(c.column_name::text ORDER BY c.column_name) AS columns
FROM information_schema.columns c JOIN information_schema.tables t
  ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
  AND c.column_name ~ '_(en|hi)$' AND c.data_type IN ('text', 'character varying')
GROUP BY c.table_name
"""


@pytest.mark.usefixtures("db")
async def test_no_text_in_two_languages_may_be_empty() -> None:
    """New columns: let their migration call forbid_empty_texts()."""
    said = {
        row["conname"]: row["said"]
        for row in await fetch(
            "SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_constraint"
            " WHERE conname LIKE '%\\_no\\_empty\\_text'"
        )
    }
    tables = await fetch(TEXT_COLUMNS)
    assert len(tables) > 10
    for row in tables:
        check = said[f"{row['table']}_no_empty_text"]
        for column in row["columns"]:
            assert column in check, f"{row['table']}.{column}"


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "empty", ["", "  ", "\u200b", "\u00a0\u3000\t", "\u202e\u2066", "\u3164", "\x01"]
)
async def test_an_empty_name_is_refused(empty: str) -> None:
    with pytest.raises(IntegrityError):
        await models.Craft.filter(id=(await models.Craft.first()).id).update(name_hi=empty)  # type: ignore[union-attr]


async def test_database_and_folding_agree_on_visible_text(db: str) -> None:
    """Both know the same characters as drawn and as not drawn."""
    points = [p for p in range(1, 0x110000) if not 0xD800 <= p < 0xE000]
    # What is unassigned is never typed; of noncharacters the database lists those people paste.
    points = [p for p in points if unicodedata.category(chr(p)) != "Cn"]
    seen = await fetch_value(
        "SELECT array_agg(p) FROM unnest($1::int[]) p WHERE can_be_seen(chr(p))", points
    )
    assert set(seen) == {p for p in points if not (is_unseen(chr(p)) or is_blank(chr(p)))}


NAMED = """
SELECT c.table_name || '.' || c.column_name AS place
FROM information_schema.columns c JOIN information_schema.tables t
  ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
  AND c.data_type IN ('text', 'character varying')
  AND c.column_name ~ 'name|line[12]|address|landmark|city|holder|author|text|reference'
"""
# Columns called like a text of a person that are none.
NO_NAMES = {"tortoise_migrations.name"}


async def test_every_name_has_visible_text(db: str) -> None:
    """New columns: let their migration call forbid_empty_texts()."""
    said = {
        row["conname"]: row["said"]
        for row in await fetch(
            "SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_constraint"
            " WHERE conname LIKE '%\\_no\\_empty\\_text'"
        )
    }
    places = {row["place"] for row in await fetch(NAMED)} - NO_NAMES
    assert len(places) > 60
    for place in places:
        table, column = place.split(".")
        assert f"can_be_seen(({column})" in said.get(f"{table}_no_empty_text", "").replace(
            f"can_be_seen({column})", f"can_be_seen(({column})"
        ), place


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "public_id", ["a b", 'a"><svg', "../a", "a//b", "a?b", "a%00", "javascript:a", "/a", ""]
)
async def test_picture_ids_are_url_safe(public_id: str) -> None:
    agra, size = models.District.filter(slug="agra"), {"image_width": 4, "image_height": 5}
    with pytest.raises(IntegrityError):
        await agra.update(image_public_id=public_id, **size)
    await agra.update(image_public_id="demo/district/agra_1.b-c", **size)
