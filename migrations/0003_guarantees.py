"""What Tortoise's operations do not write: checks, generated columns, composite keys, triggers.

The checks stand in the models too, where they are read; `tests/database/test_guarantees.py`
compares the two.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

CONSTRAINTS = """
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_transfer" CHECK ((transfer_kind = 'percent') = (transfer_basis_points IS NOT NULL) AND (transfer_kind = 'fixed') = (transfer_paise IS NOT NULL));
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_transfer_range" CHECK (transfer_basis_points BETWEEN 1 AND 10000 AND transfer_paise > 0 OR num_nonnulls(transfer_basis_points, transfer_paise) = 1);
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_dates" CHECK (valid_to >= valid_from);
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_accepted" CHECK (status = 'invited' OR accepted_at IS NOT NULL);
ALTER TABLE "artisan" ADD CONSTRAINT "artisan_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "artisan" ADD CONSTRAINT "artisan_portrait_size" CHECK ((portrait_public_id IS NULL) = (portrait_width IS NULL) AND (portrait_public_id IS NULL) = (portrait_height IS NULL));
ALTER TABLE "artisan" ADD CONSTRAINT "artisan_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "artisan" ADD CONSTRAINT "artisan_practising_since" CHECK (practising_since BETWEEN 1930 AND 2100);
ALTER TABLE "artisan_award" ADD CONSTRAINT "artisan_award_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "artisan_award" ADD CONSTRAINT "artisan_award_year" CHECK (year BETWEEN 1950 AND 2100);
ALTER TABLE "attribute" ADD CONSTRAINT "attribute_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "attribute" ADD CONSTRAINT "attribute_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "attribute_value" ADD CONSTRAINT "attribute_value_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "attribute_value" ADD CONSTRAINT "attribute_value_label_said" CHECK (num_nonnulls(label_en, label_hi) > 0);
ALTER TABLE "attribute_value" ADD CONSTRAINT "attribute_value_of_attribute" UNIQUE (id, attribute_id);
ALTER TABLE "category" ADD CONSTRAINT "category_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "category" ADD CONSTRAINT "category_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "craft" ADD CONSTRAINT "craft_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "craft" ADD CONSTRAINT "craft_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
CREATE UNIQUE INDEX "craft_one_primary" ON "craft" (district_id) WHERE is_primary;
ALTER TABLE "craft" ADD CONSTRAINT "craft_place" UNIQUE (id, district_id, category_id);
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_generic_name_said" CHECK (num_nonnulls(generic_name_en, generic_name_hi) > 0);
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_net_quantity" CHECK (net_quantity > 0);
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_best_before" CHECK (best_before_months > 0);
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_fssai" CHECK (fssai_licence ~ '^[0-9]{14}$');
ALTER TABLE "delivery_rate" ADD CONSTRAINT "delivery_rate_vendor" UNIQUE (vendor_id, zone, up_to_grams);
CREATE UNIQUE INDEX "delivery_rate_mart" ON "delivery_rate" (zone, up_to_grams) WHERE vendor_id IS NULL;
ALTER TABLE "delivery_rate" ADD CONSTRAINT "delivery_rate_figures" CHECK (up_to_grams > 0 AND charge_paise >= 0 AND days_min >= 0 AND days_max >= days_min);
ALTER TABLE "district" ADD CONSTRAINT "district_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "district" ADD CONSTRAINT "district_image_size" CHECK ((image_public_id IS NULL) = (image_width IS NULL) AND (image_public_id IS NULL) = (image_height IS NULL));
ALTER TABLE "district" ADD CONSTRAINT "district_in_uttar_pradesh" CHECK (latitude BETWEEN 23 AND 31 AND longitude BETWEEN 77 AND 85);
ALTER TABLE "gi_registration" ADD CONSTRAINT "gi_goods_type" CHECK (goods_type IN ('handicraft','manufactured','agricultural','food','natural'));
ALTER TABLE "operator" ADD CONSTRAINT "operator_is_one" CHECK (code = 'mart');
ALTER TABLE "option" ADD CONSTRAINT "option_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "option" ADD CONSTRAINT "option_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "option_value" ADD CONSTRAINT "option_value_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "option_value" ADD CONSTRAINT "option_value_label_said" CHECK (num_nonnulls(label_en, label_hi) > 0);
ALTER TABLE "option_value" ADD CONSTRAINT "option_value_of_option" UNIQUE (id, option_id);
ALTER TABLE "pincode" ADD CONSTRAINT "pincode_form" CHECK (pincode ~ '^[1-9][0-9]{5}$');
ALTER TABLE "product" ADD CONSTRAINT "product_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "product" ADD CONSTRAINT "product_name_said" CHECK (num_nonnulls(name_en, name_hi) > 0);
ALTER TABLE "product" ADD CONSTRAINT "product_origin" CHECK (country_of_origin ~ '^[A-Z]{2}$');
ALTER TABLE "product" ADD CONSTRAINT "product_returns" CHECK (return_days >= 0 AND (return_days > 0 OR num_nonnulls(return_reason_en, return_reason_hi) > 0));
ALTER TABLE "product" ADD CONSTRAINT "product_published_at" CHECK (status <> 'published' OR published_at IS NOT NULL);
ALTER TABLE "product" ADD CONSTRAINT "product_prices" CHECK (min_price_paise <= max_price_paise);
ALTER TABLE "product" ADD CONSTRAINT "product_rating" CHECK (rating_sum BETWEEN rating_count AND 5 * rating_count);
ALTER TABLE "product_attribute" ADD CONSTRAINT "product_attribute_one_value" CHECK (num_nonnulls(value_id, number, boolean, coalesce(text_en, text_hi)) = 1);
ALTER TABLE "product_image" ADD CONSTRAINT "product_image_size" CHECK (width > 0 AND height > 0);
ALTER TABLE "product_image" ADD CONSTRAINT "product_image_position" CHECK (position >= 0);
ALTER TABLE "review" ADD CONSTRAINT "review_rating" CHECK (rating BETWEEN 1 AND 5);
ALTER TABLE "review" ADD CONSTRAINT "review_language" CHECK (language IN ('en', 'hi'));
ALTER TABLE "slug_history" ADD CONSTRAINT "slug_history_slug" UNIQUE (noun, slug);
ALTER TABLE "state" ADD CONSTRAINT "state_code" CHECK (code ~ '^[0-9]{2}$');
ALTER TABLE "stock" ADD CONSTRAINT "stock_never_negative" CHECK (reserved >= 0 AND on_hand >= reserved);
ALTER TABLE "variant" ADD CONSTRAINT "variant_sku" CHECK (sku ~ '^[A-Z0-9-]{1,40}$');
ALTER TABLE "variant" ADD CONSTRAINT "variant_price" CHECK (price_paise > 0 AND price_paise <= mrp_paise);
ALTER TABLE "variant" ADD CONSTRAINT "variant_hsn" CHECK (hsn ~ '^[0-9]{4,8}$');
ALTER TABLE "variant" ADD CONSTRAINT "variant_weight" CHECK (weight_grams > 0);
ALTER TABLE "variant" ADD CONSTRAINT "variant_lead_time" CHECK (is_made_to_order = (lead_time_days IS NOT NULL) AND lead_time_days > 0 OR NOT is_made_to_order AND lead_time_days IS NULL);
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_slug_form" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_display_name_said" CHECK (num_nonnulls(display_name_en, display_name_hi) > 0);
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_registration_fits_kind" CHECK ((kind = 'enrolled_unregistered') = (gstin IS NULL) AND (kind = 'enrolled_unregistered') = (enrolment_number IS NOT NULL));
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_gstin" CHECK (gstin IS NULL OR (gstin_is_valid(gstin) AND left(gstin, 2) = state_id));
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_pincode" CHECK (pincode ~ '^[1-9][0-9]{5}$');
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_undertaking" CHECK (status <> 'approved' OR undertaking_accepted_at IS NOT NULL);
ALTER TABLE "vendor" ADD CONSTRAINT "vendor_free_delivery" CHECK (free_delivery_above_paise > 0);
"""

GENERATED = """
ALTER TABLE stock DROP COLUMN available;
ALTER TABLE stock ADD COLUMN available bigint NOT NULL GENERATED ALWAYS AS (on_hand - reserved) STORED;
ALTER TABLE product DROP COLUMN rating_rank;
-- Thousandths of a star; five imagined reviews of 3.5 stars steady what few have reviewed.
ALTER TABLE product ADD COLUMN rating_rank bigint NOT NULL
  GENERATED ALWAYS AS ((rating_sum * 10 + 175) * 100 / (rating_count + 5)) STORED;
