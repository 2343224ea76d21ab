"""Transactions of an account see that its session has ended while they waited for its lock.

A statement reads all rows but the locked one as they were when it began; the statements of this
function begin one after the other.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

FUNCTION = """
CREATE FUNCTION account_held(account integer, in_session integer, is_exclusive boolean)
  RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF is_exclusive THEN
    PERFORM FROM account a WHERE a.id = account FOR UPDATE;
  ELSE
    PERFORM FROM account a WHERE a.id = account FOR KEY SHARE;
  END IF;
  RETURN (
    SELECT CASE
      WHEN a.erased_at IS NOT NULL THEN 'erased'
      WHEN a.suspended_at IS NOT NULL OR EXISTS (
        SELECT FROM session s WHERE s.id = in_session AND s.ended_at IS NOT NULL) THEN 'closed'
      ELSE 'open' END
    FROM account a WHERE a.id = account);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0035_sale_by_price")]
    initial = False
    operations = [ops.RunSQL(FUNCTION)]
