"""Names of artisans leave search however far the search index is.

The words of a name were those of `search_entry`. Products can have other words: those of a name
that was given back or changed a moment ago. So all words of the weight that names have (C) leave,
with attributes, category and vendor; the change that hides the name is queued, and following it
brings these back.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Words that no other product has leave the vocabulary, or they would be offered as spellings of
# others. The count is exact below 100 products and about right above. A word that is being counted
# by another transaction is left to it.
FUNCTIONS = """
CREATE FUNCTION artisan_names_hidden(hidden int[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  words text[] := (
    SELECT array_agg(DISTINCT word.lexeme) FROM product_search s, unnest(s.keys) AS word
     WHERE s.product_id = ANY(hidden) AND 'C' = ANY(word.weights));
BEGIN
  UPDATE product_search SET keys = ts_filter(keys, '{a,b,d}') WHERE product_id = ANY(hidden);
  DELETE FROM search_term WHERE key IN (
    SELECT t.key FROM search_term t
     WHERE t.key = ANY(words) AND t.products <= 100 + 2 * cardinality(hidden)
       AND 0 = (SELECT count(*) FROM product_search s
                 WHERE s.keys @@ quote_literal(t.key)::tsquery AND s.is_on_sale)
       FOR UPDATE SKIP LOCKED);
END $$;

CREATE OR REPLACE FUNCTION artisan_hidden() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM artisan_names_hidden(array_agg(id)) FROM product WHERE artisan_id = OLD.id;
  DELETE FROM search_entry WHERE noun = 'artisan' AND target_id = OLD.id;
  RETURN NULL;
END $$;

CREATE FUNCTION product_handed_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM artisan_names_hidden(ARRAY[OLD.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER product_handed_on AFTER UPDATE OF artisan_id ON product FOR EACH ROW
  WHEN (OLD.artisan_id IS NOT NULL AND OLD.artisan_id IS DISTINCT FROM NEW.artisan_id
    AND NOT bulk_loading()) EXECUTE FUNCTION product_handed_on();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0031_table_comments")]
    initial = False
    operations = [ops.RunSQL(FUNCTIONS)]
