"""What a product is found by stays in its row, where a search looks through it several times.

A quarter of the vectors are a little longer than what PostgreSQL leaves in a row by itself. Each
look at one of those was a look-up in another table. Rows written before stay as they are until
they are written again (`VACUUM FULL product_search` writes all of them).
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

INLINE = "ALTER TABLE product_search SET (toast_tuple_target = 8160)"


class Migration(migrations.Migration):
    dependencies = [("models", "0020_account_ended")]
    initial = False
    operations = [ops.RunSQL(INLINE)]
