-- The tables of a new database. Made by `make squash`; do not change it by hand.
-- Functions are made before the tables they read.
SET LOCAL check_function_bodies = off;

CREATE TYPE public.pgqueuer_status AS ENUM (
    'queued',
    'picked',
    'successful',
    'exception',
    'canceled',
    'deleted',
    'failed'
);

CREATE FUNCTION public.account_ended(account_id integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'account % is erased', account_id
    USING ERRCODE = 'OM001', DETAIL = account_id::text;
END $$;

CREATE FUNCTION public.account_id_is_there() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ended timestamptz;
BEGIN
  SELECT erased_at INTO ended FROM account WHERE id = NEW.account_id FOR KEY SHARE;
  IF ended IS NOT NULL THEN
    PERFORM account_ended(NEW.account_id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.account_stays_erased() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF num_nonnulls(NEW.name, NEW.phone, NEW.phone_verified_at, NEW.email, NEW.email_verified_at,
      NEW.password_hash) > 0 OR NEW.erased_at IS NULL THEN
    PERFORM account_ended(NEW.id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.account_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('odop_people', 'account ' || OLD.id);
  RETURN NULL;
END $$;

CREATE FUNCTION public.agreement_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM product_refresh_sale(OLD.vendor_id, OLD.artisan_id); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM product_refresh_sale(NEW.vendor_id, NEW.artisan_id); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.agreements_follow_calendar() RETURNS void
    LANGUAGE sql
    AS $$
  SELECT product_refresh_sale(g.vendor_id, g.artisan_id)
    FROM (SELECT DISTINCT vendor_id, artisan_id FROM agreement
           WHERE status = 'accepted'
             AND (valid_from > current_date - 8 OR valid_to BETWEEN current_date - 8 AND current_date)) g
$$;

CREATE FUNCTION public.api_key_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('odop_people', 'key ' || OLD.id);
  RETURN NULL;
END $$;

CREATE FUNCTION public.artisan_hidden() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  words text[] := (SELECT array_agg(key::text) FROM search_entry
                    WHERE noun = 'artisan' AND target_id = OLD.id);
BEGIN
  UPDATE product_search s SET keys = ts_delete(s.keys, words)
    FROM product p WHERE p.artisan_id = OLD.id AND s.product_id = p.id AND words IS NOT NULL;
  DELETE FROM search_entry WHERE noun = 'artisan' AND target_id = OLD.id;
  RETURN NULL;
END $$;

CREATE FUNCTION public.artisan_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM product_refresh_sale(NULL, NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION public.audit_chained() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.chain := coalesce(NEW.account_id % 16, abs(hashtext(NEW.subject) % 16));
  PERFORM pg_advisory_xact_lock(13, NEW.chain);
  NEW.id := nextval('audit_entry_id_seq');
  NEW.previous_hash := (
    SELECT hash FROM audit_entry WHERE chain = NEW.chain ORDER BY id DESC LIMIT 1);
  NEW.hash := audit_hash(NEW);
  RETURN NEW;
END $$;

CREATE TABLE public.audit_entry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id integer,
    api_key_id integer,
    on_behalf_of character varying(60),
    action character varying(60) NOT NULL,
    subject character varying(80) NOT NULL,
    before jsonb,
    after jsonb,
    request character varying(64),
    chain smallint NOT NULL,
    previous_hash bytea,
    hash bytea
);

COMMENT ON TABLE public.audit_entry IS 'One write. The database adds `chain` and the hashes, and lets nobody change or remove a row.';

COMMENT ON COLUMN public.audit_entry.account_id IS 'who; empty for the command line';

COMMENT ON COLUMN public.audit_entry.on_behalf_of IS 'as in artisan:12';

COMMENT ON COLUMN public.audit_entry.subject IS 'as in address:7';

COMMENT ON COLUMN public.audit_entry.request IS 'the request''s id';

CREATE FUNCTION public.audit_hash(e public.audit_entry) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    e.id, e.chain, encode(e.previous_hash, 'hex'),
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
    e.account_id, e.api_key_id, e.on_behalf_of, e.action, e.subject, e.before, e.after, e.request
  )::text, 'UTF8'))
$$;

CREATE FUNCTION public.bulk_loading() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ SELECT coalesce(current_setting('odop.bulk_load', true), '') = 'on' $$;

CREATE FUNCTION public.can_be_seen(text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$ BEGIN RETURN $1 ~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u2800\u3000\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]'; END $_$;

CREATE FUNCTION public.craft_gi_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE product SET is_gi_tagged = NEW.gi_registration_id IS NOT NULL
   WHERE craft_id = NEW.id AND is_gi_tagged IS DISTINCT FROM (NEW.gi_registration_id IS NOT NULL);
  RETURN NULL;
END $$;

CREATE FUNCTION public.created_by_id_is_there() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ended timestamptz;
BEGIN
  SELECT erased_at INTO ended FROM account WHERE id = NEW.created_by_id FOR KEY SHARE;
  IF ended IS NOT NULL THEN
    PERFORM account_ended(NEW.created_by_id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.facilitator_id_is_there() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ended timestamptz;
BEGIN
  SELECT erased_at INTO ended FROM account WHERE id = NEW.facilitator_id FOR KEY SHARE;
  IF ended IS NOT NULL THEN
    PERFORM account_ended(NEW.facilitator_id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.fn_pgqueuer_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
$$;

CREATE FUNCTION public.forbid_empty_texts() RETURNS void
    LANGUAGE plpgsql
    AS $_$
DECLARE
  texts record;
  text_column text;
  has_empty boolean;
BEGIN
  FOR texts IN
    SELECT c.table_name AS name, array_agg(c.column_name::text) AS columns,
      array_agg(c.column_name::text) FILTER (WHERE c.is_nullable = 'YES') AS nullable,
      string_agg(format('can_be_seen(%I)', c.column_name), ' AND ' ORDER BY c.column_name)
        AS seen
    FROM information_schema.columns c JOIN information_schema.tables t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
      AND c.table_name <> 'tortoise_migrations' AND c.column_name ~ '_(en|hi)$|name|line[12]|address|landmark|city|holder|author|text|reference'
      AND c.data_type IN ('text', 'character varying')
    GROUP BY c.table_name
  LOOP
    FOREACH text_column IN ARRAY texts.columns LOOP
      -- Some tables let nobody change a row, and have no empty texts.
      EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE NOT can_be_seen(%I))',
        texts.name, text_column) INTO has_empty;
      IF has_empty THEN
        EXECUTE format('UPDATE %I SET %I = %L WHERE NOT can_be_seen(%I)', texts.name, text_column,
          CASE WHEN text_column = ANY (texts.nullable) THEN NULL ELSE '–' END, text_column);
      END IF;
    END LOOP;
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I',
      texts.name, texts.name || '_no_empty_text');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (%s)',
      texts.name, texts.name || '_no_empty_text', texts.seen);
  END LOOP;
END $_$;

CREATE FUNCTION public.gstin_is_valid(gstin text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
  SELECT gstin ~ '^[0-9]{2}[A-Z]{3}[ABCFGHLJPTK][A-Z][0-9]{4}[A-Z][1-9A-Z][ZC][0-9A-Z]$'
     AND substr(gstin, 8, 4) <> '0000'
     AND (left(gstin, 2)::int BETWEEN 1 AND 38 OR left(gstin, 2) = '97')
     AND right(gstin, 1) = substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', ((36 - (
           SELECT sum(p / 36 + p % 36)
             FROM generate_series(1, 14) i,
                  LATERAL (SELECT (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(gstin, i, 1)) - 1)
                                  * (2 - i % 2) AS p) digit
         ) % 36) % 36)::int + 1, 1)
$_$;

