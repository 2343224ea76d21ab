"""The demo catalogue in the database: the scale of a real mart, complete and consistent."""

import re
from datetime import date
from typing import Any

import pytest

from commerce.cart.pricing.commercial_rules import terms
from commerce.catalogue.declarations import quantity_label
from commerce.reference import load_reference
from commerce.search.search_keys import reindex
from commerce.tax.gstin import is_valid
from database.connect import execute, fetch, fetch_value
from demo import catalogue
from demo.people.population import Population
from demo.products.prices import ABOVE_GAP, BELOW_GAP, in_gap, shop_price
from demo.products.product_draft import goods
from demo.products.products import COLUMNS, Rows, write

pytestmark = pytest.mark.usefixtures("shop")

TEXTS = {
    "product": ("name", "description", "care", "return_reason"),
    "artisan": ("name", "bio", "village"),
    "artisan_award": ("name",),
    "vendor": ("display_name", "about", "city"),
    "product_image": ("alt",),
    "declaration": ("generic_name",),
    "district": ("name", "division", "headquarters", "story"),
    "craft": ("name", "short_name", "description"),
    "category": ("name", "description"),
    "attribute": ("name", "unit"),
    "attribute_value": ("label",),
    "option": ("name",),
    "option_value": ("label",),
    "product_attribute": ("text",),
}
SUMMARIES = """
SELECT p.id FROM product p
  LEFT JOIN LATERAL (
       SELECT min(v.price_paise) AS least_of_all, max(v.price_paise) AS most_of_all,
              min(v.price_paise) FILTER (WHERE v.is_made_to_order OR s.available > 0) AS least,
              max(v.price_paise) FILTER (WHERE v.is_made_to_order OR s.available > 0) AS most,
              coalesce(bool_or(v.is_made_to_order OR s.available > 0), false) AS available,
              coalesce(bool_or(v.is_made_to_order), false) AS to_order
         FROM variant v LEFT JOIN stock s ON s.variant_id = v.id
        WHERE v.product_id = p.id AND v.is_active) o ON true
  LEFT JOIN LATERAL (
       SELECT coalesce(sum(w.rating), 0) AS stars, count(*) AS number
         FROM review w WHERE w.product_id = p.id AND w.status = 'published') r ON true
  JOIN craft c ON c.id = p.craft_id
 WHERE (p.min_price_paise, p.max_price_paise, p.is_available, p.is_made_to_order,
        p.rating_sum, p.rating_count, p.is_gi_tagged, p.district_id, p.category_id)
       IS DISTINCT FROM (coalesce(o.least, o.least_of_all), coalesce(o.most, o.most_of_all),
        o.available, o.to_order,
        r.stars, r.number,
        may_bear_gi(p.id, p.district_id, p.kind_id, p.artisan_id, p.vendor_id),
        c.district_id, c.category_id)
"""


async def count(table: str, where: str = "true") -> int:
    found: int = await fetch_value(f"SELECT count(*)::int FROM {table} WHERE {where}")
    return found


async def offenders(sql: str) -> list[Any]:
    """A few of the rows that should not be there."""
    return [tuple(row) for row in (await fetch(sql))[:5]]


@pytest.mark.parametrize(
    ("table", "number"),
    [("district", 75), ("category", 15), ("craft", 106), ("artisan", 355), ("vendor", 120)],
)
async def test_the_demo_has_its_scale(table: str, number: int) -> None:
    assert await count(table) == number


async def test_every_product_has_two_variants_on_average() -> None:
    assert await count("variant") >= 2 * await count("product")


async def test_every_craft_is_sold_and_practised() -> None:
    assert not await offenders(
        "SELECT slug FROM craft c WHERE NOT EXISTS"
        " (SELECT FROM product p WHERE p.craft_id = c.id AND p.status = 'published')"
        " OR (SELECT count(*) FROM artisan_craft a WHERE a.craft_id = c.id) < 2"
    )


async def test_artisans_practise_crafts_of_their_district() -> None:
    assert not await offenders(
        "SELECT a.id FROM artisan_craft ac JOIN artisan a ON a.id = ac.artisan_id"
        " JOIN craft c ON c.id = ac.craft_id WHERE c.district_id <> a.district_id"
    )


async def test_products_are_made_by_someone_who_knows_how() -> None:
    assert not await offenders(
        "SELECT p.id FROM product p WHERE artisan_id IS NOT NULL AND NOT EXISTS (SELECT FROM"
        " artisan_craft ac WHERE ac.artisan_id = p.artisan_id AND ac.craft_id = p.craft_id)"
    )


