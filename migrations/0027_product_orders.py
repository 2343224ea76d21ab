"""The index of products in each process knows every order: by publication and popularity too.

Changes of either are told. Popularity is counted anew for very many products at once; of those
alone is told that it changed, so that nothing else is read anew.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXED = """
DROP INDEX product_indexed;
CREATE INDEX product_indexed ON product
    (district_id, craft_id, category_id, artisan_id, vendor_id, id)
  INCLUDE (country_of_origin, min_price_paise, rating_rank, rating_sum, rating_count,
    is_gi_tagged, is_available, is_made_to_order, published_at, popularity)
  WHERE status = 'published' AND is_on_sale;
"""
WATCHED = (
    "is_on_sale", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id",
    "country_of_origin", "min_price_paise", "is_gi_tagged", "is_available", "is_made_to_order",
    "rating_sum", "rating_count", "published_at",
)  # fmt: skip
OLD = ", ".join(f"g.{name}" for name in WATCHED)
NEW = ", ".join(f"c.{name}" for name in WATCHED)
TOLD = f"""
CREATE OR REPLACE FUNCTION product_told() RETURNS trigger LANGUAGE plpgsql AS $$
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
      FROM (SELECT c.id, ({NEW}) IS DISTINCT FROM ({OLD}) AS differs,
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
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0026_stock_turns")]
    initial = False
    operations = [ops.RunSQL(INDEXED + TOLD)]
