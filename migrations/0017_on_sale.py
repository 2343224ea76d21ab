"""Whether a product is on sale is worked out in one place, and search follows what changes."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from migrations._frozen import AddFields

COPIES = (
    "status", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id",
    "country_of_origin", "min_price_paise", "is_gi_tagged", "is_available", "is_made_to_order",
    "rating_sum", "rating_count", "rating_rank", "popularity", "published_at", "is_on_sale",
)  # fmt: skip
UPDATED = ", ".join(name for name in COPIES if name != "rating_rank")
WATCHED = (
    "is_on_sale", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id",
    "country_of_origin", "min_price_paise", "is_gi_tagged", "is_available", "is_made_to_order",
    "rating_sum", "rating_count",
)  # fmt: skip
OLD = ", ".join(f"g.{name}" for name in WATCHED)
NEW = ", ".join(f"c.{name}" for name in WATCHED)

ON_SALE = f"""
-- Published, priced, of an approved vendor and, where an artisan made it, of an active one whose
-- agreement with that vendor holds today in India.
CREATE FUNCTION may_be_sold(status text, price bigint, vendor integer, artisan integer)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT status = 'published' AND price IS NOT NULL
     AND EXISTS (SELECT FROM vendor v WHERE v.id = vendor AND v.status = 'approved')
     AND (artisan IS NULL OR EXISTS (
       SELECT FROM artisan a JOIN agreement g ON g.artisan_id = a.id
        WHERE a.id = artisan AND a.status = 'active'
          AND g.vendor_id = vendor AND g.status = 'accepted'
          AND (now() AT TIME ZONE 'Asia/Kolkata')::date
              BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')))
$$;

CREATE FUNCTION product_sale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_on_sale := may_be_sold(NEW.status, NEW.min_price_paise, NEW.vendor_id, NEW.artisan_id);
  RETURN NEW;
END $$;
CREATE TRIGGER product_sale BEFORE INSERT
  OR UPDATE OF status, min_price_paise, vendor_id, artisan_id, is_on_sale ON product
  FOR EACH ROW WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_sale();

-- Work out anew the published products of an artisan (through a vendor), or of a vendor.
CREATE FUNCTION product_refresh_sale(vendor integer, artisan integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF artisan IS NULL THEN
    UPDATE product p SET is_on_sale = NOT p.is_on_sale
     WHERE p.vendor_id = vendor AND p.status = 'published'
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id);
  ELSE
    UPDATE product p SET is_on_sale = NOT p.is_on_sale
     WHERE p.artisan_id = artisan AND p.status = 'published'
       AND (vendor IS NULL OR p.vendor_id = vendor)
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id);
  END IF;
END $$;

CREATE FUNCTION vendor_sale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM product_refresh_sale(NEW.id, NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER vendor_sale AFTER UPDATE OF status ON vendor FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status AND NOT bulk_loading())
  EXECUTE FUNCTION vendor_sale();

CREATE FUNCTION artisan_sale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM product_refresh_sale(NULL, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER artisan_sale AFTER UPDATE OF status ON artisan FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status AND NOT bulk_loading())
  EXECUTE FUNCTION artisan_sale();

CREATE FUNCTION agreement_sale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM product_refresh_sale(OLD.vendor_id, OLD.artisan_id); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM product_refresh_sale(NEW.vendor_id, NEW.artisan_id); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER agreement_sale AFTER INSERT OR UPDATE OR DELETE ON agreement FOR EACH ROW
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION agreement_sale();

-- Agreements that begin or end by the calendar alone; asked every minute.
CREATE FUNCTION agreements_follow_calendar() RETURNS void LANGUAGE sql AS $$
  SELECT product_refresh_sale(g.vendor_id, g.artisan_id)
    FROM (SELECT DISTINCT vendor_id, artisan_id FROM agreement
           WHERE status = 'accepted'
             AND (valid_from > current_date - 8 OR valid_to BETWEEN current_date - 8 AND current_date)) g
$$;

UPDATE product p SET is_on_sale = true
 WHERE may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id);

CREATE OR REPLACE FUNCTION product_search_fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT {", ".join(f"p.{name}" for name in COPIES)}
    INTO {", ".join(f"NEW.{name}" for name in COPIES)}
    FROM product p WHERE p.id = NEW.product_id;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION product_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE product_search SET ({", ".join(COPIES)}) = ({", ".join(f"NEW.{name}" for name in COPIES)})
   WHERE product_id = NEW.id;
  RETURN NULL;
END $$;
DROP TRIGGER product_search_follow ON product;
CREATE TRIGGER product_search_follow AFTER UPDATE OF {UPDATED} ON product
  FOR EACH ROW
  WHEN (({", ".join(f"OLD.{name}" for name in COPIES)})
        IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in COPIES)}))
  EXECUTE FUNCTION product_search_follow();