async def test_vendors_sell_what_artisans_agreed_to() -> None:
    assert not await offenders(
        "SELECT p.id FROM product p WHERE artisan_id IS NOT NULL AND NOT EXISTS (SELECT FROM"
        " agreement g WHERE g.artisan_id = p.artisan_id AND g.vendor_id = p.vendor_id"
        " AND g.status = 'accepted' AND g.accepted_at < coalesce(p.published_at, now()))"
    )


async def test_inactive_vendors_show_no_products() -> None:
    assert await count("vendor", "status <> 'approved'") == 3
    assert not await offenders(
        "SELECT p.id FROM product p JOIN vendor v ON v.id = p.vendor_id"
        " WHERE v.status <> 'approved' AND p.status = 'published'"
    )


async def test_vendors_are_of_all_three_kinds() -> None:
    rows = await fetch("SELECT kind, count(*)::int AS number FROM vendor GROUP BY 1")
    assert {row["kind"]: row["number"] for row in rows} == {
        "regular": 102,
        "composition": 12,
        "enrolled_unregistered": 6,
    }
    assert await count("(SELECT DISTINCT district_id FROM vendor) d") >= 65


async def test_vendor_gstins_are_valid_and_unassigned() -> None:
    for row in await fetch("SELECT gstin FROM vendor WHERE gstin IS NOT NULL"):
        assert is_valid(row["gstin"])
        assert row["gstin"][2:5] == "ZZZ"
    assert await count("vendor", "care_phone !~ '^\\+91-00000-\\d{5}$'") == 0
    assert await count("vendor", "care_email !~ '\\.example\\.in$'") == 0


async def test_vendor_addresses_match_their_pin_codes() -> None:
    assert not await offenders(
        "SELECT v.id FROM vendor v LEFT JOIN pincode p USING (pincode)"
        " WHERE p.district_id IS DISTINCT FROM v.district_id"
    )


async def test_five_artisans_have_no_public_profile() -> None:
    assert await count("artisan", "profile_consented_at IS NULL") == 5
    assert not await offenders(
        "SELECT d.maker_name FROM declaration d JOIN product p ON p.id = d.product_id"
        " JOIN artisan a ON a.id = p.artisan_id"
        " WHERE a.profile_consented_at IS NULL AND d.maker_name = a.name_en"
    )


async def test_summaries_are_what_the_triggers_would_write() -> None:
    assert not await offenders(SUMMARIES)


async def test_a_price_range_can_be_paid_and_no_listing_begins_with_what_is_sold_out() -> None:
    bought = "v.product_id = p.id AND v.is_active AND (v.is_made_to_order OR s.available > 0)"
    for column in ("min_price_paise", "max_price_paise"):
        assert not await offenders(
            "SELECT slug FROM product p WHERE is_available AND NOT EXISTS (SELECT FROM variant v"
            " LEFT JOIN stock s ON s.variant_id = v.id"
            f" WHERE {bought} AND v.price_paise = {column})"
        )
    for column in ("is_on_sale", "district_id", "category_id", "craft_id"):
        assert not await offenders(
            f"SELECT slug FROM (SELECT DISTINCT ON ({column}) * FROM product WHERE is_on_sale"
            f" ORDER BY {column}, popularity DESC, id DESC) p WHERE NOT is_available"
        )


async def test_every_variant_has_one_rate_and_no_price_lies_in_the_tax_gap() -> None:
    rates, today = (await terms()).rates, date(2026, 11, 30)
    for row in await fetch("SELECT DISTINCT hsn, rate_condition_id, price_paise FROM variant"):
        hsn, condition, price = row["hsn"], row["rate_condition_id"], row["price_paise"]
        allowed = rates.conditions(hsn, today)
        assert condition in allowed if allowed else condition is None, hsn
        rates.find(hsn, condition, price, 1, today)


async def test_every_product_has_a_kind_and_every_kind_goods() -> None:
    assert not await offenders("SELECT slug FROM product WHERE kind_id IS NULL")
    assert not await offenders(
        "SELECT slug FROM kind k WHERE NOT EXISTS (SELECT FROM product WHERE kind_id = k.id)"
    )


async def test_a_package_says_what_it_contains() -> None:
    """Of a size or set of its own as well: a set of six is not one piece."""
    assert not await offenders(
        "SELECT sku FROM variant v JOIN product p ON p.id = v.product_id"
        " JOIN kind k ON k.id = p.kind_id WHERE v.net_unit IS DISTINCT FROM k.net_unit"
    )
    assert not await offenders(
        "SELECT v.sku FROM variant v JOIN variant_option vo ON vo.variant_id = v.id"
        " JOIN option_value ov ON ov.id = vo.value_id JOIN option o ON o.id = ov.option_id"
        " JOIN LATERAL (SELECT w.net_quantity FROM variant w JOIN variant_option wo"
        "  ON wo.variant_id = w.id JOIN option_value wv ON wv.id = wo.value_id"
        "  WHERE w.product_id = v.product_id AND wv.slug = '1') one ON true"
        " WHERE o.slug = 'set-of' AND v.net_quantity <> one.net_quantity * ov.slug::int"
    )


