"""Suggestions while somebody types."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

import strawberry
from tortoise.models import Model

import models
from commerce import catalog
from commerce.search import suggest
from database.select import Sql
from graph.context import Info
from graph.errors import bad_input
from graph.fields import SHAPES
from graph.loaders import TRUE
from graph.resolvers.product import searchable
from graph.types.suggestion import (
    ArtisanSuggestion,
    CategorySuggestion,
    CraftSuggestion,
    DistrictSuggestion,
    ProductSuggestion,
    Suggestion,
)

# What each noun is shown as, and which of its rows anybody may see.
NOUNS: dict[str, tuple[Callable[..., Suggestion], type[Model], Sql]] = {
    "product": (ProductSuggestion, models.Product, catalog.ON_SALE),
    "district": (DistrictSuggestion, models.District, TRUE),
    "craft": (CraftSuggestion, models.Craft, TRUE),
    "category": (CategorySuggestion, models.Category, TRUE),
    "artisan": (ArtisanSuggestion, models.Artisan, catalog.PUBLIC_ARTISAN),
}


async def list_suggestions(
    info: Info,
    query: Annotated[
        str, strawberry.argument(description="What was typed so far, in either script.")
    ],
    first: Annotated[int, strawberry.argument(description="How many at most, 0 to 50.")] = 8,
) -> list[Suggestion]:
    if not 0 <= first <= suggest.MOST:
        raise bad_input(f"At most {suggest.MOST} suggestions are given.", "first")
    searchable(query, "query")
    found = await suggest.suggest(query, first, info.context.language)
    shown = await asyncio.gather(*(_shown(info, each) for each in found))
    return [suggestion for suggestion in shown if suggestion is not None]


async def _shown(info: Info, found: suggest.Suggestion) -> Suggestion | None:
    """None for what went off sale since the index was made."""
    kind, model, visible = NOUNS[found.noun]
    row: Any = await info.context.loaders.row(model, visible).load(found.target_id)
    if row is None:
        return None
    return kind(text=found.text, **{found.noun: SHAPES[model.__name__].of(row)})