CREATE FUNCTION public.invited_by_id_is_there() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ended timestamptz;
BEGIN
  SELECT erased_at INTO ended FROM account WHERE id = NEW.invited_by_id FOR KEY SHARE;
  IF ended IS NOT NULL THEN
    PERFORM account_ended(NEW.invited_by_id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.may_be_sold(status text, price bigint, vendor integer, artisan integer) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT status = 'published' AND price IS NOT NULL
     AND EXISTS (SELECT FROM vendor v WHERE v.id = vendor AND v.status = 'approved')
     AND (artisan IS NULL OR EXISTS (
       SELECT FROM artisan a JOIN agreement g ON g.artisan_id = a.id
        WHERE a.id = artisan AND a.status = 'active'
          AND g.vendor_id = vendor AND g.status = 'accepted'
          AND (now() AT TIME ZONE 'Asia/Kolkata')::date
              BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')))
$$;

CREATE FUNCTION public.order_part_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('odop_orders', NEW.order_id::text);
  RETURN NULL;
END $$;

CREATE FUNCTION public.order_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('odop_orders', NEW.id::text);
  RETURN NULL;
END $$;

CREATE FUNCTION public.part_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('odop_people', 'account ' || (to_jsonb(OLD) ->> TG_ARGV[0]));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('odop_people', 'account ' || (to_jsonb(NEW) ->> TG_ARGV[0]));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.product_attribute_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_of_products('values', array_agg(DISTINCT c.product_id)) FROM come c;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM tell_of_products('values', array_agg(DISTINCT g.product_id)) FROM gone g;
  ELSE
    PERFORM tell_of_products('values', array_agg(product_id)) FROM (
      SELECT c.product_id FROM come c UNION SELECT g.product_id FROM gone g) either;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.product_gi() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.is_gi_tagged := EXISTS (
    SELECT FROM craft c WHERE c.id = NEW.craft_id AND c.gi_registration_id IS NOT NULL);
  RETURN NEW;
END $$;

CREATE FUNCTION public.product_refresh_offer(ids integer[]) RETURNS void
    LANGUAGE sql
    AS $$
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

CREATE FUNCTION public.product_refresh_rating(ids integer[]) RETURNS void
    LANGUAGE sql
    AS $$
  UPDATE product p
     SET rating_sum = r.stars, rating_count = r.number
    FROM (SELECT i.id, coalesce(sum(w.rating), 0)::int AS stars, count(w.id)::int AS number
            FROM (SELECT DISTINCT unnest(ids) AS id) i
            LEFT JOIN review w ON w.product_id = i.id AND w.status = 'published'
           GROUP BY i.id) r
   WHERE p.id = r.id AND (p.rating_sum, p.rating_count) IS DISTINCT FROM (r.stars, r.number)
$$;

CREATE FUNCTION public.product_refresh_sale(vendor integer, artisan integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF artisan IS NULL THEN
    UPDATE product p SET is_on_sale = NOT p.is_on_sale
     WHERE p.vendor_id = vendor AND p.status = 'published'
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id);
  ELSE
    UPDATE product p SET is_on_sale = NOT p.is_on_sale
     WHERE p.artisan_id = artisan AND p.status = 'published'
       AND (vendor IS NULL OR p.vendor_id = vendor)
       AND p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id);
  END IF;
END $$;

CREATE FUNCTION public.product_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.is_on_sale := may_be_sold(NEW.status, NEW.min_price_paise, NEW.vendor_id, NEW.artisan_id);
  RETURN NEW;
END $$;

CREATE FUNCTION public.product_search_fill() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  SELECT p.status, p.district_id, p.craft_id, p.category_id, p.artisan_id, p.vendor_id, p.country_of_origin, p.min_price_paise, p.is_gi_tagged, p.is_available, p.is_made_to_order, p.rating_sum, p.rating_count, p.rating_rank, p.popularity, p.published_at, p.is_on_sale
    INTO NEW.status, NEW.district_id, NEW.craft_id, NEW.category_id, NEW.artisan_id, NEW.vendor_id, NEW.country_of_origin, NEW.min_price_paise, NEW.is_gi_tagged, NEW.is_available, NEW.is_made_to_order, NEW.rating_sum, NEW.rating_count, NEW.rating_rank, NEW.popularity, NEW.published_at, NEW.is_on_sale
    FROM product p WHERE p.id = NEW.product_id;
  RETURN NEW;
END $$;

CREATE FUNCTION public.product_search_follow() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE product_search SET (status, district_id, craft_id, category_id, artisan_id, vendor_id, country_of_origin, min_price_paise, is_gi_tagged, is_available, is_made_to_order, rating_sum, rating_count, rating_rank, popularity, published_at, is_on_sale) = (NEW.status, NEW.district_id, NEW.craft_id, NEW.category_id, NEW.artisan_id, NEW.vendor_id, NEW.country_of_origin, NEW.min_price_paise, NEW.is_gi_tagged, NEW.is_available, NEW.is_made_to_order, NEW.rating_sum, NEW.rating_count, NEW.rating_rank, NEW.popularity, NEW.published_at, NEW.is_on_sale)
   WHERE product_id = NEW.id;
  RETURN NULL;
END $$;

CREATE FUNCTION public.product_search_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_of_products('words', array_agg(c.product_id)) FROM come c;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM tell_of_products('words', array_agg(g.product_id)) FROM gone g;
  ELSE
    PERFORM tell_of_products('words', array_agg(c.product_id))
      FROM come c JOIN gone g ON g.product_id = c.product_id WHERE c.keys IS DISTINCT FROM g.keys;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.product_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[];
  popular integer[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_of_products('values', array_agg(c.id)) FROM come c;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM tell_of_products('values', array_agg(g.id)) FROM gone g;
  ELSE
    SELECT array_agg(id) FILTER (WHERE differs),
        array_agg(id) FILTER (WHERE NOT differs AND is_popular)
      INTO ids, popular
      FROM (SELECT c.id, (c.is_on_sale, c.district_id, c.craft_id, c.category_id, c.artisan_id, c.vendor_id, c.country_of_origin, c.min_price_paise, c.is_gi_tagged, c.is_available, c.is_made_to_order, c.rating_sum, c.rating_count, c.published_at) IS DISTINCT FROM (g.is_on_sale, g.district_id, g.craft_id, g.category_id, g.artisan_id, g.vendor_id, g.country_of_origin, g.min_price_paise, g.is_gi_tagged, g.is_available, g.is_made_to_order, g.rating_sum, g.rating_count, g.published_at) AS differs,
          c.is_on_sale AND c.popularity <> g.popularity AS is_popular
        FROM come c JOIN gone g ON g.id = c.id) changed;
    PERFORM tell_of_products('values', ids);
    IF cardinality(popular) > 5000 OR (bulk_loading() AND popular IS NOT NULL) THEN
      PERFORM pg_notify('odop_products', 'popularity');
    ELSE
      PERFORM tell_of_products('values', popular);
    END IF;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.products_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('odop_products', '');
  RETURN NULL;
END $$;

CREATE FUNCTION public.proposed_by_id_is_there() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ended timestamptz;
BEGIN
  SELECT erased_at INTO ended FROM account WHERE id = NEW.proposed_by_id FOR KEY SHARE;
  IF ended IS NOT NULL THEN
    PERFORM account_ended(NEW.proposed_by_id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.recorded_by_id_is_there() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ended timestamptz;
BEGIN
  SELECT erased_at INTO ended FROM account WHERE id = NEW.recorded_by_id FOR KEY SHARE;
  IF ended IS NOT NULL THEN
    PERFORM account_ended(NEW.recorded_by_id);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.review_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.rows_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.search_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  INSERT INTO search_change (noun, target_id) VALUES (TG_ARGV[0], (changed ->> TG_ARGV[1])::int);
  PERFORM pg_notify('odop_search', '');
  RETURN NULL;
END $$;

CREATE FUNCTION public.session_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL THEN
    PERFORM pg_notify('odop_people', 'ended ' || NEW.id || ' ' || NEW.account_id);
  ELSE
    PERFORM pg_notify('odop_people', 'account ' || NEW.account_id);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.slug_replaced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  -- A page that takes back an old address of its own, or of another, is now found there directly.
  DELETE FROM slug_history WHERE noun = TG_TABLE_NAME AND slug = NEW.slug;
  INSERT INTO slug_history (noun, slug, target_id, replaced_at)
  VALUES (TG_TABLE_NAME, OLD.slug, NEW.id, now());
  RETURN NULL;
END $$;

CREATE FUNCTION public.staff_group_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('odop_people', 'all');
  RETURN NULL;
END $$;

CREATE FUNCTION public.stock_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT bulk_loading() THEN
    PERFORM product_refresh_offer((
      SELECT array_agg(v.product_id) FROM changed c JOIN variant v ON v.id = c.variant_id));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.stock_turns() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT bulk_loading() THEN
    PERFORM product_refresh_offer((
      SELECT array_agg(product_id) FROM variant WHERE id IN (OLD.variant_id, NEW.variant_id)));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.tell_of_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('odop_held', TG_TABLE_NAME);
  RETURN NULL;
END $$;

CREATE FUNCTION public.tell_of_products(kind text, ids integer[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF cardinality(ids) > 5000 OR (bulk_loading() AND ids IS NOT NULL) THEN
    PERFORM pg_notify('odop_products', '');
    RETURN;
  END IF;
  FOR start IN 1 .. coalesce(cardinality(ids), 0) BY 500 LOOP
    PERFORM pg_notify(
      'odop_products', kind || ' ' || array_to_string(ids[start : start + 499], ','));
  END LOOP;
END $$;

CREATE FUNCTION public.variant_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.vendor_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM product_refresh_sale(NEW.id, NULL);
  RETURN NULL;
END $$;

CREATE TABLE public.account (
    id integer NOT NULL,
    name character varying(80),
    phone character varying(16),
    phone_verified_at timestamp with time zone,
    email character varying(254),
    email_verified_at timestamp with time zone,
    password_hash character varying(200),
    language character varying(2) NOT NULL,
    is_demo boolean NOT NULL,
    suspended_at timestamp with time zone,
    erased_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT account_email CHECK ((((email)::text = lower((email)::text)) AND ((email)::text ~ '^[^@ ]+@[^@ ]+$'::text))),
    CONSTRAINT account_email_verified CHECK (((email_verified_at IS NULL) OR (email IS NOT NULL))),
    CONSTRAINT account_erased CHECK (((erased_at IS NULL) OR (num_nonnulls(name, phone, email, password_hash) = 0))),
    CONSTRAINT account_language CHECK (((language)::text = ANY ((ARRAY['en'::character varying, 'hi'::character varying])::text[]))),
    CONSTRAINT account_no_empty_text CHECK (public.can_be_seen((name)::text)),
    CONSTRAINT account_phone CHECK (((phone)::text ~ '^\+[1-9][0-9]{7,14}$'::text)),
    CONSTRAINT account_phone_verified CHECK (((phone_verified_at IS NULL) OR (phone IS NOT NULL)))
);

COMMENT ON TABLE public.account IS 'A person. Telephone and e-mail are in the one form of `auth.contact`; either may be missing.';

COMMENT ON COLUMN public.account.language IS 'in which the person is written to';

COMMENT ON COLUMN public.account.is_demo IS 'its password is known to everybody';

CREATE SEQUENCE public.account_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.account_id_seq OWNED BY public.account.id;

CREATE TABLE public.address (
    id integer NOT NULL,
    name character varying(80) NOT NULL,
    phone character varying(16) NOT NULL,
    line1 character varying(160) NOT NULL,
    line2 character varying(160),
    landmark character varying(120),
    city character varying(80) NOT NULL,
    pincode character varying(6) NOT NULL,
    is_default boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    account_id integer NOT NULL,
    state_id character varying(2) NOT NULL,
    CONSTRAINT address_no_empty_text CHECK ((public.can_be_seen((city)::text) AND public.can_be_seen((landmark)::text) AND public.can_be_seen((line1)::text) AND public.can_be_seen((line2)::text) AND public.can_be_seen((name)::text))),
    CONSTRAINT address_pincode CHECK (((pincode)::text ~ '^[1-9][0-9]{5}$'::text))
);

COMMENT ON TABLE public.address IS 'An entry of a person''s address book. Orders keep their own copy.';

COMMENT ON COLUMN public.address.name IS 'who takes the parcel';

CREATE SEQUENCE public.address_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.address_id_seq OWNED BY public.address.id;

CREATE TABLE public.adjustment (
    id integer NOT NULL,
    kind character varying(12) NOT NULL,
    paise bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    dispute_id integer,
    refund_id integer,
    suborder_id integer NOT NULL,
    transfer_id integer,
    vendor_id integer NOT NULL,
    CONSTRAINT adjustment_sign CHECK (((paise <> 0) AND (((kind)::text <> ALL ((ARRAY['refund'::character varying, 'dispute'::character varying])::text[])) OR (paise < 0)) AND (((kind)::text <> 'dispute_won'::text) OR (paise > 0))))
);

COMMENT ON TABLE public.adjustment IS 'The sum of a vendor''s is what stands: below nought the vendor owes it to the mart.';

COMMENT ON COLUMN public.adjustment.kind IS 'REFUND: refund\nDISPUTE: dispute\nDISPUTE_WON: dispute_won\nPAYOUT: payout';

CREATE SEQUENCE public.adjustment_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.adjustment_id_seq OWNED BY public.adjustment.id;

CREATE TABLE public.agreement (
    id integer NOT NULL,
    status character varying(10) NOT NULL,
    transfer_kind character varying(10) NOT NULL,
    transfer_basis_points integer,
    transfer_paise bigint,
    valid_from date NOT NULL,
    valid_to date,
    accepted_at timestamp with time zone,
    artisan_id integer NOT NULL,
    vendor_id integer NOT NULL,
    CONSTRAINT agreement_accepted CHECK ((((status)::text = 'invited'::text) OR (accepted_at IS NOT NULL))),
    CONSTRAINT agreement_dates CHECK ((valid_to >= valid_from)),
    CONSTRAINT agreement_transfer CHECK (((((transfer_kind)::text = 'percent'::text) = (transfer_basis_points IS NOT NULL)) AND (((transfer_kind)::text = 'fixed'::text) = (transfer_paise IS NOT NULL)))),
    CONSTRAINT agreement_transfer_range CHECK (((((transfer_basis_points >= 1) AND (transfer_basis_points <= 10000)) AND (transfer_paise > 0)) OR (num_nonnulls(transfer_basis_points, transfer_paise) = 1)))
);

COMMENT ON TABLE public.agreement IS 'A sub-vendor agreement (`domain/gst.md`, section 9, route A: buy and resell).';

COMMENT ON COLUMN public.agreement.status IS 'INVITED: invited\nACCEPTED: accepted\nENDED: ended';

COMMENT ON COLUMN public.agreement.transfer_kind IS 'PERCENT: percent\nFIXED: fixed';

COMMENT ON COLUMN public.agreement.transfer_basis_points IS 'of the selling price';

COMMENT ON COLUMN public.agreement.valid_to IS 'last day, in India';

CREATE SEQUENCE public.agreement_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.agreement_id_seq OWNED BY public.agreement.id;

CREATE TABLE public.api_key (
    id integer NOT NULL,
    name character varying(80) NOT NULL,
    handle character varying(16) NOT NULL,
    secret_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    created_by_id integer,
    CONSTRAINT api_key_no_empty_text CHECK (public.can_be_seen((name)::text)),
    CONSTRAINT api_key_scopes CHECK ((cardinality(scopes) > 0))
);

COMMENT ON TABLE public.api_key IS 'A key, hashed: shown once, when it is made.';

COMMENT ON COLUMN public.api_key.handle IS 'the key''s first part, in the open';

COMMENT ON COLUMN public.api_key.last_used_at IS 'to the minute';

CREATE SEQUENCE public.api_key_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.api_key_id_seq OWNED BY public.api_key.id;

CREATE TABLE public.artisan (
    id integer NOT NULL,
    slug character varying(80) NOT NULL,
    name_en character varying(80),
    name_hi character varying(80),
    bio_en text,
    bio_hi text,
    village_en character varying(80),
    village_hi character varying(80),
    portrait_public_id character varying(200),
    portrait_width integer,
    portrait_height integer,
    portrait_blurhash character varying(40),
    practising_since smallint,
    status character varying(10) NOT NULL,
    profile_consented_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    district_id integer NOT NULL,
    CONSTRAINT artisan_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT artisan_no_empty_text CHECK ((public.can_be_seen(bio_en) AND public.can_be_seen(bio_hi) AND public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text) AND public.can_be_seen((village_en)::text) AND public.can_be_seen((village_hi)::text))),
    CONSTRAINT artisan_portrait_public_id_form CHECK (((portrait_public_id)::text ~ '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$'::text)),
    CONSTRAINT artisan_portrait_size CHECK ((((portrait_public_id IS NULL) = (portrait_width IS NULL)) AND ((portrait_public_id IS NULL) = (portrait_height IS NULL)))),
    CONSTRAINT artisan_practising_since CHECK (((practising_since >= 1930) AND (practising_since <= 2100))),
    CONSTRAINT artisan_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

COMMENT ON TABLE public.artisan IS 'A maker. The public sees a profile only after `profile_consented_at` (DPDP Act 2023).';

COMMENT ON COLUMN public.artisan.practising_since IS 'year the craft was taken up';

COMMENT ON COLUMN public.artisan.status IS 'APPLIED: applied\nACTIVE: active\nPAUSED: paused';

CREATE TABLE public.artisan_account (
    artisan_id integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    account_id integer NOT NULL
);

COMMENT ON TABLE public.artisan_account IS 'The account with which an artisan signs in.';

CREATE TABLE public.artisan_award (
    id integer NOT NULL,
    name_en character varying(160),
    name_hi character varying(160),
    year smallint NOT NULL,
    artisan_id integer NOT NULL,
    CONSTRAINT artisan_award_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT artisan_award_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text))),
    CONSTRAINT artisan_award_year CHECK (((year >= 1950) AND (year <= 2100)))
);

CREATE SEQUENCE public.artisan_award_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.artisan_award_id_seq OWNED BY public.artisan_award.id;

CREATE TABLE public.artisan_craft (
    id integer NOT NULL,
    "position" smallint NOT NULL,
    artisan_id integer NOT NULL,
    craft_id integer NOT NULL
);

COMMENT ON TABLE public.artisan_craft IS 'Which crafts an artisan practises, the main one first.';

CREATE SEQUENCE public.artisan_craft_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.artisan_craft_id_seq OWNED BY public.artisan_craft.id;

CREATE SEQUENCE public.artisan_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.artisan_id_seq OWNED BY public.artisan.id;

CREATE TABLE public.attribute (
    id integer NOT NULL,
    slug character varying(60) NOT NULL,
    name_en character varying(60),
    name_hi character varying(60),
    kind character varying(10) NOT NULL,
    unit_en character varying(30),
    unit_hi character varying(30),
    "position" smallint NOT NULL,
    category_id integer NOT NULL,
    CONSTRAINT attribute_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT attribute_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text) AND public.can_be_seen((unit_en)::text) AND public.can_be_seen((unit_hi)::text))),
    CONSTRAINT attribute_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

COMMENT ON COLUMN public.attribute.kind IS 'CHOICE: choice\nNUMBER: number\nTEXT: text\nBOOLEAN: boolean';

CREATE SEQUENCE public.attribute_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.attribute_id_seq OWNED BY public.attribute.id;

CREATE TABLE public.attribute_value (
    id integer NOT NULL,
    slug character varying(60) NOT NULL,
    label_en character varying(80),
    label_hi character varying(80),
    "position" smallint NOT NULL,
    attribute_id integer NOT NULL,
    CONSTRAINT attribute_value_label_said CHECK ((num_nonnulls(label_en, label_hi) > 0)),
    CONSTRAINT attribute_value_no_empty_text CHECK ((public.can_be_seen((label_en)::text) AND public.can_be_seen((label_hi)::text))),
    CONSTRAINT attribute_value_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

COMMENT ON TABLE public.attribute_value IS 'One of the choices of an attribute of kind CHOICE.';

CREATE SEQUENCE public.attribute_value_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.attribute_value_id_seq OWNED BY public.attribute_value.id;

CREATE SEQUENCE public.audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.audit_entry_id_seq OWNED BY public.audit_entry.id;

CREATE TABLE public.cart (
    id integer NOT NULL,
    status character varying(8) NOT NULL,
    name character varying(80),
    phone character varying(16),
    line1 character varying(160),
    line2 character varying(160),
    landmark character varying(120),
    city character varying(80),
    pincode character varying(6),
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    account_id integer,
    state_id character varying(2),
    token_hash bytea NOT NULL,
    token_sealed bytea NOT NULL,
    shown_paise bigint,
    CONSTRAINT cart_address CHECK ((num_nulls(name, phone, line1, city, pincode, state_id) = ANY (ARRAY[0, 6]))),
    CONSTRAINT cart_no_empty_text CHECK ((public.can_be_seen((city)::text) AND public.can_be_seen((landmark)::text) AND public.can_be_seen((line1)::text) AND public.can_be_seen((line2)::text) AND public.can_be_seen((name)::text))),
    CONSTRAINT cart_token_hash CHECK ((length(token_hash) = 32))
)
WITH (fillfactor='60');

COMMENT ON TABLE public.cart IS 'A guest''s cart is known by its `token` alone, a member''s by its account too.';

COMMENT ON COLUMN public.cart.status IS 'OPEN: open\nORDERED: ordered\nMERGED: merged';

CREATE TABLE public.cart_coupon (
    id integer NOT NULL,
    cart_id integer NOT NULL,
    promotion_id integer NOT NULL
);

COMMENT ON TABLE public.cart_coupon IS 'A coupon the buyer entered; they are taken in the order of their ids.';

CREATE SEQUENCE public.cart_coupon_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.cart_coupon_id_seq OWNED BY public.cart_coupon.id;

CREATE TABLE public.cart_delivery (
    id integer NOT NULL,
    service character varying(10) NOT NULL,
    cart_id integer NOT NULL,
    vendor_id integer NOT NULL
);

COMMENT ON TABLE public.cart_delivery IS 'How a vendor''s parcel is to be sent, where the buyer chose.';

COMMENT ON COLUMN public.cart_delivery.service IS 'STANDARD: standard\nEXPRESS: express';

CREATE SEQUENCE public.cart_delivery_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.cart_delivery_id_seq OWNED BY public.cart_delivery.id;

CREATE SEQUENCE public.cart_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.cart_id_seq OWNED BY public.cart.id;

CREATE TABLE public.cart_line (
    id integer NOT NULL,
    quantity smallint NOT NULL,
    seen_paise bigint NOT NULL,
    wished smallint,
    cart_id integer NOT NULL,
    variant_id integer NOT NULL,
    CONSTRAINT cart_line_quantity CHECK (((quantity >= 1) AND (quantity <= 99)))
);

COMMENT ON TABLE public.cart_line IS 'Pieces of a variant. `seen_paise` is the price the buyer was last told by adding it.';

CREATE SEQUENCE public.cart_line_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.cart_line_id_seq OWNED BY public.cart_line.id;

CREATE TABLE public.category (
    id integer NOT NULL,
    slug character varying(60) NOT NULL,
    name_en character varying(80),
    name_hi character varying(80),
    description_en text,
    description_hi text,
    "position" smallint NOT NULL,
    CONSTRAINT category_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT category_no_empty_text CHECK ((public.can_be_seen(description_en) AND public.can_be_seen(description_hi) AND public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text))),
    CONSTRAINT category_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

CREATE SEQUENCE public.category_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.category_id_seq OWNED BY public.category.id;

CREATE TABLE public.charge (
    id integer NOT NULL,
    gateway_payment_id character varying(40) NOT NULL,
    method character varying(20),
    amount_paise bigint NOT NULL,
    currency character varying(3) NOT NULL,
    status character varying(20) NOT NULL,
    rank smallint NOT NULL,
    refunded_paise bigint NOT NULL,
    is_settling boolean NOT NULL,
    network character varying(20),
    last4 character varying(4),
    error character varying(200),
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    payment_id integer NOT NULL,
    fee_paise bigint,
    fee_tax_paise bigint,
    CONSTRAINT charge_last4 CHECK (((last4)::text ~ '^[0-9]{4}$'::text)),
    CONSTRAINT charge_refunded CHECK (((refunded_paise >= 0) AND (refunded_paise <= amount_paise)))
);

COMMENT ON TABLE public.charge IS 'A gateway''s payment: a try of the buyer to pay. An order may see several, two that succeed';

COMMENT ON COLUMN public.charge.status IS 'CREATED: created\nPENDING: pending\nFAILED: failed\nAUTHORIZED: authorized\nCAPTURED: captured\nPARTIALLY_REFUNDED: partially_refunded\nREFUNDED: refunded\nAUTO_REFUNDED: auto_refunded\nDISPUTED: disputed\nCHARGED_BACK: charged_back\nPENDING_COLLECTION: pending_collection\nCOLLECTED: collected\nREFUSED: refused\nCANCELLED: cancelled';

COMMENT ON COLUMN public.charge.refunded_paise IS 'as the gateway last said';

CREATE SEQUENCE public.charge_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.charge_id_seq OWNED BY public.charge.id;

CREATE TABLE public.commission_rule (
    id integer NOT NULL,
    rate_bp integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    category_id integer,
    vendor_id integer,
    CONSTRAINT commission_rule_dates CHECK ((valid_to >= valid_from)),
    CONSTRAINT commission_rule_rate CHECK (((rate_bp >= 0) AND (rate_bp <= 5000)))
);

COMMENT ON TABLE public.commission_rule IS 'What the mart takes of the taxable value of goods; the narrowest rule that fits counts.';

COMMENT ON COLUMN public.commission_rule.valid_to IS 'last day, in India';

CREATE SEQUENCE public.commission_rule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.commission_rule_id_seq OWNED BY public.commission_rule.id;

CREATE TABLE public.consent (
    id integer NOT NULL,
    purpose character varying(24) NOT NULL,
    is_granted boolean NOT NULL,
    notice_version character varying(20) NOT NULL,
    notice_hash bytea NOT NULL,
    language character varying(2) NOT NULL,
    client_hash bytea,
    at timestamp with time zone NOT NULL,
    account_id integer NOT NULL,
    CONSTRAINT consent_language CHECK (((language)::text = ANY ((ARRAY['en'::character varying, 'hi'::character varying])::text[])))
);

COMMENT ON TABLE public.consent IS 'One word, given or taken back. Rows are added and never changed; the last one counts.';

COMMENT ON COLUMN public.consent.purpose IS 'MARKETING: marketing\nANALYTICS: analytics\nARTISAN_PUBLIC_PROFILE: artisan_public_profile';

COMMENT ON COLUMN public.consent.notice_hash IS 'SHA-256 of the text that was shown';

COMMENT ON COLUMN public.consent.language IS 'in which it was shown';

COMMENT ON COLUMN public.consent.client_hash IS 'of the address it came from';

CREATE SEQUENCE public.consent_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.consent_id_seq OWNED BY public.consent.id;

CREATE TABLE public.craft (
    id integer NOT NULL,
    slug character varying(80) NOT NULL,
    name_en character varying(120),
    name_hi character varying(120),
    short_name_en character varying(60),
    short_name_hi character varying(60),
    description_en text,
    description_hi text,
    is_primary boolean NOT NULL,
    listed_in smallint NOT NULL,
    source text NOT NULL,
    category_id integer NOT NULL,
    district_id integer NOT NULL,
    gi_registration_id integer,
    CONSTRAINT craft_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT craft_no_empty_text CHECK ((public.can_be_seen(description_en) AND public.can_be_seen(description_hi) AND public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text) AND public.can_be_seen((short_name_en)::text) AND public.can_be_seen((short_name_hi)::text))),
    CONSTRAINT craft_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

COMMENT ON TABLE public.craft IS 'What a district is known for. One is primary: the product of the 2018 list.';

COMMENT ON COLUMN public.craft.listed_in IS 'year it was put on the list';

CREATE SEQUENCE public.craft_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.craft_id_seq OWNED BY public.craft.id;

CREATE TABLE public.declaration (
    product_id integer NOT NULL,
    generic_name_en character varying(120),
    generic_name_hi character varying(120),
    net_quantity numeric(10,3) NOT NULL,
    net_unit character varying(6) NOT NULL,
    maker_name character varying(160) NOT NULL,
    maker_address character varying(300) NOT NULL,
    packer_name character varying(160),
    packer_address character varying(300),
    importer_name character varying(160),
    importer_address character varying(300),
    length_cm numeric(7,1),
    width_cm numeric(7,1),
    height_cm numeric(7,1),
    best_before_months smallint,
    fssai_licence character varying(14),
    is_vegetarian boolean,
    CONSTRAINT declaration_best_before CHECK ((best_before_months > 0)),
    CONSTRAINT declaration_fssai CHECK (((fssai_licence)::text ~ '^[0-9]{14}$'::text)),
    CONSTRAINT declaration_generic_name_said CHECK ((num_nonnulls(generic_name_en, generic_name_hi) > 0)),
    CONSTRAINT declaration_net_quantity CHECK ((net_quantity > (0)::numeric)),
    CONSTRAINT declaration_no_empty_text CHECK ((public.can_be_seen((generic_name_en)::text) AND public.can_be_seen((generic_name_hi)::text) AND public.can_be_seen((importer_address)::text) AND public.can_be_seen((importer_name)::text) AND public.can_be_seen((maker_address)::text) AND public.can_be_seen((maker_name)::text) AND public.can_be_seen((packer_address)::text) AND public.can_be_seen((packer_name)::text)))
);

COMMENT ON TABLE public.declaration IS 'Legal Metrology (Packaged Commodities) Rules 2011, rule 6(10).';

COMMENT ON COLUMN public.declaration.net_unit IS 'GRAM: g\nMILLILITRE: ml\nMETRE: m\nPIECE: piece\nPAIR: pair\nSET: set';

CREATE TABLE public.delivery_rate (
    id integer NOT NULL,
    zone character varying(10) NOT NULL,
    up_to_grams integer NOT NULL,
    charge_paise bigint NOT NULL,
    days_min smallint NOT NULL,
    days_max smallint NOT NULL,
    vendor_id integer,
    fragile_paise bigint NOT NULL,
    service character varying(10) NOT NULL,
    CONSTRAINT delivery_rate_figures CHECK (((up_to_grams > 0) AND (charge_paise >= 0) AND (fragile_paise >= 0) AND (days_min >= 0) AND (days_max >= days_min)))
);

COMMENT ON TABLE public.delivery_rate IS 'A line of a rate table. Without a vendor it is the mart''s own, for vendors without one.';

COMMENT ON COLUMN public.delivery_rate.zone IS 'DISTRICT: district\nSTATE: state\nCOUNTRY: country\nREMOTE: remote';

CREATE SEQUENCE public.delivery_rate_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.delivery_rate_id_seq OWNED BY public.delivery_rate.id;

CREATE TABLE public.dispute (
    id integer NOT NULL,
    gateway_dispute_id character varying(40) NOT NULL,
    amount_paise bigint NOT NULL,
    status character varying(4) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    charge_id integer NOT NULL,
    paid_twice_paise bigint DEFAULT 0 NOT NULL,
    CONSTRAINT dispute_amount CHECK ((amount_paise > 0)),
    CONSTRAINT dispute_paid_twice CHECK (((paid_twice_paise >= 0) AND (paid_twice_paise <= amount_paise)))
);

COMMENT ON COLUMN public.dispute.status IS 'OPEN: open\nWON: won\nLOST: lost';

CREATE SEQUENCE public.dispute_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.dispute_id_seq OWNED BY public.dispute.id;

CREATE TABLE public.district (
    id integer NOT NULL,
    slug character varying(60) NOT NULL,
    name_en character varying(80) NOT NULL,
    name_hi character varying(80) NOT NULL,
    division_en character varying(80) NOT NULL,
    division_hi character varying(80) NOT NULL,
    headquarters_en character varying(80) NOT NULL,
    headquarters_hi character varying(80) NOT NULL,
    story_en text,
    story_hi text,
    latitude numeric(5,2) NOT NULL,
    longitude numeric(5,2) NOT NULL,
    lgd_code integer NOT NULL,
    aliases text[] NOT NULL,
    image_public_id character varying(200),
    image_width integer,
    image_height integer,
    image_blurhash character varying(40),
    CONSTRAINT district_image_public_id_form CHECK (((image_public_id)::text ~ '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$'::text)),
    CONSTRAINT district_image_size CHECK ((((image_public_id IS NULL) = (image_width IS NULL)) AND ((image_public_id IS NULL) = (image_height IS NULL)))),
    CONSTRAINT district_in_uttar_pradesh CHECK ((((latitude >= (23)::numeric) AND (latitude <= (31)::numeric)) AND ((longitude >= (77)::numeric) AND (longitude <= (85)::numeric)))),
    CONSTRAINT district_no_empty_text CHECK ((public.can_be_seen((division_en)::text) AND public.can_be_seen((division_hi)::text) AND public.can_be_seen((headquarters_en)::text) AND public.can_be_seen((headquarters_hi)::text) AND public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text) AND public.can_be_seen(story_en) AND public.can_be_seen(story_hi))),
    CONSTRAINT district_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

COMMENT ON TABLE public.district IS 'One of the 75. `latitude` and `longitude` are a town-level point for a dot on a map.';

COMMENT ON COLUMN public.district.lgd_code IS 'Local Government Directory code';

CREATE SEQUENCE public.district_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.district_id_seq OWNED BY public.district.id;

CREATE TABLE public.district_neighbour (
    id integer NOT NULL,
    "position" smallint NOT NULL,
    district_id integer NOT NULL,
    neighbour_id integer NOT NULL
);

COMMENT ON TABLE public.district_neighbour IS 'The nearest districts of a district, nearest first.';

CREATE SEQUENCE public.district_neighbour_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.district_neighbour_id_seq OWNED BY public.district_neighbour.id;

CREATE TABLE public.facilitation (
    id integer NOT NULL,
    basis character varying(12) NOT NULL,
    reference character varying(120),
    notice_version character varying(20) NOT NULL,
    consented_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    artisan_id integer NOT NULL,
    facilitator_id integer NOT NULL,
    recorded_by_id integer,
    CONSTRAINT facilitation_no_empty_text CHECK (public.can_be_seen((reference)::text)),
    CONSTRAINT facilitation_reference CHECK ((((basis)::text <> 'signed_form'::text) OR (reference IS NOT NULL)))
);

COMMENT ON TABLE public.facilitation IS 'Somebody who acts for an artisan, by the artisan''s recorded consent, until it ends.';

COMMENT ON COLUMN public.facilitation.basis IS 'IN_APP: in_app\nSIGNED_FORM: signed_form';

COMMENT ON COLUMN public.facilitation.notice_version IS 'of the text the artisan agreed to';

CREATE SEQUENCE public.facilitation_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.facilitation_id_seq OWNED BY public.facilitation.id;

CREATE TABLE public.gi_district (
    id integer NOT NULL,
    district_id integer NOT NULL,
    gi_registration_id integer NOT NULL
);

COMMENT ON TABLE public.gi_district IS 'The districts an indication covers.';

CREATE SEQUENCE public.gi_district_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.gi_district_id_seq OWNED BY public.gi_district.id;

CREATE TABLE public.gi_registration (
    id integer NOT NULL,
    name_en character varying(120) NOT NULL,
    name_hi character varying(120),
    number character varying(20),
    gi_class character varying(20),
    goods_type character varying(20) NOT NULL,
    reported_in character varying(10),
    confidence character varying(10) NOT NULL,
    source text NOT NULL,
    CONSTRAINT gi_goods_type CHECK (((goods_type)::text = ANY ((ARRAY['handicraft'::character varying, 'manufactured'::character varying, 'agricultural'::character varying, 'food'::character varying, 'natural'::character varying])::text[]))),
    CONSTRAINT gi_registration_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text)))
);

