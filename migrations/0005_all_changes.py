"""Every table of the catalogue tells of its changes, so that whole answers can be kept."""

from tortoise import migrations
from tortoise.migrations import operations as ops

TABLES = (
    "agreement", "artisan_award", "artisan_craft", "attribute", "attribute_value", "declaration",
    "delivery_rate", "district_neighbour", "gi_district", "operator", "option", "option_value",
    "pincode", "product", "product_attribute", "product_image", "product_search", "review",
    "search_entry", "search_synonym", "search_term", "slug_history", "stock", "variant",
    "variant_option",
)  # fmt: skip
TRIGGERS = "\n".join(
    f'CREATE TRIGGER "{table}_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
    " FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("models", "0004_held")]
    initial = False
    operations = [ops.RunSQL(TRIGGERS)]
