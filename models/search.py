"""What search looks at: see `docs/decisions/search.md`."""

from tortoise import fields
from tortoise.contrib.postgres.fields import TSVectorField
from tortoise.contrib.postgres.indexes import GinIndex, PostgreSQLIndex
from tortoise.models import Model


class ProductSearch(Model):
    """The keys a product is found by.

    Weight A marks district and craft, B the title, C attributes, D the description.
    """

    product_id = fields.IntField(primary_key=True, generated=False)
    keys = TSVectorField()

    class Meta:
        table = "product_search"
        indexes = [GinIndex(fields=("keys",), name="product_search_keys")]  # noqa: RUF012


class SearchTerm(Model):
    """The vocabulary: each key of `ProductSearch` with the number of products that have it."""

    key = fields.CharField(60, primary_key=True)
    products = fields.IntField()

    class Meta:
        table = "search_term"


class SearchSynonym(Model):
    """Words that mean the same to a shopper share a group.

    Edited by staff, seeded from `data/synonyms.csv`.
    """

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
    """What suggestions offer besides products: districts, crafts, categories, artisans."""

    id = fields.IntField(primary_key=True)
    noun = fields.CharField(20)
    target_id = fields.IntField()
    key = fields.CharField(60, description="one folded word of the name")
    weight = fields.SmallIntField()

    class Meta:
        table = "search_entry"
        unique_together = (("noun", "target_id", "key"),)
