"""Requests made up by schemathesis from the schema, as everybody: nothing breaks, all is coded.

`python -m tests.campaigns.fuzzed --examples 300` asks so many of each operation as each actor.
"""

import argparse
import asyncio
import socket
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.progress import track

from auth.crypto.keys import keys
from settings import ROOT
from tests.support.people.actors import Actor, World, make_world
from tests.support.servers.served import served

# What would shut the actor out of the rest; strangers try them all the same.
PARTINGS = {"accountErase", "sessionRevoke"}
PROXY = {"ODOP_CLIENT_REQUESTS": "0", "ODOP_ACCOUNT_REQUESTS": "0", "ODOP_KEY_REQUESTS": "0",
         "ODOP_TRUSTED_PROXIES": "127.0.0.0/8"}  # fmt: skip
# Head and body are not held back for each other.
AT_ONCE = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
nodes = schemathesis.graphql.nodes
for name, strategy in {
    "Decimal": st.from_regex(r"\A-?[0-9]{1,14}(\.[0-9]{0,3})?\Z"),
    "DateTime": st.sampled_from(["2026-01-31T18:30:00Z", "9999-12-31T23:59:59Z", "now", ""]),
    "CountryCode": st.sampled_from(["IN", "in", "XX", ""]),
    "JSON": st.just("{}"),
}.items():
    schemathesis.graphql.scalar(name, strategy.map(nodes.String))


def operations() -> list[Any]:
    schema: Any = schemathesis.graphql.from_path(ROOT / "schema.graphql")
    found = [each.ok() for each in schema.get_all_operations()]
    return [each for each in found if each.definition.type_.name != "Subscription"]


def token_of(actor: Actor) -> str:
    """One that has not ended yet."""
    person = actor.person
    if person is None:
        return actor.token
    return keys().tokens.issue(person.id, person.session_id, datetime.now(UTC))[0]


class Fuzz:
    """Asks one address; counts what it is told."""

    def __init__(self, address: str) -> None:
        transport = httpx.HTTPTransport(socket_options=AT_ONCE)
        self._client = httpx.Client(base_url=f"http://{address}", timeout=30, transport=transport)
        self._chance = Random(1)
        self.told: Counter[str] = Counter()

    def ask(self, document: str, actor: Actor) -> None:
        """Raises AssertionError for a 5xx, for what is no JSON and for an error without a code."""
        somewhere = ".".join(str(self._chance.randrange(1, 250)) for _ in range(4))
        headers = {"x-forwarded-for": somewhere}
        if token := token_of(actor):
            headers["authorization"] = f"Bearer {token}"
        response = self._client.post("/graphql", json={"query": document}, headers=headers)
        assert response.status_code < 500, (actor.name, document, response.text)
        answer = response.json()
        for error in answer.get("errors", ()):
            code = error["extensions"]["code"]
            assert code != "INTERNAL", (actor.name, document, answer)
            assert error["extensions"]["requestId"]
            self.told[code] += 1
        self.told["answers"] += 1


def fuzz(
    address: str,
    world: World,
    actors: Sequence[str],
    examples: int,
    progress: Callable[[list[Any]], Any] = lambda work: work,
) -> Counter[str]:
    """So many examples of every operation as every one of the actors."""
    fuzzing = Fuzz(address)
    for operation in progress(operations()):
        field = operation.definition.field_name
        for name in actors:
            actor = world[name]
            if actor.person and field in PARTINGS:
                continue
            _examples(fuzzing, operation.as_strategy(), actor, examples)
    return fuzzing.told


def _examples(fuzzing: Fuzz, cases: Any, actor: Actor, number: int) -> None:
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        fuzzing.ask(case.body, actor)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ask()


async def _main(examples: int) -> None:
    from commerce.reference import load_reference
    from database.connect import connected
    from database.schema import migrate
    from tests.support.databases.temporary_server import throwaway_server

    with throwaway_server() as url:
        async with connected(url):
            await migrate.apply()
            await load_reference()
            world = await make_world()
            with served(url, **PROXY) as address:
                told = await asyncio.to_thread(
                    fuzz, address, world, [*world.actors], examples, lambda work: track(work)
                )
    Console().print(dict(told))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100)
    asyncio.run(_main(parser.parse_args().examples))
