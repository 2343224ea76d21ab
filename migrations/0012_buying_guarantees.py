"""What the database itself holds of buying: sums that add up, lines nobody rewrites, who is told.

The checks stand in the models too, where they are read; `tests/database/test_guarantees.py`
compares the two. The queue of jobs is PgQueuer's and is made as PgQueuer makes it.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

CONSTRAINTS = r"""
ALTER TABLE "cart" ADD CONSTRAINT "cart_address" CHECK (num_nulls(name, phone, line1, city, pincode, state_id) IN (0, 6));
ALTER TABLE "cart" ADD CONSTRAINT "cart_token" CHECK (token ~ '^[A-Za-z0-9_-]{22}$');
ALTER TABLE "cart_coupon" ADD CONSTRAINT "cart_coupon_once" UNIQUE (cart_id, promotion_id);
ALTER TABLE "cart_delivery" ADD CONSTRAINT "cart_delivery_once" UNIQUE (cart_id, vendor_id);
ALTER TABLE "cart_line" ADD CONSTRAINT "cart_line_once" UNIQUE (cart_id, variant_id);
ALTER TABLE "cart_line" ADD CONSTRAINT "cart_line_quantity" CHECK (quantity BETWEEN 1 AND 99);
ALTER TABLE "charge" ADD CONSTRAINT "charge_last4" CHECK (last4 ~ '^[0-9]{4}$');
ALTER TABLE "charge" ADD CONSTRAINT "charge_refunded" CHECK (refunded_paise BETWEEN 0 AND amount_paise);
ALTER TABLE "commission_rule" ADD CONSTRAINT "commission_rule_dates" CHECK (valid_to >= valid_from);
ALTER TABLE "commission_rule" ADD CONSTRAINT "commission_rule_rate" CHECK (rate_bp BETWEEN 0 AND 5000);
ALTER TABLE "hsn_rate" ADD CONSTRAINT "hsn_rate_condition" CHECK (num_nonnulls(value_above_paise, value_up_to_paise) < 2);
ALTER TABLE "hsn_rate" ADD CONSTRAINT "hsn_rate_dates" CHECK (valid_to >= valid_from);
ALTER TABLE "hsn_rate" ADD CONSTRAINT "hsn_rate_hsn" CHECK (hsn ~ '^[0-9]{2,8}$');
ALTER TABLE "hsn_rate" ADD CONSTRAINT "hsn_rate_rate" CHECK (rate_bp BETWEEN 0 AND 4000);
ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_once" UNIQUE (owner, mutation, key);
ALTER TABLE "line_discount" ADD CONSTRAINT "line_discount_once" UNIQUE (line_id, promotion_id, funder);
ALTER TABLE "line_discount" ADD CONSTRAINT "line_discount_paise" CHECK (paise > 0);
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_once" UNIQUE (order_id, variant_id);
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_quantity" CHECK (quantity BETWEEN 1 AND 99);
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_sum" CHECK (list_paise = price_paise * quantity AND gross_paise = list_paise - vendor_discount_paise AND paid_paise = gross_paise - mart_discount_paise - scheme_discount_paise AND least(vendor_discount_paise, mart_discount_paise, scheme_discount_paise, paid_paise) >= 0);
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_tax" CHECK (gross_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise AND cgst_paise = sgst_paise AND delivery_cgst_paise = delivery_sgst_paise AND delivery_paise = delivery_taxable_paise + delivery_cgst_paise + delivery_sgst_paise + delivery_igst_paise);
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_transfer" CHECK ((artisan_id IS NOT NULL OR transfer_paise IS NULL) AND (agreement_id IS NULL) = (transfer_paise IS NULL));
ALTER TABLE "payment" ADD CONSTRAINT "payment_amount" CHECK (amount_paise > 0);
ALTER TABLE "payment" ADD CONSTRAINT "payment_gateway" CHECK ((method = 'cash_on_delivery') = (gateway IS NULL) AND (gateway IS NOT NULL OR gateway_order_id IS NULL));
ALTER TABLE "payment" ADD CONSTRAINT "payment_once" UNIQUE (order_id);
ALTER TABLE "payment" ADD CONSTRAINT "payment_refunded" CHECK (refunded_paise BETWEEN 0 AND amount_paise);
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_code" CHECK (code ~ '^[A-Z0-9]{3,24}$');
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_dates" CHECK (ends_at > starts_at);
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_figures" CHECK (coalesce(basis_points BETWEEN 1 AND 9000, amount_paise > 0) AND coalesce(most_paise > 0, true) AND least_paise >= 0);
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_kind" CHECK ((kind = 'percent') = (basis_points IS NOT NULL) AND (kind = 'fixed') = (amount_paise IS NOT NULL));
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_scheme" CHECK ((scheme_share_bp > 0) = (scheme IS NOT NULL));
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_shares" CHECK (least(vendor_share_bp, mart_share_bp, scheme_share_bp) >= 0 AND vendor_share_bp + mart_share_bp + scheme_share_bp = 10000);
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_uses" CHECK (uses >= 0 AND coalesce(uses <= most_uses, true));
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_vendor_pays" CHECK (vendor_share_bp = 0 OR vendor_id IS NOT NULL);
ALTER TABLE "promotion_use" ADD CONSTRAINT "promotion_use_once" UNIQUE (promotion_id, order_id);
ALTER TABLE "refund" ADD CONSTRAINT "refund_amount" CHECK (amount_paise > 0);
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_quantity" CHECK (quantity > 0);
ALTER TABLE "suborder" ADD CONSTRAINT "suborder_intra_only" CHECK (supplier_kind = 'regular' OR supply = 'intra');
ALTER TABLE "suborder" ADD CONSTRAINT "suborder_once" UNIQUE (order_id, vendor_id);
ALTER TABLE "suborder" ADD CONSTRAINT "suborder_sum" CHECK (total_paise = goods_paise - discount_paise + delivery_paise);
ALTER TABLE "suborder" ADD CONSTRAINT "suborder_supply" CHECK ((supply = 'inter' OR igst_paise = 0) AND (supply = 'intra' OR cgst_paise = 0));
ALTER TABLE "suborder" ADD CONSTRAINT "suborder_tax" CHECK (gross_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise AND cgst_paise = sgst_paise AND gross_paise >= total_paise);
ALTER TABLE "tax_rule" ADD CONSTRAINT "tax_rule_dates" CHECK (valid_to >= valid_from);
ALTER TABLE "tax_rule" ADD CONSTRAINT "tax_rule_once" UNIQUE (kind, valid_from);
ALTER TABLE "tax_rule" ADD CONSTRAINT "tax_rule_rate" CHECK (rate_bp BETWEEN 0 AND 10000);
ALTER TABLE "webhook_event" ADD CONSTRAINT "webhook_event_once" UNIQUE (gateway, event_id);
CREATE UNIQUE INDEX "cart_one_open" ON "cart" (account_id) WHERE status = 'open';
CREATE UNIQUE INDEX "charge_one_settles" ON "charge" (payment_id) WHERE is_settling;
"""

# One rule for one thing on one day; what is not told is the same as itself.
ONCE = """
CREATE UNIQUE INDEX hsn_rate_once ON hsn_rate
  (hsn, value_above_paise, value_up_to_paise, valid_from) NULLS NOT DISTINCT;
