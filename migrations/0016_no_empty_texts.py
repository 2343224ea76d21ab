"""An empty text in one language would hide the one in the other: what is not said is NULL."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Adds one CHECK to each table with texts in two languages, named <table>_no_empty_text. A later
# migration that adds such columns calls it again.
FORBID = """
CREATE FUNCTION forbid_empty_texts() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  texts record;
  has_empty boolean;
BEGIN
  FOR texts IN
    SELECT c.table_name AS name,
      array_agg(c.column_name::text) FILTER (WHERE c.is_nullable = 'YES') AS nullable,
      string_agg(format('btrim(%I) <> ''''', c.column_name), ' AND ' ORDER BY c.column_name)
        AS filled
    FROM information_schema.columns c JOIN information_schema.tables t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
      AND c.column_name ~ '_(en|hi)$' AND c.data_type IN ('text', 'character varying')
    GROUP BY c.table_name
  LOOP
    FOR place IN 1 .. coalesce(array_length(texts.nullable, 1), 0) LOOP
      -- Some tables let nobody change a row, and have no empty texts.
      EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE btrim(%I) = '''')',
        texts.name, texts.nullable[place]) INTO has_empty;
      IF has_empty THEN
        EXECUTE format('UPDATE %I SET %I = NULL WHERE btrim(%I) = ''''',
          texts.name, texts.nullable[place], texts.nullable[place]);
      END IF;
    END LOOP;
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I',
      texts.name, texts.name || '_no_empty_text');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (%s)',
      texts.name, texts.name || '_no_empty_text', texts.filled);
  END LOOP;
END $$;
SELECT forbid_empty_texts();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0015_invitations"), ("models", "0015_sign_in")]

    initial = False

    operations = [ops.RunSQL(FORBID)]
