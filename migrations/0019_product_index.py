"""What the index of products in each process is read from: in its order, without the rest of a row."""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXED = """
CREATE INDEX product_indexed ON product (district_id, craft_id, category_id, id)
  INCLUDE (artisan_id, vendor_id, country_of_origin, min_price_paise, rating_rank, rating_sum,
    rating_count, is_gi_tagged, is_available, is_made_to_order)
  WHERE status = 'published' AND is_on_sale
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0018_payee_changes")]
    initial = False
    operations = [ops.RunSQL(INDEXED)]