async def test_packs_are_called_by_what_they_contain() -> None:
    """ "500 g" and "Pack of 5 (5 × 500 g)", not "1 pack"; attar by the millilitre."""
    labels = await fetch(
        "SELECT DISTINCT ov.label_en, ov.label_hi, v.net_quantity, v.net_unit FROM variant v"
        " JOIN variant_option vo ON vo.variant_id = v.id"
        " JOIN option_value ov ON ov.id = vo.value_id"
        " JOIN option o ON o.id = ov.option_id WHERE o.slug IN ('food-pack', 'attar-volume')"
    )
    several = re.compile(r"Pack of (\d+) \(\1 × (.*)\)")
    assert {bool(several.fullmatch(row["label_en"])) for row in labels} == {True, False}
    for row in labels:
        number, en, hi = 1, row["label_en"], row["label_hi"]
        if (found := several.fullmatch(en)) is not None:
            number, en = int(found[1]), found[2]
            hi = hi.removeprefix(f"{number} का पैक ({number} × ").removesuffix(")")
        assert (en, hi) == quantity_label(row["net_quantity"] / number, row["net_unit"])


async def test_what_is_on_sale_is_complete() -> None:
    assert not await offenders(
        "SELECT p.id FROM product p WHERE p.status = 'published' AND ("
        " NOT EXISTS (SELECT FROM declaration d WHERE d.product_id = p.id)"
        " OR NOT EXISTS (SELECT FROM product_search s WHERE s.product_id = p.id)"
        " OR (SELECT count(*) FROM product_image i WHERE i.product_id = p.id) <"
        " CASE WHEN (SELECT drawing FROM kind k WHERE k.id = p.kind_id) IS NULL THEN 1 ELSE 2 END"
        " OR NOT EXISTS (SELECT FROM variant v JOIN stock s ON s.variant_id = v.id"
        "  WHERE v.product_id = p.id AND v.is_active))"
    )


@pytest.mark.parametrize("table", TEXTS)
async def test_texts_are_finished(table: str) -> None:
    english = " || ' ' || ".join(f"coalesce({stem}_en, '')" for stem in TEXTS[table])
    hindi = " || ' ' || ".join(f"coalesce({stem}_hi, '')" for stem in TEXTS[table])
    unfinished = r"[{}]|\s\s|\s[,.;।]|[,;]$|^[,;]|None| ,|\.\."
    for stem in TEXTS[table]:
        for language in ("en", "hi"):
            column = f"{stem}_{language}"
            assert not await offenders(
                f"SELECT {column} FROM {table} WHERE {column} ~ '{unfinished}'"
            )
    assert not await offenders(f"SELECT {english} FROM {table} WHERE {english} ~ '[ऀ-ॿ]'")
    assert not await offenders(
        f"SELECT {hindi} FROM {table} WHERE {hindi} !~ '[ऀ-ॿ0-9]' AND btrim({hindi}) <> ''"
        f" AND {hindi} !~ '^[A-Z]{{1,4}}$'"
    )


async def test_some_products_are_in_one_language_only() -> None:
    products = await count("product")
    assert 0.02 < await count("product", "name_hi IS NULL") / products < 0.06
    assert 0.01 < await count("product", "name_en IS NULL") / products < 0.04
    assert await count("product", "(name_hi IS NULL) <> (description_hi IS NULL)") == 0


@pytest.mark.parametrize("name", ["name_en", "name_hi"])
async def test_names_within_a_craft_differ(name: str) -> None:
    same = await fetch_value(
        "SELECT sum(number - 1)::int FROM"
        f" (SELECT count(*) AS number FROM product WHERE {name} IS NOT NULL"
        f"   GROUP BY craft_id, {name}) n"
    )
    assert same < 0.005 * await count("product")


async def test_figures_are_realistic() -> None:
    products = await count("product")
    assert 0.93 < await count("product", "status = 'published'") / products < 0.98
    assert 0.04 < await count("product", "NOT is_available") / products < 0.12
    assert 1.0 < await count("review") / products < 2.2
    assert 0.2 < await count("variant", "mrp_paise > price_paise") / await count("variant") < 0.4
    times = await count(
        "(SELECT DISTINCT published_at FROM product WHERE published_at IS NOT NULL) t"
    )
    assert times == await count("product", "published_at IS NOT NULL")


