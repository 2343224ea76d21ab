"""What is on sale, and its GI mark, are decided under one lock, taken before any row.

A product without a price is on sale for nobody, so a suspension did not wait for it: its variant,
activated at the same time, put it on sale for a suspended vendor, or left it hidden after an
approval. In the same way a new product could miss that its craft had just been registered as a
geographical indication.

Triggers of statements come before those of rows and before the rows are locked. So everybody locks
in the same order: the lock of the class, products, then rows of the search index, each in the order
of IDs, as `commerce.search` writes them.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# The class of advisory locks is `LockClass.SALES`.
FUNCTIONS = """
CREATE FUNCTION lock_sales() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(23, 0);
  RETURN NULL;
END $$;

CREATE FUNCTION lock_sales_shared() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(23, 0);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION product_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.is_on_sale := may_be_sold(NEW.status, NEW.min_price_paise, NEW.vendor_id, NEW.artisan_id);
  RETURN NEW;
END $$;

CREATE FUNCTION lock_products(ids integer[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM FROM product WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM product_search WHERE product_id = ANY(ids) ORDER BY product_id FOR NO KEY UPDATE;
END $$;

CREATE OR REPLACE FUNCTION product_refresh_sale(vendor integer, artisan integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[];
BEGIN
  -- For agreements that begin and end by date.
  PERFORM pg_advisory_xact_lock(23, 0);
  IF artisan IS NULL THEN
    ids := ARRAY(SELECT p.id FROM product p
     WHERE p.vendor_id = vendor AND p.status = 'published'
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id));
  ELSE
    ids := ARRAY(SELECT p.id FROM product p
     WHERE p.artisan_id = artisan AND p.status = 'published'
       AND (vendor IS NULL OR p.vendor_id = vendor)
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id));
  END IF;
  PERFORM lock_products(ids);
  UPDATE product p SET is_on_sale = NOT p.is_on_sale
   WHERE p.id = ANY(ids)
     AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id);
END $$;

CREATE OR REPLACE FUNCTION craft_gi_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM lock_products(ARRAY(SELECT id FROM product WHERE craft_id = NEW.id
    AND is_gi_tagged IS DISTINCT FROM (NEW.gi_registration_id IS NOT NULL)));
  UPDATE product SET is_gi_tagged = NEW.gi_registration_id IS NOT NULL
   WHERE craft_id = NEW.id AND is_gi_tagged IS DISTINCT FROM (NEW.gi_registration_id IS NOT NULL);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION artisan_names_hidden(hidden int[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  words text[] := (
    SELECT array_agg(DISTINCT word.lexeme) FROM product_search s, unnest(s.keys) AS word
     WHERE s.product_id = ANY(hidden) AND 'C' = ANY(word.weights));
BEGIN
  PERFORM lock_products(hidden);
  UPDATE product_search SET keys = ts_filter(keys, '{a,b,d}') WHERE product_id = ANY(hidden);
  DELETE FROM search_term WHERE key IN (
    SELECT t.key FROM search_term t
     WHERE t.key = ANY(words) AND t.products <= 100 + 2 * cardinality(hidden)
       AND 0 = (SELECT count(*) FROM product_search s
                 WHERE s.keys @@ quote_literal(t.key)::tsquery AND s.is_on_sale)
       FOR UPDATE SKIP LOCKED);
END $$;
"""
# Changes of prices and stock hold the product's row, for which the others wait.
TRIGGERS = """
CREATE TRIGGER a_sales_lock BEFORE UPDATE OF status ON vendor FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER a_sales_lock BEFORE DELETE OR UPDATE OF status, profile_consented_at ON artisan
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER a_sales_lock BEFORE INSERT OR DELETE OR UPDATE ON agreement FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER a_sales_lock
  BEFORE UPDATE OF gi_registration_id, id, district_id, category_id ON craft FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER a_sales_lock
  BEFORE INSERT OR DELETE OR UPDATE OF status, vendor_id, artisan_id, craft_id ON product
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales_shared();
CREATE TRIGGER a_sales_lock BEFORE INSERT OR DELETE OR UPDATE OF is_active, product_id ON variant
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales_shared();
"""
REPAIR = """
UPDATE product SET is_on_sale = NOT is_on_sale
 WHERE is_on_sale <> may_be_sold(status, min_price_paise, vendor_id, artisan_id);
UPDATE product p SET is_gi_tagged = NOT is_gi_tagged FROM craft c
 WHERE c.id = p.craft_id AND p.is_gi_tagged <> (c.gi_registration_id IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0034_summaries_in_turn")]
    initial = False
    operations = [ops.RunSQL(FUNCTIONS), ops.RunSQL(TRIGGERS), ops.RunSQL(REPAIR)]
