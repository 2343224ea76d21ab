"""Counts of words are exact.

A word that a product has lost, and whose loss is still to be followed, counts until then. Who
counted it anew before left it out, and following subtracted it once more. The empty key, which
counts all products, follows like the others.
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


class Migration(migrations.Migration):
    dependencies = [("models", "0040_search_words")]
    initial = False
    operations = [ops.RunSQL(COUNTS)]
