"""Nothing is written for an account that was erased, whoever writes and whatever was begun before.

A foreign key asks that the account's row is there, and an erased one's is. These triggers hold the
row first, as the key would afterwards, and ask that it still is somebody's.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# By column, the tables that name an account in it.
GUARDED = {
    "account_id": (
        "address artisan_account cart consent invitation link_token officer_district orders"
        " otp_challenge promotion_use recovery_code second_factor session staff_member"
        " vendor_member wishlist_item"
    ),
    "created_by_id": "api_key",
    "facilitator_id": "facilitation",
    "invited_by_id": "invitation",
    "proposed_by_id": "payee_proposal",
    "recorded_by_id": "facilitation",
}

FUNCTIONS = """
CREATE FUNCTION account_ended(account_id int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'account % is erased', account_id
    USING ERRCODE = 'OM001', DETAIL = account_id::text;
END $$;

CREATE FUNCTION account_stays_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF num_nonnulls(NEW.name, NEW.phone, NEW.phone_verified_at, NEW.email, NEW.email_verified_at,
      NEW.password_hash) > 0 OR NEW.erased_at IS NULL THEN
    PERFORM account_ended(NEW.id);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_stays_erased BEFORE UPDATE ON account FOR EACH ROW
  WHEN (OLD.erased_at IS NOT NULL) EXECUTE FUNCTION account_stays_erased();
"""

OF_COLUMN = """
CREATE FUNCTION {column}_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ended timestamptz;
BEGIN
  SELECT erased_at INTO ended FROM account WHERE id = NEW.{column} FOR KEY SHARE;
  IF ended IS NOT NULL THEN
    PERFORM account_ended(NEW.{column});
  END IF;
  RETURN NEW;
END $$;
"""
OF_TABLE = """
CREATE TRIGGER {table}_{column}_there BEFORE INSERT ON "{table}" FOR EACH ROW
  WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION {column}_is_there();
CREATE TRIGGER {table}_{column}_there_still BEFORE UPDATE OF {column} ON "{table}" FOR EACH ROW
  WHEN (NEW.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})
  EXECUTE FUNCTION {column}_is_there();
"""
TRIGGERS = "".join(
    OF_COLUMN.format(column=column)
    + "".join(OF_TABLE.format(table=table, column=column) for table in tables.split())
    for column, tables in GUARDED.items()
)


class Migration(migrations.Migration):
    dependencies = [("models", "0019_product_index")]
    initial = False
    operations = [ops.RunSQL(FUNCTIONS), ops.RunSQL(TRIGGERS)]
