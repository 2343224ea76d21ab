"""Search rows have the present values of their product, whatever is open at the same time.

A search row was filled from the product as it was committed. A change of the product that was still
open had found no search row to update, so the row kept the former values for good. The row is now
filled after the lock of the product; a change that comes later waits and finds it.

In the same way stock that sold out while its variant moved to another product left that product
available, and words that only a hidden name had stayed in the vocabulary if they were being
counted. A statement that changes several sellers, crafts or variants locks all their products at
once, in the order of IDs, as `commerce.search` does; one that hides several artisans, all the words
of their names.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

COPIES = """
CREATE OR REPLACE FUNCTION product_search_fill() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  SELECT p.status, p.district_id, p.craft_id, p.category_id, p.artisan_id, p.vendor_id, p.country_of_origin, p.min_price_paise, p.is_gi_tagged, p.is_available, p.is_made_to_order, p.rating_sum, p.rating_count, p.rating_rank, p.popularity, p.published_at, p.is_on_sale
    INTO NEW.status, NEW.district_id, NEW.craft_id, NEW.category_id, NEW.artisan_id, NEW.vendor_id, NEW.country_of_origin, NEW.min_price_paise, NEW.is_gi_tagged, NEW.is_available, NEW.is_made_to_order, NEW.rating_sum, NEW.rating_count, NEW.rating_rank, NEW.popularity, NEW.published_at, NEW.is_on_sale
    FROM product p WHERE p.id = NEW.product_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;

-- A variant that moves to another product is read where it is after the move.
CREATE OR REPLACE FUNCTION stock_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT bulk_loading() THEN
    PERFORM product_refresh_offer(ARRAY(
      SELECT v.product_id FROM changed c JOIN variant v ON v.id = c.variant_id
       ORDER BY v.id FOR KEY SHARE OF v));
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION stock_turns() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT bulk_loading() THEN
    PERFORM product_refresh_offer(ARRAY(
      SELECT product_id FROM variant WHERE id IN (OLD.variant_id, NEW.variant_id)
       ORDER BY id FOR KEY SHARE));
  END IF;
  RETURN NULL;
