"""A product whose only price comes or goes is decided together with who may sell it.

A product without a price is on sale for nobody, so a suspension did not wait for it: its variant,
activated at the same time, put it on sale for a suspended vendor, or left it hidden after an
approval. In the same way a new product could miss that its craft had just been registered as a
geographical indication.

Rows of the search index are locked in the order of their products, as `commerce.search` does that
writes them: the two waited for each other.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# The class of advisory locks is `LockClass.SALES`.
FUNCTIONS = """
-- Who suspends a vendor does not see a product that cannot be on sale yet, or is handed on. Other
-- changes of a product hold its row, for which the suspension waits.
CREATE OR REPLACE FUNCTION product_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.status = 'published' AND NEW.min_price_paise IS NOT NULL
     AND (TG_OP = 'INSERT' OR OLD.status <> 'published' OR OLD.min_price_paise IS NULL
       OR (NEW.vendor_id, NEW.artisan_id) IS DISTINCT FROM (OLD.vendor_id, OLD.artisan_id)) THEN
    PERFORM pg_advisory_xact_lock_shared(23, 0);
  END IF;
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

CREATE OR REPLACE FUNCTION product_gi() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  -- Waits for who registers the craft, and the other way round.
  PERFORM FROM craft WHERE id = NEW.craft_id FOR SHARE;
  NEW.is_gi_tagged := EXISTS (
    SELECT FROM craft c WHERE c.id = NEW.craft_id AND c.gi_registration_id IS NOT NULL);
  RETURN NEW;
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
  PERFORM FROM product_search WHERE product_id = ANY(hidden)
    ORDER BY product_id FOR NO KEY UPDATE;
  UPDATE product_search SET keys = ts_filter(keys, '{a,b,d}') WHERE product_id = ANY(hidden);
  DELETE FROM search_term WHERE key IN (
    SELECT t.key FROM search_term t
     WHERE t.key = ANY(words) AND t.products <= 100 + 2 * cardinality(hidden)
       AND 0 = (SELECT count(*) FROM product_search s
                 WHERE s.keys @@ quote_literal(t.key)::tsquery AND s.is_on_sale)
       FOR UPDATE SKIP LOCKED);
END $$;
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
    operations = [ops.RunSQL(FUNCTIONS), ops.RunSQL(REPAIR)]
