"""Orders cost less: stock wakes a product when there is some or none; carts change in place."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# A cart is changed half a dozen times, a key's answer comes after it. What is not indexed changes
# within the page, where there is room.
IN_PLACE = """
ALTER TABLE cart SET (fillfactor = 60);
ALTER TABLE idempotency_key SET (fillfactor = 70);
"""
FILLED = """
ALTER TABLE cart RESET (fillfactor);
ALTER TABLE idempotency_key RESET (fillfactor);
"""
# Each order is looked for before it is made; what waits to be sorted in is read whole each time.
MARKS = "ALTER INDEX orders_marks SET (fastupdate = off)"
MARKS_BEFORE = "ALTER INDEX orders_marks RESET (fastupdate)"
# The sequence of the entries, found once and not by its column each time.
AUDIT = """
CREATE OR REPLACE FUNCTION audit_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.chain := coalesce(NEW.account_id % 16, abs(hashtext(NEW.subject) % 16));
  PERFORM pg_advisory_xact_lock(13, NEW.chain);
  NEW.id := nextval('audit_entry_id_seq');
  NEW.previous_hash := (
    SELECT hash FROM audit_entry WHERE chain = NEW.chain ORDER BY id DESC LIMIT 1);
  NEW.hash := audit_hash(NEW);
  RETURN NEW;
END $$;
"""
# Of a change of stock a product keeps only whether there is any.
STOCK = """
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
"""
STOCK_BEFORE = """
DROP TRIGGER stock_updated ON stock;
CREATE TRIGGER stock_updated AFTER UPDATE ON stock REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION stock_changed();
DROP FUNCTION stock_turned();
"""
# Nothing is found by these.
UNREAD = (
    ("Cart", "cart_expiry"),
    ("Order", "orders_email"),
    ("PromotionUse", "promotion_use_phone"),
)


class Migration(migrations.Migration):
    dependencies = [("models", "0021_search_inline")]
    initial = False
    operations = [
        *(ops.RemoveIndex(model, name=name) for model, name in UNREAD),
        ops.RunSQL(IN_PLACE, FILLED),
        ops.RunSQL(MARKS, MARKS_BEFORE),
        ops.RunSQL(AUDIT),
        ops.RunSQL(STOCK, STOCK_BEFORE),
    ]
