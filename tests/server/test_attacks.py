"""What attacks come to, and that the mart is well after each."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.server.attacks import ATTACKS, Attack, Target, well
from tests.server.served import served


@pytest.fixture(scope="module")
def address(shop_url: str) -> Iterator[str]:
    with served(shop_url) as found:
        yield found


@pytest.fixture
async def target(address: str) -> AsyncIterator[Target]:
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as client:
        yield Target(address, client)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_an_attack_comes_to_nothing(target: Target, attack: Attack) -> None:
    assert await attack.run(target) == attack.expected
    assert await well(target)
