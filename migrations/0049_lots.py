"""Food on hand is of one lot, and none of it is available after its last day of sale.

Foods of before have no lot; they are sold until one is entered.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint

LOTS = """
ALTER TABLE stock DROP COLUMN available;
ALTER TABLE stock ADD COLUMN available bigint NOT NULL
  GENERATED ALWAYS AS (CASE WHEN is_past_sell_by THEN 0 ELSE on_hand - reserved END) STORED;

CREATE FUNCTION stock_lot() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.is_past_sell_by := coalesce(NEW.sell_by < (now() AT TIME ZONE 'Asia/Kolkata')::date, false);
  RETURN NEW;
END $$;
CREATE TRIGGER stock_lot BEFORE INSERT OR UPDATE OF sell_by ON stock
  FOR EACH ROW EXECUTE FUNCTION stock_lot();

CREATE FUNCTION lots_follow_calendar() RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  today date := (now() AT TIME ZONE 'Asia/Kolkata')::date;
BEGIN
  -- In the order in which checkout locks them.
  PERFORM FROM stock s JOIN variant v ON v.id = s.variant_id
    WHERE s.sell_by < today AND NOT s.is_past_sell_by
    ORDER BY v.product_id, s.variant_id FOR NO KEY UPDATE OF s;
  UPDATE stock SET sell_by = sell_by WHERE sell_by < today AND NOT is_past_sell_by;
END $$;
SELECT forbid_empty_texts();
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0048_subsidies_and_evidence')]

    initial = False
    operations = [
        ops.AddField(
            model_name='Stock',
            name='best_before_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Stock',
            name='is_past_sell_by',
            field=fields.BooleanField(default=False, db_default=False, description='written by a trigger'),
        ),
        ops.AddField(
            model_name='Stock',
            name='lot_code',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='Stock',
            name='packed_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Stock',
            name='sell_by',
            field=fields.DateField(null=True, description='last day of sale, in India'),
        ),
        ops.AddIndex(model_name='Stock', index=PostgreSQLIndex(fields=['sell_by'], name='stock_sell_by')),
        ops.AddConstraint(
            model_name='Stock',
            constraint=CheckConstraint(check='num_nonnulls(lot_code, packed_on, best_before_on, sell_by) IN (0, 4)', name='stock_whole_lot'),
        ),
        ops.AddConstraint(
            model_name='Stock',
            constraint=CheckConstraint(check='packed_on < best_before_on AND sell_by < best_before_on', name='stock_lot_dates'),
        ),
        ops.RunSQL(LOTS),
    ]