CREATE INDEX product_rated ON product (rating_rank, id) WHERE status = 'published';
"""

KEYS = """
-- Rows that extend another row share its key.
ALTER TABLE stock ADD CONSTRAINT stock_variant
  FOREIGN KEY (variant_id) REFERENCES variant (id) ON DELETE CASCADE;
ALTER TABLE declaration ADD CONSTRAINT declaration_product
  FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE;
ALTER TABLE product_search ADD CONSTRAINT product_search_product
  FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE;
-- A product's district and category are its craft's.
ALTER TABLE product ADD CONSTRAINT product_craft_place
  FOREIGN KEY (craft_id, district_id, category_id) REFERENCES craft (id, district_id, category_id)
  ON UPDATE CASCADE;
-- A value belongs to the option or attribute it is given for.
ALTER TABLE variant_option ADD CONSTRAINT variant_option_value_of
  FOREIGN KEY (value_id, option_id) REFERENCES option_value (id, option_id);
ALTER TABLE product_attribute ADD CONSTRAINT product_attribute_value_of
  FOREIGN KEY (value_id, attribute_id) REFERENCES attribute_value (id, attribute_id);
"""

# Summaries on `product`. A bulk load that brings its own summaries says
# SET LOCAL odop.bulk_load = 'on' and spares itself the triggers.
SUMMARIES = """
CREATE FUNCTION bulk_loading() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('odop.bulk_load', true), '') = 'on' $$;

