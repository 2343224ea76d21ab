"""Functions that constraints of the tables call."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# domain/gst.md, section 1. Alternate factors 1 and 2, base-36 digits, quotient + remainder by 36.
GSTIN_IS_VALID = """
CREATE FUNCTION gstin_is_valid(gstin text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT gstin ~ '^[0-9]{2}[A-Z]{3}[ABCFGHLJPTK][A-Z][0-9]{4}[A-Z][1-9A-Z][ZC][0-9A-Z]$'
     AND substr(gstin, 8, 4) <> '0000'
     AND (left(gstin, 2)::int BETWEEN 1 AND 38 OR left(gstin, 2) = '97')
     AND right(gstin, 1) = substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', ((36 - (
           SELECT sum(p / 36 + p % 36)
             FROM generate_series(1, 14) i,
                  LATERAL (SELECT (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(gstin, i, 1)) - 1)
                                  * (2 - i % 2) AS p) digit
         ) % 36) % 36)::int + 1, 1)
$$
"""


class Migration(migrations.Migration):
    initial = True
    operations = [ops.RunSQL(GSTIN_IS_VALID, reverse_sql="DROP FUNCTION gstin_is_valid(text)")]