COMMENT ON TABLE public.gi_registration IS 'A geographical indication. The application number is often not known to us.';

COMMENT ON COLUMN public.gi_registration.number IS 'application number';

COMMENT ON COLUMN public.gi_registration.confidence IS 'SOURCED: sourced\nPARTLY: partly\nMEMORY: memory';

CREATE SEQUENCE public.gi_registration_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.gi_registration_id_seq OWNED BY public.gi_registration.id;

CREATE TABLE public.hsn_rate (
    id integer NOT NULL,
    hsn character varying(8) NOT NULL,
    value_above_paise bigint,
    value_up_to_paise bigint,
    rate_bp integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    CONSTRAINT hsn_rate_condition CHECK ((num_nonnulls(value_above_paise, value_up_to_paise) < 2)),
    CONSTRAINT hsn_rate_dates CHECK ((valid_to >= valid_from)),
    CONSTRAINT hsn_rate_hsn CHECK (((hsn)::text ~ '^[0-9]{2,8}$'::text)),
    CONSTRAINT hsn_rate_rate CHECK (((rate_bp >= 0) AND (rate_bp <= 4000)))
);

COMMENT ON TABLE public.hsn_rate IS 'GST on goods whose code begins with `hsn`. The longest that fits counts.';

COMMENT ON COLUMN public.hsn_rate.rate_bp IS 'hundredths of a percent, central and State tax together';

COMMENT ON COLUMN public.hsn_rate.valid_to IS 'last day, in India';

CREATE SEQUENCE public.hsn_rate_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.hsn_rate_id_seq OWNED BY public.hsn_rate.id;

CREATE TABLE public.idempotency_key (
    id integer NOT NULL,
    owner character varying(60) NOT NULL,
    mutation character varying(60) NOT NULL,
    key character varying(64) NOT NULL,
    input_hash bytea NOT NULL,
    result jsonb,
    fingerprint bytea,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    answer_sealed bytea
)
WITH (fillfactor='70');

COMMENT ON TABLE public.idempotency_key IS '`owner` is whose key it is. `result` is what the rule made, `answer` the bytes that were sent';

CREATE SEQUENCE public.idempotency_key_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.idempotency_key_id_seq OWNED BY public.idempotency_key.id;

CREATE TABLE public.invitation (
    id integer NOT NULL,
    contact character varying(254),
    kind character varying(14) NOT NULL,
    scope character varying(80) NOT NULL,
    role character varying(12),
    basis character varying(12),
    reference character varying(120),
    notice_version character varying(20),
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    sent_count smallint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    outcome character varying(8),
    ended_at timestamp with time zone,
    account_id integer,
    artisan_id integer,
    district_id integer,
    group_id integer,
    invited_by_id integer,
    vendor_id integer,
    CONSTRAINT invitation_contact CHECK (((outcome IS NOT NULL) OR (contact IS NOT NULL))),
    CONSTRAINT invitation_ended CHECK (((outcome IS NULL) = (ended_at IS NULL))),
    CONSTRAINT invitation_no_empty_text CHECK (public.can_be_seen((reference)::text)),
    CONSTRAINT invitation_of_one CHECK ((num_nonnulls(vendor_id, group_id, district_id, artisan_id) = 1)),
    CONSTRAINT invitation_role CHECK (((vendor_id IS NULL) = (role IS NULL)))
);

COMMENT ON TABLE public.invitation IS 'A right offered to whoever proves a contact. It gives nothing until it is accepted.';

COMMENT ON COLUMN public.invitation.kind IS 'VENDOR_MEMBER: vendor_member\nSTAFF: staff\nOFFICER: officer\nFACILITATOR: facilitator';

COMMENT ON COLUMN public.invitation.role IS 'OWNER: owner\nCATALOGUER: cataloguer\nDISPATCHER: dispatcher\nACCOUNTANT: accountant';

COMMENT ON COLUMN public.invitation.basis IS 'IN_APP: in_app\nSIGNED_FORM: signed_form';

COMMENT ON COLUMN public.invitation.outcome IS 'ACCEPTED: accepted\nDECLINED: declined\nREVOKED: revoked\nEXPIRED: expired';

COMMENT ON COLUMN public.invitation.account_id IS 'who accepted or declined';

CREATE SEQUENCE public.invitation_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.invitation_id_seq OWNED BY public.invitation.id;

CREATE TABLE public.line_discount (
    id integer NOT NULL,
    code character varying(24),
    funder character varying(6) NOT NULL,
    paise bigint NOT NULL,
    line_id integer NOT NULL,
    promotion_id integer NOT NULL,
    CONSTRAINT line_discount_paise CHECK ((paise > 0))
);

COMMENT ON TABLE public.line_discount IS 'Who bears how much of which promotion on a line.';

COMMENT ON COLUMN public.line_discount.funder IS 'VENDOR: vendor\nMART: mart\nSCHEME: scheme';

CREATE SEQUENCE public.line_discount_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.line_discount_id_seq OWNED BY public.line_discount.id;

CREATE TABLE public.link_token (
    id integer NOT NULL,
    token_hash character varying(64) NOT NULL,
    purpose character varying(16) NOT NULL,
    email character varying(254) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    account_id integer
);

COMMENT ON TABLE public.link_token IS 'A link that was sent by e-mail, hashed. It works once.';

COMMENT ON COLUMN public.link_token.purpose IS 'VERIFY_EMAIL: verify_email\nRESET_PASSWORD: reset_password';

COMMENT ON COLUMN public.link_token.email IS 'where it went; it proves no other address';

CREATE SEQUENCE public.link_token_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.link_token_id_seq OWNED BY public.link_token.id;

CREATE TABLE public.officer_district (
    id integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    account_id integer NOT NULL,
    district_id integer NOT NULL
);

COMMENT ON TABLE public.officer_district IS 'A district officer''s district.';

CREATE SEQUENCE public.officer_district_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.officer_district_id_seq OWNED BY public.officer_district.id;

CREATE TABLE public.operator (
    code character varying(10) NOT NULL,
    legal_name character varying(160) NOT NULL,
    address_en character varying(300) NOT NULL,
    address_hi character varying(300),
    website character varying(200) NOT NULL,
    care_phone character varying(20) NOT NULL,
    care_email character varying(120) NOT NULL,
    grievance_name character varying(80) NOT NULL,
    grievance_designation_en character varying(80) NOT NULL,
    grievance_designation_hi character varying(80),
    grievance_phone character varying(20) NOT NULL,
    grievance_email character varying(120) NOT NULL,
    nodal_name character varying(80) NOT NULL,
    nodal_phone character varying(20) NOT NULL,
    nodal_email character varying(120) NOT NULL,
    dpiit_number character varying(30),
    CONSTRAINT operator_is_one CHECK (((code)::text = 'mart'::text)),
    CONSTRAINT operator_no_empty_text CHECK ((public.can_be_seen((address_en)::text) AND public.can_be_seen((address_hi)::text) AND public.can_be_seen((grievance_designation_en)::text) AND public.can_be_seen((grievance_designation_hi)::text) AND public.can_be_seen((grievance_name)::text) AND public.can_be_seen((legal_name)::text) AND public.can_be_seen((nodal_name)::text)))
);

COMMENT ON TABLE public.operator IS 'The one row that the E-Commerce Rules 2020 (rule 4) want shown.';

CREATE TABLE public.option (
    id integer NOT NULL,
    slug character varying(40) NOT NULL,
    name_en character varying(60),
    name_hi character varying(60),
    CONSTRAINT option_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT option_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text))),
    CONSTRAINT option_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

CREATE SEQUENCE public.option_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.option_id_seq OWNED BY public.option.id;

CREATE TABLE public.option_value (
    id integer NOT NULL,
    slug character varying(40) NOT NULL,
    label_en character varying(60),
    label_hi character varying(60),
    "position" smallint NOT NULL,
    option_id integer NOT NULL,
    CONSTRAINT option_value_label_said CHECK ((num_nonnulls(label_en, label_hi) > 0)),
    CONSTRAINT option_value_no_empty_text CHECK ((public.can_be_seen((label_en)::text) AND public.can_be_seen((label_hi)::text))),
    CONSTRAINT option_value_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

CREATE SEQUENCE public.option_value_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.option_value_id_seq OWNED BY public.option_value.id;

CREATE TABLE public.order_event (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(24) NOT NULL,
    facts jsonb NOT NULL,
    order_id integer NOT NULL,
    suborder_id integer
);

COMMENT ON COLUMN public.order_event.kind IS 'ORDERED: ordered\nPLACED: placed\nPAID: paid\nPAYMENT_FAILED: payment_failed\nPAYMENT_EXPIRED: payment_expired\nPAYMENT_REFUSED: payment_refused\nPAID_TOO_LATE: paid_too_late\nUNDER_REVIEW: under_review\nADDRESS_CHANGED: address_changed\nCANCELLED: cancelled\nREFUND_STARTED: refund_started\nREFUNDED: refunded\nREFUND_FAILED: refund_failed\nPAYMENT_DISPUTED: payment_disputed\nREFUND_DISPUTED: refund_disputed\nDISPUTE_WON: dispute_won\nCHARGED_BACK: charged_back';

CREATE SEQUENCE public.order_event_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.order_event_id_seq OWNED BY public.order_event.id;

CREATE TABLE public.order_line (
    id integer NOT NULL,
    transfer_paise bigint,
    name_en character varying(160),
    name_hi character varying(160),
    sku character varying(40) NOT NULL,
    country_of_origin character varying(2) NOT NULL,
    is_made_to_order boolean NOT NULL,
    lead_time_days smallint,
    weight_grams integer NOT NULL,
    return_days smallint NOT NULL,
    return_reason_en character varying(200),
    return_reason_hi character varying(200),
    quantity smallint NOT NULL,
    price_paise bigint NOT NULL,
    mrp_paise bigint NOT NULL,
    list_paise bigint NOT NULL,
    vendor_discount_paise bigint NOT NULL,
    mart_discount_paise bigint NOT NULL,
    scheme_discount_paise bigint NOT NULL,
    gross_paise bigint NOT NULL,
    paid_paise bigint NOT NULL,
    hsn character varying(8) NOT NULL,
    rate_bp integer NOT NULL,
    taxable_paise bigint NOT NULL,
    cgst_paise bigint NOT NULL,
    sgst_paise bigint NOT NULL,
    igst_paise bigint NOT NULL,
    delivery_paise bigint NOT NULL,
    delivery_taxable_paise bigint NOT NULL,
    delivery_cgst_paise bigint NOT NULL,
    delivery_sgst_paise bigint NOT NULL,
    delivery_igst_paise bigint NOT NULL,
    commission_bp integer NOT NULL,
    commission_paise bigint NOT NULL,
    agreement_id integer,
    artisan_id integer,
    commission_rule_id integer NOT NULL,
    hsn_rate_id integer,
    order_id integer NOT NULL,
    product_id integer NOT NULL,
    suborder_id integer NOT NULL,
    variant_id integer NOT NULL,
    CONSTRAINT order_line_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text) AND public.can_be_seen((return_reason_en)::text) AND public.can_be_seen((return_reason_hi)::text))),
    CONSTRAINT order_line_quantity CHECK (((quantity >= 1) AND (quantity <= 99))),
    CONSTRAINT order_line_sum CHECK (((list_paise = (price_paise * quantity)) AND (gross_paise = (list_paise - vendor_discount_paise)) AND (paid_paise = ((gross_paise - mart_discount_paise) - scheme_discount_paise)) AND (LEAST(vendor_discount_paise, mart_discount_paise, scheme_discount_paise, paid_paise) >= 0))),
    CONSTRAINT order_line_tax CHECK (((gross_paise = (((taxable_paise + cgst_paise) + sgst_paise) + igst_paise)) AND (cgst_paise = sgst_paise) AND (delivery_cgst_paise = delivery_sgst_paise) AND (delivery_paise = (((delivery_taxable_paise + delivery_cgst_paise) + delivery_sgst_paise) + delivery_igst_paise)))),
    CONSTRAINT order_line_transfer CHECK ((((artisan_id IS NOT NULL) OR (transfer_paise IS NULL)) AND ((agreement_id IS NULL) = (transfer_paise IS NULL))))
);

COMMENT ON TABLE public.order_line IS '`list` is price times quantity; `gross` what is supplied, less what the vendor takes off;';

COMMENT ON COLUMN public.order_line.transfer_paise IS 'to the artisan, for each piece';

COMMENT ON COLUMN public.order_line.hsn_rate_id IS 'null where the supplier charges no tax';

CREATE SEQUENCE public.order_line_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.order_line_id_seq OWNED BY public.order_line.id;

CREATE TABLE public.orders (
    id integer NOT NULL,
    number character varying(24) NOT NULL,
    status character varying(20) NOT NULL,
    total_paise bigint NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    account_id integer,
    email character varying(254),
    phone character varying(16),
    cgst_paise bigint NOT NULL,
    city character varying(80),
    delivery_paise bigint NOT NULL,
    delivery_phone character varying(16),
    discount_paise bigint NOT NULL,
    goods_paise bigint NOT NULL,
    igst_paise bigint NOT NULL,
    landmark character varying(120),
    language character varying(2) NOT NULL,
    line1 character varying(160),
    line2 character varying(160),
    name character varying(80),
    pay_before timestamp with time zone,
    pincode character varying(6),
    review character varying(200),
    sgst_paise bigint NOT NULL,
    state_id character varying(2),
    taxable_paise bigint NOT NULL,
    terms_version character varying(20),
    updated_at timestamp with time zone,
    access_key_sealed bytea,
    cart_id integer,
    marks bigint[],
    client_mark bigint,
    CONSTRAINT orders_language CHECK (((language)::text = ANY ((ARRAY['en'::character varying, 'hi'::character varying])::text[]))),
    CONSTRAINT orders_no_empty_text CHECK ((public.can_be_seen((city)::text) AND public.can_be_seen((landmark)::text) AND public.can_be_seen((line1)::text) AND public.can_be_seen((line2)::text) AND public.can_be_seen((name)::text))),
    CONSTRAINT orders_number CHECK (((number)::text ~ '^[A-Z0-9-]{8,24}$'::text)),
    CONSTRAINT orders_sum CHECK (((total_paise = ((goods_paise - discount_paise) + delivery_paise)) OR (goods_paise = 0))),
    CONSTRAINT orders_total CHECK ((total_paise >= 0))
);

COMMENT ON TABLE public.orders IS 'An order. It stays when its buyer''s account is erased.';

COMMENT ON COLUMN public.orders.number IS 'as people say it; nobody guesses it';

COMMENT ON COLUMN public.orders.status IS 'AWAITING_PAYMENT: awaiting_payment\nPLACED: placed\nSHIPPED: shipped\nDELIVERED: delivered\nCANCELLED: cancelled';

COMMENT ON COLUMN public.orders.phone IS 'whom to tell; null once erased';

CREATE SEQUENCE public.orders_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;

CREATE TABLE public.otp_challenge (
    id integer NOT NULL,
    handle character varying(32) NOT NULL,
    purpose character varying(20) NOT NULL,
    contact character varying(254) NOT NULL,
    code_hash bytea NOT NULL,
    tries smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    resend_after timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    account_id integer,
    asker character varying(80) NOT NULL,
    proof_hash bytea,
    proof_expires_at timestamp with time zone,
    proof_used_at timestamp with time zone,
    CONSTRAINT otp_challenge_account CHECK (
CASE
    WHEN ((purpose)::text = 'sign_in'::text) THEN (account_id IS NULL)
    ELSE ((account_id IS NOT NULL) OR ((purpose)::text = 'cash_on_delivery'::text))
END),
    CONSTRAINT otp_challenge_proof CHECK ((((proof_hash IS NULL) = (proof_expires_at IS NULL)) AND ((proof_used_at IS NULL) OR (proof_hash IS NOT NULL)))),
    CONSTRAINT otp_challenge_tries CHECK (((tries >= 0) AND (tries <= 5)))
);

COMMENT ON TABLE public.otp_challenge IS 'A one-time code that was sent, hashed. `account` is whose contact it is to become.';

COMMENT ON COLUMN public.otp_challenge.purpose IS 'SIGN_IN: sign_in\nADD_CONTACT: add_contact\nJOIN_ACCOUNTS: join_accounts\nCASH_ON_DELIVERY: cash_on_delivery';

COMMENT ON COLUMN public.otp_challenge.contact IS 'a telephone or an e-mail, in its one form';

CREATE SEQUENCE public.otp_challenge_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.otp_challenge_id_seq OWNED BY public.otp_challenge.id;

