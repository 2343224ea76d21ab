"""Fixtures of the server's tests."""

from collections.abc import Iterator

import pytest

from tests.support.servers.served import served


@pytest.fixture(scope="module")
def address(shop_url: str) -> Iterator[str]:
    """The address of a server of the module's own, over the demo shop."""
    with served(shop_url) as found:
        yield found
