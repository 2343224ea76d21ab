"""Categories."""

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.types.arguments import Slug
from graph.types.reference.category import Category


async def find_category(slug: Slug) -> Category | None:
    row = await catalogue.find(Select(models.Category, catalogue.BY_ID), slug)
    return Category.of(row) if row else None


async def list_categories() -> list[Category]:
    return [Category.of(row) for row in await models.Category.all().order_by("position")]
