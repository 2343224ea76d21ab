"""What the database itself holds of people: checks, an audit nobody rewrites, who is told of changes.

The checks stand in the models too, where they are read; `tests/database/test_guarantees.py`
compares the two.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

CONSTRAINTS = r"""
ALTER TABLE "account" ADD CONSTRAINT "account_phone" CHECK (phone ~ '^\+[1-9][0-9]{7,14}$');
ALTER TABLE "account" ADD CONSTRAINT "account_email" CHECK (email = lower(email) AND email ~ '^[^@ ]+@[^@ ]+$');
ALTER TABLE "account" ADD CONSTRAINT "account_phone_verified" CHECK (phone_verified_at IS NULL OR phone IS NOT NULL);
ALTER TABLE "account" ADD CONSTRAINT "account_email_verified" CHECK (email_verified_at IS NULL OR email IS NOT NULL);
ALTER TABLE "account" ADD CONSTRAINT "account_erased" CHECK (erased_at IS NULL OR num_nonnulls(name, phone, email, password_hash) = 0);
ALTER TABLE "account" ADD CONSTRAINT "account_language" CHECK (language IN ('en', 'hi'));
ALTER TABLE "address" ADD CONSTRAINT "address_pincode" CHECK (pincode ~ '^[1-9][0-9]{5}$');
CREATE UNIQUE INDEX "address_one_default" ON "address" (account_id) WHERE is_default;
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_scopes" CHECK (cardinality(scopes) > 0);
ALTER TABLE "consent" ADD CONSTRAINT "consent_language" CHECK (language IN ('en', 'hi'));
CREATE UNIQUE INDEX "facilitation_once" ON "facilitation" (artisan_id, facilitator_id) WHERE ended_at IS NULL;
ALTER TABLE "facilitation" ADD CONSTRAINT "facilitation_reference" CHECK (basis <> 'signed_form' OR reference IS NOT NULL);
ALTER TABLE "officer_district" ADD CONSTRAINT "officer_district_once" UNIQUE (account_id, district_id);
ALTER TABLE "orders" ADD CONSTRAINT "orders_number" CHECK (number ~ '^[A-Z0-9-]{8,24}$');
ALTER TABLE "orders" ADD CONSTRAINT "orders_total" CHECK (total_paise >= 0);
ALTER TABLE "otp_challenge" ADD CONSTRAINT "otp_challenge_tries" CHECK (tries BETWEEN 0 AND 5);
ALTER TABLE "otp_challenge" ADD CONSTRAINT "otp_challenge_account" CHECK ((purpose = 'add_contact') = (account_id IS NOT NULL));
ALTER TABLE "payee" ADD CONSTRAINT "payee_of_one" CHECK (num_nonnulls(vendor_id, artisan_id) = 1);
ALTER TABLE "payee" ADD CONSTRAINT "payee_pan" CHECK ((pan IS NULL) = (pan_end IS NULL));
ALTER TABLE "payee" ADD CONSTRAINT "payee_bank_account" CHECK ((bank_account IS NULL) = (bank_account_end IS NULL) AND (bank_account IS NULL) = (ifsc IS NULL));
ALTER TABLE "payee" ADD CONSTRAINT "payee_ifsc" CHECK (ifsc ~ '^[A-Z]{4}0[A-Z0-9]{6}$');
ALTER TABLE "session" ADD CONSTRAINT "session_end_reason" CHECK ((ended_at IS NULL) = (end_reason IS NULL));
ALTER TABLE "session" ADD CONSTRAINT "session_dates" CHECK (expires_at > created_at);
ALTER TABLE "staff_group" ADD CONSTRAINT "staff_group_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "staff_group" ADD CONSTRAINT "staff_group_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "staff_member" ADD CONSTRAINT "staff_member_once" UNIQUE (account_id, group_id);
ALTER TABLE "vendor_member" ADD CONSTRAINT "vendor_member_once" UNIQUE (account_id, vendor_id, role);
ALTER TABLE "wishlist_item" ADD CONSTRAINT "wishlist_item_once" UNIQUE (account_id, product_id);
"""

KEYS = """
-- Rows that extend another row share its key.
ALTER TABLE second_factor ADD CONSTRAINT second_factor_account
  FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE;