async def test_old_addresses_lead_to_products() -> None:
    assert await count("slug_history", "noun = 'product'") > 0
    assert not await offenders(
        "SELECT h.slug FROM slug_history h WHERE noun = 'product' AND"
        " (EXISTS (SELECT FROM product p WHERE p.slug = h.slug)"
        "  OR NOT EXISTS (SELECT FROM product p WHERE p.id = h.target_id))"
    )


async def test_food_has_a_shelf_life_and_a_licence() -> None:
    assert not await offenders(
        "SELECT p.id FROM declaration d JOIN product p ON p.id = d.product_id"
        " JOIN category k ON k.id = p.category_id WHERE (k.slug = 'food-agri') IS DISTINCT FROM"
        " (num_nonnulls(d.fssai_licence, d.best_before_months, d.is_vegetarian) = 3)"
    )


async def test_food_in_stock_is_of_a_fresh_lot() -> None:
    """And of nothing else: packed before today, best before as its label says."""
    assert not await offenders(
        "SELECT v.sku FROM stock s JOIN variant v ON v.id = s.variant_id"
        " JOIN product p ON p.id = v.product_id JOIN category c ON c.id = p.category_id"
        " JOIN declaration d ON d.product_id = p.id WHERE (c.slug = 'food-agri') <>"
        " (num_nonnulls(s.lot_code) = 1) OR s.is_past_sell_by OR s.packed_on > current_date + 1"
        " OR s.best_before_on"
        " <> (s.packed_on + make_interval(months => d.best_before_months))::date"
    )


async def test_old_lots_of_the_demo_are_packed_anew() -> None:
    packed = "stock SET packed_on = packed_on - 900, best_before_on = best_before_on - 900"
    await execute(f"UPDATE {packed}, sell_by = sell_by - 900 WHERE sell_by IS NOT NULL")
    assert await count("stock", "is_past_sell_by") > 0
    await catalogue.load_missing()
    assert not await count("stock", "is_past_sell_by")


async def test_products_are_reproducible() -> None:
    one, other = await catalogue.assemble(), await catalogue.assemble()
    numbers = [1, 2, 700, 4_321, 10_999]
    forward = {number: _rows(number, one) for number in numbers}
    backward = {number: _rows(number, other) for number in reversed(numbers)}
    assert forward == backward
    assert one.rows == other.rows


async def test_loaded_products_equal_generated_ones() -> None:
    cast, columns = await catalogue.assemble(), ", ".join(COLUMNS["product"])
    for row in await fetch(f"SELECT {columns} FROM product WHERE id % 997 = 1 ORDER BY id"):
        assert _rows(row["id"], cast)["product"] == [tuple(row)]


def _rows(number: int, cast: Population) -> dict[str, list[tuple[Any, ...]]]:
    rows = Rows()
    write(goods(number, cast), cast, rows)
    return rows.tables


async def test_loaded_search_keys_equal_reindexed_ones() -> None:
    sql = "SELECT product_id, keys::text FROM product_search WHERE product_id % 97 = 1 ORDER BY 1"
    before = await fetch(sql)
    await reindex([row["product_id"] for row in before])
    assert await fetch(sql) == before


async def test_reference_data_can_be_loaded_again() -> None:
    sql = "SELECT slug, id, xmin::text FROM {} ORDER BY slug"
    tables = ("district", "category", "craft")
    before = [await fetch(sql.format(table)) for table in tables]
    await load_reference()
    assert [await fetch(sql.format(table)) for table in tables] == before
    assert await count("district", "image_public_id IS NULL") == 0


@pytest.mark.parametrize("rupees", [2400, 2600, 2626, 2700, 2800, 2949, 2950, 2960, 3100])
@pytest.mark.parametrize("nines", [True, False])
def test_prices_avoid_the_tax_gap(rupees: int, nines: bool) -> None:
    paise = shop_price(rupees, "6211", nines)
    assert not in_gap(paise, "6211")
    assert abs(paise / 100 - rupees) < (ABOVE_GAP - BELOW_GAP) / 100
    assert re.search("(9|0|5)00$", str(paise))


async def test_no_stock_is_reserved_without_orders() -> None:
    assert not await fetch_value(
        "SELECT count(*) FROM stock s WHERE s.reserved <> (SELECT coalesce(sum(r.quantity), 0)"
        " FROM reservation r WHERE r.variant_id = s.variant_id AND r.status <> 'released')"
    )
