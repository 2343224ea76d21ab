"""Districts, States, PIN codes, crafts, categories and geographical indications."""

from typing import Annotated

import strawberry

import models
from commerce.catalogue import catalogue
from commerce.reference import pincode_lookup, states
from database.select import Select
from graph.connection import Connection, connect
from graph.context import Info
from graph.types.address import State
from graph.types.arguments import After, Before, First, Last, Slug
from graph.types.category import Category
from graph.types.craft import Craft, GiRegistration
from graph.types.district import District
from graph.types.pincode import Pincode


async def find_district(slug: Slug) -> District | None:
    row = await catalogue.find(Select(models.District, catalogue.BY_NAME), slug)
    return District.of(row) if row else None


async def list_districts(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[District]:
    select = Select(models.District, catalogue.BY_NAME)
    page: Connection[District] = await connect(
        info, "District", select, first, after, last, before, tables=("district",)
    )
    return page


async def list_states(info: Info) -> list[State]:
    return [State.of(row) for row in await states.for_addresses(info.context.language)]


async def find_pincode(
    code: Annotated[
        str,
        strawberry.argument(
            description="Six-digit PIN code. Digits of any script and spaces are accepted, for"
            " example 226 001."
        ),
    ],
) -> Pincode | None:
    row = await pincode_lookup.find(code)
    return Pincode.of(row) if row else None


async def find_craft(slug: Slug) -> Craft | None:
    row = await catalogue.find(Select(models.Craft, catalogue.BY_ID), slug)
    return Craft.of(row) if row else None


async def list_crafts(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[Craft]:
    select = Select(models.Craft, catalogue.BY_ID)
    page: Connection[Craft] = await connect(
        info, "Craft", select, first, after, last, before, tables=("craft",)
    )
    return page


async def find_category(slug: Slug) -> Category | None:
    row = await catalogue.find(Select(models.Category, catalogue.BY_ID), slug)
    return Category.of(row) if row else None


async def list_categories() -> list[Category]:
    return [Category.of(row) for row in await models.Category.all().order_by("position")]


async def list_gi_registrations(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[GiRegistration]:
    select = catalogue.seen_registrations()
    page: Connection[GiRegistration] = await connect(
        info, "GiRegistration", select, first, after, last, before
    )
    return page
