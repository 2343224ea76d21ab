"""Tables that processes hold tell of their changes; see `database/held.py`."""

from tortoise import migrations
from tortoise.migrations import operations as ops

TABLES = ("district", "craft", "category", "gi_registration", "artisan", "vendor", "state")
FUNCTION = """
CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('odop_held', TG_TABLE_NAME);
  RETURN NULL;
END $$;
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("models", "0003_guarantees")]
    initial = False
    operations = [ops.RunSQL(FUNCTION + TRIGGERS)]
