"""Fixtures of the rules' tests."""

from collections.abc import AsyncIterator

import pytest

from server.processes.jobs import working
from tests.support.people.accounts import Postbox
from tests.support.shop.paying import Counter


@pytest.fixture
async def worker(gateway: Counter, reference: str, postbox: Postbox) -> AsyncIterator[None]:
    """Does the jobs of the test's database, with the sandbox as gateway."""
    async with working(reference, postbox, gateway.gateway):
        yield
