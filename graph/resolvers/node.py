"""Anything by its id."""

import asyncio
from typing import Annotated, Any

import strawberry
from tortoise.models import Model

import models
from auth.permissions import Action, may
from commerce.catalogue.variants import variants_by_id
from commerce.core.visibility import ON_SALE, OPEN_VENDOR, PUBLIC_ARTISAN, REVIEW_ON_SALE
from database.sql import Sql
from graph.context import Info
from graph.error_texts import NO_ID, TOO_MANY_IDS
from graph.errors import bad_input
from graph.field_types import SHAPES, Node
from graph.ids import parse_id
from graph.limits.query_limits import MAX_NODES
from graph.loaders import TRUE

# What may be found by id, and which rows of it anybody may see.
FOUND: dict[str, tuple[type[Model], Sql]] = {
    "District": (models.District, TRUE),
    "Craft": (models.Craft, TRUE),
    "Category": (models.Category, TRUE),
    "GiRegistration": (models.GiRegistration, Sql("t.confidence <> 'memory'")),
    "Artisan": (models.Artisan, PUBLIC_ARTISAN),
    "Vendor": (models.Vendor, OPEN_VENDOR),
    "Product": (models.Product, ON_SALE),
    "Review": (models.Review, REVIEW_ON_SALE),
}


# What a viewer may find by id that others may not, and what it takes.
PRIVATE: dict[str, tuple[type[Model], Action]] = {
    "Account": (models.Account, Action.SEE_PERSON),
    "ActiveSession": (models.Session, Action.OWN_ACCOUNT),
    "Address": (models.Address, Action.OWN_ACCOUNT),
    "ApiKey": (models.ApiKey, Action.MANAGE_KEYS),
    "AuditEntry": (models.AuditEntry, Action.SEE_AUDIT),
    "Facilitation": (models.Facilitation, Action.SEE_FACILITATION),
    "Order": (models.Order, Action.SEE_ORDER),
    "VendorMember": (models.VendorMember, Action.SEE_MEMBERS),
}


async def find_node(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="Id from any earlier response.")],
) -> Node[Any] | None:
    return await _load(info, *parse_id(id, "id"))


async def find_nodes(
    info: Info,
    ids: Annotated[
        list[strawberry.ID],
        strawberry.argument(description="Up to 100 ids from earlier responses."),
    ],
) -> list[Node[Any] | None]:
    if len(ids) > MAX_NODES:
        raise bad_input(TOO_MANY_IDS, "ids", most=MAX_NODES)
    wanted = [parse_id(value, "ids") for value in ids]
    return list(await asyncio.gather(*(_load(info, name, row_id) for name, row_id in wanted)))


async def _load(info: Info, type_name: str, row_id: int) -> Node[Any] | None:
    loaders = info.context.loaders
    row: Any
    if type_name in PRIVATE:
        row = await _private(info, *PRIVATE[type_name], row_id)
    elif type_name == "Variant":
        row = await loaders.of("variant by id", _variants).load(row_id)
    elif type_name in FOUND:
        row = await loaders.row(*FOUND[type_name]).load(row_id)
    else:
        raise bad_input(NO_ID, "id")
    found: Any = None if row is None else SHAPES[type_name].of(row)
    node: Node[Any] | None = found
    return node


async def _private(info: Info, model: type[Model], action: Action, row_id: int) -> Any:
    """The row, if the viewer may see it; what others may not see is not there."""
    context = info.context
    context.is_personal = True
    if not may(context.viewer, action):
        return None
    row: Any = await context.loaders.row(model).load(row_id)
    if row is None or (getattr(row, "ended_at", None) is not None and model is models.Session):
        return None
    subject = row
    if model is models.Facilitation:
        subject = await context.loaders.row(models.Artisan).load(row.artisan_id)
    if not may(context.viewer, action, subject):
        return None
    if model is models.Order:
        context.note_read("order", row.id, row.account_id)
    return row


async def _variants(ids: list[int]) -> list[Any]:
    found = await variants_by_id(ids)
    return [found.get(key) for key in ids]