END $$;
"""
# Words that no product on sale has leave the vocabulary, or they would be offered as spellings of
# others. The count is exact below 100 products and about right above. Words are locked in their
# order before they are counted, by `commerce.search` too.
WORDS = """
CREATE FUNCTION search_terms_left(words text[], number integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM FROM search_term WHERE key = ANY(words) AND products <= 100 + 2 * number
    ORDER BY key FOR UPDATE;
  DELETE FROM search_term t
   WHERE t.key = ANY(words) AND t.products <= 100 + 2 * number
     AND 0 = (SELECT count(*) FROM product_search s
               WHERE s.keys @@ quote_literal(t.key)::tsquery AND s.is_on_sale);
END $$;

CREATE OR REPLACE FUNCTION artisan_names_hidden(hidden int[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  words text[];
BEGIN
  PERFORM lock_products(hidden);
  words := ARRAY(
    SELECT DISTINCT word.lexeme FROM product_search s, unnest(s.keys) AS word
     WHERE s.product_id = ANY(hidden) AND 'C' = ANY(word.weights));
  UPDATE product_search SET keys = ts_filter(keys, '{a,b,d}') WHERE product_id = ANY(hidden);
  PERFORM search_terms_left(words, cardinality(hidden));
END $$;

-- The words of all names that a statement hides are locked at once.
DROP TRIGGER artisan_hidden ON artisan;
DROP TRIGGER artisan_gone ON artisan;
CREATE OR REPLACE FUNCTION artisan_hidden() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    ids := ARRAY(SELECT id FROM gone);
  ELSE
    ids := ARRAY(
      SELECT g.id FROM gone g JOIN come c USING (id)
       WHERE g.status = 'active' AND g.profile_consented_at IS NOT NULL
         AND (c.status <> 'active' OR c.profile_consented_at IS NULL));
  END IF;
  IF ids <> '{}' THEN
    PERFORM artisan_names_hidden(ARRAY(SELECT id FROM product WHERE artisan_id = ANY(ids)));
    DELETE FROM search_entry WHERE noun = 'artisan' AND target_id = ANY(ids);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER artisan_hidden AFTER UPDATE ON artisan
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION artisan_hidden();
CREATE TRIGGER artisan_gone AFTER DELETE ON artisan REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION artisan_hidden();

CREATE FUNCTION product_search_gone() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM search_terms_left(
    ARRAY(SELECT DISTINCT unnest(tsvector_to_array(keys)) FROM gone),
    (SELECT count(*)::int FROM gone));
  RETURN NULL;
END $$;
CREATE TRIGGER product_search_gone AFTER DELETE ON product_search REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_search_gone();
"""
# The class of advisory locks is `LockClass.SALES`.
IN_ORDER = """
CREATE OR REPLACE FUNCTION variant_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF bulk_loading() THEN
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM product_refresh_offer(ARRAY(SELECT product_id FROM come));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM product_refresh_offer(ARRAY(SELECT product_id FROM gone));
  ELSE
    PERFORM product_refresh_offer(ARRAY(
      SELECT product_id FROM gone UNION SELECT product_id FROM come));
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION review_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF bulk_loading() THEN
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM product_refresh_rating(ARRAY(SELECT product_id FROM come));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM product_refresh_rating(ARRAY(SELECT product_id FROM gone));
  ELSE
    PERFORM product_refresh_rating(ARRAY(
      SELECT product_id FROM gone UNION SELECT product_id FROM come));
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER craft_gi_mark ON craft;
CREATE OR REPLACE FUNCTION craft_gi_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[] := ARRAY(
    SELECT p.id FROM come c JOIN product p ON p.craft_id = c.id
     WHERE p.is_gi_tagged <> (c.gi_registration_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM gone g WHERE g.id = c.id
         AND g.gi_registration_id IS NOT DISTINCT FROM c.gi_registration_id));
BEGIN
  PERFORM lock_products(ids);
  UPDATE product p SET is_gi_tagged = NOT p.is_gi_tagged FROM come c
   WHERE p.id = ANY(ids) AND c.id = p.craft_id
     AND p.is_gi_tagged <> (c.gi_registration_id IS NOT NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER craft_gi_mark AFTER UPDATE ON craft
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION craft_gi_changed();

DROP TRIGGER vendor_sale ON vendor;
DROP TRIGGER artisan_sale ON artisan;
DROP TRIGGER agreement_sale ON agreement;
DROP FUNCTION product_refresh_sale(integer, integer);

-- Products of each vendor with the artisan beside it; null stands for all of them.
CREATE FUNCTION product_refresh_sale(vendors integer[], artisans integer[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[];
BEGIN
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

CREATE OR REPLACE FUNCTION vendor_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM product_refresh_sale(ARRAY(
    SELECT c.id FROM come c JOIN gone g USING (id) WHERE c.status <> g.status), NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER vendor_sale AFTER UPDATE ON vendor
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION vendor_sale();

CREATE OR REPLACE FUNCTION artisan_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM product_refresh_sale(NULL, ARRAY(
    SELECT c.id FROM come c JOIN gone g USING (id) WHERE c.status <> g.status));
  RETURN NULL;
END $$;
CREATE TRIGGER artisan_sale AFTER UPDATE ON artisan
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION artisan_sale();

CREATE OR REPLACE FUNCTION agreement_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM product_refresh_sale(array_agg(vendor_id), array_agg(artisan_id)) FROM come;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM product_refresh_sale(array_agg(vendor_id), array_agg(artisan_id)) FROM gone;
  ELSE
    PERFORM product_refresh_sale(array_agg(vendor_id), array_agg(artisan_id)) FROM (
      SELECT vendor_id, artisan_id FROM gone UNION SELECT vendor_id, artisan_id FROM come) either;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER agreement_sale_of_new AFTER INSERT ON agreement REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION agreement_sale();
CREATE TRIGGER agreement_sale_of_old AFTER DELETE ON agreement REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION agreement_sale();
CREATE TRIGGER agreement_sale_of_changed AFTER UPDATE ON agreement
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION agreement_sale();

CREATE OR REPLACE FUNCTION agreements_follow_calendar() RETURNS void
    LANGUAGE sql
    AS $$
  SELECT product_refresh_sale(array_agg(g.vendor_id), array_agg(g.artisan_id))
    FROM (SELECT DISTINCT vendor_id, artisan_id FROM agreement
           WHERE status = 'accepted'
             AND (valid_from > current_date - 8 OR valid_to BETWEEN current_date - 8 AND current_date)) g
$$;
"""
# Waits for open changes of both tables. Following brings the words up to date.
REPAIR = """
LOCK TABLE product, product_search IN SHARE ROW EXCLUSIVE MODE;
WITH mended AS (
  UPDATE product_search s
     SET (status, district_id, craft_id, category_id, artisan_id, vendor_id, country_of_origin, min_price_paise, is_gi_tagged, is_available, is_made_to_order, rating_sum, rating_count, rating_rank, popularity, published_at, is_on_sale) = (p.status, p.district_id, p.craft_id, p.category_id, p.artisan_id, p.vendor_id, p.country_of_origin, p.min_price_paise, p.is_gi_tagged, p.is_available, p.is_made_to_order, p.rating_sum, p.rating_count, p.rating_rank, p.popularity, p.published_at, p.is_on_sale)
    FROM product p
   WHERE p.id = s.product_id
     AND (s.status, s.district_id, s.craft_id, s.category_id, s.artisan_id, s.vendor_id, s.country_of_origin, s.min_price_paise, s.is_gi_tagged, s.is_available, s.is_made_to_order, s.rating_sum, s.rating_count, s.rating_rank, s.popularity, s.published_at, s.is_on_sale)
         IS DISTINCT FROM (p.status, p.district_id, p.craft_id, p.category_id, p.artisan_id, p.vendor_id, p.country_of_origin, p.min_price_paise, p.is_gi_tagged, p.is_available, p.is_made_to_order, p.rating_sum, p.rating_count, p.rating_rank, p.popularity, p.published_at, p.is_on_sale)
  RETURNING s.product_id
)
INSERT INTO search_change (noun, target_id) SELECT 'product', product_id FROM mended;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0036_held_accounts")]
    initial = False
    operations = [ops.RunSQL(COPIES), ops.RunSQL(WORDS), ops.RunSQL(IN_ORDER), ops.RunSQL(REPAIR)]