CREATE UNIQUE INDEX commission_rule_once ON commission_rule
  (vendor_id, category_id, valid_from) NULLS NOT DISTINCT;
"""

KEYS = """
ALTER TABLE reservation ADD CONSTRAINT reservation_line
  FOREIGN KEY (line_id) REFERENCES order_line (id) ON DELETE RESTRICT;
ALTER TABLE reservation ADD CONSTRAINT reservation_variant
  FOREIGN KEY (variant_id) REFERENCES variant (id) ON DELETE RESTRICT;
"""

APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION rows_stay();"
    for table in ("order_line", "line_discount", "order_event")
)

# Of one commit one notification arrives for an order, however many of its rows changed.
TOLD = """
CREATE FUNCTION order_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('odop_orders', NEW.id::text);
  RETURN NULL;
END $$;
CREATE FUNCTION order_part_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('odop_orders', NEW.order_id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER orders_told AFTER UPDATE OF status ON orders FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION order_told();
CREATE TRIGGER suborder_told AFTER UPDATE OF status ON suborder FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION order_part_told();
CREATE TRIGGER payment_told AFTER UPDATE OF status ON payment FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION order_part_told();
CREATE TRIGGER order_event_told AFTER INSERT ON order_event FOR EACH ROW
  EXECUTE FUNCTION order_part_told();
"""

HELD = "".join(
    f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();"
    for table in ("hsn_rate", "tax_rule", "commission_rule")
)
# How often a promotion was used changes with every order and is not held.
PROMOTIONS_HELD = """
CREATE TRIGGER promotion_changed AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF code, name_en,
  name_hi, kind, basis_points, amount_paise, most_paise, vendor_share_bp, mart_share_bp,
  scheme_share_bp, scheme, vendor_id, district_id, craft_id, category_id, least_paise,
  is_first_order, is_exclusive, starts_at, ends_at, most_uses, most_uses_each, is_active
  ON promotion FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();
"""

# Guests buy at once: what nobody's account does goes to the chain of what it is done to, so that
# one seldom waits for another.
AUDIT = """
CREATE OR REPLACE FUNCTION audit_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.chain := coalesce(NEW.account_id % 16, abs(hashtext(NEW.subject) % 16));
  PERFORM pg_advisory_xact_lock(13, NEW.chain);
  NEW.id := nextval(pg_get_serial_sequence('audit_entry', 'id'));
  NEW.previous_hash := (
    SELECT hash FROM audit_entry WHERE chain = NEW.chain ORDER BY id DESC LIMIT 1);
  NEW.hash := audit_hash(NEW);
  RETURN NEW;
END $$;
"""

# The groups that the mart made may do what such people are there for.
PERMISSIONS = """
UPDATE staff_group SET permissions = permissions || '{orders.read,jobs.manage}'::text[]
  WHERE slug IN ('administrators', 'finance') AND NOT 'orders.read' = ANY(permissions);
UPDATE staff_group SET permissions = permissions || '{orders.read}'::text[]
  WHERE slug = 'support' AND NOT 'orders.read' = ANY(permissions);
"""


# The queue of jobs, as pgqueuer 1.6.0 installs it.
QUEUE = """-- pgqueuer 1.6.0 -- prefix='' schema=None durability=durable

CREATE TYPE pgqueuer_status AS ENUM ('queued', 'picked', 'successful', 'exception', 'canceled', 'deleted', 'failed');

CREATE TABLE pgqueuer (
    id bigserial NOT NULL PRIMARY KEY,
    priority integer NOT NULL,
    queue_manager_id uuid,
    created timestamp with time zone NOT NULL DEFAULT now(),
    updated timestamp with time zone NOT NULL DEFAULT now(),
    heartbeat timestamp with time zone NOT NULL DEFAULT now(),
    execute_after timestamp with time zone NOT NULL DEFAULT now(),
    status pgqueuer_status NOT NULL,
    entrypoint text NOT NULL,
    dedupe_key text,
    payload bytea,
    headers jsonb,
    attempts integer NOT NULL DEFAULT 0,
    slot bigint
);

CREATE TABLE pgqueuer_log (
    id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL PRIMARY KEY,
    created timestamp with time zone NOT NULL DEFAULT now(),
    job_id bigint NOT NULL,
    status pgqueuer_status NOT NULL,
    priority integer NOT NULL,
    entrypoint text NOT NULL,
    traceback jsonb,
    aggregated boolean DEFAULT false
);

CREATE TABLE pgqueuer_schedules (
    id bigserial NOT NULL PRIMARY KEY,
    expression text NOT NULL,
    entrypoint text NOT NULL,
    heartbeat timestamp with time zone NOT NULL DEFAULT now(),
    created timestamp with time zone NOT NULL DEFAULT now(),
    updated timestamp with time zone NOT NULL DEFAULT now(),
    next_run timestamp with time zone NOT NULL DEFAULT now(),
    last_run timestamp with time zone,
    status pgqueuer_status DEFAULT 'queued'::pgqueuer_status,
    UNIQUE (expression, entrypoint)
);

CREATE TABLE pgqueuer_statistics (
    id bigserial NOT NULL PRIMARY KEY,
    created timestamp with time zone NOT NULL DEFAULT date_trunc('sec'::text, now()),
    count bigint NOT NULL,
    priority integer NOT NULL,
    status pgqueuer_status NOT NULL,
    entrypoint text NOT NULL
);

CREATE INDEX pgqueuer_ep_ea_idx ON pgqueuer USING btree (entrypoint, execute_after) WHERE (status = 'queued'::pgqueuer_status);

CREATE INDEX pgqueuer_ep_prio_id_idx ON pgqueuer USING btree (entrypoint, priority DESC, id) WHERE (status = 'queued'::pgqueuer_status);

CREATE INDEX pgqueuer_log_created ON pgqueuer_log USING btree (created);

CREATE INDEX pgqueuer_log_job_id_status ON pgqueuer_log USING btree (job_id, created DESC);

CREATE INDEX pgqueuer_log_not_aggregated ON pgqueuer_log USING btree ((1)) WHERE (NOT aggregated);

CREATE INDEX pgqueuer_log_status ON pgqueuer_log USING btree (status);

CREATE INDEX pgqueuer_picked_heartbeat_idx ON pgqueuer USING btree (heartbeat) WHERE (status = 'picked'::pgqueuer_status);

CREATE UNIQUE INDEX pgqueuer_picked_slot_idx ON pgqueuer USING btree (entrypoint, slot) WHERE ((status = 'picked'::pgqueuer_status) AND (slot IS NOT NULL));

CREATE INDEX pgqueuer_priority_id_id1_idx ON pgqueuer USING btree (priority, id DESC) INCLUDE (id) WHERE (status = 'queued'::pgqueuer_status);

CREATE INDEX pgqueuer_queue_manager_id_idx ON pgqueuer USING btree (queue_manager_id) WHERE (queue_manager_id IS NOT NULL);

CREATE UNIQUE INDEX pgqueuer_statistics_unique_count ON pgqueuer_statistics USING btree (priority, date_trunc('sec'::text, timezone('UTC'::text, created)), status, entrypoint);

CREATE UNIQUE INDEX pgqueuer_unique_dedupe_key ON pgqueuer USING btree (dedupe_key) WHERE ((status = ANY (ARRAY['queued'::pgqueuer_status, 'picked'::pgqueuer_status])) AND (dedupe_key IS NOT NULL));

CREATE INDEX pgqueuer_updated_id_id1_idx ON pgqueuer USING btree (updated, id DESC) INCLUDE (id) WHERE (status = 'picked'::pgqueuer_status);

CREATE FUNCTION fn_pgqueuer_changed() RETURNS TRIGGER AS $$
DECLARE
    to_emit BOOLEAN := false;  -- Flag to decide whether to emit a notification
BEGIN
    -- Check operation type and set the emit flag accordingly
    IF TG_OP = 'UPDATE' AND OLD IS DISTINCT FROM NEW THEN
        to_emit := true;
    ELSIF TG_OP = 'DELETE' THEN
        to_emit := true;
    ELSIF TG_OP = 'INSERT' THEN
        to_emit := true;
    ELSIF TG_OP = 'TRUNCATE' THEN
        to_emit := true;
    END IF;

    -- Perform notification if the emit flag is set
    IF to_emit THEN
        PERFORM pg_notify(
            'ch_pgqueuer',
            json_build_object(
                'channel', 'ch_pgqueuer',
                'operation', lower(TG_OP),
                'sent_at', NOW(),
                'table', TG_TABLE_NAME,
                'type', 'table_changed_event'
            )::text
        );
    END IF;

    -- Return appropriate value based on the operation
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSE
        RETURN NULL; -- For TRUNCATE and other non-row-specific contexts
    END IF;

END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER tg_pgqueuer_changed
AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pgqueuer
EXECUTE FUNCTION fn_pgqueuer_changed();"""


class Migration(migrations.Migration):
    dependencies = [("models", "0011_buying")]
    initial = False
    operations = [
        ops.RunSQL(CONSTRAINTS),
        ops.RunSQL(ONCE),
        ops.RunSQL(KEYS),
        ops.RunSQL(APPEND_ONLY),
        ops.RunSQL(TOLD),
        ops.RunSQL(HELD + PROMOTIONS_HELD),
        ops.RunSQL(AUDIT),
        ops.RunSQL(PERMISSIONS),
        ops.RunSQL(QUEUE),
    ]
