"""Interface of a payment gateway's module: its `ADAPTER`.

The gateway itself is a `commerce.core.ports.PaymentGateway`; its name is registered in
`server/adapters.py`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commerce.core.ports import PaymentGateway
from settings import Settings

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


async def _nothing() -> None:
    pass


@asynccontextmanager
async def _running(current: Settings) -> AsyncIterator[None]:
    yield


@dataclass(frozen=True, slots=True)
class GatewayAdapter:
    """A gateway by its settings.

    `missing_settings` says what is missing in production, a sentence each. `prepare` creates
    tables, connected as their owner; `routes` are served beside the mart's own, and `running` lasts
    as long as a serving process.
    """

    gateway: Callable[[Settings], PaymentGateway]
    missing_settings: Callable[[Settings], Iterator[str]]
    prepare: Callable[[], Awaitable[None]] = _nothing
    routes: Callable[[], "list[BaseRoute]"] = list
    running: Callable[[Settings], AbstractAsyncContextManager[None]] = _running
