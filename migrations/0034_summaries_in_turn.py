"""What products keep of other rows is decided after the wait for who changes those, too.

Two transactions that sold out one variant each saw the other as in stock, so the product stayed
available; two reviews published at once counted as one; a product published while its vendor was
being suspended stayed on sale. A statement reads other rows as they were when it began, so the lock
comes in a statement of its own before.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# The class of advisory locks is `LockClass.SALES`.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION product_refresh_offer(ids integer[]) RETURNS void
    LANGUAGE sql
    AS $$
  SELECT FROM product WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
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

CREATE OR REPLACE FUNCTION product_refresh_rating(ids integer[]) RETURNS void
    LANGUAGE sql
    AS $$
  SELECT FROM product WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE product p
     SET rating_sum = r.stars, rating_count = r.number
    FROM (SELECT i.id, coalesce(sum(w.rating), 0)::int AS stars, count(w.id)::int AS number
            FROM (SELECT DISTINCT unnest(ids) AS id) i
            LEFT JOIN review w ON w.product_id = i.id AND w.status = 'published'
           GROUP BY i.id) r
   WHERE p.id = r.id AND (p.rating_sum, p.rating_count) IS DISTINCT FROM (r.stars, r.number)
$$;

CREATE OR REPLACE FUNCTION product_refresh_sale(vendor integer, artisan integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(23, 0);
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

-- Who suspends a vendor does not see a product that is being published or handed on. Other changes
-- of a product hold its row, for which the suspension waits.
CREATE OR REPLACE FUNCTION product_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.status IS DISTINCT FROM OLD.status
     OR (NEW.vendor_id, NEW.artisan_id) IS DISTINCT FROM (OLD.vendor_id, OLD.artisan_id) THEN
    PERFORM pg_advisory_xact_lock_shared(23, 0);
  END IF;
  NEW.is_on_sale := may_be_sold(NEW.status, NEW.min_price_paise, NEW.vendor_id, NEW.artisan_id);
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0033_lost_contacts")]
    initial = False
    operations = [ops.RunSQL(FUNCTIONS)]
