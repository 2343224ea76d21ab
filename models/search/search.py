"""Search tables: see `docs/decisions/search.md`."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField, TSVectorField
from tortoise.contrib.postgres.indexes import GinIndex, PostgreSQLIndex
from tortoise.models import Model


class ProductSearch(Model):
    """Search keys of a product, with copies of its filter, sort and facet columns.

    Weight A marks the kind of goods, B district, craft and title, C attributes and sellers, D the
    description. A trigger (`product_search_fill`) copies the columns of the product, after it has
    locked it; code chooses only the keys, and whether they are counted.
    """

    product_id = fields.IntField(primary_key=True, generated=False)
    keys = TSVectorField()
    status = fields.CharField(20, null=True)
    district_id = fields.IntField(null=True)
    craft_id = fields.IntField(null=True)
    category_id = fields.IntField(null=True)
    kind_id = fields.IntField(null=True)
    artisan_id = fields.IntField(null=True)
    vendor_id = fields.IntField(null=True)
    country_of_origin = fields.CharField(2, null=True)
    min_price_paise = fields.BigIntField(null=True)
    is_gi_tagged = fields.BooleanField(null=True)
    is_available = fields.BooleanField(null=True)
    is_made_to_order = fields.BooleanField(null=True)
    rating_sum = fields.IntField(null=True)
    rating_count = fields.IntField(null=True)
    rating_rank = fields.BigIntField(null=True)
    popularity = fields.IntField(null=True)
    published_at = fields.DatetimeField(null=True)
    is_on_sale = fields.BooleanField(null=True)
    is_counted = fields.BooleanField(
        null=True, description="whether `search_term` counts the keys; null if not known"
    )

    class Meta:
        table = "product_search"
        indexes = [GinIndex(fields=("keys",), name="product_search_keys")]  # noqa: RUF012


class SearchTerm(Model):
    """A key of the vocabulary, with the number of products that have it.

    The empty key is that of all products.
    """

    key = fields.CharField(60, primary_key=True)
    products = fields.IntField()

    class Meta:
        table = "search_term"


class SearchSynonym(Model):
    """A synonym; terms of the same group mean the same. Seeded from `data/synonyms.csv`."""

    id = fields.IntField(primary_key=True)
    group_slug = fields.CharField(60)
    language = fields.CharField(2)
    term = fields.CharField(60)
    kind = fields.CharField(10)
    key = fields.CharField(60, description="folded; words joined by a space")

    class Meta:
        table = "search_synonym"
        unique_together = (("group_slug", "term"),)
        indexes = [PostgreSQLIndex(fields=("key",), name="search_synonym_key")]  # noqa: RUF012


class SearchEntry(Model):
    """A search key of a district, craft, category, kind or artisan, for suggestions."""

    id = fields.IntField(primary_key=True)
    noun = fields.CharField(20)
    target_id = fields.IntField()
    key = fields.CharField(60, description="one folded word of the name")
    weight = fields.SmallIntField()

    class Meta:
        table = "search_entry"
        unique_together = (("noun", "target_id", "key"),)


class SearchChange(Model):
    """A row that is still to be reindexed: see `commerce/search/follow.py`.

    A partial index finds the changes that have `lost` a key.
    """

    id = fields.BigIntField(primary_key=True)
    noun = fields.CharField(20)
    target_id = fields.IntField()
    lost = ArrayField("text", null=True, description="keys that a product has lost already")

    class Meta:
        table = "search_change"