ALTER TABLE artisan_account ADD CONSTRAINT artisan_account_artisan
  FOREIGN KEY (artisan_id) REFERENCES artisan (id) ON DELETE CASCADE;
"""

# Trigger functions refuse whoever asks, the tables' owner too.
APPEND_ONLY = """
CREATE FUNCTION rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION rows_stay();
CREATE TRIGGER consent_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON consent
  FOR EACH STATEMENT EXECUTE FUNCTION rows_stay();
"""

# Sixteen chains, by who wrote: of two who write at once one seldom waits for the other. Within a
# chain an entry gets its id when its turn has come, so that ids are in the order of the hashes.
CHAINED = """
CREATE FUNCTION audit_hash(e audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    e.id, e.chain, encode(e.previous_hash, 'hex'),
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
    e.account_id, e.api_key_id, e.on_behalf_of, e.action, e.subject, e.before, e.after, e.request
  )::text, 'UTF8'))
$$;
CREATE FUNCTION audit_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.chain := coalesce(NEW.account_id, 0) % 16;
  PERFORM pg_advisory_xact_lock(13, NEW.chain);
  NEW.id := nextval(pg_get_serial_sequence('audit_entry', 'id'));
  NEW.previous_hash := (
    SELECT hash FROM audit_entry WHERE chain = NEW.chain ORDER BY id DESC LIMIT 1);
  NEW.hash := audit_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_chained BEFORE INSERT ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_chained();
"""

# Whoever keeps what is known of a person hears of its changes: `account 7`, `key 3`, `all`, and
# `ended 12 7` for session 12 of account 7.
TOLD = """
CREATE FUNCTION account_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('odop_people', 'account ' || OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER account_told AFTER UPDATE OR DELETE ON account
  FOR EACH ROW EXECUTE FUNCTION account_told();

CREATE FUNCTION session_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL THEN
    PERFORM pg_notify('odop_people', 'ended ' || NEW.id || ' ' || NEW.account_id);
  ELSE
    PERFORM pg_notify('odop_people', 'account ' || NEW.account_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER session_told AFTER UPDATE OF ended_at, factor_at ON session FOR EACH ROW
  WHEN ((OLD.ended_at, OLD.factor_at) IS DISTINCT FROM (NEW.ended_at, NEW.factor_at))
  EXECUTE FUNCTION session_told();

-- The argument is the column that says whose row it is.
CREATE FUNCTION part_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('odop_people', 'account ' || (to_jsonb(OLD) ->> TG_ARGV[0]));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('odop_people', 'account ' || (to_jsonb(NEW) ->> TG_ARGV[0]));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION staff_group_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('odop_people', 'all');
  RETURN NULL;
END $$;
CREATE TRIGGER staff_group_told AFTER UPDATE OR DELETE ON staff_group
  FOR EACH STATEMENT EXECUTE FUNCTION staff_group_told();

CREATE FUNCTION api_key_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('odop_people', 'key ' || OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER api_key_told AFTER UPDATE OF revoked_at, scopes, expires_at OR DELETE ON api_key
  FOR EACH ROW EXECUTE FUNCTION api_key_told();
"""
PARTS = {
    "vendor_member": "account_id",
    "artisan_account": "account_id",
    "officer_district": "account_id",
    "staff_member": "account_id",
    "facilitation": "facilitator_id",
    "second_factor": "account_id",
}
PARTS_TOLD = "\n".join(
    f"CREATE TRIGGER {table}_told AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
    f" EXECUTE FUNCTION part_told('{column}');"
    for table, column in PARTS.items()
)

# Counts need not outlive a crash of the server.
UNLOGGED = "ALTER TABLE rate_counter SET UNLOGGED;"


class Migration(migrations.Migration):
    dependencies = [("models", "0008_people")]
    initial = False
    operations = [
        ops.RunSQL(CONSTRAINTS),
        ops.RunSQL(KEYS),
        ops.RunSQL(APPEND_ONLY),
        ops.RunSQL(CHAINED),
        ops.RunSQL(TOLD + PARTS_TOLD),
        ops.RunSQL(UNLOGGED),
    ]