CREATE TABLE public.payee (
    id integer NOT NULL,
    pan bytea,
    pan_end character varying(4),
    bank_account bytea,
    bank_account_end character varying(4),
    ifsc character varying(11),
    holder character varying(120) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    artisan_id integer,
    vendor_id integer,
    held_until timestamp with time zone,
    CONSTRAINT payee_bank_account CHECK ((((bank_account IS NULL) = (bank_account_end IS NULL)) AND ((bank_account IS NULL) = (ifsc IS NULL)))),
    CONSTRAINT payee_ifsc CHECK (((ifsc)::text ~ '^[A-Z]{4}0[A-Z0-9]{6}$'::text)),
    CONSTRAINT payee_no_empty_text CHECK (public.can_be_seen((holder)::text)),
    CONSTRAINT payee_of_one CHECK ((num_nonnulls(vendor_id, artisan_id) = 1)),
    CONSTRAINT payee_pan CHECK (((pan IS NULL) = (pan_end IS NULL)))
);

COMMENT ON TABLE public.payee IS 'PAN and bank account of a vendor or an artisan. What is sealed is never shown whole.';

COMMENT ON COLUMN public.payee.pan IS 'sealed, see auth.sealing';

COMMENT ON COLUMN public.payee.bank_account IS 'sealed';

COMMENT ON COLUMN public.payee.holder IS 'the account''s holder as the bank has it';

COMMENT ON COLUMN public.payee.held_until IS 'no payout before, after a change';

CREATE SEQUENCE public.payee_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.payee_id_seq OWNED BY public.payee.id;

CREATE TABLE public.payee_proposal (
    id integer NOT NULL,
    pan bytea,
    pan_end character varying(4),
    bank_account bytea,
    bank_account_end character varying(4),
    ifsc character varying(11),
    holder character varying(120) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    proposed_by_id integer,
    artisan_id integer NOT NULL,
    CONSTRAINT payee_proposal_no_empty_text CHECK (public.can_be_seen((holder)::text))
);

COMMENT ON TABLE public.payee_proposal IS 'Bank details that somebody entered for an artisan; they count once the artisan agrees.';

COMMENT ON COLUMN public.payee_proposal.pan IS 'sealed, see auth.sealing';

COMMENT ON COLUMN public.payee_proposal.bank_account IS 'sealed';

CREATE SEQUENCE public.payee_proposal_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.payee_proposal_id_seq OWNED BY public.payee_proposal.id;

CREATE TABLE public.payment (
    id integer NOT NULL,
    gateway character varying(12),
    gateway_order_id character varying(40),
    attempts smallint NOT NULL,
    asked_at timestamp with time zone,
    method character varying(20) NOT NULL,
    amount_paise bigint NOT NULL,
    currency character varying(3) NOT NULL,
    status character varying(20) NOT NULL,
    refunded_paise bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    order_id integer NOT NULL,
    CONSTRAINT payment_amount CHECK ((amount_paise > 0)),
    CONSTRAINT payment_gateway CHECK (((((method)::text = 'cash_on_delivery'::text) = (gateway IS NULL)) AND ((gateway IS NOT NULL) OR (gateway_order_id IS NULL)))),
    CONSTRAINT payment_refunded CHECK (((refunded_paise >= 0) AND (refunded_paise <= amount_paise)))
);

COMMENT ON TABLE public.payment IS 'What an order asks of its buyer: one for each order. Cash has no gateway.';

COMMENT ON COLUMN public.payment.attempts IS 'to open it at the gateway';

COMMENT ON COLUMN public.payment.asked_at IS 'somebody is opening it since then';

COMMENT ON COLUMN public.payment.method IS 'UPI: upi\nCARD: card\nNETBANKING: netbanking\nCASH_ON_DELIVERY: cash_on_delivery';

COMMENT ON COLUMN public.payment.status IS 'CREATED: created\nPENDING: pending\nFAILED: failed\nAUTHORIZED: authorized\nCAPTURED: captured\nPARTIALLY_REFUNDED: partially_refunded\nREFUNDED: refunded\nAUTO_REFUNDED: auto_refunded\nDISPUTED: disputed\nCHARGED_BACK: charged_back\nPENDING_COLLECTION: pending_collection\nCOLLECTED: collected\nREFUSED: refused\nCANCELLED: cancelled';

CREATE SEQUENCE public.payment_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.payment_id_seq OWNED BY public.payment.id;

CREATE TABLE public.pgqueuer (
    id bigint NOT NULL,
    priority integer NOT NULL,
    queue_manager_id uuid,
    created timestamp with time zone DEFAULT now() NOT NULL,
    updated timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat timestamp with time zone DEFAULT now() NOT NULL,
    execute_after timestamp with time zone DEFAULT now() NOT NULL,
    status public.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL,
    dedupe_key text,
    payload bytea,
    headers jsonb,
    attempts integer DEFAULT 0 NOT NULL,
    slot bigint
);

CREATE SEQUENCE public.pgqueuer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.pgqueuer_id_seq OWNED BY public.pgqueuer.id;

CREATE TABLE public.pgqueuer_log (
    id bigint NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    job_id bigint NOT NULL,
    status public.pgqueuer_status NOT NULL,
    priority integer NOT NULL,
    entrypoint text NOT NULL,
    traceback jsonb,
    aggregated boolean DEFAULT false
);

ALTER TABLE public.pgqueuer_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pgqueuer_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pgqueuer_schedules (
    id bigint NOT NULL,
    expression text NOT NULL,
    entrypoint text NOT NULL,
    heartbeat timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    updated timestamp with time zone DEFAULT now() NOT NULL,
    next_run timestamp with time zone DEFAULT now() NOT NULL,
    last_run timestamp with time zone,
    status public.pgqueuer_status DEFAULT 'queued'::public.pgqueuer_status
);

CREATE SEQUENCE public.pgqueuer_schedules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.pgqueuer_schedules_id_seq OWNED BY public.pgqueuer_schedules.id;

CREATE TABLE public.pgqueuer_statistics (
    id bigint NOT NULL,
    created timestamp with time zone DEFAULT date_trunc('sec'::text, now()) NOT NULL,
    count bigint NOT NULL,
    priority integer NOT NULL,
    status public.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL
);

CREATE SEQUENCE public.pgqueuer_statistics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.pgqueuer_statistics_id_seq OWNED BY public.pgqueuer_statistics.id;

CREATE TABLE public.pincode (
    pincode character varying(6) NOT NULL,
    district_name character varying(80) NOT NULL,
    district_id integer,
    state_id character varying(2) NOT NULL,
    CONSTRAINT pincode_form CHECK (((pincode)::text ~ '^[1-9][0-9]{5}$'::text)),
    CONSTRAINT pincode_no_empty_text CHECK (public.can_be_seen((district_name)::text))
);

COMMENT ON TABLE public.pincode IS 'A PIN code that post is delivered to, with its State and revenue district.';

