"""Background tasks of a process, which run as long as the process.

Call it inside `connected`. Each imports only what its own kind of process needs.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from auth.crypto.keys import keys
from commerce.core.ports import Messages, PaymentGateway
from commerce.search.follow import following
from database.caches.table_cache import TABLE_CACHE
from database.running_processes import listener_name
from server.adapters import gateway_adapter
from settings import settings

if TYPE_CHECKING:
    from server.app import Mart


@asynccontextmanager
async def serving(mart: "Mart", url: str) -> AsyncIterator[None]:
    """In a process that serves requests."""
    from commerce.catalogue.index.product_index import INDEX
    from server.processes.retention import retention_running

    async with (
        _following_data(url),
        INDEX.running(),
        mart.endpoint.accounting.rate_limits.shared(),
        retention_running(mart.endpoint.responses.cache.sweep),
        gateway_adapter(settings()).running(settings()),
    ):
        yield


@asynccontextmanager
async def working(url: str) -> AsyncIterator[None]:
    """In a process that only does jobs."""
    async with _following_data(url), _worker_tasks():
        yield


@asynccontextmanager
async def working_too(url: str, messages: Messages, gateway: PaymentGateway) -> AsyncIterator[None]:
    """In a process that serves and does the jobs as well."""
    from server.processes.jobs import working as jobs_running

    async with _worker_tasks(), jobs_running(url, messages, gateway):
        yield


@asynccontextmanager
async def _following_data(url: str) -> AsyncIterator[None]:
    """Drop cached rows and search terms when another process changes them."""
    async with TABLE_CACHE.running(url, listener_name(keys().sealing.newest)), following():
        yield


@asynccontextmanager
async def _worker_tasks() -> AsyncIterator[None]:
    from server.processes.audit_heads import sending_audit_heads

    async with sending_audit_heads():
        yield