CREATE FUNCTION product_refresh_offer(ids integer[]) RETURNS void LANGUAGE sql AS $$
  UPDATE product p
     SET min_price_paise = o.least, max_price_paise = o.most,
         is_available = o.available, is_made_to_order = o.made_to_order
    FROM (SELECT i.id, min(v.price_paise) AS least, max(v.price_paise) AS most,
                 coalesce(bool_or(v.is_made_to_order OR s.available > 0), false) AS available,
                 coalesce(bool_or(v.is_made_to_order), false) AS made_to_order
            FROM (SELECT DISTINCT unnest(ids) AS id) i
            LEFT JOIN variant v ON v.product_id = i.id AND v.is_active
            LEFT JOIN stock s ON s.variant_id = v.id
           GROUP BY i.id) o
   WHERE p.id = o.id
     AND (p.min_price_paise, p.max_price_paise, p.is_available, p.is_made_to_order)
         IS DISTINCT FROM (o.least, o.most, o.available, o.made_to_order)
$$;

CREATE FUNCTION product_refresh_rating(ids integer[]) RETURNS void LANGUAGE sql AS $$
  UPDATE product p
     SET rating_sum = r.stars, rating_count = r.number
    FROM (SELECT i.id, coalesce(sum(w.rating), 0)::int AS stars, count(w.id)::int AS number
            FROM (SELECT DISTINCT unnest(ids) AS id) i
            LEFT JOIN review w ON w.product_id = i.id AND w.status = 'published'
           GROUP BY i.id) r
   WHERE p.id = r.id AND (p.rating_sum, p.rating_count) IS DISTINCT FROM (r.stars, r.number)
