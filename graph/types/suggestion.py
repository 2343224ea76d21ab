"""What somebody may be about to type."""

import strawberry

from graph.types.artisan import Artisan
from graph.types.category import Category
from graph.types.craft import Craft
from graph.types.district import District
from graph.types.product import Product


@strawberry.interface(description="A thing the reader may mean.")
class Suggestion:
    text: str = strawberry.field(description="What to show and to search for.")


@strawberry.type(description="A product on sale.")
class ProductSuggestion(Suggestion):
    product: Product = strawberry.field(description="The product.")


@strawberry.type(description="A district.")
class DistrictSuggestion(Suggestion):
    district: District = strawberry.field(description="The district.")


@strawberry.type(description="A craft.")
class CraftSuggestion(Suggestion):
    craft: Craft = strawberry.field(description="The craft.")


@strawberry.type(description="A category.")
class CategorySuggestion(Suggestion):
    category: Category = strawberry.field(description="The category.")


@strawberry.type(description="An artisan who agreed to be shown.")
class ArtisanSuggestion(Suggestion):
    artisan: Artisan = strawberry.field(description="The artisan.")
