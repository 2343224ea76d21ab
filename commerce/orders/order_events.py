"""Subscriptions to the events of an order."""

from collections.abc import AsyncIterator

from database.caches.broadcast import Broadcast
from database.caches.table_cache import ORDERS_CHANNEL, TABLE_CACHE


class OrderEvents:
    """Publishes the database's notifications (`order_told`) to subscribers in this process."""

    def __init__(self) -> None:
        self._hearing: Broadcast[int] = Broadcast()
        TABLE_CACHE.watch(self._on_change, ORDERS_CHANNEL)

    def subscribe(self, order_id: int) -> AsyncIterator[int]:
        """The order's id after each event. Raises Missed."""
        return self._hearing.subscribe(order_id)

    def _on_change(self, payload: str | None) -> None:
        if payload is None:
            self._hearing.publish_missed()
        else:
            self._hearing.publish(int(payload), int(payload))


ORDER_EVENTS = OrderEvents()
