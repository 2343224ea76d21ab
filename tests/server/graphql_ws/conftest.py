"""Fixtures of this folder."""

from collections.abc import AsyncIterator

import pytest

from database.connect import connected
from tests.support.people.accounts import Person, signed_in


@pytest.fixture
async def people(shop_url: str) -> AsyncIterator[list[Person]]:
    """Somebody on two devices, and somebody else."""
    async with connected(shop_url):
        one = await signed_in()
        yield [one, await signed_in(one.account), await signed_in()]
