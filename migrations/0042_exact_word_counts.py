"""Counts of words are exact, and an artisan's products are locked at once.

A word that a product has lost, and whose loss is still to be followed, counts until then. Who
counted it anew before left it out, and following subtracted it once more. The empty key, which
counts all products, follows like the others.

A statement that pauses one artisan and activates another locked the products of the one, their
words, and then the products of the other: in no order.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Losses are read while they are written, so the index has no list of late entries.
COUNTS = """
CREATE INDEX search_change_lost ON search_change USING gin (lost)
  WITH (fastupdate = off) WHERE lost IS NOT NULL;

-- The products that count for a word; its row is locked.
CREATE FUNCTION search_word_products(word text) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
  SELECT CASE WHEN word = '' THEN
      (SELECT count(*) FROM product_search s WHERE coalesce(s.is_counted, s.is_on_sale))
    ELSE
      (SELECT count(*) FROM product_search s
        WHERE s.keys @@ quote_literal(word)::tsquery AND coalesce(s.is_counted, s.is_on_sale))
    END + (SELECT count(*) FROM search_change c WHERE c.lost @> ARRAY[word])
$$;

CREATE OR REPLACE FUNCTION search_words_count(words text[]) RETURNS void
    LANGUAGE sql
    AS $$
  WITH counted AS MATERIALIZED (
    SELECT key, search_word_products(key) AS products FROM unnest(words) AS given (key)
  ), forgotten AS (
    DELETE FROM search_term t USING counted c WHERE t.key = c.key AND c.products = 0
  )
  UPDATE search_term t SET products = c.products FROM counted c
   WHERE t.key = c.key AND c.products > 0 AND t.products <> c.products
$$;

CREATE OR REPLACE FUNCTION product_search_gone() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  words text[] := ARRAY(SELECT DISTINCT unnest(tsvector_to_array(keys) || ''::text) FROM gone);
  few text[] := search_words_held(words, (SELECT count(*)::int FROM gone));
BEGIN
  words := ARRAY(SELECT unnest(words) EXCEPT SELECT unnest(few));
  INSERT INTO search_change (noun, target_id, lost)
    SELECT 'product', product_id, array_agg(word)
      FROM gone, unnest(tsvector_to_array(keys) || ''::text) AS word
     WHERE is_counted IS NOT FALSE AND word = ANY(words) GROUP BY product_id;
  PERFORM search_words_count(few);
  RETURN NULL;
END $$;

DELETE FROM search_term WHERE key = '';
INSERT INTO search_term (key, products)
  SELECT '', count(*) FROM product_search WHERE coalesce(is_counted, is_on_sale)
  HAVING count(*) > 0;
"""
LOCKS = """
DROP TRIGGER artisan_sale ON artisan;
DROP TRIGGER artisan_hidden ON artisan;
DROP TRIGGER artisan_gone ON artisan;
DROP FUNCTION artisan_sale();
DROP FUNCTION artisan_hidden();

-- All products are locked before the first name is hidden: its words come after products.
CREATE FUNCTION artisan_turns() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  hidden integer[];
  turned integer[] := '{}';
BEGIN
  IF TG_OP = 'DELETE' THEN
    hidden := ARRAY(SELECT id FROM gone);
  ELSE
    hidden := ARRAY(
      SELECT g.id FROM gone g JOIN come c USING (id)
       WHERE g.status = 'active' AND g.profile_consented_at IS NOT NULL
         AND (c.status <> 'active' OR c.profile_consented_at IS NULL));
    turned := ARRAY(
      SELECT c.id FROM come c JOIN gone g USING (id)
       WHERE c.status <> g.status AND NOT bulk_loading());
  END IF;
  IF hidden || turned <> '{}' THEN
    PERFORM lock_products(ARRAY(SELECT id FROM product WHERE artisan_id = ANY(hidden || turned)));
  END IF;
  IF hidden <> '{}' THEN
    PERFORM artisan_names_hidden(ARRAY(SELECT id FROM product WHERE artisan_id = ANY(hidden)));
    DELETE FROM search_entry WHERE noun = 'artisan' AND target_id = ANY(hidden);
  END IF;
  PERFORM product_refresh_sale(NULL, turned);
  RETURN NULL;
END $$;
CREATE TRIGGER artisan_gone AFTER DELETE ON artisan REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION artisan_turns();
CREATE TRIGGER artisan_turned AFTER UPDATE ON artisan
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION artisan_turns();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0041_counted_attempts")]
    initial = False
    operations = [
        ops.RunSQL(COUNTS),
        ops.RunSQL(LOCKS),
    ]
