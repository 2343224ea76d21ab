"""An order is written only if what it was priced by has not changed while it waited.

A statement reads all rows but the locked one as they were when it began, so an order that waited
for a cart, a piece or the audit log was placed for what had just left the sale.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# Called by the statement that writes an order, after all else that waits; `commerce.checkout` reads
# the same versions with the cart.
FUNCTION = """
CREATE FUNCTION order_is_current(
  account integer, variants integer[], versions text[], today date, written bigint)
  RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN versions = ARRAY(
    SELECT ARRAY[w.xmin, p.xmin, v.xmin, g.version, a.xmin]::text || coalesce(g.id, 0)
    FROM unnest(variants) WITH ORDINALITY AS l (variant_id, place)
    LEFT JOIN (variant w JOIN product p ON p.id = w.product_id JOIN vendor v ON v.id = p.vendor_id)
      ON w.id = l.variant_id
    LEFT JOIN LATERAL (
      SELECT g.id, g.xmin AS version FROM agreement g
      WHERE g.vendor_id = p.vendor_id AND g.artisan_id = p.artisan_id AND g.status = 'accepted'
        AND g.valid_from <= today AND (g.valid_to IS NULL OR g.valid_to >= today)
      ORDER BY g.valid_from DESC LIMIT 1) g ON true
    LEFT JOIN account a ON a.id = account
    ORDER BY l.place);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0037_search_copies")]
    initial = False
    operations = [ops.RunSQL(FUNCTION)]
