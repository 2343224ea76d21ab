"""A change of stock looks at its product where a variant has some now or none any more, and else at
nothing: most orders take a few of many.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

TURNS = """
CREATE FUNCTION stock_turns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT bulk_loading() THEN
    PERFORM product_refresh_offer((
      SELECT array_agg(product_id) FROM variant WHERE id IN (OLD.variant_id, NEW.variant_id)));
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER stock_updated ON stock;
CREATE TRIGGER stock_updated AFTER UPDATE ON stock FOR EACH ROW
  WHEN ((OLD.available > 0) IS DISTINCT FROM (NEW.available > 0)
    OR OLD.variant_id <> NEW.variant_id)
  EXECUTE FUNCTION stock_turns();
DROP FUNCTION stock_turned();
"""
TURNS_BEFORE = """
CREATE FUNCTION stock_turned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids int[];
BEGIN
  IF bulk_loading() THEN
    RETURN NULL;
  END IF;
  SELECT array_agg(DISTINCT v.product_id) INTO ids
  FROM (SELECT variant_id, available > 0 AS has_any FROM come) c
  FULL JOIN (SELECT variant_id, available > 0 AS has_any FROM gone) g USING (variant_id)
  JOIN variant v ON v.id = variant_id
  WHERE c.has_any IS DISTINCT FROM g.has_any;
  IF ids IS NOT NULL THEN
    PERFORM product_refresh_offer(ids);
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER stock_updated ON stock;
CREATE TRIGGER stock_updated AFTER UPDATE ON stock
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION stock_turned();
DROP FUNCTION stock_turns();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0025_product_index_order")]
    initial = False
    operations = [ops.RunSQL(TURNS, TURNS_BEFORE)]