$$;

CREATE FUNCTION variant_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT bulk_loading() THEN
    IF TG_OP <> 'INSERT' THEN
      PERFORM product_refresh_offer((SELECT array_agg(product_id) FROM gone));
    END IF;
    IF TG_OP <> 'DELETE' THEN
      PERFORM product_refresh_offer((SELECT array_agg(product_id) FROM come));
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER variant_inserted AFTER INSERT ON variant REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION variant_changed();
CREATE TRIGGER variant_updated AFTER UPDATE ON variant REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION variant_changed();
CREATE TRIGGER variant_deleted AFTER DELETE ON variant REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION variant_changed();

CREATE FUNCTION stock_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT bulk_loading() THEN
    PERFORM product_refresh_offer((
      SELECT array_agg(v.product_id) FROM changed c JOIN variant v ON v.id = c.variant_id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stock_inserted AFTER INSERT ON stock REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION stock_changed();
CREATE TRIGGER stock_updated AFTER UPDATE ON stock REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION stock_changed();
CREATE TRIGGER stock_deleted AFTER DELETE ON stock REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION stock_changed();

CREATE FUNCTION review_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT bulk_loading() THEN
    IF TG_OP <> 'INSERT' THEN
      PERFORM product_refresh_rating((SELECT array_agg(product_id) FROM gone));
    END IF;
    IF TG_OP <> 'DELETE' THEN
      PERFORM product_refresh_rating((SELECT array_agg(product_id) FROM come));
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER review_inserted AFTER INSERT ON review REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION review_changed();
CREATE TRIGGER review_updated AFTER UPDATE ON review REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION review_changed();
CREATE TRIGGER review_deleted AFTER DELETE ON review REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION review_changed();

-- The GI mark is the craft's: a registration somebody has seen, not one believed.
CREATE FUNCTION product_gi() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_gi_tagged := EXISTS (
    SELECT FROM craft c WHERE c.id = NEW.craft_id AND c.gi_registration_id IS NOT NULL);
  RETURN NEW;
END $$;
CREATE TRIGGER product_gi_mark BEFORE INSERT OR UPDATE OF craft_id ON product
  FOR EACH ROW WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_gi();

CREATE FUNCTION craft_gi_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE product SET is_gi_tagged = NEW.gi_registration_id IS NOT NULL
   WHERE craft_id = NEW.id AND is_gi_tagged IS DISTINCT FROM (NEW.gi_registration_id IS NOT NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER craft_gi_mark AFTER UPDATE OF gi_registration_id ON craft
  FOR EACH ROW EXECUTE FUNCTION craft_gi_changed();
"""

SLUG_HISTORY = """
CREATE FUNCTION slug_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A page that takes back an old address of its own, or of another, is now found there directly.
  DELETE FROM slug_history WHERE noun = TG_TABLE_NAME AND slug = NEW.slug;
  INSERT INTO slug_history (noun, slug, target_id, replaced_at)
  VALUES (TG_TABLE_NAME, OLD.slug, NEW.id, now());
  RETURN NULL;
END $$;
"""

SLUGGED = ("district", "category", "craft", "artisan", "vendor", "product")
SLUG_TRIGGERS = "\n".join(
    f"CREATE TRIGGER {table}_slug_replaced AFTER UPDATE OF slug ON {table} FOR EACH ROW"
    " WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION slug_replaced();"
    for table in SLUGGED
)


class Migration(migrations.Migration):
    dependencies = [("models", "0002_catalogue")]
    initial = False
    operations = [
        ops.RunSQL(CONSTRAINTS),
        ops.RunSQL(GENERATED),
        ops.RunSQL(KEYS),
        ops.RunSQL(SUMMARIES),
        ops.RunSQL(SLUG_HISTORY + SLUG_TRIGGERS),
    ]
