"""Requests made up by schemathesis, a few of each; `python -m tests.campaigns.fuzzed` asks more."""

import asyncio

import pytest

from tests.campaigns.fuzzed import PROXY, fuzz
from tests.support.people.actors import make_world
from tests.support.servers.served import served

pytestmark = pytest.mark.slow

ACTORS = ("stranger", "buyer", "artisan", "owner", "administrator", "auditor")
EXAMPLES = 3


async def test_nothing_breaks_and_every_error_has_a_code(reference: str) -> None:
    world = await make_world()
    with served(reference, **PROXY) as address:
        told = await asyncio.to_thread(fuzz, address, world, ACTORS, EXAMPLES)
    assert told["answers"] > 500
    assert told["UNAUTHENTICATED"]
    assert told["FORBIDDEN"]
