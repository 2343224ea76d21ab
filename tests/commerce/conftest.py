"""Fixtures of the rules' tests."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from server.processes import jobs
from server.processes.jobs import working
from tests.support.people.accounts import Postbox
from tests.support.shop.paying import Counter

# A job that is tried again is told of by nobody: the queue is looked at.
jobs.LOOK_EACH = timedelta(seconds=0.2)


@pytest.fixture
async def worker(gateway: Counter, reference: str, postbox: Postbox) -> AsyncIterator[None]:
    """Does the jobs of the test's database, with the sandbox as gateway."""
    async with working(reference, postbox, gateway.gateway):
        yield