UPDATE product_search s SET is_on_sale = p.is_on_sale
  FROM product p WHERE p.id = s.product_id;

CREATE OR REPLACE FUNCTION product_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_of_products('values', array_agg(c.id)) FROM come c;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM tell_of_products('values', array_agg(g.id)) FROM gone g;
  ELSE
    PERFORM tell_of_products('values', array_agg(c.id)) FROM come c JOIN gone g ON g.id = c.id
      WHERE ({NEW}) IS DISTINCT FROM ({OLD});
  END IF;
  RETURN NULL;
END $$;
"""

# What is said of a product or offered while somebody types, by table: when one of these columns
# changes, search has to take it in anew.
SAID = {
    "district": ("name_en", "name_hi", "headquarters_en", "headquarters_hi", "aliases"),
    "craft": ("name_en", "name_hi", "short_name_en", "short_name_hi"),
    "category": ("name_en", "name_hi"),
    "vendor": ("display_name_en", "display_name_hi"),
    "artisan": ("name_en", "name_hi", "status", "profile_consented_at"),
    "product": (
        "name_en", "name_hi", "description_en", "description_hi", "district_id", "craft_id",
        "category_id", "artisan_id", "vendor_id", "is_on_sale",
    ),
    "attribute_value": ("label_en", "label_hi"),
}  # fmt: skip
# The same for rows that belong to a product.
PARTS = {
    "product_attribute": ("product_id", "value_id", "text_en", "text_hi"),
    "declaration": ("product_id", "generic_name_en", "generic_name_hi"),
}


def _triggers(table: str, noun: str, key: str, columns: tuple[str, ...]) -> str:
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    call = f"EXECUTE FUNCTION search_told('{noun}', '{key}')"
    return f"""
CREATE TRIGGER {table}_searched AFTER INSERT OR DELETE ON {table} FOR EACH ROW
  WHEN (NOT bulk_loading()) {call};
CREATE TRIGGER {table}_searched_anew AFTER UPDATE ON {table} FOR EACH ROW
  WHEN (({changed}) AND NOT bulk_loading()) {call};
"""


FOLLOWED = f"""
CREATE FUNCTION search_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  INSERT INTO search_change (noun, target_id) VALUES (TG_ARGV[0], (changed ->> TG_ARGV[1])::int);
  PERFORM pg_notify('odop_search', '');
  RETURN NULL;
END $$;
{"".join(_triggers(table, table, "id", columns) for table, columns in SAID.items())}
{"".join(_triggers(table, "product", "product_id", columns) for table, columns in PARTS.items())}
-- Whoever takes consent back is found by name no longer, from that moment: the words of the name go
-- from all products of theirs at once. Those that also stand there for another reason come back
-- when search takes the products in anew.
CREATE FUNCTION artisan_hidden() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  words text[] := (SELECT array_agg(key::text) FROM search_entry
                    WHERE noun = 'artisan' AND target_id = OLD.id);
BEGIN
  UPDATE product_search s SET keys = ts_delete(s.keys, words)
    FROM product p WHERE p.artisan_id = OLD.id AND s.product_id = p.id AND words IS NOT NULL;
  DELETE FROM search_entry WHERE noun = 'artisan' AND target_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER artisan_hidden AFTER UPDATE OF status, profile_consented_at ON artisan FOR EACH ROW
  WHEN (OLD.status = 'active' AND OLD.profile_consented_at IS NOT NULL
        AND (NEW.status <> 'active' OR NEW.profile_consented_at IS NULL))
  EXECUTE FUNCTION artisan_hidden();
CREATE TRIGGER artisan_gone AFTER DELETE ON artisan FOR EACH ROW EXECUTE FUNCTION artisan_hidden();
-- What was indexed before names and consents were followed.
INSERT INTO search_change (noun, target_id) SELECT 'product', id FROM product;
INSERT INTO search_change (noun, target_id)
  SELECT 'artisan', id FROM artisan UNION ALL SELECT 'vendor', id FROM vendor;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0016_no_empty_texts"), ("models", "0015_invitations"), ("models", "0015_sign_in")]
    initial = False
    operations = [
        AddFields(
            "Product", {"is_on_sale": fields.BooleanField(default=False)}, {"is_on_sale": "false"}
        ),
        ops.AddField("ProductSearch", "is_on_sale", fields.BooleanField(null=True)),
        ops.CreateModel(
            name="SearchChange",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("noun", fields.CharField(max_length=20)),
                ("target_id", fields.IntField()),
            ],
            options={
                "table": "search_change",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What search has not yet taken in anew; see `commerce/search/follow.py`.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(ON_SALE),
        ops.RunSQL(FOLLOWED),
    ]
