"""What hits of a search are narrowed, ordered and counted by stands beside their keys."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

NAMES = (
    "status", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id",
    "country_of_origin", "min_price_paise", "is_gi_tagged", "is_available", "is_made_to_order",
    "rating_sum", "rating_count", "rating_rank", "popularity", "published_at",
)  # fmt: skip
DESCRIPTION = (
    "The keys a product is found by, beside a copy of what hits are narrowed, ordered, counted by."
)
# A generated column never stands in a list of columns that were updated.
WATCHED = [name for name in NAMES if name != "rating_rank"]
FOLLOW = f"""
CREATE FUNCTION product_search_fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT {", ".join(f"p.{name}" for name in NAMES)}
    INTO {", ".join(f"NEW.{name}" for name in NAMES)}
    FROM product p WHERE p.id = NEW.product_id;
  RETURN NEW;
END $$;
CREATE TRIGGER product_search_fill BEFORE INSERT ON product_search
  FOR EACH ROW EXECUTE FUNCTION product_search_fill();

CREATE FUNCTION product_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE product_search SET ({", ".join(NAMES)}) = ({", ".join(f"NEW.{name}" for name in NAMES)})
   WHERE product_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER product_search_follow AFTER UPDATE OF {", ".join(WATCHED)} ON product
  FOR EACH ROW
  WHEN (({", ".join(f"OLD.{name}" for name in NAMES)})
        IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in NAMES)}))
  EXECUTE FUNCTION product_search_follow();

UPDATE product_search s SET ({", ".join(NAMES)}) = ({", ".join(f"p.{name}" for name in NAMES)})
  FROM product p WHERE p.id = s.product_id;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0005_all_changes")]
    initial = False
    operations = [
        ops.AddField("ProductSearch", "status", fields.CharField(max_length=20, null=True)),
        ops.AddField("ProductSearch", "district_id", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "craft_id", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "category_id", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "artisan_id", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "vendor_id", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "country_of_origin", fields.CharField(max_length=2, null=True)),
        ops.AddField("ProductSearch", "min_price_paise", fields.BigIntField(null=True)),
        ops.AddField("ProductSearch", "is_gi_tagged", fields.BooleanField(null=True)),
        ops.AddField("ProductSearch", "is_available", fields.BooleanField(null=True)),
        ops.AddField("ProductSearch", "is_made_to_order", fields.BooleanField(null=True)),
        ops.AddField("ProductSearch", "rating_sum", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "rating_count", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "rating_rank", fields.BigIntField(null=True)),
        ops.AddField("ProductSearch", "popularity", fields.IntField(null=True)),
        ops.AddField("ProductSearch", "published_at", fields.DatetimeField(null=True)),
        ops.AlterModelOptions(
            "ProductSearch",
            {
                "pk_attr": "product_id",
                "table_description": DESCRIPTION,
            },
        ),
        ops.RunSQL(FOLLOW),
    ]
