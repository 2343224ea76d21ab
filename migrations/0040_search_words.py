"""Counts of words follow every change, and products handed on at once lose their names at once.

Of a word in a hundred products or more nobody noticed that products lost it, so it stayed known
when the last one had. Search rows now say whether their words are counted, and a change says which
words a product has lost already, so that following adds and subtracts. Whoever hides a name or
deletes a product counts rare words only, and waits for nobody who counts others.

Products that one statement hands on were locked with their words one by one, and the name stayed if
more than a hundred had it. Products whose stock one statement changes were locked in its order.
"""

from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations import operations as ops

FUNCTIONS = """
-- Locks those words that so few products have that they are counted at once, in their order.
CREATE FUNCTION search_words_held(words text[], number integer) RETURNS text[]
    LANGUAGE sql
    AS $$
  SELECT ARRAY(
    SELECT key FROM search_term WHERE key = ANY(words) AND products <= 100 + 2 * number
     ORDER BY key FOR UPDATE)
$$;

CREATE FUNCTION search_words_count(words text[]) RETURNS void
    LANGUAGE sql
    AS $$
  WITH counted AS MATERIALIZED (
    SELECT key, (
      SELECT count(*) FROM product_search s
       WHERE s.keys @@ quote_literal(key)::tsquery AND coalesce(s.is_counted, s.is_on_sale)
    ) AS products FROM unnest(words) AS given (key)
  ), forgotten AS (
    DELETE FROM search_term t USING counted c WHERE t.key = c.key AND c.products = 0
  )
  UPDATE search_term t SET products = c.products FROM counted c
   WHERE t.key = c.key AND c.products > 0 AND t.products <> c.products
$$;

CREATE OR REPLACE FUNCTION artisan_names_hidden(hidden int[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  words text[];
  few text[];
BEGIN
  PERFORM lock_products(hidden);
  words := ARRAY(
    SELECT DISTINCT word.lexeme FROM product_search s, unnest(s.keys) AS word
     WHERE s.product_id = ANY(hidden) AND 'C' = ANY(word.weights));
  few := search_words_held(words, cardinality(hidden));
  words := ARRAY(SELECT unnest(words) EXCEPT SELECT unnest(few));
  INSERT INTO search_change (noun, target_id, lost)
    SELECT 'product', s.product_id, array_agg(word.lexeme)
      FROM product_search s, unnest(s.keys) AS word
     WHERE s.product_id = ANY(hidden) AND s.is_counted IS NOT FALSE
       AND 'C' = ANY(word.weights) AND word.lexeme = ANY(words)
     GROUP BY s.product_id;
  UPDATE product_search SET keys = ts_filter(keys, '{a,b,d}') WHERE product_id = ANY(hidden);
  PERFORM search_words_count(few);
END $$;

CREATE OR REPLACE FUNCTION product_search_gone() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  words text[] := ARRAY(SELECT DISTINCT unnest(tsvector_to_array(keys)) FROM gone);
  few text[] := search_words_held(words, (SELECT count(*)::int FROM gone));
BEGIN
  words := ARRAY(SELECT unnest(words) EXCEPT SELECT unnest(few));
  INSERT INTO search_change (noun, target_id, lost)
    SELECT 'product', product_id, array_agg(word.lexeme) FROM gone, unnest(keys) AS word
     WHERE is_counted IS NOT FALSE AND word.lexeme = ANY(words) GROUP BY product_id;
  PERFORM search_words_count(few);
  RETURN NULL;
END $$;
DROP FUNCTION search_terms_left(text[], integer);

DROP TRIGGER product_handed_on ON product;
CREATE OR REPLACE FUNCTION product_handed_on() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[] := ARRAY(
    SELECT g.id FROM gone g JOIN come c USING (id)
     WHERE g.artisan_id IS NOT NULL AND g.artisan_id IS DISTINCT FROM c.artisan_id);
BEGIN
  IF ids <> '{}' THEN
    PERFORM artisan_names_hidden(ids);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER product_handed_on AFTER UPDATE ON product
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_handed_on();
"""
# Whoever changes something else of vendors and artisans waits for nobody who publishes: their rows
# are locked already. The class of advisory locks is `LockClass.SALES`.
SALES = """
CREATE OR REPLACE FUNCTION product_refresh_sale(vendors integer[], artisans integer[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[];
BEGIN
  IF coalesce(vendors, '{}') = '{}' AND coalesce(artisans, '{}') = '{}' THEN
    RETURN;
  END IF;
  -- For agreements that begin and end by date.
  PERFORM pg_advisory_xact_lock(23, 0);
  ids := ARRAY(
    SELECT p.id FROM unnest(vendors, artisans) AS s (vendor, artisan)
      JOIN product p ON p.vendor_id = s.vendor
     WHERE s.artisan IS NULL AND p.status = 'published'
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id)
    UNION ALL
    SELECT p.id FROM unnest(vendors, artisans) AS s (vendor, artisan)
      JOIN product p ON p.artisan_id = s.artisan
     WHERE (s.vendor IS NULL OR p.vendor_id = s.vendor) AND p.status = 'published'
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id));
  PERFORM lock_products(ids);
  UPDATE product p SET is_on_sale = NOT p.is_on_sale
   WHERE p.id = ANY(ids)
     AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id);
END $$;
"""
# A variant that moves to another product is read where it is after the move.
STOCK = """
DROP TRIGGER stock_updated ON stock;
CREATE OR REPLACE FUNCTION stock_turns() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  variants integer[] := ARRAY(
    SELECT variant_id FROM gone g FULL JOIN come c USING (variant_id)
     WHERE (g.available > 0) IS DISTINCT FROM (c.available > 0));
BEGIN
  IF variants <> '{}' AND NOT bulk_loading() THEN
    PERFORM product_refresh_offer(ARRAY(
      SELECT product_id FROM variant WHERE id = ANY(variants) ORDER BY id FOR KEY SHARE));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stock_updated AFTER UPDATE ON stock
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION stock_turns();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0039_known_devices")]
    initial = False
    operations = [
        ops.AddField(
            model_name="ProductSearch",
            name="is_counted",
            field=fields.BooleanField(
                null=True, description="whether `search_term` counts the keys; null if not known"
            ),
        ),
        ops.AddField(
            model_name="SearchChange",
            name="lost",
            field=ArrayField(
                element_type="text", null=True, description="keys that a product has lost already"
            ),
        ),
        ops.RunSQL(FUNCTIONS),
        ops.RunSQL(SALES),
        ops.RunSQL(STOCK),
    ]