CREATE TABLE public.product (
    id integer NOT NULL,
    slug character varying(160) NOT NULL,
    status character varying(20) NOT NULL,
    name_en character varying(160),
    name_hi character varying(160),
    description_en text,
    description_hi text,
    care_en text,
    care_hi text,
    country_of_origin character varying(2) NOT NULL,
    return_days smallint NOT NULL,
    return_reason_en character varying(200),
    return_reason_hi character varying(200),
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    popularity integer NOT NULL,
    is_gi_tagged boolean NOT NULL,
    is_available boolean NOT NULL,
    is_made_to_order boolean NOT NULL,
    min_price_paise bigint,
    max_price_paise bigint,
    rating_sum integer NOT NULL,
    rating_count integer NOT NULL,
    artisan_id integer,
    category_id integer NOT NULL,
    craft_id integer NOT NULL,
    district_id integer NOT NULL,
    vendor_id integer NOT NULL,
    rating_rank bigint GENERATED ALWAYS AS (((((rating_sum * 10) + 175) * 100) / (rating_count + 5))) STORED NOT NULL,
    is_on_sale boolean NOT NULL,
    CONSTRAINT product_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT product_no_empty_text CHECK ((public.can_be_seen(care_en) AND public.can_be_seen(care_hi) AND public.can_be_seen(description_en) AND public.can_be_seen(description_hi) AND public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text) AND public.can_be_seen((return_reason_en)::text) AND public.can_be_seen((return_reason_hi)::text))),
    CONSTRAINT product_origin CHECK (((country_of_origin)::text ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT product_prices CHECK ((min_price_paise <= max_price_paise)),
    CONSTRAINT product_published_at CHECK ((((status)::text <> 'published'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT product_rating CHECK (((rating_sum >= rating_count) AND (rating_sum <= (5 * rating_count)))),
    CONSTRAINT product_returns CHECK (((return_days >= 0) AND ((return_days > 0) OR (num_nonnulls(return_reason_en, return_reason_hi) > 0)))),
    CONSTRAINT product_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

COMMENT ON TABLE public.product IS 'District and category are those of its craft; the database holds them together.';

COMMENT ON COLUMN public.product.status IS 'DRAFT: draft\nSUBMITTED: submitted\nCHANGES_REQUESTED: changes_requested\nAPPROVED: approved\nPUBLISHED: published\nPAUSED: paused\nARCHIVED: archived';

COMMENT ON COLUMN public.product.country_of_origin IS 'ISO 3166-1 alpha-2';

COMMENT ON COLUMN public.product.return_days IS '0 = cannot be returned';

COMMENT ON COLUMN public.product.popularity IS 'visits and sales, weighed; recounted';

CREATE TABLE public.product_attribute (
    id integer NOT NULL,
    number numeric(12,2),
    "boolean" boolean,
    text_en character varying(200),
    text_hi character varying(200),
    attribute_id integer NOT NULL,
    product_id integer NOT NULL,
    value_id integer,
    CONSTRAINT product_attribute_no_empty_text CHECK ((public.can_be_seen((text_en)::text) AND public.can_be_seen((text_hi)::text))),
    CONSTRAINT product_attribute_one_value CHECK ((num_nonnulls(value_id, number, "boolean", COALESCE(text_en, text_hi)) = 1))
);

COMMENT ON TABLE public.product_attribute IS 'Exactly one of the four ways to hold a value is filled.';

CREATE SEQUENCE public.product_attribute_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.product_attribute_id_seq OWNED BY public.product_attribute.id;

CREATE SEQUENCE public.product_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.product_id_seq OWNED BY public.product.id;

CREATE TABLE public.product_image (
    id integer NOT NULL,
    "position" smallint NOT NULL,
    public_id character varying(200) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    blurhash character varying(40),
    alt_en character varying(200),
    alt_hi character varying(200),
    product_id integer NOT NULL,
    CONSTRAINT product_image_no_empty_text CHECK ((public.can_be_seen((alt_en)::text) AND public.can_be_seen((alt_hi)::text))),
    CONSTRAINT product_image_position CHECK (("position" >= 0)),
    CONSTRAINT product_image_public_id_form CHECK (((public_id)::text ~ '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$'::text)),
    CONSTRAINT product_image_size CHECK (((width > 0) AND (height > 0)))
);

COMMENT ON TABLE public.product_image IS 'In the order shown; position 0 is the one on cards. Sizes are pixels of the full picture.';

COMMENT ON COLUMN public.product_image.public_id IS 'name in the media store';

CREATE SEQUENCE public.product_image_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.product_image_id_seq OWNED BY public.product_image.id;

CREATE TABLE public.product_search (
    product_id integer NOT NULL,
    keys tsvector NOT NULL,
    status character varying(20),
    district_id integer,
    craft_id integer,
    category_id integer,
    artisan_id integer,
    vendor_id integer,
    country_of_origin character varying(2),
    min_price_paise bigint,
    is_gi_tagged boolean,
    is_available boolean,
    is_made_to_order boolean,
    rating_sum integer,
    rating_count integer,
    rating_rank bigint,
    popularity integer,
    published_at timestamp with time zone,
    is_on_sale boolean
)
WITH (toast_tuple_target='8160');

COMMENT ON TABLE public.product_search IS 'The keys a product is found by.';

CREATE TABLE public.promotion (
    id integer NOT NULL,
    code character varying(24),
    name_en character varying(120),
    name_hi character varying(120),
    kind character varying(8) NOT NULL,
    basis_points integer,
    amount_paise bigint,
    most_paise bigint,
    vendor_share_bp integer NOT NULL,
    mart_share_bp integer NOT NULL,
    scheme_share_bp integer NOT NULL,
    scheme character varying(120),
    least_paise bigint NOT NULL,
    is_first_order boolean NOT NULL,
    is_exclusive boolean NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    most_uses integer,
    most_uses_each integer,
    uses integer NOT NULL,
    is_active boolean NOT NULL,
    category_id integer,
    craft_id integer,
    district_id integer,
    vendor_id integer,
    CONSTRAINT promotion_code CHECK (((code)::text ~ '^[A-Z0-9]{3,24}$'::text)),
    CONSTRAINT promotion_dates CHECK ((ends_at > starts_at)),
    CONSTRAINT promotion_figures CHECK ((COALESCE(((basis_points >= 1) AND (basis_points <= 9000)), (amount_paise > 0)) AND COALESCE((most_paise > 0), true) AND (least_paise >= 0))),
    CONSTRAINT promotion_kind CHECK (((((kind)::text = 'percent'::text) = (basis_points IS NOT NULL)) AND (((kind)::text = 'fixed'::text) = (amount_paise IS NOT NULL)))),
    CONSTRAINT promotion_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT promotion_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text))),
    CONSTRAINT promotion_scheme CHECK (((scheme_share_bp > 0) = (scheme IS NOT NULL))),
    CONSTRAINT promotion_shares CHECK (((LEAST(vendor_share_bp, mart_share_bp, scheme_share_bp) >= 0) AND (((vendor_share_bp + mart_share_bp) + scheme_share_bp) = 10000))),
    CONSTRAINT promotion_uses CHECK ((uses >= 0)),
    CONSTRAINT promotion_vendor_pays CHECK (((vendor_share_bp = 0) OR (vendor_id IS NOT NULL)))
);

COMMENT ON TABLE public.promotion IS 'A coupon has a code that the buyer enters; an offer without one is there by itself.';

COMMENT ON COLUMN public.promotion.kind IS 'PERCENT: percent\nFIXED: fixed';

COMMENT ON COLUMN public.promotion.basis_points IS 'of the goods'' price';

COMMENT ON COLUMN public.promotion.most_paise IS 'at most so much off an order';

COMMENT ON COLUMN public.promotion.least_paise IS 'matching goods worth at least so much';

COMMENT ON COLUMN public.promotion.is_first_order IS 'only who never bought here';

COMMENT ON COLUMN public.promotion.is_exclusive IS 'no other coupon beside it';

COMMENT ON COLUMN public.promotion.most_uses_each IS 'by one buyer';

CREATE SEQUENCE public.promotion_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.promotion_id_seq OWNED BY public.promotion.id;

CREATE TABLE public.promotion_use (
    id integer NOT NULL,
    phone character varying(16),
    account_id integer,
    order_id integer NOT NULL,
    promotion_id integer NOT NULL,
    status character varying(8) NOT NULL
);

COMMENT ON TABLE public.promotion_use IS 'An order that a promotion was used for; given back when the order does not come about.';

CREATE SEQUENCE public.promotion_use_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.promotion_use_id_seq OWNED BY public.promotion_use.id;

CREATE UNLOGGED TABLE public.rate_counter (
    key character varying(200) NOT NULL,
    number integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.rate_counter IS 'A count that ends. It may be lost with the server, not with a process; it is not logged.';

CREATE TABLE public.recovery_code (
    id integer NOT NULL,
    code_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    account_id integer NOT NULL
);

COMMENT ON TABLE public.recovery_code IS 'One of ten codes for who has lost the authenticator app, kept as a hash, good once.';

COMMENT ON COLUMN public.recovery_code.code_hash IS 'SHA-256 of 80 random bits';

CREATE SEQUENCE public.recovery_code_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.recovery_code_id_seq OWNED BY public.recovery_code.id;

CREATE TABLE public.refund (
    id integer NOT NULL,
    key character varying(40) NOT NULL,
    attempt smallint NOT NULL,
    amount_paise bigint NOT NULL,
    reason character varying(16) NOT NULL,
    lines jsonb NOT NULL,
    status character varying(10) NOT NULL,
    gateway_refund_id character varying(40),
    error character varying(200),
    due_by timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    charge_id integer NOT NULL,
    order_id integer NOT NULL,
    arn character varying(40),
    CONSTRAINT refund_amount CHECK ((amount_paise > 0))
);

COMMENT ON TABLE public.refund IS 'Money going back. `key` makes asking the gateway again the same refund; a failed one is tried';

COMMENT ON COLUMN public.refund.reason IS 'CANCELLED: cancelled\nPAID_TOO_LATE: paid_too_late\nPAID_TWICE: paid_twice\nWRONG_AMOUNT: wrong_amount\nSTAFF: staff\nGATEWAY: gateway';

COMMENT ON COLUMN public.refund.lines IS 'ids of the lines it is for';

COMMENT ON COLUMN public.refund.status IS 'REQUESTED: requested\nPENDING: pending\nPROCESSED: processed\nFAILED: failed\nSUPERSEDED: superseded';

COMMENT ON COLUMN public.refund.due_by IS 'when the buyer should have it';

CREATE SEQUENCE public.refund_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.refund_id_seq OWNED BY public.refund.id;

CREATE TABLE public.reservation (
    line_id integer NOT NULL,
    variant_id integer NOT NULL,
    quantity smallint NOT NULL,
    status character varying(8) NOT NULL,
    order_id integer NOT NULL,
    CONSTRAINT reservation_quantity CHECK ((quantity > 0))
);

COMMENT ON TABLE public.reservation IS 'A line''s; its pieces are in `stock.reserved` until they are released or, later, sent.';

COMMENT ON COLUMN public.reservation.status IS 'HELD: held\nKEPT: kept\nRELEASED: released';

CREATE TABLE public.review (
    id integer NOT NULL,
    author_name character varying(80) NOT NULL,
    language character varying(2) NOT NULL,
    rating smallint NOT NULL,
    text text NOT NULL,
    is_verified_purchase boolean NOT NULL,
    status character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    product_id integer NOT NULL,
    CONSTRAINT review_language CHECK (((language)::text = ANY ((ARRAY['en'::character varying, 'hi'::character varying])::text[]))),
    CONSTRAINT review_no_empty_text CHECK ((public.can_be_seen((author_name)::text) AND public.can_be_seen(text))),
    CONSTRAINT review_rating CHECK (((rating >= 1) AND (rating <= 5)))
);

COMMENT ON TABLE public.review IS 'Shown in the language it was written in.';

COMMENT ON COLUMN public.review.status IS 'PUBLISHED: published\nHIDDEN: hidden';

CREATE SEQUENCE public.review_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.review_id_seq OWNED BY public.review.id;

CREATE TABLE public.search_change (
    id bigint NOT NULL,
    noun character varying(20) NOT NULL,
    target_id integer NOT NULL
);

COMMENT ON TABLE public.search_change IS 'What search has not yet taken in anew; see `commerce/search/follow.py`.';

CREATE SEQUENCE public.search_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.search_change_id_seq OWNED BY public.search_change.id;

CREATE TABLE public.search_entry (
    id integer NOT NULL,
    noun character varying(20) NOT NULL,
    target_id integer NOT NULL,
    key character varying(60) NOT NULL,
    weight smallint NOT NULL
);

COMMENT ON TABLE public.search_entry IS 'What suggestions offer besides products: districts, crafts, categories, artisans.';

COMMENT ON COLUMN public.search_entry.key IS 'one folded word of the name';

CREATE SEQUENCE public.search_entry_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.search_entry_id_seq OWNED BY public.search_entry.id;

CREATE TABLE public.search_synonym (
    id integer NOT NULL,
    group_slug character varying(60) NOT NULL,
    language character varying(2) NOT NULL,
    term character varying(60) NOT NULL,
    kind character varying(10) NOT NULL,
    key character varying(60) NOT NULL
);

COMMENT ON TABLE public.search_synonym IS 'Words that mean the same to a shopper share a group.';

COMMENT ON COLUMN public.search_synonym.key IS 'folded; words joined by a space';

CREATE SEQUENCE public.search_synonym_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.search_synonym_id_seq OWNED BY public.search_synonym.id;

CREATE TABLE public.search_term (
    key character varying(60) NOT NULL,
    products integer NOT NULL
);

COMMENT ON TABLE public.search_term IS 'The vocabulary: each key of `ProductSearch` with the number of products that have it.';

CREATE TABLE public.second_factor (
    account_id integer NOT NULL,
    secret bytea NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint NOT NULL
);

COMMENT ON TABLE public.second_factor IS 'An authenticator app''s secret (RFC 6238), sealed. It counts once a code of it was shown.';

COMMENT ON COLUMN public.second_factor.secret IS 'sealed, see auth.sealing';

COMMENT ON COLUMN public.second_factor.last_step IS 'of the last code taken; none is twice';

CREATE TABLE public.session (
    id integer NOT NULL,
    handle character varying(32) NOT NULL,
    secret_hash bytea NOT NULL,
    device character varying(120),
    is_cookie boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    is_factor_needed boolean NOT NULL,
    factor_at timestamp with time zone,
    ended_at timestamp with time zone,
    end_reason character varying(12),
    account_id integer NOT NULL,
    previous_hash bytea,
    successor_salt bytea,
    refreshed_at timestamp with time zone,
    refreshed_by bytea,
    device_hash bytea,
    CONSTRAINT session_dates CHECK ((expires_at > created_at)),
    CONSTRAINT session_end_reason CHECK (((ended_at IS NULL) = (end_reason IS NULL)))
);

COMMENT ON TABLE public.session IS 'One device, and all refresh tokens it was ever given: a family of which the last one holds.';

COMMENT ON COLUMN public.session.is_cookie IS 'the refresh token is in a cookie';

COMMENT ON COLUMN public.session.factor_at IS 'when the second factor was given';

COMMENT ON COLUMN public.session.end_reason IS 'SIGNED_OUT: signed_out\nREUSED: reused\nREPLACED: replaced\nSUSPENDED: suspended\nERASED: erased\nJOINED: joined';

CREATE SEQUENCE public.session_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.session_id_seq OWNED BY public.session.id;

CREATE TABLE public.slug_history (
    id integer NOT NULL,
    noun character varying(20) NOT NULL,
    slug character varying(160) NOT NULL,
    target_id integer NOT NULL,
    replaced_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.slug_history IS 'Written by a trigger when a slug changes, so that old links still find their page.';

COMMENT ON COLUMN public.slug_history.noun IS 'the table: product, artisan, vendor …';

CREATE SEQUENCE public.slug_history_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.slug_history_id_seq OWNED BY public.slug_history.id;

CREATE TABLE public.staff_group (
    id integer NOT NULL,
    slug character varying(40) NOT NULL,
    name_en character varying(80),
    name_hi character varying(80),
    permissions text[] NOT NULL,
    CONSTRAINT staff_group_name_said CHECK ((num_nonnulls(name_en, name_hi) > 0)),
    CONSTRAINT staff_group_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text))),
    CONSTRAINT staff_group_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

COMMENT ON TABLE public.staff_group IS 'What its members may do is in `permissions`, by the names of `auth.roles.Permission`.';

CREATE SEQUENCE public.staff_group_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.staff_group_id_seq OWNED BY public.staff_group.id;

CREATE TABLE public.staff_member (
    id integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    account_id integer NOT NULL,
    group_id integer NOT NULL
);

CREATE SEQUENCE public.staff_member_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.staff_member_id_seq OWNED BY public.staff_member.id;

CREATE TABLE public.state (
    code character varying(2) NOT NULL,
    name_en character varying(60) NOT NULL,
    name_hi character varying(60) NOT NULL,
    is_active boolean NOT NULL,
    is_remote boolean NOT NULL,
    CONSTRAINT state_code CHECK (((code)::text ~ '^[0-9]{2}$'::text)),
    CONSTRAINT state_no_empty_text CHECK ((public.can_be_seen((name_en)::text) AND public.can_be_seen((name_hi)::text)))
);

COMMENT ON TABLE public.state IS 'A State or Union Territory by its GST code.';

COMMENT ON COLUMN public.state.is_active IS 'false for codes no longer issued';

COMMENT ON COLUMN public.state.is_remote IS 'parcels go by air or ship';

CREATE TABLE public.stock (
    variant_id integer NOT NULL,
    on_hand integer NOT NULL,
    reserved integer NOT NULL,
    available bigint GENERATED ALWAYS AS ((on_hand - reserved)) STORED NOT NULL,
    CONSTRAINT stock_never_negative CHECK (((reserved >= 0) AND (on_hand >= reserved)))
);

COMMENT ON TABLE public.stock IS 'Pieces of a variant. A row of its own, so that selling does not touch the catalogue.';

CREATE TABLE public.suborder (
    id integer NOT NULL,
    number character varying(28) NOT NULL,
    status character varying(20) NOT NULL,
    supplier_kind character varying(24) NOT NULL,
    supplier_name character varying(160) NOT NULL,
    supplier_gstin character varying(15),
    supplier_enrolment character varying(20),
    supply character varying(5) NOT NULL,
    service character varying(10) NOT NULL,
    days_min smallint NOT NULL,
    days_max smallint NOT NULL,
    goods_paise bigint NOT NULL,
    discount_paise bigint NOT NULL,
    delivery_paise bigint NOT NULL,
    total_paise bigint NOT NULL,
    gross_paise bigint NOT NULL,
    taxable_paise bigint NOT NULL,
    cgst_paise bigint NOT NULL,
    sgst_paise bigint NOT NULL,
    igst_paise bigint NOT NULL,
    commission_paise bigint NOT NULL,
    commission_cgst_paise bigint NOT NULL,
    commission_sgst_paise bigint NOT NULL,
    commission_igst_paise bigint NOT NULL,
    cancelled_at timestamp with time zone,
    order_id integer NOT NULL,
    supplier_state_id character varying(2) NOT NULL,
    vendor_id integer NOT NULL,
    CONSTRAINT suborder_intra_only CHECK ((((supplier_kind)::text = 'regular'::text) OR ((supply)::text = 'intra'::text))),
    CONSTRAINT suborder_no_empty_text CHECK (public.can_be_seen((supplier_name)::text)),
    CONSTRAINT suborder_sum CHECK ((total_paise = ((goods_paise - discount_paise) + delivery_paise))),
    CONSTRAINT suborder_supply CHECK (((((supply)::text = 'inter'::text) OR (igst_paise = 0)) AND (((supply)::text = 'intra'::text) OR (cgst_paise = 0)))),
    CONSTRAINT suborder_tax CHECK (((gross_paise = (((taxable_paise + cgst_paise) + sgst_paise) + igst_paise)) AND (cgst_paise = sgst_paise) AND (gross_paise >= total_paise)))
);

COMMENT ON TABLE public.suborder IS 'The supplier is kept as it was on that day; so are its sums, delivery in them.';

COMMENT ON COLUMN public.suborder.status IS 'AWAITING_PAYMENT: awaiting_payment\nPLACED: placed\nACCEPTED: accepted\nPACKED: packed\nSHIPPED: shipped\nDELIVERED: delivered\nCOMPLETED: completed\nCANCELLED: cancelled';

COMMENT ON COLUMN public.suborder.supplier_kind IS 'REGULAR: regular\nCOMPOSITION: composition\nENROLLED_UNREGISTERED: enrolled_unregistered';

COMMENT ON COLUMN public.suborder.supply IS 'INTRA: intra\nINTER: inter';

COMMENT ON COLUMN public.suborder.service IS 'STANDARD: standard\nEXPRESS: express';

COMMENT ON COLUMN public.suborder.total_paise IS 'what the buyer pays for it';

COMMENT ON COLUMN public.suborder.gross_paise IS 'the value supplied, taxes included';

CREATE SEQUENCE public.suborder_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.suborder_id_seq OWNED BY public.suborder.id;

CREATE TABLE public.tax_rule (
    id integer NOT NULL,
    kind character varying(16) NOT NULL,
    rate_bp integer NOT NULL,
    section character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    CONSTRAINT tax_rule_dates CHECK ((valid_to >= valid_from)),
    CONSTRAINT tax_rule_rate CHECK (((rate_bp >= 0) AND (rate_bp <= 10000)))
);

COMMENT ON TABLE public.tax_rule IS 'A rate that the law dates.';

COMMENT ON COLUMN public.tax_rule.kind IS 'TCS: tcs\nTDS: tds\nTDS_WITHOUT_PAN: tds_without_pan\nCOMMISSION_GST: commission_gst';

COMMENT ON COLUMN public.tax_rule.section IS 'of the law, as reports name it';

COMMENT ON COLUMN public.tax_rule.valid_to IS 'last day, in India';

CREATE SEQUENCE public.tax_rule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.tax_rule_id_seq OWNED BY public.tax_rule.id;

CREATE TABLE public.transfer (
    id integer NOT NULL,
    account character varying(40) NOT NULL,
    key character varying(40) NOT NULL,
    due_paise bigint NOT NULL,
    amount_paise bigint NOT NULL,
    reversing_paise bigint NOT NULL,
    reversed_paise bigint NOT NULL,
    status character varying(10) NOT NULL,
    gateway_transfer_id character varying(40),
    attempts smallint NOT NULL,
    asked_at timestamp with time zone,
    error character varying(200),
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    artisan_id integer,
    charge_id integer NOT NULL,
    suborder_id integer NOT NULL,
    vendor_id integer NOT NULL,
    CONSTRAINT transfer_amounts CHECK (((due_paise > 0) AND (amount_paise >= 0) AND ((reversing_paise >= 0) AND (reversing_paise <= amount_paise)) AND ((reversed_paise >= 0) AND (reversed_paise <= reversing_paise)))),
    CONSTRAINT transfer_artisan CHECK (((artisan_id IS NULL) OR (amount_paise = due_paise)))
);

COMMENT ON TABLE public.transfer IS 'What goes from a charge to a linked account of the gateway: for each part of an order one to';

COMMENT ON COLUMN public.transfer.account IS 'linked account at the gateway';

COMMENT ON COLUMN public.transfer.status IS 'REQUESTED: requested\nPENDING: pending\nFAILED: failed\nPROCESSED: processed';

COMMENT ON COLUMN public.transfer.asked_at IS 'somebody asks the gateway since then';

COMMENT ON COLUMN public.transfer.artisan_id IS 'null where it is the vendor''s own';

CREATE SEQUENCE public.transfer_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.transfer_id_seq OWNED BY public.transfer.id;

CREATE TABLE public.variant (
    id integer NOT NULL,
    "position" smallint NOT NULL,
    sku character varying(40) NOT NULL,
    price_paise bigint NOT NULL,
    mrp_paise bigint NOT NULL,
    hsn character varying(8) NOT NULL,
    weight_grams integer NOT NULL,
    is_made_to_order boolean NOT NULL,
    lead_time_days smallint,
    is_active boolean NOT NULL,
    product_id integer NOT NULL,
    is_fragile boolean NOT NULL,
    CONSTRAINT variant_hsn CHECK (((hsn)::text ~ '^[0-9]{4,8}$'::text)),
    CONSTRAINT variant_lead_time CHECK ((((is_made_to_order = (lead_time_days IS NOT NULL)) AND (lead_time_days > 0)) OR ((NOT is_made_to_order) AND (lead_time_days IS NULL)))),
    CONSTRAINT variant_price CHECK (((price_paise > 0) AND (price_paise <= mrp_paise))),
    CONSTRAINT variant_sku CHECK (((sku)::text ~ '^[A-Z0-9-]{1,40}$'::text)),
    CONSTRAINT variant_weight CHECK ((weight_grams > 0))
);

COMMENT ON TABLE public.variant IS 'Prices include all taxes (MRP rules); weight is that of the packed piece.';

COMMENT ON COLUMN public.variant.mrp_paise IS 'maximum retail price, inclusive of all taxes';

CREATE SEQUENCE public.variant_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.variant_id_seq OWNED BY public.variant.id;

CREATE TABLE public.variant_option (
    id integer NOT NULL,
    option_id integer NOT NULL,
    value_id integer NOT NULL,
    variant_id integer NOT NULL
);

COMMENT ON TABLE public.variant_option IS 'The value a variant has for an option: one of that option''s (a composite key).';

CREATE SEQUENCE public.variant_option_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.variant_option_id_seq OWNED BY public.variant_option.id;

CREATE TABLE public.vendor (
    id integer NOT NULL,
    slug character varying(100) NOT NULL,
    kind character varying(24) NOT NULL,
    status character varying(12) NOT NULL,
    display_name_en character varying(120),
    display_name_hi character varying(120),
    legal_name character varying(160) NOT NULL,
    about_en text,
    about_hi text,
    gstin character varying(15),
    enrolment_number character varying(20),
    address_line1 character varying(160) NOT NULL,
    address_line2 character varying(160),
    city_en character varying(80) NOT NULL,
    city_hi character varying(80),
    pincode character varying(6) NOT NULL,
    care_phone character varying(20) NOT NULL,
    care_email character varying(120) NOT NULL,
    grievance_name character varying(80) NOT NULL,
    grievance_email character varying(120) NOT NULL,
    grievance_phone character varying(20) NOT NULL,
    free_delivery_above_paise bigint,
    accepts_cod boolean NOT NULL,
    undertaking_version character varying(20),
    undertaking_accepted_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    district_id integer,
    state_id character varying(2) NOT NULL,
    CONSTRAINT vendor_display_name_said CHECK ((num_nonnulls(display_name_en, display_name_hi) > 0)),
    CONSTRAINT vendor_free_delivery CHECK ((free_delivery_above_paise > 0)),
    CONSTRAINT vendor_gstin CHECK (((gstin IS NULL) OR (public.gstin_is_valid((gstin)::text) AND ("left"((gstin)::text, 2) = (state_id)::text)))),
    CONSTRAINT vendor_no_empty_text CHECK ((public.can_be_seen(about_en) AND public.can_be_seen(about_hi) AND public.can_be_seen((address_line1)::text) AND public.can_be_seen((address_line2)::text) AND public.can_be_seen((city_en)::text) AND public.can_be_seen((city_hi)::text) AND public.can_be_seen((display_name_en)::text) AND public.can_be_seen((display_name_hi)::text) AND public.can_be_seen((grievance_name)::text) AND public.can_be_seen((legal_name)::text))),
    CONSTRAINT vendor_pincode CHECK (((pincode)::text ~ '^[1-9][0-9]{5}$'::text)),
    CONSTRAINT vendor_registration_fits_kind CHECK (((((kind)::text = 'enrolled_unregistered'::text) = (gstin IS NULL)) AND (((kind)::text = 'enrolled_unregistered'::text) = (enrolment_number IS NOT NULL)))),
    CONSTRAINT vendor_slug_form CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT vendor_undertaking CHECK ((((status)::text <> 'approved'::text) OR (undertaking_accepted_at IS NOT NULL)))
);

COMMENT ON TABLE public.vendor IS 'A seller. Holds what rule 5(3) of the E-Commerce Rules 2020 shows to every buyer.';

COMMENT ON COLUMN public.vendor.kind IS 'REGULAR: regular\nCOMPOSITION: composition\nENROLLED_UNREGISTERED: enrolled_unregistered';

COMMENT ON COLUMN public.vendor.status IS 'APPLIED: applied\nAPPROVED: approved\nSUSPENDED: suspended';

COMMENT ON COLUMN public.vendor.enrolment_number IS 'of an unregistered supplier, Notification 34/2023';

COMMENT ON COLUMN public.vendor.undertaking_accepted_at IS 'the seller''s word that texts and pictures match the goods';

CREATE SEQUENCE public.vendor_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.vendor_id_seq OWNED BY public.vendor.id;

CREATE TABLE public.vendor_member (
    id integer NOT NULL,
    role character varying(12) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    account_id integer NOT NULL,
    vendor_id integer NOT NULL
);

COMMENT ON TABLE public.vendor_member IS 'A person in a vendor''s service. Somebody may have several roles, and work for several.';

COMMENT ON COLUMN public.vendor_member.role IS 'OWNER: owner\nCATALOGUER: cataloguer\nDISPATCHER: dispatcher\nACCOUNTANT: accountant';

CREATE SEQUENCE public.vendor_member_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.vendor_member_id_seq OWNED BY public.vendor_member.id;

CREATE TABLE public.webhook_event (
    id integer NOT NULL,
    gateway character varying(12) NOT NULL,
    event_id character varying(80) NOT NULL,
    kind character varying(60) NOT NULL,
    body bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    outcome character varying(200)
);

COMMENT ON TABLE public.webhook_event IS 'What a gateway told us, byte for byte, before anything is made of it.';

CREATE SEQUENCE public.webhook_event_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.webhook_event_id_seq OWNED BY public.webhook_event.id;

CREATE TABLE public.wishlist_item (
    id integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    account_id integer NOT NULL,
    product_id integer NOT NULL
);

CREATE SEQUENCE public.wishlist_item_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.wishlist_item_id_seq OWNED BY public.wishlist_item.id;

ALTER TABLE ONLY public.account ALTER COLUMN id SET DEFAULT nextval('public.account_id_seq'::regclass);

ALTER TABLE ONLY public.address ALTER COLUMN id SET DEFAULT nextval('public.address_id_seq'::regclass);

ALTER TABLE ONLY public.adjustment ALTER COLUMN id SET DEFAULT nextval('public.adjustment_id_seq'::regclass);

ALTER TABLE ONLY public.agreement ALTER COLUMN id SET DEFAULT nextval('public.agreement_id_seq'::regclass);

ALTER TABLE ONLY public.api_key ALTER COLUMN id SET DEFAULT nextval('public.api_key_id_seq'::regclass);

ALTER TABLE ONLY public.artisan ALTER COLUMN id SET DEFAULT nextval('public.artisan_id_seq'::regclass);

ALTER TABLE ONLY public.artisan_award ALTER COLUMN id SET DEFAULT nextval('public.artisan_award_id_seq'::regclass);

ALTER TABLE ONLY public.artisan_craft ALTER COLUMN id SET DEFAULT nextval('public.artisan_craft_id_seq'::regclass);

ALTER TABLE ONLY public.attribute ALTER COLUMN id SET DEFAULT nextval('public.attribute_id_seq'::regclass);

ALTER TABLE ONLY public.attribute_value ALTER COLUMN id SET DEFAULT nextval('public.attribute_value_id_seq'::regclass);

ALTER TABLE ONLY public.audit_entry ALTER COLUMN id SET DEFAULT nextval('public.audit_entry_id_seq'::regclass);

ALTER TABLE ONLY public.cart ALTER COLUMN id SET DEFAULT nextval('public.cart_id_seq'::regclass);

ALTER TABLE ONLY public.cart_coupon ALTER COLUMN id SET DEFAULT nextval('public.cart_coupon_id_seq'::regclass);

ALTER TABLE ONLY public.cart_delivery ALTER COLUMN id SET DEFAULT nextval('public.cart_delivery_id_seq'::regclass);

ALTER TABLE ONLY public.cart_line ALTER COLUMN id SET DEFAULT nextval('public.cart_line_id_seq'::regclass);

ALTER TABLE ONLY public.category ALTER COLUMN id SET DEFAULT nextval('public.category_id_seq'::regclass);

ALTER TABLE ONLY public.charge ALTER COLUMN id SET DEFAULT nextval('public.charge_id_seq'::regclass);

ALTER TABLE ONLY public.commission_rule ALTER COLUMN id SET DEFAULT nextval('public.commission_rule_id_seq'::regclass);

ALTER TABLE ONLY public.consent ALTER COLUMN id SET DEFAULT nextval('public.consent_id_seq'::regclass);

ALTER TABLE ONLY public.craft ALTER COLUMN id SET DEFAULT nextval('public.craft_id_seq'::regclass);

ALTER TABLE ONLY public.delivery_rate ALTER COLUMN id SET DEFAULT nextval('public.delivery_rate_id_seq'::regclass);

ALTER TABLE ONLY public.dispute ALTER COLUMN id SET DEFAULT nextval('public.dispute_id_seq'::regclass);

ALTER TABLE ONLY public.district ALTER COLUMN id SET DEFAULT nextval('public.district_id_seq'::regclass);

ALTER TABLE ONLY public.district_neighbour ALTER COLUMN id SET DEFAULT nextval('public.district_neighbour_id_seq'::regclass);

ALTER TABLE ONLY public.facilitation ALTER COLUMN id SET DEFAULT nextval('public.facilitation_id_seq'::regclass);

ALTER TABLE ONLY public.gi_district ALTER COLUMN id SET DEFAULT nextval('public.gi_district_id_seq'::regclass);

ALTER TABLE ONLY public.gi_registration ALTER COLUMN id SET DEFAULT nextval('public.gi_registration_id_seq'::regclass);

ALTER TABLE ONLY public.hsn_rate ALTER COLUMN id SET DEFAULT nextval('public.hsn_rate_id_seq'::regclass);

ALTER TABLE ONLY public.idempotency_key ALTER COLUMN id SET DEFAULT nextval('public.idempotency_key_id_seq'::regclass);

ALTER TABLE ONLY public.invitation ALTER COLUMN id SET DEFAULT nextval('public.invitation_id_seq'::regclass);

ALTER TABLE ONLY public.line_discount ALTER COLUMN id SET DEFAULT nextval('public.line_discount_id_seq'::regclass);

ALTER TABLE ONLY public.link_token ALTER COLUMN id SET DEFAULT nextval('public.link_token_id_seq'::regclass);

ALTER TABLE ONLY public.officer_district ALTER COLUMN id SET DEFAULT nextval('public.officer_district_id_seq'::regclass);

ALTER TABLE ONLY public.option ALTER COLUMN id SET DEFAULT nextval('public.option_id_seq'::regclass);

ALTER TABLE ONLY public.option_value ALTER COLUMN id SET DEFAULT nextval('public.option_value_id_seq'::regclass);

ALTER TABLE ONLY public.order_event ALTER COLUMN id SET DEFAULT nextval('public.order_event_id_seq'::regclass);

ALTER TABLE ONLY public.order_line ALTER COLUMN id SET DEFAULT nextval('public.order_line_id_seq'::regclass);

ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);

ALTER TABLE ONLY public.otp_challenge ALTER COLUMN id SET DEFAULT nextval('public.otp_challenge_id_seq'::regclass);

ALTER TABLE ONLY public.payee ALTER COLUMN id SET DEFAULT nextval('public.payee_id_seq'::regclass);

ALTER TABLE ONLY public.payee_proposal ALTER COLUMN id SET DEFAULT nextval('public.payee_proposal_id_seq'::regclass);

ALTER TABLE ONLY public.payment ALTER COLUMN id SET DEFAULT nextval('public.payment_id_seq'::regclass);

ALTER TABLE ONLY public.pgqueuer ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_id_seq'::regclass);

ALTER TABLE ONLY public.pgqueuer_schedules ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_schedules_id_seq'::regclass);

ALTER TABLE ONLY public.pgqueuer_statistics ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_statistics_id_seq'::regclass);

ALTER TABLE ONLY public.product ALTER COLUMN id SET DEFAULT nextval('public.product_id_seq'::regclass);

ALTER TABLE ONLY public.product_attribute ALTER COLUMN id SET DEFAULT nextval('public.product_attribute_id_seq'::regclass);

ALTER TABLE ONLY public.product_image ALTER COLUMN id SET DEFAULT nextval('public.product_image_id_seq'::regclass);

ALTER TABLE ONLY public.promotion ALTER COLUMN id SET DEFAULT nextval('public.promotion_id_seq'::regclass);

ALTER TABLE ONLY public.promotion_use ALTER COLUMN id SET DEFAULT nextval('public.promotion_use_id_seq'::regclass);

ALTER TABLE ONLY public.recovery_code ALTER COLUMN id SET DEFAULT nextval('public.recovery_code_id_seq'::regclass);

ALTER TABLE ONLY public.refund ALTER COLUMN id SET DEFAULT nextval('public.refund_id_seq'::regclass);

ALTER TABLE ONLY public.review ALTER COLUMN id SET DEFAULT nextval('public.review_id_seq'::regclass);

ALTER TABLE ONLY public.search_change ALTER COLUMN id SET DEFAULT nextval('public.search_change_id_seq'::regclass);

ALTER TABLE ONLY public.search_entry ALTER COLUMN id SET DEFAULT nextval('public.search_entry_id_seq'::regclass);

ALTER TABLE ONLY public.search_synonym ALTER COLUMN id SET DEFAULT nextval('public.search_synonym_id_seq'::regclass);

ALTER TABLE ONLY public.session ALTER COLUMN id SET DEFAULT nextval('public.session_id_seq'::regclass);

ALTER TABLE ONLY public.slug_history ALTER COLUMN id SET DEFAULT nextval('public.slug_history_id_seq'::regclass);

ALTER TABLE ONLY public.staff_group ALTER COLUMN id SET DEFAULT nextval('public.staff_group_id_seq'::regclass);

ALTER TABLE ONLY public.staff_member ALTER COLUMN id SET DEFAULT nextval('public.staff_member_id_seq'::regclass);

ALTER TABLE ONLY public.suborder ALTER COLUMN id SET DEFAULT nextval('public.suborder_id_seq'::regclass);

ALTER TABLE ONLY public.tax_rule ALTER COLUMN id SET DEFAULT nextval('public.tax_rule_id_seq'::regclass);

ALTER TABLE ONLY public.transfer ALTER COLUMN id SET DEFAULT nextval('public.transfer_id_seq'::regclass);

ALTER TABLE ONLY public.variant ALTER COLUMN id SET DEFAULT nextval('public.variant_id_seq'::regclass);

ALTER TABLE ONLY public.variant_option ALTER COLUMN id SET DEFAULT nextval('public.variant_option_id_seq'::regclass);

ALTER TABLE ONLY public.vendor ALTER COLUMN id SET DEFAULT nextval('public.vendor_id_seq'::regclass);

ALTER TABLE ONLY public.vendor_member ALTER COLUMN id SET DEFAULT nextval('public.vendor_member_id_seq'::regclass);

ALTER TABLE ONLY public.webhook_event ALTER COLUMN id SET DEFAULT nextval('public.webhook_event_id_seq'::regclass);

ALTER TABLE ONLY public.wishlist_item ALTER COLUMN id SET DEFAULT nextval('public.wishlist_item_id_seq'::regclass);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_email_key UNIQUE (email);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_phone_key UNIQUE (phone);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.address
    ADD CONSTRAINT address_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_handle_key UNIQUE (handle);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.artisan_account
    ADD CONSTRAINT artisan_account_account_id_key UNIQUE (account_id);

ALTER TABLE ONLY public.artisan_account
    ADD CONSTRAINT artisan_account_pkey PRIMARY KEY (artisan_id);

ALTER TABLE ONLY public.artisan_award
    ADD CONSTRAINT artisan_award_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.artisan_craft
    ADD CONSTRAINT artisan_craft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.artisan
    ADD CONSTRAINT artisan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.artisan
    ADD CONSTRAINT artisan_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.attribute
    ADD CONSTRAINT attribute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attribute_value
    ADD CONSTRAINT attribute_value_of_attribute UNIQUE (id, attribute_id);

ALTER TABLE ONLY public.attribute_value
    ADD CONSTRAINT attribute_value_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cart_coupon
    ADD CONSTRAINT cart_coupon_once UNIQUE (cart_id, promotion_id);

ALTER TABLE ONLY public.cart_coupon
    ADD CONSTRAINT cart_coupon_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cart_delivery
    ADD CONSTRAINT cart_delivery_once UNIQUE (cart_id, vendor_id);

ALTER TABLE ONLY public.cart_delivery
    ADD CONSTRAINT cart_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cart_line
    ADD CONSTRAINT cart_line_once UNIQUE (cart_id, variant_id);

ALTER TABLE ONLY public.cart_line
    ADD CONSTRAINT cart_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cart
    ADD CONSTRAINT cart_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cart
    ADD CONSTRAINT cart_token_hash_once UNIQUE (token_hash);

ALTER TABLE ONLY public.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.category
    ADD CONSTRAINT category_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_gateway_payment_id_key UNIQUE (gateway_payment_id);

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.commission_rule
    ADD CONSTRAINT commission_rule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.craft
    ADD CONSTRAINT craft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.craft
    ADD CONSTRAINT craft_place UNIQUE (id, district_id, category_id);

ALTER TABLE ONLY public.craft
    ADD CONSTRAINT craft_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.declaration
    ADD CONSTRAINT declaration_pkey PRIMARY KEY (product_id);

ALTER TABLE ONLY public.delivery_rate
    ADD CONSTRAINT delivery_rate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.delivery_rate
    ADD CONSTRAINT delivery_rate_vendor UNIQUE (vendor_id, service, zone, up_to_grams);

ALTER TABLE ONLY public.dispute
    ADD CONSTRAINT dispute_gateway_dispute_id_key UNIQUE (gateway_dispute_id);

ALTER TABLE ONLY public.dispute
    ADD CONSTRAINT dispute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.district
    ADD CONSTRAINT district_lgd_code_key UNIQUE (lgd_code);

ALTER TABLE ONLY public.district
    ADD CONSTRAINT district_name_en_key UNIQUE (name_en);

ALTER TABLE ONLY public.district
    ADD CONSTRAINT district_name_hi_key UNIQUE (name_hi);

ALTER TABLE ONLY public.district_neighbour
    ADD CONSTRAINT district_neighbour_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.district
    ADD CONSTRAINT district_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.district
    ADD CONSTRAINT district_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.facilitation
    ADD CONSTRAINT facilitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.gi_district
    ADD CONSTRAINT gi_district_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.gi_registration
    ADD CONSTRAINT gi_registration_name_en_key UNIQUE (name_en);

ALTER TABLE ONLY public.gi_registration
    ADD CONSTRAINT gi_registration_number_key UNIQUE (number);

ALTER TABLE ONLY public.gi_registration
    ADD CONSTRAINT gi_registration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.hsn_rate
    ADD CONSTRAINT hsn_rate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_once UNIQUE (owner, mutation, key);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.line_discount
    ADD CONSTRAINT line_discount_once UNIQUE (line_id, promotion_id, funder);

ALTER TABLE ONLY public.line_discount
    ADD CONSTRAINT line_discount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.link_token
    ADD CONSTRAINT link_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.link_token
    ADD CONSTRAINT link_token_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.officer_district
    ADD CONSTRAINT officer_district_once UNIQUE (account_id, district_id);

ALTER TABLE ONLY public.officer_district
    ADD CONSTRAINT officer_district_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.option
    ADD CONSTRAINT option_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.option
    ADD CONSTRAINT option_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.option_value
    ADD CONSTRAINT option_value_of_option UNIQUE (id, option_id);

ALTER TABLE ONLY public.option_value
    ADD CONSTRAINT option_value_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.order_event
    ADD CONSTRAINT order_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_once UNIQUE (order_id, variant_id);

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_number_key UNIQUE (number);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.otp_challenge
    ADD CONSTRAINT otp_challenge_handle_key UNIQUE (handle);

ALTER TABLE ONLY public.otp_challenge
    ADD CONSTRAINT otp_challenge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_artisan_id_key UNIQUE (artisan_id);

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payee_proposal
    ADD CONSTRAINT payee_proposal_artisan_id_key UNIQUE (artisan_id);

ALTER TABLE ONLY public.payee_proposal
    ADD CONSTRAINT payee_proposal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_vendor_id_key UNIQUE (vendor_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_gateway_order_id_key UNIQUE (gateway_order_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_once UNIQUE (order_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer_log
    ADD CONSTRAINT pgqueuer_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer
    ADD CONSTRAINT pgqueuer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer_schedules
    ADD CONSTRAINT pgqueuer_schedules_expression_entrypoint_key UNIQUE (expression, entrypoint);

ALTER TABLE ONLY public.pgqueuer_schedules
    ADD CONSTRAINT pgqueuer_schedules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer_statistics
    ADD CONSTRAINT pgqueuer_statistics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pincode
    ADD CONSTRAINT pincode_pkey PRIMARY KEY (pincode);

ALTER TABLE ONLY public.product_attribute
    ADD CONSTRAINT product_attribute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.product_image
    ADD CONSTRAINT product_image_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.product_search
    ADD CONSTRAINT product_search_pkey PRIMARY KEY (product_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.promotion
    ADD CONSTRAINT promotion_code_key UNIQUE (code);

ALTER TABLE ONLY public.promotion
    ADD CONSTRAINT promotion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.promotion_use
    ADD CONSTRAINT promotion_use_once UNIQUE (promotion_id, order_id);

ALTER TABLE ONLY public.promotion_use
    ADD CONSTRAINT promotion_use_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rate_counter
    ADD CONSTRAINT rate_counter_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_gateway_refund_id_key UNIQUE (gateway_refund_id);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_key_key UNIQUE (key);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reservation
    ADD CONSTRAINT reservation_pkey PRIMARY KEY (line_id);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_change
    ADD CONSTRAINT search_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_entry
    ADD CONSTRAINT search_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_synonym
    ADD CONSTRAINT search_synonym_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.search_term
    ADD CONSTRAINT search_term_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_handle_key UNIQUE (handle);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.slug_history
    ADD CONSTRAINT slug_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.slug_history
    ADD CONSTRAINT slug_history_slug UNIQUE (noun, slug);

ALTER TABLE ONLY public.staff_group
    ADD CONSTRAINT staff_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_group
    ADD CONSTRAINT staff_group_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.staff_member
    ADD CONSTRAINT staff_member_once UNIQUE (account_id, group_id);

ALTER TABLE ONLY public.staff_member
    ADD CONSTRAINT staff_member_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.state
    ADD CONSTRAINT state_name_en_key UNIQUE (name_en);

ALTER TABLE ONLY public.state
    ADD CONSTRAINT state_name_hi_key UNIQUE (name_hi);

ALTER TABLE ONLY public.state
    ADD CONSTRAINT state_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_pkey PRIMARY KEY (variant_id);

ALTER TABLE ONLY public.suborder
    ADD CONSTRAINT suborder_number_key UNIQUE (number);

ALTER TABLE ONLY public.suborder
    ADD CONSTRAINT suborder_once UNIQUE (order_id, vendor_id);

ALTER TABLE ONLY public.suborder
    ADD CONSTRAINT suborder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tax_rule
    ADD CONSTRAINT tax_rule_once UNIQUE (kind, valid_from);

ALTER TABLE ONLY public.tax_rule
    ADD CONSTRAINT tax_rule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_gateway_transfer_id_key UNIQUE (gateway_transfer_id);

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_key_key UNIQUE (key);

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT uid_agreement_vendor__76b815 UNIQUE (vendor_id, artisan_id, valid_from);

ALTER TABLE ONLY public.artisan_award
    ADD CONSTRAINT uid_artisan_awa_artisan_5d8089 UNIQUE (artisan_id, year, name_en);

ALTER TABLE ONLY public.artisan_craft
    ADD CONSTRAINT uid_artisan_cra_artisan_3eb776 UNIQUE (artisan_id, "position");

ALTER TABLE ONLY public.artisan_craft
    ADD CONSTRAINT uid_artisan_cra_artisan_eab23d UNIQUE (artisan_id, craft_id);

ALTER TABLE ONLY public.attribute
    ADD CONSTRAINT uid_attribute_categor_36aba6 UNIQUE (category_id, slug);

ALTER TABLE ONLY public.attribute_value
    ADD CONSTRAINT uid_attribute_v_attribu_907a56 UNIQUE (attribute_id, slug);

ALTER TABLE ONLY public.district_neighbour
    ADD CONSTRAINT uid_district_ne_distric_2e8027 UNIQUE (district_id, "position");

ALTER TABLE ONLY public.district_neighbour
    ADD CONSTRAINT uid_district_ne_distric_fcf3aa UNIQUE (district_id, neighbour_id);

ALTER TABLE ONLY public.gi_district
    ADD CONSTRAINT uid_gi_district_gi_regi_af1723 UNIQUE (gi_registration_id, district_id);

ALTER TABLE ONLY public.option_value
    ADD CONSTRAINT uid_option_valu_option__624dbf UNIQUE (option_id, slug);

ALTER TABLE ONLY public.product_attribute
    ADD CONSTRAINT uid_product_att_product_0e3a5b UNIQUE (product_id, attribute_id);

ALTER TABLE ONLY public.product_image
    ADD CONSTRAINT uid_product_ima_product_ff0523 UNIQUE (product_id, "position");

ALTER TABLE ONLY public.search_entry
    ADD CONSTRAINT uid_search_entr_noun_e07711 UNIQUE (noun, target_id, key);

ALTER TABLE ONLY public.search_synonym
    ADD CONSTRAINT uid_search_syno_group_s_4ff2e4 UNIQUE (group_slug, term);

ALTER TABLE ONLY public.variant_option
    ADD CONSTRAINT uid_variant_opt_variant_db851a UNIQUE (variant_id, option_id);

ALTER TABLE ONLY public.variant
    ADD CONSTRAINT uid_variant_product_a3237c UNIQUE (product_id, "position");

ALTER TABLE ONLY public.variant_option
    ADD CONSTRAINT variant_option_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.variant
    ADD CONSTRAINT variant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.variant
    ADD CONSTRAINT variant_sku_key UNIQUE (sku);

ALTER TABLE ONLY public.vendor
    ADD CONSTRAINT vendor_enrolment_number_key UNIQUE (enrolment_number);

ALTER TABLE ONLY public.vendor
    ADD CONSTRAINT vendor_gstin_key UNIQUE (gstin);

ALTER TABLE ONLY public.vendor_member
    ADD CONSTRAINT vendor_member_once UNIQUE (account_id, vendor_id, role);

ALTER TABLE ONLY public.vendor_member
    ADD CONSTRAINT vendor_member_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vendor
    ADD CONSTRAINT vendor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vendor
    ADD CONSTRAINT vendor_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.webhook_event
    ADD CONSTRAINT webhook_event_once UNIQUE (gateway, event_id);

ALTER TABLE ONLY public.webhook_event
    ADD CONSTRAINT webhook_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wishlist_item
    ADD CONSTRAINT wishlist_item_once UNIQUE (account_id, product_id);

ALTER TABLE ONLY public.wishlist_item
    ADD CONSTRAINT wishlist_item_pkey PRIMARY KEY (id);

CREATE INDEX address_account ON public.address USING btree (account_id, id);

CREATE UNIQUE INDEX address_one_default ON public.address USING btree (account_id) WHERE is_default;

CREATE INDEX adjustment_suborder ON public.adjustment USING btree (suborder_id);

CREATE INDEX adjustment_vendor ON public.adjustment USING btree (vendor_id, id);

CREATE INDEX agreement_artisan ON public.agreement USING btree (artisan_id);

CREATE INDEX artisan_craft_craft ON public.artisan_craft USING btree (craft_id);

CREATE INDEX artisan_district ON public.artisan USING btree (district_id, id);

CREATE INDEX audit_entry_account ON public.audit_entry USING btree (account_id, id);

CREATE INDEX audit_entry_chain ON public.audit_entry USING btree (chain, id);

CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (subject, id);

CREATE INDEX cart_coupon_promotion ON public.cart_coupon USING btree (promotion_id);

CREATE INDEX cart_delivery_vendor ON public.cart_delivery USING btree (vendor_id);

CREATE INDEX cart_line_variant ON public.cart_line USING btree (variant_id);

CREATE UNIQUE INDEX cart_one_open ON public.cart USING btree (account_id) WHERE (((status)::text = 'open'::text) AND (account_id IS NOT NULL));

CREATE UNIQUE INDEX charge_one_settles ON public.charge USING btree (payment_id) WHERE is_settling;

CREATE INDEX charge_payment ON public.charge USING btree (payment_id);

CREATE UNIQUE INDEX commission_rule_once ON public.commission_rule USING btree (vendor_id, category_id, valid_from) NULLS NOT DISTINCT;

CREATE INDEX consent_last ON public.consent USING btree (account_id, purpose, id);

CREATE INDEX craft_category ON public.craft USING btree (category_id);

CREATE INDEX craft_district ON public.craft USING btree (district_id);

CREATE UNIQUE INDEX craft_one_primary ON public.craft USING btree (district_id) WHERE is_primary;

CREATE UNIQUE INDEX delivery_rate_mart ON public.delivery_rate USING btree (service, zone, up_to_grams) WHERE (vendor_id IS NULL);

CREATE INDEX dispute_charge ON public.dispute USING btree (charge_id);

CREATE INDEX facilitation_facilitator ON public.facilitation USING btree (facilitator_id);

CREATE UNIQUE INDEX facilitation_once ON public.facilitation USING btree (artisan_id, facilitator_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX hsn_rate_once ON public.hsn_rate USING btree (hsn, value_above_paise, value_up_to_paise, valid_from) NULLS NOT DISTINCT;

CREATE INDEX idempotency_key_expiry ON public.idempotency_key USING btree (expires_at);

CREATE INDEX invitation_account ON public.invitation USING btree (account_id);

CREATE INDEX invitation_artisan ON public.invitation USING btree (artisan_id, id);

CREATE INDEX invitation_contact_of ON public.invitation USING btree (contact);

CREATE INDEX invitation_invited_by ON public.invitation USING btree (invited_by_id);

CREATE UNIQUE INDEX invitation_one_open ON public.invitation USING btree (contact, scope) WHERE (outcome IS NULL);

CREATE INDEX invitation_vendor ON public.invitation USING btree (vendor_id, id);

CREATE INDEX link_token_account ON public.link_token USING btree (account_id);

CREATE INDEX link_token_expiry ON public.link_token USING btree (expires_at);

CREATE INDEX order_event_order ON public.order_event USING btree (order_id, id);

CREATE INDEX order_line_artisan ON public.order_line USING btree (artisan_id, id);

CREATE INDEX order_line_suborder ON public.order_line USING btree (suborder_id);

CREATE INDEX orders_account ON public.orders USING btree (account_id, id);

CREATE INDEX orders_marks ON public.orders USING gin (marks) WITH (fastupdate=off);

CREATE INDEX orders_phone ON public.orders USING btree (phone);

CREATE INDEX orders_unpaid ON public.orders USING btree (pay_before) WHERE ((status)::text = 'awaiting_payment'::text);

CREATE INDEX otp_challenge_contact ON public.otp_challenge USING btree (contact, created_at);

CREATE INDEX otp_challenge_expiry ON public.otp_challenge USING btree (expires_at);

CREATE INDEX payee_proposal_by ON public.payee_proposal USING btree (proposed_by_id);

CREATE INDEX pgqueuer_ep_ea_idx ON public.pgqueuer USING btree (entrypoint, execute_after) WHERE (status = 'queued'::public.pgqueuer_status);

CREATE INDEX pgqueuer_ep_prio_id_idx ON public.pgqueuer USING btree (entrypoint, priority DESC, id) WHERE (status = 'queued'::public.pgqueuer_status);

CREATE INDEX pgqueuer_log_created ON public.pgqueuer_log USING btree (created);

CREATE INDEX pgqueuer_log_job_id_status ON public.pgqueuer_log USING btree (job_id, created DESC);

CREATE INDEX pgqueuer_log_not_aggregated ON public.pgqueuer_log USING btree ((1)) WHERE (NOT aggregated);

CREATE INDEX pgqueuer_log_status ON public.pgqueuer_log USING btree (status);

CREATE INDEX pgqueuer_picked_heartbeat_idx ON public.pgqueuer USING btree (heartbeat) WHERE (status = 'picked'::public.pgqueuer_status);

CREATE UNIQUE INDEX pgqueuer_picked_slot_idx ON public.pgqueuer USING btree (entrypoint, slot) WHERE ((status = 'picked'::public.pgqueuer_status) AND (slot IS NOT NULL));

CREATE INDEX pgqueuer_priority_id_id1_idx ON public.pgqueuer USING btree (priority, id DESC) INCLUDE (id) WHERE (status = 'queued'::public.pgqueuer_status);

CREATE INDEX pgqueuer_queue_manager_id_idx ON public.pgqueuer USING btree (queue_manager_id) WHERE (queue_manager_id IS NOT NULL);

CREATE UNIQUE INDEX pgqueuer_statistics_unique_count ON public.pgqueuer_statistics USING btree (priority, date_trunc('sec'::text, timezone('UTC'::text, created)), status, entrypoint);

CREATE UNIQUE INDEX pgqueuer_unique_dedupe_key ON public.pgqueuer USING btree (dedupe_key) WHERE ((status = ANY (ARRAY['queued'::public.pgqueuer_status, 'picked'::public.pgqueuer_status])) AND (dedupe_key IS NOT NULL));

CREATE INDEX pgqueuer_updated_id_id1_idx ON public.pgqueuer USING btree (updated, id DESC) INCLUDE (id) WHERE (status = 'picked'::public.pgqueuer_status);

CREATE INDEX product_artisan_popular ON public.product USING btree (artisan_id, popularity, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_attribute_value ON public.product_attribute USING btree (value_id, product_id);

CREATE INDEX product_category_newest ON public.product USING btree (category_id, published_at, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_category_popular ON public.product USING btree (category_id, popularity, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_craft_popular ON public.product USING btree (craft_id, popularity, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_district_newest ON public.product USING btree (district_id, published_at, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_district_popular ON public.product USING btree (district_id, popularity, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_indexed ON public.product USING btree (district_id, craft_id, category_id, artisan_id, vendor_id, id) INCLUDE (country_of_origin, min_price_paise, rating_rank, rating_sum, rating_count, is_gi_tagged, is_available, is_made_to_order, published_at, popularity) WHERE (((status)::text = 'published'::text) AND is_on_sale);

CREATE INDEX product_newest ON public.product USING btree (published_at, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_popular ON public.product USING btree (popularity, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_price ON public.product USING btree (min_price_paise, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_rated ON public.product USING btree (rating_rank, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX product_search_keys ON public.product_search USING gin (keys);

CREATE INDEX product_vendor_popular ON public.product USING btree (vendor_id, popularity, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX promotion_use_account ON public.promotion_use USING btree (account_id);

CREATE INDEX promotion_use_order ON public.promotion_use USING btree (order_id);

CREATE INDEX rate_counter_expiry ON public.rate_counter USING btree (expires_at);

CREATE INDEX recovery_code_account ON public.recovery_code USING btree (account_id, id);

CREATE INDEX refund_charge ON public.refund USING btree (charge_id);

CREATE INDEX refund_order ON public.refund USING btree (order_id);

CREATE INDEX refund_status ON public.refund USING btree (status);

CREATE INDEX reservation_order ON public.reservation USING btree (order_id);

CREATE INDEX reservation_variant ON public.reservation USING btree (variant_id);

CREATE INDEX review_newest ON public.review USING btree (product_id, created_at, id) WHERE ((status)::text = 'published'::text);

CREATE INDEX search_synonym_key ON public.search_synonym USING btree (key);

CREATE INDEX session_account ON public.session USING btree (account_id, id);

CREATE INDEX session_device ON public.session USING btree (device_hash);

CREATE INDEX suborder_vendor ON public.suborder USING btree (vendor_id, status, id);

CREATE INDEX transfer_artisan_id ON public.transfer USING btree (artisan_id);

CREATE UNIQUE INDEX transfer_once ON public.transfer USING btree (charge_id, suborder_id, artisan_id) NULLS NOT DISTINCT WHERE ((status)::text <> 'failed'::text);

CREATE INDEX transfer_suborder ON public.transfer USING btree (suborder_id);

CREATE INDEX transfer_vendor ON public.transfer USING btree (vendor_id, id);

CREATE INDEX variant_product ON public.variant USING btree (product_id, is_active);

CREATE INDEX vendor_member_vendor ON public.vendor_member USING btree (vendor_id, id);

CREATE INDEX wishlist_item_product ON public.wishlist_item USING btree (product_id);

CREATE TRIGGER account_stays_erased BEFORE UPDATE ON public.account FOR EACH ROW WHEN ((old.erased_at IS NOT NULL)) EXECUTE FUNCTION public.account_stays_erased();

CREATE TRIGGER account_told AFTER DELETE OR UPDATE ON public.account FOR EACH ROW EXECUTE FUNCTION public.account_told();

CREATE TRIGGER address_account_id_there BEFORE INSERT ON public.address FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER address_account_id_there_still BEFORE UPDATE OF account_id ON public.address FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER adjustment_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.adjustment FOR EACH STATEMENT EXECUTE FUNCTION public.rows_stay();

CREATE TRIGGER agreement_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.agreement FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER agreement_sale AFTER INSERT OR DELETE OR UPDATE ON public.agreement FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.agreement_sale();

CREATE TRIGGER api_key_created_by_id_there BEFORE INSERT ON public.api_key FOR EACH ROW WHEN ((new.created_by_id IS NOT NULL)) EXECUTE FUNCTION public.created_by_id_is_there();

CREATE TRIGGER api_key_created_by_id_there_still BEFORE UPDATE OF created_by_id ON public.api_key FOR EACH ROW WHEN (((new.created_by_id IS NOT NULL) AND (new.created_by_id IS DISTINCT FROM old.created_by_id))) EXECUTE FUNCTION public.created_by_id_is_there();

CREATE TRIGGER api_key_told AFTER DELETE OR UPDATE OF revoked_at, scopes, expires_at ON public.api_key FOR EACH ROW EXECUTE FUNCTION public.api_key_told();

CREATE TRIGGER artisan_account_account_id_there BEFORE INSERT ON public.artisan_account FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER artisan_account_account_id_there_still BEFORE UPDATE OF account_id ON public.artisan_account FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER artisan_account_told AFTER INSERT OR DELETE OR UPDATE ON public.artisan_account FOR EACH ROW EXECUTE FUNCTION public.part_told('account_id');

CREATE TRIGGER artisan_award_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.artisan_award FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER artisan_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.artisan FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER artisan_craft_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.artisan_craft FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER artisan_gone AFTER DELETE ON public.artisan FOR EACH ROW EXECUTE FUNCTION public.artisan_hidden();

CREATE TRIGGER artisan_hidden AFTER UPDATE OF status, profile_consented_at ON public.artisan FOR EACH ROW WHEN ((((old.status)::text = 'active'::text) AND (old.profile_consented_at IS NOT NULL) AND (((new.status)::text <> 'active'::text) OR (new.profile_consented_at IS NULL)))) EXECUTE FUNCTION public.artisan_hidden();

CREATE TRIGGER artisan_sale AFTER UPDATE OF status ON public.artisan FOR EACH ROW WHEN ((((old.status)::text IS DISTINCT FROM (new.status)::text) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.artisan_sale();

CREATE TRIGGER artisan_searched AFTER INSERT OR DELETE ON public.artisan FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('artisan', 'id');

CREATE TRIGGER artisan_searched_anew AFTER UPDATE ON public.artisan FOR EACH ROW WHEN (((((old.name_en)::text IS DISTINCT FROM (new.name_en)::text) OR ((old.name_hi)::text IS DISTINCT FROM (new.name_hi)::text) OR ((old.status)::text IS DISTINCT FROM (new.status)::text) OR (old.profile_consented_at IS DISTINCT FROM new.profile_consented_at)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('artisan', 'id');

CREATE TRIGGER artisan_slug_replaced AFTER UPDATE OF slug ON public.artisan FOR EACH ROW WHEN (((old.slug)::text IS DISTINCT FROM (new.slug)::text)) EXECUTE FUNCTION public.slug_replaced();

CREATE TRIGGER attribute_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.attribute FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER attribute_value_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.attribute_value FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER attribute_value_searched AFTER INSERT OR DELETE ON public.attribute_value FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('attribute_value', 'id');

CREATE TRIGGER attribute_value_searched_anew AFTER UPDATE ON public.attribute_value FOR EACH ROW WHEN (((((old.label_en)::text IS DISTINCT FROM (new.label_en)::text) OR ((old.label_hi)::text IS DISTINCT FROM (new.label_hi)::text)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('attribute_value', 'id');

CREATE TRIGGER audit_entry_chained BEFORE INSERT ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.audit_chained();

CREATE TRIGGER audit_entry_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.rows_stay();

CREATE TRIGGER cart_account_id_there BEFORE INSERT ON public.cart FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER cart_account_id_there_still BEFORE UPDATE OF account_id ON public.cart FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER category_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.category FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER category_searched AFTER INSERT OR DELETE ON public.category FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('category', 'id');

CREATE TRIGGER category_searched_anew AFTER UPDATE ON public.category FOR EACH ROW WHEN (((((old.name_en)::text IS DISTINCT FROM (new.name_en)::text) OR ((old.name_hi)::text IS DISTINCT FROM (new.name_hi)::text)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('category', 'id');

CREATE TRIGGER category_slug_replaced AFTER UPDATE OF slug ON public.category FOR EACH ROW WHEN (((old.slug)::text IS DISTINCT FROM (new.slug)::text)) EXECUTE FUNCTION public.slug_replaced();

CREATE TRIGGER commission_rule_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.commission_rule FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER consent_account_id_there BEFORE INSERT ON public.consent FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER consent_account_id_there_still BEFORE UPDATE OF account_id ON public.consent FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER consent_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.consent FOR EACH STATEMENT EXECUTE FUNCTION public.rows_stay();

CREATE TRIGGER craft_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.craft FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER craft_gi_mark AFTER UPDATE OF gi_registration_id ON public.craft FOR EACH ROW EXECUTE FUNCTION public.craft_gi_changed();

CREATE TRIGGER craft_searched AFTER INSERT OR DELETE ON public.craft FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('craft', 'id');

CREATE TRIGGER craft_searched_anew AFTER UPDATE ON public.craft FOR EACH ROW WHEN (((((old.name_en)::text IS DISTINCT FROM (new.name_en)::text) OR ((old.name_hi)::text IS DISTINCT FROM (new.name_hi)::text) OR ((old.short_name_en)::text IS DISTINCT FROM (new.short_name_en)::text) OR ((old.short_name_hi)::text IS DISTINCT FROM (new.short_name_hi)::text)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('craft', 'id');

CREATE TRIGGER craft_slug_replaced AFTER UPDATE OF slug ON public.craft FOR EACH ROW WHEN (((old.slug)::text IS DISTINCT FROM (new.slug)::text)) EXECUTE FUNCTION public.slug_replaced();

CREATE TRIGGER declaration_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.declaration FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER declaration_searched AFTER INSERT OR DELETE ON public.declaration FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('product', 'product_id');

CREATE TRIGGER declaration_searched_anew AFTER UPDATE ON public.declaration FOR EACH ROW WHEN ((((old.product_id IS DISTINCT FROM new.product_id) OR ((old.generic_name_en)::text IS DISTINCT FROM (new.generic_name_en)::text) OR ((old.generic_name_hi)::text IS DISTINCT FROM (new.generic_name_hi)::text)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('product', 'product_id');

CREATE TRIGGER delivery_rate_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.delivery_rate FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER district_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.district FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER district_neighbour_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.district_neighbour FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER district_searched AFTER INSERT OR DELETE ON public.district FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('district', 'id');

CREATE TRIGGER district_searched_anew AFTER UPDATE ON public.district FOR EACH ROW WHEN (((((old.name_en)::text IS DISTINCT FROM (new.name_en)::text) OR ((old.name_hi)::text IS DISTINCT FROM (new.name_hi)::text) OR ((old.headquarters_en)::text IS DISTINCT FROM (new.headquarters_en)::text) OR ((old.headquarters_hi)::text IS DISTINCT FROM (new.headquarters_hi)::text) OR (old.aliases IS DISTINCT FROM new.aliases)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('district', 'id');

CREATE TRIGGER district_slug_replaced AFTER UPDATE OF slug ON public.district FOR EACH ROW WHEN (((old.slug)::text IS DISTINCT FROM (new.slug)::text)) EXECUTE FUNCTION public.slug_replaced();

CREATE TRIGGER facilitation_facilitator_id_there BEFORE INSERT ON public.facilitation FOR EACH ROW WHEN ((new.facilitator_id IS NOT NULL)) EXECUTE FUNCTION public.facilitator_id_is_there();

CREATE TRIGGER facilitation_facilitator_id_there_still BEFORE UPDATE OF facilitator_id ON public.facilitation FOR EACH ROW WHEN (((new.facilitator_id IS NOT NULL) AND (new.facilitator_id IS DISTINCT FROM old.facilitator_id))) EXECUTE FUNCTION public.facilitator_id_is_there();

CREATE TRIGGER facilitation_recorded_by_id_there BEFORE INSERT ON public.facilitation FOR EACH ROW WHEN ((new.recorded_by_id IS NOT NULL)) EXECUTE FUNCTION public.recorded_by_id_is_there();

CREATE TRIGGER facilitation_recorded_by_id_there_still BEFORE UPDATE OF recorded_by_id ON public.facilitation FOR EACH ROW WHEN (((new.recorded_by_id IS NOT NULL) AND (new.recorded_by_id IS DISTINCT FROM old.recorded_by_id))) EXECUTE FUNCTION public.recorded_by_id_is_there();

CREATE TRIGGER facilitation_told AFTER INSERT OR DELETE OR UPDATE ON public.facilitation FOR EACH ROW EXECUTE FUNCTION public.part_told('facilitator_id');

CREATE TRIGGER gi_district_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.gi_district FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER gi_registration_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.gi_registration FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER hsn_rate_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.hsn_rate FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER invitation_account_id_there BEFORE INSERT ON public.invitation FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER invitation_account_id_there_still BEFORE UPDATE OF account_id ON public.invitation FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER invitation_invited_by_id_there BEFORE INSERT ON public.invitation FOR EACH ROW WHEN ((new.invited_by_id IS NOT NULL)) EXECUTE FUNCTION public.invited_by_id_is_there();

CREATE TRIGGER invitation_invited_by_id_there_still BEFORE UPDATE OF invited_by_id ON public.invitation FOR EACH ROW WHEN (((new.invited_by_id IS NOT NULL) AND (new.invited_by_id IS DISTINCT FROM old.invited_by_id))) EXECUTE FUNCTION public.invited_by_id_is_there();

CREATE TRIGGER line_discount_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.line_discount FOR EACH STATEMENT EXECUTE FUNCTION public.rows_stay();

CREATE TRIGGER link_token_account_id_there BEFORE INSERT ON public.link_token FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER link_token_account_id_there_still BEFORE UPDATE OF account_id ON public.link_token FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER officer_district_account_id_there BEFORE INSERT ON public.officer_district FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER officer_district_account_id_there_still BEFORE UPDATE OF account_id ON public.officer_district FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER officer_district_told AFTER INSERT OR DELETE OR UPDATE ON public.officer_district FOR EACH ROW EXECUTE FUNCTION public.part_told('account_id');

CREATE TRIGGER operator_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.operator FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER option_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.option FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER option_value_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.option_value FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER order_event_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.order_event FOR EACH STATEMENT EXECUTE FUNCTION public.rows_stay();

CREATE TRIGGER order_event_told AFTER INSERT ON public.order_event FOR EACH ROW EXECUTE FUNCTION public.order_part_told();

CREATE TRIGGER order_line_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.order_line FOR EACH STATEMENT EXECUTE FUNCTION public.rows_stay();

CREATE TRIGGER orders_account_id_there BEFORE INSERT ON public.orders FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER orders_account_id_there_still BEFORE UPDATE OF account_id ON public.orders FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER orders_told AFTER UPDATE OF status ON public.orders FOR EACH ROW WHEN (((old.status)::text IS DISTINCT FROM (new.status)::text)) EXECUTE FUNCTION public.order_told();

CREATE TRIGGER otp_challenge_account_id_there BEFORE INSERT ON public.otp_challenge FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER otp_challenge_account_id_there_still BEFORE UPDATE OF account_id ON public.otp_challenge FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER payee_proposal_proposed_by_id_there BEFORE INSERT ON public.payee_proposal FOR EACH ROW WHEN ((new.proposed_by_id IS NOT NULL)) EXECUTE FUNCTION public.proposed_by_id_is_there();

CREATE TRIGGER payee_proposal_proposed_by_id_there_still BEFORE UPDATE OF proposed_by_id ON public.payee_proposal FOR EACH ROW WHEN (((new.proposed_by_id IS NOT NULL) AND (new.proposed_by_id IS DISTINCT FROM old.proposed_by_id))) EXECUTE FUNCTION public.proposed_by_id_is_there();

CREATE TRIGGER payment_told AFTER UPDATE OF status ON public.payment FOR EACH ROW WHEN (((old.status)::text IS DISTINCT FROM (new.status)::text)) EXECUTE FUNCTION public.order_part_told();

CREATE TRIGGER pincode_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pincode FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER product_attribute_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.product_attribute FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER product_attribute_searched AFTER INSERT OR DELETE ON public.product_attribute FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('product', 'product_id');

CREATE TRIGGER product_attribute_searched_anew AFTER UPDATE ON public.product_attribute FOR EACH ROW WHEN ((((old.product_id IS DISTINCT FROM new.product_id) OR (old.value_id IS DISTINCT FROM new.value_id) OR ((old.text_en)::text IS DISTINCT FROM (new.text_en)::text) OR ((old.text_hi)::text IS DISTINCT FROM (new.text_hi)::text)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('product', 'product_id');

CREATE TRIGGER product_attribute_told_of_changed AFTER UPDATE ON public.product_attribute REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.product_attribute_told();

CREATE TRIGGER product_attribute_told_of_new AFTER INSERT ON public.product_attribute REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.product_attribute_told();

CREATE TRIGGER product_attribute_told_of_none AFTER TRUNCATE ON public.product_attribute FOR EACH STATEMENT EXECUTE FUNCTION public.products_told();

CREATE TRIGGER product_attribute_told_of_old AFTER DELETE ON public.product_attribute REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.product_attribute_told();

CREATE TRIGGER product_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.product FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER product_gi_mark BEFORE INSERT OR UPDATE OF craft_id ON public.product FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.product_gi();

CREATE TRIGGER product_image_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.product_image FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER product_sale BEFORE INSERT OR UPDATE OF status, min_price_paise, vendor_id, artisan_id, is_on_sale ON public.product FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.product_sale();

CREATE TRIGGER product_search_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.product_search FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER product_search_fill BEFORE INSERT ON public.product_search FOR EACH ROW EXECUTE FUNCTION public.product_search_fill();

CREATE TRIGGER product_search_follow AFTER UPDATE OF status, district_id, craft_id, category_id, artisan_id, vendor_id, country_of_origin, min_price_paise, is_gi_tagged, is_available, is_made_to_order, rating_sum, rating_count, popularity, published_at, is_on_sale ON public.product FOR EACH ROW WHEN (((((((((((((((((((old.status)::text IS DISTINCT FROM (new.status)::text) OR (old.district_id IS DISTINCT FROM new.district_id)) OR (old.craft_id IS DISTINCT FROM new.craft_id)) OR (old.category_id IS DISTINCT FROM new.category_id)) OR (old.artisan_id IS DISTINCT FROM new.artisan_id)) OR (old.vendor_id IS DISTINCT FROM new.vendor_id)) OR ((old.country_of_origin)::text IS DISTINCT FROM (new.country_of_origin)::text)) OR (old.min_price_paise IS DISTINCT FROM new.min_price_paise)) OR (old.is_gi_tagged IS DISTINCT FROM new.is_gi_tagged)) OR (old.is_available IS DISTINCT FROM new.is_available)) OR (old.is_made_to_order IS DISTINCT FROM new.is_made_to_order)) OR (old.rating_sum IS DISTINCT FROM new.rating_sum)) OR (old.rating_count IS DISTINCT FROM new.rating_count)) OR (old.rating_rank IS DISTINCT FROM new.rating_rank)) OR (old.popularity IS DISTINCT FROM new.popularity)) OR (old.published_at IS DISTINCT FROM new.published_at)) OR (old.is_on_sale IS DISTINCT FROM new.is_on_sale))) EXECUTE FUNCTION public.product_search_follow();

CREATE TRIGGER product_search_told_of_changed AFTER UPDATE ON public.product_search REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.product_search_told();

CREATE TRIGGER product_search_told_of_new AFTER INSERT ON public.product_search REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.product_search_told();

CREATE TRIGGER product_search_told_of_none AFTER TRUNCATE ON public.product_search FOR EACH STATEMENT EXECUTE FUNCTION public.products_told();

CREATE TRIGGER product_search_told_of_old AFTER DELETE ON public.product_search REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.product_search_told();

CREATE TRIGGER product_searched AFTER INSERT OR DELETE ON public.product FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('product', 'id');

CREATE TRIGGER product_searched_anew AFTER UPDATE ON public.product FOR EACH ROW WHEN (((((old.name_en)::text IS DISTINCT FROM (new.name_en)::text) OR ((old.name_hi)::text IS DISTINCT FROM (new.name_hi)::text) OR (old.description_en IS DISTINCT FROM new.description_en) OR (old.description_hi IS DISTINCT FROM new.description_hi) OR (old.district_id IS DISTINCT FROM new.district_id) OR (old.craft_id IS DISTINCT FROM new.craft_id) OR (old.category_id IS DISTINCT FROM new.category_id) OR (old.artisan_id IS DISTINCT FROM new.artisan_id) OR (old.vendor_id IS DISTINCT FROM new.vendor_id) OR (old.is_on_sale IS DISTINCT FROM new.is_on_sale)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('product', 'id');

CREATE TRIGGER product_slug_replaced AFTER UPDATE OF slug ON public.product FOR EACH ROW WHEN (((old.slug)::text IS DISTINCT FROM (new.slug)::text)) EXECUTE FUNCTION public.slug_replaced();

CREATE TRIGGER product_told_of_changed AFTER UPDATE ON public.product REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.product_told();

CREATE TRIGGER product_told_of_new AFTER INSERT ON public.product REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.product_told();

CREATE TRIGGER product_told_of_none AFTER TRUNCATE ON public.product FOR EACH STATEMENT EXECUTE FUNCTION public.products_told();

CREATE TRIGGER product_told_of_old AFTER DELETE ON public.product REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.product_told();

CREATE TRIGGER promotion_changed AFTER INSERT OR DELETE OR UPDATE OF code, name_en, name_hi, kind, basis_points, amount_paise, most_paise, vendor_share_bp, mart_share_bp, scheme_share_bp, scheme, vendor_id, district_id, craft_id, category_id, least_paise, is_first_order, is_exclusive, starts_at, ends_at, most_uses, most_uses_each, is_active OR TRUNCATE ON public.promotion FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER promotion_use_account_id_there BEFORE INSERT ON public.promotion_use FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER promotion_use_account_id_there_still BEFORE UPDATE OF account_id ON public.promotion_use FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER recovery_code_account_id_there BEFORE INSERT ON public.recovery_code FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER recovery_code_account_id_there_still BEFORE UPDATE OF account_id ON public.recovery_code FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER review_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.review FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER review_deleted AFTER DELETE ON public.review REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.review_changed();

CREATE TRIGGER review_inserted AFTER INSERT ON public.review REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.review_changed();

CREATE TRIGGER review_updated AFTER UPDATE ON public.review REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.review_changed();

CREATE TRIGGER search_entry_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.search_entry FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER search_synonym_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.search_synonym FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER search_term_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.search_term FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER second_factor_account_id_there BEFORE INSERT ON public.second_factor FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER second_factor_account_id_there_still BEFORE UPDATE OF account_id ON public.second_factor FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER second_factor_told AFTER INSERT OR DELETE OR UPDATE ON public.second_factor FOR EACH ROW EXECUTE FUNCTION public.part_told('account_id');

CREATE TRIGGER session_account_id_there BEFORE INSERT ON public.session FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER session_account_id_there_still BEFORE UPDATE OF account_id ON public.session FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER session_told AFTER UPDATE OF ended_at, factor_at ON public.session FOR EACH ROW WHEN (((old.ended_at IS DISTINCT FROM new.ended_at) OR (old.factor_at IS DISTINCT FROM new.factor_at))) EXECUTE FUNCTION public.session_told();

CREATE TRIGGER slug_history_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.slug_history FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER staff_group_told AFTER DELETE OR UPDATE ON public.staff_group FOR EACH STATEMENT EXECUTE FUNCTION public.staff_group_told();

CREATE TRIGGER staff_member_account_id_there BEFORE INSERT ON public.staff_member FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER staff_member_account_id_there_still BEFORE UPDATE OF account_id ON public.staff_member FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER staff_member_told AFTER INSERT OR DELETE OR UPDATE ON public.staff_member FOR EACH ROW EXECUTE FUNCTION public.part_told('account_id');

CREATE TRIGGER state_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.state FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER stock_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.stock FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER stock_deleted AFTER DELETE ON public.stock REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.stock_changed();

CREATE TRIGGER stock_inserted AFTER INSERT ON public.stock REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.stock_changed();

CREATE TRIGGER stock_updated AFTER UPDATE ON public.stock FOR EACH ROW WHEN ((((old.available > 0) IS DISTINCT FROM (new.available > 0)) OR (old.variant_id <> new.variant_id))) EXECUTE FUNCTION public.stock_turns();

CREATE TRIGGER suborder_told AFTER UPDATE OF status ON public.suborder FOR EACH ROW WHEN (((old.status)::text IS DISTINCT FROM (new.status)::text)) EXECUTE FUNCTION public.order_part_told();

CREATE TRIGGER tax_rule_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.tax_rule FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER tg_pgqueuer_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pgqueuer FOR EACH STATEMENT EXECUTE FUNCTION public.fn_pgqueuer_changed();

CREATE TRIGGER variant_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.variant FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER variant_deleted AFTER DELETE ON public.variant REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.variant_changed();

CREATE TRIGGER variant_inserted AFTER INSERT ON public.variant REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.variant_changed();

CREATE TRIGGER variant_option_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.variant_option FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER variant_updated AFTER UPDATE ON public.variant REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION public.variant_changed();

CREATE TRIGGER vendor_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.vendor FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_change();

CREATE TRIGGER vendor_member_account_id_there BEFORE INSERT ON public.vendor_member FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER vendor_member_account_id_there_still BEFORE UPDATE OF account_id ON public.vendor_member FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER vendor_member_told AFTER INSERT OR DELETE OR UPDATE ON public.vendor_member FOR EACH ROW EXECUTE FUNCTION public.part_told('account_id');

CREATE TRIGGER vendor_sale AFTER UPDATE OF status ON public.vendor FOR EACH ROW WHEN ((((old.status)::text IS DISTINCT FROM (new.status)::text) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.vendor_sale();

CREATE TRIGGER vendor_searched AFTER INSERT OR DELETE ON public.vendor FOR EACH ROW WHEN ((NOT public.bulk_loading())) EXECUTE FUNCTION public.search_told('vendor', 'id');

CREATE TRIGGER vendor_searched_anew AFTER UPDATE ON public.vendor FOR EACH ROW WHEN (((((old.display_name_en)::text IS DISTINCT FROM (new.display_name_en)::text) OR ((old.display_name_hi)::text IS DISTINCT FROM (new.display_name_hi)::text)) AND (NOT public.bulk_loading()))) EXECUTE FUNCTION public.search_told('vendor', 'id');

CREATE TRIGGER vendor_slug_replaced AFTER UPDATE OF slug ON public.vendor FOR EACH ROW WHEN (((old.slug)::text IS DISTINCT FROM (new.slug)::text)) EXECUTE FUNCTION public.slug_replaced();

CREATE TRIGGER wishlist_item_account_id_there BEFORE INSERT ON public.wishlist_item FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION public.account_id_is_there();

CREATE TRIGGER wishlist_item_account_id_there_still BEFORE UPDATE OF account_id ON public.wishlist_item FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.account_id IS DISTINCT FROM old.account_id))) EXECUTE FUNCTION public.account_id_is_there();

ALTER TABLE ONLY public.address
    ADD CONSTRAINT address_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.address
    ADD CONSTRAINT address_state_id_fkey FOREIGN KEY (state_id) REFERENCES public.state(code) ON DELETE RESTRICT;

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.dispute(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES public.refund(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_suborder_id_fkey FOREIGN KEY (suborder_id) REFERENCES public.suborder(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES public.transfer(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.artisan_account
    ADD CONSTRAINT artisan_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.artisan_account
    ADD CONSTRAINT artisan_account_artisan FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.artisan_award
    ADD CONSTRAINT artisan_award_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.artisan_craft
    ADD CONSTRAINT artisan_craft_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.artisan_craft
    ADD CONSTRAINT artisan_craft_craft_id_fkey FOREIGN KEY (craft_id) REFERENCES public.craft(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.artisan
    ADD CONSTRAINT artisan_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.attribute
    ADD CONSTRAINT attribute_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.category(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attribute_value
    ADD CONSTRAINT attribute_value_attribute_id_fkey FOREIGN KEY (attribute_id) REFERENCES public.attribute(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart
    ADD CONSTRAINT cart_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart_coupon
    ADD CONSTRAINT cart_coupon_cart_id_fkey FOREIGN KEY (cart_id) REFERENCES public.cart(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart_coupon
    ADD CONSTRAINT cart_coupon_promotion_id_fkey FOREIGN KEY (promotion_id) REFERENCES public.promotion(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart_delivery
    ADD CONSTRAINT cart_delivery_cart_id_fkey FOREIGN KEY (cart_id) REFERENCES public.cart(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart_delivery
    ADD CONSTRAINT cart_delivery_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart_line
    ADD CONSTRAINT cart_line_cart_id_fkey FOREIGN KEY (cart_id) REFERENCES public.cart(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart_line
    ADD CONSTRAINT cart_line_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES public.variant(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.cart
    ADD CONSTRAINT cart_state_id_fkey FOREIGN KEY (state_id) REFERENCES public.state(code) ON DELETE RESTRICT;

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.commission_rule
    ADD CONSTRAINT commission_rule_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.category(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.commission_rule
    ADD CONSTRAINT commission_rule_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.craft
    ADD CONSTRAINT craft_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.category(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.craft
    ADD CONSTRAINT craft_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.craft
    ADD CONSTRAINT craft_gi_registration_id_fkey FOREIGN KEY (gi_registration_id) REFERENCES public.gi_registration(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.declaration
    ADD CONSTRAINT declaration_product FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.delivery_rate
    ADD CONSTRAINT delivery_rate_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dispute
    ADD CONSTRAINT dispute_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES public.charge(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.district_neighbour
    ADD CONSTRAINT district_neighbour_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.district_neighbour
    ADD CONSTRAINT district_neighbour_neighbour_id_fkey FOREIGN KEY (neighbour_id) REFERENCES public.district(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.facilitation
    ADD CONSTRAINT facilitation_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.facilitation
    ADD CONSTRAINT facilitation_facilitator_id_fkey FOREIGN KEY (facilitator_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.facilitation
    ADD CONSTRAINT facilitation_recorded_by_id_fkey FOREIGN KEY (recorded_by_id) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.gi_district
    ADD CONSTRAINT gi_district_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.gi_district
    ADD CONSTRAINT gi_district_gi_registration_id_fkey FOREIGN KEY (gi_registration_id) REFERENCES public.gi_registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.staff_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_invited_by_id_fkey FOREIGN KEY (invited_by_id) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.line_discount
    ADD CONSTRAINT line_discount_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.order_line(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.line_discount
    ADD CONSTRAINT line_discount_promotion_id_fkey FOREIGN KEY (promotion_id) REFERENCES public.promotion(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.link_token
    ADD CONSTRAINT link_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.officer_district
    ADD CONSTRAINT officer_district_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.officer_district
    ADD CONSTRAINT officer_district_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.option_value
    ADD CONSTRAINT option_value_option_id_fkey FOREIGN KEY (option_id) REFERENCES public.option(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.order_event
    ADD CONSTRAINT order_event_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_event
    ADD CONSTRAINT order_event_suborder_id_fkey FOREIGN KEY (suborder_id) REFERENCES public.suborder(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES public.agreement(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_commission_rule_id_fkey FOREIGN KEY (commission_rule_id) REFERENCES public.commission_rule(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_hsn_rate_id_fkey FOREIGN KEY (hsn_rate_id) REFERENCES public.hsn_rate(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_suborder_id_fkey FOREIGN KEY (suborder_id) REFERENCES public.suborder(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.order_line
    ADD CONSTRAINT order_line_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES public.variant(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_state_id_fkey FOREIGN KEY (state_id) REFERENCES public.state(code) ON DELETE RESTRICT;

ALTER TABLE ONLY public.otp_challenge
    ADD CONSTRAINT otp_challenge_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payee_proposal
    ADD CONSTRAINT payee_proposal_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.payee_proposal
    ADD CONSTRAINT payee_proposal_proposed_by_id_fkey FOREIGN KEY (proposed_by_id) REFERENCES public.account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.payee
    ADD CONSTRAINT payee_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.pincode
    ADD CONSTRAINT pincode_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.pincode
    ADD CONSTRAINT pincode_state_id_fkey FOREIGN KEY (state_id) REFERENCES public.state(code) ON DELETE RESTRICT;

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.product_attribute
    ADD CONSTRAINT product_attribute_attribute_id_fkey FOREIGN KEY (attribute_id) REFERENCES public.attribute(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.product_attribute
    ADD CONSTRAINT product_attribute_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.product_attribute
    ADD CONSTRAINT product_attribute_value_id_fkey FOREIGN KEY (value_id) REFERENCES public.attribute_value(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.product_attribute
    ADD CONSTRAINT product_attribute_value_of FOREIGN KEY (value_id, attribute_id) REFERENCES public.attribute_value(id, attribute_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.category(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_craft_id_fkey FOREIGN KEY (craft_id) REFERENCES public.craft(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_craft_place FOREIGN KEY (craft_id, district_id, category_id) REFERENCES public.craft(id, district_id, category_id) ON UPDATE CASCADE;

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.product_image
    ADD CONSTRAINT product_image_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.product_search
    ADD CONSTRAINT product_search_product FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.promotion
    ADD CONSTRAINT promotion_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.category(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.promotion
    ADD CONSTRAINT promotion_craft_id_fkey FOREIGN KEY (craft_id) REFERENCES public.craft(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.promotion
    ADD CONSTRAINT promotion_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.promotion_use
    ADD CONSTRAINT promotion_use_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.promotion_use
    ADD CONSTRAINT promotion_use_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.promotion_use
    ADD CONSTRAINT promotion_use_promotion_id_fkey FOREIGN KEY (promotion_id) REFERENCES public.promotion(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.promotion
    ADD CONSTRAINT promotion_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES public.charge(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.reservation
    ADD CONSTRAINT reservation_line FOREIGN KEY (line_id) REFERENCES public.order_line(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.reservation
    ADD CONSTRAINT reservation_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.reservation
    ADD CONSTRAINT reservation_variant FOREIGN KEY (variant_id) REFERENCES public.variant(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_account FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_member
    ADD CONSTRAINT staff_member_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_member
    ADD CONSTRAINT staff_member_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.staff_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_variant FOREIGN KEY (variant_id) REFERENCES public.variant(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.suborder
    ADD CONSTRAINT suborder_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.suborder
    ADD CONSTRAINT suborder_supplier_state_id_fkey FOREIGN KEY (supplier_state_id) REFERENCES public.state(code) ON DELETE RESTRICT;

ALTER TABLE ONLY public.suborder
    ADD CONSTRAINT suborder_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_artisan_id_fkey FOREIGN KEY (artisan_id) REFERENCES public.artisan(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES public.charge(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_suborder_id_fkey FOREIGN KEY (suborder_id) REFERENCES public.suborder(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.variant_option
    ADD CONSTRAINT variant_option_option_id_fkey FOREIGN KEY (option_id) REFERENCES public.option(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.variant_option
    ADD CONSTRAINT variant_option_value_id_fkey FOREIGN KEY (value_id) REFERENCES public.option_value(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.variant_option
    ADD CONSTRAINT variant_option_value_of FOREIGN KEY (value_id, option_id) REFERENCES public.option_value(id, option_id);

ALTER TABLE ONLY public.variant_option
    ADD CONSTRAINT variant_option_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES public.variant(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.variant
    ADD CONSTRAINT variant_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.vendor
    ADD CONSTRAINT vendor_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.vendor_member
    ADD CONSTRAINT vendor_member_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.vendor_member
    ADD CONSTRAINT vendor_member_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.vendor
    ADD CONSTRAINT vendor_state_id_fkey FOREIGN KEY (state_id) REFERENCES public.state(code) ON DELETE RESTRICT;

ALTER TABLE ONLY public.wishlist_item
    ADD CONSTRAINT wishlist_item_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wishlist_item
    ADD CONSTRAINT wishlist_item_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(id) ON DELETE CASCADE;
