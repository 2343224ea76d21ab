"""Orders, for their buyers and for holders of the access key."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry

from auth.viewer import Viewer
from commerce.orders import lookup
from commerce.orders.order_events import ORDER_EVENTS
from graph.context import Info
from graph.error_texts import NO_SUCH_ORDER
from graph.errors import Code, coded_error
from graph.execution.events import Events
from graph.types.orders.order import Order

Number = Annotated[str, strawberry.argument(description="Order number.")]
AccessKey = Annotated[
    str | None,
    strawberry.argument(description="Access key of the order. Required without an account."),
]


async def find_order(info: Info, number: Number, access_key: AccessKey = None) -> Order | None:
    context = info.context
    row = await lookup.find(context.viewer, number, access_key)
    if row is None:
        return None
    context.note_read("order", row.id, row.account_id)
    return Order.of(row)


async def order_updated(
    info: Info, number: Number, access_key: AccessKey = None
) -> AsyncIterator[Order]:
    async def shown(viewer: Viewer, _: int) -> Order | None:
        row = await lookup.find(viewer, number, access_key)
        return None if row is None else Order.of(row)

    row = await lookup.find(info.context.viewer, number, access_key)
    if row is None:
        raise coded_error(NO_SUCH_ORDER, Code.NOT_FOUND)
    whose = ("order", row.id, row.account_id)
    return Events(info.context, ORDER_EVENTS.subscribe(row.id), shown, subject=whose)
