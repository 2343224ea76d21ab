"""Suggestions while typing."""

from collections.abc import Callable
from typing import Any

import strawberry
from tortoise.models import Model

import models
from commerce.core.visibility import ON_SALE, PUBLIC_ARTISAN
from database.sql import Sql
from graph.access import public_type
from graph.context import Info
from graph.fields.row_types import SHAPES
from graph.loaders import TRUE
from graph.types.catalogue.artisan import Artisan
from graph.types.catalogue.product import Product
from graph.types.reference.category import Category
from graph.types.reference.craft import Craft
from graph.types.reference.district import District
from graph.types.reference.kind import Kind


@public_type(description="A search suggestion.", is_interface=True)
class Suggestion:
    text: str = strawberry.field(description="Text to display and search for.")


@public_type(description="Suggestion of a product on sale.")
class ProductSuggestion(Suggestion):
    product: Product = strawberry.field(description="The product.")


@public_type(description="Suggestion of a district.")
class DistrictSuggestion(Suggestion):
    district: District = strawberry.field(description="The district.")


@public_type(description="Suggestion of a craft.")
class CraftSuggestion(Suggestion):
    craft: Craft = strawberry.field(description="The craft.")


@public_type(description="Suggestion of a category.")
class CategorySuggestion(Suggestion):
    category: Category = strawberry.field(description="The category.")


@public_type(description="Suggestion of a kind of goods.")
class KindSuggestion(Suggestion):
    kind: Kind = strawberry.field(description="The kind.")


@public_type(description="Suggestion of an artisan with a public profile.")
class ArtisanSuggestion(Suggestion):
    artisan: Artisan = strawberry.field(description="The artisan.")


# Constructor, model and visibility by noun.
NOUNS: dict[str, tuple[Callable[..., Suggestion], type[Model], Sql]] = {
    "product": (ProductSuggestion, models.Product, ON_SALE),
    "district": (DistrictSuggestion, models.District, TRUE),
    "craft": (CraftSuggestion, models.Craft, TRUE),
    "category": (CategorySuggestion, models.Category, TRUE),
    "kind": (KindSuggestion, models.Kind, TRUE),
    "artisan": (ArtisanSuggestion, models.Artisan, PUBLIC_ARTISAN),
}


async def suggestion(info: Info, noun: str, row_id: int, text: str) -> Suggestion | None:
    """A suggestion; None if its object is no longer visible."""
    kind, model, visible = NOUNS[noun]
    row: Any = await info.context.loaders.row(model, visible).load(row_id)
    return None if row is None else kind(text=text, **{noun: SHAPES[model.__name__].of(row)})
