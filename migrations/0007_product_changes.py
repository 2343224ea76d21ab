"""Changes of products are told with the products' ids, so that an index of them can follow."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# What an index of products looks at; popularity, which changes often, is not among it.
WATCHED = (
    "status", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id",
    "country_of_origin", "min_price_paise", "is_gi_tagged", "is_available", "is_made_to_order",
    "rating_sum", "rating_count",
)  # fmt: skip
OLD = ", ".join(f"g.{name}" for name in WATCHED)
NEW = ", ".join(f"c.{name}" for name in WATCHED)
TELL = f"""
-- `values 1,2,3` or `words 1,2,3`; nothing at all when there are too many to tell of.
CREATE FUNCTION tell_of_products(kind text, ids integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(ids) > 5000 OR (bulk_loading() AND ids IS NOT NULL) THEN
    PERFORM pg_notify('odop_products', '');
    RETURN;
  END IF;
  FOR start IN 1 .. coalesce(cardinality(ids), 0) BY 500 LOOP
    PERFORM pg_notify(
      'odop_products', kind || ' ' || array_to_string(ids[start : start + 499], ','));
  END LOOP;
END $$;

CREATE FUNCTION product_told() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION product_attribute_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_of_products('values', array_agg(DISTINCT c.product_id)) FROM come c;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM tell_of_products('values', array_agg(DISTINCT g.product_id)) FROM gone g;
  ELSE
    PERFORM tell_of_products('values', array_agg(product_id)) FROM (
      SELECT c.product_id FROM come c UNION SELECT g.product_id FROM gone g) either;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION product_search_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_of_products('words', array_agg(c.product_id)) FROM come c;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM tell_of_products('words', array_agg(g.product_id)) FROM gone g;
  ELSE
    PERFORM tell_of_products('words', array_agg(c.product_id))
      FROM come c JOIN gone g ON g.product_id = c.product_id WHERE c.keys IS DISTINCT FROM g.keys;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION products_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('odop_products', '');
  RETURN NULL;
END $$;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER {table}_told_of_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_told();
CREATE TRIGGER {table}_told_of_old AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_told();
CREATE TRIGGER {table}_told_of_changed AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_told();
CREATE TRIGGER {table}_told_of_none AFTER TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION products_told();
"""
    for table in ("product", "product_attribute", "product_search")
)


class Migration(migrations.Migration):
    dependencies = [("models", "0006_search_copies")]
    initial = False
    operations = [ops.RunSQL(TELL + TRIGGERS)]
