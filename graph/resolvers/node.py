"""Anything by its id."""

import asyncio
from typing import Annotated, Any

import strawberry
from tortoise.models import Model

import models
from auth.permissions import Action
from commerce.catalogue.variants import variants_by_id
from database.sql import Sql
from graph.access import OPEN, default_of, may_read
from graph.context import Info
from graph.error_texts import NO_ID, TOO_MANY_IDS
from graph.errors import bad_input
from graph.fields.row_types import BY_ID, ROWS, SHAPES, Node
from graph.ids import parse_id
from graph.limits.query_limits import MAX_NODES


def access_by_id(type_name: str) -> Sql | Action | None:
    """The rows of a type that are public, or the action that it takes; None if it has no node."""
    shape = SHAPES.get(type_name)
    if shape is None or not issubclass(shape, Node):
        return None
    action = default_of(shape)
    return BY_ID.get(type_name) or (None if action in OPEN else action)


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
    row: Any
    access = access_by_id(type_name)
    if type_name == "Variant":
        row = await info.context.loaders.of("variant by id", _variants).load(row_id)
    elif isinstance(access, Sql):
        row = await info.context.loaders.row(ROWS[type_name], access).load(row_id)
    elif access is not None:
        row = await _private(info, ROWS[type_name], access, row_id)
    else:
        raise bad_input(NO_ID, "id")
    found: Any = None if row is None else SHAPES[type_name].of(row)
    node: Node[Any] | None = found
    return node


async def _private(info: Info, model: type[Model], action: Action, row_id: int) -> Any:
    """The row, if the viewer may see it; what others may not see is not there."""
    context = info.context
    if not may_read(context, action):
        return None
    row: Any = await context.loaders.row(model).load(row_id)
    if row is None or (getattr(row, "ended_at", None) is not None and model is models.Session):
        return None
    subject = row
    if model is models.Facilitation:
        subject = await context.loaders.row(models.Artisan).load(row.artisan_id)
    if not may_read(context, action, subject):
        return None
    if model is models.Order:
        context.note_read("order", row.id, row.account_id)
    return row


async def _variants(ids: list[int]) -> list[Any]:
    found = await variants_by_id(ids)
    return [found.get(key) for key in ids]
