"""The index of products in each process is read by artisan and vendor too.

What few products in a row have in common takes a few bytes there, whatever their number.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXED = """
DROP INDEX product_indexed;
CREATE INDEX product_indexed ON product
    (district_id, craft_id, category_id, artisan_id, vendor_id, id)
  INCLUDE (country_of_origin, min_price_paise, rating_rank, rating_sum, rating_count,
    is_gi_tagged, is_available, is_made_to_order)
  WHERE status = 'published' AND is_on_sale
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0024_seen_names")]
    initial = False
    operations = [ops.RunSQL(INDEXED)]
