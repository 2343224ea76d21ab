"""Products. A product is a page of the shop and is sold in one or more variants."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from database.fields import GeneratedInt
from models.base import optional_char, optional_text, said_check, slug_check, slug_field
from models.catalogue.artisan import Artisan
from models.catalogue.vendor import Vendor
from models.reference.category import Category
from models.reference.craft import Craft
from models.reference.district import District
from models.reference.kind import Kind

PUBLISHED = {"status": "published"}


def shelf(name: str, *columns: str) -> PostgreSQLIndex:
    """An index on the published products, in the sort order of a page."""
    return PostgreSQLIndex(fields=columns, name=f"product_{name}", condition=PUBLISHED)


class ProductStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHED = "published"
    PAUSED = "paused"
    ARCHIVED = "archived"


class Product(Model):
    """A product. Its district and category are those of its craft, and its kind is one of the
    category; composite keys enforce that. A draft may have no kind yet.

    Prices, availability, ratings and the GI mark are summaries of other rows. Triggers maintain
    them, so that a listing filters and sorts on a single table.
    """

    id = fields.IntField(primary_key=True)
    slug = slug_field(160)
    status = fields.CharEnumField(ProductStatus, max_length=20)
    name_en = optional_char(160)
    name_hi = optional_char(160)
    description_en = optional_text()
    description_hi = optional_text()
    care_en = optional_text()
    care_hi = optional_text()
    district: fields.ForeignKeyRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, on_delete=fields.RESTRICT
    )
    district_id: int
    craft: fields.ForeignKeyRelation[Craft] = fields.ForeignKeyField(
        "models.Craft", related_name=False, on_delete=fields.RESTRICT
    )
    craft_id: int
    category: fields.ForeignKeyRelation[Category] = fields.ForeignKeyField(
        "models.Category", related_name=False, on_delete=fields.RESTRICT
    )
    category_id: int
    kind: fields.ForeignKeyNullableRelation[Kind] = fields.ForeignKeyField(
        "models.Kind", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    kind_id: int | None
    artisan: fields.ForeignKeyNullableRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    artisan_id: int | None
    vendor: fields.ForeignKeyRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, on_delete=fields.RESTRICT
    )
    vendor_id: int
    country_of_origin = fields.CharField(2, default="IN", description="ISO 3166-1 alpha-2")
    return_days = fields.SmallIntField(description="0 = cannot be returned")
    return_reason_en = optional_char(200)
    return_reason_hi = optional_char(200)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)
    published_at = fields.DatetimeField(null=True)
    popularity = fields.IntField(default=0, description="visits and sales, weighed; recounted")
    # Summaries, maintained by triggers. SQL functions decide: may_be_sold `is_on_sale`, may_bear_gi
    # `is_gi_tagged`.
    is_on_sale = fields.BooleanField(default=False)
    is_gi_tagged = fields.BooleanField(default=False)
    is_available = fields.BooleanField(default=False)
    is_made_to_order = fields.BooleanField(default=False)
    min_price_paise = fields.BigIntField(null=True)
    max_price_paise = fields.BigIntField(null=True)
    rating_sum = fields.IntField(default=0)
    rating_count = fields.IntField(default=0)
    # Bayesian average: five assumed reviews of 3.5 stars steady the rank of products with few.
    rating_rank = GeneratedInt()

    class Meta:
        table = "product"
        indexes = [  # noqa: RUF012
            shelf("newest", "published_at", "id"),
            shelf("price", "min_price_paise", "id"),
            shelf("popular", "popularity", "id"),
            shelf("rated", "rating_rank", "id"),
            shelf("district_popular", "district_id", "popularity", "id"),
            shelf("district_newest", "district_id", "published_at", "id"),
            shelf("category_popular", "category_id", "popularity", "id"),
            shelf("category_newest", "category_id", "published_at", "id"),
            shelf("craft_popular", "craft_id", "popularity", "id"),
            shelf("kind_popular", "kind_id", "popularity", "id"),
            shelf("artisan_popular", "artisan_id", "popularity", "id"),
            shelf("vendor_popular", "vendor_id", "popularity", "id"),
        ]
        constraints = [  # noqa: RUF012
            slug_check("product"),
            said_check("product", "name"),
            CheckConstraint(check="country_of_origin ~ '^[A-Z]{2}$'", name="product_origin"),
            CheckConstraint(
                check="return_days >= 0 AND (return_days > 0"
                " OR num_nonnulls(return_reason_en, return_reason_hi) > 0)",
                name="product_returns",
            ),
            CheckConstraint(
                check="status <> 'published' OR published_at IS NOT NULL",
                name="product_published_at",
            ),
            CheckConstraint(check="min_price_paise <= max_price_paise", name="product_prices"),
            CheckConstraint(
                check="rating_sum BETWEEN rating_count AND 5 * rating_count", name="product_rating"
            ),
        ]
