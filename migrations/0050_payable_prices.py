"""The prices of a product are those that can be paid now: a sold-out size counts only if all are.

A card said "from ₹900" and the size for ₹900 could not be bought; so did sorting and the price filter.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

FUNCTION = """
CREATE OR REPLACE FUNCTION product_refresh_offer(ids integer[]) RETURNS void
    LANGUAGE sql
    AS $$
  SELECT FROM product WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE product p
     SET min_price_paise = o.least, max_price_paise = o.most,
         is_available = o.available, is_made_to_order = o.made_to_order
    FROM (SELECT v.id,
                 coalesce(min(v.price_paise) FILTER (WHERE v.can_be_bought), min(v.price_paise)) AS least,
                 coalesce(max(v.price_paise) FILTER (WHERE v.can_be_bought), max(v.price_paise)) AS most,
                 bool_or(v.can_be_bought) AS available,
                 coalesce(bool_or(v.is_made_to_order), false) AS made_to_order
            FROM (SELECT i.id, v.price_paise, v.is_made_to_order,
                         coalesce(v.is_made_to_order OR s.available > 0, false) AS can_be_bought
                    FROM (SELECT DISTINCT unnest(ids) AS id) i
                    LEFT JOIN variant v ON v.product_id = i.id AND v.is_active
                    LEFT JOIN stock s ON s.variant_id = v.id) v
           GROUP BY v.id) o
   WHERE p.id = o.id
     AND (p.min_price_paise, p.max_price_paise, p.is_available, p.is_made_to_order)
         IS DISTINCT FROM (o.least, o.most, o.available, o.made_to_order)
$$;
"""
# Other products have the prices of all their sizes as it is.
REPAIR = """
SELECT product_refresh_offer(ARRAY(
  SELECT v.product_id FROM variant v LEFT JOIN stock s ON s.variant_id = v.id
   WHERE v.is_active AND NOT v.is_made_to_order AND coalesce(s.available, 0) <= 0));
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0049_lots")]
    initial = False
    operations = [ops.RunSQL(FUNCTION), ops.RunSQL(REPAIR)]
