"""Fixtures of this folder."""

from collections.abc import AsyncIterator

import pytest

from server.app import Mart
from server.processes.jobs import working
from tests.support.people.accounts import Postbox


@pytest.fixture
async def worker(app: Mart, reference: str, postbox: Postbox) -> AsyncIterator[None]:
    async with working(reference, postbox, app.adapters.gateway):
        yield
