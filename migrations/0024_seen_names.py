"""What a person reads of a name can be seen, whoever writes it.

Texts that come by the API are folded (`auth/text_input.py`); these checks hold for imports and for
whoever writes by SQL. A text of blanks and unseen marks alone is no text, and an id of a picture
stands in addresses as it is.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

# Blanks, control characters, and marks that are not drawn: those of `is_unseen` and `is_blank`.
# What has a shape beside other letters is among them: alone it has none.
UNSEEN = (
    r"\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    r"\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u2064"
    r"\u2066-\u206f\u2800\u3000\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    r"\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
# How columns are called whose texts a person reads.
NAMES = "_(en|hi)$|name|line[12]|address|landmark|city|holder|author|text|reference"
PICTURES = (
    ("Artisan", "artisan", "portrait_public_id"),
    ("District", "district", "image_public_id"),
    ("ProductImage", "product_image", "public_id"),
)

SEEN = rf"""
-- Not in SQL: PostgreSQL would read its body anew for each statement that writes.
CREATE FUNCTION can_be_seen(text) RETURNS boolean
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS
  $$ BEGIN RETURN $1 ~ '[^{UNSEEN}]'; END $$;

CREATE OR REPLACE FUNCTION forbid_empty_texts() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  texts record;
  text_column text;
  has_empty boolean;
BEGIN
  FOR texts IN
    SELECT c.table_name AS name, array_agg(c.column_name::text) AS columns,
      array_agg(c.column_name::text) FILTER (WHERE c.is_nullable = 'YES') AS nullable,
      string_agg(format('can_be_seen(%I)', c.column_name), ' AND ' ORDER BY c.column_name)
        AS seen
    FROM information_schema.columns c JOIN information_schema.tables t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
      AND c.table_name <> 'tortoise_migrations' AND c.column_name ~ '{NAMES}'
      AND c.data_type IN ('text', 'character varying')
    GROUP BY c.table_name
  LOOP
    FOREACH text_column IN ARRAY texts.columns LOOP
      -- Some tables let nobody change a row, and have no empty texts.
      EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE NOT can_be_seen(%I))',
        texts.name, text_column) INTO has_empty;
      IF has_empty THEN
        EXECUTE format('UPDATE %I SET %I = %L WHERE NOT can_be_seen(%I)', texts.name, text_column,
          CASE WHEN text_column = ANY (texts.nullable) THEN NULL ELSE '–' END, text_column);
      END IF;
    END LOOP;
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I',
      texts.name, texts.name || '_no_empty_text');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (%s)',
      texts.name, texts.name || '_no_empty_text', texts.seen);
  END LOOP;
END $$;
SELECT forbid_empty_texts();
"""
PART = "[A-Za-z0-9][A-Za-z0-9._-]*"


class Migration(migrations.Migration):
    dependencies = [("models", "0023_members_carts")]

    initial = False

    operations = [
        ops.RunSQL(SEEN),
        *(
            ops.AddConstraint(
                model_name=model,
                constraint=CheckConstraint(
                    check=f"{column} ~ '^{PART}(/{PART})*$'", name=f"{table}_{column}_form"
                ),
            )
            for model, table, column in PICTURES
        ),
    ]
